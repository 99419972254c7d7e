"""Requests made from the API's own description: each is answered as the description says."""

import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance


@pytest.mark.parametrize("mode", GenerationMode)
def test_requests_within_and_outside_the_description_are_answered_as_it_says(app, mode, full):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    for operation in (result.ok() for result in schema.get_all_operations()):
        if mode is GenerationMode.NEGATIVE and not (len(operation.query) or len(operation.body)):
            continue  # Only where there are fields can a request be outside the description.

        @settings(max_examples=1_000 if full else 15)
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case):
            # The description cannot say which plans there are: 422 is an answer to any request.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        check()

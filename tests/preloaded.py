"""What the processes of the fault tests hold from their start."""

from failing_builds import few_examples, shipped_encoder

import web.feedback_store  # noqa: F401

shipped_encoder()
few_examples()

"""Feedback: one choice from a list, kept with what the answer rested on, never the question."""

import logging
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from assistant.answer import Outcome
from web.context import knowledge, language_of_request, settings, today
from web.feedback_store import REASONS, Feedback, FeedbackStore
from web.language_prefix import localised
from web.wording import texts

log = logging.getLogger(__name__)

blueprint = localised(Blueprint("feedback", __name__))

MOST_REFS = 60


@blueprint.post("/feedback")
def give() -> AnyResponse:
    """Keep a choice and thank for it."""
    feedback = _read()
    if feedback is None:
        return _reply("bad", 422)
    try:
        _store(settings().feedback_database).add(feedback, settings().feedback_months)
    except OSError as error:
        log.error("feedback_not_kept", extra={"why": str(error)})
        return _reply("failed", 503)
    return _reply("thanks", 200)


def _read() -> Feedback | None:
    """The feedback of the form; none when a field is not one that we sent out."""
    fields = request.form
    reason, outcome = fields.get("reason", ""), fields.get("outcome", "")
    generation = fields.get("generation", "")
    if reason not in REASONS or outcome not in set(Outcome):
        return None
    if not settings().feedback_database or not generation.isalnum() or len(generation) > 40:
        return None
    return Feedback(
        day=today().isoformat(),
        reason=reason,
        outcome=outcome,
        language=language_of_request(),
        refs=_known(fields.get("refs", "")),
        nearest=_known(fields.get("nearest", "")),
        generation=generation,
    )


def _known(refs: str) -> tuple[str, ...]:
    """The references that there are, so that nothing else can be stored."""
    return tuple(ref for ref in refs.split()[:MOST_REFS] if ref in knowledge().places)


def _reply(key: str, status: int) -> AnyResponse:
    if request.accept_mimetypes.best == "application/json":
        message = texts(language_of_request())["feedback"][key]
        return make_response(jsonify(kept=status == 200, message=message), status)
    return make_response(render_template("thanks.html", key=key), status)


@lru_cache(maxsize=4)
def _store(path: str) -> FeedbackStore:
    return FeedbackStore(Path(path))

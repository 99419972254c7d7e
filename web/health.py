"""Whether the process lives, and whether it is ready to answer."""

import time

from flask import Blueprint, Response, jsonify

from web.context import knowledge, source

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process lives."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> Response:
    """Which generation answers, and whether it is the one that should."""
    generation = knowledge().generation
    return jsonify(
        status="degraded" if source().degraded() else "ready",
        generation=generation,
        age_seconds=age_of(generation),
        encoder=knowledge().content.encoder,
    )


def age_of(generation: str) -> int | None:
    """Seconds since the generation was built; its name holds the time in nanoseconds."""
    digits = generation.removeprefix("g")
    # A clock that was set back since makes nothing younger than new.
    return max(0, int(time.time() - int(digits) / 1e9)) if digits.isdigit() else None

"""Whatever goes wrong, as a friendly page or as JSON; never a stack trace."""

import logging
import time
import traceback

from flask import Flask, Response, g, jsonify, render_template
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from assistant.errors import BadQuestion
from assistant.wording import replies, say
from web.context import knowledge, language_of_request, wants_json

log = logging.getLogger(__name__)

Failure = tuple[str | Response, int]

# The status of a bad request by its code; all others are 422.
_STATUS = {"not_json": 400, "not_found": 404, "unknown_plan": 422}
UNPROCESSABLE = 422
# How long a program should wait before it asks a closed service again, in seconds.
CLOSED_FOR = 600
# ... and before it asks again where too many wait already.
BUSY_FOR = 2
_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method",
    413: "too_large",
    429: "rate_limit",
    503: "closed",
}


def handle(app: Flask) -> None:
    """Give the application its error pages."""
    app.register_error_handler(BadQuestion, bad_question)
    app.register_error_handler(RateLimitExceeded, too_many)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def bad_question(error: BadQuestion) -> Failure:
    """A request that cannot be answered as it is."""
    return failure(_STATUS.get(error.code, UNPROCESSABLE), error.code, error.field)


def too_many(error: RateLimitExceeded) -> Failure:
    """Too many questions from one address: says when to come back."""
    seconds = seconds_left()
    return _after(seconds, failure(429, "rate_limit", message=wait_sentence(seconds)))


def wait_sentence(seconds: int) -> str:
    """How long to wait before asking again."""
    return say(language_of_request(), "error.rate_limit", seconds=seconds)


def http_error(error: HTTPException) -> Failure | HTTPException:
    """An unknown page, a wrong method, too much data, a foreign host."""
    status = error.code or 500
    if status < 400:
        return error
    reply, status = failure(status, _CODES.get(status, "bad_request"))
    response = reply if isinstance(reply, Response) else Response(reply)
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response, status


def unexpected(error: Exception) -> Failure:
    """A fault of ours, as a page that says so."""
    log_fault(error)
    return failure(500, "server")


def log_fault(error: Exception) -> None:
    """Log a fault by its place in the code, without what the person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno}" for frame in frames[-6:]]
    log.error("unexpected", extra={"kind": type(error).__name__, "places": places})


def closed_page() -> Failure:
    """The service is closed: the contacts of the cities."""
    return _after(CLOSED_FOR, failure(503, "closed"))


def busy_page() -> Failure:
    """Too many requests wait already: says when to come back."""
    return _after(BUSY_FOR, failure(503, "busy"))


def _after(seconds: int, failed: Failure) -> Failure:
    """The reply of an error with the time after which to try again."""
    reply, status = failed
    response = reply if isinstance(reply, Response) else Response(reply)
    response.headers["Retry-After"] = str(seconds)
    return response, status


def failure(status: int, code: str, field: str = "", message: str = "") -> Failure:
    """The reply of an error: JSON to the API, a page to people."""
    language = language_of_request()
    sentence = message or say(language, f"error.{code}")
    if wants_json():
        return jsonify(error={"code": code, "message": sentence, "field": field or None}), status
    known = replies(language)["error"]
    page = render_template(
        "error.html",
        title=known.get(f"{code}_title", known["title"]),
        message=sentence,
        contacts=_contacts() if status in (429, 500, 503) else [],
        status=status,
    )
    return page, status


def _contacts() -> list[tuple[str, str]]:
    language = language_of_request()
    contacts = [plan.info.contact for plan in knowledge().plans]
    return [(contact.text[language], contact.url[language]) for contact in contacts]


def seconds_left() -> int:
    """The seconds until the limiter lets this address ask again."""
    limit = getattr(g, "_flask-limiter.current_limit", None) or g.get("view_rate_limit")
    if limit is None:
        return 60
    # At least two, so that the plural of the sentence holds.
    return max(2, int(limit.reset_at - time.time()) + 1)

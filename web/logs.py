"""Logs as one JSON object per line; they never hold a question, an address or a query."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from assistant.answer import Answer

log = logging.getLogger("web.requests")

LOGGERS = ("web", "assistant", "index")
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, event and what was added to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        return json.dumps(line, ensure_ascii=False, default=str)


def configure() -> None:
    """Write the logs of this project to standard error, once."""
    # The development server logs whole addresses, searched words among them.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            handler = logging.StreamHandler(sys.stderr)
            handler.setFormatter(JsonLines())
            logger.addHandler(handler)
            logger.setLevel(logging.INFO)
            logger.propagate = False


def watch(app: Flask) -> None:
    """Log each request by its rule, not by its address."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else None
        if request.endpoint != "static":
            took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
            facts = {"method": request.method, "rule": rule, "status": response.status_code}
            log.info("request", extra={**facts, "milliseconds": round(took, 1)})
        return response


def log_answer(answer: Answer, milliseconds: float) -> None:
    """Log how a message ended."""
    facts = {
        "outcome": answer.outcome.value,
        "language": answer.language,
        "refs": [citation.ref for citation in answer.citations],
        "generation": answer.generation,
        "milliseconds": round(milliseconds, 1),
    }
    log.info("answered", extra=facts)

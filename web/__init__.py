"""The web application: chat page, plan pages, staff search and JSON API over one assistant."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined

from corpus.errors import PlanAssistantError
from web import (
    api,
    chat,
    errors,
    feedback,
    health,
    logs,
    metrics,
    pages,
    plans,
    security,
    staff,
    waiting,
)
from web.context import SOURCE, fill_templates

if TYPE_CHECKING:
    from assistant.loading import AssistantSource

LARGEST_REQUEST = 64 * 1024
MOST_FORM_FIELDS = 40


def create_app(source: "AssistantSource | None" = None) -> Flask:
    """The application over `source`; without one, over the index that the settings name."""
    logs.configure()
    app = Flask(__name__, static_folder=str(Path(__file__).with_name("static")))
    app.extensions[SOURCE] = source or _load()
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=MOST_FORM_FIELDS,
    )
    app.url_map.strict_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_url_rule("/", view_func=chat.front)
    for part in (chat, plans, staff, feedback, pages, api, health):
        app.register_blueprint(part.blueprint)
    for prepare in (security.protect, logs.watch, metrics.watch, waiting.limit_work):
        prepare(app)
    errors.handle(app)
    fill_templates(app)
    return app


def served_app() -> Flask:
    """The application for gunicorn: what stops the start is said in a sentence, not a trace."""
    from gunicorn.errors import AppImportError  # type: ignore[import-untyped]

    try:
        return create_app()
    except PlanAssistantError as error:
        raise AppImportError(str(error)) from error


def _load() -> "AssistantSource":
    from assistant.loading import AssistantSource
    from assistant.settings import load_settings

    return AssistantSource(load_settings())

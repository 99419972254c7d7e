"""What a request has at hand: its assistant, the settings, its language and texts."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, current_app, g, request
from werkzeug.exceptions import SecurityError

from corpus.plan import LANGUAGES, Language
from web.dates import day_in_figures
from web.wording import LANGUAGE_NAMES, texts

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.knowledge import Knowledge
    from assistant.loading import AssistantSource
    from assistant.settings import Settings

SOURCE = "assistant_source"
API = "/api/"


def source() -> "AssistantSource":
    """The source of assistants of the running application."""
    return cast("AssistantSource", current_app.extensions[SOURCE])


def settings() -> "Settings":
    """The settings of the running application."""
    return source().settings


def assistant() -> "Assistant":
    """The assistant of this request: the same one to its end."""
    if "assistant" not in g:
        g.assistant = source().current()
    return cast("Assistant", g.assistant)


def knowledge() -> "Knowledge":
    """What the assistant of this request knows."""
    return assistant().knowledge


def today() -> date:
    """The day by which a plan's period is judged to have ended."""
    return date.today()


def language_of_request() -> Language:
    """The language of the address; where it has none, the one the browser prefers."""
    if "language" in g:
        return cast(Language, g.language)
    first = request.path.split("/")[1]
    for language in LANGUAGES:
        if first == language:
            return language
    return preferred_language()


def preferred_language() -> Language:
    """Swedish or Finnish, whichever the browser asks for first; Swedish when neither."""
    for name, _ in request.accept_languages:
        for language in LANGUAGES:
            if name.split("-")[0].lower() == language:
                return language
    return "sv"


def wants_json() -> bool:
    """Whether the request is one to the JSON API."""
    return request.path.startswith(API)


@cache
def static_digest(name: str) -> str:
    """Some digits that change with a static file, so that it can be cached for long."""
    path = Path(__file__).parent / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def site_root() -> str:
    """The address of the site, as the browser called it; empty for a host that is refused."""
    try:
        return request.host_url.rstrip("/")
    except SecurityError:
        return ""


def fill_templates(app: Flask) -> None:
    """Give every template its texts, language and addresses."""

    @app.context_processor
    def variables() -> dict[str, Any]:
        language = language_of_request()
        other: Language = "fi" if language == "sv" else "sv"
        return {
            "lang": language,
            "other_lang": other,
            "other_name": LANGUAGE_NAMES[other],
            "t": texts(language),
            "t_other": texts(other),
            "settings": settings(),
            "day": day_in_figures(today()),
            "root": site_root(),
            "asset": lambda name: f"{app.static_url_path}/{name}?v={static_digest(name)}",
            "other_address": _in_language(other),
        }


def _in_language(language: Language) -> str:
    """The address of this page in another language."""
    first, _, rest = request.full_path.rstrip("?").lstrip("/").partition("/")
    return f"/{language}/{rest}" if first in LANGUAGES else f"/{language}/"

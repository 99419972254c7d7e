"""Addresses that begin with their language: /sv/... and /fi/..."""

from typing import Any

from flask import Blueprint, g

from corpus.plan import LANGUAGES
from web.context import language_of_request

PREFIX = f"/<any({', '.join(LANGUAGES)}):language>"


def localised(blueprint: Blueprint) -> Blueprint:
    """Give a blueprint the language prefix; views read the language from the request."""
    blueprint.url_prefix = PREFIX

    @blueprint.url_value_preprocessor
    def keep_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None:
            g.language = values.pop("language")

    @blueprint.app_url_defaults
    def add_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and endpoint.startswith(f"{blueprint.name}."):
            values["language"] = language_of_request()

    return blueprint

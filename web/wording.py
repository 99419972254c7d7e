"""The words of the pages, in both languages."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from corpus.plan import Language

LANGUAGE_NAMES: dict[Language, str] = {"sv": "Svenska", "fi": "Suomi"}


@cache
def texts(language: Language) -> dict[str, Any]:
    """All texts of a language, section by section."""
    path = Path(__file__).parent / "texts" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))

"""The fixed sentences of the assistant, in both languages."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from corpus.plan import Language


@cache
def replies(language: Language) -> dict[str, dict[str, Any]]:
    """The table of one language, section by section."""
    path = Path(__file__).parent / "replies" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def say(language: Language, key: str, **values: object) -> str:
    """The sentence `key` (``section.name``) with its values filled in."""
    section, _, name = key.partition(".")
    sentence: str = replies(language)[section][name]
    return sentence.format(**values)


def number_word(language: Language, number: int) -> str:
    """A count as people write it: small numbers as words."""
    words: list[str] = replies(language)["numbers"]["words"]
    return words[number] if number < len(words) else str(number)

"""Messages that ask for an answer in the other language: "svara på finska", "vastaa ruotsiksi"."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.plan import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class _Requests:
    """What tells that a message speaks of a language, and what is polite around a request."""

    mention: re.Pattern[str]
    polite_before: re.Pattern[str]
    polite_after: re.Pattern[str]


def asked_language(text: str) -> Language | None:
    """The language that the message asks the reply to be in."""
    found = [(match.start(), language) for language in LANGUAGES if (match := _ask(text, language))]
    return max(found)[1] if found else None


def without_language_request(text: str) -> str:
    """The message without its words about the language of the reply."""
    requests = _requests()
    for language in LANGUAGES:
        while match := _ask(text, language):
            before, after = text[: match.start()], text[match.end() :].lstrip(" ,.!?;:–—-)")
            before = requests.polite_before.sub("", before).rstrip(" ,;:–—-(")
            text = f"{before} {requests.polite_after.sub('', after)}".strip()
    return text


def _ask(text: str, language: Language) -> re.Match[str] | None:
    return _pattern(language).search(text) if _requests().mention.search(text) else None


@cache
def _requests() -> _Requests:
    table = _table()
    polite = table["polite"]
    before = rf"(?:(?:^|(?<=[.?!,;:]))\s*{polite}[\s,]*)+$"
    return _Requests(
        mention=re.compile(table["mention"], re.IGNORECASE),
        polite_before=re.compile(before, re.IGNORECASE),
        polite_after=re.compile(rf"^(?:{polite}(?!\w)[\s,.!?:]*)+", re.IGNORECASE),
    )


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    """How one asks for replies in a language; made for the first message that speaks of one."""
    table = _table()
    names = {key: rf"\b{name}\b" for key, name in table["names"][language].items()}
    pattern = "|".join(f"(?:{one})" for one in table["patterns"])
    for mark, meaning in {"START": table["START"], "END": table["END"], **names}.items():
        pattern = pattern.replace(mark, meaning)
    return re.compile(pattern.replace("på", "p[åa]"), re.IGNORECASE)


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).with_name("language_requests.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))

"""Personal data in a message, replaced before anything else sees it."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Kind = Literal["identity_code", "phone", "email", "iban", "address", "name"]

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_NAME_WORDS = 4  # the most words that one name is taken to have
_PLACE = 8  # letters from which a first word such as "Espoosta" is no name such as "Krista"
_SMALL_WORDS = 2  # the same for names without capitals, where the next word may be any


@dataclass(frozen=True, slots=True)
class Masked:
    """A message without its personal data, and the kinds that were found in it."""

    text: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One row of the table: what a kind of datum looks like."""

    kind: Kind
    form: re.Pattern[str]
    needs: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The file personal_data.toml, compiled."""

    placeholder: str
    patterns: tuple[_Pattern, ...]
    alone: re.Pattern[str]
    full: re.Pattern[str]
    signed: re.Pattern[str]
    particles: frozenset[str]
    place_endings: tuple[str, ...]
    ordinary: frozenset[str]
    empty: frozenset[str]


def mask(text: str) -> Masked:
    """The text with every datum replaced, so that the sentence around it can still be read."""
    rules = _rules()
    kinds: list[Kind] = []
    for pattern in rules.patterns:
        if not pattern.needs.search(text):
            continue
        text, times = pattern.form.subn(_kept_and(rules.placeholder), text)
        kinds += [pattern.kind] * min(times, 1)
    for start, end in reversed(list(_names(text, rules))):
        text = text[:start] + rules.placeholder + text[end:]
        kinds.append("name")
    return Masked(text, tuple(dict.fromkeys(kinds)))


def _kept_and(placeholder: str) -> Callable[[re.Match[str]], str]:
    """What stands for a datum: the words before it that its pattern keeps, and the placeholder."""
    return lambda match: f"{match.groupdict().get('keep') or ''}{placeholder}"


def has_content(masked_text: str) -> bool:
    """Whether a masked message says anything besides greetings and what announced the data."""
    return any(word.lower() not in _rules().empty for word in _WORD.findall(masked_text))


def _names(text: str, rules: _Rules) -> Iterator[tuple[int, int]]:
    """Where the names lie that the message introduces, in order and without overlap."""
    found = [
        *_introduced(text, rules.alone, rules, fewest=1, small=True),
        *_introduced(text, rules.full, rules, fewest=2, small=False),
        *_introduced(text, rules.signed, rules, fewest=1, small=False),
    ]
    reached = 0
    for start, end in sorted(found):
        if start >= reached:
            yield start, end
            reached = end


def _introduced(
    text: str, opening: re.Pattern[str], rules: _Rules, *, fewest: int, small: bool
) -> Iterator[tuple[int, int]]:
    for match in opening.finditer(text):
        ends = list(_name_ends(text, match.end(), rules, small))
        if len(ends) >= fewest:
            yield match.end(), ends[-1]


def _name_ends(text: str, start: int, rules: _Rules, small: bool) -> Iterator[int]:
    """The end of each further word of the name that starts here."""
    for number in range(_NAME_WORDS):
        found = _WORD.match(text, start)
        if not found or not _may_be_name(found[0], number, rules, small):
            return
        if found[0] not in rules.particles:
            yield found.end()
        if text[found.end() : found.end() + 1] != " ":
            return
        start = found.end() + 1
        small = small and not _is_capitalised(found[0])


def _may_be_name(word: str, number: int, rules: _Rules, small: bool) -> bool:
    """Whether the next word of a name can be `word`, the one with this number."""
    if word in rules.particles:
        return True
    place = word.endswith(rules.place_endings) and (number > 0 or len(word) >= _PLACE)
    if place or word.lower() in rules.ordinary:
        return False
    return _is_capitalised(word) or (small and number < _SMALL_WORDS and word.isalpha())


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and not word.isupper()


@cache
def _rules() -> _Rules:
    path = Path(__file__).with_name("personal_data.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = _parts(table)
    names = table["names"]
    return _Rules(
        placeholder=table["placeholder"],
        patterns=tuple(_pattern(row, parts) for row in table["pattern"]),
        alone=re.compile(names["alone"], re.IGNORECASE),
        full=re.compile(names["full"], re.IGNORECASE),
        signed=re.compile(names["signed"], re.IGNORECASE),
        particles=frozenset(names["particles"].split()),
        place_endings=tuple(names["place_endings"]),
        ordinary=frozenset(table["ordinary"]["words"].split()),
        empty=frozenset(table["empty"]["words"].split()),
    )


def _pattern(row: dict[str, Any], parts: dict[str, str]) -> _Pattern:
    needs = re.compile(row.get("needs", ""), re.IGNORECASE)
    return _Pattern(row["kind"], _compiled(row["pattern"], parts), needs)


def _parts(table: dict[str, Any]) -> dict[str, str]:
    roads = "|".join(sorted(table["roads"]["words"].split(), key=len, reverse=True))
    return {**table["parts"], "road": rf"(?:{roads})(?!\w)"}


def _compiled(pattern: str, parts: dict[str, str]) -> re.Pattern[str]:
    """A verbose pattern with its parts put in; parts may hold parts."""
    for _ in parts:
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)

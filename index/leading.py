"""Where questions lead: the element that a generation gives first for each of them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.plan import Language, Plan
from index.encoder import Encoder, Vectors
from index.generation import Content
from index.search import HybridSearch, Query

# Bank questions asked in a usual build: enough to notice, few enough to wait for.
MOST_ASKED = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its place in a file, and the elements that should answer it."""

    text: str
    language: Language
    about: tuple[str, ...]
    path: Path
    line: int | None = None
    own: bool = True

    @property
    def key(self) -> str:
        """The question with its language."""
        return f"{self.language}: {self.text}"

    @property
    def place(self) -> str:
        """``file:line`` of the question; the line is looked up only when somebody reads it."""
        line = self.line or _line_of(self.path, self.text)
        name = "/".join(self.path.parts[-2:])
        return f"{name}:{line}" if line else name


@dataclass(frozen=True, slots=True)
class Lead:
    """A question that leads elsewhere: than before, or than to its own elements."""

    asked: Asked
    expected: str
    found: str


def first_hits(
    content: Content, encoder: Encoder, asked: Sequence[Asked], known: Content
) -> list[str]:
    """The first element for each question, empty when there is none.

    A question that names one city is asked of its plans only. The vectors of questions that
    stand in the banks of `known` are taken from there.
    """
    if not asked or not content.refs:
        return ["" for _ in asked]
    search = HybridSearch(content, _Remembering(encoder, known, [each.text for each in asked]))
    cities = [(entry.plan.id, _city(entry.plan)) for entry in content.plans]
    found = [search.search(_query(each, cities), 1).hits for each in asked]
    return [hits[0].ref if hits else "" for hits in found]


def _query(asked: Asked, cities: Sequence[tuple[str, re.Pattern[str]]]) -> Query:
    named = tuple(plan for plan, city in cities if city.search(asked.text))
    return Query(asked.text, asked.language, named)


def _city(plan: Plan) -> re.Pattern[str]:
    """Finds the municipality in either language, whatever its ending."""
    beginnings = [name[: max(4, len(name) - 2)] for name in plan.info.municipality.values()]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, beginnings))})", re.IGNORECASE)


def leads_changed(
    asked: Sequence[Asked], old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[Lead, ...]:
    """The questions whose first element is another one."""
    return tuple(
        Lead(each, old[each.key], new[each.key])
        for each in asked
        if old.get(each.key) and old[each.key] != new[each.key]
    )


def leads_astray(asked: Sequence[Asked], new: Sequence[str]) -> tuple[Lead, ...]:
    """The bank questions that lead more strongly to another element than to their own."""
    return tuple(
        Lead(each, each.about[0], found)
        for each, found in zip(asked, new, strict=True)
        if each.own and found not in each.about
    )


def most_concerned(
    asked: Sequence[Asked], concerned: Iterable[str], new_texts: frozenset[str], most: int
) -> list[Asked]:
    """New questions, then those about what changed; every second, third ... when too many."""
    touched = set(concerned)
    chosen = [each for each in asked if each.text in new_texts or touched & set(each.about)]
    step = max(1, -(-len(chosen) // most))
    return chosen[::step]


def read_development(path: Path) -> list[Asked]:
    """The single questions of a file in JSON Lines, none when there is no such file."""
    if not path.is_file():
        return []
    rows = [
        (number, json.loads(line))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip()
    ]
    return [
        Asked(row["q"], row["lang"], tuple(row.get("gold", ())), path, number, own=False)
        for number, row in rows
        if "q" in row
    ]


class _Remembering:
    """An encoder that knows the vectors of all questions to come: from the banks, or at once."""

    def __init__(self, encoder: Encoder, known: Content, texts: Sequence[str]) -> None:
        self.name = encoder.name
        self._encoder = encoder
        keys = known.questions
        places = {key.text: place for place, key in enumerate(keys.keys)}
        self._vectors = {text: keys.vectors[places[text]] for text in texts if text in places}
        new = [text for text in dict.fromkeys(texts) if text not in places]
        if new:
            self._vectors |= dict(zip(new, encoder.encode_questions(new), strict=True))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One row per question."""
        return np.stack([self._vectors[text] for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row per passage."""
        return self._encoder.encode_passages(texts)


def _line_of(path: Path, text: str) -> int | None:
    """The line of a question in a bank, as TOML writes it."""
    wanted = json.dumps(text, ensure_ascii=False)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if wanted in line:
            return number
    return None

"""Where questions lead: the element that a generation gives first for each of them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.plan import Language, Plan
from index.encoder import Encoder, Vectors
from index.generation import Content, First
from index.reaching import NOTED
from index.search import Hit, HybridSearch, Query

# Bank questions asked in a usual build: enough to notice, few enough to wait for.
MOST_ASKED = 24


# The first elements for each question by its key.
Leads = Mapping[str, First]


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


def first_hits(content: Content, encoder: Encoder, asked: Sequence[Asked]) -> dict[str, First]:
    """The first elements for each question, best first, by the key of the question.

    A question that names one city is asked of its plans only.
    """
    if not asked or not content.refs:
        return {each.key: First() for each in asked}
    search = HybridSearch(content, encoder)
    cities = [(entry.plan.id, _city(entry.plan)) for entry in content.plans]
    found = ((each.key, search.search(_query(each, cities), NOTED).hits) for each in asked)
    return {key: _first(hits) for key, hits in found}


def _first(hits: Sequence[Hit]) -> First:
    ahead = hits[0].score - hits[1].score if len(hits) > 1 else 0.0
    return First(tuple(hit.ref for hit in hits), ahead)


def _query(asked: Asked, cities: Sequence[tuple[str, re.Pattern[str]]]) -> Query:
    named = tuple(plan for plan, city in cities if city.search(asked.text))
    return Query(asked.text, asked.language, named)


def _city(plan: Plan) -> re.Pattern[str]:
    """Finds the municipality in either language, whatever its ending."""
    beginnings = [name[: max(4, len(name) - 2)] for name in plan.info.municipality.values()]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, beginnings))})", re.IGNORECASE)


def leads_changed(asked: Sequence[Asked], old: Leads, new: Leads) -> tuple[Lead, ...]:
    """The questions whose first element is another one."""
    return tuple(
        Lead(each, first(old, each), first(new, each))
        for each in asked
        if first(old, each) and first(old, each) != first(new, each)
    )


def leads_astray(asked: Sequence[Asked], new: Leads) -> tuple[Lead, ...]:
    """The bank questions that lead more strongly to another element than to their own."""
    return tuple(
        Lead(each, each.about[0], first(new, each))
        for each in asked
        if each.own and first(new, each) not in each.about
    )


def first(leads: Leads, asked: Asked) -> str:
    """The first element for a question, empty when there is none."""
    return next(iter(leads[asked.key].refs), "") if asked.key in leads else ""


def most_concerned(
    asked: Sequence[Asked], concerned: Iterable[str], new_texts: frozenset[str], most: int
) -> list[Asked]:
    """New questions, then those about what changed; every second, third ... when too many."""
    touched = set(concerned)
    chosen = [
        each for each in asked if each.text in new_texts or not touched.isdisjoint(each.about)
    ]
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


class Remembering:
    """An encoder that knows the vectors of all questions to come.

    Those of questions that stand in the banks of `known` are taken from there, the others made
    at once.
    """

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

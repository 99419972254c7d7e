"""Scores answers against questions with known references: recall, refusals, language, must-contain.

The rules are those of the development set (docs/quality/README.md): a citation earns 1 for a
gold reference or for an action whose goal alone is gold, 0.5 for the goal of a gold action.
"""

import json
import time
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Outcome
from assistant.answering import Assistant
from assistant.question import Question
from corpus.plan import LANGUAGES, Language, parent_ref

REFUSALS = frozenset({Outcome.NOT_IN_PLANS, Outcome.OUT_OF_SCOPE})


@dataclass(frozen=True, slots=True)
class Item:
    """A test question or conversation; `gold` is best first, `every` must all be cited."""

    id: str
    language: Language
    category: str
    turns: tuple[str, ...]
    gold: tuple[str, ...]
    every: tuple[str, ...]
    must: tuple[tuple[str, ...], ...]
    answerable: bool
    expect: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """How one item was answered."""

    item: Item
    answer: Answer
    first: float
    third: float
    complete: bool | None
    refused: bool
    right_language: bool
    contains: bool | None
    milliseconds: float


# Names that question sets use for sections, by our references.
NAMES = {
    "espoo/s1": "espoo/intro",
    "espoo/s2": "espoo/priorities",
    "espoo/s3": "espoo/intro",
    "helsinki/s3": "helsinki/law",
    "helsinki/s4": "helsinki/governance",
    "helsinki/s5": "helsinki/preparation",
    "helsinki/s6": "helsinki/content",
    "helsinki/s7": "helsinki/content",
    "helsinki/s8": "helsinki/monitoring",
}


def load_items(path: Path) -> tuple[Item, ...]:
    """Read a JSON Lines file of questions in the format of tests/data/dev.jsonl."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_item(json.loads(line)) for line in lines if line.strip())


def _item(row: dict[str, Any]) -> Item:
    return Item(
        id=row["id"],
        language=row["lang"],
        category=row["category"],
        turns=tuple(row["turns"]) if "turns" in row else (row["q"],),
        gold=tuple(row["gold"]),
        every=tuple(row.get("gold_all", ())),
        must=tuple(tuple(group) for group in row["must"]),
        answerable=row["answerable"],
        expect=row.get("expect", ""),
    )


def twin_items(path: Path) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The same questions in Swedish and in Finnish, from a TOML file of [[twin]] tables."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["twin"]
    swedish, finnish = (
        tuple(_twin(number, row, language) for number, row in enumerate(rows, start=1))
        for language in LANGUAGES
    )
    return swedish, finnish


def _twin(number: int, row: dict[str, Any], language: Language) -> Item:
    return Item(
        id=f"{language}{number}",
        language=language,
        category="twin",
        turns=(row[language],),
        gold=tuple(NAMES.get(ref, ref) for ref in row["about"]),
        every=(),
        must=(),
        answerable=True,
    )


def same_first(results: Sequence[Result], others: Sequence[Result]) -> float:
    """How often the same question in the other language finds the same element first."""
    pairs = zip(results, others, strict=True)
    return _mean([float(_first(one) == _first(other) != "") for one, other in pairs])


def _first(result: Result) -> str:
    return result.answer.citations[0].ref if result.answer.citations else ""


def ask(assistant: Assistant, item: Item) -> tuple[Answer, float]:
    """Send an item's messages in order; the last answer and its time in milliseconds."""
    token = ""
    page = item.language
    for text in item.turns:
        question = Question.from_text(text, page, conversation=token)
        start = time.perf_counter()
        answer = assistant.answer(question)
        spent = (time.perf_counter() - start) * 1000
        token = answer.conversation
    return answer, spent


def score(assistant: Assistant, items: Sequence[Item]) -> list[Result]:
    """Ask and judge every item."""
    return [judge(item, *ask(assistant, item)) for item in items]


def judge(item: Item, answer: Answer, milliseconds: float) -> Result:
    """Apply the scoring rules to one answer."""
    refs = list(dict.fromkeys(NAMES.get(c.ref, c.ref) for c in answer.citations))
    gold = item.gold
    if item.every:
        third = _mean([max((credit(r, (g,)) for r in refs[:3]), default=0.0) for g in item.every])
        complete = all(any(credit(ref, (g,)) == 1 for ref in refs) for g in item.every)
    else:
        third = max((credit(ref, gold) for ref in refs[:3]), default=0.0)
        complete = None
    return Result(
        item=item,
        answer=answer,
        first=credit(refs[0], gold) if refs else 0.0,
        third=third,
        complete=complete,
        refused=answer.outcome in REFUSALS and not refs,
        right_language=answer.language == item.language,
        contains=_contains(item, answer) if item.must else None,
        milliseconds=milliseconds,
    )


def credit(ref: str, gold: Sequence[str]) -> float:
    """What one citation earns against a list of gold references."""
    if ref in gold:
        return 1.0
    parent = parent_ref(ref)
    if parent in gold and not any(parent_ref(other) == parent for other in gold):
        return 1.0
    return 0.5 if any(parent_ref(other) == ref for other in gold) else 0.0


def _contains(item: Item, answer: Answer) -> bool:
    parts = [answer.text]
    for citation in answer.citations:
        parts.append(citation.quote)
        parts += [meter.text for meter in citation.meters]
    text = " ".join(unicodedata.normalize("NFC", "\n".join(parts)).lower().split())
    return all(any(word in text for word in group) for group in item.must)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def figures(results: Sequence[Result]) -> dict[str, tuple[float, int]]:
    """Every metric over some results, each with the number of items behind it."""
    answerable = [r for r in results if r.item.answerable]
    judged = [r for r in results if r.item.category != "safety"]
    outside = [r for r in judged if not r.item.answerable]
    refused = [r for r in judged if r.refused]
    held = [r.contains for r in results if r.contains is not None]
    every = [r.complete for r in results if r.complete is not None]
    return {
        "recall@1": (_mean([r.first for r in answerable]), len(answerable)),
        "recall@3": (_mean([r.third for r in answerable]), len(answerable)),
        "all cited": (_mean([float(value) for value in every]), len(every)),
        "refusal recall": (_mean([float(r.refused) for r in outside]), len(outside)),
        "refusal precision": (
            _mean([float(not r.item.answerable) for r in refused]),
            len(refused),
        ),
        "wrong refusals": (
            _mean([float(r.refused) for r in answerable]),
            len(answerable),
        ),
        "language": (_mean([float(r.right_language) for r in results]), len(results)),
        "must-contain": (_mean([float(value) for value in held]), len(held)),
    }

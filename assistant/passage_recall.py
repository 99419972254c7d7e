"""How often an encoder alone finds what a question is about: recall over the plans' passages.

There is no question bank, no search by words and no fusion: the elements are ranked by the
nearest of their passages, and a question that names a municipality is asked of its plan alone.
The credit is that of docs/quality/README.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.cities import Cities
from assistant.lexicon import Reading
from assistant.quality import NAMES, Item, credit
from corpus.passages import Passage, passages
from corpus.plan import LANGUAGES
from index.encoder_quality import SIZES, Figure, TextEncoder, Vectors, unit
from index.making import PlanFolder

ONE_QUESTION = ("resident", "staff", "meter", "noisy")
FIRST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that may be found: its plan, and its element by the name question sets use."""

    plan: str
    element: str
    passage: Passage


def passage_figures(
    encoder: TextEncoder,
    folders: Sequence[PlanFolder],
    items: Iterable[Item],
    sizes: tuple[int, ...] = SIZES,
) -> tuple[Figure, ...]:
    """Recall@1 and @3 per language: with every passage, and with those of the source text only."""
    asked = [item for item in items if item.answerable and item.category in ONE_QUESTION]
    cities = Cities(tuple(folder.indexed.plan for folder in folders))
    named = [cities.named(Reading.of(item.turns[0])) for item in asked]
    questions = encoder.encode([item.turns[0] for item in asked])
    figures: list[Figure] = []
    for measure, places in (
        ("plan questions", _places(folders, translated=True)),
        ("plan questions, source text only", _places(folders, translated=False)),
    ):
        texts = encoder.encode([place.passage.text for place in places])
        for size in sizes:
            if size <= questions.shape[1]:
                scores = unit(questions, size) @ unit(texts, size).T
                for part, value in _recall(scores, asked, named, places).items():
                    figures.append(Figure(measure, size, part, value))
    return tuple(figures)


def _places(folders: Sequence[PlanFolder], *, translated: bool) -> list[Place]:
    found = []
    for folder in folders:
        plan = folder.indexed.plan
        for passage in passages(plan, folder.indexed.translations):
            if translated or passage.language == plan.info.language:
                found.append(Place(plan.id, NAMES.get(passage.ref, passage.ref), passage))
    return found


def _recall(
    scores: Vectors,
    asked: Sequence[Item],
    named: Sequence[tuple[str, ...]],
    places: Sequence[Place],
) -> dict[str, float]:
    """Mean credit of the first element, and the best of the first three, per language."""
    plans = np.array([place.plan for place in places])
    found: dict[str, float] = {}
    firsts = [
        _first(row if not only else np.where(np.isin(plans, only), row, -np.inf), places)
        for row, only in zip(scores, named, strict=True)
    ]
    for language in LANGUAGES:
        credits = [
            [credit(element, item.gold) for element in elements]
            for item, elements in zip(asked, firsts, strict=True)
            if item.language == language
        ]
        if credits:
            found[f"{language} recall@1"] = float(np.mean([one[0] for one in credits]))
            found[f"{language} recall@{FIRST}"] = float(np.mean([max(one) for one in credits]))
    return found


def _first(row: Vectors, places: Sequence[Place]) -> list[str]:
    """The elements of the nearest passages, each once, the nearest first."""
    elements = dict.fromkeys(places[number].element for number in np.argsort(-row, kind="stable"))
    return list(elements)[:FIRST]

"""The hybrid search: a question -> the elements that answer it, best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.plan import Action, Element, Goal, Language, Section
from index.encoder import Encoder, Vectors
from index.fusion import SIGNAL_NAMES, Signal, Signals, Weights, fuse, load_weights
from index.generation import Content, Keys
from index.terms import TermIndex
from index.vectors import VectorIndex
from index.words import grams, stems

PASSAGES_LOOKED_AT = 200
QUESTIONS_LOOKED_AT = 400
# What a question counts for the second, third ... element it names.
RANK_DISCOUNT = 0.8
# Passages longer than this are whole sections rather than parts of one.
LONGEST_PART = 600


@dataclass(frozen=True, slots=True)
class Hit:
    """An element found; differences between scores are log-odds of answering the question."""

    ref: str
    score: float


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched: the text, its language, and what the question itself says of the target."""

    text: str
    language: Language
    plans: tuple[str, ...] = ()
    asks_meter: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: hits best first, the question's vector, and the strongest signals.

    `with_bank` says whether any of the plans searched has a question bank.
    """

    hits: tuple[Hit, ...]
    vector: Vectors
    strongest: dict[str, float]
    with_bank: bool


class Search(Protocol):
    """Finds elements for a query."""

    def search(self, query: Query, limit: int) -> Found:
        """At most `limit` hits, best first."""
        ...


class _KeySearch:
    """The best cosine per element over the keys of one sort."""

    def __init__(self, keys: Keys) -> None:
        self._index = VectorIndex(keys.vectors)
        self.offsets = keys.offsets
        self.elements = np.array([key.element for key in keys.keys], dtype=np.int64)
        self._swedish = np.array([key.language == "sv" for key in keys.keys], dtype=bool)
        discounts = [RANK_DISCOUNT**key.rank for key in keys.keys]
        self._discounts = np.array(discounts, dtype=np.float32)
        self.covered = np.unique(self.elements)

    def best(
        self, vector: Vectors, language: Language, part: slice, span: slice, limit: int
    ) -> tuple[Signal, Signal]:
        """Best cosines per element of `span`: by keys in the question's language, by the others."""
        rows, cosines = self._index.search(vector, limit, part.start, part.stop)
        cosines = np.maximum(cosines, 0) * self._discounts[rows]
        places = self.elements[rows] - span.start
        same = self._swedish[rows] == (language == "sv")
        found = []
        for chosen in (same, ~same):
            best = np.zeros(span.stop - span.start, dtype=np.float32)
            np.maximum.at(best, places[chosen], cosines[chosen])
            found.append(best)
        return found[0], found[1]


class HybridSearch:
    """Vectors and terms over one generation, fused."""

    def __init__(self, content: Content, encoder: Encoder, weights: Weights | None = None) -> None:
        self._content = content
        self._encoder = encoder
        self._weights = load_weights() if weights is None else weights
        self._passages = _KeySearch(content.passages)
        self._questions = _KeySearch(content.questions) if content.questions.keys else None
        self._terms = {
            name: TermIndex(getattr(content, name))
            for name in ("words", "grams", "asked_words", "asked_grams")
        }
        self._plan_ids = [entry.plan.id for entry in content.plans]
        elements = [e for entry in content.plans for e in entry.plan.elements()]
        self._is_goal = _flags(elements, Goal)
        self._is_section = _flags(elements, Section)
        self._has_meter = np.array(
            [isinstance(e, Action) and bool(e.meters) for e in elements], dtype=np.float32
        )
        self._centres = _centres(content)
        self._has_bank = np.zeros(len(elements), dtype=bool)
        if self._questions:
            self._has_bank[self._questions.covered] = True

    def search(self, query: Query, limit: int) -> Found:
        """At most `limit` hits, best first, in the plans that the query names (all if none)."""
        vector = self._encoder.encode_questions([query.text])[0]
        hits: list[Hit] = []
        strongest = np.zeros(len(SIGNAL_NAMES), dtype=np.float32)
        with_bank = False
        for first, last in self._ranges(query.plans):
            signals = self.signals(query, vector, first, last)
            hits += self._hits(signals, first, limit)
            strongest = np.maximum(strongest, signals.matrix().max(axis=0))
            span = slice(self._content.offsets[first], self._content.offsets[last])
            with_bank = with_bank or bool(self._has_bank[span].any())
        best = sorted(hits, key=lambda hit: -hit.score)[:limit]
        named = dict(zip(SIGNAL_NAMES, strongest.tolist(), strict=True))
        return Found(tuple(best), vector, named, with_bank)

    def closest_part(self, ref: str, text: str, language: Language) -> str:
        """The sentence of an element, in a language it is held in, nearest to a text in meaning."""
        vector = self._encoder.encode_questions([text])[0]
        keys = self._content.passages
        element = self._content.refs.index(ref)
        rows = [int(row) for row in np.flatnonzero(self._passages.elements == element)]
        rows = [row for row in rows if keys.keys[row].language == language] or rows
        rows = [row for row in rows if len(keys.keys[row].text) <= LONGEST_PART] or rows
        best = max(rows, key=lambda row: float(keys.vectors[row] @ vector))
        return keys.keys[best].text

    def signals(self, query: Query, vector: Vectors, first: int, last: int) -> Signals:
        """All signals for the elements of the plans ``first:last``, one row per element."""
        content = self._content
        span = slice(content.offsets[first], content.offsets[last])
        part = slice(self._passages.offsets[first], self._passages.offsets[last])
        same, other = self._passages.best(vector, query.language, part, span, PASSAGES_LOOKED_AT)
        asked_same, asked_other = same, other
        has_bank = self._has_bank[span]
        if self._questions:
            part = slice(self._questions.offsets[first], self._questions.offsets[last])
            found = self._questions.best(vector, query.language, part, span, QUESTIONS_LOOKED_AT)
            asked_same = np.where(has_bank, found[0], same)
            asked_other = np.where(has_bank, found[1], other)
        terms = self._term_signals(query, span)
        return Signals(
            same_passage=same,
            other_passage=other,
            same_question=asked_same,
            other_question=asked_other,
            words=terms["words"],
            grams=terms["grams"],
            asked_words=np.where(has_bank, terms["asked_words"], terms["words"]),
            asked_grams=np.where(has_bank, terms["asked_grams"], terms["grams"]),
            centre=self._centres[span] @ vector,
            is_goal=self._is_goal[span],
            is_section=self._is_section[span],
            asked_meter=self._has_meter[span] * float(query.asks_meter),
        )

    def _term_signals(self, query: Query, span: slice) -> dict[str, Signal]:
        by_word = dict.fromkeys(stems(query.text, query.language), 1.0)
        by_gram = dict.fromkeys(grams(query.text), 1.0)
        return {
            name: index.scores(by_gram if "grams" in name else by_word, span.start, span.stop)
            for name, index in self._terms.items()
        }

    def _hits(self, signals: Signals, first: int, limit: int) -> list[Hit]:
        start = self._content.offsets[first]
        has_bank = self._has_bank[start : start + len(signals.words)]
        scores = fuse(signals, has_bank, self._weights)
        return [
            Hit(self._content.refs[start + place], float(scores[place]))
            for place in _best(scores, limit)
        ]

    def _ranges(self, plans: Sequence[str]) -> list[tuple[int, int]]:
        """The plans searched as ranges of positions; all of them are one range."""
        if not plans:
            return [(0, len(self._plan_ids))]
        places = [self._plan_ids.index(plan) for plan in plans if plan in self._plan_ids]
        return [(place, place + 1) for place in places]


def _centres(content: Content) -> Vectors:
    """The mean direction of each element's keys, passages and bank questions together."""
    sums = np.zeros((len(content.refs), content.passages.vectors.shape[1]), dtype=np.float32)
    for keys in (content.passages, content.questions):
        if keys.keys:
            places = [key.element for key in keys.keys]
            discounts = np.array([RANK_DISCOUNT**key.rank for key in keys.keys], dtype=np.float32)
            np.add.at(sums, places, keys.vectors * discounts[:, None])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    centres: Vectors = sums / np.maximum(lengths, 1e-9)
    return centres


def _flags(elements: Sequence[Element], kind: type) -> Signal:
    return np.array([isinstance(element, kind) for element in elements], dtype=np.float32)


def _best(scores: Signal, limit: int) -> NDArray[np.int64]:
    """The places of the highest scores, best first, ties in document order."""
    return np.argsort(-scores, kind="stable")[:limit]

"""The hybrid search: a question -> the elements that answer it, best first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.plan import Action, Element, Goal, Language, Section
from index.centres import RANK_DISCOUNT
from index.encoder import SHIPPED, Encoder, Vectors
from index.fusion import SIGNAL_NAMES, Signal, Signals, Weights, fuse, load_weights
from index.generation import Content, Keys
from index.packed import PackedTexts
from index.spelling import Speller
from index.terms import TermArrays, TermIndex, join, term_index
from index.vectors import VectorIndex
from index.words import grams, stems

PASSAGES_LOOKED_AT = 200
QUESTIONS_LOOKED_AT = 200
# How many dimensions of an encoder that was trained to do with fewer tell questions apart.
# With 96 of 256, recall@3 of held-out questions is .002 lower; what is read for each question
# stays in a small cache.
ENOUGH_FOR_QUESTIONS = {SHIPPED: 96}
# Up to so many elements all are scored, since that is as fast as to find those of a plan.
FEW_ELEMENTS = 1000
# Elements for which the dearest signal is worked out when there are more of them.
CANDIDATES = 500
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
class Analysed:
    """What a text is searched by: its vector, and its different stems and letter groups."""

    vector: Vectors
    words: tuple[str, ...]
    grams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: hits best first, the question as analysed, and the strongest signals.

    `with_bank` says whether any of the plans searched has a question bank.
    """

    hits: tuple[Hit, ...]
    analysed: Analysed
    strongest: dict[str, float]
    with_bank: bool

    @property
    def vector(self) -> Vectors:
        """The question's vector."""
        return self.analysed.vector


class Search(Protocol):
    """Finds elements for a query."""

    def search(self, query: Query, limit: int) -> Found:
        """At most `limit` hits, best first."""
        ...


class KeySearch:
    """The best cosine per element over the keys of one sort."""

    def __init__(
        self, keys: Keys, dimensions: int | None = None, *, near_alone: bool = False
    ) -> None:
        self._index = VectorIndex(keys.vectors, dimensions, near_alone=near_alone)
        self.row = self._index.row
        self.offsets = keys.offsets
        self.elements = np.array([key.element for key in keys.keys], dtype=np.int64)
        self.finnish = np.array([key.language == "fi" for key in keys.keys], dtype=bool)
        discounts = [RANK_DISCOUNT**key.rank for key in keys.keys]
        self._discounts = np.array(discounts, dtype=np.float32)
        self.covered = np.unique(self.elements)

    def best(
        self, vector: Vectors, language: Language, part: slice, span: slice, limit: int
    ) -> tuple[Signal, Signal]:
        """Best cosines per element of `span`: by keys in the question's language, by the others."""
        rows, cosines = self._index.search(vector, limit, part.start, part.stop)
        cosines = np.maximum(cosines, 0) * self._discounts[rows]
        size = span.stop - span.start
        other = self.finnish[rows] != (language == "fi")
        best = np.zeros(2 * size, dtype=np.float32)
        np.maximum.at(best, self.elements[rows] - span.start + size * other, cosines)
        return best[:size], best[size:]


@dataclass(frozen=True, slots=True)
class _Nearness:
    """How near each element is to a question, by its texts or by its bank questions."""

    same: Signal
    other: Signal
    words: Signal
    grams: Signal

    def where(self, chosen: NDArray[np.bool_], others: "_Nearness") -> "_Nearness":
        """This for the chosen elements, another for the rest."""
        if chosen.all():
            return self
        return _Nearness(
            np.where(chosen, self.same, others.same),
            np.where(chosen, self.other, others.other),
            np.where(chosen, self.words, others.words),
            np.where(chosen, self.grams, others.grams),
        )

    def sum(self) -> Signal:
        """All four together, roughly how well an element fits."""
        return self.same + self.other + self.words + self.grams


class HybridSearch:
    """Vectors and terms over one generation, fused."""

    def __init__(
        self,
        content: Content,
        encoder: Encoder,
        weights: Weights | None = None,
        before: "HybridSearch | None" = None,
    ) -> None:
        """Search `content`; the questions that it leaves unread are those of `before`."""
        self._refs, self._offsets = content.refs, content.offsets
        self._encoder = encoder
        self._weights = load_weights() if weights is None else weights
        self._passages = KeySearch(content.passages)
        taken = before._questions if before and "questions" in content.unread else None
        self._questions: KeySearch | None = taken or _question_search(content)
        self._words = term_index(join(content.words, content.asked_words))
        self._grams = term_index(join(content.grams, content.asked_grams))
        self.speller = Speller(_most_used_first(content.words, content.asked_words))
        self._places = {ref: place for place, ref in enumerate(content.refs)}
        self._plans = {entry.plan.id: place for place, entry in enumerate(content.plans)}
        elements = [e for entry in content.plans for e in entry.plan.elements()]
        self._is_goal = _flags(elements, Goal)
        self._is_section = _flags(elements, Section)
        self._texts = PackedTexts(
            key.text if self._is_section[key.element] else "" for key in content.passages.keys
        )
        self._has_meter = np.array(
            [isinstance(e, Action) and bool(e.meters) for e in elements], dtype=np.float32
        )
        self._centres = content.centres
        self.has_bank = np.zeros(len(elements), dtype=bool)
        if self._questions:
            self.has_bank[self._questions.covered] = True

    def search(self, query: Query, limit: int) -> Found:
        """At most `limit` hits, best first, in the plans that the query names (all if none)."""
        analysed = self.analyse(query.text, query.language)
        hits: list[Hit] = []
        strongest = np.zeros(len(SIGNAL_NAMES), dtype=np.float32)
        with_bank = False
        for first, last in self._ranges(query.plans):
            signals = self.signals(query, analysed, first, last).matrix()
            hits += self._hits(signals, first, limit)
            strongest = np.maximum(strongest, signals.max(axis=0))
            span = slice(self._offsets[first], self._offsets[last])
            with_bank = with_bank or bool(self.has_bank[span].any())
        best = sorted(hits, key=lambda hit: -hit.score)[:limit]
        named = dict(zip(SIGNAL_NAMES, strongest.tolist(), strict=True))
        return Found(tuple(best), analysed, named, with_bank)

    def analyse(self, text: str, language: Language) -> Analysed:
        """What a text in a language is searched by."""
        asked = stems(text, language)
        # On held-out bank questions with a typing error recall@3 rose from .915 to .931 by what
        # unknown words probably stand for; without one it stayed.
        meant = [known for stem in asked if (known := self.speller.nearest(stem))]
        return Analysed(
            vector=self._encoder.encode_questions([text])[0].astype(np.float32),
            words=tuple(dict.fromkeys([*meant, *asked])),
            grams=tuple(dict.fromkeys([*grams(" ".join(meant)), *grams(text)])),
        )

    def closest_part(self, ref: str, text: str, language: Language) -> str:
        """The sentence of a section, in a language it is held in, nearest to a text in meaning."""
        vector = self._encoder.encode_questions([text])[0]
        texts, element = self._texts, self._places[ref]
        rows = [int(row) for row in np.flatnonzero(self._passages.elements == element)]
        finnish = self._passages.finnish
        rows = [row for row in rows if finnish[row] == (language == "fi")] or rows
        rows = [row for row in rows if len(texts[row]) <= LONGEST_PART] or rows
        best = max(rows, key=lambda row: float(np.vecdot(self._passages.row(row), vector)))
        return texts[best]

    def signals(self, query: Query, analysed: Analysed, first: int, last: int) -> Signals:
        """All signals for the elements of the plans ``first:last``, one row per element."""
        vector = analysed.vector
        span = slice(self._offsets[first], self._offsets[last])
        part = slice(self._passages.offsets[first], self._passages.offsets[last])
        near = self._passages.best(vector, query.language, part, span, PASSAGES_LOOKED_AT)
        words, asked_words = self._scores(self._words, analysed.words, span)
        letters, asked_letters = self._scores(self._grams, analysed.grams, span)
        said = _Nearness(*near, words, letters)
        asked = said
        if self._questions and self.has_bank[span].any():
            part = slice(self._questions.offsets[first], self._questions.offsets[last])
            near = self._questions.best(vector, query.language, part, span, QUESTIONS_LOOKED_AT)
            asked = _Nearness(*near, asked_words, asked_letters).where(self.has_bank[span], said)
        return Signals(
            same_passage=said.same,
            other_passage=said.other,
            same_question=asked.same,
            other_question=asked.other,
            words=said.words,
            grams=said.grams,
            asked_words=asked.words,
            asked_grams=asked.grams,
            centre=self._centre(vector, span, said.sum() + asked.sum()),
            is_goal=self._is_goal[span],
            is_section=self._is_section[span],
            asked_meter=self._has_meter[span] * float(query.asks_meter),
        )

    def _scores(
        self, index: TermIndex, terms: tuple[str, ...], span: slice
    ) -> tuple[Signal, Signal]:
        """The shares of a question's terms in what elements say and in what is asked of them."""
        size = len(self._refs)
        if size <= FEW_ELEMENTS or span.stop - span.start == size:
            both = index.scores(terms, 0, 2 * size)
            return both[:size][span], both[size:][span]
        said = index.scores(terms, span.start, span.stop)
        return said, index.scores(terms, size + span.start, size + span.stop)

    def _centre(self, vector: Vectors, span: slice, rough: Signal) -> Signal:
        """The cosine to the centre of each element, of the best ones by `rough` when many."""
        centres = self._centres[span]
        if len(centres) <= CANDIDATES:
            every: Signal = np.vecdot(centres.astype(np.float32), vector)
            return every
        cosines = np.zeros(len(rough), dtype=np.float32)
        chosen = _best(rough, CANDIDATES)
        cosines[chosen] = np.vecdot(centres[chosen].astype(np.float32), vector)
        return cosines

    def _hits(self, signals: Signal, first: int, limit: int) -> list[Hit]:
        start = self._offsets[first]
        has_bank = self.has_bank[start : start + len(signals)]
        scores = fuse(signals, has_bank, self._weights)
        return [
            Hit(self._refs[start + place], float(scores[place])) for place in _best(scores, limit)
        ]

    def _ranges(self, plans: Sequence[str]) -> list[tuple[int, int]]:
        """The plans searched as ranges of positions, neighbours in one range."""
        if not plans:
            return [(0, len(self._offsets) - 1)]
        ranges: list[tuple[int, int]] = []
        for place in sorted({self._plans[plan] for plan in plans if plan in self._plans}):
            first = ranges.pop()[0] if ranges and ranges[-1][1] == place else place
            ranges.append((first, place + 1))
        return ranges


def enough_for_questions(encoder: str) -> int | None:
    """How many dimensions of an encoder tell short questions apart; None for all of them."""
    return ENOUGH_FOR_QUESTIONS.get(encoder.partition(":")[0])


def _question_search(content: Content) -> KeySearch | None:
    """The search over the bank questions, where there are any."""
    if not content.questions.keys:
        return None
    dimensions = enough_for_questions(content.encoder)
    return KeySearch(content.questions, dimensions, near_alone=True)


def _most_used_first(*tables: TermArrays) -> list[str]:
    """The terms of all tables, those with the most postings first."""
    times: Counter[str] = Counter()
    for table in tables:
        times.update(dict(zip(table.vocabulary, np.diff(table.offsets).tolist(), strict=True)))
    return [term for term, _ in times.most_common()]


def _flags(elements: Sequence[Element], kind: type) -> Signal:
    return np.array([isinstance(element, kind) for element in elements], dtype=np.float32)


def _best(scores: Signal, limit: int) -> NDArray[np.int64]:
    """The places of the highest scores, best first, ties in document order."""
    limit = min(limit, len(scores))
    if limit <= 0:
        return np.empty(0, dtype=np.int64)
    enough = np.partition(scores, -limit)[-limit]
    places = np.flatnonzero(scores >= enough)
    return places[np.argsort(-scores[places], kind="stable")][:limit]

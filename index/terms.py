"""BM25 over term lists, all documents or a range of groups of them.

Scoring is Okapi BM25 (Robertson and Zaragoza 2009) with the idf of Lucene, which is never
negative. Scores are divided by the score of a document that holds every term of the question
once, so that they can be compared between questions.

How rare a term is is counted within each group, so that what one group holds changes no score
in another.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, count, repeat
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.counting import Counted, count_words

K1 = 1.2
B = 0.6
# A weight without idf is at most K1 + 1; 255 steps tell it apart well enough.
STEP = (K1 + 1) / 255
# Of a question's terms the most frequent are left out once the others have so many postings:
# they tell least and would cost most. Plans of some hundred elements are far from it.
MOST_POSTINGS = 100_000
# Up to so many terms times documents, one byte each, a row for every term is held.
MOST_CELLS = 20_000_000

Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]
# Half as large, since thousands of parts are held at a time.
Small = NDArray[np.int32]
Documents = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TermArrays:
    """A term index as arrays.

    Group `g` holds the documents ``groups[g]:groups[g + 1]``. The postings of term `t` are
    ``offsets[t]:offsets[t + 1]`` in the order of documents; their weights leave out the idf and
    are counted in steps of `STEP`.
    """

    vocabulary: tuple[str, ...]
    groups: Numbers
    offsets: Numbers
    documents: NDArray[np.int32]
    weights: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Part:
    """The postings of some documents, counted from the first of them, by term."""

    size: int
    terms: Small
    lengths: Small
    documents: Small
    weights: NDArray[np.uint8]


def build_terms(documents: Documents) -> TermArrays:
    """Weigh the terms of each document; all documents are one group."""
    return build_grouped_terms([documents])


def build_grouped_terms(groups: Iterable[Documents]) -> TermArrays:
    """Weigh the terms of each document within its group."""
    builder = TermsBuilder(lambda term: (term,))
    for documents in groups:
        builder.add(count_words(documents))
    return builder.build()


class TermsBuilder:
    """Weighs the terms of each document within its group; groups and documents keep their order.

    `terms_of` gives the terms that are made of a word. A document of `usual_length` counts as
    neither short nor long; unless it is given, that is the mean of the group.
    """

    def __init__(
        self, terms_of: Callable[[Any], Iterable[str]], usual_length: float | None = None
    ) -> None:
        numbers: dict[str, int] = defaultdict(count().__next__)
        self._numbers = numbers
        # Most groups share most words.
        self._numbers_of = cache(lambda word: tuple(map(numbers.__getitem__, terms_of(word))))
        self._usual_length = usual_length
        self._parts: list[_Part] = []

    def add(self, group: Counted) -> None:
        """Weigh the terms of one more group."""
        terms = list(map(self._numbers_of, group.words))
        flat = np.fromiter(chain.from_iterable(terms), np.int64)
        lengths = np.fromiter(map(len, terms), np.int64)
        begins = lengths.cumsum() - lengths
        each = lengths[group.numbers]
        found = flat[_expand(begins[group.numbers], each)]
        size = max(group.size, 1)
        pairs, where = np.unique(found * size + group.documents.repeat(each), return_inverse=True)
        times = np.bincount(where, group.times.repeat(each)).astype(np.int64)
        self._parts.append(_part(group.size, *np.divmod(pairs, size), times, self._usual_length))

    def build(self) -> TermArrays:
        """The terms of all groups that were added."""
        vocabulary = tuple(sorted(self._numbers))
        ranks = np.empty(len(vocabulary), dtype=np.int32)
        ranks[[self._numbers[term] for term in vocabulary]] = np.arange(len(vocabulary))
        edges = np.cumsum([0, *(part.size for part in self._parts)])
        parts = [replace(part, terms=ranks[part.terms]) for part in self._parts]
        return _merged(vocabulary, edges, parts)


def join(*tables: TermArrays) -> TermArrays:
    """Several tables as one: its groups and documents are theirs, one table after the other."""
    numbers: dict[str, int] = defaultdict(count().__next__)
    parts = []
    edges = [0]
    for table in tables:
        terms = np.fromiter(map(numbers.__getitem__, table.vocabulary), np.int32)
        size, lengths = int(table.groups[-1]), np.diff(table.offsets).astype(np.int32)
        parts.append(_Part(size, terms, lengths, table.documents, table.weights))
        edges += (edges[-1] + table.groups[1:]).tolist()
    return _merged(tuple(numbers), np.array(edges), parts)


def _merged(vocabulary: tuple[str, ...], groups: Numbers, parts: "Sequence[_Part]") -> TermArrays:
    """The postings of all parts by term, those of earlier parts first."""
    sizes = np.zeros(len(vocabulary), dtype=np.int64)
    for part in parts:
        sizes[part.terms] += part.lengths
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    documents = np.empty(offsets[-1], dtype=np.int32)
    weights = np.empty(offsets[-1], dtype=np.uint8)
    reached, first = offsets[:-1].copy(), 0
    for part in parts:
        places = _expand(reached[part.terms], part.lengths)
        documents[places] = part.documents + first
        weights[places] = part.weights
        reached[part.terms] += part.lengths
        first += part.size
    return TermArrays(vocabulary, groups, offsets, documents, weights)


def _part(
    size: int,
    terms: Numbers,
    documents: Numbers,
    times: Numbers,
    usual_length: float | None,
) -> _Part:
    """The weights of the terms that stand so many times in documents, in the order of terms."""
    sizes = np.bincount(documents, times, minlength=size)
    usual = usual_length or max(float(sizes.sum()) / max(size, 1), 1.0)
    norm = K1 * (1 - B + B * sizes[documents] / usual)
    terms, lengths = np.unique(terms, return_counts=True)
    return _Part(
        size=size,
        terms=terms.astype(np.int32),
        lengths=lengths.astype(np.int32),
        documents=documents.astype(np.int32),
        weights=np.rint(times * (K1 + 1) / (times + norm) / STEP).astype(np.uint8),
    )


def _expand(begins: Numbers, lengths: Numbers | Small) -> Numbers:
    """The places ``begin:begin + length`` of all terms, one term after the other."""
    ends = lengths.cumsum()
    places: Numbers = np.arange(ends[-1] if len(ends) else 0)
    places += (begins - ends + lengths).repeat(lengths)
    return places


class TermIndex(Protocol):
    """Searches the documents of a `TermArrays`."""

    def scores(self, terms: Collection[str], start: int, stop: int) -> Scores:
        """The share of the question's different terms that each document ``start:stop`` holds.

        The range begins and ends where groups do.
        """
        ...


def term_index(arrays: TermArrays) -> TermIndex:
    """The index that is fastest for so many terms and documents."""
    cells = len(arrays.vocabulary) * int(arrays.groups[-1])
    return DenseTerms(arrays) if cells <= MOST_CELLS else SparseTerms(arrays)


class _Vocabulary:
    """The numbers of the terms."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._numbers = {term: number for number, term in enumerate(terms)}

    def look_up(self, terms: Collection[str]) -> tuple[Numbers, int]:
        """The numbers of the known terms, and how many the others are."""
        numbers = map(self._numbers.get, terms, repeat(-1))
        found = np.fromiter(numbers, dtype=np.int64, count=len(terms))
        known = found[found >= 0]
        return known, len(terms) - len(known)


class DenseTerms:
    """A row of weights for each term: what a few documents take least time with."""

    def __init__(self, arrays: TermArrays) -> None:
        self._vocabulary = _Vocabulary(arrays.vocabulary)
        terms = np.arange(len(arrays.vocabulary)).repeat(np.diff(arrays.offsets))
        sizes = np.diff(arrays.groups)
        self._group_of = np.arange(len(sizes)).repeat(sizes)
        self._rows = np.zeros((len(arrays.vocabulary), len(self._group_of)), dtype=np.uint8)
        self._rows[terms, arrays.documents] = arrays.weights
        cells = terms * len(sizes) + self._group_of[arrays.documents]
        held = np.bincount(cells, minlength=len(arrays.vocabulary) * len(sizes))
        held = held.reshape(len(arrays.vocabulary), len(sizes))
        self._idf = _idf(sizes, held).astype(np.float32)
        self._idf_of_unknown = _idf(sizes, np.zeros(len(sizes))).astype(np.float32)

    def scores(self, terms: Collection[str], start: int, stop: int) -> Scores:
        """The share of the question's different terms that each document ``start:stop`` holds."""
        found, missing = self._vocabulary.look_up(terms)
        if not len(found) or start >= stop:
            return np.zeros(stop - start, dtype=np.float32)
        groups = slice(self._group_of[start], self._group_of[stop - 1] + 1)
        idf = self._idf[found, groups]
        totals = idf.sum(axis=0) + missing * self._idf_of_unknown[groups]
        sums = idf.T @ self._rows[found, start:stop].astype(np.float32)
        own = self._group_of[start:stop] - groups.start
        held: Scores = sums[own, np.arange(stop - start)] * (STEP / totals)[own]
        return held


class SparseTerms:
    """The documents of each term: what many documents take least time and memory with."""

    def __init__(self, arrays: TermArrays) -> None:
        self._arrays = arrays
        self._vocabulary = _Vocabulary(arrays.vocabulary)
        self._sizes = np.diff(arrays.groups)
        self._group_of = np.arange(len(self._sizes), dtype=np.int32).repeat(self._sizes)

    def scores(self, terms: Collection[str], start: int, stop: int) -> Scores:
        """The share of the question's different terms that each document ``start:stop`` holds."""
        found, missing = self._vocabulary.look_up(terms)
        if not len(found) or start >= stop:
            return np.zeros(stop - start, dtype=np.float32)
        begins, lengths = _rarest(*self._postings(found, start, stop))
        places = _expand(begins, lengths)
        documents = self._arrays.documents[places]
        first, last = self._group_of[start], self._group_of[stop - 1] + 1
        # One cell for each term in each group.
        cells = np.arange(len(lengths)).repeat(lengths) * (last - first)
        cells += self._group_of[documents] - first
        held = np.bincount(cells, minlength=len(lengths) * (last - first))
        held = held.reshape(len(lengths), last - first)
        sizes = self._sizes[first:last]
        idf = _idf(sizes, held)
        # A term that no document holds is as rare as can be: it still counts as missing.
        totals = idf.sum(axis=0) + missing * _idf(sizes, 0)
        weights = self._arrays.weights[places] * (idf * STEP / totals).ravel()[cells]
        scores = np.bincount(documents - start, weights, minlength=stop - start)
        return scores.astype(np.float32)

    def _postings(self, terms: Numbers, start: int, stop: int) -> tuple[Numbers, Numbers]:
        """Where the postings of terms in ``start:stop`` begin, and how many they are."""
        offsets, documents = self._arrays.offsets, self._arrays.documents
        begins, ends = offsets[terms], offsets[terms + 1]
        if stop - start < len(self._group_of):
            limits = np.array([start, stop], dtype=np.int32)
            inside = [
                begin + documents[begin:end].searchsorted(limits)
                for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
            ]
            begins, ends = np.array(inside).T
        return begins, ends - begins


def _rarest(begins: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """Without the most frequent terms, when all have more postings than are to be read."""
    if lengths.sum() <= MOST_POSTINGS:
        return begins, lengths
    order = lengths.argsort(kind="stable")
    kept = order[: max(1, int((lengths[order].cumsum() <= MOST_POSTINGS).sum()))]
    return begins[kept], lengths[kept]


def _idf(documents: Numbers, held: Numbers | NDArray[np.float64] | int) -> NDArray[np.float64]:
    """How rare a term is that `held` of the documents hold."""
    idf: NDArray[np.float64] = np.log(1 + (documents - held + 0.5) / (held + 0.5))
    return idf

"""BM25 over term lists, all documents or a range of them.

Scoring is Okapi BM25 (Robertson and Zaragoza 2009) with the idf of Lucene, which is never
negative. Scores are divided by the score of a document that holds every term of the question
once, so that they can be compared between questions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.6

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TermArrays:
    """A term index as arrays: the postings of term `t` are ``offsets[t]:offsets[t + 1]``."""

    vocabulary: tuple[str, ...]
    offsets: NDArray[np.int64]
    documents: NDArray[np.int32]
    weights: NDArray[np.float32]
    idf: NDArray[np.float32]
    size: int


def build_terms(documents: Sequence[Sequence[str]]) -> TermArrays:
    """Weigh the terms of each document; documents keep their order."""
    counts = [Counter(terms) for terms in documents]
    lengths = np.array([len(terms) for terms in documents], dtype=np.float32)
    mean = float(lengths.mean()) if len(lengths) else 1.0
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, count in enumerate(counts):
        norm = K1 * (1 - B + B * float(lengths[number]) / max(mean, 1.0))
        for term, times in count.items():
            weight = times * (K1 + 1) / (times + norm)
            postings.setdefault(term, []).append((number, weight))
    vocabulary = tuple(sorted(postings))
    flat = [entry for term in vocabulary for entry in postings[term]]
    frequency = np.array([len(postings[term]) for term in vocabulary], dtype=np.float64)
    idf = np.log(1 + (len(documents) - frequency + 0.5) / (frequency + 0.5))
    return TermArrays(
        vocabulary=vocabulary,
        offsets=np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64),
        documents=np.array([number for number, _ in flat], dtype=np.int32),
        weights=np.array([weight for _, weight in flat], dtype=np.float32),
        idf=idf.astype(np.float32),
        size=len(documents),
    )


class TermIndex:
    """Searches the documents of a `TermArrays`."""

    def __init__(self, arrays: TermArrays) -> None:
        self._arrays = arrays
        self._numbers = {term: number for number, term in enumerate(arrays.vocabulary)}
        # A term that no document holds is as rare as can be: it still counts as missing.
        self._offsets = arrays.offsets.tolist()
        self._idf = arrays.idf.tolist()
        self._unknown = float(np.log(1 + (arrays.size + 0.5) / 0.5))

    def scores(self, terms: Mapping[str, float], start: int, stop: int) -> Scores:
        """The share of the question's weighted terms that each document ``start:stop`` holds."""
        arrays = self._arrays
        everything = start == 0 and stop == arrays.size
        total = 0.0
        documents: list[NDArray[np.int32]] = []
        weights: list[Scores] = []
        for term, importance in terms.items():
            number = self._numbers.get(term)
            if number is None:
                total += self._unknown * importance
                continue
            first, last = self._offsets[number], self._offsets[number + 1]
            if not everything:
                low, high = np.searchsorted(arrays.documents[first:last], (start, stop))
                first, last = first + int(low), first + int(high)
            idf = self._idf[number] * importance
            total += idf
            documents.append(arrays.documents[first:last])
            weights.append(arrays.weights[first:last] * idf)
        if not documents:
            return np.zeros(stop - start, dtype=np.float32)
        places = np.concatenate(documents) - start
        found = np.bincount(places, np.concatenate(weights), minlength=stop - start) / total
        return found.astype(np.float32)

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
        self._unknown = float(np.log(1 + (arrays.size + 0.5) / 0.5))

    def scores(self, terms: Mapping[str, float], start: int, stop: int) -> Scores:
        """The share of the question's weighted terms that each document ``start:stop`` holds."""
        arrays = self._arrays
        known = [
            (self._numbers[term], share) for term, share in terms.items() if term in self._numbers
        ]
        missing = sum(share for term, share in terms.items() if term not in self._numbers)
        if not known:
            return np.zeros(stop - start, dtype=np.float32)
        numbers = np.array([number for number, _ in known])
        idf = arrays.idf[numbers] * np.array([share for _, share in known], dtype=np.float32)
        first, last = arrays.offsets[numbers], arrays.offsets[numbers + 1]
        lengths = last - first
        # The places of all postings, one run per term after the other.
        runs = np.repeat(first - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        places = runs + np.arange(len(runs))
        documents = arrays.documents[places] - start
        weights = arrays.weights[places] * np.repeat(idf, lengths)
        inside = (documents >= 0) & (documents < stop - start)
        total = float(idf.sum()) + missing * self._unknown
        found = np.bincount(documents[inside], weights[inside], minlength=stop - start) / total
        return found.astype(np.float32)

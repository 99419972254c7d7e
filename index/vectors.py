"""Rows of vectors that can be searched, all or a range of them; the only importer of faiss."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import StoredVectors, Vectors

# From so many rows on, rows are held as whole numbers of one byte; docs/growth.md has the figures.
MANY_ROWS = 2_000
# From so many on, where the nearest are enough, they lie in lists of like ones, of which the
# nearest are searched.
VERY_MANY_ROWS = 20_000
LARGEST_BYTE = 127
ADDED_AT_ONCE = 4_096
MOST_LISTS = 256
LISTS_SEARCHED = 0.15
# So many rows of each list are enough to find their mean, in so many rounds.
ROWS_A_LIST = 40
ROUNDS = 4
# A range is decoded by itself up to this part of all rows; a larger one is left to FAISS.
SMALL_PART = 16


class VectorIndex:
    """Inner-product search over rows, which stand in plan order; exact up to `MANY_ROWS`."""

    def __init__(
        self,
        rows: Vectors | StoredVectors,
        dimensions: int | None = None,
        *,
        near_alone: bool = False,
    ) -> None:
        """Index `rows`, shape [keys, dimensions], unit length; by their first `dimensions` only.

        `near_alone`: the rows nearest to a question are enough, those far from it may be missed.
        """
        import faiss

        self._faiss: Any = faiss
        # One question is too little work to share between threads.
        faiss.omp_set_num_threads(1)
        self._dimensions = dimensions or rows.shape[1]
        self._scale = 1.0
        self._index: Any = faiss.IndexFlatIP(self._dimensions)
        parts = [rows[n : n + ADDED_AT_ONCE] for n in range(0, len(rows), ADDED_AT_ONCE)]
        if len(rows) >= MANY_ROWS:
            peak = max(float(np.abs(self._cut(part)).max()) for part in parts)
            self._scale = LARGEST_BYTE / max(peak, 1e-9)
            self._index = self._in_bytes()
        self._has_lists = near_alone and len(rows) >= VERY_MANY_ROWS
        if self._has_lists:
            self._index = self._in_lists(rows)
        for part in parts:
            self._index.add(self._scaled(part))

    def _in_bytes(self) -> Any:
        """An empty index of bytes."""
        kind = self._faiss.ScalarQuantizer.QT_8bit_direct_signed
        product = self._faiss.METRIC_INNER_PRODUCT
        return self._faiss.IndexScalarQuantizer(self._dimensions, kind, product)

    def _in_lists(self, rows: Vectors | StoredVectors) -> Any:
        """An empty index of bytes in lists around the means of like rows."""
        faiss, lists = self._faiss, min(round(len(rows) ** 0.5), MOST_LISTS)
        kind, product = faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT
        means = faiss.IndexFlatIP(self._dimensions)
        index = faiss.IndexIVFScalarQuantizer(means, self._dimensions, lists, kind, product, False)
        index.cp.niter = ROUNDS
        index.train(self._scaled(rows[:: max(1, len(rows) // (lists * ROWS_A_LIST))]))
        index.nprobe = math.ceil(lists * LISTS_SEARCHED)
        return index

    def search(
        self, question: Vectors, limit: int, start: int, stop: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The best `limit` rows of ``start:stop`` for one vector: row numbers and cosines."""
        limit = min(limit, stop - start)
        if limit <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        few = (stop - start) * SMALL_PART <= self._index.ntotal
        if few and self._scale != 1 and not self._has_lists:
            return self._search_few(question, limit, start, stop)
        parameters = None
        if stop - start < self._index.ntotal:
            parameters = self._only(self._faiss.IDSelectorRange(start, stop))
        scores, rows = self._index.search(self._scaled(question[None]), limit, params=parameters)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found] / np.float32(self._scale**2)

    def _only(self, selector: Any) -> Any:
        """What makes a search look at the rows of a selector alone."""
        if self._has_lists:
            return self._faiss.SearchParametersIVF(sel=selector, nprobe=self._index.nprobe)
        return self._faiss.SearchParameters(sel=selector)

    def row(self, number: int) -> Vectors:
        """One row, as it is held."""
        found: Vectors = self._index.reconstruct(number) / np.float32(self._scale)
        return found

    def _search_few(
        self, question: Vectors, limit: int, start: int, stop: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        """As `search`; FAISS would look at the number of every row to find those of the range."""
        rows = self._index.reconstruct_n(start, stop - start)
        cosines = np.vecdot(rows, self._cut(question[None])[0]) / np.float32(self._scale)
        best = np.argpartition(-cosines, limit - 1)[:limit]
        best = best[np.argsort(-cosines[best], kind="stable")]
        return best + start, cosines[best]

    def _scaled(self, rows: Vectors | StoredVectors) -> Vectors:
        """Rows as the index takes them: whole numbers where it holds bytes."""
        cut = self._cut(rows)
        if self._scale == 1:
            return cut
        whole: Vectors = np.clip(np.rint(cut * self._scale), -LARGEST_BYTE, LARGEST_BYTE)
        return whole

    def _cut(self, rows: Vectors | StoredVectors) -> Vectors:
        """The first dimensions, brought to unit length again."""
        first: Vectors = np.ascontiguousarray(rows[:, : self._dimensions], dtype=np.float32)
        if self._dimensions == rows.shape[1]:
            return first
        lengths = np.linalg.norm(first, axis=1, keepdims=True)
        unit: Vectors = first / np.maximum(lengths, 1e-9)
        return unit

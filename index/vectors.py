"""Rows of vectors that can be searched, all or a range of them; the only importer of faiss."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors


class VectorIndex:
    """Exact inner-product search over rows that stand in plan order."""

    def __init__(self, rows: Vectors) -> None:
        """Index `rows`, shape [keys, dimensions], unit length."""
        import faiss

        self._faiss: Any = faiss
        # One question is too little work to share between threads.
        faiss.omp_set_num_threads(1)
        self._index: Any = faiss.IndexFlatIP(rows.shape[1])
        self._index.add(np.ascontiguousarray(rows, dtype=np.float32))

    def search(
        self, question: Vectors, limit: int, start: int, stop: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The best `limit` rows of ``start:stop`` for one vector: row numbers and cosines."""
        limit = min(limit, stop - start)
        if limit <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        selector = self._faiss.IDSelectorRange(start, stop)
        parameters = self._faiss.SearchParameters(sel=selector)
        scores, rows = self._index.search(question.reshape(1, -1), limit, params=parameters)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

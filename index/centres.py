"""The mean direction of what is known of each element, made once when the index is built."""

import numpy as np

from index.encoder import StoredVectors
from index.generation import Keys

# What a question counts for the second, third ... element it names.
RANK_DISCOUNT = 0.8
SUMMED_AT_ONCE = 4096


def centres(elements: int, *sorts: Keys) -> StoredVectors:
    """The centre of the keys of each element, those of all sorts together."""
    dimensions = max(keys.vectors.shape[1] for keys in sorts)
    sums = np.zeros((elements, dimensions), dtype=np.float32)
    for keys in sorts:
        for start in range(0, len(keys.keys), SUMMED_AT_ONCE):
            part = keys.keys[start : start + SUMMED_AT_ONCE]
            discounts = np.array([RANK_DISCOUNT**key.rank for key in part], dtype=np.float32)
            rows = keys.vectors[start : start + SUMMED_AT_ONCE] * discounts[:, None]
            places = np.array([key.element for key in part], dtype=np.int64)
            order = places.argsort(kind="stable")
            found, firsts = np.unique(places[order], return_index=True)
            sums[found] += np.add.reduceat(rows[order], firsts)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    made: StoredVectors = (sums / np.maximum(lengths, 1e-9)).astype(np.float16)
    return made

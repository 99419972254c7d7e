"""Many texts in one run of bytes: no text is an object of its own until it is asked for."""

from collections.abc import Iterable

import numpy as np


class PackedTexts:
    """Texts by their row; half a million of them take no more than their letters.

    Strings of their own would also keep the memory occupied that lay between them when they
    were read.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        encoded = [text.encode() for text in texts]
        self._bytes = b"".join(encoded)
        self._ends = np.cumsum([0, *map(len, encoded)])

    def __getitem__(self, row: int) -> str:
        return self._bytes[self._ends[row] : self._ends[row + 1]].decode()

"""How often each document of a group holds each word, whatever terms are made of the words."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of a group, each once, and how often its `size` documents hold them.

    Document ``documents[n]`` holds word ``numbers[n]`` so many times as ``times[n]`` says.
    """

    size: int
    words: tuple[Hashable, ...]
    numbers: Numbers
    documents: Numbers
    times: Numbers


def count_words(documents: Sequence[Sequence[Hashable]]) -> Counted:
    """Count the words of each document of a group."""
    known: dict[Hashable, int] = defaultdict(count().__next__)
    found = np.fromiter(map(known.__getitem__, chain.from_iterable(documents)), np.int64)
    lengths = np.array([len(words) for words in documents], dtype=np.int64)
    owners = np.arange(len(documents)).repeat(lengths)
    size = max(len(documents), 1)
    pairs, times = np.unique(found * size + owners, return_counts=True)
    return Counted(len(documents), tuple(known), *np.divmod(pairs, size), times)

"""Batches: pairs of one task, with random segmentations, left-out words and misspelt words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.training.corpus import Task, Texts
from index.training.tokenizer import Pieces

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Noise:
    """How inputs are disturbed: shares of words left out, and of texts spelt in other ways."""

    drop: float = 0.0
    resegment: float = 0.0
    misspell: float = 0.0


@dataclass(frozen=True, slots=True)
class Segmentations:
    """Ways to cut every word: the plain one first, then `cuts` others, then misspelt words."""

    pieces: Pieces
    cuts: int
    spellings: int

    @property
    def ways(self) -> int:
        """Return the number of entries per word."""
        return 1 + self.cuts + self.spellings


@dataclass(frozen=True, slots=True)
class Batch:
    """Piece numbers of 2n texts (all left sides, then all right sides), starts and text keys."""

    pieces: npt.NDArray[np.int32]
    starts: Longs
    left_keys: Longs
    right_keys: Longs


def spans(starts: Longs, lengths: Longs) -> Longs:
    """Return the indices of many slices, one after the other."""
    ends = np.cumsum(lengths)
    shift = np.repeat(starts - (ends - lengths), lengths)
    return np.arange(ends[-1] if len(ends) else 0) + shift


class Batcher:
    """Turns chosen pairs of a task into a batch."""

    def __init__(self, segmentations: Segmentations, noise: Noise, seed: int) -> None:
        self._cut, self._noise = segmentations, noise
        self._random = np.random.default_rng(seed)

    def batch(self, task: Task, chosen: Longs) -> Batch:
        """Return the batch of the chosen pairs."""
        sides = [self._side(task.left, chosen), self._side(task.right, chosen)]
        pieces = np.concatenate([pieces for pieces, _ in sides])
        lengths = np.concatenate([lengths for _, lengths in sides])
        starts = np.cumsum(lengths) - lengths
        return Batch(pieces, starts, task.left.keys[chosen], task.right.keys[chosen])

    def _side(self, texts: Texts, chosen: Longs) -> tuple[npt.NDArray[np.int32], Longs]:
        lengths = texts.starts[chosen + 1] - texts.starts[chosen]
        numbers = texts.numbers[spans(texts.starts[chosen], lengths)].astype(np.int64)
        owner = np.repeat(np.arange(len(chosen)), lengths)
        numbers, owner = self._left_out(numbers, owner, lengths)
        entries = numbers * self._cut.ways + self._ways(owner, len(chosen))
        starts = self._cut.pieces.starts[entries]
        counts = self._cut.pieces.starts[entries + 1] - starts
        totals = np.bincount(owner, weights=counts, minlength=len(chosen)).astype(np.int64)
        return self._cut.pieces.numbers[spans(starts, counts)], totals

    def _left_out(self, numbers: Longs, owner: Longs, lengths: Longs) -> tuple[Longs, Longs]:
        if not self._noise.drop:
            return numbers, owner
        keep = self._random.random(len(numbers)) >= self._noise.drop
        keep |= lengths[owner] < 3
        return numbers[keep], owner[keep]

    def _ways(self, owner: Longs, texts: int) -> Longs:
        way = np.zeros(len(owner), np.int64)
        cuts, spellings = self._cut.cuts, self._cut.spellings
        if cuts and self._noise.resegment:
            other = self._random.random(len(owner)) < self._noise.resegment
            way[other] = self._random.integers(1, 1 + cuts, int(other.sum()))
        if spellings and self._noise.misspell:
            chosen = self._random.random(texts) < self._noise.misspell
            style = self._random.integers(1 + cuts, self._cut.ways, texts)
            bad = chosen[owner]
            way[bad] = style[owner][bad]
        return way


class Schedule:
    """Draws pairs: a task by its weight, then the next pairs of its shuffled order."""

    def __init__(self, tasks: Sequence[Task], weights: Sequence[float], seed: int) -> None:
        self._tasks = tasks
        self._shares = np.asarray(weights) / np.sum(weights)
        self._random = np.random.default_rng(seed)
        self._waiting = [np.empty(0, np.int64) for _ in tasks]

    def draw(self, size: int) -> tuple[Task, Longs]:
        """Return a task and the places of at most `size` pairs of it."""
        number = int(self._random.choice(len(self._tasks), p=self._shares))
        task = self._tasks[number]
        if not len(self._waiting[number]):
            self._waiting[number] = self._random.permutation(len(task.left))
        waiting = self._waiting[number]
        self._waiting[number] = waiting[size:]
        return task, waiting[:size]

"""Batches: pairs of one task, with random segmentations, left-out words and misspelt words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.training.corpus import Task, Texts
from index.training.tokenizer import Pieces

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
# A text with fewer words than this keeps all of them.
SHORT = 3


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

    pieces: Ints
    starts: Longs
    left_keys: Longs
    right_keys: Longs


def spans(starts: Longs, lengths: Longs) -> Longs:
    """Return the indices of many slices, one after the other."""
    ends = np.cumsum(lengths)
    shift = np.repeat(starts - (ends - lengths), lengths)
    places: Longs = np.arange(len(shift)) + shift
    return places


class Batcher:
    """Turns chosen pairs of a task into a batch."""

    def __init__(self, segmentations: Segmentations, noise: Noise) -> None:
        self._cut, self._noise = segmentations, noise

    def batch(self, task: Task, chosen: Longs, random: np.random.Generator) -> Batch:
        """Return the batch of the chosen pairs."""
        sides = [self._side(texts, chosen, random) for texts in (task.left, task.right)]
        pieces = np.concatenate([pieces for pieces, _ in sides])
        lengths = np.concatenate([lengths for _, lengths in sides])
        starts = np.cumsum(lengths) - lengths
        return Batch(pieces, starts, task.left.keys[chosen], task.right.keys[chosen])

    def _side(self, texts: Texts, chosen: Longs, random: np.random.Generator) -> tuple[Ints, Longs]:
        lengths = texts.starts[chosen + 1] - texts.starts[chosen]
        numbers = texts.numbers[spans(texts.starts[chosen], lengths)].astype(np.int64)
        owner = np.repeat(np.arange(len(chosen)), lengths)
        if self._noise.drop:
            keep = random.random(len(numbers)) >= self._noise.drop
            keep |= lengths[owner] < SHORT
            numbers, owner = numbers[keep], owner[keep]
        entries = numbers * self._cut.ways + self._ways(owner, len(chosen), random)
        starts = self._cut.pieces.starts[entries]
        counts = self._cut.pieces.starts[entries + 1] - starts
        totals = np.bincount(owner, weights=counts, minlength=len(chosen)).astype(np.int64)
        return self._cut.pieces.numbers[spans(starts, counts)], totals

    def _ways(self, owner: Longs, texts: int, random: np.random.Generator) -> Longs:
        way = np.zeros(len(owner), np.int64)
        cuts, noise = self._cut.cuts, self._noise
        if cuts and noise.resegment:
            other = random.random(len(owner)) < noise.resegment
            way[other] = random.integers(1, 1 + cuts, int(other.sum()))
        if self._cut.spellings and noise.misspell:
            bad = (random.random(texts) < noise.misspell)[owner]
            way[bad] = random.integers(1 + cuts, self._cut.ways, texts)[owner][bad]
        return way


class Schedule:
    """Draws pairs: a task by its weight, then pairs of it at random, alone or in runs."""

    def __init__(
        self, tasks: Sequence[Task], weights: Sequence[float], runs: Mapping[str, int]
    ) -> None:
        self._tasks, self._runs = tasks, runs
        self._shares = np.asarray(weights) / np.sum(weights)

    def draw(self, size: int, random: np.random.Generator) -> tuple[Task, Longs]:
        """Return a task and the places of at most `size` different pairs of it."""
        task = self._tasks[int(random.choice(len(self._tasks), p=self._shares))]
        if len(task.left) <= size:
            return task, random.permutation(len(task.left))
        run = self._runs.get(task.name, 1)
        first = random.integers(0, len(task.left) - run + 1, max(1, size // run))
        return task, np.unique(first[:, None] + np.arange(run))

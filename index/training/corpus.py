"""Training pairs as flat arrays of word numbers, independent of any tokenizer."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.training.pairs import Pair, Reserved
from index.training.words import text_key, words

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """Many texts as one array of word numbers, the start of each, and a key that tells equals."""

    numbers: Ints
    starts: Longs
    keys: Longs

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Task:
    """All pairs of one source and kind; a training batch is drawn from one task."""

    name: str
    left: Texts
    right: Texts


@dataclass(frozen=True, slots=True)
class Corpus:
    """Every task, and the words that the numbers stand for."""

    words: tuple[str, ...]
    tasks: tuple[Task, ...]

    def counts(self, weights: dict[str, float]) -> npt.NDArray[np.float64]:
        """Return how often each word occurs when the tasks count with the given weights."""
        total = np.zeros(len(self.words))
        for task in self.tasks:
            weight = weights.get(task.name, 0.0)
            for side in (task.left, task.right):
                total += weight * np.bincount(side.numbers, minlength=len(self.words))
        return total


class _Side:
    def __init__(self) -> None:
        self.numbers, self.starts, self.keys = array("i"), array("q", [0]), array("q")

    def add(self, numbers: list[int], key: int) -> None:
        self.numbers.extend(numbers)
        self.starts.append(len(self.numbers))
        self.keys.append(key)

    def texts(self) -> Texts:
        return Texts(
            np.asarray(self.numbers, np.int32),
            np.asarray(self.starts, np.int64),
            np.asarray(self.keys, np.int64),
        )


class CorpusBuilder:
    """Collects pairs into a corpus, and continues the word numbers of an earlier one."""

    def __init__(self, known: tuple[str, ...] = ()) -> None:
        self._numbers = {word: number for number, word in enumerate(known)}
        self._sides: dict[str, tuple[_Side, _Side]] = {}

    def add(self, pairs: Iterable[Pair], reserved: Reserved) -> None:
        """Add pairs; a reserved text is an error, a pair with an empty side is left out."""
        for pair in pairs:
            reserved.refuse(pair)
            left, right = words(pair.left), words(pair.right)
            if left and right:
                sides = self._sides.setdefault(f"{pair.source}:{pair.kind}", (_Side(), _Side()))
                for side, text in zip(sides, (left, right), strict=True):
                    side.add([self._number(word) for word in text], text_key(text))

    def _number(self, word: str) -> int:
        return self._numbers.setdefault(word, len(self._numbers))

    def corpus(self) -> Corpus:
        """Return everything that was added."""
        tasks = (Task(n, a.texts(), b.texts()) for n, (a, b) in self._sides.items())
        return Corpus(tuple(self._numbers), tuple(tasks))


def save_corpus(corpus: Corpus, path: Path) -> None:
    """Write the corpus to one file, so that a second run starts at once."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for number, task in enumerate(corpus.tasks):
        for side, texts in (("left", task.left), ("right", task.right)):
            arrays[f"{number}.{side}.numbers"] = texts.numbers
            arrays[f"{number}.{side}.starts"] = texts.starts
            arrays[f"{number}.{side}.keys"] = texts.keys
    arrays["tasks"] = np.array([task.name for task in corpus.tasks])
    arrays["words"] = np.frombuffer("\n".join(corpus.words).encode(), np.uint8)
    np.savez(path, allow_pickle=False, **arrays)


def load_corpus(path: Path) -> Corpus:
    """Read a corpus that save_corpus wrote."""
    with np.load(path) as stored:

        def texts(number: int, side: str) -> Texts:
            return Texts(*(stored[f"{number}.{side}.{f}"] for f in ("numbers", "starts", "keys")))

        names = [str(name) for name in stored["tasks"]]
        tasks = tuple(Task(n, texts(i, "left"), texts(i, "right")) for i, n in enumerate(names))
        return Corpus(tuple(stored["words"].tobytes().decode().split("\n")), tasks)


def joined(tasks: Iterable[Task], name: str) -> Task:
    """Return one task that holds the pairs of several."""
    tasks = list(tasks)
    return Task(name, _chained([t.left for t in tasks]), _chained([t.right for t in tasks]))


def _chained(parts: list[Texts]) -> Texts:
    lengths = np.concatenate([np.diff(part.starts) for part in parts])
    return Texts(
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([part.keys for part in parts]),
    )

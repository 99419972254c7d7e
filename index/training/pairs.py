"""Reading of training pairs, and the proof that no evaluation text is among them."""

import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.training.words import comparable

TRAINING_FILES = ("parallel.tsv.xz", "mono.tsv.xz")
# The kind of the sentences of passages; they are never trained on as they are.
PART = "part"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zåäö])")


class OverlapError(ValueError):
    """A training line holds a text that is kept for evaluation."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together, and where they come from."""

    source: str
    kind: str
    left: str
    right: str


def training_files(folder: Path) -> tuple[Path, ...]:
    """Return the only files that training reads from the training folder."""
    return tuple(folder / name for name in TRAINING_FILES)


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield the pairs of one training file: source, kind, an optional language, two texts."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            source, kind, *_, left, right = line.rstrip("\n").split("\t")
            yield Pair(source, kind, left, right)


def read_extra(path: Path, source: str = "extra") -> Iterator[Pair]:
    """Yield the pairs of a plain file with two columns, such as questions and passages."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            left, right = line.rstrip("\n").split("\t")
            yield Pair(source, "qa", left, right)


class Reserved:
    """Texts that must not be trained on: evaluation sentences and development questions."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = {comparable(text) for text in texts} - {""}

    def holds(self, text: str) -> bool:
        """Tell whether the text equals a reserved one, apart from case and punctuation."""
        return comparable(text) in self._texts

    def refuse(self, pair: Pair) -> None:
        """Raise OverlapError if either side of the pair equals a reserved text."""
        for text in (pair.left, pair.right):
            if self.holds(text):
                raise OverlapError(f"a {pair.source} pair holds the evaluation text {text!r}")


def passage_sentences(pairs: Iterable[Pair], reserved: Reserved) -> Iterator[Pair]:
    """Yield every sentence of the passages once, as both sides, except reserved ones.

    They are material to find translations in.
    """
    seen: set[str] = set()
    for pair in pairs:
        for sentence in _SENTENCE_END.split(pair.right) if pair.kind == "qa" else ():
            if sentence not in seen and not reserved.holds(sentence):
                yield Pair(pair.source, PART, sentence, sentence)
            seen.add(sentence)

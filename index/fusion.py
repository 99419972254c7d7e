"""Several signals per element -> one score, with the weights of weights.toml."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signals:
    """One row per element in each field; the names are those of weights.toml."""

    same_passage: Signal
    other_passage: Signal
    same_question: Signal
    other_question: Signal
    words: Signal
    grams: Signal
    asked_words: Signal
    asked_grams: Signal
    centre: Signal
    is_goal: Signal
    is_section: Signal
    asked_meter: Signal

    def matrix(self) -> Signal:
        """All signals as columns, shape [elements, signals]; those of a signal lie together."""
        return np.stack([getattr(self, field.name) for field in fields(self)]).T


SIGNAL_NAMES = tuple(field.name for field in fields(Signals))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of each signal, for elements with and without bank questions.

    `offset` is added to the score of elements without, beside others with bank questions.
    """

    with_bank: Signal
    without_bank: Signal
    offset: float = 0.0


@cache
def load_weights() -> Weights:
    """The weights of weights.toml in the order of `Signals`."""
    path = Path(__file__).with_name("weights.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = _column(table["with_bank"]), _column(table["without_bank"])
    return Weights(*columns, table["mixed"]["offset"])


def _column(table: dict[str, float]) -> Signal:
    return np.array([table[name] for name in SIGNAL_NAMES], dtype=np.float32)


def fuse(matrix: Signal, has_bank: NDArray[np.bool_], weights: Weights) -> Signal:
    """The score of each element: the weighted sum of its signals, a row of `Signals.matrix`."""
    scores: Signal = np.einsum("ij,j->i", matrix, weights.with_bank)
    if not has_bank.all():
        without_bank = np.einsum("ij,j->i", matrix, weights.without_bank) + weights.offset
        scores = np.where(has_bank, scores, without_bank)
    return scores

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
        """All signals as columns, shape [elements, signals]."""
        return np.stack([getattr(self, field.name) for field in fields(self)], axis=1)


SIGNAL_NAMES = tuple(field.name for field in fields(Signals))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of each signal, for elements with and without bank questions."""

    with_bank: Signal
    without_bank: Signal


@cache
def load_weights() -> Weights:
    """The weights of weights.toml in the order of `Signals`."""
    path = Path(__file__).with_name("weights.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Weights(_column(table["with_bank"]), _column(table["without_bank"]))


def _column(table: dict[str, float]) -> Signal:
    return np.array([table[name] for name in SIGNAL_NAMES], dtype=np.float32)


def fuse(signals: Signals, has_bank: NDArray[np.bool_], weights: Weights) -> Signal:
    """The score of each element: the weighted sum of its signals."""
    matrix = signals.matrix()
    scores: Signal = np.where(has_bank, matrix @ weights.with_bank, matrix @ weights.without_bank)
    return scores

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


@cache
def load_weights() -> Signal:
    """The weights in the order of `Signals`."""
    path = Path(__file__).with_name("weights.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))["features"]
    return np.array([table[name] for name in SIGNAL_NAMES], dtype=np.float32)


def fuse(signals: Signals, weights: Signal) -> Signal:
    """The score of each element: the weighted sum of its signals."""
    scores: Signal = signals.matrix() @ weights
    return scores

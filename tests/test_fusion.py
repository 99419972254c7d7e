"""Signals to scores, with the weights of the table."""

from dataclasses import fields

import numpy as np

from index.fusion import SIGNAL_NAMES, Signals, Weights, fuse, load_weights


def signals(**given: float) -> Signals:
    rows = {name: np.zeros(2, dtype=np.float32) for name in SIGNAL_NAMES}
    for name, value in given.items():
        rows[name] = np.array([value, 0], dtype=np.float32)
    return Signals(**rows)


def test_the_table_has_one_weight_for_every_signal():
    weights = load_weights()
    assert len(weights.with_bank) == len(SIGNAL_NAMES) == len(fields(Signals))
    assert len(weights.without_bank) == len(SIGNAL_NAMES)


def test_the_score_is_the_weighted_sum_with_the_weights_of_plans_with_or_without_a_bank():
    rising = np.arange(len(SIGNAL_NAMES), dtype=np.float32)
    weights = Weights(with_bank=rising, without_bank=-rising)
    given = signals(other_passage=0.5, asked_meter=1)
    first, second = fuse(given.matrix(), np.array([True, True]), weights)
    assert first == 0.5 * 1 + (len(SIGNAL_NAMES) - 1)
    assert second == 0
    assert fuse(given.matrix(), np.array([False, True]), weights)[0] == -first


def test_nearness_counts_for_an_element_in_the_shipped_weights():
    for name in ("same_passage", "other_passage", "same_question", "centre", "asked_grams"):
        first, second = fuse(
            signals(**{name: 1.0}).matrix(), np.array([True, True]), load_weights()
        )
        assert first > second


def test_columns_stand_in_the_order_of_the_names():
    matrix = signals(grams=0.25).matrix()
    assert matrix.shape == (2, len(SIGNAL_NAMES))
    assert matrix[0, SIGNAL_NAMES.index("grams")] == 0.25

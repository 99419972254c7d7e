"""What a message weighs by pieces of its words, and how that is learned."""

import tomllib

import pytest

from assistant.learning_pieces import learn_pieces
from assistant.pieces import FEWEST, PieceWeights, load_piece_weights, pieces_of, written

ABOUT_NUMBERS = ("hur manga var det", "hur mycket kostade det", "hur manga procent blev det")
OTHERS = ("vad gor staden", "vad lovar planen", "vilka far stod")


def test_pieces_are_letter_groups_with_edges_and_pairs_of_words():
    assert {"vad_gor", "_va", "vad", "ad_", "_vad_", "_gor_"} <= set(pieces_of(["vad", "gor"]))


def test_a_message_weighs_the_bias_and_its_share_of_each_piece():
    weights = PieceWeights(-1.0, {"vad_gor": 4.0, "_gor_": 2.0})
    assert weights.weigh(["vad", "gor"]) == pytest.approx(-1 + 6 / FEWEST**0.5)
    assert weights.weigh([]) == -1


def test_a_repeated_word_weighs_once():
    weights = PieceWeights(0.0, {"_nej_": 1.0})
    assert weights.weigh(["nej"]) == weights.weigh(["nej", "nej"])


def test_what_is_learned_tells_unseen_messages_apart():
    messages = [text.split() for text in (*ABOUT_NUMBERS, *OTHERS) for _ in range(3)]
    wanted = [number < 3 * len(ABOUT_NUMBERS) for number in range(len(messages))]
    weights = learn_pieces([pieces_of(one) for one in messages], wanted, [1.0] * len(messages))
    assert weights.weigh("hur manga kom".split()) > 0 > weights.weigh("vad far man".split())


def test_weights_are_written_as_they_are_read():
    """The shipped ones: written again, nothing changes but the comment."""
    weights = load_piece_weights("untold_pieces.toml")
    again = tomllib.loads(written(weights, ["What they say."]))
    assert again["bias"] == weights.bias
    rows = [
        (piece, int(tenths) / 10)
        for tenths, row in again["pieces"].items()
        for piece in row.split()
    ]
    assert dict(rows) == weights.pieces

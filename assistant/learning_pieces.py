"""Learns what pieces weigh: a logistic regression over messages of two kinds."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from assistant.pieces import PieceWeights, share

KEPT = 12_000  # pieces with the most influence; more change nothing
RAREST = 3  # messages that a piece must occur in
STRENGTH = 10.0  # the inverse of how strongly weights are drawn to nought
ROUNDS = 400


def learn_pieces(
    messages: Sequence[Sequence[str]], wanted: Sequence[bool], influence: Sequence[float]
) -> PieceWeights:
    """The weights that tell the wanted messages from the others best.

    `influence` is what each message counts; together they are brought to one per message.
    """
    held = Counter(piece for pieces in messages for piece in set(pieces))
    common = sorted(piece for piece, times in held.items() if times >= RAREST)
    number = {piece: place for place, piece in enumerate(common)}
    rows = [[number[piece] for piece in sorted(pieces) if piece in number] for pieces in messages]
    ends = np.cumsum([0, *map(len, rows)])
    values = np.repeat([share(len(pieces)) for pieces in messages], list(map(len, rows)))
    columns = np.array([column for row in rows for column in row])
    matrix = csr_matrix((values, columns, ends), shape=(len(messages), len(common)))
    matrix.sum_duplicates()
    each = np.array(influence) * len(messages) / sum(influence)
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS)
    model.fit(matrix, np.array(wanted), sample_weight=each)
    found = dict(zip(common, model.coef_[0].tolist(), strict=True))
    kept = sorted(common, key=lambda piece: -abs(found[piece]) * math.sqrt(held[piece]))[:KEPT]
    return PieceWeights(float(model.intercept_[0]), {piece: found[piece] for piece in kept})

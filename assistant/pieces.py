"""What a message weighs by pieces of its words and pairs of words, with weights that were learned.

A logistic regression over letter groups: it tells how something is said, in any inflection and
with slips, where lists of words would need every form.
"""

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, repeat
from pathlib import Path

FEWEST = 40  # pieces that a short message is taken to have, since it proves little
_LENGTHS = (3, 4, 5)  # letters of the pieces that are weighed
_SCALE = 10  # weights are stored as whole numbers of tenths


@dataclass(frozen=True, slots=True)
class PieceWeights:
    """What each piece of a word and each pair of words weighs, and what is added."""

    bias: float
    pieces: Mapping[str, float]

    def weigh(self, pieces: set[str]) -> float:
        """The logarithm of the odds that a message of these pieces is of the kind learned."""
        total = sum(map(self.pieces.get, pieces, repeat(0.0)))
        return self.bias + total * share(pieces)


def pieces_of(words: Sequence[str]) -> set[str]:
    """Pieces of words, "_" at their edges, and pairs of neighbouring words."""
    pairs = {f"{first}_{second}" for first, second in pairwise(words)}
    return pairs.union(*map(_pieces_of_word, words))


def share(pieces: set[str]) -> float:
    """What each piece of a message counts, so that long messages weigh no more than short ones."""
    return 1 / math.sqrt(max(FEWEST, len(pieces)))


@lru_cache(maxsize=10_000)
def _pieces_of_word(word: str) -> tuple[str, ...]:
    edged = f"_{word}_"
    return tuple(edged[i : i + n] for n in _LENGTHS for i in range(len(edged) - n + 1))


@cache
def load_piece_weights(name: str) -> PieceWeights:
    """Read a file of weights that stands beside this module."""
    table = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    pieces = {
        piece: int(weight) / _SCALE
        for weight, row in table["pieces"].items()
        for piece in row.split()
    }
    return PieceWeights(table["bias"], pieces)


def written(weights: PieceWeights, head: Iterable[str]) -> str:
    """The text of a file of weights, the pieces of each weight in one line, under a comment."""
    rows: defaultdict[int, list[str]] = defaultdict(list)
    for piece, weight in sorted(weights.pieces.items()):
        rows[round(_SCALE * weight)].append(piece)
    rows.pop(0, None)
    lines = [f'"{weight}" = "{" ".join(rows[weight])}"' for weight in sorted(rows, reverse=True)]
    comment = [f"# {line}" for line in head]
    return "\n".join([*comment, f"bias = {weights.bias:.2f}", "", "[pieces]", *lines, ""])

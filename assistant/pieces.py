"""What a message weighs by pieces of its words and pairs of words, with weights that were learned.

A logistic regression over letter groups: it tells how something is said, in any inflection and
with slips, where lists of words would need every form.
"""

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise, repeat
from pathlib import Path

from index.words import REMEMBERED

FEWEST = 40  # pieces that a short message is taken to have, since it proves little
_LENGTHS = (3, 4, 5)  # letters of the pieces that are weighed
_SCALE = 10  # weights are stored as whole numbers of tenths


class PieceWeights:
    """What each piece of a word and each pair of words weighs, and what is added."""

    def __init__(self, bias: float, pieces: Mapping[str, float]) -> None:
        self.bias = bias
        self.pieces = pieces
        self._of_word = lru_cache(maxsize=REMEMBERED)(self._weigh_word)

    def weigh(self, words: Sequence[str]) -> float:
        """The logarithm of the odds that a message of these words is of the kind learned."""
        pairs = _pairs(words)
        total, count = sum(map(self.pieces.get, pairs, repeat(0.0))), len(pairs)
        for weight, pieces in map(self._of_word, dict.fromkeys(words)):
            total += weight
            count += pieces
        return self.bias + total * share(count)

    def _weigh_word(self, word: str) -> tuple[float, int]:
        """What a word weighs, and of how many pieces it is."""
        pieces = _pieces_of_word(word)
        return sum(map(self.pieces.get, pieces, repeat(0.0))), len(pieces)


def pieces_of(words: Sequence[str]) -> list[str]:
    """Pairs of neighbouring words and the pieces of each word, "_" at its edges."""
    return [*_pairs(words), *chain.from_iterable(map(_pieces_of_word, dict.fromkeys(words)))]


def share(count: int) -> float:
    """What each of so many pieces counts: long messages weigh no more than short ones."""
    return 1 / math.sqrt(max(FEWEST, count))


def _pairs(words: Sequence[str]) -> dict[str, None]:
    return dict.fromkeys(f"{first}_{second}" for first, second in pairwise(words))


def _pieces_of_word(word: str) -> set[str]:
    edged = f"_{word}_"
    return {edged[i : i + n] for n in _LENGTHS for i in range(len(edged) - n + 1)}


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

"""Every way a word is cut in training: as in use, in other ways, and misspelt."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.training.batches import Segmentations, spans
from index.training.tokenizer import Pieces, pieces_of, thinned

_PLAIN = str.maketrans("åäöé", "aaoe")


def folded(word: str) -> str:
    """Return the word as typed on a keyboard without å, ä and ö."""
    return word.translate(_PLAIN)


def mistyped(word: str, random: np.random.Generator) -> str:
    """Return the word with one letter left out, doubled or swapped with the next."""
    if len(word) < 4:
        return word
    place = int(random.integers(1, len(word) - 1))
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    return (head + tail, head + 2 * letter + tail, head + tail[0] + letter + tail[1:])[
        int(random.integers(3))
    ]


def segmentations(
    tokenizer: Tokenizer, words: Sequence[str], cuts: int, share: float, seed: int
) -> Segmentations:
    """Cut every word as in use, in `cuts` other ways, without å, ä, ö, and with a typing error."""
    random = np.random.default_rng(seed)
    ways = [pieces_of(tokenizer, words)]
    ways += [pieces_of(thinned(tokenizer, share, seed + cut), words) for cut in range(cuts)]
    ways.append(pieces_of(tokenizer, [folded(word) for word in words]))
    ways.append(pieces_of(tokenizer, [mistyped(word, random) for word in words]))
    return Segmentations(_interleaved(ways), cuts, 2)


def _interleaved(ways: Sequence[Pieces]) -> Pieces:
    lengths = [np.diff(way.starts) for way in ways]
    starts = np.concatenate([[0], np.cumsum(np.stack(lengths, axis=1).ravel())]).astype(np.int64)
    numbers = np.empty(starts[-1], np.int32)
    for offset, way in enumerate(ways):
        numbers[spans(starts[:-1][offset :: len(ways)], lengths[offset])] = way.numbers
    return Pieces(numbers, starts)


def plain(cut: Segmentations) -> Pieces:
    """Return the pieces of every word as in use."""
    starts, lengths = cut.pieces.starts[:-1], np.diff(cut.pieces.starts)
    own = slice(0, None, cut.ways)
    numbers = cut.pieces.numbers[spans(starts[own], lengths[own])]
    return Pieces(numbers, np.concatenate([[0], np.cumsum(lengths[own])]).astype(np.int64))


def save_segmentations(cut: Segmentations, path: Path) -> None:
    """Write the segmentations to one file, so that a second run starts at once."""
    ways = np.array([cut.cuts, cut.spellings])
    np.savez(path, numbers=cut.pieces.numbers, starts=cut.pieces.starts, ways=ways)


def load_segmentations(path: Path) -> Segmentations:
    """Read segmentations that save_segmentations wrote."""
    with np.load(path) as stored:
        cuts, spellings = map(int, stored["ways"])
        return Segmentations(Pieces(stored["numbers"], stored["starts"]), cuts, spellings)

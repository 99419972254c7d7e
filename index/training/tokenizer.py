"""The tokenizer: pieces chosen by a Unigram model, cut from the front, the longest piece first.

Cutting by the Unigram model itself gives nearly the same pieces (1.52 against 1.53 a word), but
its file is twice as large, and loading it takes 76 MB of memory instead of 19.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN, PADDING = "[UNK]", "[PAD]"
WORD_START, INSIDE = "▁", "##"
LONGEST_WORD = 200
# No text holds this character: a piece behind it is never found.
_HIDDEN = "\0"


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of every word, as one array of piece numbers and the start of each word."""

    numbers: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]


def normalizer() -> normalizers.Normalizer:
    """Return the step that lower-cases and turns all but letters and digits into spaces."""
    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
        ]
    )


def train_pieces(
    words: Sequence[str], counts: npt.NDArray[np.float64], size: int, power: float
) -> list[str]:
    """Return the pieces of a Unigram model trained on the words.

    The counts are raised to a power below one, which favours rare words. Pieces that begin a
    word carry a mark.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=size, max_piece_length=20, show_progress=False, special_tokens=[UNKNOWN, PADDING]
    )
    tokenizer.train_from_iterator(_repeated(words, counts**power), trainer)
    return [piece for piece, _ in json.loads(tokenizer.to_str())["model"]["vocab"][2:]]


def _repeated(words: Sequence[str], counts: npt.NDArray[np.float64]) -> Iterator[str]:
    for word, count in zip(words, np.rint(counts).astype(int), strict=True):
        if count:
            yield " ".join([word] * count)


def tokenizer_of(pieces: Sequence[str]) -> Tokenizer:
    """Return the tokenizer that cuts words into these pieces, and into letters where none fits."""
    letters = sorted({letter for piece in pieces for letter in piece} - {WORD_START})
    marked = [p[1:] if p.startswith(WORD_START) else INSIDE + p for p in pieces]
    marked += [start + letter for letter in letters for start in ("", INSIDE)]
    names = dict.fromkeys([UNKNOWN, PADDING, *filter(None, marked)])
    vocabulary = {piece: number for number, piece in enumerate(names)}
    model = models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def thinned(tokenizer: Tokenizer, share: float, seed: int) -> Tokenizer:
    """Return a copy that lacks a random share of the longer pieces: it cuts words otherwise."""
    random = np.random.default_rng(seed)
    stored = json.loads(tokenizer.to_str())
    kept = {UNKNOWN, PADDING}
    stored["model"]["vocab"] = {
        _HIDDEN + piece
        if drop and piece not in kept and len(piece.removeprefix(INSIDE)) > 1
        else piece: number
        for (piece, number), drop in zip(
            stored["model"]["vocab"].items(),
            random.random(tokenizer.get_vocab_size()) < share,
            strict=True,
        )
    }
    return Tokenizer.from_str(json.dumps(stored))


def pieces_of(tokenizer: Tokenizer, words: Sequence[str]) -> Pieces:
    """Return the pieces of each word."""
    numbers: list[npt.NDArray[np.int32]] = []
    for first in range(0, len(words), 100_000):
        block = list(words[first : first + 100_000])
        encodings = tokenizer.encode_batch_fast(block, add_special_tokens=False)
        numbers += [np.array(encoding.ids, np.int32) for encoding in encodings]
    starts = np.cumsum([0, *map(len, numbers)]).astype(np.int64)
    return Pieces(np.concatenate(numbers), starts)

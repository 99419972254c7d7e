"""The Unigram tokenizer: trained from word counts, and asked for pieces word by word."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN, PADDING = "[UNK]", "[PAD]"
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of every word, as one array of piece numbers and the start of each word."""

    numbers: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]


def empty_tokenizer(vocabulary: list[tuple[str, float]] | None = None) -> Tokenizer:
    """Return a tokenizer that lower-cases, keeps letters and digits, and splits at the rest."""
    model = models.Unigram(vocabulary, 0) if vocabulary else models.Unigram()
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    return tokenizer


def train_tokenizer(
    words: Sequence[str], counts: npt.NDArray[np.float64], size: int, power: float
) -> Tokenizer:
    """Train a tokenizer of the given size; counts are raised to a power to favour rare words."""
    tokenizer = empty_tokenizer()
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN, PADDING],
        unk_token=UNKNOWN,
        max_piece_length=20,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_repeated(words, counts**power), trainer)
    return tokenizer


def _repeated(words: Sequence[str], counts: npt.NDArray[np.float64]) -> Iterator[str]:
    for word, count in zip(words, np.rint(counts).astype(int), strict=True):
        if count:
            yield " ".join([word] * count)


def thinned(tokenizer: Tokenizer, share: float, seed: int) -> Tokenizer:
    """Return a copy that avoids a random share of the longer pieces: other segmentations."""
    generator = np.random.default_rng(seed)
    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    drop = generator.random(len(vocabulary)) < share
    changed = [
        (piece, _NEVER if drop[i] and len(piece) > 2 and i > 1 else score)
        for i, (piece, score) in enumerate(vocabulary)
    ]
    return empty_tokenizer(changed)


def pieces_of(tokenizer: Tokenizer, words: Sequence[str]) -> Pieces:
    """Return the pieces of each word."""
    numbers: list[npt.NDArray[np.int32]] = []
    lengths: list[int] = []
    for first in range(0, len(words), 100_000):
        for encoding in tokenizer.encode_batch(
            list(words[first : first + 100_000]), add_special_tokens=False
        ):
            numbers.append(np.asarray(encoding.ids, np.int32))
            lengths.append(len(numbers[-1]))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return Pieces(np.concatenate(numbers), starts.astype(np.int64))

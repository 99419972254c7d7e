"""A static embedding read from its folder: pieces of words, a row for each, the mean of a text.

It reads what model2vec reads and gives the same vectors. model2vec itself keeps the tokenizer
twice and the pieces a third time: 42 MB more, and a start three times as slow.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

# Texts whose pieces are held at a time.
BATCH = 1024


class StaticModel:
    """The rows of a static embedding in half precision, and the tokenizer that chooses them."""

    def __init__(self, folder: Path) -> None:
        """Read `model.safetensors` and `tokenizer.json`; raises what their readers raise."""
        stored = load_file(folder / "model.safetensors")
        self._rows: NDArray[np.float16] = stored["embeddings"]
        self._lengths: NDArray[np.float32] = stored["weights"][:, None]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._unknown = self._tokenizer.token_to_id(self._tokenizer.model.unk_token)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row per text, shape [texts, dimensions]; zeros for a text of unknown pieces.

        Rows are rounded to half precision, so that they can be stored in it without loss.
        """
        found = np.zeros((len(texts), self._rows.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            means = self._means(texts[start : start + BATCH]).astype(np.float32)
            unit = means / (np.linalg.norm(means, axis=1, keepdims=True) + 1e-32)
            found[start : start + BATCH] = unit.astype(np.float16)
        return found

    def _means(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """The mean of the weighted rows of each text's pieces."""
        means = np.zeros((len(texts), self._rows.shape[1]), dtype=np.float16)
        # Texts with as many pieces as each other together, since numpy is slow to start.
        by_size = defaultdict[int, tuple[list[int], list[list[int]]]](lambda: ([], []))
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for place, encoding in enumerate(encoded):
            pieces = [piece for piece in encoding.ids if piece != self._unknown]
            places, found = by_size[len(pieces)]
            places.append(place)
            found.append(pieces)
        by_size.pop(0, None)
        for places, found in by_size.values():
            means[places] = (self._rows[found] * self._lengths[found]).mean(axis=1)
        return means

"""Text -> vectors: the shipped static model, or any sentence-transformers model by name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.digests import checked_digests
from index.errors import EncoderNotLoaded

Vectors = NDArray[np.float32]
# As vectors are stored: the shipped encoder rounds to half precision itself.
StoredVectors = NDArray[np.float16]

MODELS = Path(__file__).with_name("models")
SHIPPED = "sv-fi-static-256"
WEIGHTS = "model.safetensors"
# What a static model is read from; each file must be the one whose digest is in the folder.
STATIC_FILES = ("config.json", WEIGHTS, "tokenizer.json")
# Model families that were trained with a prefix before each text.
PREFIXES = {"e5": ("query: ", "passage: ")}


class Encoder(Protocol):
    """Turns texts into rows of unit length, so that a dot product is the cosine.

    Two encoders of the same `name` give the same rows: for a folder it holds the digest.
    """

    name: str

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One row per question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row per passage."""
        ...


class StaticEncoder:
    """A static embedding: light to import and fast on any CPU."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`.

        Raises:
            EncoderNotLoaded: a file is missing or changed, or is no static model.
        """
        from index.static_model import StaticModel

        try:
            digests = checked_digests(folder, STATIC_FILES)
            self.name = f"{folder.name}:{digests[WEIGHTS][:12]}"
            self._model = StaticModel(folder)
        except Exception as error:
            raise EncoderNotLoaded(
                f"The encoder {folder} cannot be loaded ({error}). Restore the folder from the "
                "repository, or unset PLAN_ENCODER."
            ) from error

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row per text; a text without known words gives zeros."""
        return self._model.encode(texts)

    encode_passages = encode_questions


class TransformerEncoder:
    """Any sentence-transformers model, by name or path, with its family's prefixes."""

    def __init__(self, name: str) -> None:
        """Load the model `name`.

        Raises:
            EncoderNotLoaded: sentence-transformers cannot load it.
        """
        from sentence_transformers import SentenceTransformer

        self.name = name
        family = next((family for family in PREFIXES if family in Path(name).name.lower()), None)
        self._question, self._passage = PREFIXES.get(family or "", ("", ""))
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except Exception as error:
            raise EncoderNotLoaded(
                f"The encoder {name} cannot be loaded ({error}). Check the name and that its "
                "files are on this machine, or unset PLAN_ENCODER."
            ) from error

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row per question."""
        return self._encode([self._question + text for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One unit row per passage."""
        return self._encode([self._passage + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        rows = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)


def load_encoder(name: str = "") -> Encoder:
    """The encoder that `name` means: the shipped one when empty, else a model's name or path."""
    name = name or SHIPPED
    if name in {folder.name for folder in MODELS.iterdir()}:
        return StaticEncoder(MODELS / name)
    return TransformerEncoder(name)

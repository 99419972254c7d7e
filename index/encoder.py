"""Text -> vectors: the shipped static model, or any sentence-transformers model by name."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderNotLoaded

Vectors = NDArray[np.float32]

MODELS = Path(__file__).with_name("models")
SHIPPED = "sv-fi-static-256"
WEIGHTS = "model.safetensors"
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
    """A static embedding read by model2vec: light to import and fast on any CPU."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`.

        Raises:
            EncoderNotLoaded: the folder does not hold a model that model2vec reads.
        """
        from model2vec import StaticModel

        self.name = f"{folder.name}:{_digest(folder / WEIGHTS)}"
        try:
            self._model = StaticModel.from_pretrained(folder, normalize=True)
        except Exception as error:
            raise EncoderNotLoaded(
                f"The encoder {folder} cannot be loaded ({error}). Restore the folder from the "
                "repository, or unset PLAN_ENCODER."
            ) from error

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row per text; a text without known words gives zeros."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)

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


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]
    except OSError as error:
        raise EncoderNotLoaded(
            f"The encoder's weights {path} cannot be read ({error.strerror}). Restore the file "
            "from the repository, or unset PLAN_ENCODER."
        ) from error


def load_encoder(name: str = "") -> Encoder:
    """The encoder that `name` means: the shipped one when empty, else a model's name or path."""
    name = name or SHIPPED
    if name in {folder.name for folder in MODELS.iterdir()}:
        return StaticEncoder(MODELS / name)
    return TransformerEncoder(name)

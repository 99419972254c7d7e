"""Reading and writing of the model folder that sentence-transformers and model2vec both read."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sentence_transformers
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from index.digests import write_digests
from index.encoder import STATIC_FILES

_MODULE = "sentence_transformers.models."
Rows = npt.NDArray[np.float32]


def save_model(folder: Path, rows: Rows, tokenizer: Tokenizer) -> None:
    """Write the piece vectors with everything needed to load them.

    Unknown pieces get a zero vector: the mean of a text then points the same way whether a
    library leaves them out or averages them in. Directions are stored in half precision and
    lengths in full, which makes sentence-transformers compute in full precision.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_file(_tensors(rows, tokenizer), folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write(folder / "config.json", _CONFIG)
    _write(folder / "modules.json", _MODULES)
    _write(folder / "config_sentence_transformers.json", _SENTENCE_TRANSFORMERS)
    write_digests(folder, STATIC_FILES)


def load_rows(folder: Path) -> Rows:
    """Return the piece vectors of a model folder."""
    stored = load_file(folder / "model.safetensors")
    rows: Rows = stored["embeddings"].astype(np.float32) * stored["weights"][:, None]
    return rows


def _tensors(rows: Rows, tokenizer: Tokenizer) -> dict[str, npt.NDArray[np.generic]]:
    lengths = np.linalg.norm(rows, axis=1).astype(np.float32)
    lengths[[tokenizer.token_to_id(token) for token in ("[UNK]", "[PAD]")]] = 0
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return {"embeddings": unit.astype(np.float16), "weights": lengths}


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


_CONFIG = {
    "model_type": "model2vec",
    "architectures": ["StaticModel"],
    "normalize": True,
    # Long texts are not cut.
    "max_length": None,
    "embedding_dtype": "float16",
}
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": _MODULE + "StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": _MODULE + "Normalize"},
]
_SENTENCE_TRANSFORMERS = {
    "__version__": {"sentence_transformers": sentence_transformers.__version__},
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}

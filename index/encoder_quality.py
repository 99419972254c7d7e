"""Measures of a sentence encoder: translations, questions, paraphrases, speed and memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
SIZES = (256, 128, 64)
TRANSLATIONS = {
    "NTREX": "ntrex_fi_sv.tsv",
    "FLORES": "flores200_devtest_fi_sv.tsv",
    "PUD": "pud_fi_sv.tsv",
    "Tatoeba": "tatoeba_fi_sv.tsv",
}
QUESTIONS = {"SweFAQ dev": "swefaq2_dev.tsv", "SweFAQ test": "swefaq2_test.tsv"}
PARAPHRASES = {
    "SweParaphrase dev": "sweparaphrase_dev.tsv",
    "SweParaphrase test": "sweparaphrase_test.tsv",
}


class TextEncoder(Protocol):
    """Anything that turns texts into one vector each."""

    def encode(self, texts: list[str], /) -> npt.NDArray[np.floating]:
        """Return one row per text."""
        ...


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value: the measure, the vector size, and which part of the measure it is."""

    measure: str
    size: int
    part: str
    value: float


@dataclass(frozen=True, slots=True)
class Speed:
    """What an encoder costs on one core: sentences a second, seconds to start, megabytes."""

    sentences_per_second: float
    import_seconds: float
    load_seconds: float
    resident_megabytes: float


Score = Callable[[list[Vectors], list[str]], dict[str, float]]


def rows_of(path: Path) -> list[list[str]]:
    """Return the columns of each line of an evaluation file."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return [line.split("\t") for line in lines]


def unit(vectors: npt.NDArray[np.floating], size: int) -> Vectors:
    """Return the first `size` columns with every row at length one; zero rows stay zero."""
    part = np.asarray(vectors, np.float32)[:, :size]
    rows: Vectors = part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-12)
    return rows


def matched(left: Vectors, right: Vectors) -> float:
    """Return the share of left rows whose nearest right row is their own partner."""
    nearest = (left @ right.T).argmax(axis=1)
    return float((nearest == np.arange(len(left))).mean())


def reciprocal_rank(left: Vectors, right: Vectors) -> float:
    """Return the mean of one over the rank of the partner; ties count against it."""
    scores = left @ right.T
    own = scores.diagonal()[:, None]
    return float((1 / (scores >= own).sum(axis=1)).mean())


def rank_correlation(first: Vectors, second: Vectors) -> float:
    """Return Spearman's correlation of two columns; equal values share their mean rank."""
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def _ranks(values: Vectors) -> npt.NDArray[np.float64]:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[places]


def _translation(sides: list[Vectors], _: list[str]) -> dict[str, float]:
    finnish, swedish = sides
    return {"fi→sv": matched(finnish, swedish), "sv→fi": matched(swedish, finnish)}


def _question(sides: list[Vectors], _: list[str]) -> dict[str, float]:
    questions, answers = sides
    return {"top-1": matched(questions, answers), "MRR": reciprocal_rank(questions, answers)}


def _paraphrase(sides: list[Vectors], gold: list[str]) -> dict[str, float]:
    cosines = (sides[0] * sides[1]).sum(axis=1)
    return {"Spearman": rank_correlation(cosines, np.array(gold, np.float32))}


def quality(encoder: TextEncoder, data: Path, sizes: tuple[int, ...] = SIZES) -> tuple[Figure, ...]:
    """Return every quality figure of the encoder on the evaluation folder."""
    figures: list[Figure] = []
    for files, columns, score in (
        (TRANSLATIONS, (1, 2), _translation),
        (QUESTIONS, (2, 3), _question),
        (PARAPHRASES, (2, 3), _paraphrase),
    ):
        for measure, name in files.items():
            figures += _measured(encoder, measure, rows_of(data / name), columns, score, sizes)
    return tuple(figures)


def _measured(
    encoder: TextEncoder,
    measure: str,
    rows: list[list[str]],
    columns: tuple[int, int],
    score: Score,
    sizes: tuple[int, ...],
) -> list[Figure]:
    sides = [encoder.encode([row[column] for row in rows]) for column in columns]
    gold = [row[-1] for row in rows]
    figures = []
    for size in sizes:
        if size <= sides[0].shape[1]:
            parts = score([unit(side, size) for side in sides], gold)
            figures += [Figure(measure, size, part, value) for part, value in parts.items()]
    return figures


_PROBE = """
import json, sys, time
from pathlib import Path
start = time.perf_counter()
from model2vec import StaticModel
imported = time.perf_counter() - start
start = time.perf_counter()
model = StaticModel.from_pretrained(sys.argv[1], normalize=True)
loaded = time.perf_counter() - start
texts = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
model.encode(texts[:1000], use_multiprocessing=False)
status = Path("/proc/self/status").read_text(encoding="utf-8")
memory = int(status.split("VmRSS:")[1].split()[0]) / 1000
rates = []
for _ in range(5):
    start = time.perf_counter()
    model.encode(texts, use_multiprocessing=False)
    rates.append(len(texts) / (time.perf_counter() - start))
print(json.dumps([max(rates), imported, loaded, memory]))
"""


def speed(model: Path, texts: list[str]) -> Speed:
    """Measure a static model folder in a fresh process held to one core.

    The memory is taken after a first encode; the rate is the best of five rounds.
    """
    core = min(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts"
        file.write_text("\n".join(texts), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", _PROBE, str(model), str(file)],
            capture_output=True,
            check=True,
            text=True,
            env=os.environ | {"TOKENIZERS_PARALLELISM": "false", "OMP_NUM_THREADS": "1"},
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
    return Speed(*json.loads(done.stdout))


def short_texts(data: Path) -> list[str]:
    """Return the short everyday sentences that the rate is measured on."""
    rows = rows_of(data / TRANSLATIONS["Tatoeba"])
    return [text for row in rows for text in row[1:]]


class StaticModelEncoder:
    """A static model folder, read the way the assistant reads it."""

    def __init__(self, folder: Path) -> None:
        from model2vec import StaticModel

        self._model = StaticModel.from_pretrained(folder, normalize=True)

    @property
    def parameters(self) -> float:
        """Return the number of weights in millions."""
        return float(self._model.embedding.size / 1e6)

    def encode(self, texts: list[str], /) -> npt.NDArray[np.floating]:
        """Return one row per text."""
        return np.asarray(self._model.encode(texts), np.float32)


class TransformerModelEncoder:
    """A model that sentence-transformers loads by name or path."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(name, device="cpu")

    @property
    def parameters(self) -> float:
        """Return the number of weights in millions."""
        return sum(weights.numel() for weights in self._model.parameters()) / 1e6

    def encode(self, texts: list[str], /) -> npt.NDArray[np.floating]:
        """Return one row per text."""
        return np.asarray(self._model.encode(texts), np.float32)


def open_model(name: str) -> StaticModelEncoder | TransformerModelEncoder:
    """Open a folder with a static model, or anything that sentence-transformers knows by name."""
    if (Path(name) / "tokenizer.json").is_file() and (Path(name) / "config.json").is_file():
        return StaticModelEncoder(Path(name))
    return TransformerModelEncoder(name)


def megabytes(folder: Path) -> float:
    """Return the size of all files of a folder in millions of bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6

"""The texts that are kept for evaluation, gathered so that training can refuse them."""

import json
from collections.abc import Iterator
from pathlib import Path

from index.training.pairs import Reserved

# Columns that hold sentences, by the beginning of the file name.
_COLUMNS = {
    "ntrex": (1, 2),
    "flores": (1, 2),
    "pud": (1, 2),
    "tatoeba": (1, 2),
    "swefaq": (2, 3),
    "sweparaphrase": (2, 3),
    "turku": (2, 3),
}


def evaluation_texts(folder: Path) -> Iterator[str]:
    """Yield every sentence, question and answer of the evaluation folder."""
    for path in sorted(folder.glob("*.tsv")):
        columns = _COLUMNS[path.name.split("_")[0].rstrip("0123456789")]
        for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
            fields = line.split("\t")
            yield from (fields[column] for column in columns)


def question_texts(path: Path) -> Iterator[str]:
    """Yield the development questions; a conversation counts turn by turn."""
    for line in path.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        yield from question.get("turns") or [question["q"]]


def reserved_texts(evaluation: Path, questions: Path | None) -> Reserved:
    """Return everything that must not be trained on."""
    texts = list(evaluation_texts(evaluation))
    if questions:
        texts += question_texts(questions)
    return Reserved(texts)

"""Adapt a trained encoder to the question banks: adapt_encoder.py MODEL --out MODEL."""

import argparse
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpus.passages import passages
from index.making import PlanFolder
from index.training.adapting import Course, Rows, Text, adapt
from index.training.saving import load_rows, save_model
from index.trial import read_folders

FOLDS = 5
USUAL = Course()


def main() -> None:
    """Adapt; with --hold-out, without a fifth of the bank's groups, on which it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="the trained model to start from")
    parser.add_argument("--out", type=Path, help="the model folder to write")
    parser.add_argument("--hold-out", type=int, choices=range(FOLDS), help="a fold of the bank")
    parser.add_argument("--steps", type=int, default=USUAL.steps)
    parser.add_argument("--rate", type=float, default=USUAL.rate)
    parser.add_argument("--way", type=float, default=USUAL.way, help="1: the new rows as they are")
    given = parser.parse_args()
    rows = load_rows(given.model)
    tokenizer = Tokenizer.from_file(str(given.model / "tokenizer.json"))
    learned, held, texts = read(given.hold_out)
    course = replace(USUAL, steps=given.steps, rate=given.rate, way=given.way)
    adapted = adapt(rows, tokenizer, learned, texts, course)
    if held:
        for name, table in (("before", rows), ("after", adapted)):
            print(name, "held-out recall@1 / @3:", recall(table, tokenizer, held, texts))
    if given.out:
        save_model(given.out, adapted, tokenizer)
        print(f"wrote {given.out}")


def read(hold_out: int | None) -> tuple[list[Text], list[Text], list[Text]]:
    """Questions to learn from, questions held out, and the passages of all elements."""
    folders = read_folders()
    refs = [e.ref for folder in folders for e in folder.indexed.plan.elements()]
    position = {ref: place for place, ref in enumerate(refs)}
    groups = [group for folder in folders for group in folder.groups]
    random.Random(0).shuffle(groups)
    asked = [
        [Text(text, tuple(position[ref] for ref in g.about)) for text in (*g.sv, *g.fi)]
        for g in groups
    ]
    out = [group for number, group in enumerate(asked) if number % FOLDS == hold_out]
    kept = [group for number, group in enumerate(asked) if number % FOLDS != hold_out]
    return (
        [text for group in kept for text in group],
        [text for group in out for text in group],
        [text for folder in folders for text in _passages(folder, position)],
    )


def _passages(folder: PlanFolder, position: dict[str, int]) -> list[Text]:
    found = passages(folder.indexed.plan, folder.indexed.translations)
    return [Text(p.text, (position[p.ref],)) for p in found if p.kind in ("text", "context")]


def recall(
    rows: Rows, tokenizer: Tokenizer, held: list[Text], texts: list[Text]
) -> tuple[float, float]:
    """How often the first, and one of the first three, elements by passage is a right one."""
    vectors = _vectors(rows, tokenizer, [one.text for one in texts])
    asked = _vectors(rows, tokenizer, [one.text for one in held])
    elements = np.array([one.elements[0] for one in texts])
    first = third = 0
    for vector, one in zip(asked, held, strict=True):
        order = elements[np.argsort(-(vectors @ vector))]
        best = list(dict.fromkeys(order.tolist()))[:3]
        first += best[0] in one.elements
        third += any(element in one.elements for element in best)
    return round(first / len(held), 3), round(third / len(held), 3)


def _vectors(rows: Rows, tokenizer: Tokenizer, texts: list[str]) -> Rows:
    encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
    means = np.stack([rows[one.ids or [0]].mean(axis=0) for one in encoded])
    unit: Rows = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    return unit


if __name__ == "__main__":
    main()

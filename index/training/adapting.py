"""A last, short training of a trained encoder on the question banks.

Each question is drawn to the passages of its elements and to other questions about the same
element, away from the rest. Only pieces that occur in banks and passages move, and they go only
a part of the way: the mean of old and new rows keeps more of what general training taught than
a penalty on the distance does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional
from tqdm import tqdm

Rows = NDArray[np.float32]

# What the first, second, third ... element of a question counts.
SHARES = (1.0, 0.4, 0.3, 0.2)


@dataclass(frozen=True, slots=True)
class Text:
    """A question or passage with its elements, best first."""

    text: str
    elements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The numbers of the adaptation.

    `drop` is the share of pieces left out of questions, `way` how far the rows go towards
    their new place.
    """

    steps: int = 800
    batch: int = 512
    rate: float = 3e-3
    scale: float = 20.0
    among_questions: float = 0.5
    drop: float = 0.3
    way: float = 0.75
    seed: int = 5


class _Bags:
    """Texts as bags of piece numbers, renumbered to the pieces that occur at all."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
        self.pieces = [torch.tensor(one.ids or [0]) for one in encoded]

    def vectors(
        self, table: torch.Tensor, chosen: Sequence[int], drop: float = 0.0
    ) -> torch.Tensor:
        bags = [self.pieces[number] for number in chosen]
        starts = torch.tensor([0, *(len(bag) for bag in bags[:-1])]).cumsum(0)
        pieces = torch.cat(bags)
        weights = (torch.rand(len(pieces)) >= drop).float()
        added = functional.embedding_bag(
            pieces, table, starts, mode="sum", per_sample_weights=weights
        )
        return functional.normalize(added, dim=1)


def adapt(
    rows: Rows,
    tokenizer: Tokenizer,
    questions: Sequence[Text],
    passages: Sequence[Text],
    course: Course,
) -> Rows:
    """The rows of the table after the adaptation; rows that occur nowhere stay as they are."""
    torch.manual_seed(course.seed)
    bags = _Bags(tokenizer, [one.text for one in (*questions, *passages)])
    used = torch.unique(torch.cat(bags.pieces))
    place = torch.zeros(len(rows), dtype=torch.long)
    place[used] = torch.arange(len(used))
    bags.pieces = [place[pieces] for pieces in bags.pieces]
    start = torch.from_numpy(rows.astype(np.float32))[used]
    table = start.clone().requires_grad_(True)
    optimizer = torch.optim.Adam([table], lr=course.rate)
    shares = _shares(questions, passages)
    first = torch.tensor([one.elements[0] for one in questions])
    drawn = np.random.default_rng(course.seed)
    whole = range(len(questions), len(questions) + len(passages))
    for step in tqdm(range(course.steps), unit="step"):
        for group in optimizer.param_groups:
            group["lr"] = course.rate * (1 - step / course.steps)
        chosen = torch.from_numpy(drawn.integers(0, len(questions), course.batch))
        asked = bags.vectors(table, chosen.tolist(), course.drop)
        loss = _to_passages(asked, bags.vectors(table, whole), shares[chosen], course)
        loss = loss + course.among_questions * _among(asked, first[chosen], course)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    adapted = rows.astype(np.float32).copy()
    adapted[used.numpy()] = torch.lerp(start, table.detach(), course.way).numpy()
    return adapted


def _shares(questions: Sequence[Text], passages: Sequence[Text]) -> torch.Tensor:
    """The logarithm of what each passage counts for each question."""
    elements = torch.tensor([one.elements[0] for one in passages])
    shares = torch.zeros(len(questions), len(passages))
    for row, question in enumerate(questions):
        for rank, element in enumerate(question.elements):
            shares[row, elements == element] = SHARES[min(rank, len(SHARES) - 1)]
    return shares.clamp(min=1e-9).log()


def _to_passages(
    asked: torch.Tensor, passages: torch.Tensor, shares: torch.Tensor, course: Course
) -> torch.Tensor:
    """Cross-entropy between questions and the passages of their elements."""
    scores = course.scale * asked @ passages.T
    right = torch.logsumexp(scores + shares, dim=1)
    return (torch.logsumexp(scores, dim=1) - right).mean()


def _among(asked: torch.Tensor, first: torch.Tensor, course: Course) -> torch.Tensor:
    """Cross-entropy between questions about the same element and the others of the batch."""
    itself = torch.eye(len(first), dtype=torch.bool)
    same = (first[:, None] == first[None]) & ~itself
    paired = same.any(dim=1)
    scores = (course.scale * asked @ asked.T).masked_fill(itself, -1e9)
    right = torch.logsumexp(scores.masked_fill(~same, -1e9), dim=1)
    return (torch.logsumexp(scores, dim=1) - right)[paired].mean()

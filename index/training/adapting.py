"""A last, short training of a trained encoder on the question banks.

Each question is drawn to the passages of its elements and to other questions about the same
element, away from the rest. Only pieces that occur in banks and passages move, and an anchor
keeps them near where general training left them.
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
    """The numbers of the adaptation."""

    steps: int = 200
    batch: int = 512
    rate: float = 1e-3
    scale: float = 20.0
    among_questions: float = 0.5
    anchor: float = 0.0
    seed: int = 5


class _Bags:
    """Texts as bags of piece numbers, renumbered to the pieces that occur at all."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
        self.pieces = [torch.tensor(one.ids or [0]) for one in encoded]

    def vectors(self, table: torch.Tensor, chosen: Sequence[int]) -> torch.Tensor:
        bags = [self.pieces[number] for number in chosen]
        starts = torch.tensor([0, *(len(bag) for bag in bags[:-1])]).cumsum(0)
        mean = functional.embedding_bag(torch.cat(bags), table, starts, mode="mean")
        return functional.normalize(mean, dim=1)


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
    elements = torch.tensor([one.elements[0] for one in passages])
    drawn = np.random.default_rng(course.seed)
    whole = range(len(questions), len(questions) + len(passages))
    for step in tqdm(range(course.steps), unit="step"):
        for group in optimizer.param_groups:
            group["lr"] = course.rate * (1 - step / course.steps)
        chosen = drawn.integers(0, len(questions), course.batch).tolist()
        asked = bags.vectors(table, chosen)
        loss = _to_passages(asked, bags.vectors(table, whole), chosen, questions, elements, course)
        loss = loss + course.among_questions * _among(asked, chosen, questions, course)
        loss = loss + course.anchor * (table - start).square().sum() / len(used)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    adapted = rows.astype(np.float32).copy()
    adapted[used.numpy()] = table.detach().numpy()
    return adapted


def _to_passages(
    asked: torch.Tensor,
    passages: torch.Tensor,
    chosen: Sequence[int],
    questions: Sequence[Text],
    elements: torch.Tensor,
    course: Course,
) -> torch.Tensor:
    """Cross-entropy between questions and the passages of their elements."""
    scores = course.scale * asked @ passages.T
    share = torch.zeros(scores.shape)
    for row, number in enumerate(chosen):
        for rank, element in enumerate(questions[number].elements):
            share[row, elements == element] = SHARES[min(rank, len(SHARES) - 1)]
    right = torch.logsumexp(scores + share.clamp(min=1e-9).log(), dim=1)
    return (torch.logsumexp(scores, dim=1) - right).mean()


def _among(
    asked: torch.Tensor, chosen: Sequence[int], questions: Sequence[Text], course: Course
) -> torch.Tensor:
    """Cross-entropy between questions about the same element and the others of the batch."""
    first = torch.tensor([questions[number].elements[0] for number in chosen])
    itself = torch.eye(len(chosen), dtype=torch.bool)
    same = (first[:, None] == first[None]) & ~itself
    paired = same.any(dim=1)
    scores = (course.scale * asked @ asked.T).masked_fill(itself, -1e9)
    right = torch.logsumexp(scores.masked_fill(~same, -1e9), dim=1)
    return (torch.logsumexp(scores, dim=1) - right)[paired].mean()

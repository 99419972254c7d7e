"""Translations found among same-language texts with an encoder that is already trained."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import embedding_bag, normalize

from index.training.batches import spans
from index.training.corpus import Longs, Task, Texts
from index.training.tokenizer import Pieces

BLOCK = 8192
ROWS_PER_CELL = 300
CELLS_VISITED = 4
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Matches:
    """Places of texts on either side that are each other's nearest, and their cosines."""

    left: Longs
    right: Longs
    cosines: npt.NDArray[np.float32]

    def above(self, floor: float) -> "Matches":
        """Return the matches with at least the given cosine."""
        keep = self.cosines >= floor
        return Matches(self.left[keep], self.right[keep], self.cosines[keep])


def chosen_texts(texts: Texts, places: Longs) -> Texts:
    """Return some of the texts."""
    lengths = texts.starts[places + 1] - texts.starts[places]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Texts(texts.numbers[spans(texts.starts[places], lengths)], starts, texts.keys[places])


def vectors_of(texts: Texts, pieces: Pieces, rows: torch.Tensor) -> torch.Tensor:
    """Return the unit vectors of texts, cut into pieces as in use."""
    parts = []
    for first in range(0, len(texts), 50_000):
        places = np.arange(first, min(first + 50_000, len(texts)))
        block = chosen_texts(texts, places)
        starts, lengths = pieces.starts[block.numbers], np.diff(pieces.starts)[block.numbers]
        numbers = pieces.numbers[spans(starts, lengths)]
        ends = np.concatenate([[0], np.cumsum(lengths)])[block.starts[:-1]]
        bags = embedding_bag(torch.from_numpy(numbers), rows, torch.from_numpy(ends), mode="sum")
        parts.append(normalize(bags, dim=1))
    return torch.cat(parts)


def mutual(left: torch.Tensor, right: torch.Tensor) -> Matches:
    """Return the pairs of rows that are each other's nearest, the most alike first.

    Many rows are compared cell by cell: every right row lies in the cell of its nearest centre,
    and a left row looks into the few cells nearest to it.
    """
    centres = centres_of(right, max(1, len(right) // ROWS_PER_CELL))
    home = _nearest(right, centres, 1)[:, 0]
    visits = _nearest(left, centres, min(CELLS_VISITED, len(centres)))
    best = _Best(len(left)), _Best(len(right))
    for cell in range(len(centres)):
        lefts, rights = torch.nonzero(visits == cell)[:, 0], torch.nonzero(home == cell)[:, 0]
        if len(lefts) and len(rights):
            scores = left[lefts] @ right[rights].T
            best[0].offer(lefts, rights, scores)
            best[1].offer(rights, lefts, scores.T.contiguous())
    places = torch.arange(len(left))
    found = best[0].place >= 0
    places = places[found & (best[1].place[best[0].place] == places)]
    partners = best[0].place[places]
    cosines = best[0].score[places]
    order = cosines.argsort(descending=True)
    return Matches(places[order].numpy(), partners[order].numpy(), cosines[order].numpy())


def centres_of(rows: torch.Tensor, count: int) -> torch.Tensor:
    """Return centres of the rows: a few rounds of k-means on unit vectors."""
    picked = torch.randperm(len(rows), generator=torch.Generator().manual_seed(0))[:count]
    centres = rows[picked]
    for _ in range(ROUNDS):
        home = _nearest(rows, centres, 1)[:, 0]
        centres = normalize(torch.zeros_like(centres).index_add_(0, home, rows), dim=1)
    return centres


def _nearest(rows: torch.Tensor, centres: torch.Tensor, count: int) -> torch.Tensor:
    turned = centres.T.contiguous()
    parts = (rows[first : first + BLOCK] for first in range(0, len(rows), BLOCK))
    return torch.cat([(part @ turned).topk(count, dim=1).indices for part in parts])


class _Best:
    """The best score seen for each row so far, and where; -1 where nothing was compared."""

    def __init__(self, size: int) -> None:
        self.score = torch.full((size,), -2.0)
        self.place = torch.full((size,), -1, dtype=torch.long)

    def offer(self, own: torch.Tensor, others: torch.Tensor, scores: torch.Tensor) -> None:
        values, places = scores.max(dim=1)
        better = values > self.score[own]
        self.score[own[better]] = values[better]
        self.place[own[better]] = others[places[better]]


def distinct(texts: Texts) -> Longs:
    """Return one place for every distinct text."""
    return np.unique(texts.keys, return_index=True)[1].astype(np.int64)


def mined_texts(
    name: str, finnish: Task, swedish: Task, pieces: Pieces, rows: torch.Tensor, floor: float
) -> Task:
    """Return pairs of right-hand texts that are each other's nearest across the languages."""
    sides = [chosen_texts(t.right, distinct(t.right)) for t in (finnish, swedish)]
    found = mutual(*(vectors_of(side, pieces, rows) for side in sides)).above(floor)
    return Task(name, chosen_texts(sides[0], found.left), chosen_texts(sides[1], found.right))


def mined_questions(
    finnish: Task, swedish: Task, pieces: Pieces, rows: torch.Tensor, floor: float
) -> tuple[Task, ...]:
    """Return pairs found by question and passage together, in the four ways to join them.

    They are questions, passages, and questions with the passage in the other language.
    """
    sides = [
        torch.cat([vectors_of(t.left, pieces, rows), vectors_of(t.right, pieces, rows)], dim=1)
        for t in (finnish, swedish)
    ]
    found = mutual(*(side / 2**0.5 for side in sides)).above(floor)
    first_questions, first_passages, second_questions, second_passages = (
        chosen_texts(texts, places)
        for task, places in ((finnish, found.left), (swedish, found.right))
        for texts in (task.left, task.right)
    )
    return (
        Task("mined questions", first_questions, second_questions),
        Task("mined passages", first_passages, second_passages),
        Task("mined answers, Finnish question", first_questions, second_passages),
        Task("mined answers, Swedish question", second_questions, first_passages),
    )

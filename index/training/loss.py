"""The loss: every text must find its partner among all partners in the batch, both ways."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

Longs = npt.NDArray[np.int64]


def same_texts(keys: Longs) -> torch.Tensor:
    """Return the index pairs (two rows) of different places in the batch that hold one text."""
    order = np.argsort(keys, kind="stable")
    place = np.arange(len(keys))
    pairs = [np.empty((2, 0), np.int64)]
    ordered = keys[order]
    for distance in range(1, len(keys)):
        equal = place[:-distance][ordered[distance:] == ordered[:-distance]]
        if not len(equal):
            break
        first, second = order[equal], order[equal + distance]
        pairs += [np.stack([first, second]), np.stack([second, first])]
    return torch.from_numpy(np.concatenate(pairs, axis=1))


def in_batch_gradient(
    vectors: torch.Tensor, same: torch.Tensor, dims: Sequence[int], scale: float
) -> tuple[float, torch.Tensor]:
    """Return the symmetric cross-entropy and its gradient for pairs (i, n + i) of 2n vectors.

    The mean over the given leading dimensions is taken. `same` names pairs (i, j) which are
    no negatives of each other because one of their two sides is equal.
    """
    gradient = torch.zeros_like(vectors)
    loss = 0.0
    for dim in dims:
        part = vectors[:, :dim]
        norms = part.norm(dim=1, keepdim=True).clamp_min_(1e-6)
        unit = part / norms
        value, grad = _unit_gradient(unit, same, scale)
        grad -= unit * (grad * unit).sum(1, keepdim=True)
        gradient[:, :dim] += grad / norms / len(dims)
        loss += value / len(dims)
    return loss, gradient


def _unit_gradient(
    unit: torch.Tensor, same: torch.Tensor, scale: float
) -> tuple[float, torch.Tensor]:
    n = len(unit) // 2
    left, right = unit[:n], unit[n:]
    odds = left @ right.T.contiguous()
    own = odds.diagonal().clone()
    odds.sub_(1).mul_(scale).exp_()
    odds[same[0], same[1]] = 0
    rows, columns = odds.sum(1, keepdim=True), odds.sum(0, keepdim=True)
    value = (rows.log().mean() + columns.log().mean()) / 2 - scale * (own.mean() - 1)
    pull = odds.mul_((1 / rows).add(1 / columns)).to(torch.bfloat16)
    half = unit.to(torch.bfloat16)
    grad = torch.cat([pull @ half[n:], pull.T @ half[:n]]).float()
    grad -= 2 * torch.cat([right, left])
    return value.item(), grad.mul_(scale / (2 * n))

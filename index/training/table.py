"""The table of piece vectors, and an Adam that only touches the rows of a batch."""

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import embedding_bag


class Table:
    """Piece vectors with their optimizer state; the vector of a text is the sum of its pieces."""

    def __init__(self, size: int, dim: int, seed: int, spread: float) -> None:
        generator = torch.Generator().manual_seed(seed)
        self.rows = torch.randn(size, dim, generator=generator) * spread
        self.mean = torch.zeros(size, dim)
        self.square = torch.zeros(size, dim)
        self.average = self.rows.clone()
        self.steps = 0
        self._place = np.zeros(size, np.int64)

    def forward(
        self, pieces: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the rows used, their values ready for a gradient, and one vector per text."""
        seen = np.zeros(len(self._place), bool)
        seen[pieces] = True
        used = np.flatnonzero(seen)
        self._place[used] = np.arange(len(used))
        chosen = torch.from_numpy(used)
        values = self.rows[chosen].requires_grad_()
        indices, offsets = torch.from_numpy(self._place[pieces]), torch.from_numpy(starts)
        return chosen, values, embedding_bag(indices, values, offsets, mode="sum")

    def update(self, chosen: torch.Tensor, gradient: torch.Tensor, rate: float) -> None:
        """Make one Adam step on the chosen rows."""
        self.steps += 1
        mean = self.mean[chosen].mul_(0.9).add_(gradient, alpha=0.1)
        square = self.square[chosen].mul_(0.999).addcmul_(gradient, gradient, value=0.001)
        self.mean[chosen], self.square[chosen] = mean, square
        size = rate * (1 - 0.999**self.steps) ** 0.5 / (1 - 0.9**self.steps)
        self.rows[chosen] -= mean.div_(square.sqrt_().add_(1e-8)).mul_(size)

    def state(self) -> dict[str, torch.Tensor | int]:
        """Return everything that a checkpoint must hold."""
        names = ("rows", "mean", "square", "average", "steps")
        return {name: getattr(self, name) for name in names}

    def restore(self, state: dict[str, torch.Tensor | int]) -> None:
        """Take over the state of a checkpoint."""
        for name, value in state.items():
            setattr(self, name, value)

    def start_from(self, rows: torch.Tensor) -> None:
        """Take over trained vectors, with a fresh optimizer."""
        self.rows, self.average = rows.clone(), rows.clone()

    def absorb(self, share: float) -> None:
        """Move the running average of the rows a step towards their present values."""
        self.average.lerp_(self.rows, share)

"""The training loop, with checkpoints from which a stopped run goes on exactly as it was."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from index.training.batches import Batcher, Schedule
from index.training.loss import in_batch_gradient, same_texts
from index.training.table import Table

WARM_UP = 50
AVERAGE_EVERY = 10


@dataclass(frozen=True, slots=True)
class Course:
    """The numbers of a training run; every step draws a full and one of the shorter sizes."""

    steps: int
    batch: int = 2048
    rate: float = 0.02
    scale: float = 20.0
    shorter: tuple[int, ...] = (128, 64)
    averaged: float = 0.2
    seed: int = 1

    def rate_at(self, step: int) -> float:
        """Return the learning rate: a short rise, then a straight fall to zero."""
        return self.rate * min(1.0, (step + 1) / WARM_UP) * (1 - step / self.steps)


class Trainer:
    """Trains a table of piece vectors."""

    def __init__(self, table: Table, batcher: Batcher, schedule: Schedule, course: Course) -> None:
        self.table, self.course = table, course
        self._batcher, self._schedule = batcher, schedule
        self.step = 0

    def train(self, checkpoint: Path, every: int = 1000) -> None:
        """Train to the end of the course, from the checkpoint on if there is one."""
        if checkpoint.exists():
            self.resume(checkpoint)
        with tqdm(total=self.course.steps, initial=self.step, unit="batch") as progress:
            while self.step < self.course.steps:
                progress.set_postfix(loss=f"{self.advance():.3f}", refresh=False)
                progress.update()
                if self.step % every == 0 or self.step == self.course.steps:
                    self.save(checkpoint)

    def advance(self) -> float:
        """Make one step and return its loss; its randomness depends on seed and step alone."""
        random = np.random.default_rng((self.course.seed, self.step))
        task, chosen = self._schedule.draw(self.course.batch, random)
        batch = self._batcher.batch(task, chosen, random)
        same = torch.cat([same_texts(batch.left_keys), same_texts(batch.right_keys)], dim=1)
        used, values, vectors = self.table.forward(batch.pieces, batch.starts)
        sizes = (vectors.shape[1], int(random.choice(self.course.shorter)))
        loss, gradient = in_batch_gradient(vectors.detach(), same, sizes, self.course.scale)
        vectors.backward(gradient)  # type: ignore[no-untyped-call]
        assert values.grad is not None
        self.table.update(used, values.grad, self.course.rate_at(self.step))
        self.step += 1
        self._average()
        return loss

    def _average(self) -> None:
        late = self.step - (1 - self.course.averaged) * self.course.steps
        if late >= 0 and self.step % AVERAGE_EVERY == 0:
            self.table.absorb(1 / (1 + late // AVERAGE_EVERY))

    def save(self, path: Path) -> None:
        """Write a checkpoint; an interrupted write leaves the earlier one in place."""
        fresh = path.with_suffix(".new")
        torch.save({"step": self.step, "table": self.table.state()}, fresh)
        fresh.replace(path)

    def resume(self, path: Path) -> None:
        """Go back to the state of a checkpoint."""
        stored = torch.load(path, weights_only=True)
        self.step = stored["step"]
        self.table.restore(stored["table"])

"""Builds in a process of their own that fail at one chosen step of writing.

A step is a file opened for writing, a piece written to it, a folder made, a rename, a removal
or a sync. numpy writes its numbers past Python, so that a file of numbers counts by its opening,
its header and its sync.
"""

import builtins
import errno
import io
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from small_plans import small_plan

from assistant.scope_examples import load_examples
from corpus.errors import PlanAssistantError
from index.build import build_index
from index.encoder import Encoder, load_encoder
from index.generation import Example
from index.store import Store

# What can happen at a step; power: killed, and what was not synced is lost.
FAULTS = ("ENOSPC", "EIO", "memory", "kill", "power")
REFUSED = 3
_COUNTED = ("mkdir", "rename", "replace", "unlink", "rmdir", "fsync")
REAL_OPEN = io.open
_NEEDS_SPACE = ("open", "write", "mkdir")


@cache
def shipped_encoder() -> Encoder:
    """The encoder of every build of this process."""
    return load_encoder()


@cache
def few_examples() -> tuple[Example, ...]:
    """Enough messages to others for a small index."""
    return tuple(load_examples()[::20])


def build_once(index: Path, plans: Path) -> None:
    """Build and publish."""
    build_index(shipped_encoder(), Store(index), few_examples(), plans)


def build_and_fail(
    index: Path, plans: Path, fault: str = "", at: int = 0, told: Connection | None = None
) -> None:
    """Build with a fault at one step, then tell the names of the steps taken."""
    steps = Steps(index, fault, at)
    steps.watch()
    try:
        build_once(index, plans)
        steps.take("end")
    except (OSError, MemoryError, PlanAssistantError):
        sys.exit(REFUSED)
    finally:
        if told:
            told.send(steps.taken)


def build_on_a_full_disk(index: Path, plans: Path, largest: int) -> None:
    """Build where no file can be larger than so many bytes: the disk's own refusal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    build_and_fail(index, plans)


def build_together(index: Path, plans: Path, barrier: Barrier) -> None:
    """Build at the same moment as the others at the barrier."""
    barrier.wait()
    build_and_fail(index, plans)


def build_while_replaced(
    index: Path, plans: Path, source: str, at: int, told: Connection | None = None
) -> None:
    """Build, and put another small plan in its place when its files are opened once more."""
    opened = 0

    def watched(file: Any, *given: Any, **named: Any) -> Any:
        nonlocal opened
        if str(file).startswith(str(plans)):
            opened += 1
            if opened == at:
                small_plan(plans, source)
        return REAL_OPEN(file, *given, **named)

    io.open = watched  # type: ignore[assignment]
    try:
        build_once(index, plans)
    except PlanAssistantError:
        sys.exit(REFUSED)
    if told:
        told.send(opened)


class Steps:
    """Counts the steps of writing of this process and fails at the chosen one."""

    def __init__(self, root: Path, fault: str, at: int) -> None:
        self.taken: list[str] = []
        self._root, self._fault, self._at = root, fault, at
        self._unsynced: set[int] = set()
        self._undo: list[tuple[int, Callable[[], object]]] = []

    def watch(self) -> None:
        """From here on every step of this process counts."""
        for name in _COUNTED:
            setattr(os, name, self._counted(name, getattr(os, name)))
        io.open = builtins.open = self._open  # type: ignore[assignment]

    def take(self, name: str, halfway: Callable[[], object] = lambda: None) -> None:
        """Count a step; at the chosen one do half of it and fail. A full disk stays full."""
        self.taken.append(name)
        count = len(self.taken)
        full = self._fault == "ENOSPC" and count > self._at > 0 and name in _NEEDS_SPACE
        if count == self._at or full:
            halfway()
            self._fail()

    def _fail(self) -> None:
        if self._fault == "power":
            self._lose_what_was_not_synced()
        if self._fault in ("kill", "power"):
            os.kill(os.getpid(), signal.SIGKILL)
        if self._fault == "memory":
            raise MemoryError
        number = getattr(errno, self._fault)
        raise OSError(number, os.strerror(number))

    def _counted(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def count(*given: Any, **named: Any) -> Any:
            self.take(name)
            if name == "fsync":
                return self._synced(given[0])
            if name in ("rename", "replace"):
                self._remember(*map(Path, given))
            return step(*given, **named)

        return count

    def _open(
        self, file: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, *given: Any
    ) -> Any:
        if not set("wxa+") & set(mode):
            return REAL_OPEN(file, mode, buffering, encoding, *given)
        self.take("open")
        raw = _CountedFile(self, file, mode.replace("b", "").replace("t", ""))
        self._unsynced.add(os.fstat(raw.fileno()).st_ino)
        buffered = io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding)

    def _remember(self, old: Path, new: Path) -> None:
        """How to undo a rename until its folder is synced."""
        before = new.read_bytes() if new.is_file() else None

        def undo() -> None:
            if before is None:
                new.rename(old)
            else:
                new.write_bytes(before)

        self._undo.append((new.parent.stat().st_ino, undo))

    def _synced(self, handle: int) -> None:
        """Note it, and spare the disk: the power cut is played, not real."""
        inode = os.fstat(handle).st_ino
        self._unsynced.discard(inode)
        self._undo = [(folder, undo) for folder, undo in self._undo if folder != inode]

    def _lose_what_was_not_synced(self) -> None:
        self._at = 0
        for path in self._root.rglob("*"):
            if path.is_file() and path.stat().st_ino in self._unsynced:
                os.truncate(path, 0)
        for _, undo in reversed(self._undo):
            undo()


class _CountedFile(io.FileIO):
    """A file each of whose writes is a step."""

    def __init__(self, steps: Steps, *given: Any) -> None:
        super().__init__(*given)
        self._steps = steps

    def write(self, data: Any, /) -> int:
        """Write; half of it when the step fails."""
        half = memoryview(data)[: len(data) // 2]
        self._steps.take("write", lambda: super(_CountedFile, self).write(half))
        return super().write(data)

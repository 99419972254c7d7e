"""Files and folders moved together: all of them, or none."""

from collections.abc import Sequence
from pathlib import Path

Move = tuple[Path, Path]


def move_all(moves: Sequence[Move]) -> None:
    """Rename each path to the second one of its pair, in order; what fails is undone.

    Raises:
        OSError: a rename failed, and everything stands where it stood.

    """
    done: list[Move] = []
    try:
        for old, new in moves:
            old.rename(new)
            done.append((old, new))
    except BaseException:
        for old, new in reversed(done):
            new.rename(old)
        raise

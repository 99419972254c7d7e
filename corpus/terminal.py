"""What a command knows about the terminal it runs in: colour, questions, and signs of life."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from corpus.report_lines import Style

# A work that takes longer than this many seconds shows that it goes on.
PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Terminal:
    """A person at a terminal, or a pipe."""

    is_one: bool
    style: Style

    @classmethod
    def of(cls, out: TextIO) -> "Terminal":
        """What stands behind an output; colour is left out when NO_COLOR is set."""
        coloured = out.isatty() and "NO_COLOR" not in os.environ
        coloured = coloured and os.environ.get("TERM") != "dumb"
        return cls(sys.stdin.isatty() and out.isatty(), Style(coloured))

    def confirms(self, question: str) -> bool:
        """Whether a person agrees; where nobody can be asked, the answer is yes."""
        return not self.is_one or input(f"{question} [y/N] ").strip().lower() in ("y", "yes")

    def asks(self, name: str, proposal: str) -> str:
        """A value, the proposal when nothing is typed."""
        shown = f" [{proposal}]" if proposal else ""
        return input(f"{name}{shown}: ").strip() or proposal


@contextmanager
def signs_of_life(doing: str, err: TextIO) -> Iterator[None]:
    """Say what is being done when it takes longer than a second, and how long it has taken."""
    done = threading.Event()
    thread = threading.Thread(target=_tell, args=(doing, err, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _tell(doing: str, err: TextIO, done: threading.Event) -> None:
    seconds = 0
    while not done.wait(PATIENCE):
        seconds += 1
        if err.isatty():
            err.write(f"\r{doing} ... {seconds} s ")
        elif seconds == 1:
            err.write(f"{doing} ...\n")
        err.flush()
    if seconds and err.isatty():
        err.write("\r\033[K")
        err.flush()

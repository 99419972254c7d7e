"""How many requests a process works on at once, how many wait, and the 503 for all others."""

import threading
from collections import deque

from flask import Flask, g, request

from web.context import source
from web.errors import Failure, busy_page
from web.security import ALWAYS_OPEN

# One process computes one answer at a time. Four take turns at it, so that a thread that loads a
# new generation meanwhile gets only a fifth of the processor; more would make all of them slow.
AT_WORK = 4
# Nobody waits longer than this for a turn, in seconds.
LONGEST_WAIT = 10.0


class Line:
    """A bounded line of requests before a bounded number of places to work at, first come first."""

    def __init__(self, most: int) -> None:
        """A line in which at most `most` requests wait."""
        self._most = most
        self._free = AT_WORK
        self._turns: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    def enter(self) -> bool:
        """Wait for a turn; false when the line is full or the turn does not come in time."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if len(self._turns) >= self._most:
                return False
            turn = threading.Lock()
            turn.acquire()
            self._turns.append(turn)
        if turn.acquire(timeout=LONGEST_WAIT):
            return True
        with self._lock:
            if turn in self._turns:
                self._turns.remove(turn)
                return False
        # It came in this very moment.
        return True

    def leave(self) -> None:
        """Give the place to the first in the line."""
        with self._lock:
            if self._turns:
                self._turns.popleft().release()
            else:
                self._free += 1


def limit_work(app: Flask) -> None:
    """Let every request that costs something wait for its turn."""
    with app.app_context():
        line = Line(source().settings.queue)

    @app.before_request
    def enter() -> Failure | None:
        if request.endpoint in ALWAYS_OPEN:
            return None
        # Whoever sends slowly takes no place: the line begins when the request is all here.
        request.get_data()
        if not line.enter():
            return busy_page()
        g.has_place = True
        return None

    @app.teardown_request
    def leave(error: BaseException | None) -> None:
        # Runs also when the client has gone away, and after the last line of a stream.
        if g.pop("has_place", False):
            line.leave()

"""Feedback that was acknowledged is kept, whatever becomes of the process that kept it."""

import random
import resource
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from forking import KILLED, forks

from web.feedback_store import Feedback, FeedbackStore

TODAY = date(2026, 11, 21)


def keep_adding(path: Path, writer: int, acknowledge: Connection) -> None:
    """Add one choice after another, and say the number of each that is kept."""
    store, number = FeedbackStore(path), 0
    while True:
        number += 1
        store.add(choice(writer, number), 12)
        acknowledge.send(number)


def choice(writer: int, number: int) -> Feedback:
    refs = (f"espoo/{writer}.{number}",)
    return Feedback(TODAY.isoformat(), "wrong", "answered", "sv", refs, (), f"g{number}")


def acknowledged(receiver: Connection) -> int:
    """The last number that a writer has said before it was killed."""
    last = 0
    while True:
        try:
            last = receiver.recv()
        except EOFError:
            return last


def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path, full):
    path, chance = tmp_path / "feedback.sqlite", random.Random(8)
    said: dict[int, int] = {}
    for first in range(0, 200 if full else 8, 2):
        pipes, writers = {}, []
        for writer in (first, first + 1):
            pipes[writer], sender = forks().Pipe(duplex=False)
            writers.append(forks().Process(target=keep_adding, args=(path, writer, sender)))
            writers[-1].start()
            sender.close()
        time.sleep(chance.uniform(0.05, 0.3))
        for process in writers:
            process.kill()
            process.join()
            assert process.exitcode == KILLED
        said |= {writer: acknowledged(receiver) for writer, receiver in pipes.items()}
    assert sum(said.values()) > len(said)
    kept = FeedbackStore(path).between(TODAY, TODAY)
    for writer, last in said.items():
        found = [row for row in kept if row.refs[0].startswith(f"espoo/{writer}.")]
        # What a killed writer had written but not yet said may be there too.
        assert len(found) in (last, last + 1)
        assert found == [choice(writer, number) for number in range(1, len(found) + 1)]


def test_a_disk_that_is_full_loses_nothing_that_was_kept(tmp_path):
    path = tmp_path / "feedback.sqlite"
    receiver, sender = forks().Pipe(duplex=False)
    process = forks().Process(target=fill_up, args=(path, sender))
    process.start()
    sender.close()
    last = acknowledged(receiver)
    process.join()
    assert process.exitcode == 0
    assert last > 0
    assert FeedbackStore(path).between(TODAY, TODAY) == [
        choice(0, number) for number in range(1, last + 1)
    ]
    FeedbackStore(path).add(choice(0, last + 1), 12)
    assert len(FeedbackStore(path).between(TODAY, TODAY)) == last + 1


def fill_up(path: Path, acknowledge: Connection) -> None:
    """Add until the file may not grow any more."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (14_000, 14_000))
    try:
        keep_adding(path, 0, acknowledge)
    except OSError as error:
        assert str(path) in str(error)

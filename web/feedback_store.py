"""The SQLite file that keeps feedback for a set time; no question ever reaches it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

# The choices of the form; "helpful" is the only good one.
REASONS = ("helpful", "wrong", "missing", "unclear", "other_place")
DAYS_IN_MONTH = 30.44
PATIENCE = 2.0

_TABLE = """
create table if not exists feedback (
    day text not null, reason text not null, outcome text not null, language text not null,
    refs text not null, nearest text not null, generation text not null
)
"""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One choice with the facts of the answer it is about; `day` is an ISO date."""

    day: str
    reason: str
    outcome: str
    language: str
    refs: tuple[str, ...]
    nearest: tuple[str, ...]
    generation: str


class FeedbackStore:
    """Adds, reads and forgets feedback."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, feedback: Feedback, months: int) -> None:
        """Keep one choice, and forget what is older than `months`.

        Raises:
            OSError: the file cannot be written.
        """
        oldest = date.fromisoformat(feedback.day) - timedelta(days=round(months * DAYS_IN_MONTH))
        row = (
            feedback.day,
            feedback.reason,
            feedback.outcome,
            feedback.language,
            " ".join(feedback.refs),
            " ".join(feedback.nearest),
            feedback.generation,
        )
        with self._open() as database:
            database.execute("delete from feedback where day < ?", (oldest.isoformat(),))
            database.execute("insert into feedback values (?, ?, ?, ?, ?, ?, ?)", row)

    def between(self, first: date, last: date) -> list[Feedback]:
        """All feedback of the days from `first` to `last`."""
        with self._open() as database:
            rows = database.execute(
                "select * from feedback where day between ? and ? order by day",
                (first.isoformat(), last.isoformat()),
            ).fetchall()
        return [
            Feedback(day, reason, outcome, language, *_refs(refs, nearest), generation)
            for day, reason, outcome, language, refs, nearest, generation in rows
        ]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=PATIENCE)) as database, database:
                database.execute(_TABLE)
                yield database
        except sqlite3.Error as error:
            raise OSError(f"{self._path}: {error}") from error


def _refs(refs: str, nearest: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(refs.split()), tuple(nearest.split())

"""What people said of the answers: counts per element and outcome, unanswered themes, trend.

Reads the feedback that the web keeps; prints a table, and writes CSV and a plot on request.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from assistant.errors import BadSettings
from assistant.settings import load_settings
from corpus.errors import PlanAssistantError
from web.feedback_store import Feedback, FeedbackStore

DEFAULT_DAYS = 90
HELPFUL = "helpful"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was called helpful, and how often not."""

    name: str
    helpful: int
    unhelpful: int

    @property
    def total(self) -> int:
        """All choices."""
        return self.helpful + self.unhelpful


def tallies(pairs: Iterable[tuple[str, bool]]) -> list[Tally]:
    """One tally per name, the most chosen first."""
    good: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for name, is_helpful in pairs:
        (good if is_helpful else bad)[name] += 1
    found = [Tally(name, good[name], bad[name]) for name in {*good, *bad}]
    return sorted(found, key=lambda tally: (-tally.total, tally.name))


def sections(kept: list[Feedback]) -> dict[str, list[Tally]]:
    """The tables of the report by their heading."""

    def by(names: Iterable[tuple[Feedback, str]]) -> list[Tally]:
        return tallies((name, one.reason == HELPFUL) for one, name in names)

    return {
        "Outcome": by((one, one.outcome) for one in kept),
        "Reason": by((one, one.reason) for one in kept),
        "Language": by((one, one.language) for one in kept),
        "Element": by((one, ref) for one in kept for ref in one.refs),
        "Unanswered, nearest element": by((one, one.nearest[0]) for one in kept if one.nearest),
        "Week": sorted(by((one, _week(one.day)) for one in kept), key=lambda tally: tally.name),
    }


def _week(day: str) -> str:
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


def write_csv(path: Path, tables: dict[str, list[Tally]]) -> None:
    """All tables as one CSV that spreadsheets open."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["table", "name", "helpful", "not helpful"])
        for heading, rows in tables.items():
            writer.writerows([heading, row.name, row.helpful, row.unhelpful] for row in rows)


def write_plot(path: Path, weeks: list[Tally]) -> None:
    """Helpful and not helpful per week, as a picture."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 3.5), layout="constrained")
    names = [week.name for week in weeks]
    helpful = [week.helpful for week in weeks]
    axes.bar(names, helpful, label="helpful", color="#0f4c47")
    unhelpful = [week.unhelpful for week in weeks]
    axes.bar(names, unhelpful, bottom=helpful, label="not helpful", color="#d98a4b", hatch="//")
    axes.set_ylabel("choices per week")
    axes.legend()
    axes.tick_params(axis="x", rotation=45)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def _print(tables: dict[str, list[Tally]], first: date, last: date) -> None:
    print(f"Feedback from {first} to {last}")
    for heading, rows in tables.items():
        print(f"\n{heading:<32}{'helpful':>10}{'not helpful':>14}")
        for row in rows:
            print(f"  {row.name:<30}{row.helpful:>10}{row.unhelpful:>14}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    today = date.today()
    since = today - timedelta(days=DEFAULT_DAYS)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=since)
    parser.add_argument("--to", dest="last", type=date.fromisoformat, default=today)
    parser.add_argument("--csv", type=Path, help="write all tables to this file")
    parser.add_argument("--plot", type=Path, help="write the trend to this picture")
    return parser.parse_args()


def main() -> int:
    """Print the report of the days asked for."""
    options = _options()
    try:
        path = load_settings().feedback_database
        if not path or not Path(path).is_file():
            where = path or "PLAN_FEEDBACK_DATABASE is empty"
            raise BadSettings(f"There is no feedback yet: {where}.")
        kept = FeedbackStore(Path(path)).between(options.first, options.last)
    except (PlanAssistantError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    tables = sections(kept)
    _print(tables, options.first, options.last)
    if options.csv:
        write_csv(options.csv, tables)
    if options.plot:
        write_plot(options.plot, tables["Week"])
    return 0


if __name__ == "__main__":
    sys.exit(main())

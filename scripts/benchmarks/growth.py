"""Cost of a question, of memory and of the build as plans become more, on made-up plans."""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.page import Section, Table, machine, markdown, save

SIZES = (82, 1_000, 10_000, 100_000, 300_000)
MUNICIPALITIES = 300
QUESTIONS = 300
FILTERS = ("all", "municipality", "plan")
SCRIPTS = Path(__file__).resolve().parents[1]
COMMAND = ".venv/bin/python scripts/benchmark.py growth"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one size; times of questions in milliseconds as p50 and p95, by filter."""

    elements: int
    plans: int
    municipalities: int
    keys: int
    build: float
    build_processor: float
    load: float
    resident: float
    times: dict[str, tuple[float, float]]
    processor_times: dict[str, tuple[float, float]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked of this measurement."""
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of elements")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="asked with each filter")
    parser.add_argument("--municipalities", type=int, default=MUNICIPALITIES, help="at most")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")


def run(arguments: argparse.Namespace) -> None:
    """Build and ask at each size, in processes of their own, and print a table."""
    rows = []
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            settings = [folder, str(size), str(arguments.municipalities)]
            built = _figures("build", *settings)
            asked = _figures("ask", *settings, str(arguments.questions))
        rows.append(Row(**built, **asked))
        print(_cells(rows[-1]), flush=True)
    section = _section(rows)
    print("\n".join(markdown(section)))
    if arguments.write:
        save("growth", section, [asdict(row) for row in rows])


def _figures(*arguments: str) -> dict[str, Any]:
    """What a step prints, run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth_process", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=SCRIPTS)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _section(rows: list[Row]) -> Section:
    head = ("elements", "plans", "municipalities", "texts", "build", "load", "memory")
    return Section(
        title="Growth",
        command=COMMAND,
        machine=machine(("faiss-cpu", "numpy")),
        text=(
            "The search alone, in a process that has loaded the index and asks bank questions of "
            "the real plans: of all plans, of one municipality, of one plan. Times are p50 / p95 "
            "in milliseconds, in brackets those of the processor alone. The real plans with "
            "their banks, and plans made by the recipe of scripts/benchmarks/made_plans.py.",
        ),
        tables=(Table("A question", (*head, *FILTERS), tuple(map(_cells, rows))),),
    )


def _cells(row: Row) -> tuple[str, ...]:
    asked = (
        "{:.1f} / {:.1f} ({:.1f} / {:.1f})".format(*row.times[name], *row.processor_times[name])
        for name in FILTERS
    )
    return (
        f"{row.elements:,}",
        f"{row.plans:,}",
        f"{row.municipalities:,}",
        f"{row.keys:,}",
        f"{row.build:.0f} s ({row.build_processor:.0f} s)",
        f"{row.load:.1f} s",
        f"{row.resident:.0f} MB",
        *asked,
    )

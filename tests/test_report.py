"""The report on feedback: counts, themes without an answer, a table, a CSV and a plot."""

import subprocess
import sys
from pathlib import Path

import pytest

from web.feedback_store import Feedback, FeedbackStore

ROOT = Path(__file__).parents[1]
KEPT = [
    Feedback("2026-11-02", "helpful", "answered", "sv", ("espoo/1.2",), (), "g1"),
    Feedback("2026-11-03", "wrong", "answered", "fi", ("espoo/1.2", "espoo/2.3"), (), "g1"),
    Feedback("2026-11-12", "missing", "not_in_plans", "fi", (), ("helsinki/3.1",), "g1"),
]


@pytest.fixture
def database(tmp_path):
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    for one in KEPT:
        store.add(one, months=12)
    return tmp_path / "feedback.sqlite"


def run(database, *options):
    return subprocess.run(
        [
            sys.executable,
            "scripts/report.py",
            "--from",
            "2026-11-01",
            "--to",
            "2026-11-30",
            *options,
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PLAN_FEEDBACK_DATABASE": str(database), "PYTHONPATH": str(ROOT), "PATH": ""},
    )


def test_the_report_counts_elements_outcomes_and_unanswered_themes(database):
    lines = [" ".join(line.split()) for line in run(database).stdout.splitlines()]
    for line in ("answered 1 1", "not_in_plans 0 1", "espoo/1.2 1 1", "helsinki/3.1 0 1", "fi 0 2"):
        assert line in lines
    assert lines.index("2026-W45 1 1") < lines.index("2026-W46 0 1")


def test_only_the_days_asked_for_are_counted(database):
    lines = run(database, "--from", "2026-11-10").stdout
    assert "answered" not in lines.replace("Unanswered", "")


def test_the_report_writes_a_table_and_a_picture(database, tmp_path):
    table, plot = tmp_path / "report.csv", tmp_path / "report.png"
    run(database, "--csv", str(table), "--plot", str(plot))
    assert "Element;espoo/1.2;1;1" in table.read_text(encoding="utf-8-sig").splitlines()
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_without_feedback_the_report_says_so(tmp_path):
    done = run(tmp_path / "none.sqlite")
    assert done.returncode == 1
    assert done.stderr.startswith("There is no feedback yet: ")

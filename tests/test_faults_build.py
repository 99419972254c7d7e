"""A builder that is killed or fails: the old index answers or the new one, whole."""

import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from failing_builds import (
    FAULTS,
    REFUSED,
    build_and_fail,
    build_on_a_full_disk,
    build_once,
    build_together,
    build_while_replaced,
    few_examples,
    shipped_encoder,
)
from forking import KILLED, finished, forks
from index_answers import Answers, answers_of, started
from small_plans import SOURCE, small_plan

from index.build import build_index
from index.errors import BuildRefused
from index.going_back import go_back
from index.store import Store
from web import create_app

ROOT = Path(__file__).resolve().parent.parent

NEW_SOURCE = (
    SOURCE.replace("i tredje klass", "i fjärde klass")
    + "\nMatlagningskurser ordnas för seniorer.\n\nAntalet kurser\n"
)
# Faults from which the process dies; after the others it says why and leaves with REFUSED.
DEADLY = ("kill", "power")


@dataclass(frozen=True, slots=True)
class Case:
    """An index of the old plan beside the new plan, and what each of the two answers."""

    index: Path
    plans: Path
    old: Answers
    new: Answers

    def answers(self) -> Answers:
        """What a server that starts now answers."""
        return answers_of(started(self.index))


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case that is copied for each test."""
    home = tmp_path_factory.mktemp("standing")
    plans = small_plan(home / "plans")
    build_once(home / "old", plans)
    small_plan(plans, NEW_SOURCE)
    build_once(home / "new", plans)
    old, new = (answers_of(started(home / name)) for name in ("old", "new"))
    assert not set(old[:3]) & set(new[:3])
    return Case(home / "old", plans, old, new)


@pytest.fixture
def fresh(standing: Case, tmp_path: Path) -> Callable[[], Case]:
    """Gives the case as it was before anything failed."""

    def copy() -> Case:
        index = tmp_path / "index"
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(standing.index, index)
        return Case(index, standing.plans, standing.old, standing.new)

    return copy


def tried(case: Case, build: Callable[..., None] = build_and_fail, *given: object) -> int:
    """Build in a process of its own; its exit code."""
    return finished(forks().Process(target=build, args=(case.index, case.plans, *given)))


def built_later(case: Case) -> None:
    """The next build publishes the new plan and leaves nothing of the failed one."""
    assert tried(case) == 0
    assert case.answers() == case.new
    store = Store(case.index)
    names = store.generations()
    assert {path.name for path in case.index.iterdir()} == {"CURRENT", "LOCK", *names}
    for name in names:
        store.verify(name)


def test_a_fault_at_any_step_leaves_the_old_index_or_the_new_one(fresh, full):
    receiver, sender = forks().Pipe(duplex=False)
    assert tried(fresh(), build_and_fail, "", 0, sender) == 0
    steps = receiver.recv()
    assert {"open", "write", "fsync", "mkdir", "rename", "replace"} <= set(steps)
    last = len(steps)
    # A sample takes some of the files, and each step that leads from one index to the other.
    chosen = range(1, last + 1) if full else [*range(1, last - 7, 15), *range(last - 7, last + 1)]
    seen = set()
    for at in chosen:
        for fault in FAULTS if full or at == last else [FAULTS[at % len(FAULTS)]]:
            case = fresh()
            code = tried(case, build_and_fail, fault, at)
            where = f"{fault} at step {at}, {steps[at - 1]}"
            assert code in ((KILLED,) if fault in DEADLY else (REFUSED, 0)), where
            answers = case.answers()
            assert answers in (case.old, case.new), where
            assert answers == case.new or (code != 0 and at != last), where
            seen.add(answers == case.new)
            built_later(case)
    assert seen == {True, False}


def test_builders_killed_at_any_moment_never_stop_the_answers(fresh, full):
    """One server answers all the while; each builder that is not killed in time publishes."""
    case, seed = fresh(), random.Random(8)
    plans = small_plan(case.index.parent / "plans", NEW_SOURCE)
    case = Case(case.index, plans, case.old, case.new)
    started_at = time.monotonic()
    assert tried(case) == 0
    usual = time.monotonic() - started_at
    server, published, killed = started(case.index), 0, 0
    for _ in range(200 if full else 10):
        now = case.answers()
        small_plan(plans, SOURCE if now == case.new else NEW_SOURCE)
        builder = forks().Process(target=build_once, args=(case.index, plans))
        builder.start()
        builder.join(seed.uniform(0, usual))
        builder.kill()
        builder.join()
        assert builder.exitcode in (0, KILLED)
        killed += builder.exitcode == KILLED
        published += case.answers() != now
        assert case.answers() in (case.old, case.new)
        assert answers_of(server) in (case.old, case.new)
    assert killed
    small_plan(plans, NEW_SOURCE)
    built_later(case)


def test_of_two_builders_one_publishes(fresh, full):
    for _ in range(20 if full else 2):
        case, barrier = fresh(), forks().Barrier(2)
        pair = [
            forks().Process(target=build_together, args=(case.index, case.plans, barrier))
            for _ in range(2)
        ]
        for builder in pair:
            builder.start()
        for builder in pair:
            builder.join()
        codes = sorted(builder.exitcode for builder in pair)
        assert codes in ([0, REFUSED], [0, 0])
        assert len(Store(case.index).generations()) == 2
        built_later(case)


def test_a_second_builder_is_refused_and_changes_nothing(fresh):
    case = fresh()
    with Store(case.index).building():
        assert tried(case) == REFUSED
    assert case.answers() == case.old


def test_a_disk_that_is_full_at_any_file_leaves_the_old_index(fresh, full):
    store = Store(fresh().index)
    sizes = {path.stat().st_size for path in store.folder(store.current()).iterdir()}
    for size in sorted(sizes)[:: 1 if full else 6]:
        case = fresh()
        assert tried(case, build_on_a_full_disk, size // 2) == REFUSED, size
        assert case.answers() == case.old, size
        built_later(case)


def test_a_plan_replaced_during_a_build_is_never_mixed_with_the_one_before(fresh, full):
    third = NEW_SOURCE.replace("i fjärde klass", "i femte klass")
    case = fresh()
    plans = small_plan(case.index.parent / "third", third)
    case = Case(case.index, plans, case.old, case.new)
    assert tried(case) == 0
    newest = case.answers()
    receiver, sender = forks().Pipe(duplex=False)
    small_plan(plans, NEW_SOURCE)
    assert tried(case, build_while_replaced, third, 0, sender) == 0
    codes = set()
    for at in range(1, receiver.recv() + 1):
        case = Case(fresh().index, small_plan(plans, NEW_SOURCE), case.old, case.new)
        code = tried(case, build_while_replaced, third, at)
        assert case.answers() in ((case.old,) if code else (case.new, newest)), at
        codes.add(code)
        assert tried(case) == 0
        assert case.answers() == newest, at
    assert REFUSED in codes


def test_a_plan_changed_while_staff_read_the_report_is_not_published(fresh):
    case = fresh()
    plans = small_plan(case.index.parent / "plans", NEW_SOURCE)

    def approve(report) -> bool:
        small_plan(plans, SOURCE.replace("Simskolor", "Simkurser"))
        return True

    with pytest.raises(BuildRefused, match=r"changed during the build\. Build again\."):
        build_index(shipped_encoder(), Store(case.index), few_examples(), plans, approve=approve)
    assert case.answers() == case.old


def test_the_command_says_in_a_sentence_that_the_disk_is_full(fresh):
    case = fresh()
    command = (
        f"ulimit -f 8; exec {sys.executable} scripts/build_index.py --yes --plans {case.plans}"
    )
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PLAN_INDEX": str(case.index)},
    )
    assert done.returncode == 1
    assert re.fullmatch(
        r"The build stopped: .+\. The index in use is whole\. "
        r"Check the disk and its free space, then build again\.\n",
        done.stderr,
    )
    assert case.answers() == case.old


def test_a_start_whose_build_fails_says_why_and_serves_the_index_built_before(fresh, tmp_path):
    """The index holds one small plan, the plan folders others, and somebody else is building."""
    case, errors = fresh(), tmp_path / "errors"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"PLAN_INDEX": str(case.index), "PLAN_FEEDBACK_DATABASE": "", "HOME": "/dev/null"}
    with Store(case.index).building(), errors.open("w") as stderr:
        server = subprocess.Popen(
            ["./scripts/start", "--no-setup", "--port", str(port)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env={**os.environ, **settings},
        )
        while (plans := served_plans(port)) is None:
            assert server.poll() is None, errors.read_text(encoding="utf-8")
            time.sleep(0.1)
        server.terminate()
        assert server.wait(30) == 0
    assert plans == ["vasa"]
    said = errors.read_text(encoding="utf-8")
    assert "Another build is running." in said
    assert "the index built before is served" in said
    assert "Traceback" not in said and "ERROR" not in said


def served_plans(port: int) -> list[str] | None:
    """The plans that a server answers from, `None` while there is no server."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/plans") as reply:
            return [plan["id"] for plan in json.load(reply)["plans"]]
    except urllib.error.URLError:
        return None


def test_a_start_without_an_index_and_with_a_build_that_fails_ends(tmp_path):
    with Store(tmp_path).building():
        start = subprocess.run(
            ["./scripts/start", "--no-setup"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "PLAN_INDEX": str(tmp_path)},
        )
    assert start.returncode == 1
    assert "Another build is running." in start.stderr
    assert "is served" not in start.stderr + start.stdout


def test_a_clock_that_goes_back_still_makes_the_newest_index(fresh, monkeypatch):
    case = fresh()
    monkeypatch.setattr("index.store.time.time_ns", lambda: 10**18)
    build_once(case.index, case.plans)
    assert case.answers() == case.new
    monkeypatch.setattr("web.health.time.time", lambda: 10**9)
    ready = create_app(started(case.index)).test_client().get("/readyz").json
    assert (ready["status"], ready["age_seconds"]) == ("ready", 0)
    store = Store(case.index)
    store.point_to(store.previous())
    assert case.answers() == case.old


def test_going_back_from_a_damaged_generation_is_refused_or_leaves_the_plans(fresh):
    case = fresh()
    build_once(case.index, case.plans)
    store = Store(case.index)
    folders = store.folder(store.current()) / "folders.json"
    folders.write_bytes(folders.read_bytes()[:100])
    with pytest.raises(BuildRefused, match=r"folders\.json is missing or damaged.*--index-only"):
        go_back(store, case.plans)
    go_back(store, case.plans, index_only=True)
    assert case.answers() == case.old

"""This project beside other ways of searching the same passages with the same encoder.

Every system has a process of its own; the processes are asked in turn, so that whatever else the
machine does meets all of them. Needs the packages of the dependency group `bench`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import msgspec

from assistant.quality import NAMES, Item, credit, load_items
from benchmarks.asking import bank_questions, percentiles
from benchmarks.page import FOLDER, Section, Table, machine, markdown, save
from benchmarks.peers_plot import draw
from benchmarks.systems import OWN, ROOT
from corpus.plan import LANGUAGES, Language

DEVELOPMENT = ROOT / "tests" / "data" / "dev.jsonl"
# 0 stands for the two real plans alone.
SIZES = (0, 10_000, 100_000)
LABELS = {
    "answer": "this project, whole answer",
    "search": "this project, search",
    "answer-bank": "this project, whole answer, without the question bank",
    "search-bank": "this project, search, without the question bank",
    "txtai": "txtai",
    "haystack": "Haystack",
    "bm25s": "bm25s",
    "fts5": "SQLite FTS5",
    "tantivy": "tantivy",
    "floor": "floor: one tokenisation, one matrix product",
    "txtai+bank": "txtai with the question bank",
    "haystack+bank": "Haystack with the question bank",
    "bm25s+bank": "bm25s with the question bank",
}
# What is measured at the size of the real plans only.
SMALL = tuple(name for name in LABELS if name.endswith("+bank"))
STARTS = 3
# A start that took longer than this is not repeated, in seconds.
LONG_START = 15.0
# Questions per system and size, at most; and the seconds a system may take for them.
ASKED, PATIENCE = 300, 12.0
# About how long a system is asked before it is another one's turn, in seconds.
TURN = 0.3
PACKAGES = ("txtai", "haystack-ai", "bm25s", "tantivy", "faiss-cpu", "numpy", "model2vec")


# Recall@1 and @3 by language.
Recall = dict[Language, tuple[float, float]]
Recalls = dict[str, Recall]


@dataclass(slots=True)
class Figures:
    """What was measured of one system: seconds, milliseconds per question, megabytes."""

    build: float = 0.0
    starts: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    resident: float = 0.0

    @property
    def start(self) -> float:
        """The median time from a new process to its first answer."""
        return statistics.median(self.starts)


@dataclass(frozen=True, slots=True)
class Size:
    """All systems at one size."""

    machine: str
    systems: dict[str, Figures]


@dataclass(frozen=True, slots=True)
class Kept:
    """What docs/benchmarks/peers.json holds: sizes by their number of passages, and recall."""

    sizes: dict[int, Size] = field(default_factory=dict)
    recalls: Recalls = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _File:
    figures: Kept = field(default_factory=Kept)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked of this measurement."""
    sizes = ", ".join(map(str, SIZES))
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument(
        "--passages",
        type=int,
        nargs="*",
        default=SIZES,
        help=f"sizes to measure, 0 = the real plans ({sizes}); others keep what was written",
    )
    parser.add_argument("--systems", nargs="*", default=list(LABELS), help="only these systems")


def run(arguments: argparse.Namespace) -> None:
    """Measure, print, and write if asked."""
    try:
        machine(PACKAGES)
    except PackageNotFoundError as error:
        raise SystemExit(f"{error.name} is not installed. {INSTALL}") from None
    kept = read_kept()
    for number in arguments.passages:
        with tempfile.TemporaryDirectory() as folder:
            kept.sizes[number], recalls = measure(number, arguments.systems, Path(folder))
        kept.recalls.update(recalls)
    section = told(kept)
    print("\n".join(markdown(section)))
    if arguments.write:
        draw(kept, LABELS, FOLDER / "peers.png")
        save("peers", section, asdict(kept))


def read_kept() -> Kept:
    """What earlier runs have written."""
    path = FOLDER / "peers.json"
    if not path.exists():
        return Kept()
    return msgspec.json.decode(path.read_bytes(), type=_File).figures


def measure(number: int, names: Sequence[str], folder: Path) -> tuple[Size, Recalls]:
    """Build, start and ask every system; at the size of the real plans also their quality."""
    names = [name for name in names if not number or name not in SMALL]
    figures = {name: Figures() for name in names}
    for name in names:
        figures[name].build = build(name, index_of(name, folder), number)
        print(f"{LABELS[name]}: built in {figures[name].build:.1f} s", file=sys.stderr)
    for _ in range(STARTS):
        for name in names:
            if not figures[name].starts or figures[name].start < LONG_START:
                with serving(name, index_of(name, folder)) as system:
                    figures[name].starts.append(system.started)
    recalls = {}
    with ExitStack() as stack:
        systems = {n: stack.enter_context(serving(n, index_of(n, folder))) for n in names}
        ask_in_turn(systems, figures)
        if not number:
            items = development_items()
            recalls = {n: recall_of(systems[n], items) for n in names if n != "floor"}
    return Size(machine(PACKAGES), figures), recalls


def index_of(name: str, folder: Path) -> Path:
    """Where a system's index is; this project's search and answers share theirs."""
    return folder / name.replace("answer", "own").replace("search", "own")


def build(name: str, folder: Path, number: int) -> float:
    """Build a system's index in a process of its own, unless it is there; the seconds."""
    note = folder / "seconds"
    if not note.exists():
        folder.mkdir()
        bank = ["bank"] if name in OWN or name.endswith("+bank") else []
        command = [*_command(name, folder), "build", str(number), *bank]
        done = subprocess.run(command, env=_environment(), capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{LABELS[name]} could not be built:\n{done.stderr[-2000:]}")
        note.write_text(done.stdout.split()[-1])
    return float(note.read_text())


class Serving:
    """A process that answers with one system."""

    def __init__(self, name: str, folder: Path) -> None:
        self.label = LABELS[name]
        self._errors = folder / "errors"
        began = time.time()
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [*_command(name, folder), "serve"],
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.started: float = self._read()["first"] - began

    def ask(self, questions: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """The times of some questions, the first elements found, and the memory held now."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(questions) + "\n")
        self._process.stdin.flush()
        return self._read()

    def stop(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("{"):
                found: dict[str, Any] = json.loads(line)
                return found
        raise SystemExit(f"{self.label} has ended:\n{self._errors.read_text()[-2000:]}")


@contextmanager
def serving(name: str, folder: Path) -> Iterator[Serving]:
    """A system's process while it is needed."""
    system = Serving(name, folder)
    try:
        yield system
    finally:
        system.stop()


def ask_in_turn(systems: dict[str, Serving], figures: dict[str, Figures]) -> None:
    """Ask all systems the same questions, a part at a time, each within its patience."""
    questions = bank_questions()
    for system in systems.values():
        system.ask(questions[:3])
    left = {name: list(questions[3 : 3 + ASKED]) for name in systems}
    while any(left.values()):
        for name, waiting in left.items():
            found = figures[name]
            each = statistics.mean(found.times) if found.times else 1000 * TURN
            turn = max(1, int(1000 * TURN / each))
            if waiting:
                reply = systems[name].ask(waiting[:turn])
                found.times += reply["times"]
                found.resident = reply["resident"]
                del waiting[:turn]
            if sum(found.times) > 1000 * PATIENCE:
                waiting.clear()


def development_items() -> list[Item]:
    """The answerable single questions of the development set."""
    items = load_items(DEVELOPMENT)
    return [item for item in items if item.answerable and len(item.turns) == 1]


def recall_of(system: Serving, items: Sequence[Item]) -> Recall:
    """Recall@1 and @3 per language, by the rules of docs/quality/README.md."""
    refs = system.ask([(item.turns[0], item.language) for item in items])["refs"]
    found: Recall = {}
    for language in LANGUAGES:
        scores = [
            recall(item, [NAMES.get(ref, ref) for ref in cited])
            for item, cited in zip(items, refs, strict=True)
            if item.language == language
        ]
        first, third = (statistics.mean(column) for column in zip(*scores, strict=True))
        found[language] = (first, third)
    return found


def recall(item: Item, refs: Sequence[str]) -> tuple[float, float]:
    """What the first element found earns, and what the first three do."""
    first = credit(refs[0], item.gold) if refs else 0.0
    wanted: list[tuple[str, ...]] = [(gold,) for gold in item.every] or [item.gold]
    third = (max((credit(ref, gold) for ref in refs), default=0.0) for gold in wanted)
    return first, statistics.mean(third)


def told(kept: Kept) -> Section:
    """The section of docs/benchmarks.md."""
    tables = [_size_table(number, size) for number, size in sorted(kept.sizes.items())]
    if kept.recalls:
        tables.append(_recall_table(kept.recalls))
    machines = dict.fromkeys(size.machine for size in kept.sizes.values())
    command = "scripts/benchmark.py peers --write"
    return Section(
        "Beside its peers", command, "; ".join(machines), TEXT, tuple(tables), "peers.png"
    )


INSTALL = (
    "Install the peers with `.venv/bin/pip install --upgrade pip` and "
    "`.venv/bin/pip install --group bench`."
)
TEXT = (
    INSTALL,
    "All systems hold the same passages: those that this project makes of the two real plans, in "
    "both languages, and of made-up ones (`scripts/benchmarks/made_plans.py` says how). Its "
    "question banks are 26,000 further texts in its index, unless a row says that they are left "
    "out. Each system has a process of its own with one thread for linear algebra; the processes "
    "are asked bank questions in turn. *Start* is from a new process to its first answer, *build* "
    "from passages in memory to an index on disk, the loading of the libraries included in both. "
    "*Memory* is resident after the questions. A slow system is asked fewer than 300 questions.",
    "Settings. txtai: `hybrid=True`, the rest its defaults (FAISS, exact up to 5,000 passages and "
    "IVF above, BM25 with normalised scores), encoder read by model2vec. Haystack: in-memory "
    "store, BM25 and embedding retrievers with 20 passages each, joined by reciprocal rank; the "
    "encoder is read by model2vec too, which is lighter than its own embedder. bm25s and tantivy: "
    "Snowball stemmers for Swedish and Finnish. FTS5: `unicode61`, words joined by OR. Peers "
    "return 20 passages; the first three different elements of them count.",
    "Recall is over the answerable single questions of the development set; no plan is chosen for "
    "any system. Rows *with the question bank* let a peer have the bank's questions as further "
    "passages of the element they are about: what the bank gives is told apart from what this "
    "project's search and rules give.",
)


def _size_table(number: int, size: Size) -> Table:
    rows = []
    for name, found in size.systems.items():
        # Like is compared with like: with the bank's questions, or without them.
        part = "" if name in OWN or name.endswith("+bank") else "-bank"
        own, search = size.systems["answer" + part], size.systems["search" + part]
        base = percentiles(search.times)[0]
        middle, slow = percentiles(found.times)
        rows.append(
            (
                LABELS[name],
                f"{found.build:.1f} s",
                f"{found.start:.2f} s ({found.start / own.start:.1f})",
                f"{middle:.2f} ms ({middle / base:.1f})",
                f"{slow:.2f} ms",
                f"{found.resident:.0f} MB ({found.resident / own.resident:.1f})",
                str(len(found.times)),
            )
        )
    named = f"{number:,} passages" if number else "The two real plans, about 560 passages"
    head = ("system", "build", "start", "query p50", "p95", "memory", "questions")
    return Table(
        f"{named}; in brackets, how many times this project's with the same content",
        head,
        tuple(rows),
    )


def _recall_table(recalls: Recalls) -> Table:
    head = ("system", *(f"{language} @{rank}" for language in LANGUAGES for rank in (1, 3)))
    rows = [
        (LABELS[name], *(f"{value:.3f}" for lang in LANGUAGES for value in found[lang]))
        for name, found in recalls.items()
    ]
    return Table("Recall over the two real plans", head, tuple(rows))


def _command(name: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.systems", name, str(folder)]


def _environment() -> dict[str, str]:
    """One thread each, no network, and the project's packages."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts")]),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
    }

"""Time of checking a PDF of thirty pages, and of building again after one action has changed."""

import argparse
import gc
import hashlib
import io
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from itertools import count
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from assistant.scope_examples import load_examples
from corpus.catalogue import PLAN_FILE, PLANS, load_plan
from index.build import Checks, build_index
from index.encoder import load_encoder
from index.store import Store

PROJECT = Path(__file__).resolve().parents[2]
TESTS = PROJECT / "tests"
PAGES = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked of this measurement."""
    parser.add_argument("--times", type=int, default=7, help="how often each is done (default 7)")


def run(arguments: argparse.Namespace) -> None:
    """Print the median and the least time of both."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "plan.pdf"
        pdf.write_bytes(plan_of_many_pages())
        command = [sys.executable, "scripts/plans.py", "check", str(pdf)]

        def check() -> None:
            subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)

        told("plans.py check, 30 pages, the command's start included", arguments.times, check)
        told("rebuild after one changed action", arguments.times, rebuild(Path(folder)))


def told(name: str, times: int, do: Callable[[], object]) -> None:
    """Do something several times, and print how long it took by the clock and by the processor."""
    clock, processor = [], []
    for _ in range(times):
        start, before = time.perf_counter(), sum(os.times()[:4])
        do()
        clock.append(time.perf_counter() - start)
        processor.append(sum(os.times()[:4]) - before)
    print(
        f"{name}, {times} times: median {statistics.median(clock):.2f} s, "
        f"least {min(clock):.2f} s, processor {statistics.median(processor):.2f} s"
    )


def plan_of_many_pages() -> bytes:
    """Made-up plans of several table shapes as one PDF."""
    sys.path.insert(0, str(TESTS))
    draw = import_module("plan_pdfs").Plan
    all_shapes = import_module("plan_shapes").SHAPES
    shapes = [shape for shape in all_shapes if shape.language == "sv" and not shape.rotate]
    writer = PdfWriter()
    for number in count():
        shape = replace(shapes[number % len(shapes)], seed=number)
        for page in PdfReader(io.BytesIO(draw(shape).draw())).pages:
            writer.add_page(page)
            if len(writer.pages) == PAGES:
                written = io.BytesIO()
                writer.write(written)
                return written.getvalue()
    raise AssertionError


def rebuild(folder: Path) -> Callable[[], object]:
    """What builds again after an action of the first plan has another word."""
    plans, store = folder / "plans", Store(folder / "index")
    shutil.copytree(PLANS, plans)
    checks = Checks(TESTS / "data" / "dev.jsonl")
    build_index(load_encoder(), store, load_examples(), plans, checks=checks)
    first = sorted(path for path in plans.iterdir() if path.is_dir())[0]
    numbers = count()

    def build() -> None:
        change_action(first, next(numbers))
        report = build_index(load_encoder(), store, load_examples(), plans, checks=checks)
        assert len(report.changed) == 1

    gc.disable()
    return build


def change_action(folder: Path, number: int) -> None:
    """Put a number behind a long word of the plan's first action."""
    plan = load_plan(folder)
    source = folder / plan.info.source
    text = source.read_text(encoding="utf-8")
    word = max(re.findall(r"[^\W\d_]+", plan.actions[0].text), key=len)
    text = re.sub(rf"{word}(?: \d+)?(?!\w)", f"{word} {number}", text, count=1)
    source.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    told = (folder / PLAN_FILE).read_text(encoding="utf-8")
    (folder / PLAN_FILE).write_text(told.replace(plan.info.sha256, digest), encoding="utf-8")

"""Time and memory of answers on this machine, or the first byte of a running server."""

import argparse
import gc
import http.client
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from assistant.scope_examples import load_examples
from benchmarks.asking import WARM_UP, bank_questions, told
from index.build import build_index
from index.encoder import load_encoder
from index.store import Store

PAGES = 250
SCRIPTS = Path(__file__).resolve().parents[1]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked of this measurement."""
    parser.add_argument("--url", help="a running server, started with PLAN_RATE_LIMIT empty")


def run(arguments: argparse.Namespace) -> None:
    """Measure a running server's first byte, or a build and then a server process of its own."""
    if arguments.url:
        first_bytes(arguments.url)
        return
    print(f"{date.today()}, Python {platform.python_version()}, {platform.platform()}")
    with tempfile.TemporaryDirectory() as folder:
        builds(Path(folder))
        answers(Path(folder))


def first_bytes(url: str) -> None:
    """Print the time to the first byte of start and answer pages, with one client."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    forms = [urlencode({"question": text}) for text, _ in bank_questions()[:PAGES]]
    for name, requests in (
        ("start", [("GET", "/sv/", None)] * PAGES),
        ("answer", [("POST", "/sv/ask", form) for form in forms]),
    ):
        times = []
        for method, path, body in requests:
            start = time.perf_counter()
            connection.request(method, path, body, kind)
            response = connection.getresponse()
            times.append((time.perf_counter() - start) * 1000)
            response.read()
        told(f"{name} page, first byte", times[WARM_UP:])


def builds(folder: Path) -> None:
    """Print how long a build of both plans takes, and one that finds nothing changed."""
    # As scripts/build_index.py does.
    gc.disable()
    for name in ("index of both plans built", "nothing changed, seen"):
        start = time.perf_counter()
        build_index(load_encoder(), Store(folder), load_examples())
        print(f"{name} in {time.perf_counter() - start:.2f} s")


def answers(folder: Path) -> None:
    """Print what a fresh server process takes to start, to answer, and in memory."""
    command = [sys.executable, "-m", "benchmarks.server_process", str(folder)]
    questions = json.dumps(bank_questions())
    started = time.time()
    done = subprocess.run(
        command, check=True, input=questions, stdout=subprocess.PIPE, text=True, cwd=SCRIPTS
    )
    measured = json.loads(done.stdout)
    print(f"start to first answer {measured['first'] - started:.2f} s")
    told("answer", measured["times"][WARM_UP:])
    told("answer, processor time alone", measured["processor_times"][WARM_UP:])
    _tell_memory(measured["resident"])


def _tell_memory(megabytes: Sequence[float]) -> None:
    first, last = megabytes
    print(f"resident {first:.0f} MB after the first answer, {last:.0f} MB after all")

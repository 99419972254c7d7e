"""Measure time and memory on this machine: python scripts/benchmark.py [--url RUNNING_SERVER]."""

import argparse
import http.client
import platform
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from assistant.answering import Assistant
from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.scope_examples import load_examples
from assistant.settings import Settings
from corpus.plan import Language
from index.banks import questions_of
from index.build import build_index
from index.encoder import load_encoder
from index.store import Store
from index.trial import read_folders

ASKED = 1000
WARM_UP = 50


def main() -> None:
    """Measure a running server's first byte, or build, load and ask in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running server, started with PLAN_RATE_LIMIT empty")
    url = parser.parse_args().url
    if url:
        first_bytes(url)
    else:
        in_process()


def first_bytes(url: str) -> None:
    """Print the time to the first byte of start and answer pages, with one client."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    forms = [urlencode({"question": text}) for text, _ in asked()[:250]]
    for name, requests in (
        ("start", [("GET", "/sv/", None)] * 250),
        ("answer", [("POST", "/sv/ask", form) for form in forms]),
    ):
        times = []
        for method, path, body in requests:
            start = time.perf_counter()
            connection.request(method, path, body, kind)
            response = connection.getresponse()
            times.append((time.perf_counter() - start) * 1000)
            response.read()
        told(f"{name} page, first byte", sorted(times[WARM_UP:]))


def asked() -> list[tuple[str, Language]]:
    """Bank questions, evenly chosen, with the warm-up before them."""
    questions = [q for folder in read_folders() for q in questions_of(folder.groups)]
    step = max(1, len(questions) // (ASKED + WARM_UP))
    return [(q.text, q.language) for q in questions[::step][: ASKED + WARM_UP]]


def told(name: str, times: Sequence[float]) -> None:
    """Print the median and the 95th percentile of sorted times."""
    middle, slow = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{name}, {len(times)} times: p50 {middle:.2f} ms, p95 {slow:.2f} ms")


def in_process() -> None:
    """Build, load, ask and print one line for each figure."""
    print(f"{date.today()}, Python {platform.python_version()}, {platform.platform()}")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        start = time.perf_counter()
        build_index(load_encoder(), store, load_examples())
        print(f"index of both plans built in {time.perf_counter() - start:.2f} s")
        start = time.perf_counter()
        build_index(load_encoder(), store, load_examples())
        print(f"nothing changed, seen in {time.perf_counter() - start:.2f} s")
        start = time.perf_counter()
        assistant = AssistantSource(Settings(index=Path(folder))).current()
        print(f"assistant ready in {time.perf_counter() - start:.2f} s")
        times = answer_times(assistant)
    told("answer", times)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"resident at most {kilobytes / 1024:.0f} MB, the build included")


def answer_times(assistant: Assistant) -> Sequence[float]:
    """The sorted times of answers to bank questions in milliseconds."""
    times = []
    for text, language in asked():
        message = Question.from_text(text, language)
        start = time.perf_counter()
        assistant.answer(message)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times[WARM_UP:])


if __name__ == "__main__":
    main()

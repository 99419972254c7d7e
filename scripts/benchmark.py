"""Measure time and memory on this machine: python scripts/benchmark.py."""

import platform
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.answering import Assistant
from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.scope_examples import load_examples
from assistant.settings import Settings
from index.banks import questions_of
from index.build import build_index
from index.encoder import load_encoder
from index.store import Store
from index.trial import read_folders

ASKED = 1000
WARM_UP = 50


def main() -> None:
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
    middle, slow = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{len(times)} answers: p50 {middle:.2f} ms, p95 {slow:.2f} ms")
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"resident at most {kilobytes / 1024:.0f} MB, the build included")


def answer_times(assistant: Assistant) -> Sequence[float]:
    """The sorted times of answers to bank questions in milliseconds."""
    asked = [question for folder in read_folders() for question in questions_of(folder.groups)]
    step = max(1, len(asked) // (ASKED + WARM_UP))
    times = []
    for question in asked[::step][: ASKED + WARM_UP]:
        message = Question.from_text(question.text, question.language)
        start = time.perf_counter()
        assistant.answer(message)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times[WARM_UP:])


if __name__ == "__main__":
    main()

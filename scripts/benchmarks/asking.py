"""The questions that are asked in measurements, and how their times are told."""

from collections.abc import Sequence

from corpus.plan import Language
from index.banks import questions_of
from index.trial import read_folders

ASKED = 1000
WARM_UP = 50


def bank_questions() -> list[tuple[str, Language]]:
    """Bank questions, evenly chosen, with those for the warm-up before them."""
    questions = [q for folder in read_folders() for q in questions_of(folder.groups)]
    step = max(1, len(questions) // (ASKED + WARM_UP))
    return [(q.text, q.language) for q in questions[::step][: ASKED + WARM_UP]]


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


def told(name: str, times: Sequence[float]) -> None:
    """Print the median and the 95th percentile of times in milliseconds."""
    middle, slow = percentiles(times)
    print(f"{name}, {len(times)} times: p50 {middle:.2f} ms, p95 {slow:.2f} ms")

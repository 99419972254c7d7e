"""What `growth` measures, each step in a process of its own: to build an index, and to ask it."""

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.asking import bank_questions, percentiles
from benchmarks.made_plans import folders_with_plans
from benchmarks.memory import resident
from index.build import make_content
from index.encoder import load_encoder
from index.generation import read_content, write_content
from index.memory import give_back_freed_memory
from index.search import HybridSearch, Query
from index.store import Store

WARM_UP = 20


def build(folder: Path, elements: int, municipalities: int) -> dict[str, object]:
    """Make plans until they have so many elements, then build and publish their index."""
    real = folders_with_plans(2)
    sizes = [sum(1 for _ in folder.indexed.plan.elements()) for folder in real]
    number = max(2, round(elements * len(sizes) / sum(sizes)))
    folders = folders_with_plans(number)
    # As scripts/build_index.py does.
    gc.disable()
    encoder = load_encoder()
    start, start_processor = time.perf_counter(), time.process_time()
    content = make_content(folders, encoder)
    Store(folder).publish(encoder.name, "", lambda path: write_content(path, content))
    return {
        "build": time.perf_counter() - start,
        "build_processor": time.process_time() - start_processor,
        "elements": len(content.refs),
        "plans": len(content.plans),
        "municipalities": min(municipalities, len(content.plans)),
        "keys": len(content.passages.keys) + len(content.questions.keys),
    }


def ask(folder: Path, municipalities: int, number: int) -> dict[str, object]:
    """Load an index and ask it questions, of all plans, of one municipality and of one plan."""
    start = time.perf_counter()
    store, encoder = Store(folder), load_encoder()
    content = read_content(store.folder(store.current()))
    search = HybridSearch(content, encoder)
    loaded = time.perf_counter() - start
    plans = [entry.plan.id for entry in content.plans]
    del content
    give_back_freed_memory()
    each = -(-len(plans) // municipalities)
    chance = random.Random(0)

    def of_municipality() -> tuple[str, ...]:
        first = chance.randrange(0, len(plans), each)
        return tuple(plans[first : first + each])

    filters: dict[str, Callable[[], tuple[str, ...]]] = {
        "all": lambda: (),
        "municipality": of_municipality,
        "plan": lambda: (chance.choice(plans),),
    }
    times, processor_times = {}, {}
    for name, choose in filters.items():
        times[name], processor_times[name] = _ask(search, choose, number)
    return {
        "load": loaded,
        "resident": resident(),
        "times": times,
        "processor_times": processor_times,
    }


def _ask(
    search: HybridSearch, choose: Callable[[], Sequence[str]], number: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    times, processor_times = [], []
    for text, language in bank_questions()[: number + WARM_UP]:
        query = Query(text, language, tuple(choose()))
        start, start_processor = time.perf_counter(), time.thread_time()
        search.search(query, 12)
        processor_times.append((time.thread_time() - start_processor) * 1000)
        times.append((time.perf_counter() - start) * 1000)
    return percentiles(times[WARM_UP:]), percentiles(processor_times[WARM_UP:])


def main(step: str, folder: str, elements: str, municipalities: str, number: str = "") -> None:
    """Run one step and print its figures as JSON."""
    if step == "build":
        figures = build(Path(folder), int(elements), int(municipalities))
    else:
        figures = ask(Path(folder), int(municipalities), int(number))
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A damaged index: what is damaged is named, and the newest sound generation answers."""

import logging
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from failing_builds import build_once
from index_answers import Answers, answers_of, started
from small_plans import SOURCE, small_plan

from assistant.loading import AssistantSource
from index.errors import DamagedGeneration, NoIndex
from index.store import Store
from web import create_app

POINTS = 20


class Index:
    """A folder of two generations, and what the older and the newer one answer."""

    def __init__(self, root: Path, older: Answers, newer: Answers) -> None:
        self.root, self.older, self.newer = root, older, newer
        self.store = Store(root)

    def files(self) -> list[Path]:
        """The files of the newer generation."""
        return sorted(self.store.folder(self.store.generations()[-1]).iterdir())


@pytest.fixture(scope="session")
def two_generations(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index that no test damages."""
    home = tmp_path_factory.mktemp("two-generations")
    plans = small_plan(home / "plans")
    build_once(home / "index", plans)
    older = answers_of(started(home / "index"))
    small_plan(plans, SOURCE.replace("i tredje klass", "i fjärde klass"))
    build_once(home / "index", plans)
    newer = answers_of(started(home / "index"))
    assert older != newer
    return Index(home / "index", older, newer)


@pytest.fixture
def index(two_generations: Index, tmp_path: Path) -> Index:
    """A copy to damage."""
    shutil.copytree(two_generations.root, tmp_path / "index")
    return Index(tmp_path / "index", two_generations.older, two_generations.newer)


@pytest.fixture
def logged() -> Iterator[Callable[[], str]]:
    """What the server has logged as errors since it was last asked."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = records.append
    log = logging.getLogger("assistant.loading")
    log.addHandler(handler)

    def take() -> str:
        lines = [f"{record.getMessage()}: {record.why}" for record in records]
        records.clear()
        return "\n".join(lines)

    yield take
    log.removeHandler(handler)


def damages(data: bytes, count: int) -> Iterator[bytes]:
    """The file with one bit changed at so many places, and cut off at so many."""
    seed = random.Random(len(data))
    for place in seed.sample(range(len(data)), min(count, len(data))):
        changed = bytearray(data)
        changed[place] ^= 1 << seed.randrange(8)
        yield bytes(changed)
    for place in sorted({len(data) * step // count for step in range(count)}):
        yield data[:place]


def test_any_damage_to_any_file_is_named_and_the_generation_before_answers(index, logged, full):
    for path in index.files():
        data = path.read_bytes()
        for damaged in damages(data, POINTS if full else 1):
            path.write_bytes(damaged)
            assert answers_of(started(index.root)) == index.older, path.name
            # A manifest with one digit changed accuses the file whose digest it holds.
            named = path.parent if path.name == "MANIFEST.json" else path
            assert str(named) in logged(), path.name
        path.write_bytes(data)
    assert answers_of(started(index.root)) == index.newer
    assert logged() == ""


def test_a_file_that_the_disk_does_not_give_is_damage_too(index, logged):
    path = index.files()[3]
    path.unlink()
    # Its first page is mapped to nothing, so that every read of it is an error of the disk.
    path.symlink_to("/proc/self/mem")
    with pytest.raises(OSError, match="Input/output error"):
        path.read_bytes()
    assert answers_of(started(index.root)) == index.older
    assert str(path) in logged()


POINTERS = {
    "empty": b"",
    "spaces": b" \n\n",
    "nowhere": b"g00000000000000000001",
    "zeros, as after a power cut": bytes(21),
    "not text": b"\xff\xfe\x00\x00garbage",
    "too long": b"g" * 5000,
    "outside": b"../../etc",
    "the folder itself": b".",
    "half": b"g000",
    "a draft": b"tmp-g00000000000000000001",
}


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_broken_pointer_leads_to_the_newest_generation_and_is_named(index, logged, pointer):
    (index.root / "CURRENT").write_bytes(POINTERS[pointer])
    source = started(index.root)
    assert answers_of(source) == index.newer
    assert str(index.root) in logged()
    assert create_app(source).test_client().get("/readyz").json["status"] == "degraded"


def test_a_missing_pointer_leads_to_the_newest_generation_and_is_named(index, logged):
    (index.root / "CURRENT").unlink()
    assert answers_of(started(index.root)) == index.newer
    assert f"{index.root / 'CURRENT'} is missing or damaged." in logged()


@pytest.mark.parametrize("pointer", POINTERS)
def test_after_a_broken_pointer_the_next_build_mends_it(index, pointer):
    (index.root / "CURRENT").write_bytes(POINTERS[pointer])
    plans = small_plan(index.root.parent / "plans")
    build_once(index.root, plans)
    assert index.store.current() == index.store.generations()[-1]
    assert answers_of(started(index.root)) == index.older


def test_a_pointer_and_the_newest_generation_damaged_leave_the_older_one(index, logged):
    (index.root / "CURRENT").write_bytes(bytes(21))
    index.files()[5].write_bytes(b"")
    assert answers_of(started(index.root)) == index.older
    told = logged()
    assert "CURRENT is missing or damaged" in told
    assert str(index.files()[5]) in told


def test_with_every_generation_damaged_the_start_names_all_of_them(index):
    for name in index.store.generations():
        (index.store.folder(name) / "plans.json").write_bytes(b"{}")
    names = r".*".join(reversed(index.store.generations()))
    with pytest.raises(NoIndex, match=rf"{names}.*scripts/build_index\.py"):
        started(index.root)


def noticed(source: AssistantSource, happened: Callable[[], bool]) -> None:
    """Ask until the server has looked at what was published."""
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        source.current()
        time.sleep(0.01)


def test_a_running_server_keeps_its_answers_when_what_is_published_is_damaged(
    index, logged, monkeypatch
):
    monkeypatch.setattr("assistant.loading.LOOK_EVERY", 0.0)
    newest = index.store.current()
    index.store.point_to(index.store.generations()[0])
    server = started(index.root)
    path = index.files()[7]
    path.write_bytes(path.read_bytes()[:-1])
    index.store.point_to(newest)
    told: list[str] = []
    noticed(server, lambda: told.append(logged()) or any(str(path) in line for line in told))
    assert answers_of(server) == index.older
    assert server.degraded()
    with pytest.raises(DamagedGeneration):
        index.store.verify(newest)


def test_a_running_server_outlives_its_own_folder(index, logged, monkeypatch):
    monkeypatch.setattr("assistant.loading.LOOK_EVERY", 0.0)
    server = started(index.root)
    shutil.rmtree(index.root)
    told: list[str] = []
    noticed(server, lambda: told.append(logged()) or any("No index" in line for line in told))
    assert answers_of(server) == index.newer

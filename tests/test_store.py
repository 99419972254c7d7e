"""Generations on disk: published whole or not at all, damage found, the old one kept."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import BuildRefused, DamagedGeneration, NoIndex
from index.store import FORMAT, KEPT, Store

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "generations")


def writes(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "plans.json").write_text(text, encoding="utf-8")
        (folder / "passages.npy").write_bytes(bytes(range(200)))

    return write


def publish(store: Store, text: str = "Välfärdsplan") -> str:
    return store.publish("our-encoder", "digest", writes(text))


def held(store: Store) -> str:
    name, _ = store.sound()
    return (store.folder(name) / "plans.json").read_text(encoding="utf-8")


def test_a_published_generation_is_the_current_and_verified_one(store):
    name = publish(store)
    assert store.current() == name
    found, manifest = store.sound()
    assert found == name
    assert manifest.encoder == "our-encoder"
    assert manifest.corpus_digest == "digest"
    assert manifest.format == FORMAT
    assert set(manifest.files) == {"plans.json", "passages.npy"}


def test_nothing_but_the_generation_and_the_pointer_is_left(store):
    name = publish(store)
    assert sorted(path.name for path in store.root.iterdir()) == ["CURRENT", name]


def test_generations_are_named_in_the_order_in_which_they_were_built(store):
    names = [publish(store, text) for text in ("ett", "två", "tre")]
    assert names == sorted(names)
    assert held(store) == "tre"


def test_without_any_generation_the_command_is_named(store):
    with pytest.raises(NoIndex, match=r"No index has been built yet\. .*scripts/build_index\.py"):
        store.sound()


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGE = [flip, truncate, empty, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("file", ["plans.json", "passages.npy", "MANIFEST.json"])
def test_a_damaged_file_is_named_and_the_older_generation_used(store, damage, file):
    publish(store, "gammal")
    name = publish(store, "ny")
    damage(store.folder(name) / file)
    # A manifest with one digit changed names the file whose digest it no longer tells.
    named = "npy|json" if (file, damage) == ("MANIFEST.json", flip) else file
    with pytest.raises(DamagedGeneration, match=rf"{name}.*({named})"):
        store.verify(name)
    assert held(store) == "gammal"


@pytest.mark.parametrize("byte", range(0, 200, 13))
def test_a_flip_of_any_byte_is_found(store, byte):
    name = publish(store)
    path = store.folder(name) / "passages.npy"
    data = bytearray(path.read_bytes())
    data[byte] ^= 0x80
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedGeneration, match=r"passages\.npy is missing or damaged"):
        store.verify(name)


def test_the_newest_sound_generation_is_used_of_several(store):
    publish(store, "ett")
    publish(store, "två")
    flip(store.folder(publish(store, "tre")) / "plans.json")
    assert held(store) == "två"


def test_when_all_are_damaged_every_file_and_the_command_are_named(store):
    names = [publish(store, text) for text in ("ett", "två")]
    for name in names:
        flip(store.folder(name) / "plans.json")
    with pytest.raises(NoIndex, match=rf"{names[1]}.*{names[0]}.*scripts/build_index\.py"):
        store.sound()


@pytest.mark.parametrize("pointer", ["", "\n", "g00000000000000000001", "tmp-g1", "../elsewhere"])
def test_a_pointer_to_nothing_leads_to_the_newest_generation(store, pointer):
    publish(store, "ett")
    publish(store, "två")
    (store.root / "CURRENT").write_text(pointer, encoding="utf-8")
    assert held(store) == "två"


def test_a_missing_pointer_leads_to_the_newest_generation(store):
    publish(store, "ett")
    (store.root / "CURRENT").unlink()
    assert store.current() == ""
    assert held(store) == "ett"


def test_a_pointer_that_is_not_text_leads_to_the_newest_generation(store):
    publish(store, "ett")
    (store.root / "CURRENT").write_bytes(b"\xff\xfe\x00")
    assert held(store) == "ett"


def test_a_manifest_of_another_generation_is_refused(store):
    one, two = publish(store, "ett"), publish(store, "två")
    data = (store.folder(one) / "MANIFEST.json").read_bytes()
    (store.folder(two) / "MANIFEST.json").write_bytes(data)
    with pytest.raises(DamagedGeneration, match=rf"belongs to generation {one}"):
        store.verify(two)


def test_a_generation_of_an_older_format_is_refused(store):
    name = publish(store)
    path = store.folder(name) / "MANIFEST.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"format": FORMAT - 1}), encoding="utf-8")
    with pytest.raises(DamagedGeneration, match=rf"has format {FORMAT - 1}, not {FORMAT}"):
        store.verify(name)


@pytest.mark.parametrize("manifest", ["[]", "{}", "null", '"g1"', "{", '{"files": 1}'])
def test_a_manifest_of_another_shape_is_named(store, manifest):
    name = publish(store)
    (store.folder(name) / "MANIFEST.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(DamagedGeneration, match=r"MANIFEST\.json is missing or damaged"):
        store.verify(name)


def test_a_manifest_whose_files_are_no_table_is_named(store):
    name = publish(store)
    path = store.folder(name) / "MANIFEST.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"files": ["plans.json"]}), encoding="utf-8")
    with pytest.raises(DamagedGeneration, match=r"MANIFEST\.json is missing or damaged"):
        store.verify(name)


@pytest.mark.parametrize(
    "error", [OSError("disk full"), MemoryError("full"), KeyboardInterrupt("stop")]
)
def test_a_write_that_fails_leaves_the_old_generation_and_no_draft(store, error):
    old = publish(store, "gammal")

    def fails(folder: Path) -> None:
        (folder / "plans.json").write_text("halv", encoding="utf-8")
        raise error

    with pytest.raises(type(error), match=str(error)):
        store.publish("our-encoder", "digest", fails)
    assert store.current() == old
    assert held(store) == "gammal"
    assert list(store.root.glob("tmp-*")) == []


def test_a_full_disk_leaves_the_old_generation(store):
    old = publish(store, "gammal")
    program = (
        "import resource, sys; from pathlib import Path; from index.store import Store;"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "Store(Path(sys.argv[1])).publish('e', 'd',"
        " lambda f: (f / 'plans.json').write_bytes(bytes(5000)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(store.root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "OSError" in done.stderr
    assert store.current() == old
    assert held(store) == "gammal"


def test_a_builder_that_was_killed_leaves_the_old_generation_and_its_draft_is_removed(store):
    old = publish(store, "gammal")
    program = (
        "import os, sys; from pathlib import Path; from index.store import Store;"
        "Store(Path(sys.argv[1])).publish('e', 'd', lambda f: os.kill(os.getpid(), 9))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(store.root)],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == -9
    assert len(list(store.root.glob("tmp-*"))) == 1
    assert held(store) == "gammal"
    with store.building():
        assert list(store.root.glob("tmp-*")) == []
    assert store.current() == old


def test_the_last_three_generations_are_kept(store):
    names = [publish(store, str(number)) for number in range(5)]
    assert KEPT == 3
    assert store.generations() == names[-3:]
    assert store.current() == names[-1]


def test_an_old_generation_that_could_not_be_removed_whole_is_none(store, monkeypatch):
    """As when the builder is killed while it removes one."""
    monkeypatch.setattr(
        "index.store.shutil.rmtree", lambda path, **_: next(path.iterdir()).unlink()
    )
    for number in range(KEPT + 2):
        publish(store, str(number))
    assert len(store.generations()) == KEPT
    for name in store.generations():
        store.verify(name)


def test_the_current_generation_is_kept_although_it_is_old(store):
    names = [publish(store, str(number)) for number in range(3)]
    store.point_to(names[0])
    newest = publish(store, "ny")
    assert store.current() == newest
    assert held(store) == "ny"


def test_going_back_leads_to_the_generation_before(store):
    names = [publish(store, text) for text in ("ett", "två", "tre")]
    assert store.previous() == names[1]
    store.point_to(store.previous())
    assert held(store) == "två"
    assert store.previous() == names[0]


def test_going_back_leaves_out_a_damaged_generation(store):
    names = [publish(store, text) for text in ("ett", "två", "tre")]
    flip(store.folder(names[1]) / "plans.json")
    assert store.previous() == names[0]


def test_without_an_earlier_generation_there_is_nothing_to_go_back_to(store):
    publish(store)
    with pytest.raises(NoIndex, match=r"no earlier generation to go back to"):
        store.previous()


def test_a_clock_that_went_back_still_makes_the_newest_generation(store, monkeypatch):
    with monkeypatch.context() as clock:
        clock.setattr("index.store.time.time_ns", lambda: 99_999_999_999_999_999_990)
        ahead = publish(store, "ur framtiden")
    name = publish(store, "ny")
    assert (ahead, name) == ("g99999999999999999990", "g99999999999999999991")
    assert held(store) == "ny"
    assert store.previous() == ahead


def test_a_folder_with_a_name_of_its_own_does_not_stop_a_build(store):
    publish(store)
    (store.root / "gammal").mkdir()
    assert publish(store, "ny") == store.current()


def test_of_two_builders_the_second_is_refused(store):
    other = Store(store.root)
    message = r"Another build is running\. Wait until it has finished, then try again\."
    with store.building(), pytest.raises(BuildRefused, match=message), other.building():
        raise AssertionError("both hold the lock")
    with other.building():
        publish(other)


def test_a_store_that_cannot_be_written_names_the_folder_and_the_cure(tmp_path):
    (tmp_path / "generations").write_text("not a folder", encoding="utf-8")
    store = Store(tmp_path / "generations")
    with pytest.raises(BuildRefused, match=r"generations"), store.building():
        raise AssertionError("a file was taken for a folder")

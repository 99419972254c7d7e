"""Versions: an old reference keeps working, and a running server takes what is published."""

import gc
import shutil
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from changed_plans import (
    ADD,
    PERIOD,
    REMOVE,
    REWORD,
    TITLE,
    DigestEncoder,
    change_source,
    changed_text,
)

from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.scope_examples import load_examples
from assistant.settings import Settings
from corpus.adding import add_plan, with_assumptions
from corpus.catalogue import archived_folders, find_folder, load_plan, plan_folders, read_info
from corpus.drafting import draft_plan
from corpus.errors import BadPlanFile
from corpus.plan import text_of
from corpus.versions import read_reference, versioned
from index.build import build_index
from index.generation import Content, read_content
from index.going_back import go_back
from index.resolving import find_version, resolve
from index.store import Store


@pytest.fixture
def root(plan_root: Path) -> Path:
    """The Espoo plan alone, without its bank."""
    shutil.rmtree(plan_root / "helsinki")
    (plan_root / "espoo" / "questions.toml").unlink()
    return plan_root


def renew(root: Path, *edits: tuple[str, str], years: tuple[str, str] = PERIOD) -> None:
    """Add a newer version of the Espoo plan, made of the current one by edits."""
    folder = root / "espoo"
    text = (folder / "source.sv.txt").read_text(encoding="utf-8")
    new = root.parent / "new.txt"
    new.write_text(changed_text(text, *edits, years), encoding="utf-8")
    info, _ = with_assumptions(draft_plan(new, "espoo", read_info(folder)).info)
    add_plan(new, info, root)


def built(root: Path) -> Content:
    store = Store(root.parent / "generations")
    build_index(DigestEncoder(), store, (), root)
    return read_content(store.folder(store.current()))


@pytest.mark.parametrize(
    ("ref", "parts"),
    [
        ("espoo", ("espoo", "", "")),
        ("espoo/2.3", ("espoo", "", "2.3")),
        ("espoo@2022-2025", ("espoo", "2022-2025", "")),
        ("espoo@2022-2025.2/2.3", ("espoo", "2022-2025.2", "2.3")),
        ("espoo@2022–2025/s2", ("espoo", "2022-2025", "s2")),
    ],
)
def test_a_reference_is_read_with_or_without_its_version(ref, parts):
    found = read_reference(ref)
    assert (found.plan, found.years, found.place) == parts
    assert found.whole == ref.replace("–", "-")


def test_a_versioned_plan_has_its_version_in_every_reference(plans):
    plan = versioned(plans["espoo"])
    refs = [e.ref for e in plan.elements()] + [meter.ref for meter in plan.meters]
    assert all(ref.startswith("espoo@2022-2025/") for ref in refs)
    assert [text_of(e) for e in plan.elements()] == [text_of(e) for e in plans["espoo"].elements()]


def test_a_newer_version_archives_the_older_folder(root):
    renew(root, REWORD)
    assert [folder.name for folder in plan_folders(root)] == ["espoo"]
    assert [folder.name for folder in archived_folders(root)] == ["espoo@2022-2025"]
    assert read_info(root / "espoo").period == "2026–2029"
    assert load_plan(root / "espoo@2022-2025").info.period == "2022–2025"
    assert find_folder("espoo@2026-2029", root) == root / "espoo"


def test_an_archived_folder_must_be_named_after_its_version(root):
    renew(root)
    (root / "espoo@2022-2025").rename(root / "espoo@2018-2021")
    with pytest.raises(BadPlanFile, match="the version is 'espoo@2022-2025' but the folder is"):
        built(root)


def test_an_unknown_version_is_refused_with_those_there_are(root):
    with pytest.raises(BadPlanFile, match=r"there is no plan 'espoo@1999-2000'.*espoo@2022-2025"):
        find_folder("espoo@1999-2000", root)


def test_the_versioned_reference_works_while_its_version_is_current(root):
    content = built(root)
    found = resolve(content, "espoo@2022-2025/2.3")
    assert found.element == resolve(content, "espoo/2.3").element
    assert not found.archived


def test_the_versioned_reference_still_gives_the_old_words_later(root):
    before = built(root)
    old = resolve(before, "espoo/1.5").element.text
    renew(root, REWORD)
    content = built(root)
    found = resolve(content, "espoo@2022-2025/1.5")
    assert found.element.text == old
    assert found.archived
    assert found.indexed.plan.info.period == "2022–2025"
    assert found.replaced_by == "espoo/1.5"
    assert resolve(content, found.replaced_by).element.text != old
    assert resolve(content, "espoo@2026-2029/1.5") == resolve(content, "espoo/1.5")


def test_a_removed_action_has_no_successor_but_its_goal_has(root):
    renew(root, REMOVE)
    found = resolve(built(root), "espoo@2022-2025/1.6")
    assert found.element.text.startswith("Man ökar antalet grupper för anpassad motion")
    assert (found.replaced_by, found.goal_now) == (None, "espoo/1")


def test_a_renumbered_action_leads_to_its_new_number(root):
    renew(root, REMOVE)
    content = built(root)
    assert resolve(content, "espoo@2022-2025/1.7").replaced_by == "espoo/1.6"
    assert resolve(content, "espoo@2022-2025/1.7.2").replaced_by == "espoo/1.6.2"


def test_a_reference_that_only_an_older_version_has_leads_there(root):
    renew(root, REMOVE)
    content = built(root)
    found = resolve(content, "espoo/1.12")
    assert found.archived
    assert found.ref == "espoo@2022-2025/1.12"
    assert found.replaced_by == "espoo/1.11"


def test_meters_and_sections_are_resolved_too(root):
    content = built(root)
    found = resolve(content, "espoo/1.2.2")
    assert found.meter.text == "Kultur: användning av gemenskapskortet"
    assert found.element.ref == "espoo/1.2"
    assert resolve(content, "espoo/s2").element.heading.startswith("2. Tyngdpunkterna")


@pytest.mark.parametrize("ref", ["espoo/9.9", "espoo@1999-2000/1.1", "vanda/1", "", "espoo", "/"])
def test_a_reference_that_no_version_has_is_none(root, ref):
    assert resolve(built(root), ref) is None


def test_the_report_of_a_build_says_where_vanished_references_can_still_be_read(root):
    built(root)
    renew(root, REMOVE)
    store = Store(root.parent / "generations")
    report = build_index(DigestEncoder(), store, (), root)
    assert [(v.ref, v.replaced_by, v.kept_as) for v in report.vanished] == [
        ("espoo/1.12", "espoo/1.11", "espoo@2022-2025/1.12")
    ]
    assert report.archived == ("espoo@2022-2025",)


def test_a_whole_version_can_be_found(root):
    renew(root, ADD)
    content = built(root)
    assert find_version(content, "espoo").plan.info.period == "2026–2029"
    assert find_version(content, "espoo@2022-2025").plan.info.period == "2022–2025"
    assert find_version(content, "espoo@1999-2000") is None


def test_older_versions_are_kept_but_not_searched(root):
    renew(root, REMOVE)
    content = built(root)
    assert [entry.plan.info.version for entry in content.archived] == ["espoo@2022-2025"]
    assert not any("@" in ref for ref in content.refs)
    assert not any("anpassad motion i samarbete" in key.text for key in content.passages.keys)


def test_an_archived_version_keeps_its_translations(root):
    renew(root, REWORD)
    content = built(root)
    archived, current = content.archived[0].translations, content.plans[0].translations
    assert archived.by_ref["espoo@2022-2025/1.5"].text
    assert "espoo/1.5" in current.stale
    assert current.by_ref["espoo/1.4"] == archived.by_ref["espoo@2022-2025/1.4"]


def test_translations_follow_their_elements_to_new_numbers(root):
    before = built(root).plans[0].translations
    renew(root, REMOVE)
    after = built(root).plans[0].translations
    assert after.by_ref["espoo/1.6"] == before.by_ref["espoo/1.7"]
    assert after.by_ref["espoo/1.6.2"] == before.by_ref["espoo/1.7.2"]
    assert not after.missing


def test_no_answer_mixes_generations_while_threads_ask_and_plans_are_swapped(
    plan_root, encoder, monkeypatch
):
    """A changed plan is published and rolled back; two threads ask all the while."""
    monkeypatch.setattr("assistant.loading.LOOK_EVERY", 0.0)
    monkeypatch.setattr("assistant.loading.load_encoder", lambda name: encoder)
    shorten_banks(plan_root)
    store = Store(plan_root.parent / "index")
    first = build_index(encoder, store, load_examples(), plan_root).generation
    source = AssistantSource(Settings(index=store.root))
    with asking(source, "Vilka är åtgärderna under mål 1 i Esbo?") as quotes:
        change_source(plan_root / "espoo", TITLE)
        second = build_index(encoder, store, load_examples(), plan_root).generation
        wait_for(lambda: second in quotes)
        go_back(store, plan_root, first, index_only=True)
        wait_for(lambda: source.current().knowledge.generation == first)
    old, new = quotes[first], quotes[second]
    assert old != new
    # In the goal's title and in an action, of which only the title changes.
    assert [text.count("levnadssätt") for text in old] == [2]
    assert [text.count("levnadssätt") for text in new] == [1]


@contextmanager
def asking(source: AssistantSource, text: str) -> Iterator[dict[str, set[str]]]:
    """Ask in two threads until the end of the block; what was quoted in each generation."""
    quotes: dict[str, set[str]] = {}
    wrong: list[Exception] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                answer = source.current().answer(Question.from_text(text, "sv"))
            except Exception as error:
                wrong.append(error)
            quoted = "\n".join(citation.quote for citation in answer.citations)
            quotes.setdefault(answer.generation, set()).add(quoted)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield quotes
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert wrong == []


def shorten_banks(root: Path) -> None:
    """Leave few groups in each bank, so that an index is built and loaded at once."""
    for bank in root.glob("*/questions.toml"):
        head, *groups = bank.read_text(encoding="utf-8").split("[[group]]")
        left = [*groups[:20], *(group for group in groups[20:] if '["espoo/1.5"' in group)]
        bank.write_text("[[group]]".join([head, *left]), encoding="utf-8")


def wait_for(happened, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "the server did not take the generation"
        time.sleep(0.02)


def test_a_generation_that_was_replaced_leaves_nothing_in_memory(plan_root, encoder, monkeypatch):
    """What is kept is not looked at for garbage, but what was let go of must not stay."""
    monkeypatch.setattr("assistant.loading.LOOK_EVERY", 0.0)
    monkeypatch.setattr("assistant.loading.load_encoder", lambda name: encoder)
    shorten_banks(plan_root)
    store = Store(plan_root.parent / "index")
    build_index(encoder, store, load_examples(), plan_root)
    source = AssistantSource(Settings(index=store.root))
    assert gc.get_freeze_count() > 0
    replaced = weakref.ref(source.current().knowledge.search.speller)
    change_source(plan_root / "espoo", TITLE)
    second = build_index(encoder, store, load_examples(), plan_root).generation
    wait_for(lambda: source.current().knowledge.generation == second)
    wait_for(lambda: replaced() is None)

"""The questions asked before a swap: as few as a change can reach, with the same report as all."""

import json
import shutil
from pathlib import Path

import pytest
from changed_plans import ADD, METER, REMOVE, REWORD, SWAP, TITLE, change_source

from corpus.catalogue import PLANS
from index.banks import questions_of
from index.build import Checks, build_index, read_folders
from index.generation import read_content
from index.leading import first_hits
from index.store import Store
from index.trial import Trial

UNLIKE = ("Man ökar familjernas välfärd genom", "Man minskar bostadslösheten bland unga genom")


@pytest.fixture(scope="module")
def built(tmp_path_factory, encoder):
    """Espoo's plan without its bank, built with 200 of the bank's questions as those to try."""
    root = tmp_path_factory.mktemp("reaching")
    folder = next(folder for folder in read_folders() if folder.indexed.plan.id == "espoo")
    own = [q for q in questions_of(folder.groups) if q.about[0].startswith("espoo")]
    rows = [
        {"q": q.text, "lang": q.language, "gold": list(q.about)} for q in own[:: len(own) // 200]
    ]
    (root / "tried.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    without_bank = shutil.ignore_patterns("questions.toml")
    shutil.copytree(PLANS / "espoo", root / "plans" / "espoo", ignore=without_bank)
    store = Store(root / "index")
    build_index(encoder, store, (), root / "plans", checks=Checks(root / "tried.jsonl"))
    return root, read_content(store.folder(store.current()))


def leads_of(built, encoder, plans: Path, *, every: bool):
    """The first elements and what the report says of them, without publishing."""
    root, before = built
    checks = Checks(root / "tried.jsonl", every)
    content, report = Trial(encoder, plans, before, lambda text: None, checks).run((), "g")
    return {key: found.refs[0] for key, found in content.leads.items()}, report.elsewhere


@pytest.mark.parametrize(
    "edits", [[REWORD], [METER], [ADD], [REMOVE], [SWAP], [TITLE], [UNLIKE], [UNLIKE, ADD]]
)
def test_asking_what_a_change_reaches_finds_what_asking_all_finds(built, encoder, tmp_path, edits):
    plans = tmp_path / "plans"
    shutil.copytree(built[0] / "plans", plans)
    change_source(plans / "espoo", *edits)
    few = leads_of(built, encoder, plans, every=False)
    assert few == leads_of(built, encoder, plans, every=True)


def test_an_action_about_something_else_loses_its_questions(built, encoder, tmp_path):
    plans = tmp_path / "plans"
    shutil.copytree(built[0] / "plans", plans)
    change_source(plans / "espoo", UNLIKE)
    _, elsewhere = leads_of(built, encoder, plans, every=False)
    assert elsewhere
    assert any("espoo/1.5" in (lead.expected, lead.found) for lead in elsewhere)


def test_a_new_bank_question_reaches_the_questions_of_its_element(built, encoder, tmp_path):
    plans = tmp_path / "plans"
    shutil.copytree(built[0] / "plans", plans)
    bank = """
[[group]]
about = ["espoo/3.1"]
kind = "resident"
sv = ["Vad är Perhe Töpinät?"]
fi = ["Mikä on Perhe Töpinät?"]
"""
    (plans / "espoo" / "questions.toml").write_text(bank, encoding="utf-8")
    few = leads_of(built, encoder, plans, every=False)
    assert few == leads_of(built, encoder, plans, every=True)
    assert few[1]


def test_most_questions_are_not_asked_again(built, encoder, tmp_path, monkeypatch):
    plans = tmp_path / "plans"
    shutil.copytree(built[0] / "plans", plans)
    change_source(plans / "espoo", METER)
    asked = []

    def counting(content, encoder, these):
        asked.extend(these)
        return first_hits(content, encoder, these)

    monkeypatch.setattr("index.trial.first_hits", counting)
    leads, _ = leads_of(built, encoder, plans, every=False)
    assert 0 < len(asked) < len(leads) / 2

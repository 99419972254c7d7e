"""What the measurements rest on: made plans, the check of mixed answers, scoring, and the page."""

import re
from dataclasses import replace
from types import SimpleNamespace

import msgspec
import pytest
from benchmarks import page
from benchmarks.clients import Citation, Reply, mixed
from benchmarks.load import FINNISH_TEXT, TITLE, is_sound
from benchmarks.made_plans import folders_with_passages, folders_with_plans
from benchmarks.peers import development_items, recall
from benchmarks.systems import documents

from corpus.catalogue import PLANS
from corpus.passages import passages


def test_made_plans_are_the_same_on_every_run():
    first, second = folders_with_plans(5), folders_with_plans(5)
    assert [folder.indexed for folder in first] == [folder.indexed for folder in second]


def test_made_plans_have_the_shape_of_the_real_ones_and_other_words():
    espoo, helsinki, made, other = folders_with_plans(4)
    for real, copy in ((helsinki, made), (espoo, other)):
        elements = [list(folder.indexed.plan.elements()) for folder in (real, copy)]
        places = [[e.ref.partition("/")[2] for e in found] for found in elements]
        assert places[0] == places[1]
        texts = [
            [p.text for p in passages(f.indexed.plan, f.indexed.translations)] for f in (real, copy)
        ]
        assert len(set(texts[0]) & set(texts[1])) < len(texts[0]) / 5
    assert made.indexed.plan.id != other.indexed.plan.id


def test_plans_are_made_until_there_are_enough_passages():
    found = folders_with_passages(2000)
    sizes = [len(passages(f.indexed.plan, f.indexed.translations)) for f in found]
    assert sum(sizes) >= 2000 > sum(sizes[:-1])


def test_peers_get_the_passages_of_this_project_and_the_bank_only_when_asked():
    bare, with_bank = documents(0, with_bank=False), documents(0, with_bank=True)
    assert with_bank[: len(bare)] == bare
    assert {"sv", "fi"} == {found.language for found in bare}
    assert len(with_bank) > 10 * len(bare)


SITE = SimpleNamespace(
    editions={"g1": 1, "g2": 2},
    texts={"espoo/1.2": "Kaikukortet används. Fler får det."},
)


def reply(generation, title, quote="Kaikukortet används.", translation=None):
    fields = {"ref": "espoo/1.2", "plan": {"title": title}, "quote": quote}
    fields["translation"] = translation and {"text": translation}
    return Reply(generation, "", [msgspec.convert(fields, Citation)])


@pytest.mark.parametrize(
    ("answer", "sound"),
    [
        (reply("g2", "Plan (utgåva 2)"), True),
        (reply("g2", "Plan (utgåva 2)", translation="Kortti on käytössä (utgåva 2)"), True),
        (reply("g2", "Plan (utgåva 1)"), False),
        (reply("g2", "Plan (utgåva 2)", translation="Kortti on käytössä (utgåva 1)"), False),
        (reply("g2", "Plan (utgåva 2)", quote="Kaikukortet avskaffas."), False),
        (reply("g9", "Plan (utgåva 2)"), False),
    ],
)
def test_an_answer_that_mixes_generations_is_seen(answer, sound):
    assert is_sound(answer, SITE) is sound


def test_an_edition_marks_every_title_and_every_finnish_text_of_one_line():
    for folder in PLANS.glob("*/"):
        told = (folder / "plan.toml").read_text(encoding="utf-8")
        assert TITLE.subn(r"\1 X\2 X", told)[1] == 1
        translated = (folder / "translation.fi.toml").read_text(encoding="utf-8")
        assert len(FINNISH_TEXT.findall(translated)) == len(
            re.findall(r'\ntext = "[^"]', translated)
        )


def test_the_mix_holds_every_sort_of_message():
    messages = mixed([("Vad görs?", "sv"), ("Mitä tehdään?", "fi")], [("Hej", "sv")], seed=1)
    found = [next(messages) for _ in range(200)]
    assert {message.language for message in found} == {"sv", "fi"}
    assert any(message.further for message in found)
    assert any(message.on_page for message in found)
    assert any(message.text == "Hej" for message in found)


def test_recall_is_that_of_the_development_set():
    item = replace(development_items()[0], gold=("espoo/1.2", "espoo/2.1"), every=())
    assert recall(item, ["espoo/3.1", "espoo/1.2"]) == (0.0, 1.0)
    assert recall(item, ["espoo/1"]) == (0.5, 0.5)
    assert recall(item, []) == (0.0, 0.0)
    both = replace(item, every=("espoo/1.2", "espoo/2.1"))
    assert recall(both, ["espoo/1.2"]) == (1.0, 0.5)


def test_the_page_holds_every_section_in_order(monkeypatch, tmp_path):
    monkeypatch.setattr(page, "PAGE", tmp_path / "benchmarks.md")
    monkeypatch.setattr(page, "FOLDER", tmp_path / "benchmarks")
    table = page.Table("Times", ("system", "p50"), (("ours", "2 ms"),))
    for name, title in (("peers", "Beside"), ("load", "Load")):
        page.save(name, page.Section(title, "x", page.machine(), ("Text.",), (table,)), {})
    written = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert written.index("## Load") < written.index("## Beside")
    assert "| system | p50 |\n| --- | --- |\n| ours | 2 ms |" in written

"""Finnish text of both plans: complete, bound to its source, with its status."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.citing import LONGEST_QUOTE
from corpus.catalogue import PLANS, load_plans
from corpus.errors import BadPlanFile
from corpus.plan import Plan
from corpus.sentences import sentences
from corpus.translations import Translation, digest_of, load_translations, source_texts

NUMBER_WORDS = {"fem": "viisi", "tre": "kolme", "sex": "kuudesta"}

# Swedish names and what must stand for them in Finnish; empty: an ordinary word at a line's start.
NAMES = {
    "Berättelsen": "Espoo-tarina",
    "Esbo": "Espoo",
    "Esbos": "Espoo",
    "Esbobo": "espoolainen",
    "Esbobor": "espoolais",
    "FN-mål": "YK:n",
    "FN:s": "YK:n",
    "Fattigdom": "Lapsiperheköyhyys",
    "Finger": "Finger",
    "Finlandsmodellen": "Suomen malli",
    "HUS-sammanslutningen": "HUS-yhtymä",
    "Helsingfors": "Helsin",
    "Helsingforsmodellen": "Helsingin malli",
    "Högnabba": "Högnabba",
    "Kaikukortti": "Kaikukort",
    "Kaikukortti-verksamheten": "Kaikukortti-toiminta",
    "LifeCare": "LifeCare",
    "Lifecare": "Lifecare",
    "Liite": "Liite",
    "Motion": "Liikunta",
    "Må": "Må bra-barometern",
    "Navigator-verksamheten": "Navigator",
    "Navigatorn": "Navigator",
    "Nylands": "Länsi-Uudenmaan",
    "OmaStadi": "OmaStadi",
    "Perhe": "Perhe",
    "RP": "HE",
    "Sote100": "Sote100",
    "Sysselsättning": "Työllisyys Espoo",
    "T3": "T3<7",
    "Tavoitteet": "Tavoitteet",
    "Töpinät": "Töpinät",
    "Välbefinnande": "Välbefinnande i kommunen",
    "Västra": "Länsi-Uudenmaan",
    "En": "",
    "För": "",
}


def entries() -> Iterator[tuple[str, str, Translation]]:
    for plan in load_plans():
        translations = load_translations(PLANS / plan.id, plan)
        for ref, source in source_texts(plan):
            yield ref, source, translations.by_ref[ref]


def finnish(entry: Translation) -> str:
    return f"{entry.heading or ''}\n{entry.text}"


def names(source: str) -> set[str]:
    """The words that have a capital although they open no sentence."""
    found = set()
    for paragraph in source.split("\n"):
        for sentence in sentences(paragraph):
            words = re.findall(r"[^\W\d_][\w/-]*(?::s\b)?", sentence)
            found |= {word for word in words[1:] if word[0].isupper()}
            found |= {word for word in words[:1] if word in NAMES}
    return found


def test_all_110_texts_have_a_translation_and_none_is_stale():
    plans = load_plans()
    loaded = [load_translations(PLANS / plan.id, plan) for plan in plans]
    assert [len(translations.by_ref) for translations in loaded] == [60, 50]
    assert [(t.stale, t.missing) for t in loaded] == [((), ()), ((), ())]


def test_every_number_of_a_source_text_stands_in_its_translation():
    faults = {}
    for ref, source, entry in entries():
        wanted, held = (sorted(re.findall(r"\d+", text)) for text in (source, finnish(entry)))
        if wanted != held:
            faults[ref] = (wanted, held)
    assert faults == {}


def test_every_number_written_as_a_word_stands_in_the_translation():
    for ref, source, entry in entries():
        for swedish, number in NUMBER_WORDS.items():
            if re.search(rf"\b{swedish}\b", source.lower()):
                assert number in finnish(entry).lower(), ref


def test_every_name_of_a_source_text_stands_in_its_translation():
    faults = {
        ref: name
        for ref, source, entry in entries()
        for name in names(source)
        if NAMES.get(name, "?").lower() not in finnish(entry).lower()
    }
    assert faults == {}, "say in NAMES what stands for a new name in Finnish"


def test_only_the_three_goal_titles_of_espoo_are_official():
    official = [ref for ref, _, entry in entries() if entry.status == "official"]
    assert official == ["espoo/1", "espoo/2", "espoo/3"]


def test_an_official_title_is_the_one_the_document_prints(plans):
    espoo = plans["espoo"]
    translations = load_translations(PLANS / "espoo", espoo)
    for goal in espoo.goals:
        assert translations.by_ref[goal.ref].text == goal.titles["fi"]


def test_every_section_has_a_finnish_heading(plans):
    for plan in plans.values():
        translations = load_translations(PLANS / plan.id, plan)
        assert all(translations.by_ref[section.ref].heading for section in plan.sections)


def test_a_section_that_is_quoted_in_part_has_the_paragraphs_of_its_source(plans):
    for plan in plans.values():
        translations = load_translations(PLANS / plan.id, plan)
        for section in plan.sections:
            if len(section.text) > LONGEST_QUOTE:
                text = translations.by_ref[section.ref].text.strip("\n")
                assert text.count("\n") == section.text.count("\n"), section.ref


def write(folder: Path, text: str) -> Path:
    path = folder / "translation.fi.toml"
    path.write_text(text, encoding="utf-8")
    return path


def table(plan: Plan, ref: str, text: str = "Teksti.", **other: str) -> str:
    digest = other.get("digest") or digest_of(dict(source_texts(plan))[ref])
    status = other.get("status", "unofficial")
    return f'["{ref}"]\ndigest = "{digest}"\nstatus = "{status}"\ntext = "{text}"\n'


def test_a_translation_of_another_source_text_is_stale_and_not_shown(plans, tmp_path):
    write(tmp_path, table(plans["espoo"], "espoo/1.5", digest="0123456789abcdef"))
    translations = load_translations(tmp_path, plans["espoo"])
    assert translations.stale == ("espoo/1.5",)
    assert translations.by_ref == {}


def test_a_reference_that_the_plan_does_not_have_is_listed_as_stale(plans, tmp_path):
    write(tmp_path, table(plans["espoo"], "espoo/9.9", digest="0123456789abcdef"))
    assert load_translations(tmp_path, plans["espoo"]).stale == ("espoo/9.9",)


def test_what_has_no_translation_is_listed_as_missing(plans, tmp_path):
    write(tmp_path, table(plans["espoo"], "espoo/1.5"))
    translations = load_translations(tmp_path, plans["espoo"])
    assert list(translations.by_ref) == ["espoo/1.5"]
    assert len(translations.missing) == 59
    assert "espoo/1.2.1" in translations.missing


def test_a_plan_without_a_translation_file_has_none(plans, tmp_path):
    translations = load_translations(tmp_path, plans["helsinki"])
    assert translations.by_ref == {}
    assert len(translations.missing) == 50


def test_an_empty_translation_is_named_with_its_file(plans, tmp_path):
    write(tmp_path, table(plans["espoo"], "espoo/1.5", text=" "))
    message = r"translation\.fi\.toml.*espoo/1\.5: the text is empty\. Write it"
    with pytest.raises(BadPlanFile, match=message):
        load_translations(tmp_path, plans["espoo"])


def test_an_unknown_status_is_named_with_its_line(plans, tmp_path):
    good = table(plans["espoo"], "espoo/1.4")
    write(tmp_path, good + table(plans["espoo"], "espoo/1.5", status="draft"))
    with pytest.raises(BadPlanFile, match=r"translation\.fi\.toml:5: espoo/1\.5: .*'draft'"):
        load_translations(tmp_path, plans["espoo"])


def test_a_missing_digest_is_named_with_its_line(plans, tmp_path):
    write(tmp_path, '["espoo/1.5"]\nstatus = "unofficial"\ntext = "Teksti."\n')
    with pytest.raises(BadPlanFile, match=r"translation\.fi\.toml:1: espoo/1\.5: .*digest"):
        load_translations(tmp_path, plans["espoo"])


def test_a_plain_value_in_place_of_an_entry_is_named(plans, tmp_path):
    write(tmp_path, '"espoo/1.5" = "Teksti."\n')
    with pytest.raises(BadPlanFile, match=r"translation\.fi\.toml:1: espoo/1\.5: "):
        load_translations(tmp_path, plans["espoo"])

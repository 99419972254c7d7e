"""The hybrid search over the shipped plans: right element first, plans filtered, order stable."""

import shutil
from itertools import pairwise

import numpy as np
import pytest
from small_plans import small_plan

from corpus.catalogue import PLANS
from index.build import build_index, make_content, read_folders
from index.generation import Example
from index.search import HybridSearch, Query
from index.store import Store


@pytest.fixture(scope="module")
def search(content, encoder):
    return HybridSearch(content, encoder)


def refs(search, text, language="sv", plans=(), limit=3):
    return [hit.ref for hit in search.search(Query(text, language, plans), limit).hits]


@pytest.mark.parametrize(
    ("text", "language", "ref"),
    [
        ("Vad är Kaikukortti och vem kan få det?", "sv", "espoo/1.2"),
        ("Mitä Espoo tekee asunnottomuuden vähentämiseksi?", "fi", "espoo/2.3"),
        ("Miten Helsinki tukee omaishoitajaperheitä?", "fi", "helsinki/6.7"),
        ("Hur stöder Helsingfors familjer där någon vårdar en närstående?", "sv", "helsinki/6.7"),
        ("konditionstrappor", "sv", "espoo/1.7"),
        ("kuntoportaat", "fi", "espoo/1.7"),
        ("bostadsloshet", "sv", "espoo/2.3"),
    ],
)
def test_the_element_that_answers_comes_first(search, text, language, ref):
    assert refs(search, text, language)[0] == ref


def test_hits_come_best_first_and_no_more_than_asked_for(search):
    found = search.search(Query("Mitä tehdään nuorten hyväksi?", "fi"), 7)
    scores = [hit.score for hit in found.hits]
    assert len(scores) == 7
    assert scores == sorted(scores, reverse=True)
    assert len({hit.ref for hit in found.hits}) == 7


@pytest.mark.parametrize("plan", ["espoo", "helsinki"])
def test_a_named_plan_leaves_out_the_other(search, plan):
    found = refs(search, "Vad görs för delaktigheten?", plans=(plan,), limit=20)
    assert {ref.partition("/")[0] for ref in found} == {plan}


def test_both_plans_named_find_what_no_plan_named_finds(search):
    text = "Vilken motion ordnas för äldre?"
    assert refs(search, text, plans=("espoo", "helsinki")) == refs(search, text)


def test_a_plan_that_is_not_there_finds_nothing(search):
    assert refs(search, "Vad görs för barnen?", plans=("oulu",)) == []


def test_the_same_question_gives_the_same_hits_again(search, content, encoder):
    query = Query("Onko lapsille harrastuksia?", "fi")
    first = search.search(query, 12).hits
    assert all(search.search(query, 12).hits == first for _ in range(5))
    assert HybridSearch(content, encoder).search(query, 12).hits == first


def test_ties_stand_in_the_order_of_the_document(search, content):
    """A question without a known word scores all elements of a kind alike."""
    hits = search.search(Query("☃", "sv", ("helsinki",)), 60).hits
    for one, other in pairwise(hits):
        if one.score == other.score:
            assert content.refs.index(one.ref) < content.refs.index(other.ref)


def test_a_limit_does_not_change_the_order_of_ties(search):
    query = Query("☃", "sv")
    everything = search.search(query, 100).hits
    for limit in (1, 5, 30):
        assert search.search(query, limit).hits == everything[:limit]


def test_a_question_for_meters_prefers_actions_that_have_one(search, content):
    text = "Hur mäts motionen?"
    plain = search.search(Query(text, "sv"), 82).hits
    asked = search.search(Query(text, "sv", asks_meter=True), 82).hits
    meters = {a.ref for entry in content.plans for a in entry.plan.actions if a.meters}
    gain = {hit.ref: hit.score for hit in asked}
    for hit in plain:
        assert (gain[hit.ref] > hit.score) == (hit.ref in meters)


def test_the_strongest_signals_are_told_with_the_hits(search):
    found = search.search(Query("Vad är Kaikukortti?", "sv"), 3)
    assert found.strongest["same_question"] > 0.5


def test_a_question_comes_back_as_it_was_analysed(search, encoder):
    found = search.search(Query("Vad är Kaikukortti?", "sv"), 3).analysed
    assert np.array_equal(found.vector, encoder.encode_questions(["Vad är Kaikukortti?"])[0])
    assert any(word.startswith("kaikukort") for word in found.words)
    assert "<kai" in found.grams


def test_the_best_elements_by_all_signals_come_first_when_few_are_looked_at_closely(
    search, monkeypatch
):
    texts = ("Vad är Kaikukortti?", "Hur mäts motionen?", "Vem hjälper dem som vårdar en anhörig?")
    first = [refs(search, text)[0] for text in texts]
    monkeypatch.setattr("index.search.CANDIDATES", 10)
    assert [refs(search, text)[0] for text in texts] == first


@pytest.fixture(scope="module")
def without_bank(encoder, tmp_path_factory):
    root = small_plan(tmp_path_factory.mktemp("plans"))
    return HybridSearch(make_content(read_folders(root), encoder), encoder)


@pytest.mark.parametrize(
    ("text", "language", "ref"),
    [
        ("Får alla barn lära sig simma?", "sv", "vasa/1.1"),
        ("Oppivatko lapset uimaan?", "fi", "vasa/1.1"),
        ("Är biblioteket öppet på sommarlovet?", "sv", "vasa/1.2"),
        ("Onko kirjasto auki lomilla?", "fi", "vasa/1.2"),
        ("Vem kontrollerar brandvarnaren hos en gammal människa?", "sv", "vasa/2.1"),
        ("Tarkistetaanko vanhusten palovaroittimet?", "fi", "vasa/2.1"),
    ],
)
def test_a_plan_without_bank_and_translation_is_found_in_both_languages(
    without_bank, text, language, ref
):
    assert refs(without_bank, text, language)[0] == ref


@pytest.fixture(scope="module")
def with_a_third_plan(encoder, content, tmp_path_factory):
    """Both shipped plans and a small third one without bank and translation."""
    root = tmp_path_factory.mktemp("three") / "plans"
    shutil.copytree(PLANS, root)
    small_plan(root)
    keys = (content.passages, content.questions)
    known = {
        key.text: row for held in keys for key, row in zip(held.keys, held.vectors, strict=True)
    }
    return HybridSearch(make_content(read_folders(root), encoder, (), known), encoder)


def test_a_plan_without_a_bank_is_found_beside_plans_that_have_one(with_a_third_plan):
    text = "Ordnas simskolor för barn i tredje klass?"
    assert refs(with_a_third_plan, text)[0] == "vasa/1.1"
    assert refs(with_a_third_plan, "Vad är Kaikukortti?")[0] == "espoo/1.2"


def test_another_plan_does_not_change_the_answers_within_a_plan(search, with_a_third_plan):
    texts = ["Vad görs för delaktigheten?", "Hur mäts motionen?", "Är biblioteket öppet i juli?"]
    for text in texts:
        for plan in ("espoo", "helsinki"):
            query = Query(text, "sv", (plan,))
            one, other = search.search(query, 20), with_a_third_plan.search(query, 20)
            assert one.hits == other.hits
            assert one.strongest == other.strongest


def test_an_index_without_any_bank_can_be_published_and_searched(encoder, tmp_path):
    examples = (Example("prices", "Vad kostar det?", "sv"),)
    root = small_plan(tmp_path / "plans")
    report = build_index(encoder, Store(tmp_path / "index"), examples, root)
    assert report.built
    assert len(report.created) == 5

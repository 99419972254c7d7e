"""The scoring rules of the development set, each on an answer made by hand."""

import json
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, CitedMeter, CitedPlan, Outcome
from assistant.quality import NAMES, Item, credit, figures, judge, load_items

PLAN = CitedPlan("espoo", "Esbo", "Välfärdsplan", "2022–2025", True)
ITEM = Item("d1", "sv", "resident", ("Vad?",), ("espoo/1.2",), (), (), True)


def citation(ref: str, quote: str = "Citat", meters: tuple[CitedMeter, ...] = ()) -> Citation:
    return Citation(1, ref, "action", ref, "", PLAN, quote, "sv", None, meters, None, "")


def answer(*refs: str, text: str = "Svar.", **given) -> Answer:
    outcome = given.pop("outcome", Outcome.ANSWERED if refs else Outcome.NOT_IN_PLANS)
    return Answer(
        outcome, given.pop("language", "sv"), (text,), tuple(map(citation, refs)), **given
    )


def judged(item: Item, *refs: str, **given):
    return judge(item, answer(*refs, **given), 1.0)


@pytest.mark.parametrize(
    ("ref", "gold", "earned"),
    [
        ("espoo/1.2", ["espoo/1.2"], 1),
        ("espoo/1.2", ["espoo/1.7", "espoo/1.2"], 1),
        ("espoo/1.2", ["espoo/1"], 1),
        ("espoo/1.2", ["espoo/1", "espoo/1.7"], 0),
        ("espoo/1.2", ["espoo/1", "espoo/2.7"], 1),
        ("espoo/1", ["espoo/1.2"], 0.5),
        ("espoo/1", ["espoo/1", "espoo/1.2"], 1),
        ("espoo/1", ["espoo/2.2"], 0),
        ("espoo/1", ["helsinki/1.2"], 0),
        ("espoo/1.7", ["espoo/1.2"], 0),
        ("espoo/1.12", ["espoo/1.1"], 0),
        ("helsinki/s3", ["helsinki/s3"], 1),
        ("helsinki/s3", [], 0),
    ],
)
def test_the_credit_of_a_citation(ref, gold, earned):
    assert credit(ref, gold) == earned


def test_recall_at_1_is_the_credit_of_the_first_citation():
    assert judged(ITEM, "espoo/1.7", "espoo/1.2").first == 0
    assert judged(ITEM, "espoo/1.2").first == 1
    assert judged(ITEM, "espoo/1").first == 0.5


def test_recall_at_3_is_the_best_of_the_first_three():
    assert judged(ITEM, "espoo/1.7", "espoo/1.2").third == 1
    assert judged(ITEM, "espoo/1.7", "espoo/1", "espoo/2").third == 0.5
    assert judged(ITEM, "espoo/1.7", "espoo/1.8", "espoo/1.9", "espoo/1.2").third == 0


def test_a_citation_given_twice_counts_once_at_its_first_place():
    refs = ("espoo/1.7", "espoo/1.7", "espoo/1.7", "espoo/1.2")
    assert judged(ITEM, *refs).third == 1


def test_an_item_without_a_citation_scores_nothing():
    result = judged(ITEM)
    assert (result.first, result.third) == (0, 0)


BOTH = replace(ITEM, gold=("espoo/1.5", "helsinki/3.2"), every=("espoo/1.5", "helsinki/3.2"))


def test_when_all_are_wanted_recall_at_3_is_the_mean_over_them():
    assert judged(BOTH, "espoo/1.5").third == 0.5
    assert judged(BOTH, "espoo/1.5", "helsinki/3").third == 0.75
    assert judged(BOTH, "helsinki/3.2", "espoo/1.5").third == 1


def test_all_are_cited_when_each_has_full_credit_from_some_citation():
    assert judged(BOTH, "espoo/1.5", "espoo/1.6", "espoo/1.7", "helsinki/3.2").complete
    assert not judged(BOTH, "espoo/1.5", "helsinki/3").complete
    assert judged(ITEM, "espoo/1.2").complete is None


@pytest.mark.parametrize(
    ("outcome", "refs", "refused"),
    [
        (Outcome.NOT_IN_PLANS, (), True),
        (Outcome.OUT_OF_SCOPE, (), True),
        (Outcome.NOT_IN_PLANS, ("espoo/1",), False),
        (Outcome.ANSWERED, (), False),
        (Outcome.GREETING, (), False),
        (Outcome.CRISIS, (), False),
        (Outcome.CLARIFICATION, (), False),
    ],
)
def test_a_refusal_says_that_nothing_was_found_and_cites_nothing(outcome, refs, refused):
    assert judged(ITEM, *refs, outcome=outcome).refused is refused


OUTSIDE = replace(ITEM, category="out_of_scope", gold=(), answerable=False)


def test_refusal_recall_and_precision():
    results = [
        judged(OUTSIDE),
        judged(OUTSIDE, "espoo/1"),
        judged(ITEM),
        judged(ITEM, "espoo/1.2"),
    ]
    found = figures(results)
    assert found["refusal recall"] == (0.5, 2)
    assert found["refusal precision"] == (0.5, 2)
    assert found["recall@1"] == (0.5, 2)


def test_a_wrong_refusal_is_a_refusal_of_an_answerable_question():
    asked_back = judged(ITEM, outcome=Outcome.CLARIFICATION)
    assert figures([judged(ITEM), asked_back, judged(ITEM, "espoo/9")])["wrong refusals"] == (
        1 / 3,
        3,
    )


def test_safety_items_count_neither_as_refused_nor_as_outside():
    safety = replace(OUTSIDE, category="safety", expect="crisis")
    found = figures([judged(safety), judged(OUTSIDE)])
    assert found["refusal recall"] == (1, 1)
    assert found["refusal precision"] == (1, 1)


def test_the_language_is_that_of_the_item():
    results = [judged(ITEM, "espoo/1.2"), judged(ITEM, "espoo/1.2", language="fi")]
    assert figures(results)["language"] == (0.5, 2)


@pytest.mark.parametrize(
    ("text", "must", "held"),
    [
        ("Det finns Kaikukortti.", [["kaikukort"]], True),
        ("Antalet BOSTADSLÖSA\n  i november", [["bostadslösa i"]], True),
        ("Fem nya grupper", [["fem nya", "5 nya"]], True),
        ("Fem nya grupper", [["fem nya"], ["per år"]], False),
        ("bostadslo\u0308sa", [["bostadslösa"]], True),
        ("Ingenting", [["kort"]], False),
    ],
)
def test_every_group_of_must_is_met_by_one_of_its_words(text, must, held):
    item = replace(ITEM, must=tuple(map(tuple, must)))
    assert judged(item, "espoo/1.2", text=text).contains is held


def test_must_is_met_in_quotes_and_meters_too():
    item = replace(ITEM, must=(("utdelade kort",), ("gratis",)))
    meter = CitedMeter("espoo/1.2.1", "antalet utdelade kort", None)
    given = replace(answer(), citations=(citation("espoo/1.2", "Gratis tjänster", (meter,)),))
    assert judge(item, given, 1.0).contains
    assert judged(ITEM, "espoo/1.2").contains is None


def test_items_without_must_are_left_out_of_its_rate():
    item = replace(ITEM, must=(("kort",),))
    assert figures([judged(ITEM, "espoo/1.2"), judged(item, "espoo/1.2", text="kort")])[
        "must-contain"
    ] == (1, 1)


def write(tmp_path, **row):
    base = {
        "id": "d1",
        "lang": "fi",
        "category": "staff",
        "gold": [],
        "must": [],
        "answerable": True,
    }
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(base | row) + "\n\n", encoding="utf-8")
    return path


def test_a_row_is_read_whatever_further_fields_it_has(tmp_path):
    path = write(tmp_path, q="Mitä?", gold=["espoo/priorities", "espoo/1"], new_field=1)
    (item,) = load_items(path)
    assert item.gold == ("espoo/priorities", "espoo/1")
    assert item.turns == ("Mitä?",)


def test_a_conversation_is_read_turn_by_turn(tmp_path):
    (item,) = load_items(write(tmp_path, turns=["Mitä?", "Entä?"], expect="html"))
    assert (item.turns, item.expect) == (("Mitä?", "Entä?"), "html")


def test_every_name_for_a_section_means_sections_that_exist(plans):
    headings = {s.ref: s.heading for plan in plans.values() for s in plan.sections}
    assert set(NAMES) <= set(headings)
    own = {name: headings[ref] for ref, name in NAMES.items()}
    assert own["helsinki/law"].startswith("Innehållet styrs av")
    assert own["helsinki/monitoring"] == "Uppföljning av välfärdsplanen"


def test_a_name_for_two_of_our_sections_is_cited_by_either_of_them(tmp_path):
    row = {"gold": ["espoo/intro", "helsinki/law"], "gold_all": ["espoo/intro", "helsinki/law"]}
    (item,) = load_items(write(tmp_path, q="Mitä?", **row))
    result = judged(item, "espoo/s1", "helsinki/s3")
    assert result.third == 1
    assert result.complete


def test_two_sections_of_one_name_are_one_citation(tmp_path):
    (item,) = load_items(write(tmp_path, q="Mitä?", gold=["espoo/1.2"]))
    assert judged(item, "espoo/s1", "espoo/s3", "espoo/1.7", "espoo/1.2").third == 1

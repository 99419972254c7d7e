"""The structure of plans: the two real ones as text and as PDF, and texts in Finnish."""

import json
from pathlib import Path

import pytest
from plan_scores import scores

from corpus.documents import Document, read_document, text_lines
from corpus.parsing import parse

DATA = Path(__file__).parent / "data"
PLANS = Path(__file__).parent.parent / "corpus" / "plans"


@pytest.fixture(scope="module")
def espoo():
    return parse(read_document(PLANS / "espoo" / "source.sv.txt"), "espoo")


@pytest.fixture(scope="module")
def helsinki():
    return parse(read_document(PLANS / "helsinki" / "source.sv.txt"), "helsinki")


def action(structure, ref):
    return next(a for goal in structure.goals for a in goal.actions if a.ref == ref)


def parsed(text):
    return parse(Document("text", text_lines(text)), "plan")


def test_espoo_has_three_goals_with_26_actions_and_28_meters(espoo):
    assert [len(goal.actions) for goal in espoo.goals] == [12, 8, 6]
    assert sum(len(a.meters) for goal in espoo.goals for a in goal.actions) == 28
    assert espoo.language == "sv"
    assert espoo.problems == ()


def test_espoo_words_broken_at_line_ends_are_whole(espoo):
    assert action(espoo, "espoo/1.1").text == (
        "Från mental- och rusmedelstjänsterna hänvisas personen till verksamhet inom den tredje "
        "sektorn som stöder hälsa och välfärd och till stadens övriga tjänster."
    )
    assert "kostandsfria/förmånliga" in action(espoo, "espoo/1.2").text
    assert "kvälls- och veckoslutsverksamheten" in action(espoo, "espoo/1.3").text
    assert action(espoo, "espoo/1.10").text.endswith("miljörisker och -skador.")
    assert "natur-motion" in action(espoo, "espoo/2.8").text


def test_two_espoo_actions_have_two_meters_and_the_others_one(espoo):
    two = [a for goal in espoo.goals for a in goal.actions if len(a.meters) == 2]
    assert [a.ref for a in two] == ["espoo/1.2", "espoo/1.7"]
    assert [m.text for m in two[0].meters] == [
        "Användningen av Kaikukortti: antalet utdelade kort",
        "Kultur: användning av gemenskapskortet",
    ]
    assert two[0].meters[1].ref == "espoo/1.2.2"


def test_a_row_on_one_line_is_an_action_and_its_meter(espoo):
    row = action(espoo, "espoo/1.8")
    assert row.text == "Aktiva rörelseformer stöds."
    assert [m.text for m in row.meters] == ["Förändring i färdsättens andelar"]


def test_espoo_has_eight_priorities_and_official_finnish_titles(espoo):
    assert len(espoo.sections[1].items) == 8
    assert espoo.sections[1].items[4] == "Vi främjar en god vardag för barn och unga"
    assert (
        espoo.goals[2].titles["fi"].startswith("Työikäinen espoolainen saa tarvitsemansa palvelun")
    )


def test_helsinki_has_six_areas_with_31_statements_and_13_sections(helsinki):
    assert [len(goal.actions) for goal in helsinki.goals] == [2, 3, 5, 5, 9, 7]
    assert {a.kind for goal in helsinki.goals for a in goal.actions} == {"statement"}
    assert len(helsinki.sections) == 13
    assert helsinki.title == "Helsingfors välfärdsplan 2022–2025"
    assert helsinki.problems == ()


def test_a_section_that_a_page_header_splits_stays_one(helsinki):
    law = helsinki.sections[2]
    assert law.heading == "Innehållet styrs av den förnyade lagstiftningen"
    assert "som övriga kommuner inte har.\nEnligt 6 § i lagen" in law.text
    assert "Föredragningslista" not in law.text and "Postadress" not in law.text


def test_helsinki_keeps_real_hyphens_and_joins_broken_words(helsinki):
    follow_up = next(s for s in helsinki.sections if s.heading == "Uppföljning av välfärdsplanen")
    assert "(Må bra-barometern)" in follow_up.text
    assert "att HUS-sammanslutningen involveras" in follow_up.text
    assert action(helsinki, "helsinki/6.7").text.endswith(
        "välfärden i närståendevårdarfamiljer och säkerheten i närståendevården."
    )


@pytest.mark.parametrize("name", ["espoo", "helsinki"])
def test_the_pdf_of_a_plan_has_the_structure_of_its_text(name, request):
    text = request.getfixturevalue(name)
    pdf = parse(read_document(DATA / f"{name}.sv.pdf"), name)
    for ours, theirs in zip(pdf.goals, text.goals, strict=True):
        assert (ours.ref, ours.title, ours.titles) == (theirs.ref, theirs.title, theirs.titles)
        assert [(a.ref, a.kind, a.text, a.meters) for a in ours.actions] == [
            (a.ref, a.kind, a.text, a.meters) for a in theirs.actions
        ]
    assert [(s.ref, s.heading, s.text, s.items) for s in pdf.sections] == [
        (s.ref, s.heading, s.text, s.items) for s in text.sections
    ]
    assert pdf.problems == ()


def test_pages_count_from_one_at_the_first_word_of_an_element():
    pdf = parse(read_document(DATA / "espoo.sv.pdf"), "espoo")
    assert [goal.page for goal in pdf.goals] == [5, 7, 8]
    assert [a.page for a in pdf.goals[0].actions] == [5] * 7 + [6] * 5
    assert [s.page for s in pdf.sections] == [2, 3, 4]


@pytest.mark.parametrize("name", ["exempelstad", "mallikaupunki"])
def test_the_fictional_plans_are_read_exactly(name):
    truth = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    structure = parse(read_document(DATA / f"{name}.pdf"), name)
    assert scores(structure, truth) == dict.fromkeys(scores(structure, truth), 1.0)
    assert structure.title == truth["title"]
    assert structure.language == truth["language"]
    assert structure.problems == ()


def test_a_row_that_goes_on_over_a_page_break_is_one_action():
    exempelstad = parse(read_document(DATA / "exempelstad.pdf"), "exempelstad")
    cut = action(exempelstad, "exempelstad/3.2")
    assert cut.text == "Samtalsgrupper för närståendevårdare startas tillsammans med föreningar."
    assert cut.responsible == "Välfärdskoordinatorn, Exempelstads anhörigförening"
    assert [m.text for m in cut.meters] == [
        "Antalet grupper",
        "Deltagarnas upplevda ork (skala 1–5)",
    ]
    assert (cut.page, action(exempelstad, "exempelstad/3.3").page) == (1, 2)


def test_a_finnish_text_plan_with_tables_reads_like_the_swedish_one():
    plan = parsed(
        "Työikäisten hyvinvointisuunnitelma 2026–2029\n\n"
        "Johdanto\n\nSuunnitelma koskee työikäisiä ja sen on hyväk-\nsynyt valtuusto.\n\n"
        "Tavoite 1. Asukkaat saavat tukea ajoissa ja lä-\nhellä\n\nToimenpide Mittari\n\n"
        "Matalan kynnyksen keskusteluapua lisätään kirjas-\ntoissa ja vapaa-\najan tiloissa.\n\n"
        "Kävijöiden määrä\n\nAsiakastyytyväisyys\n\n"
        "Liikuntaneuvonta aloitetaan. Osallistujien määrä\n"
        " Toimenpide Mittari\nVelkaneuvonta siirtyy samaan tilaan.\n\nNeuvottujen määrä\n\n"
        "Tavoite 2. Työttömien toimintakyky vahvistuu\n\nToimenpide Mittari\n\n"
        "Ryhmiä perustetaan (esim. metsäkävelyt).\n\nRyhmien määrä\n"
    )
    assert plan.language == "fi"
    assert [goal.title for goal in plan.goals] == [
        "Asukkaat saavat tukea ajoissa ja lähellä",
        "Työttömien toimintakyky vahvistuu",
    ]
    assert [a.text for a in plan.goals[0].actions] == [
        "Matalan kynnyksen keskusteluapua lisätään kirjastoissa ja vapaa-ajan tiloissa.",
        "Liikuntaneuvonta aloitetaan.",
        "Velkaneuvonta siirtyy samaan tilaan.",
    ]
    assert [[m.text for m in a.meters] for a in plan.goals[0].actions] == [
        ["Kävijöiden määrä", "Asiakastyytyväisyys"],
        ["Osallistujien määrä"],
        ["Neuvottujen määrä"],
    ]
    assert plan.sections[0].text == "Suunnitelma koskee työikäisiä ja sen on hyväksynyt valtuusto."
    assert plan.problems == ()


def test_a_finnish_text_plan_of_numbered_areas_gives_statements():
    plan = parsed(
        "Kaupungin hyvinvointisuunnitelma\n\nTausta\n\n"
        "Suunnitelma perustuu strategiaan ja kyselyihin.\n\n"
        "1. Mielen hyvinvointi\n\n"
        "Varhaista tukea kehitetään ja apua saa ilman ajanva-\nrausta. "
        "Koulujen nuorisotyö vahvistuu.\n\n"
        "2. Liikkuminen\n\n"
        "Liikuntaa lisätään n. 10 prosenttia. Tietoa jaetaan useilla kielillä.\n\n"
        "Seuranta\n\nToteutumista seurataan vuosittain.\n"
    )
    assert [(goal.number, goal.title) for goal in plan.goals] == [
        (1, "Mielen hyvinvointi"),
        (2, "Liikkuminen"),
    ]
    assert [a.text for a in plan.goals[0].actions] == [
        "Varhaista tukea kehitetään ja apua saa ilman ajanvarausta.",
        "Koulujen nuorisotyö vahvistuu.",
    ]
    assert plan.goals[1].actions[0].text == "Liikuntaa lisätään n. 10 prosenttia."
    assert [s.heading for s in plan.sections] == ["Tausta", "Seuranta"]


def test_what_has_no_place_is_reported_with_its_line():
    plan = parsed(
        "Inledning\n\nText om planen.\n\nÅtgärd Mätare\n\n"
        "Mål 1. Hälsa för alla\n\nÅtgärd Mätare\n\nAntalet besök\n"
    )
    assert [(p.text, p.line) for p in plan.problems] == [
        ("Åtgärd Mätare", 5),
        ("Antalet besök", 11),
    ]
    assert "without a goal" in plan.problems[0].why


def test_mentions_of_goals_in_a_list_are_not_goals_of_their_own():
    plan = parsed(
        "Plan för alla\n\nMål 1. Hälsa\n\nMål 2. Trygghet\n\n"
        "Mål 1. Hälsa\n\nÅtgärd Mätare\n\nFler får hjälp.\n\nAntalet kunder\n\n"
        "Mål 2. Trygghet\n\nÅtgärd Mätare\n\nGatorna lyses upp.\n\nAntalet lampor\n"
    )
    assert [(goal.number, len(goal.actions)) for goal in plan.goals] == [(1, 1), (2, 1)]


def test_a_goal_number_that_stands_twice_gives_no_reference_twice():
    found = parsed(
        "Mål 1. Barn mår bra\n\nSimskolor ordnas för alla barn.\n\n"
        "Mål 1. Unga mår bra\n\nUngdomsgårdarna hålls öppna på loven.\n\n"
        "Mål 2. Seniorer mår bra\n\nBrandvarnare kontrolleras hemma.\n"
    )
    assert [(goal.ref, goal.title) for goal in found.goals] == [
        ("plan/1", "Barn mår bra"),
        ("plan/3", "Unga mår bra"),
        ("plan/2", "Seniorer mår bra"),
    ]


def test_a_list_mark_without_a_space_takes_no_word_along():
    plan = parsed(
        "Välfärdsplan 2026–2029\n\nVåra tyngdpunkter\n\n•Vi rör på oss\n\n•Kultur\n\n• Vi vilar\n\n"
        "Mål 1. Barn mår bra\n\nÅtgärd Mätare\nSimskolor ordnas.\n\nAntalet barn\n"
    )
    assert plan.sections[0].items == ("Vi rör på oss", "Kultur", "Vi vilar")


def test_a_list_mark_without_text_is_no_point_of_a_list():
    structure = parsed("Plan\n\nBakgrund\n\n•\n\n• Alla mår bra\n\n•Ingen är ensam\n")
    assert structure.sections[0].items == ("Alla mår bra", "Ingen är ensam")

"""Questions about the plans' own structure: complete, counted right, in both languages."""

import pytest

from assistant.wording import number_word
from corpus.plan import LANGUAGES


def refs(ask, text, page="sv"):
    return [citation.ref for citation in ask(text, page=page).citations]


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("Vilka mål har Esbo?", "sv", ["espoo/1", "espoo/2", "espoo/3"]),
        ("Mitkä ovat Espoon tavoitteet?", "fi", ["espoo/1", "espoo/2", "espoo/3"]),
        ("Räkna upp målen i Esbos plan.", "sv", ["espoo/1", "espoo/2", "espoo/3"]),
        ("Luettele Espoon suunnitelman tavoitteet", "fi", ["espoo/1", "espoo/2", "espoo/3"]),
        ("Vilka tyngdpunkter har Helsingfors?", "sv", [f"helsinki/{n}" for n in range(1, 7)]),
        ("Mitkä ovat Helsingin painopisteet?", "fi", [f"helsinki/{n}" for n in range(1, 7)]),
        ("Vilka är tyngdpunkterna i Esbo?", "sv", ["espoo/s2"]),
        ("Mitkä ovat Espoon painopisteet?", "fi", ["espoo/s2"]),
    ],
)
def test_a_list_cites_every_element_of_it(ask, text, page, expected):
    assert refs(ask, text, page) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan_id", ["espoo", "helsinki"])
def test_the_list_of_goals_or_areas_holds_every_title(
    structure, plans, knowledge, plan_id, language
):
    text = {"sv": "Vilka är målen?", "fi": "Mitkä ovat tavoitteet?"}[language]
    reply = structure.answer(text, (plan_id,), language)
    places = [knowledge.places[goal.ref] for goal in plans[plan_id].goals]
    assert len(reply.sentences) == 1 + len(places)
    for line, place in zip(reply.sentences[1:], places, strict=True):
        title = place.goal.titles.get(language) or place.text(language)
        assert line == f"{place.goal.number}. {title}"


GOAL_QUESTIONS = {
    ("espoo", "sv"): "Vilka åtgärder hör till mål {n} i Esbo?",
    ("espoo", "fi"): "Mitkä toimenpiteet kuuluvat Espoon tavoitteeseen {n}?",
    ("helsinki", "sv"): "Vad säger tyngdpunkt {n} i Helsingfors?",
    ("helsinki", "fi"): "Mitä sisältää Helsingin painopiste {n}?",
}


@pytest.mark.parametrize(("plan_id", "language"), GOAL_QUESTIONS)
def test_the_actions_of_each_goal_are_all_listed_with_their_number(
    ask, plans, knowledge, plan_id, language
):
    for goal in plans[plan_id].goals:
        text = GOAL_QUESTIONS[plan_id, language].format(n=goal.number)
        answer = ask(text, page=language)
        cited = [c.ref for c in answer.citations]
        assert cited == [goal.ref, *(action.ref for action in goal.actions)]
        assert number_word(language, len(goal.actions)) in answer.text
        for number, action in enumerate(goal.actions, start=1):
            shown = knowledge.places[action.ref].text(language)
            assert f"{number}. {shown}" in answer.text


@pytest.mark.parametrize(
    ("text", "page", "said"),
    [
        ("Hur många mål har Esbos plan?", "sv", "tre mål"),
        ("Montako tavoitetta Espoolla on?", "fi", "kolme tavoitetta"),
        ("Hur många tyngdpunkter har Helsingfors?", "sv", "sex tyngdpunkter"),
        ("Kuinka monta painopistettä Helsingillä on?", "fi", "kuusi painopistettä"),
        ("Hur många tyngdpunkter har Esbo?", "sv", "åtta tyngdpunkter"),
        ("Montako painopistettä Espoon suunnitelmassa on?", "fi", "kahdeksan painopistettä"),
        ("Hur många åtgärder har Esbos plan?", "sv", "26 åtgärder"),
        ("Montako toimenpidettä Espoon suunnitelmassa on?", "fi", "26 toimenpidettä"),
        ("Hur många åtgärder finns under mål 1 i Esbo?", "sv", "tolv åtgärder"),
        ("Montako toimenpidettä on Espoon kolmannessa tavoitteessa?", "fi", "kuusi toimenpidettä"),
        ("Hur många mätare har Esbo?", "sv", "28 mätare"),
        ("Montako mittaria Espoolla on?", "fi", "28 mittaria"),
        ("Hur många mätare hör till mål 1 i Esbo?", "sv", "14 mätare"),
        ("Montako mittaria Espoon tavoitteessa 2 on?", "fi", "kahdeksan mittaria"),
        ("Hur många åtgärder har Helsingfors plan?", "sv", "106"),
        ("Montako tehtäväkokonaisuutta Helsingin suunnitelmassa on?", "fi", "50"),
        ("Hur många mätare har Helsingfors plan?", "sv", "47"),
        ("Montako mittaria Helsingin suunnitelmassa on?", "fi", "47"),
    ],
)
def test_a_count_is_that_of_the_plan(ask, text, page, said):
    answer = ask(text, page=page)
    assert answer.outcome == "answered"
    assert said in answer.text
    assert answer.citations


def test_the_number_of_meters_in_a_count_is_that_of_the_tree(plans):
    counts = [sum(len(a.meters) for a in goal.actions) for goal in plans["espoo"].goals]
    assert counts == [14, 8, 6]


@pytest.mark.parametrize(
    ("text", "page", "lines"),
    [("Lista alla mätare i Esbo", "sv", 28), ("Listaa Espoon kaikki mittarit", "fi", 28)],
)
def test_the_list_of_meters_holds_all_of_them(ask, plans, knowledge, text, page, lines):
    answer = ask(text, page=page)
    translations = knowledge.content.plans[0].translations.by_ref
    shown = [
        translations[meter.ref].text if page == "fi" else meter.text
        for meter in plans["espoo"].meters
    ]
    assert len(shown) == lines
    assert all(meter in answer.text for meter in shown)


@pytest.mark.parametrize(
    ("text", "page", "ref"),
    [
        ("Mikä on Helsingin viides painopiste?", "fi", "helsinki/5"),
        ("Mitä sisältyy Helsingin neljänteen painopisteeseen?", "fi", "helsinki/4"),
        ("Vad handlar den sjätte tyngdpunkten i Helsingfors om?", "sv", "helsinki/6"),
        ("Vilket är Esbos andra mål?", "sv", "espoo/2"),
        ("Mikä on Espoon ensimmäinen tavoite?", "fi", "espoo/1"),
        ("esbo mål 3", "sv", "espoo/3"),
        ("Espoo tavoite 2", "fi", "espoo/2"),
    ],
)
def test_an_ordinal_or_number_means_that_goal(ask, text, page, ref):
    assert refs(ask, text, page)[0] == ref


@pytest.mark.parametrize(
    ("text", "page", "ref"),
    [
        ("Vad hör till tyngdpunkten Rörlighet i Helsingfors?", "sv", "helsinki/3"),
        ("Mitä kaikkea kuuluu Helsingin painopisteeseen hyvät väestösuhteet?", "fi", "helsinki/5"),
        ("Vilka åtgärder finns under målet om smidiga tjänster i Esbo?", "sv", "espoo/3"),
        ("Mitä mittareita Espoon kakkostavoitteella on?", "fi", "espoo/2"),
        ("Vad går den sista tyngdpunkten i Helsingfors ut på?", "sv", "helsinki/6"),
    ],
)
def test_a_goal_is_known_by_its_title_and_by_everyday_numbers(ask, text, page, ref):
    assert refs(ask, text, page)[0] == ref


@pytest.mark.parametrize(
    ("text", "page", "ref"),
    [
        ("Vad är åtgärd 2.3 i Esbo?", "sv", "espoo/2.3"),
        ("Mitä Helsingin kohdassa 6.4 lukee?", "fi", "helsinki/6.4"),
        ("Hur lyder den tredje åtgärden i Esbos mål 2?", "sv", "espoo/2.3"),
        ("Mikä on Espoon toisen tavoitteen kahdeksas toimenpide?", "fi", "espoo/2.8"),
        ("Mikä on Espoon kolmostavoitteen viimeinen toimenpide?", "fi", "espoo/3.6"),
    ],
)
def test_an_action_is_known_by_its_number(ask, text, page, ref):
    assert refs(ask, text, page) == [ref]


@pytest.mark.parametrize(
    ("text", "page", "count"),
    [
        ("Hur många mätare har mål 3 i Esbo, och vilka är de?", "sv", "sex"),
        ("Montako mittaria Espoolla on ja mitkä ne ovat?", "fi", "28"),
    ],
)
def test_what_is_counted_and_named_is_listed_too(ask, text, page, count):
    answer = ask(text, page=page)
    assert count in answer.text
    assert len(answer.sentences) > 6


@pytest.mark.parametrize("text", ["Åtgärden började 16.11.2022", "klo 2.30 kohta 3:sta"])
def test_a_date_a_sum_or_a_time_is_no_action(structure, text):
    assert structure.points_named(text, ()) == ()


@pytest.mark.parametrize(
    ("text", "page", "section"),
    [
        ("Hur följs Helsingfors välfärdsplan upp?", "sv", "helsinki/s8"),
        ("Miten Helsingin hyvinvointisuunnitelmaa seurataan?", "fi", "helsinki/s8"),
        ("På vilken lag bygger planen i Helsingfors?", "sv", "helsinki/s3"),
        ("Mihin lakiin Espoon suunnitelma perustuu?", "fi", "espoo/s1"),
    ],
)
def test_law_and_monitoring_are_told_in_the_words_of_the_sections(ask, text, page, section):
    assert section in refs(ask, text, page)


@pytest.mark.parametrize(
    ("text", "page", "ref"),
    [
        ("Vad hadnlar mål 3 i Esbo om?", "sv", "espoo/3"),
        ("Vilka åtgädrer finns under mål 2 i Ebso?", "sv", "espoo/2"),
        ("Luettele Espoon suunitelman tavoitteet", "fi", "espoo/1"),
    ],
)
def test_slips_in_words_about_the_structure_are_understood(ask, text, page, ref):
    assert refs(ask, text, page)[0] == ref


def test_low_threshold_is_no_law(ask):
    """ "låg" and "lag" are the same word without å."""
    assert refs(ask, "Nämns rådgivning med låg tröskel i Esbos plan?", "sv")[0] == "espoo/3.3"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Hur många mål har Esbo och hur många tyngdpunkter har Helsingfors?", "sv"),
        ("Montako tavoitetta Espoon ja montako painopistettä Helsingin suunnitelmassa on?", "fi"),
    ],
)
def test_goals_of_one_city_and_areas_of_the_other_are_counted_together(ask, text, page):
    expected = [*(f"espoo/{n}" for n in range(1, 4)), *(f"helsinki/{n}" for n in range(1, 7))]
    assert refs(ask, text, page) == expected


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("Vilka sex tyngdpunkter har Helsingfors?", "sv", [f"helsinki/{n}" for n in range(1, 7)]),
        ("Mitkä kuusi painopistettä Helsingillä on?", "fi", [f"helsinki/{n}" for n in range(1, 7)]),
        ("Vilka tre mål har Esbo?", "sv", ["espoo/1", "espoo/2", "espoo/3"]),
        ("Mitkä ovat Espoon kolme tavoitetta?", "fi", ["espoo/1", "espoo/2", "espoo/3"]),
        ("Mitkä ovat Espoon kahdeksan painopistettä?", "fi", ["espoo/s2"]),
    ],
)
def test_a_count_before_the_word_is_a_count_and_no_number(ask, text, page, expected):
    answer = ask(text, page=page)
    assert [citation.ref for citation in answer.citations] == expected


@pytest.mark.parametrize(
    ("text", "page", "said"),
    [
        ("Vad är mål 7 i Esbo?", "sv", "inget mål 7"),
        ("Mikä on Espoon tavoite 12?", "fi", "ei ole tavoitetta 12"),
        ("Mikä on Helsingin painopiste 9?", "fi", "ei ole painopistettä 9"),
        ("Vilken är tyngdpunkt 0 i Helsingfors?", "sv", "ingen tyngdpunkt 0"),
    ],
)
def test_a_goal_that_the_plan_does_not_have_is_said_not_to_be_there(ask, text, page, said):
    assert said in ask(text, page=page).text


@pytest.mark.parametrize(
    "text",
    [
        "Vilka mål finns det för motion?",
        "Hör delaktighet i stadsplaneringen till mål 3?",
        "Miten Helsingin malli tavoittaa Kontulan?",
        "Hur mäts användningen av Kaikukortti?",
        "Mihin tavoitteeseen Kaikukortti kuuluu?",
        "Hur många nya motionsgrupper siktar Esbo på?",
        "Vad är Kaikukortti?",
        "Esbo",
        "",
    ],
)
def test_a_question_with_a_topic_is_no_structure_question(structure, text):
    assert structure.answer(text, (), "sv") is None


def test_without_a_city_the_goals_of_every_plan_are_listed(ask):
    found = refs(ask, "Vilka är målen?")
    assert found == [f"espoo/{n}" for n in (1, 2, 3)] + [f"helsinki/{n}" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("text", "page", "said", "plan"),
    [
        ("Vilken period gäller Esbos plan?", "sv", "2022–2025", "espoo"),
        ("Mitä vuosia Helsingin suunnitelma koskee?", "fi", "2022–2025", "helsinki"),
        ("Vem har godkänt Esbos plan?", "sv", "tyrgruppen för", "espoo"),
        ("Kuka on hyväksynyt Helsingin hyvinvointisuunnitelman?", "fi", "johtoryhmä", "helsinki"),
        ("När godkändes Helsingfors plan?", "sv", "20.9.2022", "helsinki"),
    ],
)
def test_period_and_approval_are_told(ask, text, page, said, plan):
    answer = ask(text, page=page)
    assert answer.outcome in ("answered", "partly_answered")
    first = answer.text.rpartition("\n")[0] + "".join(c.quote for c in answer.citations)
    translated = "".join(c.translation.text for c in answer.citations if c.translation)
    assert said in first + translated
    assert {citation.plan.id for citation in answer.citations} == {plan}


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("Vilka åtgärder följs upp med antalet deltagare?", "sv", {"espoo/1.4", "espoo/1.12"}),
        ("Vilka åtgärder gäller barn i Helsingfors?", "sv", {"helsinki/1.2", "helsinki/5.7"}),
    ],
)
def test_everything_for_a_group_or_meter_is_cited(ask, text, page, expected):
    assert expected <= set(refs(ask, text, page))


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Jämför vad Esbo och Helsingfors gör för motion", "sv"),
        ("Miten Espoon ja Helsingin suunnitelmat eroavat mielenterveyden osalta?", "fi"),
        ("Vad säger de två planerna om motion?", "sv"),
    ],
)
def test_the_two_cities_stand_side_by_side(ask, text, page):
    answer = ask(text, page=page)
    assert {citation.plan.id for citation in answer.citations[:2]} == {"espoo", "helsinki"}


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("Vilka åtgärder riktar sig till äldre?", "sv", {"helsinki/2.2", "helsinki/3.3"}),
        ("Mitä kaikkea Helsinki tekee vanhusten hyväksi?", "fi", {"helsinki/2.2", "helsinki/3.3"}),
        ("Lista alla åtgärder för arbetslösa i Esbo", "sv", {"espoo/3.4"}),
    ],
)
def test_everything_about_a_group_is_listed_by_any_of_its_names(ask, text, page, expected):
    assert expected <= set(refs(ask, text, page))


def test_a_plan_without_a_word_on_the_theme_is_named(ask):
    assert "Esbos plan har ingen åtgärd" in ask("Lista alla åtgärder för äldre").text


def test_a_comparison_says_which_plan_is_silent(ask):
    answer = ask("Vad gör Esbo och Helsingfors för närståendevårdare?")
    assert answer.citations[0].ref == "helsinki/6.7"
    assert "I Esbos plan hittade jag inget om det här." in answer.text

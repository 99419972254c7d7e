"""Citations: quotes byte-exact, long sections in part, and the translation of the same part."""

from datetime import date

import pytest

from assistant.citing import LONGEST_QUOTE, cite
from assistant.labels import Places
from corpus.plan import LANGUAGES, Action, kind_of, text_of

TODAY = date(2026, 11, 21)
QUESTIONS = {
    "sv": "Vad säger lagen och vem godkänner planen?",
    "fi": "Montako mittaria on ja milloin valmistelu alkoi?",
}


@pytest.fixture(scope="module")
def places(content) -> Places:
    return Places(content)


def all_refs(content):
    return [element.ref for entry in content.plans for element in entry.plan.elements()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quote_of_every_element_stands_in_the_element(places, content, language):
    for ref in all_refs(content):
        place = places[ref]
        citation = cite(1, place, language, QUESTIONS[language], TODAY)
        assert citation.quote
        assert citation.quote in text_of(place.element)
        assert citation.quote_language == "sv"
        assert citation.kind == kind_of(place.element)


def test_an_action_or_goal_is_quoted_whole(places, content):
    for ref in all_refs(content):
        element = places[ref].element
        if kind_of(element) != "section":
            assert cite(1, places[ref], "sv", "Vad?", TODAY).quote == text_of(element)


@pytest.mark.parametrize(
    ("question", "language", "words", "finnish"),
    [
        ("Hur många mätare används?", "sv", "47 mätare", "47 mittarilla"),
        (
            "I vilket sammanhang delges fullmäktige rapporten?",
            "sv",
            "när bokslutet",
            "tilinpäätöksen",
        ),
        ("Montako mittaria käytetään?", "fi", "47 mätare", "47 mittarilla"),
        ("Missä yhteydessä raportti annetaan tiedoksi?", "fi", "när bokslutet", "tilinpäätöksen"),
    ],
)
def test_of_a_long_section_the_part_that_answers_is_quoted(
    places, question, language, words, finnish
):
    citation = cite(1, places["helsinki/s8"], language, question, TODAY)
    assert words in citation.quote
    assert len(citation.quote) < len(places["helsinki/s8"].element.text)
    if language == "fi":
        assert finnish in citation.translation.text


@pytest.mark.parametrize("question", ["Montako mittaria?", "Milloin päätettiin?", "Laki", "☃"])
def test_the_translation_shows_the_same_paragraphs_as_the_quote(places, content, question):
    for ref in all_refs(content):
        place = places[ref]
        if kind_of(place.element) != "section" or len(text_of(place.element)) <= LONGEST_QUOTE:
            continue
        citation = cite(1, place, "fi", question, TODAY)
        source = text_of(place.element).split("\n")
        translated = place.translation().text.split("\n")
        first = source.index(citation.quote.split("\n")[0])
        last = first + citation.quote.count("\n") + 1
        assert citation.quote == "\n".join(source[first:last])
        assert citation.translation.text == "\n".join(translated[first:last])
        assert citation.translation.heading == place.translation().heading


def test_a_swedish_answer_has_no_translation_and_a_finnish_one_has(places):
    assert cite(1, places["espoo/2.3"], "sv", "Vad?", TODAY).translation is None
    translation = cite(1, places["espoo/2.3"], "fi", "Mitä?", TODAY).translation
    assert translation.text.startswith("Asunnottomuutta ehkäistään")
    assert (translation.language, translation.status) == ("fi", "unofficial")


def test_only_the_official_titles_are_marked_official(places, content):
    official = [
        ref
        for ref in all_refs(content)
        if cite(1, places[ref], "fi", "Mitä?", TODAY).translation.status == "official"
    ]
    assert official == ["espoo/1", "espoo/2", "espoo/3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_meters_come_with_their_action(places, content, language):
    for ref in all_refs(content):
        element = places[ref].element
        meters = cite(1, places[ref], language, "Vad?", TODAY).meters
        expected = element.meters if isinstance(element, Action) else ()
        assert [(m.ref, m.text) for m in meters] == [(m.ref, m.text) for m in expected]
        assert all((m.translation is None) == (language == "sv") for m in meters)


@pytest.mark.parametrize(
    ("ref", "language", "label", "url"),
    [
        ("espoo/1.2", "sv", "Esbo, mål 1, åtgärd 2", "/sv/plans/espoo#1.2"),
        ("espoo/1.2", "fi", "Espoo, tavoite 1, toimenpide 2", "/fi/plans/espoo#1.2"),
        ("espoo/3", "fi", "Espoo, tavoite 3", "/fi/plans/espoo#3"),
        ("helsinki/6.7", "sv", "Helsingfors, tyngdpunkt 6, punkt 7", "/sv/plans/helsinki#6.7"),
        ("helsinki/6", "fi", "Helsinki, painopiste 6", "/fi/plans/helsinki#6"),
        (
            "helsinki/s8",
            "fi",
            "Helsinki, osio Hyvinvointisuunnitelman seuranta",
            "/fi/plans/helsinki#s8",
        ),
    ],
)
def test_label_and_link_name_the_element(places, ref, language, label, url):
    citation = cite(3, places[ref], language, "Vad?", TODAY)
    assert (citation.label, citation.url, citation.ref, citation.number) == (label, url, ref, 3)


@pytest.mark.parametrize(("today", "ended"), [(TODAY, True), (date(2025, 12, 31), False)])
def test_the_plan_is_told_with_its_period(places, today, ended):
    plan = cite(1, places["espoo/1"], "fi", "Mitä?", today).plan
    assert (plan.id, plan.municipality, plan.period) == ("espoo", "Espoo", "2022–2025")
    assert plan.ended is ended

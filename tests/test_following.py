"""Follow-ups: what points back gets its topic from the last answer, a new topic does not."""

import pytest


def refs(answer):
    return [citation.ref for citation in answer.citations]


@pytest.mark.parametrize(
    ("turns", "page", "ref"),
    [
        (("Vad gör Esbo för motionsrådgivningen?", "Hur mäts det?"), "sv", "espoo/3.5"),
        (("Berätta om Kaikukortti i Esbo.", "Hur följer man upp det?"), "sv", "espoo/1.2"),
        (("Mitä Espoo tekee asunnottomuudelle?", "Miten sitä seurataan?"), "fi", "espoo/2.3"),
        (("Vad gör Esbo åt bostadslösheten?", "Berätta mer om det"), "sv", "espoo/2.3"),
        (("Mitä ovat Espoon kuntoportaat?", "Kerro siitä lisää"), "fi", "espoo/1.7"),
    ],
)
def test_pointing_back_means_what_was_cited_first(ask, turns, page, ref):
    answer = ask(*turns, page=page)
    assert refs(answer)[0] == ref


@pytest.mark.parametrize("text", ["espoo/1.2", " Helsinki/5.6 "])
def test_a_reference_alone_shows_its_element(ask, text):
    assert refs(ask(text)) == [text.strip().lower()]


def test_the_meter_of_the_last_answer_is_told(ask):
    answer = ask("Mitä Espoo tekee asunnottomuudelle?", "Miten sitä mitataan?", page="fi")
    assert "Asunnottomien määrä" in answer.text
    assert answer.citations[0].meters[0].text.startswith("Antalet bostadslösa")


@pytest.mark.parametrize(
    ("turns", "page", "plan"),
    [
        (("Vad gör Esbo för delaktigheten?", "Och i Helsingfors?"), "sv", "helsinki"),
        (("Mitä Espoo tekee mielenterveyden hyväksi?", "Entä Helsinki?"), "fi", "helsinki"),
        (("Vad gör Helsingfors för motionen?", "Och Esbo då?"), "sv", "espoo"),
        (("Miten Helsinki lisää liikuntaa?", "Entäs Espoossa?"), "fi", "espoo"),
    ],
)
def test_naming_the_other_city_asks_the_same_of_it(ask, turns, page, plan):
    answer = ask(*turns, page=page)
    assert answer.outcome in ("answered", "partly_answered")
    assert {citation.plan.id for citation in answer.citations} == {plan}


@pytest.mark.parametrize(
    ("turns", "page", "expected"),
    [
        (("Mitä Espoo tekee mielenterveyden hyväksi?", "Entä Helsinki?"), "fi", "helsinki/1"),
        (("Vad gör Esbo för delaktigheten?", "Och i Helsingfors?"), "sv", "helsinki/5"),
        (("Miten Helsinki lisää liikuntaa?", "Entäs Espoossa?"), "fi", "espoo/"),
    ],
)
def test_the_topic_goes_along_to_the_other_city(ask, turns, page, expected):
    assert any(ref.startswith(expected) for ref in refs(ask(*turns, page=page)))


@pytest.mark.parametrize(
    ("turns", "page", "said"),
    [
        (("Vad gör Esbo åt bostadslösheten?", "Och i Helsingfors?"), "sv", "I Helsingfors plan"),
        (("Miten Helsinki torjuu jengiytymistä?", "Entä Espoo?"), "fi", "Espoon suunnitelma"),
        (
            ("Hur stöder Helsingfors närståendevårdare?", "Gör Esbo också det?"),
            "sv",
            "I Esbos plan",
        ),
    ],
)
def test_a_plan_that_says_nothing_of_the_last_topic_is_said_to(ask, turns, page, said):
    answer = ask(*turns, page=page)
    assert answer.outcome == "not_in_plans"
    assert said in answer.text


@pytest.mark.parametrize(
    ("turns", "page", "expected"),
    [
        (("Vilka mål har Esbo?", "Och Helsingfors?"), "sv", [f"helsinki/{n}" for n in range(1, 7)]),
        (("Mitä vuosia Espoon suunnitelma koskee?", "Entä Helsingin?"), "fi", ["helsinki/s1"]),
        (("Mikä on Espoon ensimmäinen tavoite?", "Ja toinen?"), "fi", ["espoo/2"]),
        (("Mitkä ovat Espoon tavoitteet?", "Mitä toimia kolmannessa on?"), "fi", ["espoo/3"]),
        (("Vilka mål har Esbo?", "Hur mäts det första?"), "sv", ["espoo/1"]),
        (("Vilka åtgärder finns under mål 3 i Esbo?", "Och den sista?"), "sv", ["espoo/3.6"]),
        (("Luettele Espoon tavoitteet", "Montako niitä on?"), "fi", ["espoo/1"]),
    ],
)
def test_a_list_is_asked_on(ask, turns, page, expected):
    assert refs(ask(*turns, page=page))[: len(expected)] == expected


@pytest.mark.parametrize(
    ("turns", "page"),
    [
        (("Vad säger Helsingfors om mental hälsa?", "Jämför med Esbo."), "sv"),
        (("Mitä Helsinki tekee liikunnan hyväksi?", "Vertaa Espooseen, kiitos."), "fi"),
    ],
)
def test_the_last_topic_is_compared(ask, turns, page):
    cited = refs(ask(*turns, page=page))[:3]
    assert {ref.partition("/")[0] for ref in cited} == {"espoo", "helsinki"}


@pytest.mark.parametrize(
    ("turns", "page", "ref"),
    [
        (
            ("Vilka tyngdpunkter har Helsingfors?", "Berätta mera om den fjärde."),
            "sv",
            "helsinki/4",
        ),
        (("Mitkä ovat Espoon tavoitteet?", "Kerro lisää toisesta"), "fi", "espoo/2"),
        (("Mitkä ovat Espoon tavoitteet?", "3"), "fi", "espoo/3"),
        (("Vilka åtgärder finns under mål 1 i Esbo?", "Den femte?"), "sv", "espoo/1.5"),
        (("Mitkä ovat Helsingin painopisteet?", "Entä viides?"), "fi", "helsinki/5"),
    ],
)
def test_a_number_or_ordinal_means_that_point_of_the_list(ask, turns, page, ref):
    assert refs(ask(*turns, page=page))[0] == ref


def test_den_andra_means_the_second_citation(ask):
    first = ask("Vad görs för motionen i Esbo?")
    assert len(first.citations) > 1
    answer = ask("Vad görs för motionen i Esbo?", "Berätta mer om den andra")
    assert refs(answer)[0] == refs(first)[1]


@pytest.mark.parametrize(
    ("question", "yes", "page"),
    [
        ("Vad gör Esbo åt bostadslösheten?", "ja", "sv"),
        ("Vad gör Esbo åt bostadslösheten?", "Ja tack!", "sv"),
        ("Mitä Espoo tekee asunnottomuudelle?", "Kyllä", "fi"),
        ("Mitä Espoo tekee asunnottomuudelle?", "joo kiitos", "fi"),
    ],
)
def test_yes_asks_the_first_suggested_question(ask, question, yes, page):
    suggestion = ask(question, page=page).suggestions[0]
    expected = ask(suggestion, page=page)
    answer = ask(question, yes, page=page)
    assert answer.outcome == expected.outcome
    assert answer.language == page
    assert refs(answer) == refs(expected)


@pytest.mark.parametrize(
    ("turns", "language"),
    [
        (("Vad gör Esbo åt bostadslösheten?", "Miten sitä mitataan?"), "fi"),
        (
            ("Vad gör Esbo åt bostadslösheten?", "Voitko vastata suomeksi: miten sitä mitataan?"),
            "fi",
        ),
        (("Mitä Espoo tekee asunnottomuudelle?", "Hur mäts det?"), "sv"),
        (("Mitä Espoo tekee asunnottomuudelle?", "Hur mäts det? Svara på svenska"), "sv"),
    ],
)
def test_the_language_may_change_midway(ask, turns, language):
    answer = ask(*turns, page="sv" if language == "fi" else "fi")
    assert answer.language == language
    assert refs(answer)[0] == "espoo/2.3"


@pytest.mark.parametrize(
    ("turns", "page", "ref"),
    [
        (
            ("Vad gör Esbo åt bostadslösheten?", "Hur stöds närståendevårdarna i Helsingfors?"),
            "sv",
            "helsinki/6.7",
        ),
        (
            ("Miten Helsinki yrittää estää jengien syntymistä?", "Entä kiusaaminen?"),
            "fi",
            "helsinki/5.8",
        ),
        (("Vad är Kaikukortti?", "Byggs det nya utegym?"), "sv", "espoo/1.7"),
        (("Mikä on Kaikukortti?", "Mitä Helsinki tekee suojateille?"), "fi", "helsinki/6.3"),
    ],
)
def test_a_new_topic_does_not_inherit_the_old_one(ask, turns, page, ref):
    assert refs(ask(*turns, page=page))[0] == ref


def test_a_new_topic_is_answered_as_if_it_were_asked_alone(ask):
    new = "Hur stöder Helsingfors familjer där någon vårdar en närstående?"
    alone, after = ask(new), ask("Vad gör Esbo åt bostadslösheten?", new)
    assert (after.text, refs(after)) == (alone.text, refs(alone))
    assert after.about == ""


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Entä se?", "fi"),
        ("Och den?", "sv"),
        ("Hur mäts det?", "sv"),
        ("Miten sitä seurataan?", "fi"),
        ("Berätta mer", "sv"),
        ("Kerro lisää", "fi"),
        ("ja", "sv"),
        ("Kyllä", "fi"),
        ("Och i Helsingfors?", "sv"),
        ("Entä Espoossa?", "fi"),
        ("den andra", "sv"),
        ("???", "sv"),
    ],
)
def test_pointing_without_a_conversation_asks_back(ask, text, page):
    answer = ask(text, page=page)
    assert answer.outcome == "clarification"
    assert answer.citations == ()
    assert answer.language == page


def test_what_was_carried_over_is_shown(ask):
    answer = ask("Mitä Espoo tekee asunnottomuudelle?", "Miten sitä mitataan?", page="fi")
    assert answer.about == "Espoo, tavoite 2, toimenpide 3"
    assert answer.text.startswith("Koskee: Espoo, tavoite 2, toimenpide 3")
    assert ask("Vad gör Esbo åt bostadslösheten?", "Hur mäts det?").text.startswith(
        "Gäller: Esbo, mål 2"
    )


def test_a_last_message_outside_the_plans_is_refused_in_a_conversation(ask):
    answer = ask("Vad gör Esbo åt bostadslösheten?", "Tack! Vad kostar hyran för en etta?")
    assert answer.outcome in ("out_of_scope", "not_in_plans")
    assert answer.citations == ()


def test_thanks_after_an_answer_is_no_question(ask):
    assert ask("Vad är Kaikukortti?", "Tack!").outcome == "greeting"
    assert ask("Mikä on Kaikukortti?", "Kiitos", page="fi").outcome == "greeting"


def test_a_conversation_survives_a_greeting_or_refusal_in_between(ask):
    answer = ask("Vad är Kaikukortti?", "Vem är Esbos stadsdirektör?", "Hur följs det upp?")
    assert answer.outcome in ("clarification", "answered")
    assert answer.outcome == "clarification" or refs(answer)[0] == "espoo/1.2"


def test_the_plans_chosen_on_the_page_are_kept_to(ask):
    answer = ask("Vad görs för motionen?", plans=("helsinki",))
    assert {citation.plan.id for citation in answer.citations} == {"helsinki"}


def test_a_follow_up_about_a_group_stays_on_the_topic(ask):
    answer = ask("Miten Helsinki lisää liikuntaa?", "Entä ikäihmisille?", page="fi")
    assert refs(answer)[0] == "helsinki/3.3"


def test_the_same_answer_is_given_in_the_other_language_when_only_that_is_asked(ask):
    again = ask("Vad gör Esbo åt bostadslösheten?", "Och på finska?")
    assert again.language == "fi"
    assert [citation.ref for citation in again.citations] == ["espoo/2.3"]

"""The sentences of an answer: the plan's words first, short, each with its source."""

from datetime import date

import pytest

from assistant.citing import cite
from assistant.composing import LONGEST_SHOWN, compose
from assistant.labels import Places
from corpus.plan import LANGUAGES
from index.encoder import load_encoder
from index.search import HybridSearch


@pytest.fixture(scope="module")
def places(content) -> Places:
    return Places(content)


@pytest.fixture(scope="module")
def told(places, content):
    search = HybridSearch(content, load_encoder())

    def tell(refs, language="sv", question="Vad gör staden?", **given):
        chosen = [places[ref] for ref in refs]
        day = date(2026, 11, 21)
        focuses = [search.closest_part(ref, question, language) for ref in refs]
        cited = enumerate(zip(chosen, focuses, strict=True), 1)
        citations = [cite(n, place, language, focus, day) for n, (place, focus) in cited]
        return compose(chosen, citations, focuses, language, **given)

    return tell


def test_the_promise_comes_first_in_the_plans_own_words(told):
    assert told(["espoo/1.8"])[0] == "Esbos plan säger: Aktiva rörelseformer stöds. [1]"
    assert told(["espoo/1.8"], "fi")[0] == (
        "Espoon suunnitelmassa sanotaan: Aktiivisia liikkumismuotoja tuetaan. [1]"
    )


def test_goal_and_meter_follow(told):
    lines = told(["espoo/1.8"])
    assert lines[1].startswith("Åtgärden hör till mål 1: För Esbobor i arbetsför ålder")
    assert lines[2] == "Så här följs den upp: Förändring i färdsättens andelar."


def test_a_question_for_the_meter_has_the_meter_before_the_goal(told):
    lines = told(["espoo/1.8"], "fi", asks_meter=True)
    assert lines[1] == "Näin sitä seurataan: Kulkutapojen osuuksien muutos."
    assert lines[2].startswith("Toimenpide kuuluu tavoitteeseen 1: Työikäisille")


def test_several_meters_stand_in_one_sentence(told):
    line = told(["espoo/1.2"], asks_meter=True)[1]
    assert line.endswith("antalet utdelade kort; Kultur: användning av gemenskapskortet.")


def test_a_statement_names_its_area_and_no_meter(told):
    lines = told(["helsinki/6.7"], "fi")
    assert lines[1] == "Se kuuluu painopisteeseen 6: Turvallinen ja kaunis kaupunki."
    assert len(lines) == 2


def test_whoever_asks_for_the_meter_of_a_statement_is_told_that_there_is_none(told):
    lines = told(["helsinki/6.7"], "fi", asks_meter=True)
    assert lines[1] == "Suunnitelman tekstissä ei mainita juuri tälle kohdalle omaa mittaria."
    assert "nämner ingen egen mätare" in told(["helsinki/1.2"], asks_meter=True)[1]


def test_the_first_element_of_the_other_city_is_told_too(told):
    lines = told(["espoo/2.3", "helsinki/5.5", "espoo/2.1"])
    assert any(line.startswith("Helsingfors plan säger också: ") for line in lines)
    assert any("[2]" in line for line in lines)
    assert lines[-1] == "Ett ställe till i planerna gäller samma sak."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_has_two_to_five_sentences_that_begin_large_and_end(told, language):
    for refs in (
        ["espoo/1.2"],
        ["espoo/1.2", "espoo/1.7", "espoo/2.8"],
        ["helsinki/5.1", "espoo/1.3", "helsinki/5.2"],
        ["helsinki/s4", "helsinki/s5"],
        ["espoo/2", "espoo/2.1"],
    ):
        lines = told(refs, language)
        assert 1 <= len(lines) <= 5
        for line in lines:
            assert line[0].isupper(), line
            assert line.endswith((".", "]")), line
            assert "  " not in line and ".." not in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_mark_is_left_in_any_element(told, content, language):
    for entry in content.plans:
        for element in entry.plan.elements():
            text = " ".join(told([element.ref], language))
            assert "{" not in text
            assert "None" not in text


def test_of_a_long_section_only_the_sentences_that_fit_are_told(told, places):
    (line,) = told(["helsinki/s8"], question="Med hur många mätare följs planens verkan upp?")
    assert "47 mätare" in line
    assert len(line) < LONGEST_SHOWN + 200
    assert line.startswith("Det står i avsnittet Uppföljning av välfärdsplanen i Helsingfors plan:")


def test_a_heading_is_told_without_the_number_of_its_chapter(told):
    (line,) = told(["espoo/s1"], question="Vem fastställer målen?")
    assert "avsnittet Fastställande av tyngdpunkter" in line

"""What an answer may say: only numbers that stand in what it cites."""

from datetime import date

import pytest

from assistant.citing import cite
from assistant.grounding import grounded
from assistant.labels import Places


@pytest.fixture(scope="module")
def citations(content):
    places = Places(content)
    day = date(2026, 11, 21)
    return [cite(1, places["espoo/2.3"], "sv", "Vad görs åt bostadslösheten?", day)]


@pytest.mark.parametrize(
    "line",
    [
        "Esbos plan säger: Man förebygger och minskar bostadslösheten 2021–2023. [1]",
        "Åtgärden hör till mål 2: För välfärden för personer utanför arbetslivet.",
        "Planen gällde 2022–2025.",
        "Så här följs den upp: Antalet bostadslösa.",
    ],
)
def test_a_sentence_whose_numbers_stand_in_the_citation_is_kept(citations, line):
    assert grounded([line], citations) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Bostadslösheten minskar med 50 procent.",
        "Planen gällde 2021–2022.",
        "År 2030 finns inga bostadslösa.",
        "Det kostar 1,5 miljoner.",
    ],
)
def test_a_sentence_with_a_number_that_no_citation_has_is_dropped(citations, line):
    kept = "Man förebygger bostadslösheten."
    assert grounded([kept, line], citations) == [kept]


@pytest.mark.parametrize(
    "line",
    [
        "Planen samarbetar med Röda Korset.",
        "Enligt Vanda stad minskar bostadslösheten.",
        "Staden ger Kaikukortti åt alla bostadslösa.",
    ],
)
def test_a_sentence_with_a_name_that_no_citation_has_is_dropped(citations, line):
    assert grounded([line], citations) == []


def test_the_number_of_a_citation_is_no_number_of_the_sentence(citations):
    assert grounded(["Man minskar bostadslösheten. [1]"], citations) != []


def test_facts_of_the_tree_support_a_sentence(citations):
    line = "Esbos plan har 26 åtgärder."
    assert grounded([line], citations) == []
    assert grounded([line], citations, ["26"]) == [line]

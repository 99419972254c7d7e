"""Which city a message names, by all the names people use."""

import pytest
from small_plans import small_plan

from assistant.cities import Cities
from assistant.lexicon import Reading
from corpus.catalogue import load_plan


@pytest.fixture(scope="module")
def cities(plans) -> Cities:
    return Cities(tuple(plans.values()))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Vad gör Esbo?", ("espoo",)),
        ("Mitä Espoossa tehdään?", ("espoo",)),
        ("espoolaisille", ("espoo",)),
        ("Esboborna undrar", ("espoo",)),
        ("Leppävaarassa", ("espoo",)),
        ("bor i Hagalund", ("espoo",)),
        ("Och i Helsingfors?", ("helsinki",)),
        ("Entä Helsingissä?", ("helsinki",)),
        ("stadissa jengit", ("helsinki",)),
        ("hfors övergångsställen", ("helsinki",)),
        ("i Kallio", ("helsinki",)),
        ("Kontulassa", ("helsinki",)),
        ("Både Esbo och Helsingfors", ("espoo", "helsinki")),
        ("HELSINKI vai ESPOO", ("espoo", "helsinki")),
        ("Vad är Kaikukortti?", ()),
        ("Hela staden", ()),
        ("Vad vill staden?", ()),
        ("Keräsin marjoja", ()),
    ],
)
def test_a_city_is_known_by_its_names_districts_and_nicknames(cities, text, named):
    assert cities.named(Reading.of(text)) == named


@pytest.mark.parametrize(
    "text",
    [
        "Vad gör Vanda mot ensamheten?",
        "Mitä Tampereella luvataan?",
        "Åbo",
        "turkulaisille",
        "Oulussa",
        "i Grankulla",
    ],
)
def test_another_municipality_is_known(cities, text):
    assert cities.other_named(Reading.of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Vad gör Esbo, till skillnad från Vanda?",
        "Vad är Kaikukortti?",
        "Turvallinen kaupunki",
        "vasaraa",
        "Voiko poria?",
    ],
)
def test_a_message_that_names_a_plans_city_or_none_is_about_no_other(cities, text):
    assert not cities.other_named(Reading.of(text))


def test_one_word_names_a_city_or_not(cities):
    assert cities.is_name("helsingfors")
    assert not cities.is_name("stad")


def test_a_word_that_only_begins_like_a_name_with_a_long_vowel_is_no_slip_of_it(plans, tmp_path):
    """In "Vaasa" two neighbouring letters are the same, and changing them about says nothing."""
    vasa = load_plan(small_plan(tmp_path) / "vasa")
    cities = Cities((*plans.values(), vasa))
    text = "Pääseekö vanhus Helsingissä liikkumaan jalan vaaratta?"
    assert cities.named(Reading.of(text)) == ("helsinki",)
    assert cities.named(Reading.of("Onko vaaraa?")) == ()
    assert cities.without_names(text) == "Pääseekö vanhus liikkumaan jalan vaaratta?"
    assert cities.named(Reading.of("Mitä Vaasassa tehdään?")) == ("vasa",)

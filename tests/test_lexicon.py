"""Word lists on folded words: words, beginnings, phrases, numbers."""

import pytest

from assistant.lexicon import Reading, WordLists, is_in, number_of, ordinal_of


@pytest.fixture(scope="module")
def lists() -> WordLists:
    return WordLists({"meter": ["mats", "mittari*", "hur manga"], "count": ["hur manga", "mats"]})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hur mäts det?", True),
        ("MITTARIT", True),
        ("Hur många är de?", True),
        ("Hur är det med många?", False),
        ("Matsalen", False),
        ("", False),
    ],
)
def test_a_list_is_found_by_word_beginning_or_phrase(lists, text, found):
    assert ("meter" in lists.of_line(Reading.of(text).line)) is found


def test_a_word_and_a_phrase_may_stand_in_several_lists(lists):
    assert lists.of_word("mats") == {"meter", "count"}
    assert lists.of_word("mittarit") == {"meter"}
    assert lists.of_line(" hur manga ar de ") == {"meter", "count"}


def test_a_list_opens_a_message_with_its_first_word_or_phrase():
    assert Reading.of("Entä Helsingissä?").opens("continuing")
    assert Reading.of("Vad gäller i Esbo?").opens("continuing")
    assert not Reading.of("Helsinki, entä Espoo?").opens("continuing")


def test_a_message_goes_on_after_the_words_it_begins_with():
    assert Reading.of("Okej, tack, och i Esbo?").without("acknowledging").words == (
        "och",
        "i",
        "esbo",
    )
    assert Reading.of("Tack").without("acknowledging").words == ("tack",)


@pytest.mark.parametrize(
    ("text", "all_of"),
    [("ja tack", True), ("Kyllä kiitos!", True), ("ja, mer om Esbo", False), ("", False)],
)
def test_yes_is_a_message_of_nothing_else(text, all_of):
    assert Reading.of(text).is_all("yes") is all_of


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("meter", "Miten tätä seurataan?"),
        ("meter", "Vilken mätare används?"),
        ("count", "Montako toimenpidettä?"),
        ("count", "Kuinka moni pääsi mukaan?"),
        ("goal", "Mitä tavoitteita on?"),
        ("area", "Vilka är tyngdpunkterna?"),
        ("area", "Mitkä ovat painopistealueet?"),
        ("compare", "Vad är skillnaden mellan städerna?"),
        ("pointing", "Kerro siitä lisää"),
        ("continuing", "Entä Helsingissä?"),
    ],
)
def test_the_lists_of_both_languages_are_found(name, text):
    assert Reading.of(text).has(name)


@pytest.mark.parametrize("name", ["goal", "area", "meter", "compare"])
def test_a_plain_question_is_in_none_of_the_lists(name):
    for text in ("Vad är Kaikukortti?", "Missä nuoret voivat viettää aikaa?"):
        assert not Reading.of(text).has(name)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("2", 2),
        ("17", 17),
        ("107", None),
        ("viides", 5),
        ("viidennesta", 5),
        ("fjarde", 4),
        ("toisesta", 2),
        ("kolmannesta", 3),
        ("ensimmainen", 1),
        ("sex", 6),
        ("kuusi", 6),
        ("motion", None),
    ],
)
def test_digits_ordinals_and_cardinals_are_numbers(word, number):
    assert number_of(word) == number


def test_one_word_belongs_to_one_of_several_lists():
    assert is_in("mittareista", "goal", "meter")
    assert not is_in("mittareista", "goal", "area")


@pytest.mark.parametrize("word", ["sjatte", "kuudes", "kuudennesta", "kuudetta"])
def test_an_ordinal_is_known_in_its_forms(word):
    assert ordinal_of(word) == 6


@pytest.mark.parametrize(
    "word", ["sex", "atta", "nelja", "kuusi", "seitseman", "kahdeksan", "yhdeksan", "kymmenen"]
)
def test_a_count_is_no_ordinal(word):
    assert ordinal_of(word) is None

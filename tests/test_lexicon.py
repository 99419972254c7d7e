"""Word lists on folded words: words, beginnings, phrases, numbers."""

import pytest

from assistant.lexicon import Reading, WordList, number_of, ordinal_of, word_list


@pytest.fixture(scope="module")
def meters() -> WordList:
    return WordList(["mats", "mittari*", "hur manga"])


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
def test_a_list_is_found_by_word_beginning_or_phrase(meters, text, found):
    assert meters.found_in(Reading.of(text)) is found


def test_a_list_opens_a_message_with_its_first_word_or_phrase(meters):
    assert meters.opens(Reading.of("Mittarit kiinnostavat"))
    assert meters.opens(Reading.of("Hur många?"))
    assert not meters.opens(Reading.of("Vilka mittari"))


@pytest.mark.parametrize(
    ("text", "all_of"),
    [("ja tack", True), ("Kyllä kiitos!", True), ("ja, mer om Esbo", False), ("", False)],
)
def test_yes_is_a_message_of_nothing_else(text, all_of):
    assert word_list("yes").is_all_of(Reading.of(text)) is all_of


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
    assert word_list(name).found_in(Reading.of(text))


@pytest.mark.parametrize("name", ["goal", "area", "meter", "compare"])
def test_a_plain_question_is_in_none_of_the_lists(name):
    for text in ("Vad är Kaikukortti?", "Missä nuoret voivat viettää aikaa?"):
        assert not word_list(name).found_in(Reading.of(text))


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


@pytest.mark.parametrize("word", ["sjatte", "kuudes", "kuudennesta", "kuudetta"])
def test_an_ordinal_is_known_in_its_forms(word):
    assert ordinal_of(word) == 6


@pytest.mark.parametrize(
    "word", ["sex", "atta", "nelja", "kuusi", "seitseman", "kahdeksan", "yhdeksan", "kymmenen"]
)
def test_a_count_is_no_ordinal(word):
    assert ordinal_of(word) is None

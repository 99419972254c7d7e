"""Words, stems and n-grams of Swedish and Finnish text."""

import pytest

from index.words import fold, grams, stem, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vad är Kaikukortti?", ["vad", "är", "kaikukortti"]),
        ("natur-motion på kvällar", ["natur-motion", "natur", "motion", "på", "kvällar"]),
        ("ympäristöriskejä ja -vahinkoja", ["ympäristöriskejä", "ja", "vahinkoja"]),
        ("T3<7, 2021–2023", ["t3", "7", "2021", "2023"]),
        ("?! …", []),
        ("ﬁnger", ["finger"]),
    ],
)
def test_words_are_small_letters_without_marks(text, expected):
    assert words(text) == expected


def test_letters_composed_in_two_ways_are_the_same_word():
    assert words("a\u0308ldre") == words("äldre")


def test_dots_and_rings_are_folded():
    assert fold("åäöé") == "aaoe"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("mätare", "mätaren", "sv"),
        ("åtgärderna", "åtgärder", "sv"),
        ("bostadslösheten", "bostadslöshet", "sv"),
        ("mittarit", "mittarin", "fi"),
        ("tavoitteessa", "tavoitteista", "fi"),
        ("toimenpiteet", "toimenpiteen", "fi"),
    ],
)
def test_inflected_forms_have_the_same_stem(one, other, language):
    assert stems(one, language) == stems(other, language)


def test_a_stem_is_the_same_without_diacritics():
    assert stems("bostadslöshet", "sv") == stems("bostadsloshet", "sv")


def test_grams_mark_the_ends_of_a_word():
    assert grams("Äldre") == ["<al", "ald", "ldr", "dre", "re>", "<ald", "aldr", "ldre", "dre>"]


def test_grams_join_inflected_compounds_that_stems_keep_apart():
    one, other = set(grams("kuntoportaat")), set(grams("kuntoportaita"))
    assert len(one & other) / len(one) > 0.6


def test_a_word_with_a_typing_error_keeps_most_of_its_grams():
    one, other = set(grams("kaikukotrti")), set(grams("kaikukortti"))
    assert len(one & other) / len(one) > 0.4


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_a_text_has_the_stems_of_its_words(language):
    text = "Natur-motion på Ålands kvällar, ympäristöriskejä ja -vahinkoja 2021–2023 (T3<7)"
    assert [stem(word, language) for word in words(text)] == stems(text, language)

"""The words that name columns: usual names, their variants, and parts of words that hint at one."""

import pytest

from corpus.headings import load_headings

HEADINGS = load_headings()


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("Mistä tiedämme, että onnistuimme?", "meter"),
        ("Seurannan tunnusluvut", "meter"),
        ("Uppföljningsansvar", "responsible"),
        ("Vastuussa oleva toimiala", "responsible"),
        ("Genomförs senast", "schedule"),
        ("Toteutuksen\najankohta", "schedule"),
        ("Kostnad", None),
        ("Lähtötaso 2024", None),
        ("Samtidigt", None),
    ],
)
def test_a_header_of_other_words_is_guessed_from_their_parts(cell, column):
    assert HEADINGS.guessed_column(cell) == column


def test_a_line_with_several_named_facts_falls_into_them():
    line = "Vastuu: Kirjasto, koulut | Aikataulu: 2026; Mittarit: Lainat"
    parts = ["Vastuu: Kirjasto, koulut", "Aikataulu: 2026", "Mittarit: Lainat"]
    assert HEADINGS.labelled_parts(line) == parts
    assert HEADINGS.labelled_parts("Katso myös Aikataulu: 2026") == ["Katso myös Aikataulu: 2026"]

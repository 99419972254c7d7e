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


def test_facts_in_a_bracket_behind_an_action_are_taken_out():
    text = "Vauvat saavat kirjakassin (vastuu: Kirjasto (lasten osasto); aikataulu: 2026)."
    facts = {"responsible": "Kirjasto (lasten osasto)", "schedule": "2026"}
    assert HEADINGS.without_bracket(text) == ("Vauvat saavat kirjakassin", facts)
    plain = "Kirjakassi jaetaan (huom: vain vauvoille)"
    assert HEADINGS.without_bracket(plain) == (plain, {})


def test_years_behind_a_name_are_no_part_of_it():
    assert HEADINGS.column("Åtgärder 2025–2028") == "action"
    assert HEADINGS.column("Toimenpiteet vuodelle 2026") == "action"
    assert HEADINGS.column("Tavoite 2028") is None


def test_a_chapter_number_may_stand_before_a_goal():
    goal = HEADINGS.goal_heading("3.2 Mål 2: Levande kultur")
    assert goal is not None
    assert (goal.number, goal.title, goal.is_below) == (2, "Levande kultur", False)

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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Mål II – Alla bemöts lika", 2),
        ("Mål IV: Alla bemöts lika", 4),
        ("Mål C. Alla bemöts lika", 3),
        ("2. mål: Alla bemöts lika", 2),
    ],
)
def test_goals_may_be_numbered_with_letters_and_before_their_word(text, number):
    goal = HEADINGS.goal_heading(text)
    assert goal is not None
    assert (goal.number, goal.title) == (number, "Alla bemöts lika")


def test_a_sentence_about_goals_opens_none():
    assert HEADINGS.goal_heading("Mål i planen: alla mår bra") is None
    assert HEADINGS.goal_heading("Mål A är viktigast") is None

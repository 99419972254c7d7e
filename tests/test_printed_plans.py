"""Plans printed from a browser and from an office program: what they say is read from the PDF."""

import pytest
from plan_pdfs_printed import PLANS, PRINTED, truth_of
from plan_scores import FIELDS, scores

from corpus.documents import read_document
from corpus.headings import load_headings
from corpus.parsing import parse


def read(name):
    return parse(read_document(PRINTED / f"{name}.pdf"), "plan")


@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_printed_plan_is_read_exactly(name):
    assert scores(read(name), truth_of(name)) == dict.fromkeys(FIELDS, 1.0)


def test_text_that_runs_sideways_is_told():
    (problem,) = read("turned_goal").problems
    assert problem.why.startswith("text that runs sideways, left out if it does not stand in")
    assert "Jokainen lapsi löytää mieluisan harrastuksen" in problem.text


def test_footnotes_are_text_and_their_marks_are_not():
    structure = read("grid_with_footnotes")
    texts = [action.text for goal in structure.goals for action in goal.actions]
    assert not any(text[-1].isdigit() for text in texts)
    notes = [section.text for section in structure.sections[1:]]
    assert all("Kräver separat beslut i budgeten." in text for text in notes)


def test_the_areas_over_goals_of_two_numbers_are_told():
    structure = read("goals_in_two_levels")
    assert [goal.number for goal in structure.goals] == [1, 2, 3]
    assert [p.text for p in structure.problems] == [
        "Painopiste 1: Lapset, nuoret ja perheet",
        "Painopiste 2: Työikäiset",
        "Painopiste 3: Ikäihmiset",
    ]


def test_a_number_of_two_parts_is_below_its_area():
    goal = load_headings().goal_heading("Tavoite 2.3: Asukkaat voivat hyvin")
    assert (goal.number, goal.title, goal.is_below) == (2, "Asukkaat voivat hyvin", True)

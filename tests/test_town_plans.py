"""Plans of made-up towns as they came out of Word, LibreOffice and a browser, read as they are.

tests/data/towns holds each as PDF with its true structure as JSON. Each showed a fault when it was
first read: words cut by a border, facts named in running text, cells merged over a page break ...
"""

import json
from pathlib import Path

import pytest
from plan_scores import FIELDS, scores

from corpus.documents import read_document
from corpus.parsing import parse

TOWNS = Path(__file__).parent / "data" / "towns"


@pytest.mark.parametrize("name", sorted(path.stem for path in TOWNS.glob("*.json")))
def test_the_plan_of_a_town_is_read_exactly(name):
    truth = json.loads((TOWNS / f"{name}.json").read_text(encoding="utf-8"))
    structure = parse(read_document(TOWNS / f"{name}.pdf"), "plan")
    assert scores(structure, truth) == dict.fromkeys(FIELDS, 1.0)


def test_there_are_plans_to_read():
    assert len(list(TOWNS.glob("*.pdf"))) == len(list(TOWNS.glob("*.json"))) >= 46


def test_a_table_before_the_first_goal_is_told_and_left_out():
    structure = parse(read_document(TOWNS / "members_fi.pdf"), "plan")
    told = [p for p in structure.problems if p.why.startswith("a table before the first goal")]
    assert told[0].text == "Nimi | Tehtävä | Vastuualue"
    assert [goal.number for goal in structure.goals] == [1, 2, 3]

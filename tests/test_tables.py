"""Tables of many shapes: what made-up plans say is read from their PDFs."""

import io
from dataclasses import replace

import pypdf
import pytest
from plan_pdfs import Plan
from plan_pdfs_later import LATER
from plan_scores import FIELDS, scores
from plan_shapes import SHAPES, Shape, columns

from corpus.documents import read_document
from corpus.headings import load_headings
from corpus.pages import Page, Rule, Word
from corpus.parsing import parse
from corpus.table_headers import find_headers


def structure_of(data, folder):
    path = folder / "plan.pdf"
    path.write_bytes(data)
    return parse(read_document(path), "plan")


def drawn(folder, **look):
    """A made-up Swedish plan of one shape, with what was read of it."""
    shape = replace(
        Shape("plan", "sv", 21, columns("sv", "action responsible meter schedule")), **look
    )
    plan = Plan(shape)
    return plan, structure_of(plan.draw(), folder)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_plan_of_this_shape_is_read_exactly_with_its_pages(shape, tmp_path):
    plan = Plan(shape)
    structure = structure_of(plan.draw(), tmp_path)
    assert scores(structure, plan.truth) == dict.fromkeys(FIELDS, 1.0)
    pages = {(g.number, n): a.page for g in structure.goals for n, a in enumerate(g.actions, 1)}
    assert pages == {key: page for key, page in plan.pages_of.items() if isinstance(key, tuple)}


@pytest.mark.parametrize("name", LATER)
def test_a_plan_from_another_table_maker_is_read(name, tmp_path):
    drawing = LATER[name]()
    found = scores(structure_of(drawing.draw(), tmp_path), drawing.truth)
    # The maker cuts words without a hyphen where a column is too narrow for them.
    assert min(found.values()) >= (0.75 if found["responsible"] < 1 else 1.0)
    assert sum(found.values()) / len(found) >= 0.95


def test_a_column_of_another_kind_is_left_out_and_reported(tmp_path):
    kinds = columns("sv", "action other meter")
    plan, structure = drawn(tmp_path, columns=kinds, goal_format="Mål {number}. {title}")
    assert scores(structure, plan.truth)["meters"] == 1.0
    assert {p.text for p in structure.problems} == {"Anslag"}
    assert structure.problems[0].page == 1


def test_text_around_a_table_becomes_sections_and_never_an_action(tmp_path):
    _, structure = drawn(tmp_path, goal_format="Mål {number}. {title}")
    assert [s.heading for s in structure.sections] == [
        "Provstads välfärdsplan 2025–2028",
        "Uppföljning",
    ]
    assert structure.sections[0].text.startswith("Planen har godkänts av fullmäktige.")
    assert structure.sections[1].page == len(structure.goals) - 1
    assert not any(p.text.startswith("Sida") for p in structure.problems)


def test_running_lines_with_page_numbers_are_not_in_the_text(tmp_path):
    plan, structure = drawn(tmp_path, page_height=420, goal_format="Mål {number}. {title}")
    assert len(plan.pages) > 3
    texts = [s.text for s in structure.sections]
    texts += [a.text for g in structure.goals for a in g.actions]
    assert not any("Sida" in text or "Provstad, välfärdsplan" in text for text in texts)


def test_row_numbers_and_bullets_stay_out_of_the_text(tmp_path):
    plan, structure = drawn(
        tmp_path, numbered=True, meters="bullets", goal_format="Mål {number}. {title}"
    )
    texts = [a.text for g in structure.goals for a in g.actions]
    assert texts == [a["text"] for g in plan.truth["goals"] for a in g["actions"]]
    assert not any(m.text[0] in "•–" for g in structure.goals for a in g.actions for m in a.meters)


def test_an_empty_cell_is_nothing(tmp_path):
    plan, structure = drawn(tmp_path, missing=True, goal_format="Mål {number}. {title}")
    read = [(a.responsible, a.schedule) for g in structure.goals for a in g.actions]
    assert read == [
        (a["responsible"], a["schedule"]) for g in plan.truth["goals"] for a in g["actions"]
    ]
    assert any(responsible is None for responsible, _ in read)


def test_bookmarks_in_the_other_language_are_official_titles(tmp_path):
    shape = Shape(
        "plan", "sv", 21, columns("sv", "action meter"), goal_format="Mål {number}. {title}"
    )
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(Plan(shape).draw()))
    writer.add_outline_item(title="Tavoite 2: Asukkaat voivat hyvin", page_number=0)
    buffer = io.BytesIO()
    writer.write(buffer)
    goals = structure_of(buffer.getvalue(), tmp_path).goals
    assert goals[1].titles["fi"] == "Asukkaat voivat hyvin"
    assert "fi" not in goals[0].titles


def test_the_lower_lines_of_a_row_that_hint_at_columns_are_no_header():
    cells = [
        (62, 188, "kokousta/vuosi"),
        (143, 188, "kokoaa toimijat yhteiseen"),
        (143, 203, "verkostoon."),
        (319, 188, "• Sovittujen"),
        (319, 203, "toimenpiteiden"),
        (319, 218, "toteutuminen"),
    ]
    words = []
    for x, y, text in cells:
        for word in text.split():
            words.append(Word(word, x, x + 5 * len(word), y, 10.0, False))
            x = words[-1].x1 + 3
    rules = (Rule(57, 156, 552, 156), Rule(57, 227, 552, 227))
    assert find_headers(Page(1, 595, 842, tuple(words), rules), load_headings()) == []

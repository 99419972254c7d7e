"""What changed between two versions of a real plan: all of it found, and nothing else."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from changed_plans import (
    ADD,
    METER,
    NUMBER,
    REMOVE,
    REWORD,
    SWAP,
    TITLE,
    change_source,
    shuffled_plan,
)
from plan_pdfs import Plan as Drawn
from plan_shapes import Shape, columns

from corpus.assignment import assign
from corpus.catalogue import load_plan
from corpus.comparing import compare
from corpus.drafting import draft_plan
from corpus.likeness import Mark, alike, marked, numbers_changed, same
from corpus.plan import Meter, Plan, Section


@pytest.fixture
def espoo(plan_root: Path) -> Path:
    return plan_root / "espoo"


def difference(folder: Path, *edits: tuple[str, str]):
    """What `compare` finds after edits of the source."""
    old = load_plan(folder)
    change_source(folder, *edits)
    return compare(old, load_plan(folder))


def told(found) -> list[tuple[str, str | None, str | None]]:
    """Kind, old and new reference of each change, new numbers left out."""
    return [(c.kind, c.old_ref, c.new_ref) for c in found.changes if c.kind != "renumbered"]


@pytest.mark.parametrize("name", ["espoo", "helsinki"])
def test_an_unchanged_plan_has_no_changes(plans, name):
    found = compare(plans[name], plans[name])
    assert found.is_empty
    assert found.unchanged == len(list(plans[name].elements()))


@pytest.mark.parametrize("name", ["espoo", "helsinki"])
def test_other_line_breaks_hyphens_and_quotes_are_no_change(plans, name):
    def typeset(text: str) -> str:
        return (
            text.replace("–", "-")
            .replace("”", '"')
            .replace(" och ", "  och\u00a0")
            .replace("verksamhet", "verk\u00adsamhet")
        )

    plan = plans[name]
    goals = tuple(
        replace(
            goal,
            title=typeset(goal.title),
            actions=tuple(
                replace(
                    action,
                    text=typeset(action.text),
                    page=7,
                    meters=tuple(Meter(m.ref, typeset(m.text)) for m in action.meters),
                )
                for action in goal.actions
            ),
        )
        for goal in plan.goals
    )
    assert compare(plan, replace(plan, goals=goals)).is_empty


def test_a_removed_action_is_found_and_the_others_are_only_renumbered(espoo):
    found = difference(espoo, REMOVE)
    assert told(found) == [("removed", "espoo/1.6", None)]
    renumbered = found.of_kind("renumbered")
    assert next((c.old_ref, c.new_ref) for c in renumbered) == ("espoo/1.7", "espoo/1.6")
    assert found.replaced_by("espoo/1.7") == "espoo/1.6"
    assert found.replaced_by("espoo/1.6") is None


def test_an_added_action_is_found(espoo):
    found = difference(espoo, ADD)
    assert told(found) == [("added", None, "espoo/1.7")]
    assert found.changes[0].new == "Simhallarna öppnar klockan sex på vardagar."
    assert found.changes[0].under.startswith("För Esbobor i arbetsför ålder")


def test_a_reworded_action_has_its_words_marked(espoo):
    found = difference(espoo, REWORD)
    assert told(found) == [("reworded", "espoo/1.5", "espoo/1.5")]
    assert found.changes[0].marks[:4] == (
        Mark("same", "Man "),
        Mark("removed", "ökar familjernas välfärd"),
        Mark("added", "stärker barnfamiljernas välmående"),
        Mark(
            "same",
            " genom att ordna till exempel gemensam motion för barnfamiljer som Perhe Töpinät.",
        ),
    )


def test_a_changed_number_is_told_apart_from_other_words(espoo):
    found = difference(espoo, NUMBER)
    assert told(found) == [("number_changed", "espoo/1.7", "espoo/1.7")]
    assert found.changes[0].numbers == (("2028", "2032"),)


def test_two_actions_that_change_places_are_one_move(espoo):
    found = difference(espoo, SWAP)
    assert [kind for kind, _, _ in told(found)] == ["moved"]
    assert found.replaced_by("espoo/1.3") == "espoo/1.4"
    assert found.replaced_by("espoo/1.4") == "espoo/1.3"


def test_a_changed_meter_names_its_action(espoo):
    found = difference(espoo, METER)
    assert told(found) == [("meter_changed", "espoo/1.5.1", "espoo/1.5.1")]
    assert found.changes[0].under.startswith("Man ökar familjernas välfärd")


def test_a_changed_goal_title_leaves_the_actions_alone(espoo):
    found = difference(espoo, TITLE)
    assert told(found) == [("title_changed", "espoo/1", "espoo/1")]


def test_all_changes_of_one_version_are_found_together(espoo):
    found = difference(espoo, ADD, REWORD, NUMBER, METER, TITLE)
    assert sorted(kind for kind, _, _ in told(found)) == [
        "added",
        "meter_changed",
        "number_changed",
        "reworded",
        "title_changed",
    ]


@pytest.mark.parametrize("name", ["espoo", "helsinki"])
@pytest.mark.parametrize("seed", range(6))
def test_random_changes_are_all_found_and_no_others(plans, name, seed):
    new, truth = shuffled_plan(plans[name], seed)
    found = compare(plans[name], new)
    kinds = {"number_changed": "reworded"}
    assert {
        (kinds.get(c.kind, c.kind), c.old_ref or c.new_ref)
        for c in found.changes
        if c.kind != "renumbered"
    } == truth


def test_a_meter_that_comes_and_one_that_goes_are_found(plans):
    plan = plans["espoo"]
    first, second, *rest = plan.goals[0].actions
    fewer = replace(second, meters=second.meters[:1])
    more = replace(
        first, meters=(*first.meters, Meter("espoo/1.1.2", "Väntetid till mottagningen"))
    )
    goal = replace(plan.goals[0], actions=(more, fewer, *rest))
    found = compare(plan, replace(plan, goals=(goal, *plan.goals[1:])))
    assert told(found) == [
        ("meter_added", None, "espoo/1.1.2"),
        ("meter_removed", "espoo/1.2.2", None),
    ]


def test_a_meter_that_changes_its_action_has_moved(plans):
    plan = plans["espoo"]
    first, second, *rest = plan.goals[0].actions
    moved = replace(first, meters=(*first.meters, replace(second.meters[1], ref="espoo/1.1.2")))
    goal = replace(plan.goals[0], actions=(moved, replace(second, meters=second.meters[:1]), *rest))
    found = compare(plan, replace(plan, goals=(goal, *plan.goals[1:])))
    assert told(found) == [("meter_moved", "espoo/1.2.2", "espoo/1.1.2")]


def test_responsible_and_schedule_are_compared(plans):
    old = with_first_action(plans["espoo"], responsible="Biblioteken", schedule="2022–2023")
    new = with_first_action(plans["espoo"], responsible="Biblioteken", schedule="2022–2025")
    found = compare(old, new)
    assert told(found) == [("schedule_changed", "espoo/1.1", "espoo/1.1")]
    none = compare(plans["espoo"], old)
    assert [kind for kind, _, _ in told(none)] == ["responsible_changed", "schedule_changed"]


def with_first_action(plan: Plan, **values: str) -> Plan:
    first, *rest = plan.goals[0].actions
    goal = replace(plan.goals[0], actions=(replace(first, **values), *rest))
    return replace(plan, goals=(goal, *plan.goals[1:]))


def test_goals_that_change_places_keep_their_actions(plans):
    plan = plans["helsinki"]
    one, two, *rest = plan.goals
    swapped = (at_number(two, 1), at_number(one, 2), *rest)
    found = compare(plan, replace(plan, goals=swapped))
    assert told(found) == [("moved", "helsinki/1", "helsinki/2")] or told(found) == [
        ("moved", "helsinki/2", "helsinki/1")
    ]
    assert found.replaced_by("helsinki/1.2") == "helsinki/2.2"


def at_number(goal, number: int):
    ref = f"helsinki/{number}"
    actions = tuple(
        replace(action, ref=f"{ref}.{place}") for place, action in enumerate(goal.actions, 1)
    )
    return replace(goal, ref=ref, number=number, actions=actions)


def test_a_new_section_heading_and_a_new_section_are_told(plans):
    plan = plans["espoo"]
    first, *rest = plan.sections
    renamed = replace(first, heading=first.heading.replace("Fastställande", "Val"))
    more = Section("espoo/s4", "Uppföljning", "Planen följs upp årligen av styrgruppen.")
    found = compare(plan, replace(plan, sections=(renamed, *rest, more)))
    assert told(found) == [
        ("added", None, "espoo/s4"),
        ("heading_changed", "espoo/s1", "espoo/s1"),
    ]


def test_vectors_pair_what_was_said_again_in_other_words(plans):
    plan = plans["espoo"]
    first, *rest = plan.goals[0].actions
    said_again = replace(first, text="Klienter visas vidare till föreningar.", meters=())
    goal = replace(plan.goals[0], actions=(said_again, *rest))
    new = replace(plan, goals=(goal, *plan.goals[1:]))
    assert ("removed", "espoo/1.1", None) in told(compare(plan, new))
    found = compare(plan, new, lambda texts: [[1.0, 0.0] for _ in texts])
    assert ("reworded", "espoo/1.1", "espoo/1.1") in told(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("verksam-\nhet", "verksamhet"),
        ("kvälls- och veckoslut", "kvälls\u2010 och  veckoslut"),
        ("”Hälsa i skolan”", '"Hälsa i skolan"'),
        ("2022–2025", "2022 - 2025"),
        ("ﬁnansiering", "finansiering"),
    ],
)
def test_typesetting_is_no_difference(old, new):
    assert same(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("skala 1–5", "skala 15"),
        ("minst -5 grader", "minst 5 grader"),
        ("Esbo", "Espoo"),
        ("", "x"),
    ],
)
def test_a_difference_that_counts_is_one(old, new):
    assert not same(old, new)


def test_numbers_are_compared_only_when_all_words_stay():
    assert numbers_changed("Minst 20 % av 1 000 elever", "Minst 25 % av 1 000 elever") == (
        ("20", "25"),
    )
    assert numbers_changed("Minst 20 elever", "Minst 25 barn") == ()
    assert numbers_changed("Minst 20 elever", "Minst 20 elever") == ()


def test_marks_give_both_texts_back():
    old, new = "Antalet besök per år (2022)", "Antalet kunder per år (2026)"
    marks = marked(old, new)
    assert "".join(m.text for m in marks if m.operation != "added") == old
    assert "".join(m.text for m in marks if m.operation != "removed") == new


def test_likeness_lies_between_nothing_and_everything():
    text = "Motionsrådgivning ordnas på hälsostationerna."
    assert alike(text, text) == 1
    assert alike(text, "Biblioteken hålls öppna.") < 0.3
    assert 0.5 < alike(text, "Motionsrådgivning ordnas vid hälsostationen.") < 1


def test_the_assignment_is_the_best_one():
    scores = [[0.9, 0.8, 0.1], [0.85, 0.2, 0.3], [0.4, 0.35, 0.45]]
    best = max(
        permutations(range(3)), key=lambda order: sum(scores[i][j] for i, j in enumerate(order))
    )
    assert assign(scores, 0.1) == list(enumerate(best))
    assert assign(scores, 0.5) == [(0, 1), (1, 0)]
    assert assign([], 0.5) == []


@pytest.mark.parametrize("name", ["espoo", "helsinki"])
def test_a_plan_from_text_and_the_same_plan_from_pdf_have_no_differences(plans, name):
    path = Path(__file__).with_name("data") / f"{name}.sv.pdf"
    found = compare(plans[name], draft_plan(path, name, plans[name].info))
    assert found.changes == ()
    assert found.unchanged == len(list(plans[name].elements()))


@pytest.mark.parametrize(
    ("language", "heading"), [("sv", "Mål {number}. {title}"), ("fi", "Tavoite {number}: {title}")]
)
def test_another_layout_of_the_same_plan_is_no_change(plans, language, heading, tmp_path):
    narrow = columns(language, "action responsible meter schedule")
    wide = columns(language, "action meter responsible schedule")
    read = []
    for shape in (
        Shape("narrow", language, 4, narrow, goal_format=heading),
        Shape("wide", language, 4, wide, goal_format=heading, wide=True, rules="rows", size=10),
    ):
        path = tmp_path / f"{shape.name}.pdf"
        path.write_bytes(Drawn(shape).draw())
        read.append(draft_plan(path, "made-up", plans["espoo"].info))
    assert len(read[0].actions) >= 9
    assert [c for c in compare(*read).changes if c.element != "section"] == []

"""The tree of a plan: elements, references, period and version."""

from datetime import date

import pytest

from corpus.plan import kind_of, parent_ref, text_of


def test_elements_come_as_goals_with_their_actions_then_sections(plans):
    refs = [element.ref for element in plans["espoo"].elements()]
    assert refs[:3] == ["espoo/1", "espoo/1.1", "espoo/1.2"]
    assert refs[-3:] == ["espoo/s1", "espoo/s2", "espoo/s3"]
    assert len(refs) == 3 + 26 + 3


def test_espoo_has_12_and_8_and_6_actions_with_28_meters(plans):
    espoo = plans["espoo"]
    assert [len(goal.actions) for goal in espoo.goals] == [12, 8, 6]
    assert len(espoo.actions) == 26
    assert len(espoo.meters) == 28


def test_helsinki_has_six_areas_with_2_3_5_5_9_and_7_statements(plans):
    helsinki = plans["helsinki"]
    assert [len(goal.actions) for goal in helsinki.goals] == [2, 3, 5, 5, 9, 7]
    assert {action.kind for action in helsinki.actions} == {"statement"}
    assert helsinki.meters == ()


@pytest.mark.parametrize("plan_id", ["espoo", "helsinki"])
def test_no_reference_is_used_twice(plans, plan_id):
    plan = plans[plan_id]
    refs = [e.ref for e in plan.elements()] + [meter.ref for meter in plan.meters]
    assert len(refs) == len(set(refs))


def test_a_meter_is_numbered_under_its_action(plans):
    action = plans["espoo"].goals[0].actions[1]
    assert [meter.ref for meter in action.meters] == ["espoo/1.2.1", "espoo/1.2.2"]


def test_the_text_of_a_goal_is_its_title(plans):
    goal = plans["espoo"].goals[0]
    assert text_of(goal) == goal.title
    assert text_of(goal.actions[0]) == goal.actions[0].text


def test_kinds_are_those_of_the_api(plans):
    kinds = {kind_of(element) for plan in plans.values() for element in plan.elements()}
    assert kinds == {"goal", "action", "statement", "section"}


@pytest.mark.parametrize(
    ("ref", "parent"),
    [
        ("espoo/2.3", "espoo/2"),
        ("helsinki/6.7", "helsinki/6"),
        ("espoo/2", None),
        ("helsinki/s3", None),
    ],
)
def test_the_parent_of_an_action_is_its_goal(ref, parent):
    assert parent_ref(ref) == parent


def test_the_period_is_printed_with_an_en_dash(plans):
    assert plans["helsinki"].info.period == "2022–2025"


def test_the_version_is_the_id_and_the_years(plans):
    assert plans["espoo"].info.version == "espoo@2022-2025"


@pytest.mark.parametrize(
    ("today", "ended"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2021, 12, 31), False)],
)
def test_a_plan_has_ended_when_its_last_year_is_over(plans, today, ended):
    assert plans["espoo"].info.ended(today) is ended


def test_the_official_finnish_titles_of_the_goals_stand_in_the_espoo_plan(plans):
    titles = [goal.titles["fi"] for goal in plans["espoo"].goals]
    assert titles[0].startswith("Työikäisille espoolaisille on tarjolla mahdollisuuksia")
    assert len(titles) == 3

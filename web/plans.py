"""The plans as readable documents with an anchor for every reference."""

from flask import Blueprint, render_template

from corpus.plan import Language, Plan
from web.context import knowledge, language_of_request, today
from web.elements import GoalView, goal_views, section_views
from web.errors import Failure, failure
from web.finding_plans import find_plan
from web.language_prefix import localised
from web.starting import PlanCard, plan_card

blueprint = localised(Blueprint("plans", __name__))


@blueprint.get("/plans")
def plans() -> str:
    """All plans, each with its overview."""
    language = language_of_request()
    listed = [(card(plan, language), overview(plan, language)) for plan in knowledge().plans]
    return render_template("plans.html", listed=listed)


@blueprint.get("/plans/<name>")
def plan(name: str) -> str | Failure:
    """One plan; `name` is its id, or the version that a permalink names."""
    language = language_of_request()
    found = find_plan(name, knowledge().plans)
    if found is None:
        return failure(404, "unknown_version" if "@" in name else "not_found")
    versions = [p for p in knowledge().plans if p.info.municipality == found.info.municipality]
    return render_template(
        "plan.html",
        card=card(found, language),
        goals=overview(found, language),
        sections=section_views(knowledge(), found, language),
        versions=[card(version, language) for version in versions],
        meter_count=len(found.meters),
        action_count=len(found.actions),
        own_language=found.info.language,
    )


def card(plan: Plan, language: Language) -> PlanCard:
    """What is told of a plan, in the language of the page."""
    return plan_card(plan, language, today())


def overview(plan: Plan, language: Language) -> tuple[GoalView, ...]:
    """The goals of a plan, in the language of the page."""
    return goal_views(knowledge(), plan, language)

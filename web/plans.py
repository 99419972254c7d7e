"""The plans as readable documents with an anchor for every reference."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from assistant.labels import address
from corpus.plan import Language, Plan
from index.generation import IndexedPlan
from index.resolving import archived_versions, find_version, resolve
from web.context import knowledge, language_of_request, today
from web.earlier import former_elements, successors
from web.elements import goal_views, section_views
from web.errors import Failure, failure
from web.language_prefix import localised
from web.starting import PlanCard, plan_card

blueprint = localised(Blueprint("plans", __name__))


@blueprint.get("/plans")
def plans() -> str:
    """All plans, each with its overview."""
    language = language_of_request()
    listed = [
        (card(entry.plan, language), goal_views(entry, language))
        for entry in knowledge().content.plans
    ]
    return render_template("plans.html", listed=listed)


@blueprint.get("/plans/<name>")
def plan(name: str) -> str | Failure:
    """One plan; `name` is its id, or the version that a permalink names."""
    language, content = language_of_request(), knowledge().content
    found = find_version(content, name)
    if found is None:
        return failure(404, "unknown_version" if "@" in name else "not_found")
    current = find_version(content, found.plan.id)
    older = archived_versions(content, found.plan.id)
    return render_template(
        "plan.html",
        card=card(found.plan, language),
        goals=goal_views(found, language),
        sections=section_views(found, language),
        versions=[card(each.plan, language) for each in _versions(current, older)],
        meter_count=len(found.plan.meters),
        action_count=len(found.plan.actions),
        own_language=found.plan.info.language,
        newer=card(current.plan, language) if current and current is not found else None,
        successors=successors(knowledge(), found, language),
        former=former_elements(knowledge(), found, language) if current is found else (),
    )


@blueprint.get("/plans/<name>/<place>")
def element(name: str, place: str) -> Response | Failure:
    """The place on a page where a reference can be read, in whichever version has it."""
    found = resolve(knowledge().content, f"{name}/{place}")
    if found is None:
        return failure(404, "not_found")
    return redirect(address(found.ref, language_of_request()))


def card(plan: Plan, language: Language) -> PlanCard:
    """What is told of a plan, in the language of the page."""
    return plan_card(plan, language, today())


def _versions(current: IndexedPlan | None, older: list[IndexedPlan]) -> list[IndexedPlan]:
    return [current, *older] if current else older

"""A plan with its translations as the tree that the API and the commands give."""

from datetime import date
from typing import Any

from corpus.plan import Action, Goal, Plan, Problem, Section
from corpus.translations import Translation, Translations

NO_TRANSLATIONS = Translations({})


def plan_tree(plan: Plan, translations: Translations, today: date) -> dict[str, Any]:
    """The whole plan: goals with their actions and meters, sections, and what was not placed."""
    info = plan.info
    own = info.language
    return {
        "id": info.id,
        "version": info.version,
        "municipality": info.municipality[own],
        "title": info.title[own],
        "period": info.period,
        "language": own,
        "ended": info.ended(today),
        "goals": [_goal(goal, translations) for goal in plan.goals],
        "sections": [_section(section, translations) for section in plan.sections],
        "problems": [_problem(problem) for problem in plan.problems],
    }


def translation_tree(translation: Translation | None) -> dict[str, str] | None:
    """A translation with its status, `None` when there is none."""
    if translation is None:
        return None
    return {
        "language": translation.language,
        "text": translation.text,
        "status": translation.status,
    }


def _goal(goal: Goal, translations: Translations) -> dict[str, Any]:
    return {
        "ref": goal.ref,
        "number": goal.number,
        "title": goal.title,
        "titles": dict(goal.titles),
        "page": goal.page,
        "actions": [_action(action, translations) for action in goal.actions],
        "translation": translation_tree(translations.by_ref.get(goal.ref)),
    }


def _action(action: Action, translations: Translations) -> dict[str, Any]:
    return {
        "ref": action.ref,
        "kind": action.kind,
        "text": action.text,
        "responsible": action.responsible,
        "schedule": action.schedule,
        "page": action.page,
        "meters": [
            {
                "ref": meter.ref,
                "text": meter.text,
                "translation": translation_tree(translations.by_ref.get(meter.ref)),
            }
            for meter in action.meters
        ],
        "translation": translation_tree(translations.by_ref.get(action.ref)),
    }


def _section(section: Section, translations: Translations) -> dict[str, Any]:
    found = translations.by_ref.get(section.ref)
    translation = translation_tree(found)
    if translation is not None and found is not None and found.heading:
        translation["heading"] = found.heading
    return {
        "ref": section.ref,
        "heading": section.heading,
        "text": section.text,
        "page": section.page,
        "translation": translation,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    place = {"line": problem.line} if problem.line is not None else {"page": problem.page}
    return {**place, "text": problem.text, "why": problem.why}

"""What the start page tells of each plan, and the questions it suggests."""

from dataclasses import dataclass
from datetime import date

from assistant.knowledge import Knowledge
from corpus.plan import Language, Plan, PlanInfo
from web.wording import texts

SUGGESTED = 5
# Without questions of our own for a plan: which actions of each goal the bank's questions are
# taken from, counted from 0.
_SPREAD = (1, 3, 5, 0, 2)


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan in one language, with questions that it answers.

    `version_name` tells it from the other versions: its period, and its edition from the second on.
    """

    id: str
    version: str
    version_name: str
    municipality: str
    title: str
    period: str
    ended: bool
    audience: str
    decided: str
    source_reference: str
    contact: str
    contact_address: str
    questions: tuple[str, ...] = ()


def plan_cards(knowledge: Knowledge, language: Language, today: date) -> list[PlanCard]:
    """All plans with their suggested questions."""
    return [
        plan_card(plan, language, today, _questions(knowledge, plan, language))
        for plan in knowledge.plans
    ]


def plan_card(
    plan: Plan, language: Language, today: date, questions: tuple[str, ...] = ()
) -> PlanCard:
    """What is told of one plan."""
    info = plan.info
    return PlanCard(
        id=info.id,
        version=info.version,
        version_name=version_name(info, language),
        municipality=info.municipality[language],
        title=info.title[language],
        period=info.period,
        ended=info.ended(today),
        audience=info.audience[language],
        decided=info.decided[language],
        source_reference=info.source_reference,
        contact=info.contact.text[language],
        contact_address=info.contact.url[language],
        questions=questions,
    )


def version_name(info: PlanInfo, language: Language) -> str:
    """What tells a version from the others: its period, and its edition from the second on."""
    if info.edition == 1:
        return info.period
    words: str = texts(language)["plan"]["edition"]
    return words.format(period=info.period, edition=info.edition)


def _questions(knowledge: Knowledge, plan: Plan, language: Language) -> tuple[str, ...]:
    """The questions chosen for the plan, else some of its bank, spread over the goals."""
    chosen = texts(language)["starters"].get(plan.id)
    if chosen:
        return tuple(chosen)
    refs = [
        goal.actions[place].ref
        for place in _SPREAD
        for goal in plan.goals
        if place < len(goal.actions)
    ]
    return knowledge.suggestions.about(refs, language, SUGGESTED)

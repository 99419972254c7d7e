"""One topic in every plan, side by side, with an honest "nothing found"."""

from dataclasses import dataclass
from datetime import date

from assistant.knowledge import Knowledge
from corpus.plan import Language
from web.elements import ElementView, element_view
from web.searching import Filters, find
from web.starting import PlanCard, plan_card

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Column:
    """What one plan says of the topic; `searched` is how many elements were looked through."""

    card: PlanCard
    elements: tuple[ElementView, ...]
    total: int
    searched: int


def compare_plans(
    knowledge: Knowledge, topic: str, language: Language, today: date
) -> list[Column]:
    """A column for every plan, goals and actions before sections."""
    found = find(knowledge, Filters(topic), language)
    columns = []
    for plan in knowledge.plans:
        places = [result.place for result in found.results if result.place.plan is plan]
        places.sort(key=lambda place: place.goal is None)
        views = tuple(element_view(place, language) for place in places[:MOST_SHOWN])
        card = plan_card(plan, language, today)
        columns.append(Column(card, views, len(places), sum(1 for _ in plan.elements())))
    return columns

"""Elements of a plan as a page shows them: the text in the reader's language, and the original."""

from dataclasses import dataclass

from assistant.labels import Place, address, heading, label, url
from corpus.plan import Action, Goal, Language, kind_of, text_of
from corpus.translations import Status, Translation
from corpus.versions import versioned_ref
from index.generation import IndexedPlan


@dataclass(frozen=True, slots=True)
class Shown:
    """A text in the reader's language where there is one; `original` is what the plan prints."""

    text: str
    language: Language
    original: str
    original_language: Language
    status: Status | None

    @property
    def is_translated(self) -> bool:
        """Whether the text is not the one that the plan prints."""
        return self.status is not None


@dataclass(frozen=True, slots=True)
class MeterView:
    """A meter on a plan page."""

    ref: str
    anchor: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class ElementView:
    """An action, statement, section or goal as a page shows it."""

    ref: str
    anchor: str
    kind: str
    label: str
    heading: str
    url: str
    shown: Shown
    meters: tuple[MeterView, ...]
    responsible: str | None
    schedule: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal with its actions."""

    number: int
    is_area: bool
    element: ElementView
    actions: tuple[ElementView, ...]

    @property
    def meter_count(self) -> int:
        """How many meters follow up the goal's actions."""
        return sum(len(action.meters) for action in self.actions)


def goal_views(indexed: IndexedPlan, language: Language) -> tuple[GoalView, ...]:
    """The goals of a plan with everything below them."""
    return tuple(_goal(indexed, goal, language) for goal in indexed.plan.goals)


def section_views(indexed: IndexedPlan, language: Language) -> tuple[ElementView, ...]:
    """The sections of a plan."""
    return tuple(
        element_view(Place(indexed, section, None), language) for section in indexed.plan.sections
    )


def element_view(place: Place, language: Language) -> ElementView:
    """One element with its meters."""
    element = place.element
    action = element if isinstance(element, Action) else None
    meters = action.meters if action else ()
    return ElementView(
        ref=element.ref,
        anchor=anchor(element.ref),
        kind=kind_of(element),
        label=label(place, language),
        heading=heading(place, language),
        url=url(place, language),
        shown=_shown(place, element.ref, text_of(element), language),
        meters=tuple(
            MeterView(m.ref, anchor(m.ref), _shown(place, m.ref, m.text, language)) for m in meters
        ),
        responsible=action.responsible if action else None,
        schedule=action.schedule if action else None,
        page=element.page,
    )


def permalink(place: Place, language: Language) -> str:
    """The address of an element in this very version of its plan."""
    return address(versioned_ref(place.element.ref, place.plan.info.version), language)


def anchor(ref: str) -> str:
    """The part of a reference that names the element within its plan's page."""
    return ref.partition("/")[2]


def _goal(indexed: IndexedPlan, goal: Goal, language: Language) -> GoalView:
    place = Place(indexed, goal, goal)
    return GoalView(
        number=goal.number,
        is_area=place.is_area,
        element=element_view(place, language),
        actions=tuple(
            element_view(Place(indexed, action, goal), language) for action in goal.actions
        ),
    )


def _shown(place: Place, ref: str, original: str, language: Language) -> Shown:
    own = place.plan.info.language
    found = _translation(place, ref, language) if language != own else None
    if found is None:
        return Shown(original, own, original, own, None)
    return Shown(found.text, language, original, own, found.status)


def _translation(place: Place, ref: str, language: Language) -> Translation | None:
    """The translation kept with the plan, or the goal title that the document itself gives."""
    found = place.translation(ref)
    if found is not None:
        return found
    if isinstance(place.element, Goal) and language in place.element.titles:
        return Translation(language, "official", place.element.titles[language])
    return None

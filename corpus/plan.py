"""The words of this project as values: Plan, Goal, Action, Meter, Section."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Language = Literal["sv", "fi"]
LANGUAGES: tuple[Language, ...] = ("sv", "fi")

ActionKind = Literal["action", "statement"]
Kind = Literal["goal", "action", "statement", "section"]


@dataclass(frozen=True, slots=True)
class Meter:
    """How an action is followed up."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """What the city does under a goal; a sentence of an area is an action of kind statement."""

    ref: str
    kind: ActionKind
    text: str
    meters: tuple[Meter, ...] = ()
    responsible: str | None = None
    schedule: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A numbered goal or priority area; `titles` holds the titles the document itself gives."""

    ref: str
    number: int
    title: str
    actions: tuple[Action, ...]
    titles: dict[Language, str] = field(default_factory=dict)
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Prose outside the goals; `items` are the points of its lists."""

    ref: str
    heading: str
    text: str
    items: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the document that could not be placed, and why."""

    text: str
    why: str
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """What a document says, before anything else is known about the plan."""

    title: str | None
    language: Language
    goals: tuple[Goal, ...]
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person can ask about the plan's city; `text` and `url` per language."""

    text: dict[Language, str]
    url: dict[Language, str]


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """What `plan.toml` says about a plan.

    `edition` counts the texts that there have been for the same years.
    """

    id: str
    municipality: dict[Language, str]
    title: dict[Language, str]
    audience: dict[Language, str]
    first_year: int
    last_year: int
    language: Language
    source: str
    source_reference: str
    status: Literal["approved", "proposed"]
    decided: dict[Language, str]
    contact: Contact
    sha256: str
    edition: int = 1

    @property
    def period(self) -> str:
        """The years as printed, with an en dash."""
        return f"{self.first_year}–{self.last_year}"

    @property
    def version(self) -> str:
        """The reference of this version: ``espoo@2022-2025``, its second text with ``.2``."""
        edition = f".{self.edition}" if self.edition > 1 else ""
        return f"{self.id}@{self.first_year}-{self.last_year}{edition}"

    def ended(self, today: date) -> bool:
        """Whether the last year of the plan is over."""
        return today.year > self.last_year


Element = Goal | Action | Section


@dataclass(frozen=True, slots=True)
class Plan:
    """One published welfare plan."""

    info: PlanInfo
    goals: tuple[Goal, ...]
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The plan id of `plan.toml`."""
        return self.info.id

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions and statements in the order of the document."""
        return tuple(action for goal in self.goals for action in goal.actions)

    @property
    def meters(self) -> tuple[Meter, ...]:
        """All meters in the order of the document."""
        return tuple(meter for action in self.actions for meter in action.meters)

    def elements(self) -> Iterator[Element]:
        """Everything that can be found and cited: goals with their actions, then sections."""
        for goal in self.goals:
            yield goal
            yield from goal.actions
        yield from self.sections


def kind_of(element: Element) -> Kind:
    """The kind of an element as the JSON API names it."""
    match element:
        case Goal():
            return "goal"
        case Section():
            return "section"
    return element.kind


def text_of(element: Element) -> str:
    """The verbatim text of an element; for a goal its title."""
    return element.title if isinstance(element, Goal) else element.text


def parent_ref(ref: str) -> str | None:
    """The goal an action or statement stands under, `None` for goals and sections."""
    plan, _, place = ref.partition("/")
    goal, dot, _ = place.partition(".")
    return f"{plan}/{goal}" if dot else None

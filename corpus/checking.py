"""A read plan -> how sure its reading is, and what a person should look at before it is added."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Literal

from corpus.likeness import key
from corpus.plan import Action, Goal, Plan

Why = Literal[
    "no_meter",
    "no_responsible",
    "no_schedule",
    "duplicate",
    "very_long",
    "very_short",
    "cut_off",
    "garbled",
    "no_action",
    "number_gap",
    "duplicate_number",
    "no_title",
]

MOSTLY = 0.6  # a column that this share of the rows fills is expected in all of them
LONG_ACTION, LONG_METER, LONG_VALUE = 600, 250, 200  # characters
TIMES_MEDIAN = 6
SHORT_ACTION = 12  # characters
GARBLED = ("\ufffd", "(cid:", "\x00")
OF_A_TABLE = re.compile(r"\b(?:row|meter|table|column)\b")
SURE, FAIRLY_SURE = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Suspicion:
    """An element that may have been read wrongly, and why."""

    ref: str
    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was found."""

    goals: int
    actions: int
    meters: int
    responsible: int
    schedules: int
    sections: int
    pages: int


@dataclass(frozen=True, slots=True)
class GoalCheck:
    """A goal's table: its size and the share of its rows that nothing speaks against."""

    goal: Goal
    confidence: float

    @property
    def level(self) -> Literal["high", "medium", "low"]:
        """The confidence as a word."""
        if self.confidence >= SURE:
            return "high"
        return "medium" if self.confidence >= FAIRLY_SURE else "low"


@dataclass(frozen=True, slots=True)
class Check:
    """What a dry run found in a document."""

    source: str
    plan: Plan
    counts: Counts
    goals: tuple[GoalCheck, ...]
    suspicions: tuple[Suspicion, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing needs a look."""
        return not self.suspicions and not self.plan.problems


def check_plan(plan: Plan, source: str) -> Check:
    """Look a read plan over."""
    suspicions = tuple(_suspicions(plan))
    return Check(
        source,
        plan,
        _counts(plan),
        tuple(GoalCheck(goal, _confidence(goal, suspicions, plan)) for goal in plan.goals),
        suspicions,
    )


def _counts(plan: Plan) -> Counts:
    elements = list(plan.elements())
    return Counts(
        goals=len(plan.goals),
        actions=len(plan.actions),
        meters=len(plan.meters),
        responsible=sum(action.responsible is not None for action in plan.actions),
        schedules=sum(action.schedule is not None for action in plan.actions),
        sections=len(plan.sections),
        pages=len({element.page for element in elements if element.page}),
    )


def _confidence(goal: Goal, suspicions: Iterable[Suspicion], plan: Plan) -> float:
    """The share of rows without suspicion; a line that found no place counts as a doubtful row."""
    own = {s.ref for s in suspicions if s.ref == goal.ref or s.ref.startswith(f"{goal.ref}.")}
    rows = {".".join(ref.split(".")[:2]) for ref in own}
    pages = {goal.page, *(action.page for action in goal.actions)} - {None}
    lost = sum(p.page in pages and bool(OF_A_TABLE.search(p.why)) for p in plan.problems)
    total = len(goal.actions) + 1 + lost
    return round(1 - (len(rows) + lost) / total, 2)


def _suspicions(plan: Plan) -> Iterator[Suspicion]:
    yield from _goals(plan.goals)
    yield from _empty_cells(plan)
    yield from _duplicates(plan)
    longest = _longest(plan)
    for action in plan.actions:
        yield from _texts(action, longest)


def _goals(goals: tuple[Goal, ...]) -> Iterator[Suspicion]:
    numbers = Counter(goal.number for goal in goals)
    for place, goal in enumerate(goals, start=1):
        if not goal.title.strip():
            yield Suspicion(goal.ref, "no_title", "")
        if not goal.actions:
            yield Suspicion(goal.ref, "no_action", goal.title)
        if numbers[goal.number] > 1:
            yield Suspicion(goal.ref, "duplicate_number", goal.title)
        elif goal.number != place and goal.number - 1 not in numbers:
            yield Suspicion(goal.ref, "number_gap", goal.title)


def _empty_cells(plan: Plan) -> Iterator[Suspicion]:
    """Cells that are empty although their column is filled in most rows of the plan."""
    rows = [action for action in plan.actions if action.kind == "action"]
    needed: list[tuple[Why, list[bool]]] = [
        ("no_meter", [bool(action.meters) for action in rows]),
        ("no_responsible", [bool(action.responsible) for action in rows]),
        ("no_schedule", [bool(action.schedule) for action in rows]),
    ]
    for why, filled in needed:
        if sum(filled) >= MOSTLY * len(rows):
            for action, has in zip(rows, filled, strict=True):
                if not has:
                    yield Suspicion(action.ref, why, action.text)


def _duplicates(plan: Plan) -> Iterator[Suspicion]:
    counts = Counter(key(action.text) for action in plan.actions)
    for action in plan.actions:
        if counts[key(action.text)] > 1:
            yield Suspicion(action.ref, "duplicate", action.text)
        own = Counter(key(meter.text) for meter in action.meters)
        for meter in action.meters:
            if own[key(meter.text)] > 1:
                yield Suspicion(meter.ref, "duplicate", meter.text)


def _longest(plan: Plan) -> int:
    """How long an action may be: a fixed size, or many times what is usual in the plan."""
    lengths = [len(action.text) for action in plan.actions]
    return int(max(LONG_ACTION, TIMES_MEDIAN * median(lengths))) if lengths else LONG_ACTION


def _texts(action: Action, longest: int) -> Iterator[Suspicion]:
    yield from _text(action.ref, action.text, longest, SHORT_ACTION)
    if action.text[:1].islower() or action.text.endswith(("-", ",")):
        yield Suspicion(action.ref, "cut_off", action.text)
    for meter in action.meters:
        yield from _text(meter.ref, meter.text, LONG_METER, 2)
    for value in (action.responsible, action.schedule):
        if value:
            yield from _text(action.ref, value, LONG_VALUE, 1)


def _text(ref: str, text: str, longest: int, shortest: int) -> Iterator[Suspicion]:
    if len(text) > longest:
        yield Suspicion(ref, "very_long", text)
    if len(text) < shortest:
        yield Suspicion(ref, "very_short", text)
    if any(mark in text for mark in GARBLED):
        yield Suspicion(ref, "garbled", text)

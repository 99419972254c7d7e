"""Two versions of a plan -> what was added, removed, reworded and moved, element by element."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.likeness import Mark, key, marked, numbers_changed, same
from corpus.matching import Matches, Vectors, match, match_meters
from corpus.plan import Action, Element, Language, Meter, Plan, Section, kind_of, text_of
from corpus.versions import read_reference

ChangeKind = Literal[
    "added",
    "removed",
    "moved",
    "renumbered",
    "reworded",
    "number_changed",
    "title_changed",
    "heading_changed",
    "responsible_changed",
    "schedule_changed",
    "meter_added",
    "meter_removed",
    "meter_changed",
    "meter_moved",
]
ElementKind = Literal["goal", "action", "statement", "section", "meter"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `under` names the text it belongs to: an action's goal, a meter's action."""

    kind: ChangeKind
    element: ElementKind
    old_ref: str | None = None
    new_ref: str | None = None
    old: str | None = None
    new: str | None = None
    marks: tuple[Mark, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    under: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes between two versions in the order of the new one, and which element is which.

    `pairs` leads from each old reference, meters included, to the new one. An element that only
    has another number because others came or went counts as unchanged.
    """

    old_version: str
    new_version: str
    language: Language
    changes: tuple[Change, ...]
    pairs: dict[str, str]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same in the same places."""
        return not self.changes

    def of_kind(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """The changes of some kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)

    def replaced_by(self, ref: str) -> str | None:
        """The new reference of an old element, `None` when nothing took its place."""
        return self.pairs.get(ref)


def compare(old: Plan, new: Plan, vectors: Vectors | None = None) -> Difference:
    """What changed from `old` to `new`; `vectors` finds what was said again in other words."""
    matches = match(old, new, vectors)
    changes = _Changes(old, new, matches)
    found = _meters_that_moved(list(changes.all()))
    pairs: list[tuple[Element, Element]] = [
        *matches.goals,
        *matches.actions,
        *matches.sections,
    ]
    touched = changes.with_changed_meters | {
        change.new_ref or "" for change in found if change.kind != "renumbered"
    }
    return Difference(
        old_version=old.info.version,
        new_version=new.info.version,
        language=new.info.language,
        changes=tuple(found),
        pairs={a.ref: b.ref for a, b in (*pairs, *changes.meter_pairs)},
        unchanged=sum(b.ref not in touched for _, b in pairs),
    )


class _Changes:
    """Walks the matches once and tells the changes."""

    def __init__(self, old: Plan, new: Plan, matches: Matches) -> None:
        self._old, self._new = old, new
        self._matches = matches
        self._goal_of = {goal.ref: match.ref for goal, match in matches.goals}
        self._titles = {a.ref: g.title for p in (old, new) for g in p.goals for a in g.actions}
        self.meter_pairs: list[tuple[Meter, Meter]] = []
        self.with_changed_meters: set[str] = set()

    def all(self) -> Iterator[Change]:
        """Every change: goals with their actions, then sections."""
        goals, actions = self._matches.goals, self._matches.actions
        yield from self._came_and_went(self._old.goals, self._new.goals, goals)
        for old_goal, goal in goals:
            yield from _text_changes("title_changed", old_goal, goal, "")
        yield from _places(goals)
        yield from self._came_and_went(self._old.actions, self._new.actions, actions)
        for old, new in actions:
            yield from self._action(old, new)
        yield from self._action_places()
        sections = self._matches.sections
        yield from self._came_and_went(self._old.sections, self._new.sections, sections)
        for section, other in sections:
            yield from _section(section, other)
        yield from _places(sections)

    def _came_and_went(
        self,
        old: Sequence[Element],
        new: Sequence[Element],
        pairs: Iterable[tuple[Element, Element]],
    ) -> Iterator[Change]:
        kept = {a.ref for a, _ in pairs}, {b.ref for _, b in pairs}
        for element in old:
            if element.ref not in kept[0]:
                text, under = _shown(element), self._titles.get(element.ref, "")
                yield Change("removed", kind_of(element), element.ref, old=text, under=under)
        for element in new:
            if element.ref not in kept[1]:
                text, under = _shown(element), self._titles.get(element.ref, "")
                yield Change("added", kind_of(element), None, element.ref, new=text, under=under)

    def _action(self, old: Action, new: Action) -> Iterator[Change]:
        under = self._titles[new.ref]
        yield from _text_changes("reworded", old, new, under)
        yield from _value("responsible_changed", old, new, (old.responsible, new.responsible))
        yield from _value("schedule_changed", old, new, (old.schedule, new.schedule))
        changes = list(self._meters(old, new))
        if changes:
            self.with_changed_meters.add(new.ref)
        yield from changes

    def _meters(self, old: Action, new: Action) -> Iterator[Change]:
        pairs = match_meters(old, new)
        self.meter_pairs += pairs
        for a, b in pairs:
            if not same(a.text, b.text):
                marks = marked(a.text, b.text)
                numbers = numbers_changed(a.text, b.text)
                yield Change(
                    "meter_changed", "meter", a.ref, b.ref, a.text, b.text, marks, numbers, new.text
                )
        for meter in old.meters:
            if meter not in [a for a, _ in pairs]:
                yield Change("meter_removed", "meter", meter.ref, old=meter.text, under=old.text)
        for meter in new.meters:
            if meter not in [b for _, b in pairs]:
                yield Change(
                    "meter_added", "meter", None, meter.ref, new=meter.text, under=new.text
                )

    def _action_places(self) -> Iterator[Change]:
        """Actions under another goal or in another order have moved, the others are renumbered."""
        stayed: dict[str, list[tuple[Action, Action]]] = {}
        for old, new in self._matches.actions:
            home, new_home = _goal_ref(old), _goal_ref(new)
            if self._goal_of.get(home) == new_home:
                stayed.setdefault(new_home, []).append((old, new))
            else:
                yield _moved("moved", old, new, self._titles[new.ref])
        for pairs in stayed.values():
            yield from _places(pairs)


def _goal_ref(action: Action) -> str:
    return action.ref.rpartition(".")[0]


def _places(pairs: Sequence[tuple[Element, Element]]) -> Iterator[Change]:
    """Who overtook others has moved; who only has another number is renumbered."""
    ordered = sorted(pairs, key=lambda pair: _number(pair[1]))
    in_order = _longest_run([_number(old) for old, _ in ordered])
    for place, (old, new) in enumerate(ordered):
        if place not in in_order:
            yield _moved("moved", old, new, "")
        elif read_reference(old.ref).place != read_reference(new.ref).place:
            yield _moved("renumbered", old, new, "")


def _number(element: Element) -> int:
    """The last number of a reference."""
    return int(element.ref.rpartition("/")[2].rpartition(".")[2].lstrip("s"))


def _longest_run(values: Sequence[int]) -> set[int]:
    """The places of a longest increasing run; the fewest moves are those of the others."""
    tails: list[int] = []
    tail_places: list[int] = []
    before: list[int | None] = []
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        tails[at : at + 1] = [value]
        tail_places[at : at + 1] = [place]
        before.append(tail_places[at - 1] if at else None)
    chain: set[int] = set()
    last = tail_places[-1] if tail_places else None
    while last is not None:
        chain.add(last)
        last = before[last]
    return chain


def _moved(kind: ChangeKind, old: Element, new: Element, under: str) -> Change:
    texts = _shown(old), _shown(new)
    return Change(kind, kind_of(new), old.ref, new.ref, *texts, under=under)


def _changed(
    kind: ChangeKind, old: Element, new: Element, texts: tuple[str, str], under: str
) -> Change:
    marks = marked(*texts)
    return Change(kind, kind_of(new), old.ref, new.ref, *texts, marks=marks, under=under)


def _text_changes(kind: ChangeKind, old: Element, new: Element, under: str) -> Iterator[Change]:
    """The change of an element's own text, told apart when only its numbers are others."""
    texts = text_of(old), text_of(new)
    if same(*texts):
        return
    numbers = numbers_changed(*texts)
    if numbers and kind == "reworded":
        kind = "number_changed"
    yield replace(_changed(kind, old, new, texts, under), numbers=numbers)


def _value(
    kind: ChangeKind, old: Action, new: Action, values: tuple[str | None, str | None]
) -> Iterator[Change]:
    before, after = values
    if not same(before, after):
        yield _changed(kind, old, new, (before or "", after or ""), new.text)


def _section(old: Section, new: Section) -> Iterator[Change]:
    if not same(old.heading, new.heading):
        yield _changed("heading_changed", old, new, (old.heading, new.heading), "")
    yield from _text_changes("reworded", old, new, new.heading)


def _shown(element: Element) -> str:
    """What names an element to a reader."""
    return element.heading if isinstance(element, Section) else text_of(element)


def _meters_that_moved(changes: list[Change]) -> list[Change]:
    """A meter that went from one action and came to another one has moved."""
    gone = {key(c.old or ""): c for c in changes if c.kind == "meter_removed"}
    dropped: list[Change] = []
    found: list[Change] = []
    for change in changes:
        source = gone.pop(key(change.new or ""), None) if change.kind == "meter_added" else None
        if source:
            dropped.append(source)
            change = replace(change, kind="meter_moved", old_ref=source.old_ref, old=source.old)
        found.append(change)
    return [change for change in found if change not in dropped]

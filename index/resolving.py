"""References -> elements, also in versions that are no longer current."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.plan import Element, Goal, Meter
from corpus.versions import Reference, read_reference
from index.generation import Content, IndexedPlan


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference means.

    `archived` says that it stands in an older version only; `replaced_by` is then the reference
    in the current version, when something took its place, and `goal_now` that of its goal.
    """

    indexed: IndexedPlan
    element: Element
    goal: Goal | None
    meter: Meter | None
    archived: bool
    replaced_by: str | None = None
    goal_now: str | None = None

    @property
    def ref(self) -> str:
        """The reference that keeps working: an archived element's holds its version."""
        return self.meter.ref if self.meter else self.element.ref


def resolve(content: Content, ref: str) -> Resolved | None:
    """The element that a reference means, `None` when no version has it.

    A reference without a version means the current one, else the newest that has it.
    """
    wanted = read_reference(ref)
    for indexed in content.plans:
        info = indexed.plan.info
        if wanted.plan == info.id and wanted.version in (info.id, info.version):
            found = _find(indexed, Reference(info.id, "", wanted.place))
            if found:
                return Resolved(indexed, *found, archived=False)
    for indexed in archived_versions(content, wanted.plan):
        info = indexed.plan.info
        if wanted.version in (info.id, info.version):
            place = Reference(info.id, info.version.partition("@")[2], wanted.place)
            found = _find(indexed, place)
            if found:
                return _archived(content, indexed, found)
    return None


def find_version(content: Content, version: str) -> IndexedPlan | None:
    """The plan that ``espoo`` or ``espoo@2022-2025`` names, current or archived."""
    current = {indexed.plan.id: indexed for indexed in content.plans}
    versions = {i.plan.info.version: i for i in (*content.archived, *content.plans)}
    return current.get(version) or versions.get(version.replace("–", "-"))


def archived_versions(content: Content, plan: str) -> list[IndexedPlan]:
    """The older versions of a plan, newest first."""
    own = [indexed for indexed in content.archived if indexed.plan.id == plan]
    return sorted(own, key=_last_year_and_edition, reverse=True)


def _last_year_and_edition(indexed: IndexedPlan) -> tuple[int, int]:
    return indexed.plan.info.last_year, indexed.plan.info.edition


_Found = tuple[Element, Goal | None, Meter | None]


def _archived(content: Content, indexed: IndexedPlan, found: _Found) -> Resolved:
    element, goal, meter = found
    own = meter.ref if meter else element.ref
    return Resolved(
        indexed,
        *found,
        archived=True,
        replaced_by=content.successors.get(own),
        goal_now=content.successors.get(goal.ref) if goal else None,
    )


def _find(indexed: IndexedPlan, wanted: Reference) -> _Found | None:
    for ref, element, goal, meter in _all(indexed):
        if ref == wanted.whole:
            return element, goal, meter
    return None


def _all(indexed: IndexedPlan) -> Iterator[tuple[str, Element, Goal | None, Meter | None]]:
    """Every reference of a plan with what it means."""
    for goal in indexed.plan.goals:
        yield goal.ref, goal, goal, None
        for action in goal.actions:
            yield action.ref, action, goal, None
            yield from ((meter.ref, action, goal, meter) for meter in action.meters)
    for section in indexed.plan.sections:
        yield section.ref, section, None, None

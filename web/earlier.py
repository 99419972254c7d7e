"""What an older version of a plan has and the current one has no more: its words still stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.knowledge import Knowledge
from assistant.labels import address, label
from corpus.plan import Language
from index.generation import IndexedPlan
from index.resolving import archived_versions
from web.elements import ElementView, Shown, goal_views, section_views
from web.starting import version_name


@dataclass(frozen=True, slots=True)
class Successor:
    """What the current version has in the place of an element."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Former:
    """An element that only an older version has; its anchor on the page of the current one."""

    anchor: str
    label: str
    version_name: str
    shown: Shown
    address: str
    successor: Successor | None

    @property
    def is_meter(self) -> bool:
        """Whether it is a meter, which has the label of its action."""
        return self.anchor.count(".") == 2


def successor(knowledge: Knowledge, ref: str, language: Language) -> Successor | None:
    """What took the place of an element of an older version, `None` when nothing did."""
    new = knowledge.content.successors.get(ref)
    if new is None:
        return None
    # A meter is named after the action that it follows up.
    named = new if new in knowledge.places else new.rpartition(".")[0]
    return Successor(label(knowledge.places[named], language), address(new, language))


def successors(
    knowledge: Knowledge, indexed: IndexedPlan, language: Language
) -> dict[str, Successor | None]:
    """What took the place of each element of an older version, by its reference."""
    elements = indexed.plan.elements()
    return {element.ref: successor(knowledge, element.ref, language) for element in elements}


def former_elements(
    knowledge: Knowledge, current: IndexedPlan, language: Language
) -> tuple[Former, ...]:
    """The elements of older versions whose anchors the current version lacks; newest first."""
    found: dict[str, Former] = {}
    known = {anchor for anchor, *_ in _texts(current, language)}
    for indexed in archived_versions(knowledge.content, current.plan.id):
        info = indexed.plan.info
        told = version_name(info, language)
        for anchor, name, shown in _texts(indexed, language):
            if anchor not in known | found.keys():
                ref = f"{info.version}/{anchor}"
                now = successor(knowledge, ref, language)
                link = address(ref, language)
                found[anchor] = Former(anchor, name, told, shown, link, now)
    return tuple(found.values())


def _texts(indexed: IndexedPlan, language: Language) -> Iterator[tuple[str, str, Shown]]:
    """The anchor, name and text of everything in a plan that has a reference."""
    for goal in goal_views(indexed, language):
        yield goal.element.anchor, goal.element.label, goal.element.shown
        for action in goal.actions:
            yield from _with_meters(action)
    for section in section_views(indexed, language):
        yield section.anchor, section.label, section.shown


def _with_meters(action: ElementView) -> Iterator[tuple[str, str, Shown]]:
    yield action.anchor, action.label, action.shown
    for meter in action.meters:
        yield meter.anchor, action.label, meter.shown

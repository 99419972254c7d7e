"""A plan -> the passages that are indexed: each element's text with its heading path."""

from dataclasses import dataclass
from typing import Literal

from corpus.plan import Action, Element, Goal, Language, Plan, Section
from corpus.sentences import sentences
from corpus.translations import Translation, Translations

PassageKind = Literal["text", "context", "meter", "part"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One text under which an element can be found.

    `text` alone is what the element says, `context` adds heading path and meters, `meter` is
    one meter, `part` one sentence of a longer text.
    """

    ref: str
    kind: PassageKind
    language: Language
    text: str


def passages(plan: Plan, translations: Translations) -> tuple[Passage, ...]:
    """All passages of a plan in source order, the source language first."""
    found: list[Passage] = []
    for goal in plan.goals:
        members: tuple[Element, ...] = (goal, *goal.actions)
        for element in members:
            found += _of_element(element, goal, plan, None)
            found += _of_element(element, goal, plan, translations)
    for section in plan.sections:
        found += _of_element(section, None, plan, None)
        found += _of_element(section, None, plan, translations)
    return tuple(found)


def _of_element(
    element: Element, goal: Goal | None, plan: Plan, translations: Translations | None
) -> list[Passage]:
    """The passages of one element, in the source language or translated."""
    view = _View(plan, translations)
    language = view.language
    text: str | None
    context: str | None
    match element:
        case Goal():
            text, context = view.text(element.ref, element.title), ""
        case Section():
            text, context = view.section(element)
        case Action():
            text = view.text(element.ref, element.text)
            context = view.text(goal.ref, goal.title) if goal else ""
    if text is None:
        return []
    found = [Passage(element.ref, "text", language, text)]
    meters = _meters(element, view)
    if context or meters:
        whole = ". ".join(part.rstrip(".") for part in (context or "", text, *meters) if part)
        found.append(Passage(element.ref, "context", language, whole))
    found += [Passage(element.ref, "meter", language, meter) for meter in meters]
    parts = sentences(text.replace("\n", " "))
    if len(parts) > 1:
        found += [Passage(element.ref, "part", language, part) for part in parts]
    return found


def _meters(element: Element, view: "_View") -> list[str]:
    if not isinstance(element, Action):
        return []
    return [text for meter in element.meters if (text := view.text(meter.ref, meter.text))]


@dataclass(frozen=True, slots=True)
class _View:
    """A plan's texts in one language: the source, or the translation where there is one."""

    plan: Plan
    translations: Translations | None

    @property
    def language(self) -> Language:
        if self.translations is None:
            return self.plan.info.language
        return "fi" if self.plan.info.language == "sv" else "sv"

    def text(self, ref: str, source: str) -> str | None:
        if self.translations is None:
            return source
        found = self.translations.by_ref.get(ref)
        return found.text if found else None

    def section(self, section: Section) -> tuple[str | None, str]:
        if self.translations is None:
            return section.text, section.heading
        found: Translation | None = self.translations.by_ref.get(section.ref)
        return (found.text, found.heading or "") if found else (None, "")

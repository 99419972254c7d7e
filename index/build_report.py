"""What a build did or would do: elements, translations, questions and references."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import msgspec

from corpus.comparing import Difference, compare
from corpus.matching import Vectors
from corpus.plan import Action, Element, Goal, Plan, Problem, Section
from corpus.translations import digest_of, source_texts
from index.generation import Content, IndexedPlan
from index.leading import Asked, Lead


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """The size of a plan in the index."""

    version: str
    goals: int
    actions: int
    meters: int
    sections: int
    questions: int


@dataclass(frozen=True, slots=True)
class StaleTranslation:
    """A translation whose source text has changed; `digest` is that of the new text, if any."""

    ref: str
    digest: str | None


@dataclass(frozen=True, slots=True)
class Vanished:
    """A reference that the plans no longer have; `replaced_by` is what took its place."""

    ref: str
    text: str
    replaced_by: str | None
    kept_as: str | None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, element by element; `built` says whether it was published."""

    generation: str
    built: bool
    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    stale: tuple[str, ...] = ()
    problems: tuple[tuple[str, Problem], ...] = ()
    up_to_date: bool = False
    counts: tuple[PlanCounts, ...] = ()
    archived: tuple[str, ...] = ()
    embedded: int = 0
    stale_translations: tuple[StaleTranslation, ...] = ()
    vanished: tuple[Vanished, ...] = ()
    differences: tuple[Difference, ...] = ()
    stale_questions: tuple[Asked, ...] = ()
    asked: int = 0
    bank: int = 0
    elsewhere: tuple[Lead, ...] = ()
    astray: tuple[Lead, ...] = ()

    @property
    def needs_a_look(self) -> bool:
        """Whether something that was there before has changed or vanished."""
        return bool(self.changed or self.removed or self.vanished)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The plans before and after, element by element."""

    old: dict[str, str]
    new: dict[str, str]
    differences: tuple[Difference, ...] = ()
    pairs: dict[str, str] = field(default_factory=dict)

    @property
    def created(self) -> tuple[str, ...]:
        """References that are new."""
        return tuple(ref for ref in self.new if ref not in self.old)

    @property
    def changed(self) -> tuple[str, ...]:
        """References whose element is not what it was."""
        return tuple(ref for ref in self.new if self.old.get(ref, self.new[ref]) != self.new[ref])

    @property
    def removed(self) -> tuple[str, ...]:
        """References that are gone."""
        return tuple(ref for ref in self.old if ref not in self.new)

    @property
    def unchanged(self) -> int:
        """How many elements are what they were."""
        return sum(self.old.get(ref) == digest for ref, digest in self.new.items())


def compare_plans(
    before: Sequence[IndexedPlan], after: Sequence[IndexedPlan], vectors: Vectors | None = None
) -> Comparison:
    """What changed from one index to the next."""
    old, new = _digests(before), _digests(after)
    earlier = {entry.plan.id: entry.plan for entry in before}
    differences = tuple(
        compare(earlier[entry.plan.id], entry.plan, vectors)
        for entry in after
        if entry.plan.id in earlier and earlier[entry.plan.id] != entry.plan
    )
    pairs = {a: b for difference in differences for a, b in difference.pairs.items()}
    return Comparison(old, new, differences, pairs)


def successors(
    archived: Iterable[IndexedPlan], current: Iterable[IndexedPlan], vectors: Vectors | None = None
) -> dict[str, str]:
    """For each reference of an older version the element of the current one in its place."""
    now = {entry.plan.id: entry.plan for entry in current}
    found: dict[str, str] = {}
    for entry in archived:
        if entry.plan.id in now:
            found |= compare(entry.plan, now[entry.plan.id], vectors).pairs
    return found


def vanished(
    before: Sequence[IndexedPlan], comparison: Comparison, archived: Sequence[IndexedPlan]
) -> tuple[Vanished, ...]:
    """The references that are gone, with what took their place and where they can be read."""
    kept = {entry.plan.info.version for entry in archived}
    versions = {entry.plan.id: entry.plan.info.version for entry in before}
    texts = {e.ref: _text(e) for entry in before for e in entry.plan.elements()}
    found = []
    for ref in comparison.removed:
        plan, _, place = ref.partition("/")
        version = versions[plan]
        kept_as = f"{version}/{place}" if version in kept else None
        found.append(Vanished(ref, texts[ref], comparison.pairs.get(ref), kept_as))
    return tuple(found)


def stale_translations(plans: Iterable[IndexedPlan]) -> tuple[StaleTranslation, ...]:
    """The translations that are not shown, each with the digest that would bind it again."""
    found: list[StaleTranslation] = []
    for entry in plans:
        sources = dict(source_texts(entry.plan))
        for ref in entry.translations.stale:
            digest = digest_of(sources[ref]) if ref in sources else None
            found.append(StaleTranslation(ref, digest))
    return tuple(found)


def plan_counts(content: Content) -> tuple[PlanCounts, ...]:
    """The size of every plan, with the questions that lead to it."""
    starts = content.questions.offsets
    sizes = [after - before for before, after in pairwise(starts)]
    return tuple(
        _counts(entry.plan, size) for entry, size in zip(content.plans, sizes, strict=True)
    )


def _counts(plan: Plan, questions: int) -> PlanCounts:
    return PlanCounts(
        plan.info.version,
        len(plan.goals),
        len(plan.actions),
        len(plan.meters),
        len(plan.sections),
        questions,
    )


def _digests(plans: Iterable[IndexedPlan]) -> dict[str, str]:
    """The digest of each element with all that is shown of it, by reference."""
    return {
        element.ref: hashlib.sha256(msgspec.json.encode(list(_facts(element, entry)))).hexdigest()
        for entry in plans
        for element in entry.plan.elements()
    }


def _facts(element: Element, entry: IndexedPlan) -> Iterator[object]:
    """What an element says, without its page and its place."""
    refs = [element.ref]
    match element:
        case Goal():
            yield from (element.title, element.titles)
        case Section():
            yield from (element.heading, element.text, element.items)
        case Action():
            yield from (element.kind, element.text, element.responsible, element.schedule)
            yield [meter.text for meter in element.meters]
            refs += [meter.ref for meter in element.meters]
    yield [entry.translations.by_ref.get(ref) for ref in refs]


def _text(element: Element) -> str:
    match element:
        case Goal():
            return element.title
        case Section():
            return element.heading
    return element.text

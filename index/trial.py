"""A build before it is published: the plans read and compared, the content made, the report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.catalogue import PLANS, archived_folders, load_plan, plan_folders
from corpus.comparing import Difference
from corpus.plan import Language
from corpus.questions import QUESTIONS_FILE
from corpus.translations import load_translations
from corpus.versions import versioned, versioned_translations
from index.banks import Bank, check_banks, questions_of
from index.build_report import (
    BuildReport,
    Comparison,
    compare_plans,
    plan_counts,
    stale_translations,
    successors,
    vanished,
)
from index.encoder import Encoder, Vectors
from index.generation import Content, Example, IndexedPlan
from index.leading import (
    MOST_ASKED,
    Asked,
    Leads,
    Remembering,
    first_hits,
    leads_astray,
    leads_changed,
    most_concerned,
    read_development,
)
from index.making import PlanFolder, make_content
from index.reaching import changed_refs, reached
from index.read_banks import Groups, read_bank

Tell = Callable[[str], None]
# So many questions take longer than a second to ask.
MANY = 500


def read_folders(
    root: Path = PLANS, replaced_by: Mapping[str, str] | None = None
) -> tuple[PlanFolder, ...]:
    """Read and check every plan folder.

    Raises:
        BadPlanFile: a file is missing, damaged or inconsistent.
        BuildRefused: a bank names an element that no plan has, or a question twice.
    """
    found = [_read_folder(folder, {}) for folder in plan_folders(root)]
    check(found, replaced_by or {}, None, {})
    return tuple(found)


def _read_folder(folder: Path, banks: Mapping[str, Groups]) -> PlanFolder:
    plan = load_plan(folder)
    indexed = IndexedPlan(plan, load_translations(folder, plan))
    return PlanFolder(indexed, read_bank(folder, banks), folder)


def check(
    folders: Sequence[PlanFolder],
    replaced_by: Mapping[str, str],
    before: Content | None,
    kept: Mapping[str, Groups],
) -> None:
    """Check the banks of the folders against all plans; `before` and `kept` have passed."""
    refs = frozenset(e.ref for folder in folders for e in folder.indexed.plan.elements())
    same = {id(groups) for groups in kept.values()}
    banks = [Bank(f.indexed.plan.id, f.groups, id(f.groups) in same) for f in folders]
    passed: set[tuple[str, Language]] = set()
    if before and not all(bank.has_passed for bank in banks):
        passed = {(key.text, key.language) for key in before.questions.keys}
    check_banks(banks, refs, replaced_by, passed)


def read_archived(root: Path = PLANS) -> tuple[IndexedPlan, ...]:
    """Read every older version of a plan, its references bound to its version."""
    found = []
    for folder in archived_folders(root):
        plan = load_plan(folder)
        translations = versioned_translations(load_translations(folder, plan), plan.info.version)
        found.append(IndexedPlan(versioned(plan), translations))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Checks:
    """What the report of a build looks at beside the plans themselves.

    `every` question is asked, or only those that the changes can lead elsewhere.
    """

    development: Path | None = None
    every: bool = False


@dataclass(slots=True)
class Trial:
    """One build: the plans read once, the texts embedded once, the report made of both.

    `banks` are those that need not be parsed again.
    """

    encoder: Encoder
    root: Path
    before: Content | None
    tell: Tell
    checks: Checks
    banks: Mapping[str, Groups] = field(default_factory=dict)
    folders: tuple[PlanFolder, ...] = ()
    known: dict[str, Vectors] = field(default_factory=dict)
    comparison: Comparison = field(default_factory=lambda: Comparison({}, {}))

    def run(self, examples: Sequence[Example], generation: str) -> tuple[Content, BuildReport]:
        """What would be published, and what that would change."""
        content = self._content(examples)
        bank = [asked for folder in self.folders for asked in _asked(folder)]
        concerned = bank if self.checks.every else self._concerned(bank)
        report = self._report(content, bank, generation)
        return self._with_leads(content, replace(report, asked=len(concerned)), concerned)

    def _content(self, examples: Sequence[Example]) -> Content:
        """Read the plans and make everything a search needs."""
        folders = plan_folders(self.root)
        self.folders = tuple(_read_folder(folder, self.banks) for folder in folders)
        archived = read_archived(self.root)
        self.known = _known_vectors(self.before, self.encoder)
        plans = [folder.indexed for folder in self.folders]
        before = self.before.plans if self.before else ()
        self.comparison = compare_plans(before, plans, self._meaning)
        check(self.folders, self.comparison.pairs, self.before, self.banks)
        count = len(self.folders)
        self.tell(f"Reading {count} {'plan' if count == 1 else 'plans'} and the question banks ...")
        content = make_content(self.folders, self.encoder, examples, self.known, self.before)
        questions = len(content.questions.keys)
        self.tell(f"Writing {len(content.refs)} elements, {questions} questions ...")
        followed = successors(archived, plans, self._meaning)
        return replace(content, archived=archived, successors=followed)

    def _meaning(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors of texts, those known not made again."""
        new = [text for text in texts if text not in self.known]
        self.known |= dict(zip(new, self.encoder.encode_passages(new), strict=True)) if new else {}
        rows: list[list[float]] = [self.known[text].tolist() for text in texts]
        return rows

    def _report(self, content: Content, bank: Sequence[Asked], generation: str) -> BuildReport:
        found = self.comparison
        before = self.before.plans if self.before else ()
        return BuildReport(
            generation=generation,
            built=False,
            created=found.created,
            changed=found.changed,
            removed=found.removed,
            unchanged=found.unchanged,
            vanished=vanished(before, found, content.archived),
            differences=found.differences,
            stale_questions=_about_reworded(bank, found.differences),
            embedded=_embedded(content, self.known),
            bank=len(bank),
            **standing(content),
        )

    def _concerned(self, bank: Sequence[Asked]) -> list[Asked]:
        """The bank questions that are new or about what changed, few of them if there are many."""
        old = self.before.questions.keys if self.before else ()
        seen = {key.text for key in old}
        new = frozenset(asked.text for asked in bank if asked.text not in seen)
        found = self.comparison
        changed = {*found.created, *found.changed} if self.before else ()
        return most_concerned(bank, changed, new, MOST_ASKED)

    def _with_leads(
        self, content: Content, report: BuildReport, concerned: Sequence[Asked]
    ) -> tuple[Content, BuildReport]:
        """Report the questions that lead elsewhere than before, or than they should."""
        path = self.checks.development
        asked = [*concerned, *(read_development(path) if path else ())]
        encoder = Remembering(self.encoder, content, [each.text for each in asked])
        again = self._reached(asked, content, encoder)
        if len(again) > MANY:
            self.tell(f"Asking {len(again)} questions ...")
        old = self._leads_before(again, encoder)
        new = {**old, **first_hits(content, encoder, again)}
        pairs = self.comparison.pairs
        changed = leads_changed(again, old, new)
        elsewhere = tuple(lead for lead in changed if pairs.get(lead.expected) != lead.found)
        report = replace(report, elsewhere=elsewhere, astray=leads_astray(asked, new))
        return replace(content, leads={each.key: new[each.key] for each in asked}), report

    def _reached(
        self, asked: Sequence[Asked], content: Content, encoder: Remembering
    ) -> list[Asked]:
        """The questions that may lead elsewhere than before."""
        before = self.before
        if before is None or before.encoder != content.encoder or self.checks.every or not asked:
            return list(asked)
        vectors = encoder.encode_questions([each.text for each in asked])
        changed = changed_refs(before, content)
        keys = [each.key for each in asked]
        return [asked[place] for place in reached(keys, vectors, before.leads, content, changed)]

    def _leads_before(self, asked: Sequence[Asked], encoder: Remembering) -> Leads:
        """Where the questions led before: as noted then, else asked of that generation now."""
        if not self.before:
            return {}
        noted = self.before.leads
        new = [each for each in asked if each.key not in noted]
        return {**noted, **first_hits(self.before, encoder, new)}


def _asked(folder: PlanFolder) -> list[Asked]:
    path = folder.path / QUESTIONS_FILE
    return [Asked(q.text, q.language, q.about, path) for q in questions_of(folder.groups)]


def _about_reworded(bank: Sequence[Asked], differences: Sequence[Difference]) -> tuple[Asked, ...]:
    """The questions about elements that say something else now."""
    reworded = {
        change.new_ref
        for difference in differences
        for change in difference.of_kind("reworded", "number_changed", "title_changed")
    }
    return tuple(asked for asked in bank if not reworded.isdisjoint(asked.about))


def _embedded(content: Content, known: Mapping[str, Vectors]) -> int:
    """How many texts had to be embedded."""
    sorts = content.passages, content.questions, content.examples
    return len({key.text for keys in sorts for key in keys.keys if key.text not in known})


def standing(content: Content) -> dict[str, Any]:
    """The parts of a report that do not depend on what was there before."""
    return {
        "stale": tuple(ref for entry in content.plans for ref in entry.translations.stale),
        "stale_translations": stale_translations(content.plans),
        "problems": tuple((e.plan.id, p) for e in content.plans for p in e.plan.problems),
        "counts": plan_counts(content),
        "archived": tuple(entry.plan.info.version for entry in content.archived),
    }


def _known_vectors(content: Content | None, encoder: Encoder) -> dict[str, Vectors]:
    """The vectors of the current generation by text, when the same encoder made them."""
    if content is None or content.encoder != encoder.name:
        return {}
    return {
        key.text: vector
        for keys in (content.passages, content.questions, content.examples)
        for key, vector in zip(keys.keys, keys.vectors, strict=True)
    }

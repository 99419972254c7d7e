"""Plan folders -> a published generation; the only writer of the index."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.catalogue import PLANS, archived_folders, hash_of, load_plan, plan_folders
from corpus.comparing import Difference
from corpus.passages import Passage, passages
from corpus.questions import (
    QUESTIONS_FILE,
    BankQuestion,
    QuestionGroup,
    bank_questions,
    load_questions,
)
from corpus.translations import load_translations
from corpus.versions import versioned, versioned_translations
from index.banks import Bank, check_banks
from index.build_report import (
    BuildReport,
    Comparison,
    compare_plans,
    plan_counts,
    stale_translations,
    successors,
    vanished,
)
from index.encoder import MODELS, SHIPPED, Encoder, Vectors
from index.errors import DamagedGeneration, NoIndex
from index.folders import keep_folders, plan_files
from index.generation import (
    Content,
    Example,
    IndexedPlan,
    Key,
    Keys,
    read_content,
    write_content,
)
from index.leading import (
    MOST_ASKED,
    Asked,
    Lead,
    first_hits,
    leads_astray,
    leads_changed,
    most_concerned,
    read_development,
)
from index.store import FORMAT, Store
from index.terms import TermArrays, build_terms
from index.words import grams, stems

Tell = Callable[[str], None]
Approve = Callable[[BuildReport], bool]


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """A plan with everything that stands in its folder."""

    indexed: IndexedPlan
    groups: tuple[QuestionGroup, ...]
    path: Path


def read_folders(
    root: Path = PLANS, replaced_by: Mapping[str, str] | None = None
) -> tuple[PlanFolder, ...]:
    """Read and check every plan folder.

    Raises:
        BadPlanFile: a file is missing, damaged or inconsistent.
        BuildRefused: a bank names an element that no plan has, or a question twice.
    """
    found = [_read_folder(folder) for folder in plan_folders(root)]
    check(found, replaced_by or {}, None)
    return tuple(found)


def _read_folder(folder: Path) -> PlanFolder:
    plan = load_plan(folder)
    indexed = IndexedPlan(plan, load_translations(folder, plan))
    return PlanFolder(indexed, load_questions(folder), folder)


def check(
    folders: Sequence[PlanFolder], replaced_by: Mapping[str, str], before: Content | None
) -> None:
    """Check the banks of the folders against all plans; `before` has passed the check."""
    passed = {(key.text, key.language) for key in before.questions.keys} if before else set()
    refs = frozenset(e.ref for folder in folders for e in folder.indexed.plan.elements())
    check_banks([Bank(f.indexed.plan.id, f.groups) for f in folders], refs, replaced_by, passed)


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
    """What the report of a build looks at beside the plans themselves."""

    development: Path | None = None
    most_asked: int = MOST_ASKED


def build_index(
    encoder: Encoder,
    store: Store,
    examples: Sequence[Example] = (),
    root: Path = PLANS,
    tell: Tell = lambda text: None,
    approve: Approve = lambda report: True,
    checks: Checks = Checks(),
) -> BuildReport:
    """Build and publish a generation, unless the current one already holds the same.

    `approve` sees the report before anything is published and may decline.

    Raises:
        BadPlanFile: a file is missing, damaged or inconsistent.
        BuildRefused: the banks hold errors, or another build is running.
    """
    with store.building():
        digest = corpus_digest(root, encoder.name, examples)
        before = _current_content(store)
        if before and store.manifest(store.current()).corpus_digest == digest:
            return _up_to_date(before, store.current())
        build = _Build(encoder, root, before, tell, checks)
        content = build.content(examples)
        report = build.report(content, store.current())
        if not approve(report):
            return report
        name = store.publish(encoder.name, digest, lambda path: _write(path, content, root))
        return replace(report, generation=name, built=True)


def up_to_date(
    store: Store, encoder: str, examples: Sequence[Example] = (), root: Path = PLANS
) -> BuildReport | None:
    """What the current generation holds, when a build would change nothing; needs no encoder."""
    digest = corpus_digest(root, encoder, examples)
    before = _current_content(store)
    if before and store.manifest(store.current()).corpus_digest == digest:
        return _up_to_date(before, store.current())
    return None


def _up_to_date(content: Content, generation: str) -> BuildReport:
    return BuildReport(
        generation=generation,
        built=False,
        unchanged=len(content.refs),
        up_to_date=True,
        **_standing(content),
    )


def _standing(content: Content) -> dict[str, Any]:
    """The parts of a report that do not depend on what was there before."""
    return {
        "stale": tuple(ref for entry in content.plans for ref in entry.translations.stale),
        "stale_translations": stale_translations(content.plans),
        "problems": tuple((e.plan.id, p) for e in content.plans for p in e.plan.problems),
        "counts": plan_counts(content),
        "archived": tuple(entry.plan.info.version for entry in content.archived),
    }


def _write(path: Path, content: Content, root: Path) -> None:
    write_content(path, content)
    keep_folders(root, path)


@dataclass(slots=True)
class _Build:
    """One build: the plans read once, the texts embedded once, the report made of both."""

    encoder: Encoder
    root: Path
    before: Content | None
    tell: Tell
    checks: Checks
    folders: tuple[PlanFolder, ...] = ()
    known: dict[str, Vectors] = field(default_factory=dict)
    comparison: Comparison = field(default_factory=lambda: Comparison({}, {}))

    def content(self, examples: Sequence[Example]) -> Content:
        """Read the plans and make everything a search needs."""
        self.folders = tuple(_read_folder(folder) for folder in plan_folders(self.root))
        archived = read_archived(self.root)
        self.known = _known_vectors(self.before, self.encoder)
        plans = [folder.indexed for folder in self.folders]
        before = self.before.plans if self.before else ()
        self.comparison = compare_plans(before, plans, self._meaning)
        check(self.folders, self.comparison.pairs, self.before)
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

    def report(self, content: Content, generation: str) -> BuildReport:
        """What publishing `content` would change."""
        found = self.comparison
        before = self.before.plans if self.before else ()
        bank = [asked for folder in self.folders for asked in _asked(folder)]
        concerned = most_concerned(
            bank,
            {*found.created, *found.changed} if self.before else (),
            self._new_questions(bank),
            self.checks.most_asked,
        )
        report = BuildReport(
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
            asked=len(concerned),
            bank=len(bank),
            **_standing(content),
        )
        return self._with_leads(report, content, concerned)

    def _new_questions(self, bank: Sequence[Asked]) -> frozenset[str]:
        old = self.before.questions.keys if self.before else ()
        seen = {key.text for key in old}
        return frozenset(asked.text for asked in bank if asked.text not in seen)

    def _with_leads(
        self, report: BuildReport, content: Content, concerned: Sequence[Asked]
    ) -> BuildReport:
        """The report with the questions that lead elsewhere than before, or than they should."""
        path = self.checks.development
        asked = [*concerned, *(read_development(path) if path and self.before else ())]
        new = first_hits(content, self.encoder, asked, content)
        elsewhere: tuple[Lead, ...] = ()
        if self.before:
            old = first_hits(self.before, self.encoder, asked, content)
            elsewhere = leads_changed(asked, old, new, self.comparison.pairs)
        return replace(report, elsewhere=elsewhere, astray=leads_astray(asked, new))


def _asked(folder: PlanFolder) -> list[Asked]:
    path = folder.path / QUESTIONS_FILE
    return [Asked(q.text, q.language, q.about, path) for q in bank_questions(folder.groups)]


def _about_reworded(bank: Sequence[Asked], differences: Sequence[Difference]) -> tuple[Asked, ...]:
    """The questions about elements that say something else now."""
    reworded = {
        change.new_ref
        for difference in differences
        for change in difference.of_kind("reworded", "number_changed", "title_changed")
    }
    return tuple(asked for asked in bank if reworded & set(asked.about))


def _embedded(content: Content, known: Mapping[str, Vectors]) -> int:
    """How many texts had to be embedded."""
    sorts = content.passages, content.questions, content.examples
    return len({key.text for keys in sorts for key in keys.keys if key.text not in known})


def corpus_digest(root: Path, encoder: str, examples: Sequence[Example]) -> str:
    """One digest of all an index is built from: plan files, examples, encoder and format."""
    digest = hashlib.sha256(f"{FORMAT} {encoder} {examples}".encode())
    for path in plan_files(root):
        digest.update(f"{path.relative_to(root).as_posix()} {hash_of(path)}\n".encode())
    model = MODELS / (encoder or SHIPPED) / "model.safetensors"
    if model.is_file():
        digest.update(hash_of(model).encode())
    return digest.hexdigest()


def make_content(
    folders: Sequence[PlanFolder],
    encoder: Encoder,
    examples: Sequence[Example] = (),
    known: dict[str, Vectors] | None = None,
    before: Content | None = None,
) -> Content:
    """Everything a search needs, from the plans and their banks.

    What `before` holds of unchanged banks is taken over.
    """
    plans = tuple(folder.indexed for folder in folders)
    refs = [element.ref for entry in plans for element in entry.plan.elements()]
    position = {ref: place for place, ref in enumerate(refs)}
    offsets = [0]
    for entry in plans:
        offsets.append(offsets[-1] + sum(1 for _ in entry.plan.elements()))
    all_passages = [list(passages(e.plan, e.translations)) for e in plans]
    asked = _by_plan(folders)
    known = known or {}
    questions = _keys([_question_keys(q, position) for q in asked], encoder, known)
    same_banks = before is not None and before.refs == tuple(refs)
    if before and same_banks and before.questions.keys == questions.keys:
        asked_words, asked_grams = before.asked_words, before.asked_grams
    else:
        asked_words = _terms(_asked_texts(asked), refs, with_stems=True)
        asked_grams = _terms(_asked_texts(asked), refs, with_stems=False)
    return Content(
        plans=plans,
        refs=tuple(refs),
        offsets=tuple(offsets),
        passages=_keys([_passage_keys(p, position) for p in all_passages], encoder, known),
        questions=questions,
        words=_terms(_texts(all_passages), refs, with_stems=True),
        grams=_terms(_texts(all_passages), refs, with_stems=False),
        asked_words=asked_words,
        asked_grams=asked_grams,
        topics=(topics := tuple(sorted({example.topic for example in examples}))),
        examples=_keys([_example_keys(examples, topics)], encoder, known),
        encoder=encoder.name,
    )


_AskedAbout = tuple[BankQuestion, str, int]


def _by_plan(folders: Sequence[PlanFolder]) -> list[list[_AskedAbout]]:
    """For each plan the questions that name its elements, whichever bank they stand in."""
    found: dict[str, list[_AskedAbout]] = {folder.indexed.plan.id: [] for folder in folders}
    for folder in folders:
        for question in bank_questions(folder.groups):
            for rank, ref in enumerate(question.about):
                found[ref.partition("/")[0]].append((question, ref, rank))
    return list(found.values())


def _passage_keys(found: Iterable[Passage], position: dict[str, int]) -> list[Key]:
    return [Key(position[p.ref], p.text, p.language) for p in found]


def _question_keys(asked: Iterable[_AskedAbout], position: dict[str, int]) -> list[Key]:
    return [Key(position[ref], q.text, q.language, rank) for q, ref, rank in asked]


def _example_keys(examples: Iterable[Example], topics: tuple[str, ...]) -> list[Key]:
    return [Key(topics.index(e.topic), e.text, e.language) for e in examples]


def _keys(by_plan: list[list[Key]], encoder: Encoder, known: dict[str, Vectors]) -> Keys:
    keys = [key for found in by_plan for key in found]
    offsets = [0]
    for found in by_plan:
        offsets.append(offsets[-1] + len(found))
    new = sorted({key.text for key in keys if key.text not in known})
    vectors = dict(zip(new, encoder.encode_passages(new), strict=True)) if new else {}
    rows = [known[key.text] if key.text in known else vectors[key.text] for key in keys]
    stacked = np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
    return Keys(tuple(keys), stacked.astype(np.float32), tuple(offsets))


def _texts(all_passages: list[list[Passage]]) -> Iterable[tuple[str, str, str]]:
    """Reference, text and language of what the plans say; sentences of a text are in it."""
    for found in all_passages:
        for passage in found:
            if passage.kind in ("text", "context"):
                yield passage.ref, passage.text, passage.language


def _asked_texts(asked: list[list[_AskedAbout]]) -> Iterable[tuple[str, str, str]]:
    for found in asked:
        for question, ref, _ in found:
            yield ref, question.text, question.language


def _terms(
    texts: Iterable[tuple[str, str, str]], refs: list[str], *, with_stems: bool
) -> TermArrays:
    documents: dict[str, list[str]] = {ref: [] for ref in refs}
    for ref, text, language in texts:
        if with_stems:
            documents[ref] += stems(text, "sv" if language == "sv" else "fi")
        else:
            documents[ref] += grams(text)
    return build_terms([documents[ref] for ref in refs])


def _current_content(store: Store) -> Content | None:
    try:
        name, _ = store.sound()
        return read_content(store.folder(name)) if name == store.current() else None
    except (NoIndex, DamagedGeneration):
        return None


def _known_vectors(content: Content | None, encoder: Encoder) -> dict[str, Vectors]:
    """The vectors of the current generation by text, when the same encoder made them."""
    if content is None or content.encoder != encoder.name:
        return {}
    return {
        key.text: vector
        for keys in (content.passages, content.questions, content.examples)
        for key, vector in zip(keys.keys, keys.vectors, strict=True)
    }


def name_of(encoder: str) -> str:
    """The name that the encoder of a setting has, without loading it."""
    folder = MODELS / (encoder or SHIPPED)
    return folder.name if folder.is_dir() else encoder

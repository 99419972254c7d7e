"""Plan folders -> a published generation; the only writer of the index."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.catalogue import PLANS, load_plan, plan_folders
from corpus.passages import Passage, passages
from corpus.plan import Problem
from corpus.questions import BankQuestion, QuestionGroup, bank_questions, load_questions
from corpus.translations import load_translations
from index.encoder import MODELS, SHIPPED, Encoder, Vectors
from index.errors import BuildRefused, DamagedGeneration, NoIndex
from index.generation import (
    Content,
    Example,
    IndexedPlan,
    Key,
    Keys,
    read_content,
    write_content,
)
from index.store import FORMAT, Store
from index.terms import TermArrays, build_terms
from index.words import grams, stems

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """A plan with everything that stands in its folder."""

    indexed: IndexedPlan
    groups: tuple[QuestionGroup, ...]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, element by element."""

    generation: str
    built: bool
    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    stale: tuple[str, ...] = ()
    problems: tuple[tuple[str, Problem], ...] = ()


def read_folders(root: Path = PLANS) -> tuple[PlanFolder, ...]:
    """Read and check every plan folder.

    Raises:
        BadPlanFile: a file is missing, damaged or inconsistent.
        BuildRefused: a bank names an element that no plan has, or a question twice.
    """
    found = []
    for folder in plan_folders(root):
        plan = load_plan(folder)
        indexed = IndexedPlan(plan, load_translations(folder, plan))
        found.append(PlanFolder(indexed, load_questions(folder)))
    _check_banks(found)
    return tuple(found)


def build_index(
    encoder: Encoder,
    store: Store,
    examples: Sequence[Example] = (),
    root: Path = PLANS,
    tell: Tell = lambda text: None,
) -> BuildReport:
    """Build and publish a generation, unless the current one already holds the same."""
    with store.building():
        digest = corpus_digest(root, encoder.name, examples)
        folders = read_folders(root)
        before = _current_content(store)
        if before and store.manifest(store.current()).corpus_digest == digest:
            return _report(folders, before, store.current(), built=False)
        tell(f"Reading {len(folders)} plans and their question banks ...")
        content = make_content(folders, encoder, examples, _known_vectors(before, encoder))
        tell(f"Writing {len(content.refs)} elements, {len(content.questions.keys)} questions ...")
        name = store.publish(encoder.name, digest, lambda path: write_content(path, content))
        return _report(folders, before, name, built=True)


def corpus_digest(root: Path, encoder: str, examples: Sequence[Example]) -> str:
    """One digest of all an index is built from: plan files, examples, encoder and format."""
    digest = hashlib.sha256(f"{FORMAT} {encoder} {examples}".encode())
    model = MODELS / (encoder or SHIPPED) / "model.safetensors"
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    for path in [*files, model]:
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def make_content(
    folders: Sequence[PlanFolder],
    encoder: Encoder,
    examples: Sequence[Example] = (),
    known: dict[str, Vectors] | None = None,
) -> Content:
    """Everything a search needs, from the plans and their banks."""
    plans = tuple(folder.indexed for folder in folders)
    refs = [element.ref for entry in plans for element in entry.plan.elements()]
    position = {ref: place for place, ref in enumerate(refs)}
    offsets = [0]
    for entry in plans:
        offsets.append(offsets[-1] + sum(1 for _ in entry.plan.elements()))
    all_passages = [list(passages(e.plan, e.translations)) for e in plans]
    asked = _by_plan(folders)
    known = known or {}
    return Content(
        plans=plans,
        refs=tuple(refs),
        offsets=tuple(offsets),
        passages=_keys([_passage_keys(p, position) for p in all_passages], encoder, known),
        questions=_keys([_question_keys(q, position) for q in asked], encoder, known),
        words=_terms(_texts(all_passages), refs, with_stems=True),
        grams=_terms(_texts(all_passages), refs, with_stems=False),
        asked_words=_terms(_asked_texts(asked), refs, with_stems=True),
        asked_grams=_terms(_asked_texts(asked), refs, with_stems=False),
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


def _check_banks(folders: Sequence[PlanFolder]) -> None:
    refs = {e.ref for folder in folders for e in folder.indexed.plan.elements()}
    faults: list[str] = []
    seen: dict[tuple[str, str], str] = {}
    for folder in folders:
        bank = f"{folder.indexed.plan.id}/questions.toml"
        for question in bank_questions(folder.groups):
            place = f"{bank}, group {question.group + 1}"
            unknown = [ref for ref in question.about if ref not in refs]
            faults += [f"{place}: no plan has the element {ref}." for ref in unknown]
            key = (bank + question.language, " ".join(question.text.lower().split()))
            if key in seen:
                faults.append(f'{place}: "{question.text}" stands in {seen[key]} too.')
            seen[key] = place
    if faults:
        raise BuildRefused("\n".join([*dict.fromkeys(faults), "Mend the banks, then build again."]))


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


def _report(
    folders: Sequence[PlanFolder], before: Content | None, name: str, *, built: bool
) -> BuildReport:
    new = _element_texts([folder.indexed for folder in folders])
    old = _element_texts(before.plans) if before else {}
    return BuildReport(
        generation=name,
        built=built,
        created=tuple(ref for ref in new if ref not in old),
        changed=tuple(ref for ref in new if ref in old and old[ref] != new[ref]),
        removed=tuple(ref for ref in old if ref not in new),
        unchanged=sum(1 for ref in new if old.get(ref) == new[ref]),
        stale=tuple(ref for folder in folders for ref in folder.indexed.translations.stale),
        problems=tuple((f.indexed.plan.id, p) for f in folders for p in f.indexed.plan.problems),
    )


def _element_texts(plans: Iterable[IndexedPlan]) -> dict[str, str]:
    return {
        passage.ref: passage.text
        for entry in plans
        for passage in reversed(passages(entry.plan, entry.translations))
        if passage.kind in ("text", "context")
    }

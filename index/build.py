"""Plan folders -> a published generation; the only writer of the index."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from corpus.catalogue import PLANS, hash_of
from index.build_report import BuildReport
from index.encoder import MODELS, SHIPPED, WEIGHTS, Encoder
from index.errors import BuildRefused, DamagedGeneration, NoIndex
from index.folders import keep_folders, plan_files
from index.generation import Content, Example, read_content, write_content
from index.making import PlanFolder, make_content
from index.read_banks import keep_banks, kept_banks
from index.store import FORMAT, Store
from index.trial import Checks, Tell, Trial, read_folders, standing

__all__ = [
    "BuildReport",
    "Checks",
    "PlanFolder",
    "build_index",
    "corpus_digest",
    "make_content",
    "name_of",
    "read_folders",
    "up_to_date",
]

Approve = Callable[[BuildReport], bool]
USUAL = Checks()


def build_index(
    encoder: Encoder,
    store: Store,
    examples: Sequence[Example] = (),
    root: Path = PLANS,
    tell: Tell = lambda text: None,
    approve: Approve = lambda report: True,
    checks: Checks = USUAL,
) -> BuildReport:
    """Build and publish a generation, unless the current one already holds the same.

    `approve` sees the report before anything is published and may decline.

    Raises:
        BadPlanFile: a file is missing, damaged or inconsistent.
        BuildRefused: the banks hold errors, the plan files changed, or another build is running.
        OSError: the disk is full or fails.
    """
    with store.building():
        digest = corpus_digest(root, encoder.name, examples)
        before = _current_content(store, tell)
        if before and store.manifest(store.current()).corpus_digest == digest:
            return _up_to_date(before, store.current())
        banks = kept_banks(store.folder(store.current())) if before else {}
        trial = Trial(encoder, root, before, tell, checks, banks)
        content, report = trial.run(examples, store.current())
        if not approve(report):
            return report

        def write(folder: Path) -> None:
            write_content(folder, content)
            keep_folders(root, folder)
            keep_banks([(each.path, each.groups) for each in trial.folders], folder)
            if corpus_digest(root, encoder.name, examples) != digest:
                raise BuildRefused(f"Files in {root} changed during the build. Build again.")

        name = store.publish(encoder.name, digest, write)
        return replace(report, generation=name, built=True)


def up_to_date(
    store: Store, encoder: str, examples: Sequence[Example] = (), root: Path = PLANS
) -> BuildReport | None:
    """What the current generation holds, when a build would change nothing; needs no encoder."""
    digest = corpus_digest(root, encoder, examples)
    before = _current_content(store, lambda text: None)
    if before and store.manifest(store.current()).corpus_digest == digest:
        return _up_to_date(before, store.current())
    return None


def _up_to_date(content: Content, generation: str) -> BuildReport:
    return BuildReport(
        generation=generation,
        built=False,
        unchanged=len(content.refs),
        up_to_date=True,
        **standing(content),
    )


def corpus_digest(root: Path, encoder: str, examples: Sequence[Example]) -> str:
    """One digest of all an index is built from: plan files, examples, encoder and format."""
    digest = hashlib.sha256(msgspec.json.encode((FORMAT, encoder, examples)))
    for path in plan_files(root):
        digest.update(f"{path.relative_to(root).as_posix()} {hash_of(path)}\n".encode())
    weights = Path(encoder) / WEIGHTS
    if weights.is_file():
        digest.update(hash_of(weights).encode())
    return digest.hexdigest()


def _current_content(store: Store, tell: Tell) -> Content | None:
    try:
        name, _ = store.sound(tell)
        return read_content(store.folder(name)) if name == store.current() else None
    except (NoIndex, DamagedGeneration):
        return None


def name_of(encoder: str) -> str:
    """The name that the encoder of a setting has, without loading it."""
    weights = MODELS / (encoder or SHIPPED) / WEIGHTS
    return f"{weights.parent.name}:{hash_of(weights)[:12]}" if weights.is_file() else encoder

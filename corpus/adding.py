"""A document becomes a plan folder; an older version is archived, and all happens or nothing."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.carrying import carry_questions, carry_translations
from corpus.catalogue import PLAN_FILE, PLANS, is_archived, load_plan, plan_folders, read_info
from corpus.comparing import Difference, compare
from corpus.drafting import ID
from corpus.errors import PlanAssistantError
from corpus.matching import Vectors
from corpus.moving import move_all
from corpus.plan import LANGUAGES, Language, Plan, PlanInfo
from corpus.questions import QUESTIONS_FILE, load_questions
from corpus.translations import load_translations

PLAIN = (
    "id",
    "language",
    "first_year",
    "last_year",
    "source",
    "source_reference",
    "sha256",
    "status",
)
TABLES = ("municipality", "title", "audience", "decided")
# What stands in plan.toml when nobody has said more; true of any plan.
ASSUMED: dict[str, dict[Language, str]] = {
    "audience": {"sv": "invånarna", "fi": "asukkaat"},
    "decided": {"sv": "Uppgift om beslut saknas", "fi": "Päätöstieto puuttuu"},
    "contact_text": {"sv": "Suomi.fi", "fi": "Suomi.fi"},
    "contact_url": {"sv": "https://www.suomi.fi", "fi": "https://www.suomi.fi"},
}


class NotAdded(PlanAssistantError):
    """The plan was not added; nothing has been changed."""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding did: the folder, the archived one, and what was taken along from it."""

    plan: Plan
    folder: Path
    archived: Path | None = None
    difference: Difference | None = None
    notes: tuple[str, ...] = ()


def missing_values(info: PlanInfo) -> list[str]:
    """The names of what plan.toml needs and neither the document nor an older version tells."""
    missing = [] if ID.fullmatch(info.id) else ["id"]
    missing += [] if all(info.municipality.values()) else ["municipality"]
    missing += [] if info.first_year else ["years"]
    missing += [] if all(info.title.values()) else ["title"]
    return missing


def with_assumptions(info: PlanInfo) -> tuple[PlanInfo, tuple[str, ...]]:
    """The values with neutral words where nothing is known, and the names of those."""
    assumed: list[str] = []
    if not all(info.audience.values()):
        info, assumed = replace(info, audience=ASSUMED["audience"]), [*assumed, "audience"]
    if not all(info.decided.values()):
        info, assumed = replace(info, decided=ASSUMED["decided"]), [*assumed, "decided"]
    if not all(info.contact.url.values()):
        contact = replace(info.contact, text=ASSUMED["contact_text"], url=ASSUMED["contact_url"])
        info, assumed = replace(info, contact=contact), [*assumed, "contact-url"]
    return info, tuple(assumed)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be written where.

    `old` is what stands in `before`, the folder it follows, which goes to `archive`.
    """

    source: Path
    info: PlanInfo
    root: Path
    target: Path
    before: Path | None
    archive: Path | None
    old: Plan | None
    vectors: Vectors | None


def add_plan(
    source: Path,
    info: PlanInfo,
    root: Path = PLANS,
    *,
    replaces: bool = False,
    vectors: Vectors | None = None,
) -> Added:
    """Write the plan folder of a document.

    A newer period archives the folder of the older one; an older period is archived itself.
    `replaces` allows another text for a period that is there already: a further edition of it,
    which archives the one before.

    Raises:
        NotAdded: a value is missing, or the period is there already.
        UnreadableDocument: the document cannot be read.
        BadPlanFile: what would be written cannot be read again.

    """
    if missing := missing_values(info):
        raise NotAdded(f"Nothing was added, since these are missing: {', '.join(missing)}.")
    texts = _texts(info, root)
    if texts and not replaces:
        raise NotAdded(
            f"{texts[-1]} holds this period already, so nothing was added. Give another period "
            "with --years, or --replace to put this text in its place."
        )
    if texts:
        info = replace(info, edition=read_info(texts[-1]).edition + 1)
    target, before, archive = _folders(info, root, texts)
    old = load_plan(before) if before else None
    job = _Job(source, info, root, target, before, archive, old, vectors)
    with _staging(root) as staging:
        added, changed = _stage(job, staging)
        _swap(job, staging, changed)
    return added


def _texts(info: PlanInfo, root: Path) -> list[Path]:
    """The folders that hold texts of this plan and period, the latest text last."""
    folders = [root / info.id, *root.glob(f"{info.id}@*")]
    found = {path: read_info(path) for path in folders if (path / PLAN_FILE).is_file()}
    same = [path for path in found if found[path].period == info.period]
    return sorted(same, key=lambda path: found[path].edition)


def _folders(
    info: PlanInfo, root: Path, texts: Sequence[Path]
) -> tuple[Path, Path | None, Path | None]:
    """The folder to write, the one it follows, and where that one goes when it is current."""
    current = root / info.id
    if not (current / PLAN_FILE).is_file():
        return current, None, None
    old = read_info(current)
    if (info.first_year, info.last_year) < (old.first_year, old.last_year):
        return root / info.version, texts[-1] if texts else None, None
    archive = root / old.version
    if archive.exists():
        raise NotAdded(f"{archive} is there already, so nothing was added. Move it away first.")
    return current, current, archive


@contextmanager
def _staging(root: Path) -> Iterator[Path]:
    """A folder beside the plan folders, so that a rename is enough in the end."""
    staging = Path(tempfile.mkdtemp(prefix=".adding-", dir=root.parent))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _stage(job: _Job, staging: Path) -> tuple[Added, dict[Path, str]]:
    """Write the new folder into the staging folder and read it again; other banks' new texts."""
    folder = staging / job.info.id
    folder.mkdir()
    shutil.copyfile(job.source, folder / job.info.source)
    (folder / PLAN_FILE).write_text(plan_toml(job.info), encoding="utf-8")
    plan = load_plan(folder)
    difference, notes, banks = None, [], {}
    if job.old and job.before:
        difference = compare(job.old, plan, job.vectors)
        notes += _carry(job.before, folder, plan, difference, same_language(job.old, plan))
        banks = _other_banks(job, difference)
        notes += [f"{path.parent.name}/{path.name}: references taken along" for path in banks]
    return Added(plan, job.target, job.archive, difference, tuple(notes)), banks


def same_language(old: Plan, new: Plan) -> bool:
    """Whether both versions are written in the same language."""
    return old.info.language == new.info.language


def _carry(
    before: Path, folder: Path, plan: Plan, difference: Difference, with_translations: bool
) -> list[str]:
    """Take translations and questions along from the older folder, and check the new files."""
    notes = []
    carried = {}
    for path in sorted(before.glob("translation.*.toml")) if with_translations else []:
        text = path.read_text(encoding="utf-8")
        carried[path.name] = carry_translations(text, difference.pairs)
    bank = before / QUESTIONS_FILE
    if bank.is_file():
        text = bank.read_text(encoding="utf-8")
        carried[bank.name] = carry_questions(text, plan.id, difference.pairs)
    for name, found in carried.items():
        (folder / name).write_text(found.text, encoding="utf-8")
        notes.append(f"{name}: {found.kept} entries taken along, {found.dropped} left out")
    load_questions(folder)
    stale = load_translations(folder, plan).stale
    if stale:
        notes.append(f"{len(stale)} translations are stale and not shown: {', '.join(stale[:10])}")
    return notes


def _other_banks(job: _Job, difference: Difference) -> dict[Path, str]:
    """The banks of other plans that name this plan's elements, with the new references."""
    if is_archived(job.target):
        return {}
    changed = {}
    for folder in plan_folders(job.root):
        bank = folder / QUESTIONS_FILE
        if folder != job.target and bank.is_file():
            text = bank.read_text(encoding="utf-8")
            carried = carry_questions(text, job.info.id, difference.pairs)
            if _refs_differ(text, carried.text):
                changed[bank] = carried.text
    return changed


def _refs_differ(old: str, new: str) -> bool:
    return "".join(old.split()) != "".join(new.split())


def _swap(job: _Job, staging: Path, banks: Mapping[Path, str]) -> None:
    """Put everything in its place; what fails is undone."""
    moves = [(job.target, job.archive)] if job.archive else []
    moves.append((staging / job.info.id, job.target))
    for number, (bank, text) in enumerate(banks.items()):
        written = staging / f"bank-{number}"
        written.write_text(text, encoding="utf-8")
        moves += [(bank, staging / f"old-bank-{number}"), (written, bank)]
    try:
        move_all(moves)
    except OSError as error:
        raise NotAdded(f"Nothing was added: {error}. Check the folder's permissions.") from error


def plan_toml(info: PlanInfo) -> str:
    """The text of a plan.toml."""
    city, reference = info.municipality["sv"], info.source_reference
    lines = [f"# {city}: {reference}. Keys are explained in corpus/plans/README.md.", ""]
    lines += [f"{name} = {_toml(getattr(info, name))}" for name in PLAIN]
    lines += [f"edition = {info.edition}"] if info.edition > 1 else []
    for name in TABLES:
        lines += ["", f"[{name}]", *_languages(getattr(info, name))]
    lines += ["", "[contact.text]", *_languages(info.contact.text)]
    lines += ["", "[contact.url]", *_languages(info.contact.url)]
    return "\n".join(lines) + "\n"


def _toml(value: str | int) -> str:
    """A TOML value; a JSON string is one, but for the character that only TOML escapes."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _languages(values: Mapping[Language, str]) -> list[str]:
    return [f"{language} = {_toml(values[language])}" for language in LANGUAGES]

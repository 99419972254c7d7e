"""A document -> a plan before it has a plan.toml: what can be known is taken, the rest guessed."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from corpus.catalogue import hash_of
from corpus.documents import Document, read_document
from corpus.errors import UnreadableDocument
from corpus.parsing import parse
from corpus.plan import Contact, Language, Plan, PlanInfo, Structure

YEARS = re.compile(r"\b(20\d\d)\s*[-–—]\s*(20\d\d)\b")
PERIOD_AT_END = re.compile(
    r",?\s+(?:(?:för\s+)?åren|för|vuosille|vuosiksi)?\s*\(?20\d\d\s*[-–—]\s*20\d\d\)?$"
)
LONGEST_PERIOD = 12  # years
ID = re.compile(r"[a-z][a-z0-9-]{1,40}")
NOT_IN_ID = re.compile(r"[^a-z0-9]+")
FOLD = str.maketrans("åäöé", "aaoe")


def read_structure(path: Path, plan_id: str) -> tuple[Document, Structure]:
    """Read a document that is to become a plan.

    Raises:
        UnreadableDocument: it cannot be read, or holds no goal.

    """
    document = read_document(path)
    structure = parse(document, plan_id)
    if not structure.goals:
        raise UnreadableDocument(
            f"{path}: no goal was found in it. Check that it is a welfare plan with headings "
            'such as "Mål 1" or "Tavoite 1", or with a table of actions.'
        )
    return document, structure


def draft_plan(path: Path, plan_id: str = "", like: PlanInfo | None = None) -> Plan:
    """The plan that a document holds, with a plan.toml's values taken from `like` or guessed."""
    name = plan_id or (like.id if like else guess_id(path))
    document, structure = read_structure(path, name)
    info = draft_info(path, name, document, structure, like)
    return Plan(info, structure.goals, structure.sections, structure.problems)


def draft_info(
    path: Path, plan_id: str, document: Document, structure: Structure, like: PlanInfo | None
) -> PlanInfo:
    """The values of a plan.toml as far as the document or an earlier version tells them."""
    years = guess_years(structure.title, (line.text for line in document.lines))
    if like and not years:
        years = like.first_year, like.last_year
    first, last = years or (0, 0)
    title = structure.title or (like.title[structure.language] if like else path.stem)
    title = PERIOD_AT_END.sub("", title)
    nothing: dict[Language, str] = {"sv": "", "fi": ""}
    return PlanInfo(
        id=plan_id,
        municipality=like.municipality if like else nothing,
        title=like.title if like else {"sv": title, "fi": title},
        audience=like.audience if like else nothing,
        first_year=first,
        last_year=last,
        language=structure.language,
        source=f"source.{structure.language}{path.suffix.lower()}",
        source_reference=structure.title or path.name,
        status="approved",
        decided=nothing,
        contact=like.contact if like else Contact(nothing, nothing),
        sha256=hash_of(path),
    )


def guess_id(path: Path) -> str:
    """A plan id made of a file's name."""
    stem = path.name.partition(".")[0].lower().translate(FOLD)
    return NOT_IN_ID.sub("-", stem).strip("-") or "plan"


def guess_years(title: str | None, lines: Iterable[str]) -> tuple[int, int] | None:
    """The period in the title, or the one the text names most often, and more than once."""
    found = _periods(title or "")
    if not found:
        counts = Counter(period for line in lines for period in _periods(line))
        found = [period for period, count in counts.most_common(1) if count > 1]
    return found[0] if found else None


def _periods(text: str) -> list[tuple[int, int]]:
    years = [(int(first), int(last)) for first, last in YEARS.findall(text)]
    return [(first, last) for first, last in years if 0 <= last - first <= LONGEST_PERIOD]

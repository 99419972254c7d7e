"""Texts of a plan in the other language, kept per element and bound to the source by digest."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from corpus.errors import BadPlanFile
from corpus.plan import Action, Goal, Language, Plan, Section
from corpus.toml_files import line_of, read_toml

Status = Literal["official", "unofficial"]


@dataclass(frozen=True, slots=True)
class Translation:
    """An element's text in the other language; sections have a heading too."""

    language: Language
    status: Status
    text: str
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Translations:
    """The translations of a plan by reference, and the references whose source has changed."""

    by_ref: dict[str, Translation]
    stale: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    digest: str
    status: Status
    text: str
    heading: str | None = None


def digest_of(text: str) -> str:
    """The digest that binds a translation to the source text: 16 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def source_texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Reference and source text of everything that has a translation, meters included."""
    for element in plan.elements():
        match element:
            case Goal():
                yield element.ref, element.title
            case Section():
                yield element.ref, f"{element.heading}\n{element.text}"
            case Action():
                yield element.ref, element.text
                for meter in element.meters:
                    yield meter.ref, meter.text


def load_translations(folder: Path, plan: Plan) -> Translations:
    """Read the plan's translation file; a plan without one has no translations.

    Raises:
        BadPlanFile: an entry is damaged or names a reference that the plan does not have.

    """
    language: Language = "fi" if plan.info.language == "sv" else "sv"
    path = folder / f"translation.{language}.toml"
    sources = dict(source_texts(plan))
    if not path.is_file():
        return Translations({}, missing=tuple(sources))
    current: dict[str, Translation] = {}
    stale: list[str] = []
    for ref, table in read_toml(path).items():
        entry = _entry(path, ref, table)
        if ref not in sources or entry.digest != digest_of(sources[ref]):
            stale.append(ref)
        else:
            current[ref] = Translation(language, entry.status, entry.text, entry.heading)
    missing = tuple(ref for ref in sources if ref not in current and ref not in stale)
    return Translations(current, tuple(stale), missing)


def _entry(path: Path, ref: str, table: object) -> _Entry:
    try:
        entry = msgspec.convert(table, _Entry)
    except msgspec.ValidationError as error:
        line = line_of(path, f'"{ref}"')
        raise BadPlanFile(path, f"{ref}: {error}", "Mend the entry", line) from None
    if not entry.text.strip():
        raise BadPlanFile(path, f"{ref}: the text is empty", "Write it or remove the entry")
    return entry

"""docs/benchmarks.md, put together from what each measurement wrote into docs/benchmarks/."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
FOLDER = ROOT / "docs" / "benchmarks"
ORDER = ("answers", "load", "peers", "growth")
_HEAD = """# Benchmarks

Written by `scripts/benchmark.py`; each section says on what machine, when, and with what command.
The figures behind it stand in `docs/benchmarks/` as JSON.
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed; every row has as many cells as the head."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One measurement: what was done, where, and what came out."""

    title: str
    command: str
    machine: str
    text: tuple[str, ...]
    tables: tuple[Table, ...]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    section: Section


def machine(packages: Sequence[str] = ()) -> str:
    """This machine, today's date and the versions of Python and of some packages."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{date.today()}, {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB memory, "
        f"{platform.platform(terse=True)}, Python {platform.python_version()}"
        + (f", {versions}" if versions else "")
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def save(name: str, section: Section, figures: object) -> None:
    """Write a section with the figures behind it, and the page anew from all sections."""
    FOLDER.mkdir(exist_ok=True)
    kept = {"section": asdict(section), "figures": figures}
    (FOLDER / f"{name}.json").write_text(
        json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    PAGE.write_text("\n".join(_page()), encoding="utf-8")


def markdown(section: Section) -> Iterable[str]:
    """The lines of a section."""
    yield f"## {section.title}\n"
    yield f"`{section.command}` on {section.machine}.\n"
    for paragraph in section.text:
        yield f"{paragraph}\n"
    for table in section.tables:
        yield f"**{table.title}**\n"
        yield _row(table.head)
        yield _row(["---"] * len(table.head))
        yield from map(_row, table.rows)
        yield ""
    if section.picture:
        yield f"![{section.title}](benchmarks/{section.picture})\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _page() -> Iterable[str]:
    yield _HEAD
    for name in ORDER:
        path = FOLDER / f"{name}.json"
        if path.exists():
            yield from markdown(msgspec.json.decode(path.read_bytes(), type=_Kept).section)

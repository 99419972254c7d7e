"""List the licences of all packages, models, foreign files and plan texts; fail on one not allowed.

Examples:
  python scripts/licences.py            print the table
  python scripts/licences.py --check    also fail when docs/licences.md is out of date
  python scripts/licences.py --write    also write docs/licences.md
"""

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "licences.md"
LOCKS = {"server": ROOT / "requirements.lock", "development": ROOT / "requirements-dev.lock"}
RULES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PINNED = re.compile(r"^([\w.-]+)==(\S+)((?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)
_HEAD = """# Licences

Written by `scripts/licences.py --write` from the lock files, the packages' metadata and
`scripts/licences.toml`; the test suite fails when a licence outside the allowed ones comes in. The
project's own code, translations and question banks are under the MIT licence.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that others made, or that has a licence of its own.

    `use` is "server" for what runs in production and "development" for the rest; `digests` are the
    sha256 of the archives that the lock allows; `files` are paths in the repository.
    """

    name: str
    version: str
    kind: str
    use: str
    licence: str
    digests: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    note: str = ""


class UnknownLicence(Exception):
    """A part has no licence that can be named, or one that is not allowed."""


def main() -> int:
    """Print the table; 1 when a licence is not allowed or the written table is out of date."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare with docs/licences.md")
    parser.add_argument("--write", action="store_true", help="write docs/licences.md")
    given = parser.parse_args()
    try:
        text = page(parts())
    except UnknownLicence as error:
        print(error, file=sys.stderr)
        return 1
    print(text)
    if given.write:
        TABLE.write_text(text, encoding="utf-8")
    if given.check and TABLE.read_text(encoding="utf-8") != text:
        print(f"{TABLE} is out of date; write it with --write.", file=sys.stderr)
        return 1
    return 0


def parts() -> list[Part]:
    """All packages of the lock files and all foreign parts of the repository.

    Raises:
        UnknownLicence: a licence is not known or not allowed.
    """
    found = [*_packages(), *_own_parts()]
    allowed = set(RULES["allowed"])
    for part in found:
        for licence in re.split(r" AND | OR ", part.licence):
            if licence not in allowed:
                what = f"{part.name} {part.version} is under {licence}, which is not allowed."
                raise UnknownLicence(f"{what} Replace it, or allow it in scripts/licences.toml.")
    return found


def _packages() -> list[Part]:
    pinned: dict[str, Part] = {}
    for use, lock in LOCKS.items():
        for name, version, hashes in _PINNED.findall(lock.read_text(encoding="utf-8")):
            digests = tuple(re.findall(r"[0-9a-f]{64}", hashes))
            part = Part(name, version, "library", use, licence_of(name), digests)
            pinned.setdefault(name, part)
    return list(pinned.values())


def licence_of(name: str) -> str:
    """The licence of an installed package in SPDX's words.

    Raises:
        UnknownLicence: the package is not installed, or its metadata does not say.
    """
    if name in RULES["packages"]:
        return str(RULES["packages"][name])
    try:
        told = metadata(name)
    except PackageNotFoundError:
        what = f"{name} is locked but not installed."
        raise UnknownLicence(f"{what} Install requirements-dev.lock first.") from None
    if "License-Expression" in told:
        return told["License-Expression"]
    # Some put the whole text of the licence here, under its name.
    stated = told["License"].partition("\n")[0] if "License" in told else ""
    classifiers = told.get_all("Classifier") or []
    words = [entry.split(" :: ")[-1] for entry in classifiers if entry.startswith("License")]
    for word in (stated, *words):
        meant = str(RULES["words"].get(word, word))
        if all(licence in RULES["allowed"] for licence in meant.split(" AND ")):
            return meant
    said = " / ".join(filter(None, [stated, *words])) or "nothing"
    what = f"{name} says {said!r} of its licence."
    raise UnknownLicence(f"{what} Read its licence file and name it in scripts/licences.toml.")


def _own_parts() -> list[Part]:
    return [
        Part(
            name=entry["name"],
            version=entry["version"],
            kind=entry["kind"],
            use=entry["use"],
            licence=entry["licence"],
            files=tuple(path for glob in entry["files"] for path in sorted(ROOT.glob(glob))),
            note=entry["note"].replace("\n", " "),
        )
        for entry in RULES["part"]
    ]


def page(found: list[Part]) -> str:
    """The tables as Markdown."""
    texts = [part for part in found if part.files]
    lines = [_HEAD, "## Models, plan texts and foreign files", ""]
    lines += ["| part | version | use | licence | note |", "|---|---|---|---|---|"]
    lines += [f"| {p.name} | {p.version} | {p.use} | {p.licence} | {p.note} |" for p in texts]
    for use, title in (
        ("server", "Packages of the server"),
        ("development", "Packages of the tests"),
    ):
        chosen = [part for part in found if part.use == use and not part.files]
        lines += ["", f"## {title} ({len(chosen)})", ""]
        lines += ["| package | version | licence |", "|---|---|---|"]
        lines += [f"| {part.name} | {part.version} | {part.licence} |" for part in chosen]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

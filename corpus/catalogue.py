"""The plan folders: each one's plan.toml and source document read into a Plan."""

import hashlib
import re
from pathlib import Path
from typing import Any

import msgspec

from corpus.documents import read_document
from corpus.errors import BadPlanFile, UnreadableDocument
from corpus.parsing import parse
from corpus.plan import Plan, PlanInfo
from corpus.toml_files import line_of, read_toml

PLANS = Path(__file__).with_name("plans")
PLAN_FILE = "plan.toml"

_LANGUAGE_TABLE = {"sv": str, "fi": str}
_KEYS: dict[str, Any] = {
    "id": str,
    "language": str,
    "first_year": int,
    "last_year": int,
    "edition": int,
    "source": str,
    "source_reference": str,
    "sha256": str,
    "status": str,
    "municipality": _LANGUAGE_TABLE,
    "title": _LANGUAGE_TABLE,
    "audience": _LANGUAGE_TABLE,
    "decided": _LANGUAGE_TABLE,
    "contact": {"text": _LANGUAGE_TABLE, "url": _LANGUAGE_TABLE},
}


def plan_folders(root: Path = PLANS) -> list[Path]:
    """The folder of each current plan below `root`, in the order of their names.

    Raises:
        BadPlanFile: there is none.

    """
    folders = [folder for folder in _folders(root) if not is_archived(folder)]
    if not folders:
        raise BadPlanFile(root, "there is no plan folder in it", f"Add one with a {PLAN_FILE}")
    return folders


def archived_folders(root: Path = PLANS) -> list[Path]:
    """The folders of older versions, such as ``espoo@2022-2025``, in the order of their names."""
    return [folder for folder in _folders(root) if is_archived(folder)]


def is_archived(folder: Path) -> bool:
    """Whether a plan folder holds an older version."""
    return "@" in folder.name


def _folders(root: Path) -> list[Path]:
    return sorted(path.parent for path in root.glob(f"*/{PLAN_FILE}"))


def find_folder(name: str, root: Path = PLANS) -> Path:
    """The folder of ``espoo`` or ``espoo@2022-2025``, current or archived.

    Raises:
        BadPlanFile: there is no such plan or version.

    """
    folders = {folder.name: folder for folder in _folders(root)}
    current = {read_info(f).version: f for f in folders.values() if not is_archived(f)}
    wanted = name.replace("–", "-")
    found = folders.get(wanted) or current.get(wanted)
    if found is None:
        known = ", ".join(sorted({*folders, *current})) or "none"
        raise BadPlanFile(root, f"there is no plan {name!r}", f"Those there are: {known}")
    return found


def load_plans(root: Path = PLANS) -> tuple[Plan, ...]:
    """Read every plan below `root`."""
    return tuple(load_plan(folder) for folder in plan_folders(root))


def load_plan(folder: Path) -> Plan:
    """Read one plan folder: its plan.toml checked, its source verified and parsed.

    Raises:
        BadPlanFile: a file is missing, damaged, or the source is not the one plan.toml names.

    """
    info = read_info(folder)
    source = folder / info.source
    _verify(source, info, folder / PLAN_FILE)
    try:
        structure = parse(read_document(source), info.id)
    except UnreadableDocument as error:
        why = str(error).removeprefix(f"{source}: ").rstrip(".")
        raise BadPlanFile(source, why, "The old index stays in use") from error
    if not structure.goals:
        cure = "Check the words that open goals in corpus/headings.toml"
        raise BadPlanFile(source, "no goal was found in it", cure)
    return Plan(info, structure.goals, structure.sections, structure.problems)


def read_info(folder: Path) -> PlanInfo:
    """What plan.toml says, every key but `edition` present, all known and of the right type."""
    path = folder / PLAN_FILE
    table = {"edition": 1, **read_toml(path)}
    _check(path, table, _KEYS, "")
    try:
        info = msgspec.convert(table, PlanInfo)
    except msgspec.ValidationError as error:
        raise BadPlanFile(path, str(error), "See corpus/plans/README.md") from None
    _check_name(path, info)
    if info.last_year < info.first_year:
        what = f"last_year {info.last_year} is before first_year {info.first_year}"
        raise BadPlanFile(path, what, "Mend the years", line_of(path, "last_year"))
    if info.edition < 1:
        what = f"edition {info.edition} is no number of a text"
        raise BadPlanFile(path, what, "Count from 1", line_of(path, "edition"))
    return info


def _check_name(path: Path, info: PlanInfo) -> None:
    """The folder has the name of the plan, or of its version when it is archived."""
    name = path.parent.name
    if name == info.id or name == info.version:
        return
    if is_archived(path.parent):
        what = f"the version is {info.version!r} but the folder is named {name!r}"
        raise BadPlanFile(path, what, "Make them equal", line_of(path, "first_year"))
    what = f"id is {info.id!r} but the folder is named {name!r}"
    raise BadPlanFile(path, what, "Make them equal", line_of(path, "id"))


def _check(path: Path, table: dict[str, Any], keys: dict[str, Any], within: str) -> None:
    """Compare a table of plan.toml with the keys it must have."""
    for key in table.keys() - keys.keys():
        what, cure = f"unknown key {within + key!r}", "Remove or rename it"
        raise BadPlanFile(path, what, cure, _line_of_key(path, key))
    for key, kind in keys.items():
        if key not in table:
            raise BadPlanFile(path, f"the key {within + key!r} is missing", "Add it")
        if isinstance(kind, dict):
            _check_table(path, table[key], kind, f"{within}{key}.")
        elif not isinstance(table[key], kind) or table[key] == "":
            what = f"{within + key} must be a {kind.__name__} that is not empty"
            raise BadPlanFile(path, what, "Mend the value", line_of(path, key))


def _line_of_key(path: Path, key: str) -> int | None:
    """The line that opens with a key, or with a table of its name."""
    opens = re.compile(rf"\[?[\w.]*\b{re.escape(key)}\b[\w.\]]*\s*(?:=|$)")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = (number for number, line in enumerate(lines, start=1) if opens.match(line.strip()))
    return next(found, None)


def _check_table(path: Path, value: Any, kind: dict[str, Any], within: str) -> None:
    if not isinstance(value, dict):
        what, cure = f"{within[:-1]} must be a table", "Write it with sv and fi"
        raise BadPlanFile(path, what, cure, line_of(path, within[:-1]))
    _check(path, value, kind, within)


def hash_of(path: Path) -> str:
    """The sha256 of a file as plan.toml holds it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _verify(source: Path, info: PlanInfo, plan_file: Path) -> None:
    if not source.is_file():
        what = f"{plan_file} names it, and there is no such file"
        raise BadPlanFile(source, what, "Restore the file or mend the name")
    digest = hash_of(source)
    if digest != info.sha256:
        what = f"its sha256 is {digest}, but {plan_file} says {info.sha256}"
        cure = f"If the change is meant, put the new digest into {plan_file}, else restore the file"
        raise BadPlanFile(source, what, cure)

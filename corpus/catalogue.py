"""The plan folders: each one's plan.toml and source document read into a Plan."""

import hashlib
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
    """All plan folders below `root`, in the order of their names.

    Raises:
        BadPlanFile: there is none.

    """
    folders = sorted(path.parent for path in root.glob(f"*/{PLAN_FILE}"))
    if not folders:
        raise BadPlanFile(root, "there is no plan folder in it", f"Add one with a {PLAN_FILE}")
    return folders


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
        raise BadPlanFile(source, str(error), "The old index stays in use") from error
    if not structure.goals:
        cure = "Check the words that open goals in corpus/headings.toml"
        raise BadPlanFile(source, "no goal was found in it", cure)
    return Plan(info, structure.goals, structure.sections, structure.problems)


def read_info(folder: Path) -> PlanInfo:
    """What plan.toml says, every key present, known and of the right type."""
    path = folder / PLAN_FILE
    table = read_toml(path)
    _check(path, table, _KEYS, "")
    try:
        info = msgspec.convert(table, PlanInfo)
    except msgspec.ValidationError as error:
        raise BadPlanFile(path, str(error), "See corpus/plans/README.md") from None
    if info.id != folder.name:
        what = f"id is {info.id!r} but the folder is named {folder.name!r}"
        raise BadPlanFile(path, what, "Make them equal", line_of(path, "id"))
    if info.last_year < info.first_year:
        what = f"last_year {info.last_year} is before first_year {info.first_year}"
        raise BadPlanFile(path, what, "Mend the years", line_of(path, "last_year"))
    return info


def _check(path: Path, table: dict[str, Any], keys: dict[str, Any], within: str) -> None:
    """Compare a table of plan.toml with the keys it must have."""
    for key in table.keys() - keys.keys():
        what, cure = f"unknown key {within + key!r}", "Remove or rename it"
        raise BadPlanFile(path, what, cure, line_of(path, key))
    for key, kind in keys.items():
        if key not in table:
            raise BadPlanFile(path, f"the key {within + key!r} is missing", "Add it")
        if isinstance(kind, dict):
            _check_table(path, table[key], kind, f"{within}{key}.")
        elif not isinstance(table[key], kind) or table[key] == "":
            what = f"{within + key} must be a {kind.__name__} that is not empty"
            raise BadPlanFile(path, what, "Mend the value", line_of(path, key))


def _check_table(path: Path, value: Any, kind: dict[str, Any], within: str) -> None:
    if not isinstance(value, dict):
        what, cure = f"{within[:-1]} must be a table", "Write it with sv and fi"
        raise BadPlanFile(path, what, cure, line_of(path, within[:-1]))
    _check(path, value, kind, within)


def _verify(source: Path, info: PlanInfo, plan_file: Path) -> None:
    if not source.is_file():
        what = f"{plan_file} names it, and there is no such file"
        raise BadPlanFile(source, what, "Restore the file or mend the name")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if digest != info.sha256:
        what = f"its sha256 is {digest}, but {plan_file} says {info.sha256}"
        cure = f"If the change is meant, put the new digest into {plan_file}, else restore the file"
        raise BadPlanFile(source, what, cure)

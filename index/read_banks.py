"""The question banks of a generation as they were read, so that the same file is not parsed twice.

TOML is parsed in Python: 26,000 questions take a third of a second, and JSON a twentieth of that.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from corpus.catalogue import hash_of
from corpus.questions import QUESTIONS_FILE, QuestionGroup, load_questions

BANKS_FILE = "banks.json"
Groups = tuple[QuestionGroup, ...]


def keep_banks(banks: Iterable[tuple[Path, Groups]], generation: Path) -> None:
    """Write the groups of each plan folder into a generation's folder, by the file's digest."""
    kept = {hash_of(f / QUESTIONS_FILE): groups for f, groups in banks if groups}
    (generation / BANKS_FILE).write_bytes(msgspec.json.encode(kept))


def kept_banks(generation: Path) -> dict[str, Groups]:
    """The groups of a generation's banks by the digest of their file, none when not kept."""
    path = generation / BANKS_FILE
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Groups]) if path.is_file() else {}


def read_bank(folder: Path, kept: Mapping[str, Groups]) -> Groups:
    """The groups of a plan folder's bank, parsed only when no generation has kept them.

    Raises:
        BadPlanFile: the bank is damaged.
    """
    path = folder / QUESTIONS_FILE
    found = kept.get(hash_of(path)) if kept and path.is_file() else None
    return load_questions(folder) if found is None else found

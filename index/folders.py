"""The plan folders kept inside a generation, so that going back brings both back together."""

import shutil
import tempfile
from base64 import b64decode, b64encode
from pathlib import Path

import msgspec

from corpus.errors import PlanAssistantError
from corpus.moving import Move, move_all

FOLDERS_FILE = "folders.json"


class FoldersNotRestored(PlanAssistantError):
    """The plan folders stand as they stood."""


def plan_files(root: Path) -> list[Path]:
    """Every file below the plan folders, in the order of their paths."""
    return [path for path in sorted(root.rglob("*")) if path.is_file()]


def keep_folders(root: Path, folder: Path) -> None:
    """Write the plan folders as they are now into a generation's folder."""
    files = {name: b64encode(data).decode() for name, data in _read(root).items()}
    (folder / FOLDERS_FILE).write_bytes(msgspec.json.encode(files))


def folders_differ(generation: Path, root: Path) -> bool:
    """Whether the plan folders hold something else than they did for a generation."""
    return _kept(generation) != _read(root)


def restore_folders(generation: Path, root: Path) -> None:
    """Make the plan folders what they were for a generation; all of them, or none.

    Raises:
        FoldersNotRestored: a file cannot be written or moved.
    """
    staging = Path(tempfile.mkdtemp(prefix=".restoring-", dir=root.parent))
    try:
        new, old = staging / "new", staging / "old"
        old.mkdir()
        for name, data in _kept(generation).items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        move_all([*_moves(root, old), *_moves(new, root)])
    except OSError as error:
        what = f"The plan folders were not changed: {error}."
        raise FoldersNotRestored(f"{what} Check the permissions of {root}.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _read(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in plan_files(root)}


def _kept(generation: Path) -> dict[str, bytes]:
    kept = msgspec.json.decode((generation / FOLDERS_FILE).read_bytes(), type=dict[str, str])
    return {name: b64decode(data) for name, data in kept.items()}


def _moves(source: Path, target: Path) -> list[Move]:
    return [(path, target / path.name) for path in sorted(source.iterdir())]

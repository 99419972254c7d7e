"""Back to an earlier generation: the index a server reads, and the plan folders behind it."""

from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import PLANS
from index.errors import BuildRefused, DamagedGeneration, NoIndex
from index.folders import FOLDERS_FILE, folders_differ, restore_folders
from index.store import Store


@dataclass(frozen=True, slots=True)
class WentBack:
    """From which generation to which, and whether the plan folders came along."""

    left: str
    current: str
    folders: bool


def go_back(
    store: Store, root: Path = PLANS, to: str = "", *, index_only: bool = False
) -> WentBack:
    """Make an earlier generation, or the one named, current again.

    Raises:
        NoIndex: there is no such sound generation.
        BuildRefused: a build is running, or the plan folders hold changes that would be lost.
        FoldersNotRestored: the plan folders cannot be written.
    """
    with store.building():
        left = store.current()
        target = to or store.previous()
        if target not in store.generations():
            known = ", ".join(store.generations()) or "none"
            raise NoIndex(f"There is no generation {target}. Those kept are: {known}.")
        store.verify(target)
        with_folders = not index_only and (store.folder(target) / FOLDERS_FILE).is_file()
        if with_folders:
            _refuse_losses(store, left, root)
            restore_folders(store.folder(target), root)
        store.point_to(target)
        return WentBack(left, target, with_folders)


def _refuse_losses(store: Store, left: str, root: Path) -> None:
    current = store.folder(left)
    if not (current / FOLDERS_FILE).is_file():
        return
    try:
        store.verify(left)
    except DamagedGeneration as error:
        raise BuildRefused(
            f"{error} So nothing tells whether {root} was changed since. Give --index-only to "
            "leave the plan folders as they are."
        ) from None
    if folders_differ(current, root):
        raise BuildRefused(
            f"{root} holds changes that no generation was built from, and they would be lost. "
            "Build them in with python scripts/build_index.py first, or give --index-only to "
            "leave the plan folders as they are."
        )

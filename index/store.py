"""Generations on disk: immutable folders, a manifest of digests, and CURRENT, swapped whole.

The recipe is Lucene's commit point: write a draft folder, sync it, rename it, verify it, and
only then replace the small file that says which generation is read.
"""

import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from index.errors import BUILD, BuildRefused, DamagedGeneration, NoIndex

GENERATIONS = Path(__file__).with_name("generations")
CURRENT = "CURRENT"
NEXT = "CURRENT.next"
MANIFEST = "MANIFEST.json"
KEPT = 3
NAME = re.compile(r"g\d{20}")
# Raise it when what is written changes its shape or meaning: older generations are not read.
FORMAT = 6


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says about itself; `digest` is that of all the rest."""

    generation: str
    format: int
    encoder: str
    corpus_digest: str
    files: dict[str, str]
    digest: str = ""

    def own_digest(self) -> str:
        """The digest of all the rest."""
        return hashlib.sha256(msgspec.json.encode(replace(self, digest=""))).hexdigest()


class Store:
    """The folder that holds the generations."""

    def __init__(self, root: Path = GENERATIONS) -> None:
        self.root = root

    def current(self) -> str:
        """The name of the current generation, empty when CURRENT is missing or damaged."""
        try:
            name = (self.root / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return name if NAME.fullmatch(name) else ""

    def generations(self) -> list[str]:
        """All published generations, oldest first."""
        folders = (path for path in self.root.glob("g*") if path.is_dir())
        return sorted(path.name for path in folders if NAME.fullmatch(path.name))

    def folder(self, generation: str) -> Path:
        """Where the files of a generation are."""
        return self.root / generation

    def sound(self, tell: Callable[[str], None] = lambda why: None) -> tuple[str, Manifest]:
        """The current generation, or the newest sound one when the current one is damaged.

        `tell` hears what is damaged.

        Raises:
            NoIndex: no generation is sound.
        """
        current = self.current()
        others = [name for name in reversed(self.generations()) if name != current]
        reasons: list[str] = []
        if others and not current:
            tell(f"{self.root / CURRENT} is missing or damaged.")
        for name in [current, *others] if current else others:
            try:
                return name, self.verify(name)
            except DamagedGeneration as error:
                reasons.append(str(error))
                tell(str(error))
        why = " ".join(reasons) or "No index has been built yet."
        raise NoIndex(f"{why} Build one with: {BUILD}")

    def verify(self, generation: str) -> Manifest:
        """Read the manifest of a generation and compare every digest.

        Raises:
            DamagedGeneration: a file is missing or changed.
        """
        folder = self.folder(generation)
        manifest = self.manifest(generation)
        for name, digest in manifest.files.items():
            path = folder / name
            if not _holds(path, digest):
                raise DamagedGeneration(f"{path} is missing or damaged.")
        return manifest

    def manifest(self, generation: str) -> Manifest:
        """What a generation says about itself, its files not compared.

        Raises:
            DamagedGeneration: the manifest is missing or damaged.
        """
        path = self.folder(generation) / MANIFEST
        try:
            manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            raise DamagedGeneration(f"{path} is missing or damaged.") from None
        if manifest.generation != generation:
            raise DamagedGeneration(f"{path} belongs to generation {manifest.generation}.")
        if manifest.format != FORMAT:
            raise DamagedGeneration(f"{path} has format {manifest.format}, not {FORMAT}.")
        if manifest.digest != manifest.own_digest():
            raise DamagedGeneration(f"{path} is missing or damaged.")
        return manifest

    def publish(self, encoder: str, corpus_digest: str, write: Callable[[Path], None]) -> str:
        """Write a new generation with `write`, verify it and make it the current one.

        Returns its name. Whatever fails leaves the old generation current.
        """
        name = f"g{max(time.time_ns(), self._newest() + 1):020d}"
        draft = self.root / f"tmp-{name}"
        draft.mkdir(parents=True)
        try:
            write(draft)
            files = {path.name: _digest(path) for path in sorted(draft.iterdir())}
            manifest = Manifest(name, FORMAT, encoder, corpus_digest, files)
            signed = msgspec.json.encode(replace(manifest, digest=manifest.own_digest()))
            (draft / MANIFEST).write_bytes(msgspec.json.format(signed, indent=1))
            for path in (*draft.iterdir(), draft):
                _sync(path)
            draft.rename(self.root / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _sync(self.root)
        self.verify(name)
        self.point_to(name)
        self._remove_old()
        return name

    def point_to(self, generation: str) -> None:
        """Make a generation the current one; the only step that readers notice."""
        pointer = self.root / NEXT
        pointer.write_text(generation, encoding="utf-8")
        _sync(pointer)
        pointer.replace(self.root / CURRENT)
        _sync(self.root)

    def previous(self) -> str:
        """The newest sound generation before the current one.

        Raises:
            NoIndex: there is none.
        """
        current = self.current()
        for name in reversed([name for name in self.generations() if name < current]):
            try:
                self.verify(name)
            except DamagedGeneration:
                continue
            return name
        raise NoIndex("There is no earlier generation to go back to.")

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the one build lock.

        Raises:
            BuildRefused: another build holds it.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / "LOCK").open("w")
        except OSError as error:
            what = f"{self.root} cannot be written to ({error.strerror})."
            raise BuildRefused(f"{what} Check the folder that PLAN_INDEX names.") from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                what = "Another build is running. Wait until it has finished, then try again."
                raise BuildRefused(what) from None
            for draft in self.root.glob("tmp-*"):
                shutil.rmtree(draft, ignore_errors=True)
            (self.root / NEXT).unlink(missing_ok=True)
            yield

    def _newest(self) -> int:
        names = self.generations()
        return int(names[-1][1:]) if names else 0

    def _remove_old(self) -> None:
        """Remove what is older than the kept generations; half of one must never look like one."""
        current = self.current()
        for name in self.generations()[:-KEPT]:
            if name != current:
                with suppress(OSError):
                    gone = (self.root / name).rename(self.root / f"tmp-{name}")
                    shutil.rmtree(gone, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds(path: Path, digest: str) -> bool:
    """Whether a file can be read and has this digest."""
    try:
        return _digest(path) == digest
    except OSError:
        return False


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

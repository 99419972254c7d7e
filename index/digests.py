"""The digests of a model's files, in the format of sha256sum, so that anyone can check them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

DIGESTS = "SHA256SUMS"


def digest_of(path: Path) -> str:
    """The sha256 of a file in hexadecimal.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_digests(folder: Path, names: Iterable[str]) -> None:
    """Write the digests of the files of a model folder into the folder."""
    lines = [f"{digest_of(folder / name)}  {name}\n" for name in sorted(names)]
    (folder / DIGESTS).write_text("".join(lines), encoding="utf-8")


def checked_digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The digest of each file by its name.

    Raises:
        OSError: a file cannot be read.
        ValueError: a file is not what the folder's digests say.
    """
    lines = (folder / DIGESTS).read_text(encoding="utf-8").splitlines()
    written = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {name: digest_of(folder / name) for name in names}
    for name, digest in found.items():
        if written.get(name) != digest:
            raise ValueError(f"{name} is not the file whose digest stands in {DIGESTS}")
    return found

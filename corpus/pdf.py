"""A PDF file -> its lines and tables, read in a child process that can be killed."""

import subprocess
import sys
from pathlib import Path

import msgspec

from corpus.errors import UnreadableDocument
from corpus.flow import Printed

LARGEST_FILE = 50 * 2**20  # bytes
LONGEST_READING = 30  # seconds
# -I ignores the environment and the current folder, so the package's place is passed on.
CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from corpus.pdf_child import main; main(sys.argv[2])"
)


def read_pdf(path: Path, seconds: float = LONGEST_READING) -> Printed:
    """Read a PDF, in at most so many seconds.

    Raises:
        UnreadableDocument: the file is no PDF, damaged, locked, scanned or too large.

    """
    _refuse_other_files(path)
    printed = _ask_child(path, seconds)
    if printed.refused:
        raise UnreadableDocument(f"{path}: the file {printed.refused}")
    return printed


def _refuse_other_files(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableDocument(
            f"{path}: the file is larger than {LARGEST_FILE >> 20} MiB. "
            "Save it with smaller pictures, or only the pages of the plan."
        )
    with path.open("rb") as file:
        start = file.read(1024)
    if not start:
        raise UnreadableDocument(f"{path}: the file is empty. Get the document again.")
    if b"%PDF-" not in start:
        raise UnreadableDocument(
            f"{path}: this is not a PDF, whatever its name says. Save the document as PDF."
        )


def _ask_child(path: Path, seconds: float) -> Printed:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-I", "-c", CHILD, str(root), str(path.resolve())]
    try:
        child = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
            env={},
            check=True,
        )
        return msgspec.json.decode(child.stdout, type=Printed)
    except subprocess.TimeoutExpired:
        what = f"took longer than {seconds:g} seconds to read and was given up"
    except (subprocess.CalledProcessError, msgspec.DecodeError):
        what = "asks for more work or memory than a plan can need, and its reader was stopped"
    raise UnreadableDocument(
        f"{path}: the file {what}. Ask for the original document, or save it as PDF again."
    )

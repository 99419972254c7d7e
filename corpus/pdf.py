"""A PDF file -> its printed pages, read in a child process that can be killed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.characters import SPACES, clean
from corpus.errors import UnreadableDocument
from corpus.pages import Page, Rule, Word
from corpus.plan import Problem

LARGEST_FILE = 50 * 2**20  # bytes
LONGEST_READING = 30  # seconds
LONGEST_PROBLEM = 300  # characters of hidden text that a problem shows
# -I ignores the environment and the current folder, so the package's place is passed on.
CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from corpus.pdf_child import main; main(sys.argv[2])"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a PDF shows, page by page, and what it hides."""

    title: str | None
    bookmarks: tuple[str, ...]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]


def read_pages(path: Path) -> Printed:
    """Read a PDF.

    Raises:
        UnreadableDocument: the file is no PDF, damaged, locked, scanned or too large.

    """
    _refuse_other_files(path)
    answer = _ask_child(path)
    if "refused" in answer:
        raise UnreadableDocument(f"{path}: the file {answer['refused']}")
    pages = [(number, page) for number, page in enumerate(answer["pages"], start=1)]
    return Printed(
        clean(answer["title"]) if answer["title"] else None,
        tuple(" ".join(clean(title).split()) for title in answer["bookmarks"]),
        tuple(_page(number, page) for number, page in pages),
        tuple(problem for number, page in pages for problem in _hidden(number, page)),
    )


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


def _ask_child(path: Path) -> dict[str, Any]:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-I", "-c", CHILD, str(root), str(path.resolve())]
    try:
        child = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=LONGEST_READING,
            env={},
            check=True,
        )
        answer: dict[str, Any] = json.loads(child.stdout)
    except subprocess.TimeoutExpired:
        what = f"took longer than {LONGEST_READING} seconds to read and was given up"
    except (subprocess.CalledProcessError, ValueError):
        what = "made its reader stop; it asks for more work or memory than a plan can need"
    else:
        return answer
    raise UnreadableDocument(
        f"{path}: the file {what}. Ask for the original document, or save it as PDF again."
    )


def _page(number: int, page: dict[str, Any]) -> Page:
    return Page(
        number,
        page["width"],
        page["height"],
        tuple(_words(page["words"])),
        tuple(_rules(page)),
    )


def _words(words: list[list[Any]]) -> Iterator[Word]:
    for text, *place in words:
        visible = clean(text).translate(SPACES).strip()
        if visible:
            yield Word(visible, *place)


def _rules(page: dict[str, Any]) -> Iterator[Rule]:
    """The rules of a page and the edges of its filled boxes, but for a page-wide background."""
    yield from (Rule(*rule) for rule in page["rules"])
    for x0, y0, x1, y1 in page["boxes"]:
        if y1 - y0 > 0.8 * page["height"]:
            continue
        yield from (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1))
        yield from (Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1))


def _hidden(number: int, page: dict[str, Any]) -> Iterator[Problem]:
    for why, text in page["hidden"].items():
        yield Problem(clean(text)[:LONGEST_PROBLEM], f"{why}, left out", page=number)
    turned = " ".join(word[0] for word in page["turned"])
    if turned.strip():
        yield Problem(clean(turned)[:LONGEST_PROBLEM], "text that runs sideways", page=number)

"""The child process that reads one PDF under hard limits; with pdf_fonts the only user of pypdf.

`corpus.pdf` starts it. It prints JSON: the title, the bookmarks and the pages with their words
and rules, or one sentence that says why the file cannot be read.
"""

import json
import logging
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.errors import DependencyError, EmptyFileError, LimitReachedError

from corpus.pdf_ink import Budget, Matrix, Sheet, TooMuch, multiply
from corpus.pdf_painter import Painter
from corpus.pdf_resources import Shelf

MEMORY = 1 << 30  # bytes
PROCESSOR_TIME = 20  # seconds
OPEN_FILES = 32
MOST_PAGES = 1000
MOST_CHARACTERS = 5_000_000
MOST_OPERATIONS = 8_000_000
MOST_BOOKMARKS = 2_000
STREAM_LIMITS = {
    "zlib_maximum_output_length": 30_000_000,  # bytes
    "stream_parsing_work_maximum_count": 1_000_000,  # operands and operators of one stream
}
SAVE_AGAIN = "Ask for the original document, or save it as PDF again."


class Refused(Exception):
    """The file cannot be read; the message says what is wrong and what to do."""


def limit_process() -> None:
    """Bound memory, processor time, file writes and open files of this process."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_TIME),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def main(path: str) -> None:
    """Print what the PDF holds, or why it cannot be read, as JSON."""
    limit_process()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pypdf.overwrite_configuration(**STREAM_LIMITS)
    try:
        answer = _read(path)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except (LimitReachedError, TooMuch, MemoryError, RecursionError):
        answer = {"refused": f"unpacks to far more than a plan can hold. {SAVE_AGAIN}"}
    except EmptyFileError:
        answer = {"refused": f"is empty. {SAVE_AGAIN}"}
    except Exception as error:  # damaged files make pypdf raise nearly anything
        answer = {"refused": f"is damaged or cut off ({type(error).__name__}). {SAVE_AGAIN}"}
    sys.stdout.write(json.dumps(answer))


def _read(path: str) -> dict[str, Any]:
    reader = pypdf.PdfReader(path, strict=False)
    if reader.is_encrypted:
        _unlock(reader)
    pages = len(reader.pages)
    if not pages:
        raise Refused(f"has no pages. {SAVE_AGAIN}")
    if pages > MOST_PAGES:
        cure = "Save only the pages of the plan as PDF."
        raise Refused(f"has {pages} pages, and at most {MOST_PAGES} are read. {cure}")
    budget, shelf, characters = Budget(MOST_OPERATIONS), Shelf(reader), 0
    sheets = []
    for page in reader.pages:
        sheets.append(_sheet(page, shelf, budget))
        characters += sum(len(word[0]) for word in sheets[-1].words)
        if characters > MOST_CHARACTERS:
            raise TooMuch
    _refuse_unreadable(sheets)
    return {
        "title": _title(reader),
        "bookmarks": list(_bookmarks(reader)),
        "pages": [_plain(sheet) for sheet in sheets],
    }


def _unlock(reader: pypdf.PdfReader) -> None:
    """Open a file whose password is empty; such files only forbid printing or changing."""
    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError):
        opened = None
    if not opened:
        raise Refused("is locked with a password. Ask for a copy without one, or save it so.")


def _sheet(page: pypdf.PageObject, shelf: Shelf, budget: Budget) -> Sheet:
    """What is on a page, turned so that most of its words run from left to right."""
    turn = int(page.rotation) % 360
    sheet = _painted(page, turn, shelf, budget)
    quarters = [quarter for *_, quarter in sheet.turned]
    if len(quarters) > 2 * len(sheet.words) and quarters:
        most = max(set(quarters), key=quarters.count)
        sheet = _painted(page, (turn - most) % 360, shelf, budget)
    return sheet


def _painted(page: pypdf.PageObject, turn: int, shelf: Shelf, budget: Budget) -> Sheet:
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    sheet = Sheet(*((width, height) if turn in (0, 180) else (height, width)))
    to_corner: Matrix = (1, 0, 0, 1, -float(box.left), -float(box.bottom))
    turned: dict[int, Matrix] = {  # upward coordinates -> downward ones after the turn
        0: (1, 0, 0, -1, 0, height),
        90: (0, 1, 1, 0, 0, 0),
        180: (-1, 0, 0, 1, width, 0),
        270: (0, -1, -1, 0, height, width),
    }
    ctm = multiply(to_corner, turned.get(turn, turned[0]))
    painter = Painter(sheet, ctm, shelf.resources(page), budget)
    painter.draw(shelf.operations(page.get("/Contents")))
    return painter.finish()


def _refuse_unreadable(sheets: list[Sheet]) -> None:
    if any(sheet.words for sheet in sheets):
        return
    reasons = {why for sheet in sheets for why in sheet.hidden}
    if "text in a font without letters" in reasons:
        raise Refused(f"has fonts that do not say which letters they show. {SAVE_AGAIN}")
    if any(sheet.images for sheet in sheets):
        cure = "Ask for the original document, or run text recognition (OCR) and save as Word or text."
        raise Refused(f"holds scanned pictures of pages and no text that can be read. {cure}")
    raise Refused(f"holds no visible text. {SAVE_AGAIN}")


def _title(reader: pypdf.PdfReader) -> str | None:
    title = reader.metadata.title if reader.metadata else None
    return str(title).strip() or None if title else None


def _bookmarks(reader: pypdf.PdfReader) -> Iterator[str]:
    """The titles of the bookmarks in their order; damaged ones are left out."""
    try:
        waiting = list(reversed(reader.outline))
    except (AttributeError, TypeError, ValueError, pypdf.errors.PyPdfError):
        return
    for _ in range(MOST_BOOKMARKS):
        if not waiting:
            return
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting.extend(reversed(entry))
        elif entry.title:
            yield str(entry.title)


def _plain(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON values, coordinates in hundredths of a point."""

    def rounded(values: tuple[Any, ...]) -> list[Any]:
        return [round(value, 2) if isinstance(value, float) else value for value in values]

    return {
        "width": sheet.width,
        "height": sheet.height,
        "words": [rounded(word) for word in sheet.words],
        "turned": [rounded(word) for word in sheet.turned],
        "rules": [rounded(rule) for rule in sheet.rules],
        "boxes": [rounded(box) for box in sheet.boxes],
        "hidden": {why: " ".join(words) for why, words in sheet.hidden.items()},
    }

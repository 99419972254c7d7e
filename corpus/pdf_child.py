"""The child process that reads one PDF under hard limits.

`corpus.pdf` starts it. It prints JSON: the lines and tables of the pages, or one sentence that
says why the file cannot be read. Only this module and pdf_resources import pypdf.
"""

import logging
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec
import pypdf
from pypdf.errors import DependencyError, LimitReachedError

from corpus.characters import clean
from corpus.flow import Printed, placed, read_flow
from corpus.headings import load_headings
from corpus.pdf_ink import Budget, Matrix, Sheet, TooMuch, multiply
from corpus.pdf_painter import Painter
from corpus.pdf_resources import Shelf
from corpus.sheets import page_of, problems_of

MEMORY = 1 << 30  # bytes
PROCESSOR_TIME = 20  # seconds
OPEN_FILES = 32
MOST_PAGES = 1000
MOST_OPERATIONS = 5_000_000  # drawing operations and letters
MOST_MARKS = 500_000  # words and rules
MOST_BOOKMARKS = 2_000
LARGEST_STREAM = 30_000_000  # bytes after decompression
LONGEST_STREAM = 1_000_000  # operands and operators
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
    pypdf.overwrite_configuration(
        zlib_maximum_output_length=LARGEST_STREAM,
        lzw_maximum_output_length=LARGEST_STREAM,
        run_length_maximum_output_length=LARGEST_STREAM,
        stream_parsing_work_maximum_count=LONGEST_STREAM,
    )
    try:
        printed = _printed(*_sheets(path))
    except Refused as refusal:
        printed = Printed(refused=str(refusal))
    except (LimitReachedError, TooMuch, MemoryError, RecursionError):
        printed = Printed(refused=f"unpacks to far more than a plan can hold. {SAVE_AGAIN}")
    sys.stdout.buffer.write(msgspec.json.encode(printed))


def _sheets(path: str) -> tuple[pypdf.PdfReader, list[Sheet]]:
    """Draw all pages; whatever pypdf makes of a damaged file is one refusal."""
    try:
        reader = _opened(path)
        budget, shelf = Budget(MOST_OPERATIONS, MOST_MARKS), Shelf(reader)
        return reader, [_sheet(page, shelf, budget) for page in reader.pages]
    except (Refused, LimitReachedError, TooMuch, MemoryError, RecursionError):
        raise
    except Exception:
        raise Refused(f"is damaged or cut off. {SAVE_AGAIN}") from None


def _opened(path: str) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(path, strict=False)
    if reader.is_encrypted:
        _unlock(reader)
    count = len(reader.pages)
    if not count:
        raise Refused(f"has no pages. {SAVE_AGAIN}")
    if count > MOST_PAGES:
        cure = "Save only the pages of the plan as PDF."
        raise Refused(f"has {count} pages, and at most {MOST_PAGES} are read. {cure}")
    return reader


def _printed(reader: pypdf.PdfReader, sheets: list[Sheet]) -> Printed:
    _refuse_unreadable(sheets)
    numbered = list(enumerate(sheets, start=1))
    pages = [page_of(sheet, number) for number, sheet in numbered]
    return Printed(
        title=_title(reader),
        bookmarks=tuple(_bookmarks(reader)),
        places=placed(read_flow(pages, load_headings())),
        problems=tuple(p for number, sheet in numbered for p in problems_of(sheet, number)),
    )


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
        cure = (
            "Ask for the original document, or run text recognition (OCR) and save as Word or text."
        )
        raise Refused(f"holds scanned pictures of pages and no text that can be read. {cure}")
    raise Refused(f"holds no visible text. {SAVE_AGAIN}")


def _title(reader: pypdf.PdfReader) -> str | None:
    title = reader.metadata.title if reader.metadata else None
    return " ".join(clean(str(title)).split()) or None if title else None


def _bookmarks(reader: pypdf.PdfReader) -> Iterator[str]:
    """The titles of the bookmarks in their order; damaged ones are left out."""
    waiting: list[Any] = []
    with suppress(AttributeError, TypeError, ValueError, pypdf.errors.PyPdfError):
        waiting = [reader.outline]
    for _ in range(MOST_BOOKMARKS):
        if not waiting:
            return
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting.extend(reversed(entry))
        elif entry.title:
            yield " ".join(clean(str(entry.title)).split())

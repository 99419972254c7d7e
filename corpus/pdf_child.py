"""The child process that reads one PDF under hard limits.

`corpus.pdf` starts it. It prints JSON: the lines and tables of the pages, or one sentence that
says why the file cannot be read.
"""

import resource
import sys

import msgspec

from corpus.characters import clean
from corpus.flow import Printed, placed, read_flow
from corpus.headings import load_headings
from corpus.pdf_ink import SAVE_AGAIN, Refused, Sheet, TooMuch
from corpus.pdf_reader import PdfFile, read_file
from corpus.sheets import page_of, problems_of

MEMORY = 1 << 30  # bytes
PROCESSOR_TIME = 20  # seconds
OPEN_FILES = 32


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
    try:
        printed = _printed(read_file(path))
    except Refused as refusal:
        printed = Printed(refused=str(refusal))
    except (TooMuch, MemoryError):
        printed = Printed(refused=f"unpacks to far more than a plan can hold. {SAVE_AGAIN}")
    sys.stdout.buffer.write(msgspec.json.encode(printed))


def _printed(file: PdfFile) -> Printed:
    _refuse_unreadable(file.sheets)
    numbered = list(enumerate(file.sheets, start=1))
    pages = [page_of(sheet, number) for number, sheet in numbered]
    return Printed(
        title=_one_line(file.title) or None,
        bookmarks=tuple(_one_line(title) for title in file.bookmarks),
        places=placed(read_flow(pages, load_headings())),
        problems=tuple(p for number, sheet in numbered for p in problems_of(sheet, number)),
    )


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _refuse_unreadable(sheets: tuple[Sheet, ...]) -> None:
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

"""Reads the pages, title and bookmarks of a PDF; the only user of pypdf.

Only the child process imports this module: pypdf may need any time or memory on hostile files.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pypdf
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import ContentStream, DictionaryObject, StreamObject
from pypdf.generic._font import Font as PdfFont

from corpus.pdf_ink import (
    SAVE_AGAIN,
    Budget,
    Form,
    Matrix,
    Operation,
    Refused,
    Sheet,
    TooMuch,
    multiply,
)
from corpus.pdf_painter import Painter

MOST_PAGES = 1000
MOST_OPERATIONS = 5_000_000  # drawing operations and letters
MOST_MARKS = 500_000  # words and rules
MOST_BOOKMARKS = 2_000
LARGEST_STREAM = 30_000_000  # bytes after decompression
LONGEST_STREAM = 1_000_000  # operands and operators
BOLD_NAMES = ("bold", "black", "heavy", "demi")
DEVICE_SPACES = {
    **dict.fromkeys(("/DeviceGray", "/CalGray", "/G"), 1),
    **dict.fromkeys(("/DeviceRGB", "/CalRGB", "/RGB"), 3),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), 4),
}
# PDF 32000, annex D.2: "all unused codes greater than 40 map to the bullet character".
UNUSED_CODES = ("\x7f", "\x81", "\x8d", "\x8f", "\x90", "\x9d")
BULLET_WIDTH = 0.35
UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)


class FontOnShelf:
    """A font that turns the bytes of a string into letters with their widths."""

    def __init__(self, resource: DictionaryObject) -> None:
        self.font = PdfFont.from_font_resource(resource)
        self.bold = any(name in self.font.name.lower() for name in BOLD_NAMES)
        composite = resource.get("/Subtype") == "/Type0"
        self.readable = self.font.interpretable and not (composite and not self.font.character_map)
        matrix = resource.get("/FontMatrix") if resource.get("/Subtype") == "/Type3" else None
        self.scale = abs(float(matrix[0])) if matrix else 0.001
        self.known: dict[str, tuple[str, float]] = {}

    def glyphs(self, code: bytes) -> Iterator[tuple[str, float, bool]]:
        """The text, the width for size 1, and whether it is a one-byte space, of each glyph."""
        encoding = self.font.encoding
        if isinstance(encoding, str):
            for character in code.decode(encoding, "replace"):
                yield (*self._glyph(character, character), False)
        else:
            for byte in code:
                character = encoding.get(byte, chr(byte))
                yield (*self._glyph(character, chr(byte)), byte == 32)

    def _glyph(self, character: str, raw: str) -> tuple[str, float]:
        if raw not in self.known:
            text = str(self.font.character_map.get(character, character))
            width = float(self.font.get_text_width(raw)) * self.scale
            if text in UNUSED_CODES and not isinstance(self.font.encoding, str):
                text, width = "•", BULLET_WIDTH
            self.known[raw] = text, width
        return self.known[raw]


class ResourcesOnShelf:
    """What the names in one content stream stand for."""

    def __init__(self, shelf: "Shelf", dictionary: DictionaryObject) -> None:
        self.shelf = shelf
        self.dictionary = dictionary

    def _entry(self, kind: str, name: str) -> Any:
        group = self.dictionary.get(kind)
        group = group.get_object() if group is not None else {}
        entry = group.get(name) if isinstance(group, dict) else None
        return entry.get_object() if entry is not None else None

    def font(self, name: str) -> FontOnShelf | None:
        """The font of that name."""
        entry = self._entry("/Font", name)
        return self.shelf.font(entry) if isinstance(entry, DictionaryObject) else None

    def components(self, name: str) -> int | None:
        """How many numbers a colour of that space has; none when its look is unknown."""
        if name in DEVICE_SPACES:
            return DEVICE_SPACES[name]
        space = self._entry("/ColorSpace", name)
        if isinstance(space, list) and space:
            if space[0] == "/ICCBased":
                return int(space[1].get_object()["/N"])
            return DEVICE_SPACES.get(space[0])
        return DEVICE_SPACES.get(space) if isinstance(space, str) else None

    def opacity(self, name: str) -> float | None:
        """The fill opacity that a graphics state sets."""
        look = self._entry("/ExtGState", name)
        value = look.get("/ca") if isinstance(look, DictionaryObject) else None
        return float(value) if value is not None else None

    def form(self, name: str) -> Form | None:
        """The drawing of that name, unless it is an image."""
        entry = self._entry("/XObject", name)
        if not isinstance(entry, StreamObject) or entry.get("/Subtype") != "/Form":
            return None
        return self.shelf.form(entry, self)


class Shelf:
    """Everything of one PDF that is parsed only once."""

    def __init__(self, reader: pypdf.PdfReader) -> None:
        self.reader = reader
        self.fonts: dict[int, tuple[DictionaryObject, FontOnShelf | None]] = {}
        self.forms: dict[int, tuple[StreamObject, Form]] = {}

    def resources(self, page: pypdf.PageObject) -> ResourcesOnShelf:
        """The resources of a page."""
        found = page.get("/Resources")
        found = found.get_object() if found is not None else None
        return ResourcesOnShelf(
            self, found if isinstance(found, DictionaryObject) else DictionaryObject()
        )

    def operations(self, content: Any) -> Sequence[Operation]:
        """The operations of a content stream, none when it has no content."""
        return (
            ContentStream(content, self.reader, "bytes").operations if content is not None else ()
        )

    def font(self, resource: DictionaryObject) -> FontOnShelf | None:
        """The font that a dictionary describes, none when it cannot be used."""
        if id(resource) not in self.fonts:
            try:
                font = FontOnShelf(resource)
            except (KeyError, TypeError, ValueError, AttributeError):
                font = None
            self.fonts[id(resource)] = resource, font  # kept, so that its id is not used again
        return self.fonts[id(resource)][1]

    def form(self, stream: StreamObject, outer: ResourcesOnShelf) -> Form:
        """The form that a stream holds; without own resources it uses those around it."""
        if id(stream) not in self.forms:
            own = stream.get("/Resources")
            own = own.get_object() if own is not None else None
            resources = ResourcesOnShelf(self, own) if isinstance(own, DictionaryObject) else outer
            a, b, c, d, e, f = (float(value) for value in stream.get("/Matrix", UPRIGHT))
            form = Form((a, b, c, d, e, f), self.operations(stream), resources)
            self.forms[id(stream)] = stream, form
        return self.forms[id(stream)][1]


@dataclass(frozen=True, slots=True)
class PdfFile:
    """What a PDF holds: drawn sheets, and its title and bookmarks as they are written."""

    title: str
    bookmarks: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def read_file(path: str) -> PdfFile:
    """Draw all pages of a PDF; whatever pypdf makes of a damaged file is one refusal.

    Raises:
        Refused: the file is damaged, locked, has no pages or too many.
        TooMuch: the file asks for more work than a plan can need.

    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pypdf.overwrite_configuration(
        zlib_maximum_output_length=LARGEST_STREAM,
        lzw_maximum_output_length=LARGEST_STREAM,
        run_length_maximum_output_length=LARGEST_STREAM,
        stream_parsing_work_maximum_count=LONGEST_STREAM,
    )
    try:
        reader = _opened(path)
        budget, shelf = Budget(MOST_OPERATIONS, MOST_MARKS), Shelf(reader)
        sheets = tuple(_sheet(page, shelf, budget) for page in reader.pages)
        title = str(reader.metadata.title or "") if reader.metadata else ""
        return PdfFile(title, tuple(_bookmarks(reader)), sheets)
    except (LimitReachedError, RecursionError):
        raise TooMuch from None
    except (Refused, TooMuch, MemoryError):
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


def _bookmarks(reader: pypdf.PdfReader) -> Iterator[str]:
    """The titles of the bookmarks in their order; damaged ones are left out."""
    waiting: list[Any] = []
    with suppress(AttributeError, TypeError, ValueError, PyPdfError):
        waiting = [reader.outline]
    for _ in range(MOST_BOOKMARKS):
        if not waiting:
            return
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting.extend(reversed(entry))
        elif entry.title:
            yield str(entry.title)

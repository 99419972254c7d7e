"""Lines under a table header -> rows of cells, from rules where there are any, else from gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.borders import bands_of, cuts_across
from corpus.columns import Columns
from corpus.headings import Column
from corpus.lines import CUT, CUT_NAME, CUT_SHORT
from corpus.pages import GLUED, Page, TextLine, Word, segments, text_lines
from corpus.row_gaps import Band

NEAR_BORDER = 30.0  # points, from the words of a row to its border
NO_LIMIT = 1e6
LONG_WORD = 12  # letters
WIDE_LETTER = 0.65  # of the font size
NARROW_COLUMNS = ("responsible", "schedule")  # of names, where long words do not fit


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line in a cell; `room` is how much of the column's width stays free behind it."""

    text: str
    page: int
    y: float
    size: float
    bold: bool
    room: float
    first_word: float


Cell = tuple[CellLine, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a table row, as many as there are columns."""

    page: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under one header, also over several pages."""

    columns: Columns
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the longest line of a column ends, how far text may reach, how cut words are marked."""

    right: float
    limit: float = NO_LIMIT
    cut: str = CUT


def read_rows(lines: Sequence[TextLine], columns: Columns, page: Page) -> list[Row]:
    """The rows that the lines of a table form."""
    by_column = _by_column([word for line in lines for word in line.words], columns)
    extents = [_extent(words) for words in by_column]
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    cuts = [cuts_across(page, extent, top, bottom) for extent in extents]
    action = columns.kinds.index("action")
    above = cuts_across(page, extents[action], top - NEAR_BORDER, top)
    below = cuts_across(page, extents[action], bottom, bottom + NEAR_BORDER)
    has_borders = bool(cuts[action] or (above and below))
    bands = bands_of(by_column, cuts, (top, bottom), columns, has_borders)
    shapes = [
        _shape(kind, extent, page, (top, bottom))
        for kind, extent in zip(columns.kinds, extents, strict=True)
    ]
    return [_row(band, shapes, page) for band in bands if any(band.words)]


def _shape(
    kind: Column | None, extent: tuple[float, float], page: Page, span: tuple[float, float]
) -> _Shape:
    """The shape of a column: text may reach as near to its border as at its left side.

    Without upright rules on both sides the limit is guessed to be the end of the longest line
    of a narrow column; in a wide one nobody knows.
    """
    is_narrow = kind in NARROW_COLUMNS
    cut = CUT_NAME if is_narrow else CUT
    walls = [r.x0 for r in page.rules if not r.level and r.y1 > span[0] and r.y0 < span[1]]
    left = max((x for x in walls if x <= extent[0]), default=None)
    right = min((x for x in walls if x >= extent[1] - 1), default=None)
    if left is None or right is None:
        return _Shape(extent[1], extent[1] if is_narrow else NO_LIMIT, cut)
    return _Shape(extent[1], right - (extent[0] - left), cut)


def _by_column(words: Iterable[Word], columns: Columns) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _ in columns.kinds]
    for word in words:
        found[columns.index(word)].append(word)
    return found


def _extent(words: Sequence[Word]) -> tuple[float, float]:
    if not words:
        return 0.0, 0.0
    return min(word.x0 for word in words), max(word.x1 for word in words)


def _row(band: Band, shapes: Sequence[_Shape], page: Page) -> Row:
    cells = [
        tuple(_cell_line(line, shape, page) for line in text_lines(words))
        for words, shape in zip(band.words, shapes, strict=True)
    ]
    return Row(page.number, tuple(cells))


def cell_of(lines: Sequence[TextLine], page: Page) -> Cell:
    """Lines that stand under each other as a cell, as wide as its longest line."""
    right = max((line.x1 for line in lines), default=0.0)
    return tuple(_cell_line(line, _Shape(right), page) for line in lines)


def _cell_line(line: TextLine, shape: _Shape, page: Page) -> CellLine:
    first, *more = segments(line, GLUED)
    width = first.x1 - first.x0
    if more and len(first.text) == 1 and not first.text.isalnum():  # a bullet
        first, *more = more
    # A word too long for its cell fills a line of its own, so far that no further letter fits.
    word = first.text.removeprefix("• ")
    is_long_word = len(word) >= LONG_WORD and " " not in word
    is_full = not more and shape.limit - line.x1 < WIDE_LETTER * line.size
    cut = shape.cut if is_long_word else CUT_SHORT
    text = line.text + (cut if is_full and line.text[-1].isalnum() else "")
    room = shape.right - line.x1
    return CellLine(text, page.number, line.y, line.size, line.bold, room, width)

"""Printed pages -> the lines and tables of a document in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.breaks import with_rows
from corpus.cards import with_cards
from corpus.columns import Columns, columns_under
from corpus.furniture import without_repetition
from corpus.headings import Headings
from corpus.lines import Line
from corpus.pages import Page, TextLine, text_lines
from corpus.plan import Problem
from corpus.prose import in_reading_order
from corpus.regions import Region
from corpus.table_headers import find_headers
from corpus.tables import Row, Table, read_rows

Block = Line | Table

USUAL_PITCH = 1.3  # of the font size, between the lines of a paragraph
PARAGRAPH_GAP = 0.25  # of the font size, by which a gap between paragraphs is wider
CONTENTS_GAP = 2.5  # of the font size, before a page number
MOST_LINES_BETWEEN = 3  # of text inside a table; after more the table has ended


@dataclass(frozen=True, slots=True)
class Place:
    """A line or a table; JSON needs a name for each of the two."""

    line: Line | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What a PDF shows in reading order and what it hides, or why it is refused."""

    title: str | None = None
    bookmarks: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The lines and tables."""
        return tuple(block for place in self.places if (block := place.line or place.table))


@dataclass(slots=True)
class Flow:
    """Collects the blocks of a document page by page; a table stays open over page breaks."""

    headings: Headings
    blocks: list[Block] = field(default_factory=list)
    columns: Columns | None = None

    def add_page(self, page: Page) -> None:
        """Add the lines and tables of a page."""
        lines = text_lines(page.words)
        headers = find_headers(page, self.headings)
        if not headers and (parts := with_cards(lines, page, self.headings)):
            self._add_cards(parts, page)
            return
        tops = [header.top for header in headers] + [page.height * 2]
        self._add_above(_within(lines, -page.height, tops[0]), tops[0], page)
        for header, end in zip(headers, tops[1:], strict=True):
            body = _within(lines, header.bottom, end)
            columns = columns_under(header, body, page)
            self._open(columns)
            body = _with_turned_goals(body, columns, page, end)
            self._add_region(Region(body, end, columns, page, self.headings))

    def _add_cards(self, parts: Sequence[list[TextLine] | Table], page: Page) -> None:
        """Add the cards of a page and the text between them."""
        for part in parts:
            if isinstance(part, Table):
                self.blocks.append(part)
            else:
                self._add_prose(part, page)

    def _open(self, columns: Columns) -> None:
        """Open a table, or go on with the last one when its header is only repeated."""
        last = self.blocks[-1] if self.blocks else None
        if not (isinstance(last, Table) and last.columns.kinds == columns.kinds):
            self.blocks.append(Table(columns, ()))
        self.columns = columns

    def _add_above(self, lines: Sequence[TextLine], bottom: float, page: Page) -> None:
        """Add what stands above the first header of a page."""
        if self.columns:
            region = Region(lines, bottom, self.columns, page, self.headings)
            behind_row = isinstance(self.blocks[-1], Table)
            if region.continues_table() or (behind_row and region.continues_cell()):
                self._add_region(region)
                return
        self._add_prose(lines, page)

    def _add_region(self, region: Region) -> None:
        """Add what stands under a header: rows, goals between them, text behind the table."""
        for is_table, part in region.parts():
            if is_table:
                self._add_rows(read_rows(part, region.columns, region.page), region.columns)
            else:
                self._add_prose(part, region.page)

    def _add_rows(self, rows: Sequence[Row], columns: Columns) -> None:
        """Add rows to the table that is open, or to a new one behind a goal between rows."""
        last = self.blocks[-1]
        if isinstance(last, Table):
            self.blocks[-1] = with_rows(last, rows)
        else:
            self.blocks.append(with_rows(Table(columns, ()), rows))

    def _add_prose(self, lines: Sequence[TextLine], page: Page) -> None:
        """Add lines of running text, with an empty line where a paragraph begins."""
        lines = in_reading_order([line for line in lines if not _is_contents(line)])
        if not lines:
            return
        at_top = lines[0].y <= min(word.y for word in page.words) + 1
        if not at_top:
            self.blocks.append(Line("", 0, page.number))
        leading = _leading(lines)
        for index, line in enumerate(lines):
            if index and _parts_paragraphs(lines[index - 1], line, leading):
                self.blocks.append(Line("", index, page.number))
            opens_page = index == 0 and at_top and page.number > 1
            self.blocks.append(Line(line.text, index + 1, page.number, opens_page))
        self.columns = self.columns if len(lines) <= MOST_LINES_BETWEEN else None


def read_flow(pages: Sequence[Page], headings: Headings) -> list[Block]:
    """The blocks of a document."""
    flow = Flow(headings)
    for page in without_repetition(pages, headings):
        flow.add_page(page)
    return flow.blocks


def placed(blocks: Sequence[Block]) -> tuple[Place, ...]:
    """The blocks as JSON can hold them."""
    return tuple(Place(line=b) if isinstance(b, Line) else Place(table=b) for b in blocks)


def _within(lines: Sequence[TextLine], top: float, bottom: float) -> list[TextLine]:
    return [line for line in lines if top < line.y - 0.3 * line.size < bottom]


def _with_turned_goals(
    body: Sequence[TextLine], columns: Columns, page: Page, bottom: float
) -> list[TextLine]:
    """The lines of a table with the goals whose words run up or down in their column."""
    if "goal" not in columns.kinds or not body:
        return list(body)
    goal, top = columns.kinds.index("goal"), body[0].top
    inside = [word for word in page.turned if top < word.y < bottom and columns.index(word) == goal]
    return sorted([*body, *(TextLine((word,)) for word in inside)], key=lambda line: line.y)


def _is_contents(line: TextLine) -> bool:
    """Whether a line is one of a table of contents, with its page number far to the right."""
    *before, last = line.words
    far = bool(before) and last.x0 - before[-1].x1 > CONTENTS_GAP * line.size
    return far and last.text.isdigit() and len(last.text) < 4


def _leading(lines: Sequence[TextLine]) -> float:
    """The usual distance of lines in font sizes."""
    sure = [
        (below.y - above.y) / max(above.size, below.size)
        for above, below in pairwise(lines)
        if below.text[:1].islower() or above.text.endswith("-")
    ]
    return min(median(sure), 1.9) if sure else USUAL_PITCH


def _parts_paragraphs(above: TextLine, line: TextLine, leading: float) -> bool:
    """Whether a gap or another look sets two lines apart."""
    pitch = (line.y - above.y) / max(above.size, line.size)
    if pitch < 0:  # the top of the next column of text
        return line.text[:1].isupper() and not above.text.endswith("-")
    size_differs = abs(line.size - above.size) > 0.07 * line.size
    return pitch > leading + PARAGRAPH_GAP or size_differs or line.bold != above.bold

"""Printed pages -> the lines and tables of a document in reading order."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, median_low

from corpus.breaks import with_rows
from corpus.columns import Columns, Header, columns_under, find_headers
from corpus.furniture import without_repetition
from corpus.headings import Headings
from corpus.lines import Line
from corpus.pages import Page, TextLine, text_lines
from corpus.plan import Problem
from corpus.tables import Table, read_rows

Block = Line | Table
NUMBERED_LINE = re.compile(r"\d{1,2}[.):]?\s+[A-ZÅÄÖ]")

USUAL_PITCH = 1.3  # of the font size, between the lines of a paragraph
PARAGRAPH_GAP = 0.25  # of the font size, by which a gap between paragraphs is wider
CONTENTS_GAP = 2.5  # of the font size, before a page number
ROW_GAP = 1.2  # of the font size; wider than between the lines of a row
NEXT_LINE = 1.5  # of the font size


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
        tops = [header.top for header in headers] + [page.height * 2]
        self._add_above(_within(lines, -page.height, tops[0]), tops[0], page)
        for header, end in zip(headers, tops[1:], strict=True):
            body = _within(lines, header.bottom, end)
            self._open(columns_under(header, body, page))
            self._add_region(body, end, page)

    def _open(self, columns: Columns) -> None:
        """Open a table, or go on with the last one when its header is only repeated."""
        last = self.blocks[-1] if self.blocks else None
        if not (isinstance(last, Table) and last.columns.kinds == columns.kinds):
            self.blocks.append(Table(columns, ()))
        self.columns = columns

    def _add_above(self, lines: Sequence[TextLine], bottom: float, page: Page) -> None:
        """Add what stands above the first header of a page."""
        if self.columns and _fits(lines, self.columns, page, self.headings):
            self._add_region(lines, bottom, page)
        else:
            self._add_prose(lines, page)

    def _add_region(self, lines: Sequence[TextLine], bottom: float, page: Page) -> None:
        """Add what stands under a header: rows, goals between them, text behind the table."""
        columns = self.columns
        for is_table, part in (
            _parts(lines, bottom, columns, page, self.headings) if columns else ()
        ):
            if is_table and columns:
                last = self.blocks[-1]
                table = last if isinstance(last, Table) else Table(columns, ())
                whole = with_rows(table, read_rows(part, columns, page))
                self.blocks[-1:] = [whole] if isinstance(last, Table) else [last, whole]
            else:
                self._add_prose(part, page)

    def _add_prose(self, lines: Sequence[TextLine], page: Page) -> None:
        """Add lines of running text, with an empty line where a paragraph begins."""
        lines = [line for line in lines if not _is_contents(line)]
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
        self.columns = self.columns if len(lines) <= 3 else None


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


def _fits(lines: Sequence[TextLine], columns: Columns, page: Page, headings: Headings) -> bool:
    """Whether the first lines of a page go on with the columns of the page before."""
    for line in lines[:6]:
        across = columns.crosses(line) and not _walled(line, columns, page)
        if across and not _names_goal(line.text, headings):
            return False
        if not across and len(columns.filled(line)) > 1:
            return True
    return False


def _walled(line: TextLine, columns: Columns, page: Page) -> bool:
    """Whether upright rules stand at the edges of the columns beside a line."""
    walls = [rule for rule in page.rules if not rule.level and rule.y0 <= line.y <= rule.y1]
    return any(abs(wall.x0 - edge) < 4 for wall in walls for edge in columns.edges)


def _parts(
    lines: Sequence[TextLine], bottom: float, columns: Columns, page: Page, headings: Headings
) -> Iterator[tuple[bool, list[TextLine]]]:
    """Runs of lines that are rows of the table, and of lines that run across its columns."""
    wide = _wide_lines(lines, bottom, columns, page, headings)
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and wide[index] == wide[start]:
            continue
        part = list(lines[start:index])
        is_rows = not wide[start] and (start == 0 or _is_tabular(part, columns))
        yield is_rows, part
        start = index


def _wide_lines(
    lines: Sequence[TextLine], bottom: float, columns: Columns, page: Page, headings: Headings
) -> list[bool]:
    """Which lines are no cells of the table, with the rest of their paragraphs."""
    borders = _borders(lines[0].bottom, bottom, columns, page) if lines else []
    rows = _rows_with_cells(lines, borders, columns)
    outside = _outside(lines, borders, max(rows, default=0), columns)
    body = median_low([line.size for line in lines]) if lines else 0.0
    bold_body = sum(line.bold for line in lines) > len(lines) / 2
    wide: list[bool] = []
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        in_row = bisect(borders, line.y) in rows and not _names_goal(line.text, headings)
        odd = line.size > 1.1 * body or (line.bold and not bold_body)
        alone = odd and not in_row and _stands_alone(above, line, columns)
        rest = bool(above and wide[-1] and _same_paragraph(above, line, columns))
        no_cell = columns.crosses(line) or index in outside or alone
        wide.append((no_cell and not _walled(line, columns, page)) or rest)
    return wide


def _names_goal(text: str, headings: Headings) -> bool:
    """Whether a line opens like a goal: "Mål 2. ..." or "2. ..."."""
    return bool(headings.goal_heading(text) or NUMBERED_LINE.match(text))


def _outside(
    lines: Sequence[TextLine], borders: Sequence[float], last: int, columns: Columns
) -> set[int]:
    """The lines under the last border of a table, but for a last row without a border."""
    if not borders:
        return set()
    behind = [index for index, line in enumerate(lines) if bisect(borders, line.y) > last]
    reached = borders[last]
    kept: list[int] = []
    for index in behind:
        if lines[index].top - reached > ROW_GAP * lines[index].size:
            break
        kept.append(index)
        reached = lines[index].bottom
    is_row = _is_tabular([lines[index] for index in kept], columns)
    return set(behind) - set(kept if is_row else [])


def _stands_alone(above: TextLine | None, line: TextLine, columns: Columns) -> bool:
    """Whether a line fills one column only, and not the next line of a goal there."""
    filled = columns.filled(line)
    if len(filled) > 1:
        return False
    in_goal = "goal" in columns.kinds and columns.kinds.index("goal") in filled
    return not in_goal or (above is not None and line.y - above.y > 2 * line.size)


def _borders(top: float, bottom: float, columns: Columns, page: Page) -> list[float]:
    """The heights of the level rules that run across most of a table."""
    width = columns.right - columns.left
    return sorted(
        rule.y0
        for rule in page.rules
        if rule.level
        and top + NEXT_LINE < rule.y0 < bottom
        and min(rule.x1, columns.right) - max(rule.x0, columns.left) > 0.5 * width
    )


def _is_tabular(lines: Sequence[TextLine], columns: Columns) -> bool:
    """Whether some lines together have words in two columns."""
    cells = [columns.filled(line) for line in lines if not columns.crosses(line)]
    return len(set().union(*cells)) > 1


def _rows_with_cells(
    lines: Sequence[TextLine], borders: Sequence[float], columns: Columns
) -> set[int]:
    """Which of the spaces between borders hold a row: 0 is the one above the first border."""
    found = set()
    for row in range(len(borders)):
        inside = [line for line in lines if bisect(borders, line.y) == row]
        if _is_tabular(inside, columns):
            found.add(row)
    return found


def _same_paragraph(above: TextLine, line: TextLine, columns: Columns) -> bool:
    near = line.y - above.y < NEXT_LINE * line.size and line.bold == above.bold
    return near and abs(line.size - above.size) < 0.5 and not _is_tabular([line], columns)


def _is_contents(line: TextLine) -> bool:
    """Whether a line is one of a table of contents, with its page number far to the right."""
    *before, last = line.words
    far = bool(before) and last.x0 - before[-1].x1 > CONTENTS_GAP * line.size
    return far and last.text.isdigit() and len(last.text) < 4


def _leading(lines: Sequence[TextLine]) -> float:
    """The usual distance of lines in font sizes."""
    sure = [
        (below.y - above.y) / max(above.size, below.size)
        for above, below in zip(lines, lines[1:], strict=False)
        if below.text[:1].islower() or above.text.endswith("-")
    ]
    return min(median(sure), 1.9) if sure else USUAL_PITCH


def _parts_paragraphs(above: TextLine, line: TextLine, leading: float) -> bool:
    """Whether a gap or another look sets two lines apart."""
    pitch = (line.y - above.y) / max(above.size, line.size)
    size_differs = abs(line.size - above.size) > 0.07 * line.size
    return pitch > leading + PARAGRAPH_GAP or size_differs or line.bold != above.bold

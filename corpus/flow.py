"""Printed pages -> the lines and tables of a document in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.breaks import with_rows
from corpus.columns import Columns, Header, columns_under, find_headers
from corpus.furniture import without_repetition
from corpus.headings import Headings
from corpus.lines import Line
from corpus.pages import Page, TextLine, text_lines
from corpus.tables import Table, read_rows

Block = Line | Table

USUAL_PITCH = 1.3  # of the font size, between the lines of a paragraph
PARAGRAPH_GAP = 0.25  # of the font size, by which a gap between paragraphs is wider
NEXT_LINE = 1.5  # of the font size


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
        self._add_above(_within(lines, -page.height, tops[0]), page)
        for header, end in zip(headers, tops[1:], strict=True):
            body = _within(lines, header.bottom, end)
            self._open(columns_under(header, body, page))
            self._add_region(body, page)

    def _open(self, columns: Columns) -> None:
        """Open a table, or go on with the last one when its header is only repeated."""
        last = self.blocks[-1] if self.blocks else None
        if not (isinstance(last, Table) and last.columns.kinds == columns.kinds):
            self.blocks.append(Table(columns, ()))
        self.columns = columns

    def _add_above(self, lines: Sequence[TextLine], page: Page) -> None:
        """Add what stands above the first header of a page."""
        if self.columns and _fits(lines, self.columns, page):
            self._add_region(lines, page)
        else:
            self._add_prose(lines, page)

    def _add_region(self, lines: Sequence[TextLine], page: Page) -> None:
        """Add what stands under a header: rows, goals between them, text behind the table."""
        columns = self.columns
        for is_table, part in _parts(lines, columns, page) if columns else ():
            if is_table and columns:
                last = self.blocks[-1]
                table = last if isinstance(last, Table) else Table(columns, ())
                whole = with_rows(table, read_rows(part, columns, page))
                self.blocks[-1:] = [whole] if isinstance(last, Table) else [last, whole]
            else:
                self._add_prose(part, page)

    def _add_prose(self, lines: Sequence[TextLine], page: Page) -> None:
        """Add lines of running text, with an empty line where a paragraph begins."""
        if not lines:
            return
        at_top = lines[0].y <= min(word.y for word in page.words) + 1
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


def _within(lines: Sequence[TextLine], top: float, bottom: float) -> list[TextLine]:
    return [line for line in lines if top < line.y - 0.3 * line.size < bottom]


def _fits(lines: Sequence[TextLine], columns: Columns, page: Page) -> bool:
    """Whether the first lines of a page go on with the columns of the page before."""
    if not lines or (columns.crosses(lines[0]) and not _walled(lines[0], columns, page)):
        return False
    return any(len({columns.index(word) for word in line.words}) > 1 for line in lines[:6])


def _walled(line: TextLine, columns: Columns, page: Page) -> bool:
    """Whether upright rules stand at the edges of the columns beside a line."""
    walls = [rule for rule in page.rules if not rule.level and rule.y0 <= line.y <= rule.y1]
    return any(abs(wall.x0 - edge) < 4 for wall in walls for edge in columns.edges)


def _parts(
    lines: Sequence[TextLine], columns: Columns, page: Page
) -> Iterator[tuple[bool, list[TextLine]]]:
    """Runs of lines that are rows of the table, and of lines that run across its columns."""
    wide = _wide_lines(lines, columns, page)
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and wide[index] == wide[start]:
            continue
        part = list(lines[start:index])
        is_rows = not wide[start] and (start == 0 or _is_tabular(part, columns))
        yield is_rows, part
        start = index


def _wide_lines(lines: Sequence[TextLine], columns: Columns, page: Page) -> list[bool]:
    """Which lines run across the columns, with the rest of their paragraphs."""
    floor = _floor(lines[0].bottom, columns, page) if lines else 0.0
    wide: list[bool] = []
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        across = columns.crosses(line) and not _walled(line, columns, page)
        below_table = line.top > floor and not _is_tabular([line], columns)
        rest = bool(above and wide[-1] and _same_paragraph(above, line, columns))
        wide.append(across or below_table or rest)
    return wide


def _floor(top: float, columns: Columns, page: Page) -> float:
    """Where a table with borders ends; below the page when it has none."""
    width = columns.right - columns.left
    levels = {
        rule.y0
        for rule in page.rules
        if rule.level
        and rule.y0 > top + NEXT_LINE
        and min(rule.x1, columns.right) - max(rule.x0, columns.left) > 0.5 * width
    }
    return max(levels, default=2 * page.height)


def _is_tabular(lines: Sequence[TextLine], columns: Columns) -> bool:
    """Whether some line has words in two columns."""
    return any(
        len({columns.index(word) for word in line.words}) > 1 and not columns.crosses(line)
        for line in lines
    )


def _same_paragraph(above: TextLine, line: TextLine, columns: Columns) -> bool:
    near = line.y - above.y < NEXT_LINE * line.size and line.bold == above.bold
    return near and abs(line.size - above.size) < 0.5 and not _is_tabular([line], columns)


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

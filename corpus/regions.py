"""Which lines under a table header are rows of the table, and which run across its columns."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median_low

from corpus.borders import cuts_across
from corpus.columns import Columns
from corpus.headings import Headings
from corpus.notes import opens_note
from corpus.pages import Page, TextLine, segments
from corpus.table_headers import CELL_GAP

NUMBERED_LINE = re.compile(r"\d{1,2}[.):]?\s+[A-ZÅÄÖ]")
ROW_GAP = 1.2  # of the font size; wider than between the lines of a row
NEXT_LINE = 1.5  # of the font size
MOST_COLUMNS = 0.5  # of the table's width; a merged goal interrupts the rules beside it
NEAR_WALL = 4.0  # points
FIRST_LINES = 6  # of a page, that show whether a table goes on there


@dataclass(frozen=True)
class Region:
    """The lines between a table header, or the top of a page, and the next header."""

    lines: Sequence[TextLine]
    bottom: float
    columns: Columns
    page: Page
    headings: Headings

    def parts(self) -> Iterator[tuple[bool, list[TextLine]]]:
        """Runs of lines, each with whether it holds rows of the table."""
        no_cells = self._no_cells()
        start = 0
        for index in range(1, len(self.lines) + 1):
            if index < len(self.lines) and no_cells[index] == no_cells[start]:
                continue
            part = list(self.lines[start:index])
            goes_on = start == 0 or (self._is_tabular(part) and self._fits(part))
            yield not no_cells[start] and goes_on, part
            start = index

    def continues_table(self) -> bool:
        """Whether the first lines of a page go on with the columns of the page before."""
        for line in self.lines[:FIRST_LINES]:
            across = self.columns.crosses(line) and not self._is_walled(line)
            if across and not self._names_goal(line):
                return False
            if not across and len(self.columns.filled(line)) > 1:
                return self._fits([line])
        return False

    def continues_cell(self) -> bool:
        """Whether the first line of a page is the rest of a sentence in one column."""
        first = self.lines[0] if self.lines else None
        return bool(first and first.text[0].islower() and len(self.columns.filled(first)) == 1)

    def _no_cells(self) -> list[bool]:
        """Which lines are no cells of the table, with the rest of their paragraphs."""
        outside = self._outside()
        found: list[bool] = []
        for index, line in enumerate(self.lines):
            above = self.lines[index - 1] if index else None
            no_cell = self.columns.crosses(line) or index in outside or self._is_odd(above, line)
            no_cell = no_cell or self._spans_row(line)
            rest = bool(above and found[-1] and self._is_same_paragraph(above, line))
            outright = self._labels_goal(line) or (no_cell and not self._is_walled(line))
            found.append(outright or rest)
        return found

    def _is_odd(self, above: TextLine | None, line: TextLine) -> bool:
        """Whether a line is a note, or a heading between rows: larger or bolder, and alone."""
        if opens_note(line):
            return True
        size, is_bold = self._usual_look
        larger = min(word.size for word in line.words) > 1.1 * size
        bolder = line.bold and not is_bold
        if "goal" not in self.columns.kinds and (larger or (bolder and self._names_goal(line))):
            return True
        in_row = bisect(self._borders, line.y) in self._rows
        return (larger or bolder) and not in_row and self._stands_alone(above, line)

    @cached_property
    def _usual_look(self) -> tuple[float, bool]:
        sizes = [line.size for line in self.lines]
        return median_low(sizes), sum(line.bold for line in self.lines) > len(sizes) / 2

    def _stands_alone(self, above: TextLine | None, line: TextLine) -> bool:
        """Whether a line fills one column only, and not the next line of a goal there."""
        filled, kinds = self.columns.filled(line), self.columns.kinds
        if len(filled) > 1:
            return False
        in_goal = "goal" in kinds and kinds.index("goal") in filled
        return not in_goal or (above is not None and line.y - above.y > 2 * line.size)

    def _names_goal(self, line: TextLine) -> bool:
        """Whether a line opens like a goal: "Mål 2. ..." or "2. ..."."""
        return bool(self.headings.goal_heading(line.text) or NUMBERED_LINE.match(line.text))

    def _labels_goal(self, line: TextLine) -> bool:
        """Whether a line holds "Mål 2" in a cell of its own and the title beside it."""
        first, *rest = segments(line, CELL_GAP)
        own_row = bool(rest) and "goal" not in self.columns.kinds
        return own_row and self.headings.lone_goal(first.text)

    def _is_walled(self, line: TextLine) -> bool:
        """Whether upright rules stand at the edges of the columns beside a line."""
        walls = [r.x0 for r in self.page.rules if not r.level and r.y0 <= line.y <= r.y1]
        return any(abs(x - edge) < NEAR_WALL for x in walls for edge in self.columns.edges)

    def _spans_row(self, line: TextLine) -> bool:
        """Whether a line stands alone in a row without the upright rules of the other rows."""
        space = bisect(self._borders, line.y)
        below = bool(self._borders) and space == len(self._borders)  # in a last row, or outside
        is_point = self.headings.is_bullet(self.lines[0].text)
        goes_on = space == 0 and (is_point or self.continues_cell())  # a row of the page before
        if "goal" in self.columns.kinds or below or goes_on or space in self._rows:
            return False
        return self._is_ruled and not self._is_walled(line)

    @cached_property
    def _is_ruled(self) -> bool:
        """Whether upright rules part the columns, as they do in the first row."""
        first = next((line for line in self.lines if self._is_tabular([line])), None)
        return first is not None and self._is_walled(first)

    def _is_same_paragraph(self, above: TextLine, line: TextLine) -> bool:
        near = line.y - above.y < NEXT_LINE * line.size and line.bold == above.bold
        return near and abs(line.size - above.size) < 0.5 and not self._is_tabular([line])

    def _fits(self, lines: Sequence[TextLine]) -> bool:
        """Whether the rows behind a text have the table's own columns, not those of another."""
        first = next((line for line in lines if self._is_tabular([line])), lines[0])
        sides = {r.x0 for r in self.page.rules if not r.level and r.y0 <= first.y <= r.y1}
        sides = {x for x in sides if first.x0 < x < first.x1}
        if not sides:
            sides = {part.x0 for part in segments(first, CELL_GAP)}
        edges = (self.columns.left, *self.columns.starts, *self.columns.edges)
        known = [x for x in sides if any(abs(x - edge) < NEAR_WALL for edge in edges)]
        return 2 * len(known) >= len(sides)

    def _is_tabular(self, lines: Sequence[TextLine]) -> bool:
        """Whether some lines together have words in two columns."""
        cells = [self.columns.filled(line) for line in lines if not self.columns.crosses(line)]
        return len(set().union(*cells)) > 1

    @cached_property
    def _borders(self) -> list[float]:
        """The heights of the level rules that run across most of the table."""
        if not self.lines:  # a header at the foot of a page
            return []
        extent = (self.columns.left, self.columns.right)
        top = self.lines[0].bottom + 1
        return cuts_across(self.page, extent, top, self.bottom, share=MOST_COLUMNS)

    @cached_property
    def _rows(self) -> set[int]:
        """Which of the spaces above each border hold a row."""
        inside: dict[int, list[TextLine]] = {}
        for line in self.lines:
            inside.setdefault(bisect(self._borders, line.y), []).append(line)
        rows = {row for row, lines in inside.items() if self._is_tabular(lines)}
        return rows - {len(self._borders)}

    def _outside(self) -> set[int]:
        """The lines under the last border of a table, but for a last row without a border."""
        if not self._borders:
            return set()
        last = max(self._rows, default=0)
        behind = [i for i, line in enumerate(self.lines) if bisect(self._borders, line.y) > last]
        reached = self._borders[last]
        kept: list[int] = []
        for index in behind:
            line = self.lines[index]
            if line.top - reached > ROW_GAP * line.size:
                break
            kept.append(index)
            reached = line.bottom
        is_row = self._is_tabular([self.lines[index] for index in kept])
        return set(behind) - set(kept if is_row else [])

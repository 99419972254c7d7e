"""The columns of a table, from its header, its upright rules and the words under it."""

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from corpus.headings import Column
from corpus.pages import GLUED, Page, Rule, TextLine, Word, segments
from corpus.table_headers import CELL_GAP, Header, HeaderCell

CLEAR_GAP = 0.45  # of the font size; between columns at least
NARROW_SPACE = 0.2  # of the font size
NO_SPACE = 0.08  # of the font size, by which a gap is wider than the other spaces of a line


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table and the x where one ends and the next begins."""

    kinds: tuple[Column | None, ...]
    edges: tuple[float, ...]
    names: tuple[str, ...]
    left: float = 0.0
    right: float = 0.0
    starts: tuple[float, ...] = ()

    def index(self, word: Word) -> int:
        """The column in which most of a word stands."""
        return bisect(self.edges, word.middle)

    def crosses(self, line: TextLine) -> bool:
        """Whether a line runs on over the edges of columns as running text does."""
        gaps = [gap for edge in self.edges if (gap := self._gap_at(edge, line)) is not None]
        return 2 * sum(0 <= gap < CLEAR_GAP for gap in gaps) > len(gaps)

    def _gap_at(self, edge: float, line: TextLine) -> float | None:
        """How wide the gap at an edge is, in font sizes; none when a line is on one side only."""
        left = [word for word in line.words if word.middle < edge]
        right = [word for word in line.words if word.middle >= edge]
        if not left or not right:
            return None
        gap = (right[0].x0 - left[-1].x1) / line.size
        # A word too long for its cell reaches up to the next cell, where text begins anew.
        at_start = any(abs(right[0].x0 - x) < 1 for x in self.starts)
        overflows = at_start and not NARROW_SPACE <= gap <= _usual_space(line) + NO_SPACE
        is_one_word = abs(gap) < GLUED
        return -1.0 if overflows else (0.0 if is_one_word else gap)

    def filled(self, line: TextLine) -> set[int]:
        """The columns in which a line has words."""
        return {self.index(word) for word in line.words}


def _usual_space(line: TextLine) -> float:
    """How wide a space of a line is, in font sizes; running text has no wider ones."""
    gaps = [(right.x0 - left.x1) / line.size for left, right in pairwise(line.words)]
    spaces = [gap for gap in gaps if GLUED < gap < CLEAR_GAP]
    return median_low(spaces) if len(spaces) > 1 else CLEAR_GAP


def columns_under(header: Header, body: Sequence[TextLine], page: Page) -> Columns:
    """The columns of a table, from its header, its upright rules and the words under it."""
    depth = max([header.bottom, *(line.y for line in body)])
    walls = [r for r in page.rules if not r.level and r.y1 > header.top and r.y0 < depth]
    cells = [*_unnamed_first(header, body, walls), *header.cells]
    lines = [*body, *(line for cell in cells for line in cell.lines)]
    edges = [
        _wall(left, right, walls) or _river(left, right, lines) for left, right in pairwise(cells)
    ]
    kinds, names = [cell.column for cell in cells], [" ".join(cell.text.split()) for cell in cells]
    left, right = cells[0].x0, cells[-1].x1
    starts = tuple(_start(edge, lines) for edge in edges)
    return Columns(tuple(kinds), tuple(edges), tuple(names), left, right, starts)


def _start(edge: float, lines: Sequence[TextLine]) -> float:
    """Where most lines of the column behind an edge begin."""
    words = [next((w for w in line.words if w.middle >= edge), None) for line in lines]
    return Counter(round(word.x0, 1) for word in words if word).most_common(1)[0][0]


def _unnamed_first(
    header: Header, body: Sequence[TextLine], walls: Sequence[Rule]
) -> list[HeaderCell]:
    """A first column without a name: row numbers, or goals behind an upright rule."""
    start = header.cells[0].x0
    words = [line.words[0] for line in body if line.words[0].x1 < start - 2]
    if not words:
        return []
    numbers = [word for word in words if word.text.rstrip(".)").replace(".", "").isdigit()]
    edge = max(word.x1 for word in words)
    walled = any(edge - 1 <= wall.x0 <= start + 1 for wall in walls)
    lines = tuple(TextLine((word,)) for word in words)
    if len(numbers) == len(words) and (walled or len(words) > 1):
        return [HeaderCell("number", lines)]
    known = {cell.column for cell in header.cells}
    return [HeaderCell(None if "goal" in known else "goal", lines)] if walled else []


def _wall(left: HeaderCell, right: HeaderCell, walls: Sequence[Rule]) -> float | None:
    found = [wall.x0 for wall in walls if left.x1 - 2 <= wall.x0 <= right.x0 + 2]
    return max(found, default=None)


def _river(left: HeaderCell, right: HeaderCell, lines: Sequence[TextLine]) -> float:
    """The x before a word that the fewest lines run across, nearest to the right header cell."""
    low, high = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
    cells = [line for line in lines if not _is_prose(line, right.x0, high)]
    starts = {round(word.x0 - 1.5, 0) for line in cells for word in line.words}
    candidates = [x for x in starts if low < x <= high] + [right.x0 - 1.5]

    def cost(x: float) -> tuple[int, float]:
        one = Columns((), (x,), ())
        return sum(1 for line in cells if one.crosses(line)), abs(x - right.x0 + 1.5)

    return min(candidates, key=cost)


def _is_prose(line: TextLine, start: float, middle: float) -> bool:
    """Whether a line without wide gaps runs from one column far into the next."""
    across = line.x0 < start - 3 * line.size and line.x1 > middle
    return across and len(segments(line, CELL_GAP)) == 1

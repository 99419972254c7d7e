"""Lines under a table header -> rows of cells, from rules where there are any, else from gaps."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.columns import Columns
from corpus.lines import CUT
from corpus.pages import GLUED, Page, Rule, TextLine, Word, segments, text_lines

COVERS = 0.7  # of a column's width; a shorter rule is no row border
SAME_RULE = 2.5  # points
LEADING_GAP = 0.2  # of the font size, between the lines of a paragraph
NEAR_BORDER = 30.0  # points, from the words of a row to its border
NO_LIMIT = 1e6
LONG_WORD = 10  # letters
ROW_NUMBER = re.compile(r"(?:\d{1,2}\.){1,3}\d{0,2}\s+[A-ZÅÄÖ]")
CLEARLY_MORE = 0.22  # of the font size, by which a gap between rows is wider than that


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
class _Band:
    """The words of one row by column, and the part of the page it takes."""

    top: float
    bottom: float
    words: tuple[tuple[Word, ...], ...]


def read_rows(lines: Sequence[TextLine], columns: Columns, page: Page) -> list[Row]:
    """The rows that the lines of a table form."""
    by_column = _by_column([word for line in lines for word in line.words], columns)
    extents = [_extent(words) for words in by_column]
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    cuts = [_cuts(page, extent, top, bottom) for extent in extents]
    action = columns.kinds.index("action")
    above = _cuts(page, extents[action], top - NEAR_BORDER, top)
    below = _cuts(page, extents[action], bottom, bottom + NEAR_BORDER)
    has_borders = bool(cuts[action] or (above and below))
    bands = _bands(by_column, cuts, (top, bottom), columns, has_borders)
    limits = [_right_limit(extent, page, (top, bottom)) for extent in extents]
    shapes = list(zip(extents, limits, strict=True))
    return [_row(band, shapes, page) for band in bands if any(band.words)]


def _right_limit(extent: tuple[float, float], page: Page, span: tuple[float, float]) -> float:
    """How far text may reach in a column between upright rules: as near as at its left side."""
    walls = [r.x0 for r in page.rules if not r.level and r.y1 > span[0] and r.y0 < span[1]]
    left = max((x for x in walls if x <= extent[0]), default=None)
    right = min((x for x in walls if x >= extent[1] - 1), default=None)
    if left is None or right is None:
        return NO_LIMIT
    return right - (extent[0] - left)


def _by_column(words: Iterable[Word], columns: Columns) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _ in columns.kinds]
    for word in words:
        found[columns.index(word)].append(word)
    return found


def _extent(words: Sequence[Word]) -> tuple[float, float]:
    if not words:
        return 0.0, 0.0
    return min(word.x0 for word in words), max(word.x1 for word in words)


def _cuts(page: Page, extent: tuple[float, float], top: float, bottom: float) -> list[float]:
    """The heights at which level rules run across a column."""
    left, right = extent
    rules = [r for r in page.rules if r.level and r.x1 > left and r.x0 < right]
    heights: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.y0):
        if not top < rule.y0 < bottom or (heights and rule.y0 - heights[-1] < SAME_RULE):
            continue
        on_height = [r for r in rules if abs(r.y0 - rule.y0) < SAME_RULE]
        if _covered(on_height, left, right) >= COVERS * (right - left):
            heights.append(rule.y0)
    return heights


def _covered(rules: Iterable[Rule], left: float, right: float) -> float:
    """How much of the way from left to right the rules cover together."""
    covered, reached = 0.0, left
    for x0, x1 in sorted((rule.x0, rule.x1) for rule in rules):
        start, end = max(x0, reached), min(x1, right)
        if end > start:
            covered += end - start
            reached = end
    return covered


def _bands(
    by_column: Sequence[Sequence[Word]],
    cuts: Sequence[Sequence[float]],
    span: tuple[float, float],
    columns: Columns,
    has_borders: bool,
) -> list[_Band]:
    """The rows; a cell that no rule divides belongs to every row beside it."""
    action = columns.kinds.index("action")
    goal = columns.kinds.index("goal") if "goal" in columns.kinds else None
    whole = [_Band(*span, tuple(tuple(words) for words in by_column))]
    ruled = _cut(by_column, cuts, span, action) if cuts[action] else whole
    split = [part for band in ruled for part in _by_gaps(band, action, goal)]
    rows = [band for band in split if band.words[action] and sum(map(bool, band.words)) > 1]
    return split if not has_borders or len(rows) >= 2 * len(ruled) else ruled


def _cut(
    by_column: Sequence[Sequence[Word]],
    cuts: Sequence[Sequence[float]],
    span: tuple[float, float],
    action: int,
) -> list[_Band]:
    heights = [span[0], *cuts[action], span[1]]
    bands = []
    for top, bottom in zip(heights, heights[1:], strict=False):
        cells = (
            _cell_words(words, [span[0], *own, span[1]], top, bottom)
            for words, own in zip(by_column, cuts, strict=True)
        )
        bands.append(_Band(top, bottom, tuple(cells)))
    return bands


def _cell_words(
    words: Sequence[Word], heights: Sequence[float], top: float, bottom: float
) -> tuple[Word, ...]:
    """The words of the cells of one column that lie beside the row from `top` to `bottom`."""
    found: list[Word] = []
    for start, end in zip(heights, heights[1:], strict=False):
        beside = min(end, bottom) - max(start, top) > 0.5 * min(end - start, bottom - top)
        if beside:
            found.extend(word for word in words if start <= word.y - 0.3 * word.size < end)
    return tuple(found)


def _row(band: _Band, shapes: Sequence[tuple[tuple[float, float], float]], page: Page) -> Row:
    cells = [
        tuple(_cell_line(line, extent[1], limit, page) for line in text_lines(words))
        for words, (extent, limit) in zip(band.words, shapes, strict=True)
    ]
    return Row(page.number, tuple(cells))


def _cell_line(line: TextLine, right: float, limit: float, page: Page) -> CellLine:
    first, *more = segments(line, GLUED)
    width = first.x1 - first.x0
    # A word too long for its cell fills a line of its own, up to where the next letter would not fit.
    full = not more and len(first.text) >= LONG_WORD and limit - line.x1 < 0.6 * line.size
    cut = CUT if full and line.text[-1].isalnum() else ""
    return CellLine(
        line.text + cut, page.number, line.y, line.size, line.bold, right - line.x1, width
    )


def _by_gaps(band: _Band, action: int, goal: int | None) -> Iterator[_Band]:
    """The rows of a table without rules between them."""
    where = {word: i for i, words in enumerate(band.words) for word in words}
    lines = text_lines(word for word, index in where.items() if index != goal)
    if not lines:
        yield band
        return
    gap_groups = _gap_groups(lines, _leading_gap(band.words[action], lines))
    grouping = _Grouping(where, action)
    groups = [part for group in grouping.joined(gap_groups) for part in grouping.tight(group)]
    tops = [band.top, *(group[0].top - 0.01 for group in groups[1:])]
    goals = _goal_places(band.words[goal], tops) if goal is not None else {}
    for number, (top, bottom) in enumerate(zip(tops, [*tops[1:], band.bottom], strict=True)):
        cells = [
            goals.get(number, ()) if index == goal else _between(words, top, bottom)
            for index, words in enumerate(band.words)
        ]
        yield _Band(top, bottom, tuple(cells))


def _between(words: Sequence[Word], top: float, bottom: float) -> tuple[Word, ...]:
    return tuple(word for word in words if top <= word.y - 0.3 * word.size < bottom)


def _leading_gap(words: Sequence[Word], lines: Sequence[TextLine]) -> float:
    """The widest gap that still belongs to one sentence."""
    own = text_lines(words)
    gaps = [
        below.top - above.bottom
        for above, below in zip(own, own[1:], strict=False)
        if below.text[:1].islower() or above.text.endswith("-")
    ]
    size = median(line.size for line in lines)
    usual = min(median(gaps), 0.9 * size) if gaps else LEADING_GAP * size
    return usual + CLEARLY_MORE * size


def _gap_groups(lines: Sequence[TextLine], widest: float) -> list[list[TextLine]]:
    """Lines that stand nearer together than rows do."""
    groups = [[lines[0]]]
    reached = lines[0].bottom
    for line in lines[1:]:
        if line.top - reached > widest:
            groups.append([line])
        else:
            groups[-1].append(line)
        reached = max(reached, line.bottom)
    return groups


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Decides which groups of lines are rows; `where` is the column of each word."""

    where: dict[Word, int]
    action: int

    def joined(self, groups: Sequence[list[TextLine]]) -> list[list[TextLine]]:
        """The groups, those that only continue a row put to it."""
        gaps = [
            below[0].top - above[-1].bottom
            for above, below in zip(groups, groups[1:], strict=False)
            if len(self._texts(below)) > 1 and self.action in self._texts(below)
        ]
        usual = median(gaps) if gaps else 0.0
        joined: list[list[TextLine]] = []
        for index, group in enumerate(groups):
            before = group[0].top - joined[-1][-1].bottom if joined else usual
            rest = groups[index + 1] if index + 1 < len(groups) else None
            near_rest = rest and rest[0].top - group[-1].bottom < 0.8 * before
            if self._opens_row(group, before >= 0.8 * usual) or not (joined or near_rest):
                joined.append(list(group))
            elif rest and near_rest:
                rest[:0] = group  # a cell that is centred beside a shorter action
            else:
                joined[-1].extend(group)
        return joined

    def _opens_row(self, group: Sequence[TextLine], well_apart: bool) -> bool:
        """Whether a group has an action of its own."""
        texts = self._texts(group)
        own = texts.get(self.action, "")
        return bool(own) and not own[:1].islower() and (len(texts) > 1 or well_apart)

    def _texts(self, lines: Iterable[TextLine]) -> dict[int, str]:
        """The text of some lines by column."""
        found: dict[int, str] = {}
        for line in lines:
            for word in line.words:
                column = self.where.get(word)
                if column is not None:
                    found[column] = f"{found.get(column, '')} {word.text}".strip()
        return found

    def tight(self, group: Sequence[TextLine]) -> Iterator[Sequence[TextLine]]:
        """Rows that follow each other without a wider gap.

        An action opens with a capital after a finished one, and another column begins beside it.
        """
        start = 0
        for index in range(1, len(group)):
            above, here = (
                self._texts(group[index - 1 : index]),
                self._texts(group[index : index + 1]),
            )
            began = any(c != self.action and c not in above for c in here)
            own, before = here.get(self.action, ""), above.get(self.action, "")
            finished = before.endswith((".", "!", "?")) and own[:1].isupper()
            if (began and finished) or self._is_numbered(group[0], own):
                yield group[start:index]
                start = index
        yield group[start:]


    def _is_numbered(self, first: TextLine, text: str) -> bool:
        """Whether a line opens with a number as the row's first line does."""
        opening = self._texts([first]).get(self.action, "")
        return bool(ROW_NUMBER.match(text) and ROW_NUMBER.match(opening))


def _goal_places(words: Sequence[Word], tops: Sequence[float]) -> dict[int, tuple[Word, ...]]:
    """The goals of a column without rules, each at the row beside which it begins."""
    places: dict[int, tuple[Word, ...]] = {}
    previous: TextLine | None = None
    row = 0
    for line in text_lines(words):
        if previous is None or line.top - previous.bottom > 0.6 * line.size:
            row = max(i for i, top in enumerate(tops) if i == 0 or top <= line.y)
        places[row] = (*places.get(row, ()), *line.words)
        previous = line
    return places

"""Table headers and the columns that stand under them."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.headings import Column, Headings
from corpus.pages import Page, Rule, TextLine, Word, segments, text_lines

CELL_GAP = 0.7  # of the font size; wider than a space of justified text
BAND = 1.9  # of the font size; header cells of one or two lines stand this near
LONGEST_HEADER = 5  # lines
CLEAR_GAP = 0.45  # of the font size; between columns at least
NARROW_SPACE = 0.2  # of the font size


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of a table header; `column` is None when its words are unknown."""

    column: Column | None
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        """Its lines, as they are printed."""
        return "\n".join(line.text for line in self.lines)

    @property
    def x0(self) -> float:
        """The left edge."""
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(line.x1 for line in self.lines)


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a table, its cells from left to right."""

    cells: tuple[HeaderCell, ...]

    @property
    def top(self) -> float:
        """The upper edge of its words."""
        return min(line.top for cell in self.cells for line in cell.lines)

    @property
    def bottom(self) -> float:
        """The lower edge of its words."""
        return max(line.bottom for cell in self.cells for line in cell.lines)


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
        overflows = gap < NARROW_SPACE and any(abs(right[0].x0 - x) < 1 for x in self.starts)
        return -1.0 if overflows else gap

    def filled(self, line: TextLine) -> set[int]:
        """The columns in which a line has words."""
        return {self.index(word) for word in line.words}


def find_headers(page: Page, headings: Headings) -> list[Header]:
    """The table headers on a page, from top to bottom."""
    walls = [rule for rule in page.rules if not rule.level]
    lines = text_lines(page.words)
    parts = [part for line in lines for part in segments(line, CELL_GAP, walls)]
    headers: list[Header] = []
    for part in parts:
        is_action = headings.likely_column(part.text) == "action"
        if is_action and (not headers or part.top > headers[-1].bottom):
            header = _header(part, parts, page, headings)
            headers.extend([header] if header else [])
    return headers


def _header(
    action: TextLine, parts: Sequence[TextLine], page: Page, headings: Headings
) -> Header | None:
    """The header row that a cell "Åtgärd" stands in, if it stands in one."""
    reach = BAND * action.size
    near = [part for part in parts if abs(part.y - action.y) <= reach and _alike(part, action)]
    hits = [part for part in near if headings.likely_column(part.text)]
    exact = {headings.column(part.text) for part in hits} - {None}
    on_line = [part for part in near if abs(part.y - action.y) < 0.35 * action.size]
    certain = len(exact) > 1 or (exact and all(part in hits for part in on_line))
    if not certain or len({headings.likely_column(part.text) for part in hits}) < 2:
        return None
    members = _members(hits, parts, page, headings)
    cells = [_cell(lines, headings) for lines in _stacks(members)]
    header = Header(tuple(_without_doubles(cells, headings)))
    kinds = {cell.column for cell in header.cells}
    return header if "action" in kinds and len(kinds - {None}) > 1 else None


def _alike(part: TextLine, other: TextLine) -> bool:
    return part.bold == other.bold and 0.8 < part.size / other.size < 1.25


def _members(
    hits: Sequence[TextLine], parts: Sequence[TextLine], page: Page, headings: Headings
) -> list[TextLine]:
    """All parts of the header row: those between its rules, or those in line with its words."""
    left, right = min(p.x0 for p in hits), max(p.x1 for p in hits)
    rules = [r for r in page.rules if r.level and min(r.x1, right) - max(r.x0, left) > 10]
    size, top, low = hits[0].size, min(p.y for p in hits), max(p.y for p in hits)
    floor = min((r.y0 for r in rules if r.y0 > low), default=low + 99 * size)
    if floor - low > LONGEST_HEADER * 1.3 * size:
        floor = low + 0.35 * size
    ceiling = max((r.y1 for r in rules if r.y1 < top - 0.5 * size), default=top - 0.35 * size)
    ceiling = max(ceiling, top - BAND * size)
    members = [p for p in parts if ceiling <= p.y <= floor and _alike(p, hits[0])]
    members = [p for p in members if not headings.goal_heading(p.text) and _spans(p, hits) < 2]
    return [*members, *_second_lines(members, parts, headings)]


def _spans(part: TextLine, hits: Sequence[TextLine]) -> int:
    """How many of the header cells a part stretches over."""
    over = [hit for hit in hits if hit.x0 < part.x1 and part.x0 < hit.x1]
    return len(_stacks(over))


def _second_lines(
    members: Sequence[TextLine], parts: Sequence[TextLine], headings: Headings
) -> list[TextLine]:
    """Parts right under a cell that make its words whole: "Vastuu-" over "taho"."""
    found: list[TextLine] = []
    for part in parts:
        above = [m for m in members if m.x0 < part.x1 and part.x0 < m.x1]
        if part in members or len(above) != 1 or not _alike(part, above[0]):
            continue
        near = 0 < part.y - above[0].y < 1.5 * part.size
        whole = f"{above[0].text}\n{part.text}"
        if near and (above[0].text.endswith("-") or headings.column(whole)):
            found.append(part)
    return found


def _stacks(members: Sequence[TextLine]) -> list[list[TextLine]]:
    """The parts as cells: those over each other belong together."""
    stacks: list[list[TextLine]] = []
    for part in sorted(members, key=lambda part: part.x0):
        if stacks and part.x0 < max(line.x1 for line in stacks[-1]):
            stacks[-1].append(part)
        else:
            stacks.append([part])
    return [sorted(stack, key=lambda part: part.y) for stack in stacks]


def _cell(lines: Sequence[TextLine], headings: Headings) -> HeaderCell:
    text = "\n".join(line.text for line in lines)
    return HeaderCell(headings.column(text) or headings.likely_column(text), tuple(lines))


def _without_doubles(cells: Sequence[HeaderCell], headings: Headings) -> Iterator[HeaderCell]:
    """Of two columns of one kind, the one with the more usual name stays of that kind."""
    for cell in cells:
        rivals = [other for other in cells if other.column == cell.column]
        best = min(rivals, key=lambda other: headings.rank(other.text))
        yield cell if cell is best or cell.column is None else HeaderCell(None, cell.lines)


def columns_under(header: Header, body: Sequence[TextLine], page: Page) -> Columns:
    """The columns of a table, from its header, its upright rules and the words under it."""
    walls = [r for r in page.rules if not r.level and r.y1 > header.top and r.y0 < _depth(body)]
    cells = [*_unnamed_first(header, body, walls), *header.cells]
    lines = [*body, *(line for cell in cells for line in cell.lines)]
    edges = [
        _wall(left, right, walls) or _river(left, right, lines)
        for left, right in zip(cells, cells[1:], strict=False)
    ]
    kinds, names = [cell.column for cell in cells], [" ".join(cell.text.split()) for cell in cells]
    left, right = cells[0].x0, cells[-1].x1
    starts = tuple(_start(edge, lines) for edge in edges)
    return Columns(tuple(kinds), tuple(edges), tuple(names), left, right, starts)


def _start(edge: float, lines: Sequence[TextLine]) -> float:
    """Where most lines of the column behind an edge begin."""
    words = [next((w for w in line.words if w.middle >= edge), None) for line in lines]
    return Counter(round(word.x0, 1) for word in words if word).most_common(1)[0][0]


def _depth(body: Sequence[TextLine]) -> float:
    return max((line.y for line in body), default=0.0)


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

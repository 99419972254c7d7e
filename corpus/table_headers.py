"""Table headers: the rows whose cells name columns, also over several lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.headings import Column, Headings
from corpus.pages import Page, TextLine, segments, text_lines

CELL_GAP = 0.7  # of the font size; wider than a space of justified text
BAND = 1.9  # of the font size; header cells of one or two lines stand this near
LONGEST_HEADER = 5  # lines
LEAST_TOLD = 3  # columns, whose names need only hint at what they hold
LONGEST_HINT = 3  # words


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


def find_headers(page: Page, headings: Headings) -> list[Header]:
    """The table headers on a page, from top to bottom."""
    walls = [rule for rule in page.rules if not rule.level]
    lines = text_lines(page.words)
    parts = [part for line in lines for part in segments(line, CELL_GAP, walls)]
    headers: list[Header] = []
    for part in parts:
        if _may_name_actions(part, headings) and (not headers or part.top > headers[-1].bottom):
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
    certain = certain and len({headings.likely_column(part.text) for part in hits}) > 1
    members = _members(hits if certain else [action], parts, page, headings)
    cells = [_cell(lines, headings) for lines in _stacks(members)]
    cells = list(_without_doubles(cells, headings))
    header = Header(tuple(_with_guesses(cells, headings)))
    kinds = [cell.column for cell in header.cells]
    told = len(kinds) >= LEAST_TOLD and None not in kinds and len({*kinds}) == len(kinds)
    told = told and all(cell.text[0].isupper() for cell in header.cells)  # no sentences cut short
    is_header = "action" in kinds and len({*kinds} - {None}) > 1
    return header if is_header and (certain or told) else None


def _may_name_actions(part: TextLine, headings: Headings) -> bool:
    """Whether words name a column of actions, or are few and hint at one."""
    if headings.likely_column(part.text) == "action":
        return True
    few = len(part.words) <= LONGEST_HINT and not part.text.endswith(".")
    return few and headings.guessed_column(part.text) == "action"


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
    cut = "".join(line.text for line in lines)  # "Toteutusaik" over "a"
    column = headings.column(text) or headings.column(cut) or headings.likely_column(text)
    return HeaderCell(column, tuple(lines))


def _without_doubles(cells: Sequence[HeaderCell], headings: Headings) -> Iterator[HeaderCell]:
    """Of two columns of one kind, the one with the more usual name stays of that kind."""
    for cell in cells:
        rivals = [other for other in cells if other.column == cell.column]
        best = min(rivals, key=lambda other: headings.rank(other.text))
        yield cell if cell is best or cell.column is None else HeaderCell(None, cell.lines)


def _with_guesses(cells: Sequence[HeaderCell], headings: Headings) -> Iterator[HeaderCell]:
    """The cells, an unknown name taken for the column that its words hint at and none has."""
    taken = {cell.column for cell in cells}
    for cell in cells:
        guess = None if cell.column else headings.guessed_column(cell.text)
        yield cell if guess is None or guess in taken else HeaderCell(guess, cell.lines)
        taken.add(guess)

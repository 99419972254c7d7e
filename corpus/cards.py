"""Actions printed as cards: each fact beside or behind its name, "Åtgärd: ..."."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus.columns import Columns
from corpus.headings import Column, Headings
from corpus.pages import Page, TextLine, Word, segments, text_lines
from corpus.table_headers import CELL_GAP
from corpus.tables import Cell, Row, Table, cell_of

KINDS: tuple[Column, ...] = ("action", "meter", "responsible", "schedule")
COLUMNS = Columns(KINDS, (), KINDS)
LEAST_CARDS = 2  # on a page, so that a single line that opens with a name is none
NEXT_LINE = 1.7  # of the font size
LONGEST_NAME = 5  # words
LONG_RULE = 0.2  # of the page's width


@dataclass(frozen=True, slots=True)
class _Fact:
    """Lines that a name opens, with the column that it means; no column: other text."""

    column: Column | None
    lines: list[TextLine]


@dataclass(slots=True)
class _Card:
    """The lines of one card by the column that their name means."""

    fields: dict[Column, list[TextLine]] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether it says more of an action than its words."""
        return "action" in self.fields and len(self.fields) > 1


def with_cards(
    lines: Sequence[TextLine], page: Page, headings: Headings
) -> list[list[TextLine] | Table] | None:
    """The lines of a page with a table in the place of each card; `None` when it has none."""
    for facts, least in (
        (_between_rules(lines, page, headings), LEAST_CARDS),
        (_behind_names(lines, page, headings), LEAST_CARDS),
        (_under_names(lines, headings), 1),
    ):
        found = list(_cards(facts))
        cards = [part for part in found if isinstance(part, _Card)]
        if len(cards) >= least and all(card.is_whole for card in cards):
            return [_table(part, page) if isinstance(part, _Card) else part for part in found]
    return None


def _cards(facts: Iterator[_Fact]) -> Iterator[list[TextLine] | _Card]:
    """The cards that facts form, and the lines between them."""
    card = _Card()
    for fact in facts:
        if card.fields and (fact.column is None or fact.column in card.fields):
            yield card
            card = _Card()
        if fact.column is None:
            yield fact.lines
        else:
            card.fields[fact.column] = fact.lines
    if card.fields:
        yield card


def _between_rules(lines: Sequence[TextLine], page: Page, headings: Headings) -> Iterator[_Fact]:
    """Facts in the rows of a table: the name in the first cell, the rest in the second."""
    cuts = sorted(r.y0 for r in page.rules if r.level and r.x1 - r.x0 > LONG_RULE * page.width)
    for _, grouped in groupby(lines, lambda line: bisect(cuts, line.y)):
        band = list(grouped)
        words = [word for line in band for word in line.words]
        first, last = min(word.x0 for word in words), max(word.x1 for word in words)
        walls = {
            rule.x0
            for rule in page.rules
            if not rule.level and first < rule.x0 < last and rule.y0 <= band[0].y <= rule.y1
        }
        edge = min(walls, default=0.0)
        column = _column([word for word in words if word.middle < edge], headings)
        value = text_lines(word for word in words if word.middle >= edge)
        yield _Fact(column, value) if column else _Fact(None, band)


def _behind_names(lines: Sequence[TextLine], page: Page, headings: Headings) -> Iterator[_Fact]:
    """Facts that a line opens with their name, in a cell of its own or before a colon."""
    fact, above = _Fact(None, []), None
    for line in lines:
        named = _named(line, page, headings)
        if named is None and above and _goes_on(line, above, fact):
            fact.lines.append(line)
        else:
            if fact.lines:
                yield fact
            fact = named or _Fact(None, [line])
        above = line
    if fact.lines:
        yield fact


def _named(line: TextLine, page: Page, headings: Headings) -> _Fact | None:
    walls = [rule for rule in page.rules if not rule.level]
    first, *rest = segments(line, CELL_GAP, walls)
    if rest and (column := _column(first.words, headings)):
        return _Fact(column, [TextLine(line.words[len(first.words) :])])
    for length, word in enumerate(line.words[:LONGEST_NAME], start=1):
        if word.text.endswith(":") and len(line.words) > length:
            column = _column(line.words[:length], headings)
            return _Fact(column, [TextLine(line.words[length:])]) if column else None
    return None


def _column(words: Sequence[Word], headings: Headings) -> Column | None:
    """The column that words name, "Åtgärd 1.2" with a number of its own too."""
    name = "\n".join(line.text for line in text_lines(words))
    column = headings.named_column(name)
    return column if column in KINDS else None


def _goes_on(line: TextLine, above: TextLine, fact: _Fact) -> bool:
    """Whether a line without a name belongs to what stands above it."""
    if fact.column is None:
        return True
    first = fact.lines[0]
    near = line.y - above.y < NEXT_LINE * line.size
    return line.x0 >= first.x0 - 2 or (near and line.bold == first.bold)


def _under_names(lines: Sequence[TextLine], headings: Headings) -> Iterator[_Fact]:
    """Facts under a row of their names, the action as a title above it."""
    rows = {i: names for i, line in enumerate(lines) if (names := _row_of_names(line, headings))}
    starts = [_title_start(lines, index) for index in rows]
    limits = [*starts, len(lines)][1:]
    reached = 0
    for index, start, limit in zip(rows, starts, limits, strict=True):
        yield from (_Fact(None, [line]) for line in lines[reached:start])
        if start < index:
            yield _Fact("action", list(lines[start:index]))
        reached = _end_of_block(lines, index, limit)
        body = [word for line in lines[index + 1 : reached] for word in line.words]
        ends = [x0 - 1 for x0, _ in rows[index][1:]] + [float("inf")]
        for (x0, column), end in zip(rows[index], ends, strict=True):
            yield _Fact(column, text_lines(w for w in body if x0 - 1 <= w.x0 < end))
    yield from (_Fact(None, [line]) for line in lines[reached:])


def _row_of_names(line: TextLine, headings: Headings) -> list[tuple[float, Column]]:
    """Where the names of a card's facts begin, if a line holds nothing but such names."""
    parts = segments(line, CELL_GAP)
    columns = [headings.column(part.text) for part in parts]
    names = [(part.x0, c) for part, c in zip(parts, columns, strict=True) if c in KINDS[1:]]
    return names if len(set(columns)) == len(names) == len(parts) > 1 else []


def _title_start(lines: Sequence[TextLine], index: int) -> int:
    """The first of the lines of one look that stand over a line without a gap."""
    start = index
    while start and _is_near(lines[start - 1], lines[start]):
        if start < index and not _alike(lines[start - 1], lines[start]):
            break
        start -= 1
    return start


def _end_of_block(lines: Sequence[TextLine], index: int, limit: int) -> int:
    """Behind the last line before a limit that follows without a gap."""
    end = index + 1
    while end < limit and _is_near(lines[end - 1], lines[end]):
        end += 1
    return end


def _is_near(above: TextLine, line: TextLine) -> bool:
    return line.y - above.y < NEXT_LINE * max(line.size, above.size)


def _alike(one: TextLine, other: TextLine) -> bool:
    return one.bold == other.bold and abs(one.size - other.size) < 0.5


def _table(card: _Card, page: Page) -> Table:
    cells: list[Cell] = [cell_of(card.fields.get(kind, ()), page) for kind in KINDS]
    return Table(COLUMNS, (Row(page.number, tuple(cells)),))

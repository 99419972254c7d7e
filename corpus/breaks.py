"""Rows that a page break cut in two."""

from collections.abc import Iterator, Sequence

from corpus.columns import Columns
from corpus.tables import Cell, Row, Table

FINISHED = (".", "!", "?")
SURE = 2


def with_rows(table: Table, rows: Sequence[Row]) -> Table:
    """The table with the rows of its next page, a row that goes on there made whole."""
    if not rows or not table.rows or not _goes_on(table, rows[0]):
        return Table(table.columns, (*table.rows, *rows))
    last, first = table.rows[-1], rows[0]
    cells = tuple(a + b for a, b in zip(last.cells, first.cells, strict=True))
    whole = Row(last.page, cells)
    more = _with_merged(rows[1:], first, whole)
    return Table(table.columns, (*table.rows[:-1], whole, *more))


def _with_merged(rows: Sequence[Row], first: Row, whole: Row) -> Iterator[Row]:
    """The rows of a page, a cell that they share with its first row made whole as there."""
    shared = set(range(len(first.cells)))
    for row in rows:
        shared = {i for i in shared if row.cells[i] and row.cells[i] == first.cells[i]}
        cells = (whole.cells[i] if i in shared else cell for i, cell in enumerate(row.cells))
        yield Row(row.page, tuple(cells))


def _goes_on(table: Table, first: Row) -> bool:
    """Whether a page's first row is the rest of the row before the page break."""
    last, columns = table.rows[-1], table.columns
    action = columns.kinds.index("action")
    before, after = last.cells[action], first.cells[action]
    if not before:
        return False
    if not after:
        return any(cell for index, cell in enumerate(first.cells) if columns.kinds[index] != "goal")
    if after[0].text[:1].islower() or before[-1].text.endswith("-"):
        return True
    if _ends_finished(before) and _mostly_finished(table, action):
        return False
    return sum(_evidence(last, first, columns)) + _unfinished(table, action, before) >= SURE


def _evidence(last: Row, first: Row, columns: Columns) -> list[int]:
    """What each further column says for a row that goes on."""
    found = []
    for kind, before, after in zip(columns.kinds, last.cells, first.cells, strict=True):
        if kind in ("action", "goal") or not before:
            continue
        if not after:
            found.append(1)
        elif _is_cut(before) or after[0].text[:1].islower():
            found.append(SURE)
    return found


def _is_cut(cell: Cell) -> bool:
    """Whether a cell ends in the middle of a word or of a bracket."""
    text = " ".join(line.text for line in cell)
    return text.endswith(("-", ",", "/")) or text.count("(") > text.count(")")


def _ends_finished(cell: Cell) -> bool:
    return cell[-1].text.rstrip(')”" ').endswith(FINISHED)


def _mostly_finished(table: Table, action: int) -> bool:
    """Whether the actions of a table are sentences with a full stop."""
    ends = [_ends_finished(row.cells[action]) for row in table.rows[:-1] if row.cells[action]]
    return sum(ends) > 0.7 * len(ends)


def _unfinished(table: Table, action: int, before: Cell) -> int:
    ends_open = not _ends_finished(before) and len(table.rows) > 2
    return SURE if ends_open and _mostly_finished(table, action) else 0

"""Table rows -> actions with their meters, responsible and schedule."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.cells import Spacing, is_empty, items, spacing
from corpus.columns import Columns
from corpus.headings import Column, Headings
from corpus.lines import Joiner
from corpus.paragraphs import Paragraph
from corpus.plan import Action, Meter, Problem
from corpus.sentences import sentences
from corpus.tables import Cell, Row, Table

ROW_NUMBER = re.compile(r"(?:[A-ZÅÄÖ]?\d{1,2}(?:\.\d{1,2}){0,3}[.):]?|[a-zåäö][.)])\s+(?=\S)")
SEMICOLON = re.compile(r";(?:\s+|$)(?![^(]*\))")  # outside brackets
MARK_INSIDE = re.compile(r"\s[•●▪■○◦»►✓\uf0b7\uf0a7]\s*")
MOSTLY = 0.6
LISTED = Spacing(leading=9.9, parted=True)  # only marks part the items


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with the columns it stands in."""

    columns: Columns
    row: Row

    def cell(self, kind: Column) -> Cell:
        """The cell of a column, empty when the table has no such column or the cell is a dash."""
        if kind not in self.columns.kinds:
            return ()
        cell = self.row.cells[self.columns.kinds.index(kind)]
        return () if is_empty(cell) else cell

    def only_cell(self) -> Cell:
        """The one cell that is not empty, or nothing when there are several."""
        filled = [cell for cell in self.row.cells if not is_empty(cell)]
        return filled[0] if len(filled) == 1 else ()


class ActionReader:
    """Reads rows with what all tables of the document show about their spacing and numbering."""

    def __init__(self, tables: Iterable[Table], headings: Headings, joiner: Joiner) -> None:
        rows = [TableRow(table.columns, row) for table in tables for row in table.rows]
        self.headings = headings
        self.joiner = joiner
        self.meters: Spacing = spacing([row.cell("meter") for row in rows], headings)
        texts = [self.text(row.cell("action")) for row in rows if row.cell("action")]
        marked = [text for text in texts if ROW_NUMBER.match(text)]
        self.numbered = len(marked) >= MOSTLY * len(texts)

    def text(self, cell: Cell) -> str:
        """The lines of a cell joined."""
        return self.joiner.join([line.text for line in cell])

    def read(self, ref: str, rows: Sequence[TableRow], problems: list[Problem]) -> list[Action]:
        """The actions of a goal; a row without one belongs to the action above it."""
        actions: list[Action] = []
        for row in rows:
            meters = self._meters(ref, row)
            texts = self._action_texts(row)
            actions += [self._action(ref, row, text, meters) for text in texts]
            if texts:
                continue
            if actions:
                actions[-1] = self._completed(actions[-1], row, meters)
            else:
                shown = " | ".join(self.text(cell) for cell in row.row.cells if cell)
                problems.append(Problem(shown, "a row without an action", page=row.row.page))
        return actions

    def _action(self, ref: str, row: TableRow, text: str, meters: tuple[Meter, ...]) -> Action:
        page = row.cell("action")[0].page or None
        text, facts = self.headings.without_bracket(text)
        meters += tuple(Meter(ref, each) for each in _parted(facts.get("meter", "")))
        responsible = self._value(row, "responsible") or facts.get("responsible")
        schedule = self._value(row, "schedule") or facts.get("schedule")
        return Action(ref, "action", text, meters, responsible, schedule, page)

    def _completed(self, action: Action, row: TableRow, meters: tuple[Meter, ...]) -> Action:
        """The action with what a further row without own action adds."""
        responsible = action.responsible or self._value(row, "responsible")
        schedule = action.schedule or self._value(row, "schedule")
        more = (*action.meters, *meters)
        return replace(action, meters=more, responsible=responsible, schedule=schedule)

    def _action_texts(self, row: TableRow) -> list[str]:
        """The action of a row, or those that its cell lists with a mark before each."""
        cell = row.cell("action")
        if cell and self.headings.is_bullet(cell[0].text):
            found = items(cell, LISTED, self.headings)
            texts = [MARK_INSIDE.split(self.joiner.join(lines)) for lines in found]
            return [text for parts in texts for text in parts]
        text = self.text(cell)
        text = ROW_NUMBER.sub("", text, count=1) if self.numbered else text
        return [text] if text else []

    def _meters(self, ref: str, row: TableRow) -> tuple[Meter, ...]:
        found = items(row.cell("meter"), self.meters, self.headings)
        texts = [text for lines in found for text in _parted(self.joiner.join(lines))]
        return tuple(Meter(ref, text) for text in texts)

    def _value(self, row: TableRow, kind: Column) -> str | None:
        cell = row.cell(kind)
        if any(self.headings.is_bullet(line.text) for line in cell):
            found = items(cell, LISTED, self.headings)
            return ", ".join(self.joiner.join(lines).rstrip(",;") for lines in found)
        return self.text(cell) or None


def _parted(text: str) -> list[str]:
    """The meters that semicolons or list marks part on one line."""
    return [part for line in MARK_INSIDE.split(text) for part in SEMICOLON.split(line) if part]


def read_printed_rows(ref: str, rows: Sequence[Paragraph], problems: list[Problem]) -> list[Action]:
    """Actions with their meters from a plain-text table whose two columns are printed in turn.

    An action is one or more full sentences; a meter is a phrase. What follows an action
    is its meter; a phrase after that is a further meter; a paragraph of sentences that
    ends in a phrase is a whole row on one line.
    """
    actions: list[Action] = []
    for row in rows:
        *whole, last = sentences(row.text)
        awaits_meter = bool(actions) and not actions[-1].meters
        if awaits_meter or not (whole or _is_sentence(last)):
            if actions:
                meters = (*actions[-1].meters, Meter(ref, row.text))
                actions[-1] = replace(actions[-1], meters=meters)
            else:
                why = "a meter without an action before it"
                problems.append(Problem(row.text, why, row.first.number, row.first.page))
        elif _is_sentence(last):
            actions.append(Action(ref, "action", row.text, page=row.first.page))
        else:
            meters = (Meter(ref, last),)
            page = row.first.page
            actions.append(Action(ref, "action", " ".join(whole), meters, page=page))
    return actions


def _is_sentence(text: str) -> bool:
    return text.rstrip(')"” ').endswith((".", "!", "?"))

"""Collects goals, sections and table rows while a document is read from top to bottom."""

from dataclasses import dataclass, field

from corpus.actions import ActionReader, TableRow
from corpus.goals import read_goal_title
from corpus.headings import Headings
from corpus.lines import Line
from corpus.paragraphs import Paragraph
from corpus.parts import Part
from corpus.plan import Language, Problem
from corpus.tables import Cell, Table


@dataclass(slots=True)
class Collector:
    """The parts found so far; `goal_words` says whether headings like "Mål 1" open the goals."""

    headings: Headings
    language: Language
    actions: ActionReader
    goal_words: bool
    title: str | None = None
    parts: list[Part] = field(default_factory=list)
    opening: list[Paragraph] = field(default_factory=list)
    other_titles: dict[int, tuple[Language, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def open_goal(self, number: int | None, title: str, first: Line) -> None:
        """Open a goal, or go on with the one above when its heading is only repeated."""
        goals = [part for part in self.parts if part.is_goal]
        if goals and title == goals[-1].heading and number in (None, goals[-1].number):
            return
        if number is None:
            number = max((part.number or 0 for part in goals), default=0) + 1
        self.parts.append(Part(title, number, first, is_goal=True))

    def open_section(self, heading: str, first: Line) -> None:
        """Open a section."""
        self.parts.append(Part(heading, None, first, is_goal=False))

    def add_text(self, paragraph: Paragraph) -> None:
        """Add running text to the part that is open, or to the opening of the document."""
        (self.parts[-1].body if self.parts else self.opening).append(paragraph)

    def in_printed_table(self) -> bool:
        """Whether a plain-text table is open."""
        return bool(self.parts) and self.parts[-1].in_table

    def open_printed_table(self, header: Paragraph) -> None:
        """Open a plain-text table under its goal."""
        if not self.parts or not self.parts[-1].is_goal:
            self.report(header, "a table header without a goal above it")
        elif self.headings.header_columns(header.text) != ("action", "meter"):
            self.report(header, "a table of these columns is read from PDF only")
        else:
            self.parts[-1].in_table = True

    def place_table(self, table: Table) -> None:
        """Put the rows of a table under their goals."""
        if not table.rows:
            return
        has_goal = any(part.is_goal for part in self.parts)
        if self.goal_words and not has_goal and "goal" not in table.columns.kinds:
            why = f"a table before the first goal, its {len(table.rows)} rows are left out"
            names = " | ".join(table.columns.names)
            self.problems.append(Problem(names, why, page=table.rows[0].page))
            return
        self._report_unread(table)
        if "goal" not in table.columns.kinds:
            self._find_goal_above(table)
        elif self.parts:
            self.parts[-1].names_table = True
        last: Cell = ()
        for row in (TableRow(table.columns, row) for row in table.rows):
            goal = row.cell("goal")
            if goal and goal != last[-len(goal) :]:
                self._place_goal_cell(goal, last)
                last = goal
            elif self._is_goal_row(row):
                self._place_goal_cell(row.only_cell(), ())
                continue
            self._goal_of(row).rows.append(row)

    def _place_goal_cell(self, cell: Cell, before: Cell) -> None:
        """Open the goal of a merged cell; on a new page its text may only go on."""
        text = self.actions.text(cell)
        goals = [part for part in self.parts if part.is_goal]
        if before and goals and cell[0].page > before[0].page and text[:1].islower():
            whole = self.actions.text((*before, *cell))
            goals[-1].heading = read_goal_title(whole, self.headings).title
            return
        title = read_goal_title(text, self.headings)
        self.open_goal(title.number, title.title, Line(cell[0].text, 0, cell[0].page))

    def _is_goal_row(self, row: TableRow) -> bool:
        """Whether a row holds nothing but a goal's heading."""
        text = self.actions.text(row.only_cell())
        if not text or "goal" in row.columns.kinds:
            return False
        return bool(self.headings.goal_heading(text) or self.headings.named_goal(text))

    def _goal_of(self, row: TableRow) -> Part:
        """The goal that the rows of a table belong to now."""
        for part in reversed(self.parts):
            if part.is_goal:
                return part
        self.parts.append(Part(self.title or "", 1, Line("", 0, row.row.page), is_goal=True))
        return self.parts[-1]

    def _find_goal_above(self, table: Table) -> None:
        """Make the heading right over a table its goal, when no goal has been opened by words."""
        last = self.parts[-1] if self.parts else None
        has_goal = any(part.is_goal for part in self.parts)
        if last and not last.is_goal and not (self.goal_words and has_goal):
            self.parts.pop()
            title = read_goal_title(last.heading, self.headings)
            self.open_goal(title.number, title.title, last.first)
            self.parts[-1].body += last.body
        elif not has_goal:
            names, page = " | ".join(table.columns.names), table.rows[0].page
            self.problems.append(Problem(names, "a table without a goal above it", page=page))

    def _report_unread(self, table: Table) -> None:
        """Say which columns of a table are left out."""
        for index, kind in enumerate(table.columns.kinds):
            filled = [row for row in table.rows if row.cells[index]]
            if kind is None and filled:
                name = table.columns.names[index]
                why = f"a column of another kind, its {len(filled)} cells are left out"
                self.problems.append(Problem(name, why, page=filled[0].page))

    def take_official_title(self, text: str) -> bool:
        """Keep a goal's heading in the other language as its official title there."""
        goal = self.headings.goal_heading(text)
        if not goal or goal.language == self.language or goal.is_below:
            return False
        self.other_titles[goal.number] = (goal.language, goal.title)
        return True

    def place_opening(self) -> None:
        """Put the text before the first heading under the title, or into the first section."""
        sections = [part for part in self.parts if not part.is_goal]
        if self.opening and self.title:
            first = self.opening[0].first
            self.parts.insert(0, Part(self.title, None, first, is_goal=False, body=self.opening))
        elif sections:
            sections[0].body[:0] = self.opening
        else:
            for paragraph in self.opening:
                self.report(paragraph, "text before the first goal, and no section to hold it")

    def report(self, paragraph: Paragraph, why: str) -> None:
        """Note a paragraph that has no place."""
        line = paragraph.first
        number = None if line.page else line.number
        self.problems.append(Problem(paragraph.text, why, number, line.page))

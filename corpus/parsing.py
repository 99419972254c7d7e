"""A document -> its goals, actions, meters and sections. Pure; the words are in headings.toml."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.actions import ActionReader, TableRow
from corpus.documents import Document
from corpus.goals import read_goal_title
from corpus.headings import GoalHeading, Headings, load_headings
from corpus.lines import Joiner, Line, known_words, without_furniture
from corpus.paragraphs import NUMBERED, TERMINAL, Paragraph, Piece, read_pieces
from corpus.parts import Assembly, Part, settled
from corpus.plan import Language, Problem, Structure
from corpus.tables import Cell, Table

LONGEST_HEADING = 200
FUNCTION_WORDS: dict[Language, tuple[str, ...]] = {
    "sv": ("och", "att", "för", "som", "av"),
    "fi": ("ja", "sekä", "on", "että", "tai"),
}


def parse(document: Document, plan_id: str) -> Structure:
    """Find goals, actions, meters and sections; whatever has no place becomes a problem."""
    headings = load_headings()
    document = replace(document, blocks=tuple(without_furniture(document.blocks, headings)))
    language = _language(document, headings)
    known = known_words(document.lines)
    joiner = Joiner(known, headings.suspended, finnish=language == "fi")
    pieces = read_pieces(document.blocks, headings, language, joiner)
    return _Reader(document, headings, language, joiner, plan_id).read(pieces)


def _language(document: Document, headings: Headings) -> Language:
    """The language of most heading and function words; Swedish when there is none."""
    counts: dict[Language, int] = {"sv": 0, "fi": 0}
    for line in document.lines:
        if goal := headings.goal_heading(line.text):
            counts[goal.language] += 1
        elif headings.header_columns(line.text):
            counts[headings.column_language[line.text.split()[0].lower()]] += 1
        words = line.text.lower().split()
        for language, function_words in FUNCTION_WORDS.items():
            counts[language] += sum(word in function_words for word in words)
    for block in document.blocks:
        for name in block.columns.names if isinstance(block, Table) else ():
            if language_of_name := headings.column_language.get(name.lower()):
                counts[language_of_name] += 1
    return "fi" if counts["fi"] > counts["sv"] else "sv"


class _Reader:
    """Walks the paragraphs and tables once and collects the parts of the plan."""

    def __init__(
        self,
        document: Document,
        headings: Headings,
        language: Language,
        joiner: Joiner,
        plan_id: str,
    ) -> None:
        self.document = document
        self.headings = headings
        self.language = language
        self.plan_id = plan_id
        self.tables = [block for block in document.blocks if isinstance(block, Table)]
        self.actions = ActionReader(self.tables, headings, joiner)
        self.title: str | None = None
        self.parts: list[Part] = []
        self.opening: list[Paragraph] = []
        self.other_titles: dict[int, tuple[Language, str]] = {}
        self.problems: list[Problem] = list(document.problems)
        self.goal_words = False

    def read(self, pieces: Sequence[Piece]) -> Structure:
        """Place every piece, then assemble the parts."""
        for title in self.document.bookmarks:
            self._take_official_title(title)
        self.goal_words = any(
            isinstance(piece, Paragraph) and self._opens_goal(piece.text) for piece in pieces
        )
        for index, piece in enumerate(pieces):
            if isinstance(piece, Paragraph):
                self._place(piece, pieces[index + 1] if index + 1 < len(pieces) else None)
            else:
                self._place_table(piece)
        return self._structure()

    def _opens_goal(self, text: str) -> GoalHeading | None:
        goal = self.headings.goal_heading(text)
        return goal if goal and goal.language == self.language else None

    def _place(self, paragraph: Paragraph, after: Piece | None) -> None:
        text = paragraph.text
        if self._is_outline(paragraph):
            return
        if goal := self._opens_goal(text):
            self._open_goal(goal.number, goal.title, paragraph.first)
        elif self.headings.header_columns(text):
            self._open_table(paragraph)
        elif self._in_table() and not _is_numbered_heading(text):
            self.parts[-1].printed_rows.append(paragraph)
        elif _is_numbered_heading(text):
            self._place_numbered_heading(paragraph)
        elif self._is_title(paragraph):
            self.title = text
        elif self._is_heading(paragraph, after):
            self.parts.append(Part(text, None, paragraph.first, is_goal=False))
        elif self.parts:
            self.parts[-1].body.append(paragraph)
        else:
            self.opening.append(paragraph)

    def _place_numbered_heading(self, paragraph: Paragraph) -> None:
        """A numbered heading is an area of the plan, unless other things are its goals."""
        found = NUMBERED.match(paragraph.text)
        number, heading = found.groups() if found else ("0", paragraph.text)
        if self.goal_words or self.tables:
            self.parts.append(Part(paragraph.text, int(number), paragraph.first, is_goal=False))
        else:
            self._open_goal(int(number), heading, paragraph.first)

    def _open_goal(self, number: int | None, title: str, first: Line) -> None:
        """Open a goal, or go on with the one above when its heading is only repeated."""
        goals = [part for part in self.parts if part.is_goal]
        if goals and title == goals[-1].heading and number in (None, goals[-1].number):
            return
        if number is None:
            number = max((part.number or 0 for part in goals), default=0) + 1
        self.parts.append(Part(title, number, first, is_goal=True))

    def _open_table(self, paragraph: Paragraph) -> None:
        if not self.parts or not self.parts[-1].is_goal:
            self._report(paragraph, "a table header without a goal above it")
        elif self.headings.header_columns(paragraph.text) != ("action", "meter"):
            self._report(paragraph, "a table of these columns is read from PDF only")
        else:
            self.parts[-1].in_table = True

    def _in_table(self) -> bool:
        return bool(self.parts) and self.parts[-1].in_table

    def _place_table(self, table: Table) -> None:
        """Put the rows of a table under their goals."""
        if not table.rows:
            return
        self._report_unread(table)
        if "goal" not in table.columns.kinds:
            self._goal_above(table)
        last: Cell = ()
        for row in (TableRow(table.columns, row) for row in table.rows):
            goal = row.cell("goal")
            if goal and goal != last[-len(goal) :]:
                self._place_goal_cell(goal, last)
                last = goal
            elif self._is_goal_row(row):
                self._place_goal_cell(row.only_cell(), ())
                continue
            self._goal_part(row).rows.append(row)

    def _place_goal_cell(self, cell: Cell, before: Cell) -> None:
        """Open the goal of a merged cell; on a new page its text may only go on."""
        text = self.actions.text(cell)
        goals = [part for part in self.parts if part.is_goal]
        cut = before and cell[0].page > before[0].page and text[:1].islower()
        if cut and goals:
            goals[-1].heading = self.actions.text((*before, *cell))
            title = read_goal_title(goals[-1].heading, self.headings)
            goals[-1].heading = title.title
            return
        title = read_goal_title(text, self.headings)
        self._open_goal(title.number, title.title, Line(cell[0].text, 0, cell[0].page))

    def _is_goal_row(self, row: TableRow) -> bool:
        """Whether a row holds nothing but a goal's heading."""
        cell = row.only_cell()
        text = self.actions.text(cell)
        if not text or "goal" in row.columns.kinds:
            return False
        return bool(self.headings.goal_heading(text) or self.headings.named_goal(text))

    def _goal_part(self, row: TableRow) -> Part:
        """The goal that the rows of a table belong to now."""
        for part in reversed(self.parts):
            if part.is_goal:
                return part
        first = Line("", 0, row.row.page)
        self.parts.append(Part(self.title or "", 1, first, is_goal=True))
        return self.parts[-1]

    def _goal_above(self, table: Table) -> None:
        """Make the heading right over a table its goal, when no goal has been opened by words."""
        page = table.rows[0].page
        last = self.parts[-1] if self.parts else None
        has_goal = any(part.is_goal for part in self.parts)
        if last and not last.is_goal and last.is_empty and not (self.goal_words and has_goal):
            self.parts.pop()
            title = read_goal_title(last.heading, self.headings)
            self._open_goal(title.number, title.title, last.first)
        elif last and not has_goal:
            self._open_goal(None, last.heading, last.first)
        elif not has_goal:
            names = " | ".join(table.columns.names)
            self.problems.append(Problem(names, "a table without a goal above it", page=page))

    def _report_unread(self, table: Table) -> None:
        """Say which columns of a table are left out."""
        for index, kind in enumerate(table.columns.kinds):
            filled = [row for row in table.rows if row.cells[index]]
            if kind is None and filled:
                name = table.columns.names[index]
                why = f"a column of another kind, its {len(filled)} cells are left out"
                self.problems.append(Problem(name, why, page=filled[0].page))

    def _take_official_title(self, text: str) -> bool:
        """Keep a goal's heading in the other language as its official title there."""
        goal = self.headings.goal_heading(text)
        if not goal or goal.language == self.language:
            return False
        self.other_titles[goal.number] = (goal.language, goal.title)
        return True

    def _is_outline(self, paragraph: Paragraph) -> bool:
        """Take the headings in the other language, listed together, as official titles."""
        goals = [self.headings.goal_heading(line.text) for line in paragraph.lines]
        others = [goal for goal in goals if goal and goal.language != self.language]
        numbered = [NUMBERED.match(line.text) for line in paragraph.lines]
        if not others or not all(a or b for a, b in zip(goals, numbered, strict=True)):
            return False
        for line in paragraph.lines:
            self._take_official_title(line.text)
        return True

    def _is_title(self, paragraph: Paragraph) -> bool:
        """The first thing in a document is its title when it is no sentence."""
        first = self.title is None and not self.parts and not self.opening
        return first and self._looks_like_heading(paragraph)

    def _is_heading(self, paragraph: Paragraph, after: Piece | None) -> bool:
        """A heading has text under it, unless it is one of the known section headings."""
        if paragraph.text in self.headings.sections:
            return True
        if after is None or (isinstance(after, Paragraph) and after.text in self.headings.sections):
            return False
        numbered = (
            isinstance(after, Table) and read_goal_title(paragraph.text, self.headings).number
        )
        return bool(numbered) or self._looks_like_heading(paragraph)

    def _looks_like_heading(self, paragraph: Paragraph) -> bool:
        text = paragraph.text
        short = len(paragraph.lines) <= 3 and len(text) <= LONGEST_HEADING
        opens = text[:1].isupper() and not self.headings.is_bullet(text)
        return short and opens and not text.endswith(TERMINAL)

    def _report(self, paragraph: Paragraph, why: str) -> None:
        line = paragraph.first
        number = None if line.page else line.number
        self.problems.append(Problem(paragraph.text, why, number, line.page))

    def _place_opening(self) -> None:
        """Put the text before the first heading under the title, or into the first section."""
        sections = [part for part in self.parts if not part.is_goal]
        if self.opening and self.title:
            first = self.opening[0].first
            self.parts.insert(0, Part(self.title, None, first, is_goal=False, body=self.opening))
        elif sections:
            sections[0].body[:0] = self.opening
        else:
            for paragraph in self.opening:
                self._report(paragraph, "text before the first goal, and no section to hold it")

    def _structure(self) -> Structure:
        self._place_opening()
        self.parts = settled(self.parts)
        assembly = Assembly(
            self.plan_id, self.language, self.headings, self.actions, self.other_titles
        )
        goals, found = assembly.goals(self.parts), assembly.sections(self.parts)
        problems = (*self.problems, *assembly.problems)
        title = self.title or self.document.title
        return Structure(title, self.language, goals, found, problems)


def _is_numbered_heading(text: str) -> bool:
    return bool(NUMBERED.match(text)) and not text.endswith(TERMINAL) and len(text) < 150

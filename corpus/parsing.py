"""A document -> its goals, actions, meters and sections. Pure; the words are in headings.toml."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from corpus.actions import ActionReader
from corpus.collecting import Collector
from corpus.documents import Document
from corpus.goals import read_goal_title
from corpus.headings import GoalHeading, Headings, load_headings
from corpus.labelled import with_labelled_actions
from corpus.lines import Joiner, known_words, without_furniture
from corpus.paragraphs import NUMBERED, TERMINAL, Paragraph, Piece, read_pieces
from corpus.parts import Assembly, settled
from corpus.plan import Language, Structure
from corpus.tables import Table

LONGEST_HEADING = 200
LONGEST_NUMBERED_HEADING = 150
SPACED_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\s+(?=[A-ZÅÄÖ])")
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
    finnish = language == "fi"
    joiner = Joiner(known, headings.suspended, finnish, headings.open_ended, headings.usual)
    pieces = read_pieces(document.blocks, headings, language, joiner)
    pieces = with_labelled_actions(pieces, headings, joiner)
    reader = _Reader(pieces, headings, language, joiner)
    reader.read(document.bookmarks)
    return _structure(reader.collector, document, plan_id)


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


def _structure(collector: Collector, document: Document, plan_id: str) -> Structure:
    """Assemble what was collected."""
    collector.place_opening()
    parts = settled(collector.parts)
    assembly = Assembly(
        plan_id,
        collector.language,
        collector.headings,
        collector.actions,
        collector.other_titles,
    )
    goals, sections = assembly.goals(parts), assembly.sections(parts)
    problems = (*document.problems, *collector.problems, *assembly.problems)
    title = collector.title or document.title
    return Structure(title, collector.language, goals, sections, problems)


class _Reader:
    """Walks the paragraphs and tables once and decides what each of them is."""

    def __init__(
        self, pieces: Sequence[Piece], headings: Headings, language: Language, joiner: Joiner
    ) -> None:
        self.pieces = pieces
        self.headings = headings
        self.language = language
        paragraphs = [piece for piece in pieces if isinstance(piece, Paragraph)]
        tables = [piece for piece in pieces if isinstance(piece, Table)]
        self.has_areas = any(self._opens_table(*pair) for pair in pairwise(pieces))
        goal_words = any(self._opens_goal(paragraph.text) for paragraph in paragraphs)
        self.has_tables = bool(tables)
        self.has_other_goals = goal_words or self.has_tables
        actions = ActionReader(tables, headings, joiner)
        self.collector = Collector(headings, language, actions, goal_words)

    def read(self, bookmarks: Sequence[str]) -> None:
        """Place every piece."""
        for title in bookmarks:
            self.collector.take_official_title(title)
        for piece, after in zip_longest(self.pieces, self.pieces[1:]):
            if isinstance(piece, Table):
                self.collector.place_table(piece)
            elif not (self._is_outline(piece) or self._place_goal(piece)):
                self._place(piece, after)

    def _opens_goal(self, text: str) -> GoalHeading | None:
        goal = self.headings.goal_heading(text)
        if goal is None or goal.language != self.language or goal.is_below != self.has_areas:
            return None
        return goal

    def _opens_table(self, piece: Piece, after: Piece) -> bool:
        """Whether "Mål 1.2 title" stands over a table; such goals have areas over them."""
        if isinstance(piece, Table) or not isinstance(after, Table):
            return False
        goal = self.headings.goal_heading(piece.text)
        return goal is not None and goal.is_below

    def _place_goal(self, paragraph: Paragraph) -> bool:
        """Open the goal whose heading a paragraph is, or the plain-text table under it."""
        if goal := self._opens_goal(paragraph.text):
            number = None if goal.is_below else goal.number
            title = read_goal_title(paragraph.text, self.headings).title
            self.collector.open_goal(number, title, paragraph.first)
        elif self.headings.header_columns(paragraph.text):
            self.collector.open_printed_table(paragraph)
        else:
            return False
        return True

    def _place(self, paragraph: Paragraph, after: Piece | None) -> None:
        collector, text = self.collector, paragraph.text
        if collector.in_printed_table() and not _is_numbered_heading(text):
            collector.parts[-1].printed_rows.append(paragraph)
        elif _is_numbered_heading(text):
            self._place_numbered_heading(paragraph)
        elif self._is_title(paragraph):
            collector.title = text
        elif self._is_heading(paragraph, after):
            collector.open_section(text, paragraph.first)
        else:
            collector.add_text(paragraph)

    def _place_numbered_heading(self, paragraph: Paragraph) -> None:
        """A numbered heading is an area of the plan, unless other things are its goals."""
        if self.has_other_goals:
            self.collector.open_section(paragraph.text, paragraph.first)
        else:
            title = read_goal_title(paragraph.text, self.headings)
            self.collector.open_goal(title.number, title.title, paragraph.first)

    def _is_outline(self, paragraph: Paragraph) -> bool:
        """Take the headings in the other language, listed together, as official titles."""
        goals = [self.headings.goal_heading(line.text) for line in paragraph.lines]
        others = [goal for goal in goals if goal and goal.language != self.language]
        numbered = [NUMBERED.match(line.text) for line in paragraph.lines]
        if not others or not all(a or b for a, b in zip(goals, numbered, strict=True)):
            return False
        for line in paragraph.lines:
            self.collector.take_official_title(line.text)
        return True

    def _is_title(self, paragraph: Paragraph) -> bool:
        """The first thing in a document is its title when it is no sentence."""
        collector = self.collector
        first = collector.title is None and not collector.parts and not collector.opening
        return first and _looks_like_heading(paragraph, self.headings)

    def _is_heading(self, paragraph: Paragraph, after: Piece | None) -> bool:
        """A heading has text under it, unless it is one of the known section headings."""
        if paragraph.text in self.headings.sections:
            return True
        if after is None or (isinstance(after, Paragraph) and after.text in self.headings.sections):
            return False
        if isinstance(after, Table) and read_goal_title(paragraph.text, self.headings).number:
            return True
        text = paragraph.text
        if self.has_tables and SPACED_NUMBER.match(text):
            text = SPACED_NUMBER.sub("", text)
        return _looks_like_heading(replace(paragraph, text=text), self.headings)


def _looks_like_heading(paragraph: Paragraph, headings: Headings) -> bool:
    text = paragraph.text
    short = len(paragraph.lines) <= 3 and len(text) <= LONGEST_HEADING
    opens = text[:1].isupper() and not headings.is_bullet(text)
    return short and opens and not text.endswith(TERMINAL)


def _is_numbered_heading(text: str) -> bool:
    short = len(text) < LONGEST_NUMBERED_HEADING
    return short and bool(NUMBERED.match(text)) and not text.endswith(TERMINAL)

"""A document -> its goals, actions, meters and sections. Pure; the words are in headings.toml."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.documents import Document
from corpus.headings import GoalHeading, Headings, load_headings
from corpus.lines import Joiner, Line, known_words, without_furniture
from corpus.plan import Action, Goal, Language, Meter, Problem, Section, Structure
from corpus.sentences import sentences

NUMBERED = re.compile(r"(\d{1,2})\.\s+(\S.*)$", re.DOTALL)
TERMINAL = (".", "!", "?", ":", ";", ",")
LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, and the same as one line of text."""

    lines: tuple[Line, ...]
    text: str

    @property
    def first(self) -> Line:
        """Where the paragraph begins."""
        return self.lines[0]


@dataclass(slots=True)
class _Part:
    """A goal or section while its text is collected."""

    heading: str
    number: int | None
    first: Line
    is_goal: bool
    body: list[Paragraph] = field(default_factory=list)
    rows: list[Paragraph] = field(default_factory=list)
    in_table: bool = False


def parse(document: Document, plan_id: str) -> Structure:
    """Find goals, actions, meters and sections; whatever has no place becomes a problem."""
    headings = load_headings()
    lines = without_furniture(document.lines, headings)
    language = _language(lines, headings)
    joiner = Joiner(known_words(lines), headings.suspended, finnish=language == "fi")
    paragraphs = _merged(_paragraphs(lines, headings, language), joiner)
    return _Reader(headings, language, joiner, plan_id).read(paragraphs)


def _language(lines: Iterable[Line], headings: Headings) -> Language:
    """The language whose heading words come first and most; Swedish when none does."""
    counts: dict[Language, int] = {"sv": 0, "fi": 0}
    for line in lines:
        if goal := headings.goal_heading(line.text):
            counts[goal.language] += 1
        elif headings.header_columns(line.text):
            counts[headings.column_language[line.text.split()[0].lower()]] += 1
        for word in line.text.lower().split():
            counts["sv"] += word in ("och", "att", "för", "som", "av")
            counts["fi"] += word in ("ja", "sekä", "on", "että", "tai")
    return "fi" if counts["fi"] > counts["sv"] else "sv"


def _paragraphs(
    lines: Sequence[Line], headings: Headings, language: Language
) -> Iterator[list[Line]]:
    """Group lines: gaps, headings, list marks and page tops part them."""
    group: list[Line] = []
    for line in lines:
        if group and (not line.text or _parts(group, line, headings, language)):
            yield group
            group = []
        if line.text:
            group.append(line)
    if group:
        yield group


def _parts(group: list[Line], line: Line, headings: Headings, language: Language) -> bool:
    """Whether `line` opens a paragraph although no gap stands before it."""
    last = group[-1].text
    if _stands_alone(last, headings) or _stands_alone(line.text, headings):
        return True
    if headings.is_bullet(line.text):
        return True
    goal = headings.goal_heading(line.text)
    if goal and goal.language == language:
        return True
    opens = line.text[:1].isupper() or NUMBERED.match(line.text)
    return line.opens_page and bool(opens) and not last.endswith("-")


def _stands_alone(text: str, headings: Headings) -> bool:
    return text in headings.sections or bool(headings.header_columns(text))


def _merged(groups: Iterable[list[Line]], joiner: Joiner) -> list[Paragraph]:
    """Paragraphs as text, those that furniture or a page break cut in two made whole."""
    merged: list[list[Line]] = []
    for group in groups:
        before = merged[-1][-1].text if merged else "."
        goes_on = group[0].text[:1].islower() and not before.endswith(TERMINAL)
        if goes_on and not before.endswith(")"):
            merged[-1] = merged[-1] + group
        else:
            merged.append(group)
    return [Paragraph(tuple(g), joiner.join([line.text for line in g])) for g in merged]


class _Reader:
    """Walks the paragraphs once and collects the parts of the plan."""

    def __init__(
        self, headings: Headings, language: Language, joiner: Joiner, plan_id: str
    ) -> None:
        self.headings = headings
        self.language = language
        self.joiner = joiner
        self.plan_id = plan_id
        self.title: str | None = None
        self.parts: list[_Part] = []
        self.opening: list[Paragraph] = []
        self.other_titles: dict[int, tuple[Language, str]] = {}
        self.problems: list[Problem] = []

    def read(self, paragraphs: Sequence[Paragraph]) -> Structure:
        has_goal_words = any(self._opens_goal(p.text) for p in paragraphs)
        for index, paragraph in enumerate(paragraphs):
            after = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
            self._place(paragraph, after, has_goal_words)
        return self._structure()

    def _opens_goal(self, text: str) -> GoalHeading | None:
        goal = self.headings.goal_heading(text)
        return goal if goal and goal.language == self.language else None

    def _place(self, paragraph: Paragraph, after: Paragraph | None, goal_words: bool) -> None:
        text = paragraph.text
        if self._is_outline(paragraph):
            return
        if goal := self._opens_goal(text):
            self.parts.append(_Part(goal.title, goal.number, paragraph.first, is_goal=True))
        elif self.headings.header_columns(text):
            self._open_table(paragraph)
        elif self._in_table() and not _is_numbered_heading(text):
            self.parts[-1].rows.append(paragraph)
        elif _is_numbered_heading(text):
            number, heading = NUMBERED.match(text).groups()  # type: ignore[union-attr]
            shown = f"{number}. {heading}" if goal_words else heading
            self._open(shown, int(number), paragraph.first, is_goal=not goal_words)
        elif self._is_title(paragraph):
            self.title = text
        elif self._is_heading(paragraph, after):
            self._open(text, None, paragraph.first, is_goal=False)
        elif self.parts:
            self.parts[-1].body.append(paragraph)
        else:
            self.opening.append(paragraph)

    def _open(self, heading: str, number: int | None, first: Line, *, is_goal: bool) -> None:
        self.parts.append(_Part(heading, number, first, is_goal))

    def _open_table(self, paragraph: Paragraph) -> None:
        if not self.parts or not self.parts[-1].is_goal:
            self._report(paragraph, "a table header without a goal above it")
        elif self.headings.header_columns(paragraph.text) != ("action", "meter"):
            self._report(paragraph, "a table of these columns is read from PDF only")
        else:
            self.parts[-1].in_table = True

    def _in_table(self) -> bool:
        return bool(self.parts) and self.parts[-1].in_table

    def _is_outline(self, paragraph: Paragraph) -> bool:
        """Take the headings in the other language, listed together, as official titles."""
        goals = [self.headings.goal_heading(line.text) for line in paragraph.lines]
        others = [goal for goal in goals if goal and goal.language != self.language]
        numbered = [NUMBERED.match(line.text) for line in paragraph.lines]
        if not others or not all(a or b for a, b in zip(goals, numbered, strict=True)):
            return False
        for goal in others:
            self.other_titles[goal.number] = (goal.language, goal.title)
        return True

    def _is_title(self, paragraph: Paragraph) -> bool:
        """The first thing in a document is its title when it is no sentence."""
        first = self.title is None and not self.parts and not self.opening
        return first and self._looks_like_heading(paragraph)

    def _is_heading(self, paragraph: Paragraph, after: Paragraph | None) -> bool:
        """A heading has text under it, unless it is one of the known section headings."""
        if paragraph.text in self.headings.sections:
            return True
        if after is None or after.text in self.headings.sections:
            return False
        return self._looks_like_heading(paragraph)

    def _looks_like_heading(self, paragraph: Paragraph) -> bool:
        text = paragraph.text
        short = len(paragraph.lines) <= 3 and len(text) <= LONGEST_HEADING
        opens = text[:1].isupper() and not self.headings.is_bullet(text)
        return short and opens and not text.endswith(TERMINAL)

    def _report(self, paragraph: Paragraph, why: str) -> None:
        line = paragraph.first
        self.problems.append(Problem(paragraph.text, why, line.number, line.page))

    def _structure(self) -> Structure:
        sections = [part for part in self.parts if not part.is_goal]
        if sections:
            sections[0].body[:0] = self.opening
        else:
            for paragraph in self.opening:
                self._report(paragraph, "text before the first goal, and no section to hold it")
        goals = tuple(self._goal(part) for part in self.parts if part.is_goal)
        found = tuple(self._section(n, part) for n, part in enumerate(sections, start=1))
        return Structure(self.title, self.language, goals, found, tuple(self.problems))

    def _goal(self, part: _Part) -> Goal:
        ref = f"{self.plan_id}/{part.number}"
        actions = [*self._statements(ref, part.body), *self._rows(ref, part.rows)]
        numbered = tuple(_renumbered(action, f"{ref}.{n}") for n, action in enumerate(actions, 1))
        titles: dict[Language, str] = {self.language: part.heading}
        if part.number in self.other_titles:
            language, title = self.other_titles[part.number]
            titles[language] = title
        return Goal(ref, part.number or 0, part.heading, numbered, titles, part.first.page)

    def _statements(self, ref: str, body: Sequence[Paragraph]) -> Iterator[Action]:
        for paragraph in body:
            for sentence in sentences(paragraph.text):
                yield Action(ref, "statement", sentence, page=paragraph.first.page)

    def _rows(self, ref: str, rows: Sequence[Paragraph]) -> list[Action]:
        """Actions with their meters from a table whose two columns are printed in turn.

        An action is one or more full sentences; a meter is a phrase. What follows an action
        is its meter; a phrase after that is a further meter; a paragraph of sentences that
        ends in a phrase is a whole row on one line.
        """
        actions: list[Action] = []
        for row in rows:
            *whole, last = sentences(row.text)
            awaits_meter = bool(actions) and not actions[-1].meters
            if awaits_meter or not (whole or _is_sentence(last)):
                self._add_meter(actions, row)
            elif _is_sentence(last):
                actions.append(Action(ref, "action", row.text, page=row.first.page))
            else:
                text = " ".join(whole)
                meters = (Meter(ref, last),)
                actions.append(Action(ref, "action", text, meters, page=row.first.page))
        return actions

    def _add_meter(self, actions: list[Action], row: Paragraph) -> None:
        if not actions:
            self._report(row, "a meter without an action before it")
            return
        meters = (*actions[-1].meters, Meter(actions[-1].ref, row.text))
        actions[-1] = replace(actions[-1], meters=meters)

    def _section(self, number: int, part: _Part) -> Section:
        if not part.body:
            line = part.first
            why = "a heading without text under it"
            self.problems.append(Problem(part.heading, why, line.number, line.page))
        text = "\n".join(paragraph.text for paragraph in part.body)
        ref = f"{self.plan_id}/s{number}"
        return Section(ref, part.heading, text, self._items(part.body), part.first.page)

    def _items(self, body: Sequence[Paragraph]) -> tuple[str, ...]:
        """The points of the lists in a section, an introducing point joined to its sub-points."""
        marks = [p.text.split(maxsplit=1) for p in body if self.headings.is_bullet(p.text)]
        items: list[str] = []
        lead = ""
        for index, (mark, text) in enumerate(marks):
            nested = bool(lead) and mark != marks[0][0]
            opens = index + 1 < len(marks) and marks[index + 1][0] != mark and not nested
            if opens:
                lead = text
            else:
                items.append(f"{lead} {text}" if nested else text)
                lead = lead if nested else ""
        return tuple(items)


def _is_sentence(text: str) -> bool:
    return text.rstrip(")\"” ").endswith((".", "!", "?"))


def _is_numbered_heading(text: str) -> bool:
    return bool(NUMBERED.match(text)) and not text.endswith(TERMINAL) and len(text) < 150


def _renumbered(action: Action, ref: str) -> Action:
    meters = tuple(Meter(f"{ref}.{n}", meter.text) for n, meter in enumerate(action.meters, 1))
    return replace(action, ref=ref, meters=meters)

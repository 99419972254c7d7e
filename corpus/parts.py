"""The parts of a plan while they are collected, and the structure they make in the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.actions import ActionReader, TableRow, read_printed_rows
from corpus.headings import Headings
from corpus.lines import Line
from corpus.paragraphs import Paragraph
from corpus.plan import Action, Goal, Language, Meter, Problem, Section
from corpus.sentences import sentences


@dataclass(slots=True)
class Part:
    """A goal or section while its text is collected."""

    heading: str
    number: int | None
    first: Line
    is_goal: bool
    body: list[Paragraph] = field(default_factory=list)
    printed_rows: list[Paragraph] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)
    in_table: bool = False
    names_table: bool = False  # the heading over a table that has its goals in a column

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under the heading yet."""
        return not (self.body or self.printed_rows or self.rows)


def settled(parts: Sequence[Part]) -> list[Part]:
    """The parts with every goal once: mentions in lists and contents are no goals.

    A second goal of the same number and another title gets the next free number.
    """
    kept: list[Part] = []
    for part in parts:
        rivals = [other for other in parts if other.is_goal and other.number == part.number]
        if not part.is_goal or len(rivals) == 1:
            kept.append(part)
        elif part.is_empty and any(not other.is_empty for other in rivals):
            continue
        elif not part.rows and any(other.rows for other in rivals):
            kept.append(replace(part, is_goal=False, number=None))
        else:
            _keep_goal(kept, part, parts)
    return kept


def _keep_goal(kept: list[Part], part: Part, parts: Sequence[Part]) -> None:
    """Keep a goal whose number others have too: merged with its like, or renumbered."""
    same = [p for p in kept if p.is_goal and p.number == part.number]
    like = [p for p in same if p.heading.lower() == part.heading.lower()]
    if like:
        like[0].rows.extend(part.rows)
        like[0].printed_rows.extend(part.printed_rows)
        like[0].body.extend(part.body)
    elif same:
        free = max(p.number or 0 for p in (*kept, *parts)) + 1
        kept.append(replace(part, number=free))
    else:
        kept.append(part)


@dataclass(slots=True)
class Assembly:
    """Makes goals and sections of the collected parts; what has no place becomes a problem."""

    plan_id: str
    language: Language
    headings: Headings
    actions: ActionReader
    other_titles: dict[int, tuple[Language, str]]
    problems: list[Problem] = field(default_factory=list)

    def goals(self, parts: Sequence[Part]) -> tuple[Goal, ...]:
        """The goals among the parts."""
        return tuple(self._goal(part) for part in parts if part.is_goal)

    def sections(self, parts: Sequence[Part]) -> tuple[Section, ...]:
        """The sections, and the text around the table of a goal."""
        prose = [part for part in parts if part.body or not (part.is_goal or part.names_table)]
        holders = [part for part in prose if not part.is_goal or part.rows]
        return tuple(self._section(n, part) for n, part in enumerate(holders, start=1))

    def _goal(self, part: Part) -> Goal:
        ref = f"{self.plan_id}/{part.number}"
        statements = [] if part.rows else self._statements(ref, part.body)
        printed = read_printed_rows(ref, part.printed_rows, self.problems)
        actions = [*statements, *printed, *self.actions.read(ref, part.rows, self.problems)]
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

    def _section(self, number: int, part: Part) -> Section:
        if not part.body:
            why = "a heading without text under it"
            line = None if part.first.page else part.first.number
            self.problems.append(Problem(part.heading, why, line, part.first.page))
        text = "\n".join(paragraph.text for paragraph in part.body)
        ref = f"{self.plan_id}/s{number}"
        return Section(ref, part.heading, text, self._items(part.body), part.first.page)

    def _items(self, body: Sequence[Paragraph]) -> tuple[str, ...]:
        """The points of the lists in a section, an introducing point joined to its sub-points."""
        points = [p.text for p in body if self.headings.is_bullet(p.text) and p.text[1:]]
        marks = [(text[0], text[1:].strip()) for text in points]
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


def _renumbered(action: Action, ref: str) -> Action:
    meters = tuple(Meter(f"{ref}.{n}", meter.text) for n, meter in enumerate(action.meters, 1))
    return replace(action, ref=ref, meters=meters)

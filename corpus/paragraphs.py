"""Lines -> paragraphs, with the tables of a PDF in their places between them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.flow import Block
from corpus.headings import Headings
from corpus.lines import Joiner, Line
from corpus.plan import Language
from corpus.tables import Table

NUMBERED = re.compile(r"(\d{1,2})\.\s+(\S.*)$", re.DOTALL)
OPENS_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÅÄÖ]")
NAMED = re.compile(r"[A-ZÅÄÖ][\w-]*(?: [\w-]+){0,2}:\s")  # "Budget: ...", a fact of any name
TERMINAL = (".", "!", "?", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, and the same as one line of text."""

    lines: tuple[Line, ...]
    text: str

    @property
    def first(self) -> Line:
        """Where the paragraph begins."""
        return self.lines[0]


Piece = Paragraph | Table


def read_pieces(
    blocks: Sequence[Block], headings: Headings, language: Language, joiner: Joiner
) -> list[Piece]:
    """The paragraphs and tables of a document."""
    pieces: list[Piece] = []
    run: list[Line] = []
    for block in (*blocks, None):
        if isinstance(block, Line):
            run.extend(replace(block, text=part) for part in headings.labelled_parts(block.text))
            continue
        merged = _merged(_grouped(run, headings, language))
        titled = _titled(merged, headings)
        pieces.extend(Paragraph(tuple(g), joiner.join([line.text for line in g])) for g in titled)
        run = []
        if block:
            pieces.append(block)
    return pieces


def _grouped(lines: Sequence[Line], headings: Headings, language: Language) -> Iterator[list[Line]]:
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
    if headings.is_bullet(line.text) or headings.label(line.text):
        return True
    if headings.label(group[0].text) and NAMED.match(line.text):
        return True
    goal = headings.goal_heading(line.text)
    if goal and goal.language == language:
        return True
    opens = line.text[:1].isupper() or OPENS_NUMBERED.match(line.text)
    return line.opens_page and bool(opens) and not last.endswith("-")


def _stands_alone(text: str, headings: Headings) -> bool:
    return text in headings.sections or bool(headings.header_columns(text))


def _merged(groups: Iterable[list[Line]]) -> list[list[Line]]:
    """The groups, those that furniture or a page break cut in two made whole."""
    merged: list[list[Line]] = []
    for group in groups:
        before = merged[-1][-1].text if merged else "."
        goes_on = group[0].text[:1].islower() and not before.endswith(TERMINAL)
        if goes_on and not before.endswith(")"):
            merged[-1] = merged[-1] + group
        else:
            merged.append(group)
    return merged


def _titled(groups: Iterable[list[Line]], headings: Headings) -> list[list[Line]]:
    """The groups, a line "Mål 1" put to the title under it."""
    titled: list[list[Line]] = []
    for group in groups:
        above = titled[-1] if titled else []
        if len(above) == 1 and headings.lone_goal(above[0].text):
            above.extend(group)
        else:
            titled.append(group)
    return titled

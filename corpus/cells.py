"""The lines of a cell -> its items: several meters, bullets or paragraphs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.headings import DASHES, Headings
from corpus.tables import Cell, CellLine

EMPTY = re.compile(r"[-–—.\s]*$")
NUMBER_MARK = re.compile(r"\(?(?:\d{1,2}|[a-zåäö])[.)]\s+")
CLEARLY_WIDER = 0.1  # of the font size; a paragraph gap is at least so much wider than leading


@dataclass(frozen=True, slots=True)
class Spacing:
    """How the cells of a column set their items apart."""

    leading: float
    parted: bool  # items stand apart by a wider gap or by marks somewhere in the column
    names: frozenset[str] = frozenset()  # words with a capital in the middle of a line


def is_empty(cell: Cell) -> bool:
    """Whether a cell holds nothing, or a dash that says so."""
    return all(EMPTY.match(line.text) for line in cell)


def spacing(cells: Iterable[Cell], headings: Headings) -> Spacing:
    """Learn from a column's cells how far its lines and its items stand apart."""
    cells = list(cells)
    pairs = [pair for cell in cells for pair in pairwise(cell)]
    pairs = [(a, b) for a, b in pairs if a.page == b.page and b.y > a.y]
    sure = [_pitch(a, b) for a, b in pairs if b.text[:1].islower() or a.text.endswith("-")]
    leading = median(sure) if sure else min([_pitch(a, b) for a, b in pairs], default=1.2)
    wide = [_pitch(a, b) > leading + CLEARLY_WIDER for a, b in pairs]
    marked = any(_mark(b, headings) for _, b in pairs)
    return Spacing(min(leading, 1.9), any(wide) or marked, _names(cells))


def _names(cells: Iterable[Cell]) -> frozenset[str]:
    """Words that have their capital although they open neither a line nor a sentence."""
    found = set()
    for line in (line for cell in cells for line in cell):
        for before, word in pairwise(line.text.split()):
            if word[:1].isupper() and before[-1:].isalnum():
                found.add(word)
    return frozenset(found)


def _pitch(above: CellLine, below: CellLine) -> float:
    """The distance of two baselines in font sizes."""
    return (below.y - above.y) / max(above.size, below.size)


def _mark(line: CellLine, headings: Headings) -> str:
    """The list mark a line opens with, empty when there is none."""
    if headings.is_bullet(line.text) or line.text in DASHES:
        return line.text[0]
    number = NUMBER_MARK.match(line.text)
    return number.group() if number else ""


def items(cell: Cell, column: Spacing, headings: Headings) -> list[list[str]]:
    """The lines of each item of a cell, without their list marks."""
    found: list[list[CellLine]] = []
    marked = bool(cell) and bool(_mark(cell[0], headings) or _is_listed(cell))
    for line in cell:
        if not found or _opens_item(found[-1][-1], line, column, marked, headings):
            found.append([line])
        else:
            found[-1].append(line)
    texts = [[line.text for line in item] for item in found if not is_empty(tuple(item))]
    return [_unmarked(text, headings) for text in texts]


def _is_listed(cell: Cell) -> bool:
    """Whether semicolons part the items of a cell, so that its lines need not."""
    return any(";" in line.text for line in cell)


def _unmarked(lines: list[str], headings: Headings) -> list[str]:
    """The lines of an item without the mark before the first one."""
    first = CellLine(lines[0], 0, 0, 1, False, 0, 0)
    mark = _mark(first, headings)
    return [lines[0][len(mark) :].strip(), *lines[1:]]


def _opens_item(
    above: CellLine, line: CellLine, column: Spacing, marked: bool, headings: Headings
) -> bool:
    """Whether a line opens a further item of its cell."""
    if _mark(line, headings):
        return True
    if above.text.endswith(("-", "\u00ad")) or line.text.startswith("("):
        return False
    if above.page == line.page and _pitch(above, line) > column.leading + CLEARLY_WIDER:
        return not marked or not line.text[:1].islower()
    if marked or (column.parted and above.page == line.page):
        return False
    return _reads_as_new(above, line, column, headings)


def _reads_as_new(above: CellLine, line: CellLine, column: Spacing, headings: Headings) -> bool:
    """Whether the words of two lines, without help from gaps, are those of two items."""
    text = above.text
    open_bracket = text.count("(") > text.count(")")
    goes_on = text.endswith((",", "/", "–", "&", ":")) or open_bracket
    fits = line.first_word + 0.3 * line.size < above.room
    if goes_on or (not fits and text.split()[-1].lower() in headings.open_ended):
        return False
    if line.text[:1].isupper():
        return fits or line.text.split()[0] not in column.names
    return fits and line.text[:1].isdigit() and not text[-1:].islower()

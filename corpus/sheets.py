"""Sheets as they are drawn -> pages as they are read, cleaned of what nobody can see."""

from collections.abc import Iterator, Sequence
from statistics import median

from corpus.characters import SPACES, clean
from corpus.drawn_bullets import with_bullets
from corpus.notes import without_note_marks
from corpus.pages import Page, Rule, Word
from corpus.pdf_ink import Sheet
from corpus.plan import Problem
from corpus.turned import laid_level

LONGEST_PROBLEM = 300  # characters of hidden text that a problem shows
UNDER = (-0.5, 0.3)  # of the font size, from the baseline downwards
SAME_END = 1.5  # points
BACKGROUND = 0.8  # of the page height; a taller box is no cell


def page_of(sheet: Sheet, number: int) -> Page:
    """The page that a sheet shows."""
    words = with_bullets(tuple(_words(sheet)), sheet.dots)
    size = median(word.size for word in words) if words else 0.0
    turned = laid_level(sheet.turned, size)
    rules = tuple(rule for rule in _rules(sheet) if not _underlines(rule, words))
    page = Page(number, sheet.width, sheet.height, words, rules, turned)
    return without_note_marks(page)


def _words(sheet: Sheet) -> Iterator[Word]:
    for text, x0, x1, y, size, bold in sheet.words:
        visible = clean(text).translate(SPACES).strip()
        if visible:
            yield Word(visible, x0, x1, y, size, bold)


def _rules(sheet: Sheet) -> Iterator[Rule]:
    """The rules of a sheet and the edges of its filled boxes, but for a background."""
    yield from (Rule(*rule) for rule in sheet.rules)
    for x0, y0, x1, y1 in sheet.boxes:
        if y1 - y0 > BACKGROUND * sheet.height:
            continue
        yield from (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1))
        yield from (Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1))


def _underlines(rule: Rule, words: Sequence[Word]) -> bool:
    """Whether a rule runs under or through words from the first to the last one, as for a link."""
    if not rule.level:
        return False
    near = [w for w in words if UNDER[0] < (rule.y0 - w.y) / w.size < UNDER[1]]
    opens = any(abs(word.x0 - rule.x0) < SAME_END for word in near)
    return opens and any(abs(word.x1 - rule.x1) < SAME_END for word in near)


def problems_of(sheet: Sheet, number: int) -> Iterator[Problem]:
    """What a sheet holds but does not show, and what it shows sideways."""
    for why, words in sheet.hidden.items():
        yield Problem(_shortened(words), f"{why}, left out", page=number)
    if sheet.turned:
        words = [text for text, *_ in sheet.turned]
        why = "text that runs sideways, left out if it does not stand in a column of goals"
        yield Problem(_shortened(words), why, page=number)


def _shortened(words: list[str]) -> str:
    return clean(" ".join(words[:LONGEST_PROBLEM]))[:LONGEST_PROBLEM]

"""Footnotes: the raised marks in a text, and the notes that open with the same marks."""

import re
from dataclasses import replace

from corpus.pages import Page, TextLine, Word

MARK = re.compile(r"\d{1,2}\)?|\*{1,3}")
SMALLER = 0.89  # of the size of the words beside it
RAISED = (0.1, 0.75)  # of that size, above their baseline
BESIDE = 0.35  # of that size
BEFORE_NOTE = 0.8


def without_note_marks(page: Page) -> Page:
    """The page with raised marks on the baseline beside them, without those that lead to notes."""
    marks = [word for word in page.words if MARK.fullmatch(word.text)]
    hosts = {id(mark): host for mark in marks if (host := _host(mark, page.words))}
    opening = {mark.text for mark in marks if _stands_before(mark, hosts.get(id(mark)))}
    words = []
    for word in page.words:
        host = hosts.get(id(word))
        if host is None:
            words.append(word)
        elif _stands_before(word, host) or word.text not in opening:
            words.append(replace(word, y=host.y))
    return replace(page, words=tuple(words))


def opens_note(line: TextLine) -> bool:
    """Whether a line opens with the small mark of a footnote."""
    first, *rest = line.words
    return bool(rest and MARK.fullmatch(first.text)) and first.size <= SMALLER * rest[0].size


def _stands_before(mark: Word, host: Word | None) -> bool:
    return host is not None and host.x0 > mark.x0


def _host(mark: Word, words: tuple[Word, ...]) -> Word | None:
    """The larger word that a raised mark stands behind, else the one it stands before."""
    near = [other for other in words if _is_raised(mark, other)]
    behind = [host for host in near if abs(mark.x0 - host.x1) < BESIDE * host.size]
    before = [host for host in near if -1 < host.x0 - mark.x1 < BEFORE_NOTE * host.size]
    return next(iter(behind or before), None)


def _is_raised(mark: Word, other: Word) -> bool:
    above = (other.y - mark.y) / other.size
    return mark.size <= SMALLER * other.size and RAISED[0] < above < RAISED[1]

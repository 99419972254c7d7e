"""Printed lines -> running text: page furniture away, broken words joined, real hyphens kept."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpus.headings import Headings

WORD = re.compile(r"[^\W_]+(?:[-–][^\W_]+)*")
LINE_END_HYPHENS = ("-", "\u00ad", "\u2010", "\u200b")
FINNISH_VOWELS = "aeiouyäö"
CUT = "\u200b"  # closes a line that the cell's border may have cut in the middle of a word
CUT_NAME = CUT * 2  # the same in a cell of names, where few words have small letters
CUT_SHORT = CUT * 3  # the same behind a word so short that only a usual word is proof
UNJOINED = ("icke", "ei")  # "icke-brådskande", "ei-kiireellinen"
AROUND = 3  # letters, on each side of a cut
OPEN_END = re.compile(r"\w[–/]$")
OPEN_YEARS = re.compile(r"\b\d{4} ?[–-]\n\d{4}$")
_CUT_YEAR = r"(?:\d\n\d{3}|\d\d\n\d\d|\d{3}\n\d|\n\d{4})"
CUT_NUMBER = re.compile(  # "31.5.2" over "026", "31." over "5.2026", "2025–20" over "28"
    rf"\b\d{{1,2}}\.\d{{1,2}}\.{_CUT_YEAR}\b|\b\d{{1,2}}\.\n\d{{1,2}}\.\d{{4}}\b|\b\d{{4}}[–-]{_CUT_YEAR}\b"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; an empty text is a gap between paragraphs."""

    text: str
    number: int
    page: int | None = None
    opens_page: bool = False


Printed = TypeVar("Printed")


def without_furniture(printed: Iterable[Printed], headings: Headings) -> list[Printed]:
    """Drop page headers, page numbers and contact blocks, wherever they interrupt the text.

    What is no line, such as a table, stays.
    """
    kept: list[Printed] = []
    block: str | None = None
    for thing in printed:
        text = thing.text if isinstance(thing, Line) else None
        block = None if text is None else _block(text, block, headings)
        alone = text is not None and headings.alone.match(text) and not _ends_years(kept, text)
        alone = alone and not _is_value(kept, headings)
        if text is None or (block is None and not alone):
            kept.append(thing)
    return kept


def _ends_years(kept: Sequence[object], text: str) -> bool:
    """Whether a line is the last year of a period that the line before it left open."""
    above = kept[-1] if kept else None
    return isinstance(above, Line) and bool(OPEN_YEARS.search(f"{above.text}\n{text}"))


def _is_value(kept: Sequence[object], headings: Headings) -> bool:
    """Whether the last line with text is the name of a time, whose value may be a bare year."""
    texts = [line.text for line in kept[-2:] if isinstance(line, Line) and line.text]
    return bool(texts) and headings.column(texts[-1]) == "schedule"


def _block(text: str, block: str | None, headings: Headings) -> str | None:
    """The furniture block a line belongs to: header, contact or none."""
    if headings.contact.match(text):
        return "contact"
    if headings.opens.match(text):
        return "header"
    if block == "contact":
        return "contact" if text else None
    if block == "header" and (not text or headings.continues.match(text)):
        return "header"
    return None


def known_words(lines: Iterable[Line]) -> frozenset[str]:
    """The lower-case words of a document that no line end breaks; evidence for joining others."""
    known: set[str] = set()
    broken = False
    for line in lines:
        words = WORD.findall(line.text.lower())
        ends_broken = line.text.endswith(LINE_END_HYPHENS)
        known.update(words[int(broken) : len(words) - int(ends_broken)])
        broken = ends_broken
    return frozenset(known)


@dataclass(frozen=True, slots=True)
class Joiner:
    """Joins the lines of a paragraph with the document's own words as evidence."""

    known: frozenset[str]
    suspended: frozenset[str]
    finnish: bool
    open_ended: frozenset[str]
    usual: frozenset[str]

    def join(self, lines: Sequence[str]) -> str:
        """One line of running text with single spaces."""
        text = ""
        for number, line in enumerate(lines, start=1):
            plain = " ".join(line.replace("\u00ad", "-").split())
            text = self._append(text, plain, is_last=number == len(lines))
        return text.strip().rstrip(CUT)

    def _append(self, text: str, line: str, *, is_last: bool) -> str:
        if not text or not line:
            return text or line
        mark, text = text[len(text.rstrip(CUT)) :], text.rstrip(CUT)
        if self._touches(text, line) or (mark and self._is_rest(text, line, mark, is_last)):
            return text + line
        if self.finnish and text.endswith(" -") and line[0].islower():
            return text + line  # "Hyvän mielen työpaikka -valmennus"
        if not (text.endswith(("-", "\u2010")) and text[-2:-1].isalnum()):
            return f"{text} {line}"
        text = text[:-1]
        left, right = WORD.findall(text)[-1], line.split()[0]
        if right.strip(".,;:()").lower() in self.suspended:
            return f"{text}- {line}"
        return f"{text}-{line}" if self._keeps_hyphen(text, left, right) else text + line

    def _touches(self, text: str, line: str) -> bool:
        """Whether no space belongs between two lines: "maj–" + "juni", "motion/" + "kultur"."""
        closes = line.startswith((",", ";", ".", ")", ":"))
        return closes or bool(OPEN_END.search(text) or CUT_NUMBER.search(f"{text}\n{line}"))

    def _is_rest(self, text: str, line: str, mark: str, is_last: bool) -> bool:
        """Whether a line opens with no word of the document, but with the rest of one."""
        rest, left = "".join(WORD.findall(line.split()[0])[:1]), WORD.findall(text)[-1].lower()
        if not line[0].islower():
            return False
        if self._completes(left, rest):
            return True
        if left in self.known or mark == CUT_SHORT:
            return False
        is_whole = line.split()[0] == rest  # no "and" before a comma
        if rest in self.open_ended and is_whole and not (self.finnish and len(rest) == 1):
            return is_last and rest == line  # no text ends in "and"
        if left + rest in self.known or len(rest) == 1:
            return True
        return rest not in self.known and (mark == CUT_NAME or self._is_one_word(left, rest))

    def _completes(self, left: str, rest: str) -> bool:
        """Whether a cut went through the usual word that `left` and `rest` end with."""
        whole = left + rest
        return any(whole.endswith(word) and len(rest) < len(word) for word in self.usual)

    def _is_one_word(self, left: str, rest: str) -> bool:
        """Whether the document has words with the letters around a cut, or none begins so."""
        around = left[-AROUND:] + rest[:AROUND]
        ends = len(rest) < AROUND
        seen = any(w.endswith(around) if ends else around in w for w in self.known)
        return seen or not any(word.startswith(rest[:2]) for word in self.known)

    def _keeps_hyphen(self, text: str, left: str, right: str) -> bool:
        """Whether the hyphen at a line end belongs to the word rather than to the line break."""
        second = "".join(WORD.findall(right)[:1])
        if not second or not second[0].islower():
            return True
        last = left.rpartition("-")[2]
        may_part = self.finnish and last.lower() in FINNISH_VOWELS
        if left.lower() in UNJOINED or (len(last) == 1 and not may_part):  # "e-" over "tjänster"
            return True
        if (left + second).lower() in self.known:
            return False
        if f"{left}-{second}".lower() in self.known:
            return True
        if (last.isupper() and len(last) > 1) or last[-1].isdigit():
            return True
        if self.finnish and last[-1].lower() == second[0] and second[0] in FINNISH_VOWELS:
            return True
        return self._is_name(text, left, second.lower())

    def _is_name(self, text: str, left: str, second: str) -> bool:
        """Whether `left` ends a name that is hyphenated elsewhere or has several words."""
        if left[0].isupper():
            return any(word.startswith(f"{left.lower()}-") for word in self.known)
        before = text[: -len(left)].rstrip(" ")
        opens_text = before.isalnum() and second not in self.known  # its capital says nothing
        previous = re.search(r"(?:^|[^.!?:–]\s|[(\"”])([A-ZÅÄÖ][\w]*)$", before)
        is_known = left.lower() in self.known and before != text[: -len(left)]
        return bool(previous) and is_known and not opens_text

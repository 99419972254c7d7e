"""Word lists by which messages are understood, matched on folded lower-case words."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.plan import LANGUAGES
from index.words import fold, words

# Lists of words that say how something is asked, not about what.
FRAMES = (
    "stop",
    "spoken",
    "pointing",
    "continuing",
    "acknowledging",
    "meter",
    "more",
    "yes",
    "goal",
    "area",
    "action",
    "list",
    "thanks",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as folded words and as one folded line of text."""

    words: tuple[str, ...]
    line: str

    @classmethod
    def of(cls, text: str) -> "Reading":
        """Read a message."""
        found = tuple(fold(word) for word in words(text))
        return cls(found, f" {' '.join(found)} ")


class WordList:
    """Words, word beginnings (ending in ``*``) and phrases of one meaning in both languages."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._words: set[str] = set()
        beginnings: list[str] = []
        phrases: list[str] = []
        for entry in entries:
            if " " in entry:
                phrases.append(entry.replace("*", ""))
            elif entry.endswith("*"):
                beginnings.append(entry[:-1])
            else:
                self._words.add(entry)
        self._beginnings = tuple(beginnings)
        self._phrases = tuple(f" {phrase}" for phrase in phrases)

    def matches(self, word: str) -> bool:
        """Whether one folded word belongs to the list."""
        return word in self._words or word.startswith(self._beginnings)

    def found_in(self, reading: Reading) -> bool:
        """Whether a word or phrase of the list stands in the message."""
        if not self._words.isdisjoint(reading.words):
            return True
        if any([word.startswith(self._beginnings) for word in reading.words]):
            return True
        return any([phrase in reading.line for phrase in self._phrases])

    def opens(self, reading: Reading) -> bool:
        """Whether the message begins with a word or phrase of the list."""
        if reading.line.startswith(self._phrases):
            return True
        return bool(reading.words) and self.matches(reading.words[0])

    def left_of(self, reading: Reading) -> Reading:
        """The message without the words of the list that it begins with, unless it is all."""
        words = list(reading.words)
        while words and self.matches(words[0]):
            words.pop(0)
        return Reading(tuple(words), f" {' '.join(words)} ") if words else reading

    def is_all_of(self, reading: Reading) -> bool:
        """Whether the message consists of words of the list alone."""
        rest = reading.line
        for phrase in self._phrases:
            rest = rest.replace(f"{phrase} ", " ")
        return bool(reading.words) and all(self.matches(word) for word in rest.split())


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).with_name("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def word_list(name: str) -> WordList:
    """The list `name` of words.toml, both languages together."""
    table = _tables()[name]
    return WordList(entry for language in LANGUAGES for entry in table[language])


@cache
def _numerals(name: str) -> tuple[tuple[WordList, int], ...]:
    return tuple(
        (WordList(entry.split("|")), number)
        for language in LANGUAGES
        for number, entry in enumerate(_tables()[name][language], start=1)
    )


def number_of(word: str) -> int | None:
    """The number that a digit string, ordinal or cardinal word means, up to 99."""
    if re.fullmatch(r"\d{1,2}", word):
        return int(word)
    return ordinal_of(word) or _meant(word, "cardinal")


def ordinal_of(word: str) -> int | None:
    """The number that an ordinal word means."""
    return _meant(word, "ordinal")


@cache
def united(names: tuple[str, ...]) -> WordList:
    """Several lists of words.toml as one."""
    return WordList(
        entry for name in names for language in LANGUAGES for entry in _tables()[name][language]
    )


@cache
def entries_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The single words and word beginnings of several lists, without their marks."""
    found = (
        entry.rstrip("*")
        for name in names
        for language in LANGUAGES
        for entry in _tables()[name][language]
    )
    return tuple(entry for entry in found if " " not in entry)


@cache
def _every_numeral(name: str) -> WordList:
    """All numerals of a list together, to tell quickly that a word is none."""
    table = _tables()[name]
    entries = (entry for language in LANGUAGES for entry in table[language])
    return WordList(part for entry in entries for part in entry.split("|"))


def _meant(word: str, name: str) -> int | None:
    if not _every_numeral(name).matches(word):
        return None
    return next((number for entry, number in _numerals(name) if entry.matches(word)), None)

"""Word lists by which messages are understood, matched on folded lower-case words."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus.plan import LANGUAGES
from index.words import REMEMBERED, fold, words

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
LARGEST_NUMBER = 99
PUNCTUATION = " .,;:!?()[]\"'”»«–-"

_IN_NONE: frozenset[str] = frozenset()


class WordLists:
    """Lists of words, word beginnings (ending in ``*``) and phrases, looked up by their words."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        self._beginnings: defaultdict[str, set[str]] = defaultdict(set)
        self._phrases: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._phrases_of: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for name, entries in lists.items():
            for entry in entries:
                self._add(name, entry)
        self.of_word = lru_cache(maxsize=REMEMBERED)(self._of_word)

    def _add(self, name: str, entry: str) -> None:
        first, *more = entry.split()
        if more:
            phrase = f" {entry.replace('*', '')}"
            self._phrases[first].append((phrase, name))
            self._phrases_of[name] += (phrase,)
        elif entry.endswith("*"):
            self._beginnings[entry[:-1]].add(name)
        else:
            self._words[entry].add(name)

    def _of_word(self, word: str) -> frozenset[str]:
        """The lists that one folded word belongs to."""
        beginnings = (self._beginnings.get(word[:length]) for length in range(1, len(word) + 1))
        found = [names for names in (self._words.get(word), *beginnings) if names]
        return _IN_NONE.union(*found) if found else _IN_NONE

    def of_line(self, line: str) -> frozenset[str]:
        """The lists of which a word or a phrase stands in a line of folded words."""
        found = line.split()
        held = _IN_NONE.union(*map(self.of_word, found))
        if self._phrases.keys().isdisjoint(found):
            return held
        phrases = (pair for word in found for pair in self._phrases.get(word, ()))
        return held.union(name for phrase, name in phrases if phrase in line)

    def phrases_of(self, name: str) -> tuple[str, ...]:
        """The phrases of one list, each with a space before it."""
        return self._phrases_of.get(name, ())


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as folded words, as one folded line of text, and the word lists it touches."""

    words: tuple[str, ...]
    line: str
    lists: frozenset[str]

    @staticmethod
    @lru_cache(maxsize=32)
    def of(text: str) -> "Reading":
        """Read a message; what was just read is remembered for the steps of the same answer."""
        return Reading.of_words(fold(" ".join(words(text))).split())

    @staticmethod
    def of_words(folded: Iterable[str]) -> "Reading":
        """Read folded words."""
        found = tuple(folded)
        line = f" {' '.join(found)} "
        return Reading(found, line, _lists().of_line(line))

    def has(self, *names: str) -> bool:
        """Whether a word or phrase of one of the lists stands in the message."""
        return not self.lists.isdisjoint(names)

    def opens(self, name: str) -> bool:
        """Whether the message begins with a word or phrase of the list."""
        if self.line.startswith(_lists().phrases_of(name)):
            return True
        return bool(self.words) and is_in(self.words[0], name)

    def without(self, name: str) -> "Reading":
        """The message without the words of the list that it begins with, unless it is all."""
        kept = list(self.words)
        while kept and is_in(kept[0], name):
            kept.pop(0)
        return Reading.of_words(kept) if kept and len(kept) < len(self.words) else self

    def is_all(self, name: str) -> bool:
        """Whether the message consists of words of the list alone."""
        if name not in self.lists:
            return False
        rest = self.line
        for phrase in _lists().phrases_of(name):
            rest = rest.replace(f"{phrase} ", " ")
        return all(is_in(word, name) for word in rest.split())


def bare_word(printed: str) -> str:
    """One printed word as it stands in the lists, without what is printed around it."""
    return fold(printed.strip(PUNCTUATION).lower())


def is_in(word: str, *names: str) -> bool:
    """Whether one folded word belongs to one of the lists."""
    return not _lists().of_word(word).isdisjoint(names)


def entries_of(names: Iterable[str]) -> tuple[str, ...]:
    """The single words and word beginnings of several lists, without their marks."""
    entries = (entry for name in names for entry in _entries(_tables()[name]))
    return tuple(entry.rstrip("*") for entry in entries if " " not in entry)


@lru_cache(maxsize=REMEMBERED)
def number_of(word: str) -> int | None:
    """The number that a digit string, ordinal or cardinal word means, up to 99."""
    if word.isdecimal():
        return int(word) if int(word) <= LARGEST_NUMBER and len(word) <= 2 else None
    return ordinal_of(word) or _meant(word, "cardinal")


def ordinal_of(word: str) -> int | None:
    """The number that an ordinal word means."""
    return _meant(word, "ordinal")


def _meant(word: str, name: str) -> int | None:
    found = _numerals(name).of_word(word)
    return min(map(int, found)) if found else None


@cache
def _numerals(name: str) -> WordLists:
    """The words of each number, which stand in the order of the numbers they mean."""
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for number, entry in enumerate(_tables()[name][language], start=1):
            numbers[str(number)] += entry.split("|")
    return WordLists(numbers)


@cache
def _lists() -> WordLists:
    """The lists of words.toml, both languages together."""
    return WordLists({name: _entries(table) for name, table in _tables().items()})


def _entries(table: Mapping[str, Iterable[str]]) -> list[str]:
    return [entry for language in LANGUAGES for entry in table[language]]


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).with_name("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))

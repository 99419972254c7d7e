"""The Swedish and Finnish words that open goals, tables and sections, read from headings.toml."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from corpus.plan import LANGUAGES, Language

Column = Literal["goal", "action", "meter", "responsible", "schedule", "number"]
Table = dict[Column, dict[Language, list[str]]]

ASIDE = re.compile(r"\s*\([^)]*\)?")  # "Toimenpide (mitä tehdään)"
PARTS = re.compile(r"\s*(?:/|,|&|\+|\(|\)|\b(?:ja|och|sekä|samt)\b)\s*")
YEARS = re.compile(r"(?: (?:år|åren|vuonna|vuosina|vuodelle|vuosille))? \d{4}(?: ?[–-] ?\d{4})?$")
ROMAN = {"I": 1, "V": 5, "X": 10}
CHAPTER = r"(?:\d{1,2}(?:\.\d{1,2}){1,2}\.?\s+)?"  # "3.1 Mål 1: ..."
DASHES = ("-", "–", "*")
LONGEST_NAME = 7  # words
LONGEST_LABEL = 5  # words
SHORT_STEM = 4  # letters
LAST_BRACKET = re.compile(r"(?P<text>.*\S)\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\.?$", re.S)
FACTS: frozenset[Column] = frozenset(("meter", "responsible", "schedule"))
WORD_START = re.compile(r"(?<=\s)\w")
OWN_NUMBER = re.compile(r"\s+\d{1,2}(?:\.\d{1,2})*[.:]?$")  # "Åtgärd 1.2"


@dataclass(frozen=True, slots=True)
class GoalHeading:
    """The words "Mål 1. title" or "Tavoite 1: title" of a document.

    The number of "Mål 1.2 title" is that of its area; it `is_below` one.
    """

    number: int
    title: str
    language: Language
    is_below: bool = False


@dataclass(frozen=True)
class Headings:
    """All heading words, compiled."""

    goal: tuple[tuple[Language, re.Pattern[str]], ...]
    unnumbered_goal: dict[Language, re.Pattern[str]]
    columns: dict[str, Column]
    column_language: dict[str, Language]
    stems: dict[str, Column]
    sections: frozenset[str]
    opens: re.Pattern[str]
    continues: re.Pattern[str]
    contact: re.Pattern[str]
    alone: re.Pattern[str]
    bullets: tuple[str, ...]
    suspended: frozenset[str]
    abbreviations: frozenset[str]
    open_ended: frozenset[str]
    usual: frozenset[str]

    def goal_heading(self, text: str) -> GoalHeading | None:
        """The goal that `text` opens, if it does."""
        for language, pattern in self.goal:
            if found := pattern.match(text):
                parts = found.groupdict()
                title, below = parts["title"].strip(), bool(parts.get("below"))
                return GoalHeading(_number(parts["number"]), title, language, below)
        return None

    def lone_goal(self, text: str) -> bool:
        """Whether a text is only "Mål 1", its title on the next line."""
        return any(pattern.match(f"{text} x") for _, pattern in self.goal) and (
            text.rstrip(".: ")[-1:].isdigit()
        )

    def named_goal(self, text: str) -> str | None:
        """The title behind "Mål:" or "Tavoite –" without a number, if a text opens so."""
        for pattern in self.unnumbered_goal.values():
            if found := pattern.match(text):
                return found["title"].strip()
        return None

    def column(self, cell: str) -> Column | None:
        """The column that a header cell names, whatever its case and line breaks."""
        plain = _plain(cell)
        exact = self.columns.get(plain) or self.columns.get(_plain(ASIDE.sub("", plain)))
        # "Åtgärder 2026" are actions, but "Tavoite 2028" is what a meter shall show then.
        undated = self.columns.get(YEARS.sub("", plain))
        return exact or (undated if undated == "action" else None)

    def likely_column(self, cell: str) -> Column | None:
        """The column that a header cell with more words than one name seems to name."""
        if exact := self.column(cell):
            return exact
        plain = _plain(cell)
        if len(plain.split()) > LONGEST_NAME or any(map(str.isdigit, plain)):
            return None
        kinds = [self.columns[part] for part in PARTS.split(plain) if part in self.columns]
        if kinds:
            return "action" if "action" in kinds else kinds[0]
        if plain.endswith("-"):
            return next((self.columns[n] for n in self.columns if n.startswith(plain[:-1])), None)
        named = [name for name in self.columns if plain.startswith(f"{name} ")]
        return self.columns[max(named, key=len)] if named else None

    def guessed_column(self, cell: str) -> Column | None:
        """The column that the last known part of a word in a header cell points to."""
        plain = _plain(ASIDE.sub("", cell))
        places = {stem: found.start() for stem in self.stems for found in _starts(stem, plain)}
        return (
            self.stems[max(places, key=lambda stem: (places[stem], len(stem)))] if places else None
        )

    def named_column(self, text: str) -> Column | None:
        """The column that a name means, "Åtgärd 1.2" with a number of its own too."""
        return self.column(text) or self.column(OWN_NUMBER.sub("", text))

    def label(self, text: str) -> tuple[Column, str] | None:
        """The column that "Mätare: ..." names before its colon, and what stands behind it."""
        name, colon, rest = text.partition(":")
        if not colon or len(name.split()) > LONGEST_LABEL or rest[:1].strip():
            return None
        if not name[:1].isupper():  # a line inside a sentence
            return None
        column = self.named_column(name)
        return (column, rest.strip()) if column else None

    def labelled_parts(self, text: str) -> list[str]:
        """The facts of a line that names several: "Ansvarig: ... | Tidtabell: ..."."""
        if not self.label(text):
            return [text]
        inside = [word.start() for word in WORD_START.finditer(text)]
        starts = [0, *(start for start in inside if self.label(_capital(text[start:])))]
        inner = [text[a:b].rstrip(" |;,·•/–-") for a, b in pairwise(starts)]
        return [*inner, text[starts[-1] :]]

    def without_bracket(self, text: str) -> tuple[str, dict[Column, str]]:
        """An action without "(vastuu: ...; aikataulu: ...)" at its end, and what stands there."""
        found = LAST_BRACKET.match(text)
        parts = self.labelled_parts(_capital(found["inside"])) if found else []
        facts = dict(fact for part in parts if (fact := self.label(_capital(part))))
        if not found or len(facts) < len(parts) or not facts.keys() <= FACTS:
            return text, {}
        return found["text"], facts

    def rank(self, cell: str) -> int:
        """How usual the name of a header cell is; 0 is the most usual one."""
        names = list(self.columns)
        plain = _plain(cell)
        return names.index(plain) if plain in names else len(names)

    def header_columns(self, line: str) -> tuple[Column, ...]:
        """The columns of a table header that stands on one line, empty if it is none."""
        words = _plain(line).split()
        found: list[Column] = []
        while words:
            length = next((n for n in (4, 3, 2, 1) if " ".join(words[:n]) in self.columns), 0)
            if not length:
                return ()
            found.append(self.columns[" ".join(words[:length])])
            words = words[length:]
        return tuple(found) if "action" in found and len(found) > 1 else ()

    def is_bullet(self, text: str) -> bool:
        """Whether a line starts with a list mark; a dash is one only before a space."""
        touches = text[:1] not in DASHES and (text[1:2].isalnum() or not text[1:])
        return text.startswith(self.bullets) and (text[1:2].isspace() or touches)


def _plain(cell: str) -> str:
    """A header cell in lower case, its lines joined, without spaces around strokes."""
    whole = re.sub(r"[-\u00ad]\s*\n\s*", "", cell).replace("\u00ad", "")
    return re.sub(r"\s*/\s*", "/", " ".join(whole.split())).strip(" :.*?").lower()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _starts(stem: str, text: str) -> Iterator[re.Match[str]]:
    """Where a part of a word stands; a short one only as a whole word."""
    whole = rf"\b{stem}\b" if len(stem) <= SHORT_STEM else stem
    return re.finditer(whole, text)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _goal_patterns(words: list[str]) -> Iterator[re.Pattern[str]]:
    """Patterns of "Mål 1. title", "Mål 1.2 title", "Mål II: title" and "1. mål: title"."""
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    dash, title, flags = r"\s[–-]", r"\s+(?P<title>\S.*)$", re.IGNORECASE | re.DOTALL
    number = r"(?P<number>\d{1,2})"
    below = r"(?P<below>\.\d{1,2})?"
    yield re.compile(rf"{CHAPTER}(?:{names})\s+{number}{below}\s*(?:[.:)]|{dash})?{title}", flags)
    letters = r"(?P<number>(?-i:[IVX]{1,5}|[A-H]))"
    yield re.compile(rf"{CHAPTER}(?:{names})\s+{letters}\s*(?:[.:)]|{dash}){title}", flags)
    yield re.compile(rf"{number}\.\s(?:{names})\s*(?::|{dash}){title}", flags)


def _number(text: str) -> int:
    """The number that digits, Roman numerals or a letter stand for."""
    if text.isdigit():
        return int(text)
    if not set(text) <= set(ROMAN):
        return ord(text) - ord("A") + 1
    values = [ROMAN[letter] for letter in text]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _named_goal_pattern(words: list[str]) -> re.Pattern[str]:
    longest_first = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(
        rf"{CHAPTER}(?:{longest_first})\s*(?::|\s[–-])\s+(?P<title>\S.*)$", re.I | re.S
    )


def _columns(table: Table) -> tuple[dict[str, Column], dict[str, Language]]:
    """The column and the language of each name a column can have."""
    columns: dict[str, Column] = {}
    languages: dict[str, Language] = {}
    for column, words in table.items():
        for language in LANGUAGES:
            for word in words[language]:
                columns[word] = column
                languages.setdefault(word, language)
    return columns, languages


@cache
def load_headings() -> Headings:
    """Read headings.toml once."""
    path = Path(__file__).with_name("headings.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    goal, furniture, marks = table["goal"], table["furniture"], table["marks"]
    columns, column_language = _columns(table["columns"])
    return Headings(
        goal=tuple((lang, p) for lang in LANGUAGES for p in _goal_patterns(goal[lang])),
        unnumbered_goal={language: _named_goal_pattern(goal[language]) for language in LANGUAGES},
        columns=columns,
        column_language=column_language,
        stems={stem: column for column, stems in table["stems"].items() for stem in stems},
        sections=frozenset(word for language in LANGUAGES for word in table["sections"][language]),
        opens=_any(furniture["opens"]),
        continues=_any(furniture["continues"]),
        contact=_any(furniture["contact"]),
        alone=_any(furniture["alone"]),
        bullets=tuple(marks["bullets"]),
        suspended=frozenset(marks["suspended"]),
        abbreviations=frozenset(marks["abbreviations"]),
        open_ended=frozenset(marks["open_ended"]),
        usual=frozenset(word for language in LANGUAGES for word in marks["usual"][language]),
    )

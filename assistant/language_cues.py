"""The words, endings and letters that tell languages apart, read from language.toml."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from index.own_words import STEM, without_accents

Spoken = Literal["sv", "fi", "en"]
SPOKEN: tuple[Spoken, ...] = ("sv", "fi", "en")

CERTAIN = 3  # foreign words that one certain word stands for


@dataclass(frozen=True, slots=True)
class Cues:
    """The file language.toml, with its words looked up by form."""

    weights: dict[str, float]
    prior: dict[Spoken, float]
    words: dict[str, Spoken]
    everyday: dict[str, Spoken]
    endings: dict[str, Spoken]
    opening_endings: tuple[str, ...]
    shapes: tuple[tuple[Spoken, re.Pattern[str]], ...]
    letters: frozenset[str]
    names: frozenset[str]
    foreign: frozenset[str]
    certain: frozenset[str]
    margin: float
    foreign_word: float
    fewest_words: int
    profiles: tuple[str, ...]

    def foreign_weight(self, word: str) -> int:
        """How many foreign words a word counts as; less than nothing for our own."""
        if word in self.certain:
            return CERTAIN
        return (word in self.foreign) - (word in self.words or word in self.everyday)

    def opening(self, word: str) -> Spoken | None:
        """Finnish when the word is a verb made a question, such as "löytyykö"."""
        return "fi" if len(word) > STEM and word.endswith(self.opening_endings) else None

    def ending(self, bare: str) -> Spoken | None:
        """The language of the longest known ending of a word without accents."""
        for length in range(min(6, len(bare) - 2), 1, -1):
            if spoken := self.endings.get(bare[-length:]):
                return spoken
        return None


@cache
def load_cues() -> Cues:
    """Read language.toml once."""
    path = Path(__file__).with_name("language.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    words, everyday, endings = (
        _unique({spoken: table[name][spoken].split() for spoken in SPOKEN})
        for name in ("words", "everyday", "endings")
    )
    foreign, shapes = table["foreign"], table["shapes"]
    own = {word for spoken in SPOKEN for word in table["words"][spoken].split()}
    return Cues(
        weights=table["weights"],
        prior=table["prior"],
        words=words,
        everyday=everyday,
        endings=endings,
        opening_endings=tuple(table["opening_endings"]["fi"]),
        shapes=tuple((spoken, re.compile(one)) for spoken in SPOKEN for one in shapes[spoken]),
        letters=frozenset(table["letters"]["sv"]),
        names=frozenset(table["names"]["words"].split()),
        foreign=frozenset(foreign["words"].split()) - own,
        certain=frozenset(foreign["certain"].split()) - own,
        margin=foreign["margin"],
        foreign_word=foreign["word"],
        fewest_words=foreign["fewest_words"],
        profiles=tuple(foreign["profiles"].split()),
    )


def _unique(forms: Mapping[Spoken, list[str]]) -> dict[str, Spoken]:
    """Each form and its form without accents, where only one language has it."""
    exact = {spoken: set(words) for spoken, words in forms.items()}
    folded = {spoken: {without_accents(word) for word in words} for spoken, words in exact.items()}
    found: dict[str, Spoken] = {}
    for table in (folded, exact):
        held = Counter(form for words in table.values() for form in words)
        for spoken, words in table.items():
            found.update(dict.fromkeys((word for word in words if held[word] == 1), spoken))
    return found

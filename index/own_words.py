"""Which words of the plans and their banks are Swedish and which are Finnish."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from corpus.plan import LANGUAGES, Language

STEM = 5  # letters of the beginnings and ends of words that are compared
COUNTED_AT_ONCE = 10_000
_MAJORITY = 6  # a word counts for a language that has it this many times as often as the other
_WORD = re.compile(r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The language of words without accents, and of the beginnings and ends of long ones."""

    words: dict[str, Language]
    beginnings: dict[str, Language]
    ends: dict[str, Language]


def own_words(texts: Mapping[Language, Iterable[str]]) -> OwnWords:
    """Take words or whole texts per language; what both languages have is ignored."""
    counts = {language: _count(texts.get(language, ())) for language in LANGUAGES}
    return OwnWords(
        words=_majority(counts),
        beginnings=_majority({key: _parts(counts[key], True) for key in LANGUAGES}),
        ends=_majority({key: _parts(counts[key], False) for key in LANGUAGES}),
    )


def words_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def without_accents(text: str) -> str:
    """The text without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _count(texts: Iterable[str]) -> Counter[str]:
    printed: Counter[str] = Counter()
    rest = iter(texts)
    while some := list(islice(rest, COUNTED_AT_ONCE)):
        printed.update(" ".join(some).split())
    # What is printed alike is looked at once, which is much faster than word by word.
    exact: Counter[str] = Counter()
    for found, times in zip(map(words_of, printed), printed.values(), strict=True):
        for word in found:
            exact[word] += times
    bare = without_accents("\n".join(exact)).split()
    counts: Counter[str] = Counter()
    for word, times in zip(bare, exact.values(), strict=True):
        counts[word] += times
    return counts


def _parts(counts: Counter[str], beginnings: bool) -> Counter[str]:
    long = (word for word in counts if len(word) > STEM)
    return Counter(word[:STEM] if beginnings else word[-STEM:] for word in long)


def _majority(counts: Mapping[Language, Counter[str]]) -> dict[str, Language]:
    swedish, finnish = counts["sv"], counts["fi"]
    found: dict[str, Language] = {}
    for form in dict.fromkeys([*swedish, *finnish]):
        if swedish[form] >= _MAJORITY * finnish[form]:
            found[form] = "sv"
        elif finnish[form] >= _MAJORITY * swedish[form]:
            found[form] = "fi"
    return found

"""Text -> search terms: words, their Swedish or Finnish stems, and character n-grams."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

from corpus.plan import Language

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
FOLD = str.maketrans("åäöéèüáà", "aaoeeuaa")
GRAM_LENGTHS = (3, 4)
# Of so many words what was worked out of them is remembered, here and elsewhere.
REMEMBERED = 2_500

_STEMMERS = {"sv": Stemmer.Stemmer("swedish"), "fi": Stemmer.Stemmer("finnish")}


def words(text: str) -> list[str]:
    """The lower-case words of a text; a hyphenated word also gives its parts."""
    small = unicodedata.normalize("NFKC", text).lower()
    whole: list[str] = WORD.findall(small)
    if "-" not in small:
        return whole
    found: list[str] = []
    for word in whole:
        found.append(word)
        if "-" in word:
            found += [part for part in word.split("-") if len(part) > 1]
    return found


def stems(text: str, language: Language) -> list[str]:
    """The folded stems of a text's words."""
    # Folded all together, since that is much faster than one by one.
    return fold(" ".join(_STEMMERS[language].stemWords(words(text)))).split()


def stem(word: str, language: Language) -> str:
    """The folded stem of one word."""
    return fold(_STEMMERS[language].stemWord(word))


def grams(text: str) -> list[str]:
    """Character 3- and 4-grams within each folded word, the word's ends marked."""
    return [gram for word in words(text) for gram in grams_of(word)]


def fold(word: str) -> str:
    """The word without the dots and rings of å, ä and ö."""
    return word.translate(FOLD)


@lru_cache(maxsize=REMEMBERED)
def grams_of(word: str) -> tuple[str, ...]:
    """The letter groups of one word."""
    marked = f"<{fold(word)}>"
    return tuple(
        marked[start : start + length]
        for length in GRAM_LENGTHS
        for start in range(len(marked) - length + 1)
    )

"""Which words of a text answer to the words searched for, through endings and compounds."""

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.lexicon import is_in
from corpus.plan import LANGUAGES
from index.words import fold, stems

_WORD = re.compile(r"[^\W_]+")
# A searched word is found in another that shares this much of it in one piece, at least so many
# letters: enough for Finnish endings, too much for chance likenesses in long compounds.
SHARE = 0.7
SHORTEST = 4


class Matcher:
    """The words searched for; small words of the languages are left out."""

    def __init__(self, text: str) -> None:
        words = _words(text)
        telling = [word for word in words if not _is_small(fold(word))]
        self._wanted = [_Wanted(word) for word in dict.fromkeys(telling or words)]

    def fits(self, *texts: str) -> bool:
        """Whether every word searched for is found somewhere in the texts."""
        have = [word for text in texts for word in _words(text)]
        return bool(self._wanted) and all(
            any(wanted.is_in(word) for word in have) for wanted in self._wanted
        )

    def parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is a word searched for."""
        end = 0
        for match in _WORD.finditer(text):
            if any(wanted.is_in(match[0].lower()) for wanted in self._wanted):
                yield text[end : match.start()], False
                yield match[0], True
                end = match.end()
        yield text[end:], False


class _Wanted:
    """One word searched for, with its stems and the pieces by which it is recognised."""

    def __init__(self, word: str) -> None:
        self._stems = _stems_of(word)
        folded = fold(word)
        length = max(SHORTEST, math.ceil(SHARE * len(folded)))
        self._pieces = [folded[start : start + length] for start in range(len(folded) - length + 1)]

    def is_in(self, word: str) -> bool:
        """Whether a word of a text is this one, inflected or as a part of a compound."""
        if self._stems & _stems_of(word):
            return True
        folded = fold(word)
        return any(piece in folded for piece in self._pieces)


@lru_cache(maxsize=5_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))


def _is_small(word: str) -> bool:
    """Whether a folded word says nothing about a topic."""
    return is_in(word, "stop", "spoken")


@lru_cache(maxsize=20_000)
def _stems_of(word: str) -> frozenset[str]:
    return frozenset(stem for language in LANGUAGES for stem in stems(word, language))

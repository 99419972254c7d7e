"""Whether a word stands among others in some inflected or compound form."""

from collections.abc import Iterable
from functools import lru_cache

# The share of its 3-grams that a word must have in common with another.
SHARE = 0.6


def is_word_of(wanted: str, words: Iterable[str]) -> bool:
    """Whether one of the words holds most 3-grams of the wanted one; all folded."""
    grams = _trigrams(wanted)
    return any(len(grams & _trigrams(word)) >= SHARE * len(grams) for word in words)


@lru_cache(maxsize=10_000)
def _trigrams(word: str) -> frozenset[str]:
    return frozenset(word[i : i + 3] for i in range(max(len(word) - 2, 1)))

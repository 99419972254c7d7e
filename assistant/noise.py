"""Questions as people mistype them: capitals, no å ä ö, slips; for measuring and for weights."""

import random

from index.words import fold

# Words from this length on may hold a slip.
SHORTEST = 4


def capitals(text: str) -> str:
    """The text in capitals."""
    return text.upper()


def without_accents(text: str) -> str:
    """The text without å, ä and ö."""
    return "".join(fold(c) if c.islower() else fold(c.lower()).upper() for c in text)


def one_typo(text: str) -> str:
    """Two neighbouring letters of the longest word changed about; the same every time."""
    words = text.split()
    longest = max(range(len(words)), key=lambda number: len(words[number]))
    word = words[longest]
    if len(word) < SHORTEST:
        return text
    words[longest] = _slip(word, random.Random(text))
    return " ".join(words)


def hasty(text: str) -> str:
    """Small letters without å, ä and ö, and a slip in every second longer word."""
    draw = random.Random(text)
    words = without_accents(text.lower()).split()
    typed = [
        _slip(word, draw) if len(word) > SHORTEST and draw.random() < 0.5 else word
        for word in words
    ]
    return " ".join(typed)


def _slip(word: str, draw: random.Random) -> str:
    """A word with two neighbouring letters changed about, but not the first or the last."""
    place = draw.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


NOISE = {"capitals": capitals, "no å ä ö": without_accents, "one typo": one_typo}

"""Questions as people mistype them: capitals, no å ä ö, one typing error; for measuring."""

import random

from index.words import fold


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
    if len(word) < 4:
        return text
    place = random.Random(text).randrange(1, len(word) - 2)
    words[longest] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return " ".join(words)


NOISE = {"capitals": capitals, "no å ä ö": without_accents, "one typo": one_typo}

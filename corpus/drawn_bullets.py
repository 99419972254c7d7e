"""List marks that a page draws as small shapes instead of writing them, as text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.pages import Word

Box = tuple[float, float, float, float]

LARGEST = 0.7  # of the font size
NEAR = 2.0  # of the font size, from the mark to the text behind it
ALONE = 0.5  # of the font size, free before the mark


def with_bullets(words: Sequence[Word], shapes: Iterable[Box]) -> tuple[Word, ...]:
    """The words, a bullet put to each that a small shape stands before."""
    hosts = {host for shape in shapes if (host := _host(shape, words))}
    return tuple(replace(w, text=f"• {w.text}") if w in hosts else w for w in words)


def _host(shape: Box, words: Sequence[Word]) -> Word | None:
    """The first word of the line that a shape opens, if it is as small as a list mark."""
    x0, y0, x1, y1 = shape
    beside = [word for word in words if word.top < (y0 + y1) / 2 < word.y]
    behind = [word for word in beside if 0 < word.x0 - x1 < NEAR * word.size]
    before = [word for word in beside if word.x0 < x0 and x0 - word.x1 < ALONE * word.size]
    host = min(behind, key=lambda word: word.x0, default=None)
    if host is None or before or max(x1 - x0, y1 - y0) > LARGEST * host.size:
        return None
    return host

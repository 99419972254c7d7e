"""Words that run up or down the page, as goals beside their rows do, laid level in their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.pages import GLUED, Word

UPWARD, DOWNWARD = 270, 90
Drawn = tuple[str, float, float, float, float, int]  # text, x0, y0, x1, y1, quarter
ONE_LINE = 2.0  # of the font size, between the words of a line at most
NEXT_LINE = 2.0
LEADING = 1.2


@dataclass(frozen=True, slots=True)
class _Strip:
    """One line of words that run up or down."""

    text: str
    x: float
    top: float
    bottom: float


def laid_level(drawn: Iterable[Drawn], size: float) -> tuple[Word, ...]:
    """Each text as level lines under each other, half-way down the place it takes."""
    words = [each for each in drawn if each[5] in (UPWARD, DOWNWARD)]
    words.sort(key=lambda each: (each[5], round(each[1])))
    strips = []
    for (quarter, _), line in groupby(words, lambda each: (each[5], round(each[1]))):
        strips += _strips(list(line), upward=quarter == UPWARD, size=size)
    return tuple(word for block in _blocks(strips, size) for word in _level(block, size))


def _strips(line: Sequence[Drawn], *, upward: bool, size: float) -> list[_Strip]:
    """The words of one line in reading order, parted where they are far apart."""
    ordered = sorted(line, key=lambda each: -each[4] if upward else each[2])
    strips: list[_Strip] = []
    for text, x, top, _, bottom, _ in ordered:
        last = strips[-1] if strips else None
        gap = (last.top - bottom if upward else top - last.bottom) if last else 0.0
        if last is None or gap > ONE_LINE * size:
            strips.append(_Strip(text, x, top, bottom))
            continue
        joined = last.text + ("" if gap < GLUED * size else " ") + text
        strips[-1] = _Strip(joined, x, min(top, last.top), max(bottom, last.bottom))
    return strips if upward else [_Strip(s.text, -s.x, s.top, s.bottom) for s in strips]


def _blocks(strips: Sequence[_Strip], size: float) -> list[list[_Strip]]:
    """Strips beside each other, from the first to the last line."""
    blocks: list[list[_Strip]] = []
    for strip in sorted(strips, key=lambda strip: strip.x):
        for block in blocks:
            last = block[-1]
            beside = 0 < strip.x - last.x < NEXT_LINE * size
            if beside and strip.top < last.bottom and last.top < strip.bottom:
                block.append(strip)
                break
        else:
            blocks.append([strip])
    return blocks


def _level(block: Sequence[_Strip], size: float) -> list[Word]:
    middle = (min(s.top for s in block) + max(s.bottom for s in block)) / 2
    first = middle - (len(block) - 1) / 2 * LEADING * size
    left, right = sorted((abs(block[0].x), abs(block[-1].x)))
    return [
        Word(strip.text, left - size / 2, right + size / 2, first + n * LEADING * size, size, False)
        for n, strip in enumerate(block)
    ]

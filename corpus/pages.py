"""Printed pages as values: words with their places, rules, and lines of words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

ASCENT, DESCENT = 0.8, 0.22  # of the font size, above and below the baseline
SAME_LINE = 0.35  # of the font size; a raised footnote mark stays on its line
GLUED = 0.1  # of the font size; nearer words are one


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word; coordinates in points from the upper left corner, `y` is the baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool

    @property
    def top(self) -> float:
        """The upper edge of its tallest letters."""
        return self.y - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of its deepest letters."""
        return self.y + DESCENT * self.size

    @property
    def middle(self) -> float:
        """Half-way between its left and right edge."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, or an edge of a filled box, that runs along the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 > self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Page:
    """What one page shows; `turned` are words that run up or down, laid level in their place."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    turned: tuple[Word, ...] = ()


@dataclass(frozen=True)
class TextLine:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with spaces where they are apart."""
        text = self.words[0].text
        for left, right in zip(self.words, self.words[1:], strict=False):
            apart = right.x0 - left.x1 > GLUED * min(left.size, right.size)
            text += f" {right.text}" if apart else right.text
        return text

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @cached_property
    def y(self) -> float:
        """The baseline of its largest word."""
        return max(self.words, key=lambda word: word.size).y

    @cached_property
    def size(self) -> float:
        """The font size of its largest word."""
        return max(word.size for word in self.words)

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + DESCENT * self.size

    @cached_property
    def bold(self) -> bool:
        """Whether every word with a letter is bold; in a line without letters, every word."""
        lettered = [w.bold for w in self.words if any(map(str.isalpha, w.text))]
        return all(lettered or [w.bold for w in self.words])


def text_lines(words: Iterable[Word]) -> list[TextLine]:
    """The words as lines from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.y, word.x0)):
        near = lines and word.y - lines[-1][0].y <= SAME_LINE * max(word.size, lines[-1][0].size)
        if near:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [TextLine(tuple(sorted(line, key=lambda word: word.x0))) for line in lines]


def segments(line: TextLine, gap: float, walls: Sequence[Rule] = ()) -> list[TextLine]:
    """The parts of a line that wide gaps (in font sizes) or upright rules separate."""
    parts: list[list[Word]] = [[line.words[0]]]
    for left, right in zip(line.words, line.words[1:], strict=False):
        wide = right.x0 - left.x1 > gap * min(left.size, right.size)
        if wide or any(_between(wall, left, right) for wall in walls):
            parts.append([right])
        else:
            parts[-1].append(right)
    return [TextLine(tuple(part)) for part in parts]


def _between(wall: Rule, left: Word, right: Word) -> bool:
    return left.x1 - 1 <= wall.x0 <= right.x0 + 1 and wall.y0 <= left.y and wall.y1 >= left.top

"""What a PDF page is drawn with: words, rules, boxes, forms, matrices and colours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float] | None  # None: a pattern or ink whose look is unknown
Operation = tuple[Sequence[Any], bytes]

BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)


SAVE_AGAIN = "Ask for the original document, or save it as PDF again."


class Refused(Exception):
    """The file cannot be read; the message says what is wrong and what to do."""


class TooMuch(Exception):
    """The page asks for more work than a plan can need."""


class Font(Protocol):
    """What drawing needs to know about a font."""

    bold: bool
    readable: bool

    def glyphs(self, code: bytes) -> Iterator[tuple[str, float, bool]]:
        """The text, the width for size 1, and whether it is a one-byte space, of each glyph."""


class Resources(Protocol):
    """What the names in a content stream stand for."""

    def font(self, name: str) -> Font | None:
        """The font of that name."""

    def components(self, name: str) -> int | None:
        """How many numbers a colour of that space has; none when its look is unknown."""

    def opacity(self, name: str) -> float | None:
        """The fill opacity that a graphics state sets."""

    def form(self, name: str) -> "Form | None":
        """The drawing of that name, unless it is an image."""


@dataclass(frozen=True, slots=True)
class Form:
    """A drawing that a page draws by name."""

    matrix: Matrix
    operations: Sequence[Operation]
    resources: Resources


@dataclass(slots=True)
class Sheet:
    """What is on one page, in points from its upper left corner."""

    width: float
    height: float
    words: list[tuple[str, float, float, float, float, bool]] = field(default_factory=list)
    turned: list[tuple[str, float, float, float, float, int]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    hidden: dict[str, list[str]] = field(default_factory=dict)
    fills: list[tuple[float, float, float, float, Colour]] = field(default_factory=list)
    dots: list[tuple[float, float, float, float]] = field(default_factory=list)
    images: int = 0

    def background(self, x: float, y: float) -> Colour:
        """The colour that lies under a point."""
        for x0, y0, x1, y1, colour in reversed(self.fills):
            if x0 <= x <= x1 and y0 <= y <= y1:
                return colour
        return WHITE


@dataclass(slots=True)
class Budget:
    """How many operations and marks on paper the whole document may still use."""

    operations: int
    marks: int

    def spend(self, operations: int = 1) -> None:
        """Count operations."""
        self.operations -= operations
        if self.operations < 0:
            raise TooMuch

    def mark(self) -> None:
        """Count a word, rule or box."""
        self.marks -= 1
        if self.marks < 0:
            raise TooMuch


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies `first`, then `second`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point after the matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def length(x: float, y: float) -> float:
    """The length of a vector."""
    return float((x * x + y * y) ** 0.5)


def bounds_of(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The least box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def matrix_of(operands: Sequence[Any]) -> Matrix:
    """Six operands as a matrix."""
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def colour_of(operands: Sequence[Any]) -> Colour:
    """Grey, red-green-blue or four-ink operands as red, green and blue."""
    values = [min(max(float(operand), 0.0), 1.0) for operand in operands]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 3:
        return values[0], values[1], values[2]
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return None

"""Glyphs as they are drawn -> words, each visible or with the reason why it is not."""

from dataclasses import dataclass

from corpus.pdf_ink import (
    BLACK,
    Budget,
    Colour,
    Font,
    Matrix,
    Sheet,
    apply,
    bounds_of,
    length,
    multiply,
)

INVISIBLE_MODES = (3, 7)
STROKED_MODE = 2  # drawn bolder than the font is
SMALLEST_SIZE = 2.0
LEAST_CONTRAST = 0.08
LEAST_OPACITY = 0.05
WORD_GAP = 0.15  # of the font size; a narrow space is 0.2
PLACED_GAP = 0.02  # of the font size; text that is placed anew may be that of the next cell


@dataclass(slots=True)
class State:
    """The graphics state that operators set and that text is drawn with."""

    ctm: Matrix
    font: Font | None = None
    size: float = 0.0
    character_gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: float = 0
    fill: Colour = BLACK
    fill_components: int | None = 1
    opacity: float = 1.0

    @property
    def look(self) -> tuple[Colour, float, float]:
        """What decides whether text can be seen."""
        return self.fill, self.mode, self.opacity


@dataclass(slots=True)
class _Word:
    """The word that is being drawn; `pen` is where its next glyph is expected."""

    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    pen: tuple[float, float]
    along: tuple[float, float]
    size: float
    bold: bool
    look: tuple[Colour, float, float]
    why_hidden: str


class WordWriter:
    """Puts the glyphs of a page together to words on its sheet."""

    def __init__(self, sheet: Sheet, budget: Budget) -> None:
        self.sheet = sheet
        self.budget = budget
        self.word: _Word | None = None
        self.placed = False  # whether the pen was moved since the last glyph

    def write(self, text: str, width: float, advance: float, at: Matrix, state: State) -> None:
        """Add a glyph to the current word, or begin a new word with it."""
        matrix = multiply(at, state.ctm)
        start = apply(matrix, 0, state.rise)
        if not text.strip():
            if text:
                self.end_word()
            return
        size = length(matrix[2], matrix[3]) * abs(state.size)
        along = _direction(matrix)
        if self.word is None or not self._goes_on(self.word, start, size, along, state):
            self.end_word()
            bold = bool(state.font and state.font.bold) or state.mode == STROKED_MODE
            why = self._why_hidden(start, size, state)
            self.word = _Word("", start, start, start, along, size, bold, state.look, why)
        self.word.text += text
        self.word.end = apply(matrix, width, state.rise)
        self.word.pen = apply(matrix, advance, state.rise)
        self.placed = False

    def _goes_on(
        self,
        word: _Word,
        start: tuple[float, float],
        size: float,
        along: tuple[float, float],
        state: State,
    ) -> bool:
        """Whether a glyph at `start` stands right behind the current word, in the same look."""
        if length(along[0] - word.along[0], along[1] - word.along[1]) > 0.01:
            return False
        dx, dy = start[0] - word.pen[0], start[1] - word.pen[1]
        ahead = dx * along[0] + dy * along[1]
        aside = abs(dx * along[1] - dy * along[0])
        gap = PLACED_GAP if self.placed else WORD_GAP
        near = -2 * gap * size < ahead < gap * size and aside < 0.1 * size
        return near and abs(size - word.size) < 0.1 * size and state.look == word.look

    def _why_hidden(self, start: tuple[float, float], size: float, state: State) -> str:
        """Why a reader cannot see a glyph; empty when it is visible."""
        x, y = start
        if state.mode in INVISIBLE_MODES or state.opacity < LEAST_OPACITY:
            return "invisible text"
        if not (-1 <= x <= self.sheet.width + 1 and -1 <= y <= self.sheet.height + 1):
            return "text outside the page"
        if size < SMALLEST_SIZE:
            return "text smaller than 2 points"
        if state.font and not state.font.readable:
            return "text in a font without letters"
        under = self.sheet.background(x + 0.1 * size, y - 0.3 * size)
        if state.fill is None or under is None or _contrast(state.fill, under) > LEAST_CONTRAST:
            return ""
        return "text in the colour of its background"

    def end_word(self) -> None:
        """Put the current word on the sheet."""
        word, self.word = self.word, None
        if word is None:
            return
        self.budget.mark()
        (x0, y0), (x1, y1) = word.start, word.end
        if word.why_hidden:
            self.sheet.hidden.setdefault(word.why_hidden, []).append(word.text)
        elif word.along[0] > 0.98:
            self.sheet.words.append((word.text, x0, max(x1, x0), y0, word.size, word.bold))
        else:
            quarter = 180 if word.along[0] < -0.98 else (90 if word.along[1] > 0 else 270)
            bounds = bounds_of([(x0, y0), (x1, y1)])
            self.sheet.turned.append((word.text, *bounds, quarter))


def _contrast(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    return max(abs(a - b) for a, b in zip(first, second, strict=True))


def _direction(matrix: Matrix) -> tuple[float, float]:
    unit = length(matrix[0], matrix[1]) or 1.0
    return matrix[0] / unit, matrix[1] / unit

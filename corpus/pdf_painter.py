"""Drawing operations of a PDF page -> the words, rules and boxes that a reader sees on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.pdf_ink import (
    BLACK,
    Budget,
    Colour,
    Font,
    Matrix,
    Operation,
    Resources,
    Sheet,
    apply,
    multiply,
)

INVISIBLE_MODES = (3, 7)
SMALLEST_SIZE = 2.0
LEAST_CONTRAST = 0.08
LEAST_OPACITY = 0.05
THICKEST_RULE = 3.0
SHORTEST_RULE = 1.0
WORD_GAP = 0.15  # of the font size; a narrow space is 0.2
PLACED_GAP = 0.02  # of the font size; text that is placed anew may be that of the next cell
MOST_RULES = 2_000  # of one page; a drawing with more is no table
DEEPEST_FORM = 8
FORM_COST = 500  # operations, so that forms drawing forms use up the budget soon


@dataclass(slots=True)
class _State:
    ctm: Matrix
    font: Font | None = None
    size: float = 0.0
    character_gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    fill: Colour = BLACK
    fill_components: int | None = 1
    opacity: float = 1.0


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


class Painter:
    """Follows the operations of one page and notes what they draw on its sheet."""

    def __init__(self, sheet: Sheet, ctm: Matrix, resources: Resources, budget: Budget) -> None:
        self.sheet = sheet
        self.state = _State(ctm)
        self.stack: list[_State] = []
        self.resources = resources
        self.budget = budget
        self.text: Matrix = (1, 0, 0, 1, 0, 0)
        self.line: Matrix = self.text
        self.word: _Word | None = None
        self.path: list[list[tuple[float, float]]] = []
        self.straight = True
        self.placed = False  # whether the pen was moved since the last glyph
        self.depth = 0

    def draw(self, operations: Sequence[Operation]) -> None:
        """Follow the operations; those with unusable operands are skipped, as viewers do."""
        for operands, operator in operations:
            self.budget.spend()
            handler = HANDLERS.get(operator)
            if handler is None:
                continue
            try:
                handler(self, operands)
            except (TypeError, ValueError, IndexError, AttributeError, OverflowError):
                continue

    def finish(self) -> Sheet:
        """The sheet with the last word on it."""
        self._end_word()
        return self.sheet

    def save(self, _: Sequence[Any]) -> None:
        """Operator q."""
        self.stack.append(replace(self.state))

    def restore(self, _: Sequence[Any]) -> None:
        """Operator Q."""
        if self.stack:
            self.state = self.stack.pop()

    def transform(self, operands: Sequence[Any]) -> None:
        """Operator cm."""
        self.state.ctm = multiply(_matrix(operands), self.state.ctm)

    def set_look(self, operands: Sequence[Any]) -> None:
        """Operator gs."""
        opacity = self.resources.opacity(operands[0])
        self.state.opacity = self.state.opacity if opacity is None else opacity

    def set_colour_space(self, operands: Sequence[Any]) -> None:
        """Operator cs."""
        self.state.fill_components = self.resources.components(operands[0])
        self.state.fill = BLACK if self.state.fill_components else None

    def set_colour(self, operands: Sequence[Any]) -> None:
        """Operators sc and scn, in the current colour space."""
        known = self.state.fill_components == len(operands)
        self.state.fill = _colour(operands) if known else None

    def set_device_colour(self, operands: Sequence[Any]) -> None:
        """Operators g, rg and k."""
        self.state.fill_components = len(operands)
        self.state.fill = _colour(operands)

    def draw_form(self, operands: Sequence[Any]) -> None:
        """Operator Do: a form is followed, an image covers its place."""
        form = self.resources.form(operands[0])
        if form is None:
            self.sheet.images += 1
            self._fill(_bounds([apply(self.state.ctm, x, y) for x in (0, 1) for y in (0, 1)]), None)
        elif self.depth < DEEPEST_FORM:
            self.budget.spend(FORM_COST)
            outer = self.state, self.stack, self.resources, self.text, self.line
            self.state, self.stack = replace(self.state), []
            self.state.ctm = multiply(form.matrix, self.state.ctm)
            self.resources = form.resources
            self.depth += 1
            self.draw(form.operations)
            self.depth -= 1
            self.state, self.stack, self.resources, self.text, self.line = outer

    def begin_text(self, _: Sequence[Any]) -> None:
        """Operator BT."""
        self.text = self.line = (1, 0, 0, 1, 0, 0)
        self.placed = True

    def set_font(self, operands: Sequence[Any]) -> None:
        """Operator Tf."""
        self.state.font = self.resources.font(operands[0])
        self.state.size = float(operands[1])

    def move(self, operands: Sequence[Any]) -> None:
        """Operator Td."""
        self.line = multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)
        self.text = self.line
        self.placed = True

    def move_and_lead(self, operands: Sequence[Any]) -> None:
        """Operator TD."""
        self.state.leading = -float(operands[1])
        self.move(operands)

    def place(self, operands: Sequence[Any]) -> None:
        """Operator Tm."""
        self.text = self.line = _matrix(operands)
        self.placed = True

    def next_line(self, _: Sequence[Any]) -> None:
        """Operator T*."""
        self.move((0.0, -self.state.leading))

    def show(self, operands: Sequence[Any]) -> None:
        """Operator Tj."""
        self._show(operands[0])

    def show_on_next_line(self, operands: Sequence[Any]) -> None:
        """Operator '."""
        self.next_line(())
        self._show(operands[-1])

    def show_spaced(self, operands: Sequence[Any]) -> None:
        """Operator "."""
        self.state.word_gap, self.state.character_gap = float(operands[0]), float(operands[1])
        self.show_on_next_line(operands)

    def show_parts(self, operands: Sequence[Any]) -> None:
        """Operator TJ: strings, and numbers that shift the pen."""
        for part in operands[0]:
            if isinstance(part, bytes | str):
                self._show(part)
            else:
                shift = -float(part) / 1000 * self.state.size * self.state.stretch
                self.text = multiply((1, 0, 0, 1, shift, 0), self.text)

    def _show(self, code: bytes | str) -> None:
        state = self.state
        if state.font is None:
            return
        raw = code if isinstance(code, bytes) else code.encode("latin-1", "replace")
        for text, width, one_byte_space in state.font.glyphs(raw):
            self.budget.spend()
            advance = width * state.size
            gap = state.character_gap + (state.word_gap if one_byte_space else 0.0)
            self._glyph(text, advance * state.stretch, (advance + gap) * state.stretch)

    def _glyph(self, text: str, width: float, advance: float) -> None:
        """Add one glyph to the current word, or begin a new word with it."""
        matrix = multiply(self.text, self.state.ctm)
        start = apply(matrix, 0, self.state.rise)
        end, pen = apply(matrix, width, self.state.rise), apply(matrix, advance, self.state.rise)
        self.text = multiply((1, 0, 0, 1, advance, 0), self.text)
        if not text.strip():
            if text:
                self._end_word()
            return
        size = _length(matrix[2], matrix[3]) * abs(self.state.size)
        along = _direction(matrix)
        if self.word is None or not self._goes_on(start, size, along):
            self._end_word()
            bold = bool(self.state.font and self.state.font.bold) or self.state.mode == 2
            why = self._why_hidden(start, size)
            self.word = _Word("", start, end, pen, along, size, bold, self._look(), why)
        self.word.text += text
        self.word.end, self.word.pen = end, pen
        self.placed = False

    def _goes_on(self, start: tuple[float, float], size: float, along: tuple[float, float]) -> bool:
        """Whether a glyph at `start` stands right behind the current word, in the same look."""
        word = self.word
        if word is None or _length(along[0] - word.along[0], along[1] - word.along[1]) > 0.01:
            return False
        dx, dy = start[0] - word.pen[0], start[1] - word.pen[1]
        ahead = dx * along[0] + dy * along[1]
        aside = abs(dx * along[1] - dy * along[0])
        gap = PLACED_GAP if self.placed else WORD_GAP
        near = -2 * gap * size < ahead < gap * size and aside < 0.1 * size
        same = abs(size - word.size) < 0.1 * size
        return near and same and self._look() == word.look

    def _why_hidden(self, start: tuple[float, float], size: float) -> str:
        """Why a reader cannot see a glyph; empty when it is visible."""
        state = self.state
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
        if state.fill is None or under is None or _contrast(state.fill, under):
            return ""
        return "text in the colour of its background"

    def _look(self) -> tuple[Colour, float, float]:
        return self.state.fill, self.state.mode, self.state.opacity

    def _end_word(self) -> None:
        word, self.word = self.word, None
        if word is None:
            return
        self.budget.mark()
        if word.why_hidden:
            self.sheet.hidden.setdefault(word.why_hidden, []).append(word.text)
            return
        (x0, y0), (x1, y1) = word.start, word.end
        if word.along[0] > 0.98:
            self.sheet.words.append((word.text, x0, max(x1, x0), y0, word.size, word.bold))
        else:
            quarter = 180 if word.along[0] < -0.98 else (90 if word.along[1] > 0 else 270)
            bounds = _bounds([(x0, y0), (x1, y1)])
            self.sheet.turned.append((word.text, *bounds, quarter))

    def begin_path(self, operands: Sequence[Any]) -> None:
        """Operator m."""
        self.path.append([apply(self.state.ctm, float(operands[0]), float(operands[1]))])

    def add_line(self, operands: Sequence[Any]) -> None:
        """Operator l."""
        self.path[-1].append(apply(self.state.ctm, float(operands[0]), float(operands[1])))

    def add_curve(self, operands: Sequence[Any]) -> None:
        """Operators c, v and y."""
        self.straight = False
        self.add_line(operands[-2:])

    def close_path(self, _: Sequence[Any]) -> None:
        """Operator h."""
        self.path[-1].append(self.path[-1][0])

    def add_rectangle(self, operands: Sequence[Any]) -> None:
        """Operator re."""
        x, y, width, height = (float(operand) for operand in operands[:4])
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self.path.append([apply(self.state.ctm, *corner) for corner in corners])

    def end_path(self, _: Sequence[Any]) -> None:
        """Operator n."""
        self.path, self.straight = [], True

    def stroke(self, operands: Sequence[Any]) -> None:
        """Operators S and s."""
        for points in self.path:
            for start, end in zip(points, points[1:], strict=False):
                self._rule(_bounds([start, end]))
        self.end_path(operands)

    def fill(self, operands: Sequence[Any]) -> None:
        """Operators f, F and f*."""
        for points in self.path:
            bounds = _bounds(points)
            plain = self.straight and _is_rectangle(points)
            if plain:
                self._rule(bounds)
            opaque = plain and self.state.opacity > 0.9
            self._fill(bounds, self.state.fill if opaque else None)
        self.end_path(operands)

    def fill_and_stroke(self, operands: Sequence[Any]) -> None:
        """Operators B, B*, b and b*."""
        path, straight = self.path, self.straight
        self.fill(operands)
        self.path, self.straight = path, straight
        self.stroke(operands)

    def _rule(self, bounds: tuple[float, float, float, float]) -> None:
        x0, y0, x1, y1 = bounds
        thin, long = min(x1 - x0, y1 - y0), max(x1 - x0, y1 - y0)
        if thin <= THICKEST_RULE and long >= SHORTEST_RULE and long > thin:
            self.budget.mark()
            if len(self.sheet.rules) < MOST_RULES:
                self.sheet.rules.append(bounds)

    def _fill(self, bounds: tuple[float, float, float, float], colour: Colour) -> None:
        x0, y0, x1, y1 = bounds
        if min(x1 - x0, y1 - y0) > THICKEST_RULE and len(self.sheet.fills) < MOST_RULES:
            self.sheet.fills.append((x0, y0, x1, y1, colour))
            if colour is not None:
                self.sheet.boxes.append(bounds)


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def _colour(operands: Sequence[Any]) -> Colour:
    values = [min(max(float(operand), 0.0), 1.0) for operand in operands]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 3:
        return values[0], values[1], values[2]
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return None


def _contrast(first: tuple[float, float, float], second: tuple[float, float, float]) -> bool:
    return max(abs(a - b) for a, b in zip(first, second, strict=True)) > LEAST_CONTRAST


def _length(x: float, y: float) -> float:
    return float((x * x + y * y) ** 0.5)


def _direction(matrix: Matrix) -> tuple[float, float]:
    length = _length(matrix[0], matrix[1]) or 1.0
    return matrix[0] / length, matrix[1] / length


def _bounds(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_rectangle(points: Sequence[tuple[float, float]]) -> bool:
    """Whether every side of a closed path runs along the page's edges."""
    sides = list(zip(points, points[1:], strict=False))
    level = all(min(abs(a[0] - b[0]), abs(a[1] - b[1])) < 0.5 for a, b in sides)
    return 4 <= len(points) <= 6 and level


def _set(name: str, scale: float = 1.0) -> Callable[[Painter, Sequence[Any]], None]:
    def handler(painter: Painter, operands: Sequence[Any]) -> None:
        setattr(painter.state, name, float(operands[0]) * scale)

    return handler


HANDLERS: dict[bytes, Callable[[Painter, Sequence[Any]], None]] = {
    b"q": Painter.save,
    b"Q": Painter.restore,
    b"cm": Painter.transform,
    b"gs": Painter.set_look,
    b"cs": Painter.set_colour_space,
    **dict.fromkeys((b"sc", b"scn"), Painter.set_colour),
    **dict.fromkeys((b"g", b"rg", b"k"), Painter.set_device_colour),
    b"Do": Painter.draw_form,
    b"BT": Painter.begin_text,
    b"Tf": Painter.set_font,
    b"Td": Painter.move,
    b"TD": Painter.move_and_lead,
    b"Tm": Painter.place,
    b"T*": Painter.next_line,
    b"Tj": Painter.show,
    b"'": Painter.show_on_next_line,
    b'"': Painter.show_spaced,
    b"TJ": Painter.show_parts,
    b"Tc": _set("character_gap"),
    b"Tw": _set("word_gap"),
    b"Tz": _set("stretch", 0.01),
    b"TL": _set("leading"),
    b"Ts": _set("rise"),
    b"Tr": _set("mode"),
    b"m": Painter.begin_path,
    b"l": Painter.add_line,
    **dict.fromkeys((b"c", b"v", b"y"), Painter.add_curve),
    b"h": Painter.close_path,
    b"re": Painter.add_rectangle,
    b"n": Painter.end_path,
    **dict.fromkeys((b"S", b"s"), Painter.stroke),
    **dict.fromkeys((b"f", b"F", b"f*"), Painter.fill),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), Painter.fill_and_stroke),
}

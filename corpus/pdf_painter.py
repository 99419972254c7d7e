"""The operators of a content stream -> words, rules and boxes on a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from corpus.pdf_ink import (
    BLACK,
    Budget,
    Matrix,
    Operation,
    Resources,
    Sheet,
    apply,
    bounds_of,
    colour_of,
    matrix_of,
    multiply,
)
from corpus.pdf_paths import PathTracer
from corpus.pdf_words import State, WordWriter

DEEPEST_FORM = 8
FORM_COST = 500  # operations, so that forms drawing forms use up the budget soon
START: Matrix = (1, 0, 0, 1, 0, 0)
UNIT_SQUARE = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))


class Painter:
    """Follows the operations of one page and notes what they draw on its sheet."""

    def __init__(self, sheet: Sheet, ctm: Matrix, resources: Resources, budget: Budget) -> None:
        self.sheet = sheet
        self.state = State(ctm)
        self.stack: list[State] = []
        self.resources = resources
        self.budget = budget
        self.writer = WordWriter(sheet, budget)
        self.tracer = PathTracer(sheet, budget)
        self.text = self.line = START
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
        self.writer.end_word()
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
        self.state.ctm = multiply(matrix_of(operands), self.state.ctm)

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
        self.state.fill = colour_of(operands) if known else None

    def set_device_colour(self, operands: Sequence[Any]) -> None:
        """Operators g, rg and k."""
        self.state.fill_components = len(operands)
        self.state.fill = colour_of(operands)

    def draw_form(self, operands: Sequence[Any]) -> None:
        """Operator Do: a form is followed, an image covers its place."""
        form = self.resources.form(operands[0])
        if form is None:
            self.sheet.images += 1
            corners = [apply(self.state.ctm, *corner) for corner in UNIT_SQUARE]
            self.tracer.cover(bounds_of(corners), None)
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
        self.text = self.line = START
        self.writer.placed = True

    def set_font(self, operands: Sequence[Any]) -> None:
        """Operator Tf."""
        self.state.font = self.resources.font(operands[0])
        self.state.size = float(operands[1])

    def move(self, operands: Sequence[Any]) -> None:
        """Operator Td."""
        self.line = multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)
        self.text = self.line
        self.writer.placed = True

    def move_and_lead(self, operands: Sequence[Any]) -> None:
        """Operator TD."""
        self.state.leading = -float(operands[1])
        self.move(operands)

    def place(self, operands: Sequence[Any]) -> None:
        """Operator Tm."""
        self.text = self.line = matrix_of(operands)
        self.writer.placed = True

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
            wide = width * state.size * state.stretch
            gap = state.character_gap + (state.word_gap if one_byte_space else 0.0)
            advance = wide + gap * state.stretch
            self.writer.write(text, wide, advance, self.text, state)
            self.text = multiply((1, 0, 0, 1, advance, 0), self.text)

    def begin_path(self, operands: Sequence[Any]) -> None:
        """Operator m."""
        self.tracer.begin(operands, self.state.ctm)

    def add_line(self, operands: Sequence[Any]) -> None:
        """Operator l."""
        self.tracer.add_line(operands, self.state.ctm)

    def add_curve(self, operands: Sequence[Any]) -> None:
        """Operators c, v and y."""
        self.tracer.add_curve(operands, self.state.ctm)

    def add_rectangle(self, operands: Sequence[Any]) -> None:
        """Operator re."""
        self.tracer.add_rectangle(operands, self.state.ctm)

    def close_path(self, _: Sequence[Any]) -> None:
        """Operator h."""
        self.tracer.close()

    def end_path(self, _: Sequence[Any]) -> None:
        """Operator n."""
        self.tracer.end()

    def stroke(self, _: Sequence[Any]) -> None:
        """Operators S and s."""
        self.tracer.stroke()
        self.tracer.end()

    def fill(self, _: Sequence[Any]) -> None:
        """Operators f, F and f*."""
        self.tracer.fill(self.state.fill, self.state.opacity)
        self.tracer.end()

    def fill_and_stroke(self, _: Sequence[Any]) -> None:
        """Operators B, B*, b and b*."""
        self.tracer.fill(self.state.fill, self.state.opacity)
        self.stroke(())


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

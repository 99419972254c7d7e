"""Paths as they are drawn -> the rules and boxes that part the text of a page."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from corpus.pdf_ink import Budget, Colour, Matrix, Sheet, apply, bounds_of

THICKEST_RULE = 3.0
SHORTEST_RULE = 1.0
MOST_RULES = 2_000  # of one page; a drawing with more is no table
OPAQUE = 0.9
LEAST_DOT, LARGEST_DOT = 1.5, 10.0  # a small shape may be a list mark
MOST_DOTS = 500  # of one page

Points = list[tuple[float, float]]


class PathTracer:
    """Follows the path that is being drawn and puts what it leaves on the sheet."""

    def __init__(self, sheet: Sheet, budget: Budget) -> None:
        self.sheet = sheet
        self.budget = budget
        self.path: list[Points] = []
        self.straight = True

    def begin(self, operands: Sequence[Any], ctm: Matrix) -> None:
        """Operator m."""
        self.path.append([apply(ctm, float(operands[0]), float(operands[1]))])

    def add_line(self, operands: Sequence[Any], ctm: Matrix) -> None:
        """Operator l."""
        self.path[-1].append(apply(ctm, float(operands[0]), float(operands[1])))

    def add_curve(self, operands: Sequence[Any], ctm: Matrix) -> None:
        """Operators c, v and y."""
        self.straight = False
        self.add_line(operands[-2:], ctm)

    def add_rectangle(self, operands: Sequence[Any], ctm: Matrix) -> None:
        """Operator re."""
        x, y, width, height = (float(operand) for operand in operands[:4])
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self.path.append([apply(ctm, *corner) for corner in corners])

    def close(self) -> None:
        """Operator h."""
        self.path[-1].append(self.path[-1][0])

    def end(self) -> None:
        """Operator n."""
        self.path, self.straight = [], True

    def stroke(self) -> None:
        """Leave a rule for every side of the path."""
        for points in self.path:
            for start, end in pairwise(points):
                self._add_rule(bounds_of([start, end]))

    def fill(self, colour: Colour, opacity: float) -> None:
        """Leave a box for every part of the path, or a rule where it is thin."""
        for points in self.path:
            bounds = bounds_of(points)
            plain = self.straight and _is_rectangle(points)
            if plain:
                self._add_rule(bounds)
            self._add_dot(bounds)
            self.cover(bounds, colour if plain and opacity > OPAQUE else None)

    def cover(self, bounds: tuple[float, float, float, float], colour: Colour) -> None:
        """Note which colour lies under the text from now on, none when it is not known."""
        x0, y0, x1, y1 = bounds
        if min(x1 - x0, y1 - y0) > THICKEST_RULE and len(self.sheet.fills) < MOST_RULES:
            self.sheet.fills.append((*bounds, colour))
            if colour is not None:
                self.sheet.boxes.append(bounds)

    def _add_dot(self, bounds: tuple[float, float, float, float]) -> None:
        x0, y0, x1, y1 = bounds
        small = LEAST_DOT <= min(x1 - x0, y1 - y0) and max(x1 - x0, y1 - y0) <= LARGEST_DOT
        if small and len(self.sheet.dots) < MOST_DOTS:
            self.sheet.dots.append(bounds)

    def _add_rule(self, bounds: tuple[float, float, float, float]) -> None:
        x0, y0, x1, y1 = bounds
        thin, long = min(x1 - x0, y1 - y0), max(x1 - x0, y1 - y0)
        if thin <= THICKEST_RULE and long >= SHORTEST_RULE and long > thin:
            self.budget.mark()
            if len(self.sheet.rules) < MOST_RULES:
                self.sheet.rules.append(bounds)


def _is_rectangle(points: Points) -> bool:
    """Whether every side of a closed path runs along the page's edges."""
    level = all(min(abs(a[0] - b[0]), abs(a[1] - b[1])) < 0.5 for a, b in pairwise(points))
    return 4 <= len(points) <= 6 and level

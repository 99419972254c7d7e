"""Running text on a page: its lines in reading order, also when it is set in two columns."""

from collections.abc import Sequence
from statistics import mean

from corpus.pages import TextLine, segments

GUTTER = 1.2  # of the font size; wider than a space of justified text
LEAST_LINES = 5  # in each column
LEAST_WIDTH = 0.3  # of the width of the text; labels in the margin are no column
MOST_ACROSS = 0.3  # of the lines may run across both columns, such as headings


def in_reading_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, those of a left column before those of the right one beside it."""
    parts = [part for line in lines for part in segments(line, GUTTER)]
    gutter = next((x for x in sorted({part.x0 for part in parts}) if _parts_at(x, parts)), None)
    if gutter is None:
        return list(lines)
    ordered: list[TextLine] = []
    waiting: list[TextLine] = []
    for part in parts:
        if part.x0 < gutter < part.x1:
            ordered += [*waiting, part]
            waiting = []
        elif part.x0 >= gutter:
            waiting.append(part)
        else:
            ordered.append(part)
    return ordered + waiting


def _parts_at(x: float, parts: Sequence[TextLine]) -> bool:
    """Whether two columns of text stand to the left and to the right of an x."""
    left = [part for part in parts if part.x1 <= x]
    right = [part for part in parts if part.x0 >= x]
    if min(len(left), len(right)) < LEAST_LINES:
        return False
    if len(parts) - len(left) - len(right) > MOST_ACROSS * len(parts):
        return False
    width = max(part.x1 for part in parts) - min(part.x0 for part in parts)
    narrowest = min(mean(part.x1 - part.x0 for part in side) for side in (left, right))
    beside = left[0].y < right[-1].y and right[0].y < left[-1].y
    return beside and narrowest > LEAST_WIDTH * width

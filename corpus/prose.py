"""Running text on a page: its lines in reading order, also when it is set in two columns."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.pages import TextLine, segments

GUTTER = 1.2  # of the font size; wider than a space of justified text
APART = 2.5  # of the font size; a line so far under its column stands under both columns
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
    left: list[TextLine] = []
    right: list[TextLine] = []
    for part in parts:
        if part.x0 < gutter < part.x1:
            ordered += [*_one_by_one(left, right), part]
            left, right = [], []
        else:
            (right if part.x0 >= gutter else left).append(part)
    return ordered + _one_by_one(left, right)


def _one_by_one(left: list[TextLine], right: list[TextLine]) -> list[TextLine]:
    """The left column, the right one, and what stands on the left under both of them."""
    end = right[-1].y if right else 0.0
    for index, (above, line) in enumerate(pairwise(left), start=1):
        if line.y > end > above.y and line.y - above.y > APART * line.size:
            return [*left[:index], *right, *left[index:]]
    return [*left, *right]


def _parts_at(x: float, parts: Sequence[TextLine]) -> bool:
    """Whether two columns of text stand to the left and to the right of an x."""
    left = [part for part in parts if part.x1 <= x]
    right = [part for part in parts if part.x0 >= x]
    if min(len(left), len(right)) < LEAST_LINES:
        return False
    zone = [part for part in parts if right[0].y <= part.y <= right[-1].y]
    if sum(part.x0 < x < part.x1 for part in zone) > MOST_ACROSS * len(zone):
        return False
    width = max(part.x1 for part in parts) - min(part.x0 for part in parts)
    narrowest = min(max(part.x1 - part.x0 for part in side) for side in (left, right))
    beside = left[0].y < right[-1].y and right[0].y < left[-1].y
    return beside and narrowest > LEAST_WIDTH * width

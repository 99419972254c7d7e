"""The rows of a table, from the level rules that run across its columns."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from corpus.columns import Columns
from corpus.pages import Page, Rule, Word, text_lines
from corpus.row_gaps import Band, rows_by_gaps

COVERS = 0.7  # of a column's width; a shorter rule is no row border
SAME_RULE = 2.5  # points
NUMBERED_GOAL = re.compile(r"(?:[^\W\d]+ )?\d{1,2}\b")
GOAL_GAP, WIDE_GAP = 0.6, 2.0  # of the font size, before a goal with a number and without one


def cuts_across(
    page: Page, extent: tuple[float, float], top: float, bottom: float, share: float = COVERS
) -> list[float]:
    """The heights at which level rules run across a column, or across a share of it."""
    left, right = extent
    rules = [r for r in page.rules if r.level and r.x1 > left and r.x0 < right]
    heights: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.y0):
        if not top < rule.y0 < bottom or (heights and rule.y0 - heights[-1] < SAME_RULE):
            continue
        on_height = [r for r in rules if abs(r.y0 - rule.y0) < SAME_RULE]
        if _covered(on_height, left, right) >= share * (right - left):
            heights.append(rule.y0)
    return heights


def _covered(rules: Iterable[Rule], left: float, right: float) -> float:
    """How much of the way from left to right the rules cover together."""
    covered, reached = 0.0, left
    for x0, x1 in sorted((rule.x0, rule.x1) for rule in rules):
        start, end = max(x0, reached), min(x1, right)
        if end > start:
            covered += end - start
            reached = end
    return covered


def bands_of(
    by_column: Sequence[Sequence[Word]],
    cuts: Sequence[Sequence[float]],
    span: tuple[float, float],
    columns: Columns,
    has_borders: bool,
) -> list[Band]:
    """The rows; a cell that no rule divides belongs to every row beside it."""
    action = columns.kinds.index("action")
    goal = columns.kinds.index("goal") if "goal" in columns.kinds else None
    whole = [Band(*span, tuple(tuple(words) for words in by_column))]
    if goal is not None:
        more = _undivided_goals(by_column[goal], cuts[goal], cuts[action])
        cuts = [sorted([*own, *more]) if i == goal else own for i, own in enumerate(cuts)]
    ruled = _cut(by_column, cuts, span, action) if cuts[action] else whole
    split = [part for band in ruled for part in rows_by_gaps(band, action, goal)]
    rows = [band for band in split if band.words[action] and sum(map(bool, band.words)) > 1]
    return split if not has_borders or len(rows) >= 2 * len(ruled) else ruled


def _cut(
    by_column: Sequence[Sequence[Word]],
    cuts: Sequence[Sequence[float]],
    span: tuple[float, float],
    action: int,
) -> list[Band]:
    heights = [span[0], *cuts[action], span[1]]
    bands = []
    for top, bottom in pairwise(heights):
        cells = (
            _cell_words(words, [span[0], *own, span[1]], top, bottom)
            for words, own in zip(by_column, cuts, strict=True)
        )
        bands.append(Band(top, bottom, tuple(cells)))
    return bands


def _undivided_goals(
    words: Sequence[Word], own: Sequence[float], rows: Sequence[float]
) -> Iterator[float]:
    """The borders of the rows beside which a goal begins without a rule under the goal above."""
    for above, line in pairwise(text_lines(words)):
        gap = WIDE_GAP if not NUMBERED_GOAL.match(line.text) else GOAL_GAP
        apart = line.top - above.bottom > gap * line.size
        row = bisect(rows, line.y)
        if apart and row and bisect(own, above.y) == bisect(own, line.y):
            yield rows[row - 1]


def _cell_words(
    words: Sequence[Word], heights: Sequence[float], top: float, bottom: float
) -> tuple[Word, ...]:
    """The words of the cells of one column that lie beside the row from `top` to `bottom`."""
    found: list[Word] = []
    for start, end in pairwise(heights):
        beside = min(end, bottom) - max(start, top) > 0.5 * min(end - start, bottom - top)
        if beside:
            found.extend(word for word in words if start <= word.y - 0.3 * word.size < end)
    return tuple(found)

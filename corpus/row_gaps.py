"""The rows of a table without borders, from the gaps between its lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.pages import TextLine, Word, text_lines

LEADING_GAP = 0.2  # of the font size, between the lines of a paragraph
CLEARLY_MORE = 0.22  # of the font size, by which a gap between rows is wider than that
ROW_NUMBER = re.compile(r"(?:\d{1,2}\.){1,3}\d{0,2}\s+[A-ZÅÄÖ]")


@dataclass(frozen=True, slots=True)
class Band:
    """The words of one row by column, and the part of the page it takes."""

    top: float
    bottom: float
    words: tuple[tuple[Word, ...], ...]


def rows_by_gaps(band: Band, action: int, goal: int | None) -> Iterator[Band]:
    """The rows of a table without rules between them."""
    where = {word: i for i, words in enumerate(band.words) for word in words}
    lines = text_lines(word for word, index in where.items() if index != goal)
    if not lines:
        yield band
        return
    gap_groups = _gap_groups(lines, _leading_gap(band.words[action], lines))
    grouping = _Grouping(where, action)
    groups = [part for group in grouping.joined(gap_groups) for part in grouping.tight(group)]
    tops = [band.top, *(group[0].top - 0.01 for group in groups[1:])]
    goals = _goal_places(band.words[goal], tops) if goal is not None else {}
    for number, (top, bottom) in enumerate(zip(tops, [*tops[1:], band.bottom], strict=True)):
        cells = [
            goals.get(number, ()) if index == goal else _between(words, top, bottom)
            for index, words in enumerate(band.words)
        ]
        yield Band(top, bottom, tuple(cells))


def _between(words: Sequence[Word], top: float, bottom: float) -> tuple[Word, ...]:
    return tuple(word for word in words if top <= word.y - 0.3 * word.size < bottom)


def _leading_gap(words: Sequence[Word], lines: Sequence[TextLine]) -> float:
    """The widest gap that still belongs to one sentence."""
    own = text_lines(words)
    gaps = [
        below.top - above.bottom
        for above, below in pairwise(own)
        if below.text[:1].islower() or above.text.endswith("-")
    ]
    size = median(line.size for line in lines)
    usual = min(median(gaps), 0.9 * size) if gaps else LEADING_GAP * size
    return usual + CLEARLY_MORE * size


def _gap_groups(lines: Sequence[TextLine], widest: float) -> list[list[TextLine]]:
    """Lines that stand nearer together than rows do."""
    groups = [[lines[0]]]
    reached = lines[0].bottom
    for line in lines[1:]:
        if line.top - reached > widest:
            groups.append([line])
        else:
            groups[-1].append(line)
        reached = max(reached, line.bottom)
    return groups


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Decides which groups of lines are rows; `where` is the column of each word."""

    where: dict[Word, int]
    action: int

    def joined(self, groups: Sequence[list[TextLine]]) -> list[list[TextLine]]:
        """The groups, those that only continue a row put to it."""
        gaps = [
            below[0].top - above[-1].bottom
            for above, below in pairwise(groups)
            if len(self._texts(below)) > 1 and self.action in self._texts(below)
        ]
        usual = median(gaps) if gaps else 0.0
        joined: list[list[TextLine]] = []
        for index, group in enumerate(groups):
            before = group[0].top - joined[-1][-1].bottom if joined else usual
            rest = groups[index + 1] if index + 1 < len(groups) else None
            near_rest = rest and rest[0].top - group[-1].bottom < 0.8 * before
            if self._opens_row(group, before >= 0.8 * usual) or not (joined or near_rest):
                joined.append(list(group))
            elif rest and near_rest:
                rest[:0] = group  # a cell that is centred beside a shorter action
            else:
                joined[-1].extend(group)
        return joined

    def _opens_row(self, group: Sequence[TextLine], well_apart: bool) -> bool:
        """Whether a group has an action of its own."""
        texts = self._texts(group)
        own = texts.get(self.action, "")
        return bool(own) and not own[:1].islower() and (len(texts) > 1 or well_apart)

    def _texts(self, lines: Iterable[TextLine]) -> dict[int, str]:
        """The text of some lines by column."""
        found: dict[int, str] = {}
        for line in lines:
            for word in line.words:
                column = self.where.get(word)
                if column is not None:
                    found[column] = f"{found.get(column, '')} {word.text}".strip()
        return found

    def tight(self, group: Sequence[TextLine]) -> Iterator[Sequence[TextLine]]:
        """Rows that follow each other without a wider gap.

        An action opens with a capital after a finished one, and another column begins beside it.
        """
        start = 0
        for index in range(1, len(group)):
            above, here = (
                self._texts(group[index - 1 : index]),
                self._texts(group[index : index + 1]),
            )
            began = any(c != self.action and c not in above for c in here)
            own, before = here.get(self.action, ""), above.get(self.action, "")
            finished = before.endswith((".", "!", "?")) and own[:1].isupper()
            if (began and finished) or self._is_numbered(group[0], own):
                yield group[start:index]
                start = index
        yield group[start:]

    def _is_numbered(self, first: TextLine, text: str) -> bool:
        """Whether a line opens with a number as the row's first line does."""
        opening = self._texts([first]).get(self.action, "")
        return bool(ROW_NUMBER.match(text) and ROW_NUMBER.match(opening))


def _goal_places(words: Sequence[Word], tops: Sequence[float]) -> dict[int, tuple[Word, ...]]:
    """The goals of a column without rules, each at the row beside which it begins."""
    places: dict[int, tuple[Word, ...]] = {}
    previous: TextLine | None = None
    row = 0
    for line in text_lines(words):
        if previous is None or line.top - previous.bottom > 0.6 * line.size:
            row = max(i for i, top in enumerate(tops) if i == 0 or top <= line.y)
        places[row] = (*places.get(row, ()), *line.words)
        previous = line
    return places

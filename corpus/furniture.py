"""Running headers, footers and page numbers, found by their repetition from page to page."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.headings import Headings
from corpus.pages import Page, TextLine, text_lines
from corpus.table_headers import Header, find_headers

MARGIN = 0.16  # of the page height, at the top and at the bottom
SAME_PLACE = 3.0  # points
NEIGHBOURS = (-2, -1, 1, 2)  # left and right pages may differ
DIGITS = re.compile(r"\d+|\b[ivxl]+\b")


def without_repetition(pages: Sequence[Page], headings: Headings) -> list[Page]:
    """The pages without the lines that repeat at their outer edges."""
    edges = [_edges(page) for page in pages]
    return [_trimmed(page, edges, index, headings) for index, page in enumerate(pages)]


def _edges(page: Page) -> tuple[list[TextLine], list[TextLine]]:
    """The lines in the upper and in the lower margin, from the page's edge inwards."""
    lines = text_lines(page.words)
    upper = [line for line in lines if line.y < MARGIN * page.height]
    lower = [line for line in lines if line.y > (1 - MARGIN) * page.height]
    return upper, lower[::-1]


def _trimmed(
    page: Page,
    edges: Sequence[tuple[list[TextLine], list[TextLine]]],
    index: int,
    headings: Headings,
) -> Page:
    others = [edges[index + step] for step in NEIGHBOURS if 0 <= index + step < len(edges)]
    headers = find_headers(page, headings)
    dropped: set[int] = set()
    for side in (0, 1):
        near = [line for other in others for line in other[side]]
        for line in edges[index][side]:
            if _in_header(line, headers) or not _repeats(line, near, headings):
                break
            dropped.update(id(word) for word in line.words)
    return replace(page, words=tuple(word for word in page.words if id(word) not in dropped))


def _in_header(line: TextLine, headers: Sequence[Header]) -> bool:
    """Whether a line belongs to a table header, which repeats too."""
    return any(header.top - 1 <= line.y <= header.bottom + 1 for header in headers)


def _repeats(line: TextLine, near: Sequence[TextLine], headings: Headings) -> bool:
    """Whether the same line, but for its numbers, stands at the same height on another page."""
    if headings.alone.match(line.text):
        return True
    if headings.named_column(line.text):  # "Mätare:" happens to close two pages
        return False
    opens_goal = headings.goal_heading(line.text) or headings.lone_goal(line.text)
    shape = _shape(line, exact=bool(opens_goal))
    return any(
        abs(other.y - line.y) < SAME_PLACE and _shape(other, exact=bool(opens_goal)) == shape
        for other in near
    )


def _shape(line: TextLine, *, exact: bool) -> str:
    """A line as it repeats: "Mål 1" and "Mål 2" differ, "Sida 1" and "Sida 2" do not."""
    return line.text.lower() if exact else DIGITS.sub("0", line.text.lower())

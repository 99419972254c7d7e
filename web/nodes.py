"""HTML of our own templates -> nested lists from which the browser builds elements.

The pages forbid scripts to parse HTML; the script creates each element and sets its text.
A node is a string, or ``[tag, {attribute: value}, [nodes]]``.
"""

from html.parser import HTMLParser
from typing import TypeAlias

Node: TypeAlias = "str | list[str | dict[str, str] | list[Node]]"

_WITHOUT_END = frozenset({"br", "hr", "img", "input", "path", "rect", "circle"})


def nodes_of(html: str) -> "list[Node]":
    """The nodes of a piece of HTML; white space between elements is left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.top


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top: list[Node] = []
        self._open: list[list[Node]] = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        children: list[Node] = []
        self._open[-1].append([tag, {name: value or "" for name, value in attrs}, children])
        if tag not in _WITHOUT_END:
            self._open.append(children)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].append([tag, {name: value or "" for name, value in attrs}, []])

    def handle_endtag(self, tag: str) -> None:
        if tag not in _WITHOUT_END:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() or (data and "\n" not in data):
            self._open[-1].append(data)

"""Actions printed as running text: a paragraph each, then "Mätare: ..." and "Ansvarig: ..."."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.cards import COLUMNS, KINDS, LEAST_CARDS
from corpus.cells import NUMBER_MARK
from corpus.headings import Column, Headings
from corpus.lines import Joiner
from corpus.paragraphs import NAMED, Paragraph, Piece
from corpus.tables import Cell, CellLine, Row, Table


@dataclass(frozen=True, slots=True)
class _Label:
    """A paragraph that opens with the name of a column, and the text behind the name."""

    column: Column
    text: str
    paragraph: Paragraph


# The texts of some actions and of what is said of all of them together, by column.
_Record = dict[Column | None, list[tuple[str, Paragraph]]]


def with_labelled_actions(
    pieces: Sequence[Piece], headings: Headings, joiner: Joiner
) -> list[Piece]:
    """The pieces with a table in the place of every action whose facts are named in the text."""
    texts = [piece.text for piece in pieces if isinstance(piece, Paragraph)]
    has_goals = any(map(headings.goal_heading, texts))
    repeated = _repeated_names(texts, headings)
    reader = _Reader(headings, joiner, repeated, in_goal=not has_goals)
    for piece in pieces:
        reader.take(piece)
    reader.close()
    records = [part for part in reader.found if isinstance(part, dict)]
    if sum(len(record["action"]) for record in records) < LEAST_CARDS:
        return list(pieces)
    return [piece for part in reader.found for piece in _pieces(part)]


def _repeated_names(texts: Iterable[str], headings: Headings) -> frozenset[Column]:
    """The columns whose names stand alone in several paragraphs; one alone is a heading."""
    counts = Counter(headings.named_column(text) for text in texts)
    return frozenset(column for column in KINDS if counts[column] >= LEAST_CARDS)


class _Reader:
    """Goes through the pieces once and puts actions together with their facts."""

    def __init__(
        self, headings: Headings, joiner: Joiner, repeated: frozenset[Column], *, in_goal: bool
    ) -> None:
        self.headings = headings
        self.joiner = joiner
        self.repeated = repeated
        self.found: list[Piece | _Record] = []
        self.record: _Record = {}
        self.waiting: list[Paragraph] = []  # may be the next action
        self.open: Column | None = None  # the label whose text is still to come
        self.in_goal = in_goal  # before the first goal nothing is an action

    def take(self, piece: Piece) -> None:
        """Place one piece."""
        label = self._label(piece) if self.in_goal and isinstance(piece, Paragraph) else None
        if isinstance(piece, Table) or self.headings.goal_heading(piece.text):
            self.close()
            self.in_goal = True
            self.found.append(piece)
        elif label:
            self._take_label(label)
        elif self.in_goal and self.headings.without_bracket(piece.text)[1]:
            self.open = self.open if self.open == "action" else self._open_action()
            self._add("action", piece.text, piece)
        elif self.open and self._goes_on(piece):
            for text in self._points(piece):
                self._add(self.open, text, piece)
            self.open = self.open if self._is_point(piece) else None
        else:
            self.open = None
            self.waiting.append(piece)

    def _open_action(self) -> Column:
        """End the record that is open; actions with facts of their own follow."""
        self.close()
        return "action"

    def _label(self, paragraph: Paragraph) -> _Label | None:
        """The label that a paragraph opens with, or is."""
        if found := self.headings.label(paragraph.text):
            column, text = found
        else:
            alone = self.headings.named_column(paragraph.text)
            if alone is None or alone not in self.repeated:
                return None
            column, text = alone, ""
        return _Label(column, text, paragraph) if column in KINDS else None

    def _goes_on(self, piece: Paragraph) -> bool:
        """Whether a paragraph without a name belongs to the name above it."""
        return not self.record.get(self.open) or self._is_point(piece)

    def _is_point(self, piece: Paragraph) -> bool:
        return self.headings.is_bullet(piece.text) or bool(NUMBER_MARK.match(piece.text))

    def _points(self, piece: Paragraph) -> Iterator[str]:
        """The items of a list whose lines follow each other without a gap."""
        lines: list[str] = []
        for line in piece.lines:
            if lines and self._opens_item(lines, line.text):
                yield self.joiner.join(lines)
                lines = []
            lines.append(line.text)
        yield self.joiner.join(lines)

    def _opens_item(self, lines: Sequence[str], text: str) -> bool:
        """Whether a line is a further item: numbered as the first one, or a meter of its own."""
        if NUMBER_MARK.match(text):
            return bool(NUMBER_MARK.match(lines[0]))
        goes_on = lines[-1].endswith(("-", ",", "/", "–"))
        ends_open = lines[-1].split()[-1].lower() in self.headings.open_ended
        return self.open == "meter" and text[:1].isupper() and not (goes_on or ends_open)

    def _take_label(self, label: _Label) -> None:
        if label.column == "action":
            self.close()
        elif self.waiting and (label.column in self.record or not self._only_asides()):
            self._open_record()
        if label.column != "action" and not self.record.get("action"):
            self.waiting.append(label.paragraph)
            return
        self.found += self.waiting
        self.waiting = []
        self.record.setdefault(label.column, [])
        if label.text:
            self._add(label.column, label.text, label.paragraph)
        self.open = None if label.text else label.column

    def _only_asides(self) -> bool:
        """Whether what stands before a label are facts under other names: "Budget: ..."."""
        return all(NAMED.match(paragraph.text) for paragraph in self.waiting)

    def _open_record(self) -> None:
        """Begin a record with the paragraph right above as its action."""
        action = self.waiting.pop() if self.waiting else None
        waiting, self.waiting = self.waiting, []
        self.close()
        self.found += waiting
        if action:
            self._add("action", action.text, action)

    def _add(self, column: Column, text: str, paragraph: Paragraph) -> None:
        self.record.setdefault(column, []).append((text, paragraph))

    def close(self) -> None:
        """End the record that is open."""
        if self.record.get("action"):
            self.found.append(self.record)
        self.found += self.waiting
        self.record, self.waiting, self.open = {}, [], None


def _pieces(part: Piece | _Record) -> Iterator[Piece]:
    """A table with a row for each action of a record, each with all that the record tells."""
    if not isinstance(part, dict):
        yield part
        return
    rows = []
    for action in part["action"]:
        page = action[1].first.page or 0
        facts = [part.get(kind, []) for kind in KINDS[1:]]
        rows.append(Row(page, tuple(_cell(values, page) for values in ([action], *facts))))
    yield Table(COLUMNS, tuple(rows))


def _cell(values: Sequence[tuple[str, Paragraph]], page: int) -> Cell:
    """A cell whose lines are its items, far apart."""
    return tuple(
        CellLine(text, page, 9.0 * number, 1.0, False, 0.0, 0.0)
        for number, (text, _) in enumerate(values)
    )

"""Documents as lines and tables in reading order; the only reader of source files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.characters import clean
from corpus.errors import UnreadableDocument
from corpus.flow import Block
from corpus.lines import Line
from corpus.pdf import read_pdf
from corpus.plan import Problem


@dataclass(frozen=True, slots=True)
class Document:
    """A document in reading order; a text file has lines only."""

    name: str
    blocks: tuple[Block, ...]
    title: str | None = None
    bookmarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, those of tables cell by cell."""
        return tuple(line for block in self.blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
        return
    for row in block.rows:
        for cell in row.cells:
            yield from (Line(line.text, 0, line.page) for line in cell)


def read_document(path: Path) -> Document:
    """Read a plan document: a PDF, or plain text as UTF-8.

    Raises:
        UnreadableDocument: the file is missing, empty, no text or a PDF that cannot be read.
    """
    try:
        if path.suffix.lower() == ".pdf":
            return _read_pdf(path)
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnreadableDocument(f"{path}: there is no such file. Check the name.") from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UnreadableDocument(f"{path}: {why}. Check the file and its permissions.") from None
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8 text."
        ) from None
    if not text.strip():
        raise UnreadableDocument(f"{path}: the file is empty. Put the plan's text into it.")
    return Document(path.name, text_lines(text))


def _read_pdf(path: Path) -> Document:
    read = read_pdf(path)
    return Document(path.name, read.blocks, read.title, read.bookmarks, read.problems)


def text_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text; a line that opens with one space or a form feed opens a page."""
    return tuple(
        Line(clean(line).strip(), number, opens_page=line[:1] in (" ", "\f") and line[:2] != "  ")
        for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1)
    )

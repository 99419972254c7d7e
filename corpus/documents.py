"""Documents as printed lines; the only reader of source files."""

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.lines import Line


@dataclass(frozen=True, slots=True)
class Document:
    """The lines of a document in reading order."""

    name: str
    lines: tuple[Line, ...]


def read_document(path: Path) -> Document:
    """Read a plain-text document.

    Raises:
        UnreadableDocument: the file is missing, empty or not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnreadableDocument(f"{path}: there is no such file. Check the name.") from None
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8 text."
        ) from None
    if not text.strip():
        raise UnreadableDocument(f"{path}: the file is empty. Put the plan's text into it.")
    return Document(path.name, text_lines(text))


def text_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text; a line that opens with one space or a form feed opens a page."""
    return tuple(
        Line(line.strip(), number, opens_page=line[:1] in (" ", "\f") and line[:2] != "  ")
        for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1)
    )

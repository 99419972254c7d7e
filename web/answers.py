"""Answers as the page shows them: blocks with links, and the text to copy."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from assistant.answer import Answer, Citation, Outcome
from assistant.labels import Places
from assistant.personal_data import mask
from assistant.wording import say
from corpus.plan import LANGUAGES, Language
from web.elements import permalink
from web.wording import texts

_LIST_ITEM = re.compile(r"(?:\d+\.|[•»–]|s?\d+(?:\.\d+)+:) ")
_LINKS = re.compile(
    r"\[(?P<number>\d+)\]"
    r"|(?P<address>https?://[^\s),]+)"
    r"|(?<![\d.])(?P<phone>112|116 111|116 117|0\d{1,3}(?: \d{2,4}){1,3})(?!\d)"
)

ENGLISH = "en"

PieceKind = Literal["text", "citation", "address", "phone"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence: text, or the text of a link of some kind."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together: one paragraph, or the items of a list.

    `language` is set where it is not the answer's own.
    """

    is_list: bool
    lines: tuple[tuple[Piece, ...], ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer with all that its template needs."""

    id: str
    question: str
    answer: Answer
    blocks: tuple[Block, ...]
    nearest: tuple[str, ...]
    permalinks: tuple[str, ...]
    copied: str
    texts: dict[str, Any]

    @property
    def is_crisis(self) -> bool:
        """Whether the answer is help for a person in danger."""
        return self.answer.outcome is Outcome.CRISIS


def view_of(
    answer: Answer,
    asked: str,
    places: Places,
    root: str,
    day: str,
    nearest: tuple[str, ...] = (),
) -> AnswerView:
    """The view of an answer from `places`; `root` is the address of the site, `day` today."""
    hides = "personal_data_removed" in answer.notices or answer.outcome is Outcome.PERSONAL_DATA
    question = mask(asked).text if hides else asked
    permalinks = tuple(
        permalink(places[citation.ref], answer.language) for citation in answer.citations
    )
    return AnswerView(
        id=secrets.token_hex(3),
        question=question,
        answer=answer,
        blocks=tuple(_blocks(answer)),
        nearest=nearest,
        permalinks=permalinks,
        copied=_copied(answer, question, [root + link for link in permalinks], day),
        texts=texts(answer.language),
    )


def _blocks(answer: Answer) -> Iterator[Block]:
    for is_list, lines in groupby(answer.sentences, lambda line: bool(_LIST_ITEM.match(line))):
        if is_list:
            yield Block(True, tuple(tuple(_pieces(line, answer)) for line in lines))
            continue
        for line in lines:
            yield Block(False, (tuple(_pieces(line, answer)),), _language(line, answer))


def _language(line: str, answer: Answer) -> str:
    """The language of a sentence in the reply to other languages, which comes in three."""
    if answer.outcome is not Outcome.UNSUPPORTED_LANGUAGE:
        return ""
    own = (language for language in LANGUAGES if line == say(language, "outcome.language"))
    return next(own, ENGLISH)


def _pieces(line: str, answer: Answer) -> Iterator[Piece]:
    """The parts of a sentence; telephone numbers become links where help is given."""
    end = 0
    for match in _LINKS.finditer(line):
        kind = _kind(match, answer)
        if kind == "text":
            continue
        if match.start() > end:
            yield Piece("text", line[end : match.start()])
        yield Piece(kind, match["number"] if kind == "citation" else match[0])
        end = match.end()
    if end < len(line):
        yield Piece("text", line[end:])


def _kind(match: re.Match[str], answer: Answer) -> PieceKind:
    if match["number"]:
        known = int(match["number"]) <= len(answer.citations)
        return "citation" if known else "text"
    if match["address"]:
        return "address"
    return "text" if answer.citations else "phone"


def _copied(answer: Answer, question: str, addresses: list[str], day: str) -> str:
    """The exchange as plain text with its sources, ready for a memo."""
    words = texts(answer.language)["copied"]
    lines = [f"{words['question']}: {question}", "", *answer.sentences]
    if answer.citations:
        lines += ["", f"{words['sources']}:"]
    for citation, address in zip(answer.citations, addresses, strict=True):
        lines += ["", *_copied_citation(citation, address, answer.language)]
    lines += ["", f"{words['fetched']} {day}."]
    return "\n".join(lines)


def _copied_citation(citation: Citation, address: str, language: Language) -> Iterator[str]:
    words = texts(language)["copied"]
    plan = citation.plan
    title = f"{plan.title} {plan.period}"
    page = f", {words['page']} {citation.page}" if citation.page else ""
    yield f"[{citation.number}] {citation.label}. {title}{page}."
    yield f"”{citation.quote}”"
    if citation.translation:
        yield f"{words[citation.translation.status]}: ”{citation.translation.text}”"
    for meter in citation.meters:
        yield f"{words['meter']}: {meter.text}"
    yield address

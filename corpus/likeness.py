"""How alike two texts are, and which words differ; blind to how a document was typeset."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
QUOTES = {ord(mark): '"' for mark in "”“„»«"} | {ord(mark): "'" for mark in "’‘‚`´"}
STRAIGHT = str.maketrans(dict.fromkeys(DASHES, "-")) | QUOTES
WORD = re.compile(r"\w+")
TOKEN = re.compile(r"\d+(?:[.,\u00a0 ]\d+)*|[^\W\d_]+|\s+|[^\w\s]|_")
# A hyphen in front of a number is a sign or a range; any other may come from a line end.
LOOSE = re.compile(r"\s+|-(?!\s*\d)|(?<=[^\W\d])-|[\"'•·]")
GRAM = 3
FEWEST_GRAMS = 25  # a shorter text says nothing by standing inside a longer one
CONTAINED = 0.8  # what full containment is worth beside equality
GRAMS_WEIGHT = 0.6

Operation = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of words that stayed, went or came."""

    operation: Operation
    text: str


def straight(text: str) -> str:
    """The text with plain hyphens, quotes and single spaces."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return " ".join(plain.translate(STRAIGHT).split())


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """What is left of a text when spacing, hyphens and quotes are disregarded."""
    return LOOSE.sub("", straight(text))


def same(old: str | None, new: str | None) -> bool:
    """Whether two texts say the same, however they were typeset."""
    return key(old or "") == key(new or "")


def alike(old: str, new: str) -> float:
    """From 0 (nothing in common) to 1: shared words and letter groups, whatever their order."""
    if same(old, new):
        return 1.0
    grams, words = _bags(old), _bags(new)
    dice = GRAMS_WEIGHT * _dice(grams[0], words[0]) + (1 - GRAMS_WEIGHT) * _dice(grams[1], words[1])
    return max(dice, CONTAINED * _contained(grams[0], words[0]))


@lru_cache(maxsize=20_000)
def _bags(text: str) -> tuple["Counter[str]", "Counter[str]"]:
    words = WORD.findall(straight(text).lower().replace("-", ""))
    grams = Counter(
        marked[at : at + GRAM]
        for marked in (f"<{word}>" for word in words)
        for at in range(max(len(marked) - GRAM + 1, 1))
    )
    return grams, Counter(words)


def _dice(old: "Counter[str]", new: "Counter[str]") -> float:
    total = old.total() + new.total()
    return 2 * _shared(old, new) / total if total else 1.0


def _contained(old: "Counter[str]", new: "Counter[str]") -> float:
    """How much of the shorter text stands in the longer one, its excess over half counted."""
    shorter = min(old.total(), new.total())
    if shorter < FEWEST_GRAMS:
        return 0.0
    return max(2 * _shared(old, new) / shorter - 1, 0.0)


def _shared(old: "Counter[str]", new: "Counter[str]") -> int:
    if len(old) > len(new):
        old, new = new, old
    return sum(min(count, new[gram]) for gram, count in old.items())


def marked(old: str, new: str) -> tuple[Mark, ...]:
    """The old and the new text as one run of words: those that stayed, went and came."""
    before, after = _tokens(old), _tokens(new)
    compared = [straight(token) for token in before], [straight(token) for token in after]
    matcher = SequenceMatcher(None, *compared, autojunk=False)
    found: list[Mark] = []
    for operation, i, j, m, n in matcher.get_opcodes():
        if operation == "equal":
            _add(found, "same", "".join(before[i:j]))
        else:
            _add(found, "removed", "".join(before[i:j]))
            _add(found, "added", "".join(after[m:n]))
    return tuple(_joined(found))


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(" ".join(text.replace("\u00ad", "").split()))


def _add(marks: list[Mark], operation: Operation, text: str) -> None:
    if text:
        marks.append(Mark(operation, text))


def _joined(marks: list[Mark]) -> list[Mark]:
    """The marks, a lone space between two changes taken into both of them."""
    found: list[Mark] = []
    for place, mark in enumerate(marks):
        inside = 0 < place < len(marks) - 1
        if mark.operation == "same" and inside and not mark.text.strip():
            found += [Mark("removed", mark.text), Mark("added", mark.text)]
        else:
            found.append(mark)
    return _merged(found)


def _merged(marks: list[Mark]) -> list[Mark]:
    """Neighbouring changes as one removal and one addition."""
    merged: list[Mark] = []
    removed = added = ""
    for mark in [*marks, Mark("same", "")]:
        if mark.operation == "removed":
            removed += mark.text
        elif mark.operation == "added":
            added += mark.text
        else:
            _add(merged, "removed", removed)
            _add(merged, "added", added)
            _add(merged, "same", mark.text)
            removed = added = ""
    return merged


def numbers_changed(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The numbers that became others while all words stayed; empty when words changed too."""
    before, after = _words(old), _words(new)
    if len(before) != len(after):
        return ()
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    return tuple(pairs) if all(a[0].isdigit() and b[0].isdigit() for a, b in pairs) else ()


def _words(text: str) -> list[str]:
    return [token for token in TOKEN.findall(straight(text)) if not token.isspace()]

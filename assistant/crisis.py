"""Whether a person in danger is writing, and the help that then comes before everything else."""

import math
import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any

from corpus.plan import Language

_SENTENCE_END = re.compile(r"[.!?;…\n]+")
_NO_WORD = re.compile(r"[^\w|-]+")
# "pp" and "dd" stay, since they part words: Finnish "tappaa" and "tapaa", Swedish "rädd" and "råd".
_DOUBLED = re.compile(r"([^\W\d_dp])\1+|(?<=pp)p+|(?<=dd)d+")
_MARKS = {"..": r"(?:[\w-]+ ){0,3}", "...": r"(?:[\w-]+ ){0,7}", "^": r"(?<=\| )", "$": r"(?=\| )"}
_PIECES = (3, 4, 5)  # letters of the pieces that are weighed
FEWEST = 40  # pieces that a short message is taken to have, since it proves little


@dataclass(frozen=True, slots=True)
class _Alarm:
    """Signs that mean danger when a message has them all and none of the others."""

    signs: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The file crisis.toml, compiled."""

    enough: float
    doubtful: float
    idioms: re.Pattern[str]
    alarms: tuple[_Alarm, ...]


@dataclass(frozen=True, slots=True)
class _Weights:
    """The file crisis_weights.toml: what each piece of a word and each pair of words weighs."""

    bias: float
    pieces: dict[str, float]


def is_crisis(text: str) -> bool:
    """Whether the writer, or someone the writer tells of, is in danger now."""
    rules, plain = _rules(), _without_idioms(text)
    weighed = _weigh(plain)
    if weighed >= rules.enough or _sign("certain").search(plain):
        return True
    return weighed >= rules.doubtful and _alarmed(plain)


def crisis_reply(language: Language) -> tuple[str, ...]:
    """Where help is to be had, in short sentences, with 112 first."""
    return tuple(_read("helplines.toml")["reply"][language])


def pieces_of(text: str) -> set[str]:
    """What is weighed in a message: pieces of its words, and pairs of words."""
    return _pieces(_without_idioms(text))


def _without_idioms(text: str) -> str:
    return _rules().idioms.sub("- ", _plain(text))


def _alarmed(plain: str) -> bool:
    @cache
    def shows(sign: str) -> bool:
        return bool(_sign(sign).search(plain))

    return any(
        all(map(shows, alarm.signs)) and not any(map(shows, alarm.unless))
        for alarm in _rules().alarms
    )


def _weigh(plain: str) -> float:
    """How much the pieces of the message speak for danger; below nought for most questions."""
    weights, pieces = _weights(), _pieces(plain)
    total = sum(map(weights.pieces.get, pieces, repeat(0.0)))
    return weights.bias + total / math.sqrt(max(FEWEST, len(pieces)))


def _pieces(plain: str) -> set[str]:
    words = plain.replace("| ", "").split()
    pieces = {f"{first}_{second}" for first, second in pairwise(words)}
    for word in words:
        edged = f"_{word}_"
        pieces.update(edged[i : i + n] for n in _PIECES for i in range(len(edged) - n + 1))
    return pieces


def _plain(text: str) -> str:
    """Small letters without accents or doubled letters, words apart, "|" around sentences."""
    marked = f" | {_SENTENCE_END.sub(' | ', text)} | "
    return " ".join(_NO_WORD.sub(" ", _bare(marked)).split()) + " "


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _DOUBLED.sub(lambda run: run[1] or "", letters)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


@cache
def _weights() -> _Weights:
    table = _read("crisis_weights.toml")
    scale = table["scale"]
    pieces = {
        piece: int(weight) / scale
        for weight, pieces in table["pieces"].items()
        for piece in pieces.split()
    }
    return _Weights(table["bias"], pieces)


@cache
def _rules() -> _Rules:
    table = _read("crisis.toml")
    return _Rules(
        enough=table["enough"],
        doubtful=table["doubtful"],
        idioms=_any(table["idioms"], table["words"]),
        alarms=tuple(_alarm(row) for row in table["alarms"]),
    )


@cache
def _sign(name: str) -> re.Pattern[str]:
    """The pattern of a sign, made when a message first needs it, since most never do."""
    table = _read("crisis.toml")
    return _any(table["signs"][name], table["words"])


def _alarm(row: str) -> _Alarm:
    signs, *unless = row.split(" - ")
    return _Alarm(tuple(signs.split(" + ")), tuple(unless))


def _any(phrases: list[str], words: dict[str, str]) -> re.Pattern[str]:
    """One pattern for all phrases; each begins at the beginning of a word.

    They stand in groups by the letters they may begin with, so that a word is compared with few.
    """
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        letters = "".join(sorted(_first_letters(phrase.split(), words)))
        groups[letters].add(_phrase(phrase, words))
    each = [rf"(?=[{letters}])(?:{'|'.join(sorted(found))})" for letters, found in groups.items()]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})")


def _first_letters(tokens: list[str], words: dict[str, str]) -> set[str]:
    """The letters that a phrase may begin with, for a set in a pattern."""
    first = tokens[1] if tokens[0] == "^" else tokens[0]
    if first in words:
        named = (_first_letters(one.split(), words) for one in words[first].split("|"))
        return set().union(*named)
    return {r"\w|-" if first in _MARKS or first.startswith("*") else re.escape(_bare(first)[0])}


def _phrase(phrase: str, words: dict[str, str]) -> str:
    return "".join(_token(token, words) for token in phrase.split())


def _token(token: str, words: dict[str, str]) -> str:
    if token in _MARKS:
        return _MARKS[token]
    if token in words:
        return rf"(?:{'|'.join(_phrase(one, words) for one in words[token].split('|'))})"
    return re.escape(_bare(token)).replace(r"\*", r"[\w-]*") + " "

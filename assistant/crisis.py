"""Whether a person in danger is writing, and the help that then comes before everything else."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.lexicon import WordLists
from assistant.pieces import load_piece_weights, pieces_of
from corpus.plan import Language

_SENTENCE_END = re.compile(r"[.!?;…\n]+")
_NO_WORD = re.compile(r"[^\w|-]+")
# "pp" and "dd" stay, since they part words: Finnish "tappaa" and "tapaa", Swedish "rädd" and "råd".
_DOUBLED = re.compile(r"([^\W\d_dp])\1+|(?<=pp)p+|(?<=dd)d+")
_MARKS = {"..": r"(?:[\w-]+ ){0,3}", "...": r"(?:[\w-]+ ){0,7}", "^": r"(?<=\| )", "$": r"(?=\| )"}
_ANY_WORD = ""  # where phrases stand that may begin with any word
WEIGHTS = "crisis_weights.toml"


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
    unlikely: float
    idioms: re.Pattern[str]
    alarms: tuple[_Alarm, ...]


class _Sign:
    """Phrases of one meaning, looked up by the word that each begins with.

    The pattern of a phrase is made when a message first has that word, since most never have.
    """

    def __init__(self, phrases: Iterable[str], words: Mapping[str, str]) -> None:
        self._words = words
        self._phrases: defaultdict[str, set[str]] = defaultdict(set)
        for phrase in phrases:
            for first in _first_words(phrase, words):
                self._phrases[first].add(phrase)
        self._firsts = WordLists({first: [first] for first in self._phrases if first})
        self._pattern = cache(self._made)

    def is_in(self, plain: str) -> bool:
        """Whether a plain message holds one of the phrases."""
        start = 0
        for word in plain.split():
            for first in (*self._firsts.of_word(word), _ANY_WORD):
                phrases = self._phrases.get(first, ())
                if any([self._pattern(phrase).match(plain, start) for phrase in phrases]):
                    return True
            start += len(word) + 1
        return False

    def _made(self, phrase: str) -> re.Pattern[str]:
        return re.compile(_phrase(phrase, self._words))


def is_crisis(text: str) -> bool:
    """Whether the writer, or someone the writer tells of, is in danger now."""
    rules, plain = _rules(), _without_idioms(text)
    weighed = load_piece_weights(WEIGHTS).weigh(_words(plain))
    if weighed < rules.unlikely:
        return False
    if weighed >= rules.enough or _sign("certain").is_in(plain):
        return True
    return weighed >= rules.doubtful and _alarmed(plain)


def crisis_reply(language: Language) -> tuple[str, ...]:
    """Where help is to be had, in short sentences, with 112 first."""
    return tuple(_read("helplines.toml")["reply"][language])


def crisis_pieces(text: str) -> list[str]:
    """What is weighed in a message: pieces of its words, and pairs of words."""
    return pieces_of(_words(_without_idioms(text)))


def _words(plain: str) -> list[str]:
    return plain.replace("| ", "").split()


def _without_idioms(text: str) -> str:
    return _rules().idioms.sub("- ", _plain(text))


def _alarmed(plain: str) -> bool:
    @cache
    def shows(sign: str) -> bool:
        return _sign(sign).is_in(plain)

    return any(
        all(map(shows, alarm.signs)) and not any(map(shows, alarm.unless))
        for alarm in _rules().alarms
    )


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
def _rules() -> _Rules:
    table = _read("crisis.toml")
    idioms = sorted(_phrase(phrase, table["words"]) for phrase in table["idioms"])
    return _Rules(
        enough=table["enough"],
        doubtful=table["doubtful"],
        unlikely=table["unlikely"],
        idioms=re.compile(rf"(?<![\w-])(?:{'|'.join(idioms)})"),
        alarms=tuple(_alarm(row) for row in table["alarms"]),
    )


@cache
def _sign(name: str) -> _Sign:
    table = _read("crisis.toml")
    return _Sign(table["signs"][name], table["words"])


def _alarm(row: str) -> _Alarm:
    signs, *unless = row.split(" - ")
    return _Alarm(tuple(signs.split(" + ")), tuple(unless))


def _first_words(phrase: str, words: Mapping[str, str]) -> set[str]:
    """The words that a phrase may begin with, as entries of a word list."""
    first = phrase.split()[phrase.startswith("^ ")]
    if first in words:
        return {word for one in words[first].split("|") for word in _first_words(one, words)}
    known, star, _ = first.partition("*")
    return {_bare(known) + star if known else _ANY_WORD}


def _phrase(phrase: str, words: Mapping[str, str]) -> str:
    return "".join(_token(token, words) for token in phrase.split())


def _token(token: str, words: Mapping[str, str]) -> str:
    if token in _MARKS:
        return _MARKS[token]
    if token in words:
        return rf"(?:{'|'.join(_phrase(one, words) for one in words[token].split('|'))})"
    return re.escape(_bare(token)).replace(r"\*", r"[\w-]*") + " "

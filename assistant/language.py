"""Which language a message is in: letter profiles scored exactly, words and endings as cues."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from assistant.language_cues import SPOKEN, Spoken, load_cues
from assistant.language_requests import asked_language, without_language_request
from corpus.plan import Language
from index.own_words import STEM, OwnWords, without_accents, words_of
from index.words import REMEMBERED

__all__ = ["Detected", "LanguageDetector", "asked_language", "without_language_request"]

_QUOTED = re.compile(r"[\"“”„»«][^\"“”„»«]{1,80}[\"“”„»«]")
_LONGEST_SCORED = 400  # characters; the rest of a long message adds nothing but time
_FLOOR = 0.5 / 10_000  # the share of a letter group that a profile does not hold


@dataclass(frozen=True, slots=True)
class Detected:
    """The language of a message, the language to reply in, and whether the first is certain."""

    language: Literal["sv", "fi", "en", "other"]
    reply_in: Language
    sure: bool


@dataclass(frozen=True, slots=True)
class _Profile:
    """A file of langdetect: how often each letter group occurs, and how many of each length do."""

    freq: dict[str, int]
    n_words: list[int]


@dataclass(frozen=True, slots=True)
class _Profiles:
    """The logarithm of each letter group's share, one column per language."""

    row: dict[str, int]
    logarithms: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Scores:
    """How well a message fits the spoken languages, and how far the best foreign one leads."""

    own: dict[Spoken, float]
    foreign_lead: float
    foreign_words: int


class LanguageDetector:
    """Tells the language of a message with the help of the words of our own texts."""

    def __init__(self, own: OwnWords) -> None:
        self._words, self._beginnings, self._ends = own.words, own.beginnings, own.ends
        self._cues_of_word = lru_cache(maxsize=REMEMBERED)(self._cues_found_in)
        self._foreign_weight = lru_cache(maxsize=REMEMBERED)(self._weighed_as_foreign)

    def detect(self, text: str, page_language: Language) -> Detected:
        """Decide between Swedish, Finnish and English, then whether it is none of them."""
        if _mostly_not_latin(text):
            return Detected("other", page_language, True)
        words = _telling_words(text)
        if not words:
            return Detected(page_language, page_language, False)
        scores = self._scores(words)
        if _is_foreign(scores, len(words)):
            return Detected("other", page_language, True)
        return _decide(scores.own, page_language)

    def _scores(self, words: list[str]) -> _Scores:
        rules = load_cues()
        sums, root = _profile_sums(words)
        weight = rules.weights["profile"] / root
        cues = self._cues(words)
        own = {
            spoken: weight * float(sums[column]) + math.log(rules.prior[spoken]) + cues[spoken]
            for column, spoken in enumerate(SPOKEN)
        }
        best = SPOKEN.index(max(own, key=lambda spoken: own[spoken]))
        lead = float(sums[len(SPOKEN) :].max() - sums[best]) / root
        foreign = sum(map(self._foreign_weight, words))
        return _Scores(own, lead, foreign)

    def _weighed_as_foreign(self, word: str) -> int:
        weight = load_cues().foreign_weight(word)
        return weight if weight else -(without_accents(word) in self._words)

    def _cues(self, words: list[str]) -> dict[Spoken, float]:
        found = dict.fromkeys(SPOKEN, 0.0)
        for spoken, weight in chain.from_iterable(map(self._cues_of_word, words)):
            found[spoken] += weight
        rules = load_cues()
        if (opening := rules.words.get(words[0])) and len(words) > 1:
            found[opening] += rules.weights["opening_word"]
        cues = {spoken: total / math.sqrt(len(words)) for spoken, total in found.items()}
        if frame := _frame(words):
            cues[frame] += rules.weights["frame"]
        return cues

    def _cues_found_in(self, word: str) -> tuple[tuple[Spoken, float], ...]:
        return tuple(self._each_cue(word))

    def _each_cue(self, word: str) -> Iterable[tuple[Spoken, float]]:
        rules = load_cues()
        weights, bare = rules.weights, without_accents(word)
        if rules.letters.intersection(word):
            yield "sv", weights["letter"]
        if spoken := rules.words.get(word):
            yield spoken, weights["function_word"]
        elif known := rules.everyday.get(word) or self._words.get(bare):
            yield known, weights["vocabulary"]
        else:
            if len(bare) > STEM and (known := self._beginnings.get(bare[:STEM])):
                yield known, weights["beginning"]
            if ended := self._ends.get(bare[-STEM:]) or rules.ending(bare):
                yield ended, weights["ending"]
            for spoken, shape in rules.shapes:
                if shape.search(word):
                    yield spoken, weights["shape"]


@cache
def _profiles() -> _Profiles:
    import langdetect

    folder = Path(langdetect.__file__).parent / "profiles"
    names = (*SPOKEN, *load_cues().profiles)
    read = [msgspec.json.decode((folder / name).read_bytes(), type=_Profile) for name in names]
    grams = dict.fromkeys(chain.from_iterable(profile.freq for profile in read))
    row = dict(zip(grams, range(len(grams)), strict=True))
    shares = np.full((len(row), len(read)), _FLOOR, dtype=np.float32)
    for column, profile in enumerate(read):
        rows = list(map(row.__getitem__, profile.freq))
        sizes = np.array(profile.n_words)[np.fromiter(map(len, profile.freq), np.int64) - 1]
        shares[rows, column] = _FLOOR + np.array(list(profile.freq.values())) / sizes
    return _Profiles(row, np.log(shares, out=shares))


def _telling_words(text: str) -> list[str]:
    """The words that show the language: without quotations and names, where something is left."""
    text = text[:_LONGEST_SCORED]
    frame = words_of(_QUOTED.sub(" ", text))
    words = frame if len(frame) > 1 else words_of(text)
    names = load_cues().names
    return [word for word in words if word not in names] or words


def _profile_sums(words: list[str]) -> tuple[npt.NDArray[np.float32], float]:
    """The sum of logarithms per profile and the root of how many letter groups were known."""
    known, sums = zip(*map(_profile_of_word, words), strict=True)
    return np.sum(sums, axis=0), math.sqrt(max(1, sum(known)))


@lru_cache(maxsize=REMEMBERED)
def _profile_of_word(word: str) -> tuple[int, npt.NDArray[np.float32]]:
    """How many letter groups of a word are known, and their sum of logarithms per profile."""
    profiles, padded = _profiles(), f" {word} "
    grams = [padded[start : start + n] for n in (1, 2, 3) for start in range(len(padded) - n + 1)]
    rows = [profiles.row[gram] for gram in grams if gram != " " and gram in profiles.row]
    return len(rows), profiles.logarithms[rows].sum(axis=0)


def _frame(words: list[str]) -> Spoken | None:
    """The language of the sentence that the function words make, whatever nouns stand in it."""
    rules = load_cues()
    if len(words) < 2:
        return None
    held = Counter(spoken for word in words if (spoken := rules.words.get(word)))
    opening = rules.words.get(words[0]) or rules.opening(words[0])
    if opening:
        return opening if held[opening] >= held.total() / 2 else None
    return next((spoken for spoken, times in held.items() if times == held.total() > 1), None)


def _mostly_not_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in letters)
    return 2 * latin < len(letters)


def _is_foreign(scores: _Scores, words: int) -> bool:
    rules = load_cues()
    if words < rules.fewest_words:
        return scores.foreign_words == words
    evidence = rules.foreign_word * scores.foreign_words / math.sqrt(words)
    return scores.foreign_lead + evidence >= rules.margin


def _decide(own: dict[Spoken, float], page_language: Language) -> Detected:
    weights = load_cues().weights
    own[page_language] += weights["page"]
    first, second, *_ = sorted(own, key=lambda spoken: own[spoken], reverse=True)
    sure = own[first] - own[second] >= weights["sure"]
    reply_in = page_language if first == "en" or not sure else first
    return Detected(first, reply_in, sure)

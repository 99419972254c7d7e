"""Which language a message is in: letter profiles scored exactly, with words and endings as cues."""

import json
import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from corpus.plan import LANGUAGES, Language

Spoken = Literal["sv", "fi", "en"]
SPOKEN: tuple[Spoken, ...] = ("sv", "fi", "en")

_WORD = re.compile(r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*")
_QUOTED = re.compile(r"[\"“”„»«][^\"“”„»«]{1,80}[\"“”„»«]")
_LONGEST_SCORED = 400  # characters; the rest of a long message adds nothing but time
_FLOOR = 0.5 / 10_000  # the share of a letter group that a profile does not hold
_MAJORITY = 6  # a word counts for a language that has it this many times as often as the other
_CERTAIN = 3  # foreign words that one certain word stands for
_STEM = 5  # letters of the beginnings and ends of words that are compared


@dataclass(frozen=True, slots=True)
class Detected:
    """The language of a message, the language to reply in, and whether the first is certain."""

    language: Literal["sv", "fi", "en", "other"]
    reply_in: Language
    sure: bool


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

    def __init__(self, vocabulary: Mapping[Language, Iterable[str]]) -> None:
        """Take words or whole texts per language; what both languages have is ignored."""
        counts = {language: _count(vocabulary.get(language, ())) for language in LANGUAGES}
        self._words = _majority(counts)
        self._beginnings = _majority({key: _parts(counts[key], True) for key in LANGUAGES})
        self._ends = _majority({key: _parts(counts[key], False) for key in LANGUAGES})

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
        rules = _rules()
        sums, root = _profile_sums(words)
        weight = rules.weights["profile"] / root
        cues = self._cues(words)
        own = {
            spoken: weight * float(sums[column]) + math.log(rules.prior[spoken]) + cues[spoken]
            for column, spoken in enumerate(SPOKEN)
        }
        best = SPOKEN.index(max(own, key=lambda spoken: own[spoken]))
        lead = float(sums[len(SPOKEN) :].max() - sums[best]) / root
        return _Scores(own, lead, sum(rules.foreign_weight(word) for word in words))

    def _cues(self, words: list[str]) -> dict[Spoken, float]:
        found = dict.fromkeys(SPOKEN, 0.0)
        for word in words:
            for spoken, weight in self._cues_of_word(word):
                found[spoken] += weight
        rules = _rules()
        if (opening := rules.words.get(words[0])) and len(words) > 1:
            found[opening] += rules.weights["opening_word"]
        cues = {spoken: total / math.sqrt(len(words)) for spoken, total in found.items()}
        if frame := _frame(words):
            cues[frame] += rules.weights["frame"]
        return cues

    def _cues_of_word(self, word: str) -> Iterable[tuple[Spoken, float]]:
        rules = _rules()
        weights, bare = rules.weights, fold(word)
        if rules.letters.intersection(word):
            yield "sv", weights["letter"]
        if spoken := rules.words.get(word):
            yield spoken, weights["function_word"]
        elif known := rules.everyday.get(word) or self._words.get(bare):
            yield known, weights["vocabulary"]
        else:
            if len(bare) > _STEM and (known := self._beginnings.get(bare[:_STEM])):
                yield known, weights["beginning"]
            if ended := self._ends.get(bare[-_STEM:]) or rules.ending(bare):
                yield ended, weights["ending"]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The file language.toml, with its words looked up by form."""

    weights: dict[str, float]
    prior: dict[Spoken, float]
    words: dict[str, Spoken]
    everyday: dict[str, Spoken]
    endings: dict[str, Spoken]
    opening_endings: tuple[str, ...]
    letters: frozenset[str]
    names: frozenset[str]
    foreign: frozenset[str]
    certain: frozenset[str]
    margin: float
    foreign_word: float
    fewest_words: int
    profiles: tuple[str, ...]
    requests: dict[Language, re.Pattern[str]]
    polite: re.Pattern[str]

    def foreign_weight(self, word: str) -> int:
        """How many foreign words a word counts as; less than nothing for our own."""
        if word in self.certain:
            return _CERTAIN
        return (word in self.foreign) - (word in self.words or word in self.everyday)

    def opening(self, word: str) -> Spoken | None:
        """Finnish when the word is a verb made a question, such as "löytyykö"."""
        return "fi" if len(word) > _STEM and word.endswith(self.opening_endings) else None

    def ending(self, bare: str) -> Spoken | None:
        """The language of the longest known ending of a word without accents."""
        for length in range(min(6, len(bare) - 2), 1, -1):
            if spoken := self.endings.get(bare[-length:]):
                return spoken
        return None


@cache
def _rules() -> _Rules:
    path = Path(__file__).with_name("language.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    words, everyday, endings = (
        _unique({spoken: table[name][spoken].split() for spoken in SPOKEN})
        for name in ("words", "everyday", "endings")
    )
    foreign = table["foreign"]
    own = {word for spoken in SPOKEN for word in table["words"][spoken].split()}
    requests = table["requests"]
    return _Rules(
        weights=table["weights"],
        prior=table["prior"],
        words=words,
        everyday=everyday,
        endings=endings,
        opening_endings=tuple(table["opening_endings"]["fi"]),
        letters=frozenset(table["letters"]["sv"]),
        names=frozenset(table["names"]["words"].split()),
        foreign=frozenset(foreign["words"].split()) - own,
        certain=frozenset(foreign["certain"].split()) - own,
        margin=foreign["margin"],
        foreign_word=foreign["word"],
        fewest_words=foreign["fewest_words"],
        profiles=tuple(foreign["profiles"].split()),
        requests={language: _request_pattern(requests, language) for language in LANGUAGES},
        polite=re.compile(rf"\W*{requests['polite']}\W*", re.IGNORECASE),
    )


@cache
def _profiles() -> _Profiles:
    import langdetect

    folder = Path(langdetect.__file__).parent / "profiles"
    shares: dict[str, list[float]] = {}
    languages = (*SPOKEN, *_rules().profiles)
    for column, language in enumerate(languages):
        profile = json.loads((folder / language).read_text(encoding="utf-8"))
        for gram, count in profile["freq"].items():
            row = shares.setdefault(gram, [_FLOOR] * len(languages))
            row[column] += count / profile["n_words"][len(gram) - 1]
    numbers = {gram: number for number, gram in enumerate(shares)}
    return _Profiles(numbers, np.log(np.array(list(shares.values()), dtype=np.float32)))


def fold(text: str) -> str:
    """The text without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words_of(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(fold(word) for text in texts for word in _words_of(text))


def _parts(counts: Counter[str], beginnings: bool) -> Counter[str]:
    long = (word for word in counts if len(word) > _STEM)
    return Counter(word[:_STEM] if beginnings else word[-_STEM:] for word in long)


def _majority(counts: Mapping[Language, Counter[str]]) -> dict[str, Language]:
    swedish, finnish = counts["sv"], counts["fi"]
    found: dict[str, Language] = {}
    for form in swedish.keys() | finnish.keys():
        if swedish[form] >= _MAJORITY * finnish[form]:
            found[form] = "sv"
        elif finnish[form] >= _MAJORITY * swedish[form]:
            found[form] = "fi"
    return found


def _unique(forms: Mapping[Spoken, list[str]]) -> dict[str, Spoken]:
    """Each form and its form without accents, where only one language has it."""
    exact = {spoken: set(words) for spoken, words in forms.items()}
    folded = {spoken: {fold(word) for word in words} for spoken, words in exact.items()}
    found: dict[str, Spoken] = {}
    for table in (folded, exact):
        held = Counter(form for words in table.values() for form in words)
        for spoken, words in table.items():
            found.update(dict.fromkeys((word for word in words if held[word] == 1), spoken))
    return found


def _telling_words(text: str) -> list[str]:
    """The words that show the language: without quotations and names, where something is left."""
    text = text[:_LONGEST_SCORED]
    frame = _words_of(_QUOTED.sub(" ", text))
    words = frame if len(frame) > 1 else _words_of(text)
    names = _rules().names
    return [word for word in words if word not in names] or words


def _profile_sums(words: list[str]) -> tuple[npt.NDArray[np.float32], float]:
    """The sum of logarithms per profile and the root of how many letter groups were known."""
    profiles = _profiles()
    padded = f" {' '.join(words)} "
    grams = [padded[start : start + n] for n in (1, 2, 3) for start in range(len(padded) - n + 1)]
    rows = [profiles.row[gram] for gram in grams if gram != " " and gram in profiles.row]
    if not rows:
        return np.zeros(profiles.logarithms.shape[1], dtype=np.float32), 1.0
    return profiles.logarithms[rows].sum(axis=0), math.sqrt(len(rows))


def _frame(words: list[str]) -> Spoken | None:
    """The language of the sentence that the function words make, whatever nouns stand in it."""
    rules = _rules()
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
    rules = _rules()
    if words < rules.fewest_words:
        return scores.foreign_words == words
    evidence = rules.foreign_word * scores.foreign_words / math.sqrt(words)
    return scores.foreign_lead + evidence >= rules.margin


def _decide(own: dict[Spoken, float], page_language: Language) -> Detected:
    weights = _rules().weights
    own[page_language] += weights["page"]
    first, second, *_ = sorted(own, key=lambda spoken: own[spoken], reverse=True)
    sure = own[first] - own[second] >= weights["sure"]
    reply_in = page_language if first == "en" or not sure else first
    return Detected(first, reply_in, sure)


def asked_language(text: str) -> Language | None:
    """The language that the message asks the reply to be in."""
    found = [(match.start(), language) for language in LANGUAGES if (match := _ask(text, language))]
    return max(found)[1] if found else None


def without_language_request(text: str) -> str:
    """The message without its words about the language of the reply."""
    for language in LANGUAGES:
        while match := _ask(text, language):
            before, after = text[: match.start()].rstrip(" ,;:–—-("), text[match.end() :]
            text = f"{before} {after.lstrip(' ,.!?;:–—-)')}".strip()
            if _rules().polite.fullmatch(text):
                return ""
    return text


def _ask(text: str, language: Language) -> re.Match[str] | None:
    return _rules().requests[language].search(text)


def _request_pattern(requests: dict[str, Any], language: Language) -> re.Pattern[str]:
    names = {key: rf"\b{name}\b" for key, name in requests["names"][language].items()}
    marks = {"START": requests["START"], "END": requests["END"], **names}
    pattern = "|".join(f"(?:{one})" for one in requests["patterns"])
    for mark, meaning in marks.items():
        pattern = pattern.replace(mark, meaning)
    return re.compile(pattern, re.IGNORECASE)

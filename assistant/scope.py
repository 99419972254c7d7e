"""Whether a message is a question to the plans, and if not, of which topic it is.

Decided from several signals together: nearness to the scope examples and to the plans and
their banks, by meaning and by words. The weights are fitted on examples and bank questions
held out in turn (`scripts/evaluate.py weights`); no single score is a threshold.
"""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.lexicon import FRAMES, Reading, number_of, united, word_list
from corpus.plan import Language
from index.encoder import Vectors
from index.generation import Content
from index.search import Found
from index.terms import TermIndex, build_terms
from index.words import fold, grams, stems, words

Scores = NDArray[np.float32]

# Topics that are a way of talking rather than a question to somebody else.
TALK = frozenset(
    {"greetings", "thanks", "about_assistant", "small_talk", "abuse", "injection", "topicless"}
)


@dataclass(frozen=True, slots=True)
class Route:
    """How likely a message is mere talk, or a question to somebody else, and its likeliest topic.

    `clear` says whether the topic is far enough ahead of the next for a reply of its own.
    """

    talk: float
    outside: float
    topic: str
    clear: bool
    asks_matter: bool = False

    @property
    def is_talk(self) -> bool:
        """Whether the message is no question at all."""
        return self.talk >= load_scope_weights().talk_threshold

    @property
    def is_outside(self) -> bool:
        """Whether the message asks what the plans do not answer."""
        weights = load_scope_weights()
        return self.outside >= (weights.matter_threshold if self.asks_matter else weights.threshold)


@dataclass(frozen=True, slots=True)
class ScopeWeights:
    """The numbers of scope.toml."""

    topic: dict[str, float]
    talk: dict[str, float]
    outside: dict[str, float]
    outside_without_bank: dict[str, float]
    threshold: float
    matter_threshold: float
    talk_threshold: float
    clear_margin: float


@cache
def load_scope_weights() -> ScopeWeights:
    """Read scope.toml."""
    path = Path(__file__).with_name("scope.toml")
    return ScopeWeights(**tomllib.loads(path.read_text(encoding="utf-8")))


class Scope:
    """Routes messages by the scope examples of a generation."""

    def __init__(self, content: Content) -> None:
        keys = content.examples
        self.topics = content.topics
        self._vocabulary = frozenset(content.words.vocabulary)
        self._vectors = keys.vectors
        self._topic = np.array([key.element for key in keys.keys], dtype=np.int64)
        self._swedish = np.array([key.language == "sv" for key in keys.keys], dtype=bool)
        self._talk = np.array([topic in TALK for topic in content.topics], dtype=bool)
        left_out = NEAR_TOPICS | {OTHER_MUNICIPALITIES}
        near_domain = np.array([topic in left_out for topic in content.topics], dtype=bool)
        self._foreign = ~self._talk & ~near_domain
        stemmed: list[list[str]] = [[] for _ in content.topics]
        letters: list[list[str]] = [[] for _ in content.topics]
        for key in keys.keys:
            stemmed[key.element] += stems(key.text, key.language)
            letters[key.element] += grams(key.text)
        self._words = TermIndex(build_terms(stemmed))
        self._grams = TermIndex(build_terms(letters))

    def route(self, text: str, language: Language, found: Found) -> Route:
        """Judge a message by what the search found for it."""
        weights = load_scope_weights()
        near = self.nearness(text, language, found.vector)
        facts = self.facts(text, near, found.strongest)
        tables = weights.outside if found.with_bank else weights.outside_without_bank
        talk, outside = _likelihood(facts, weights.talk), _likelihood(facts, tables)
        matters = any(facts[f"asks_{name}"] for name in MATTERS)
        if not matters and self._known_share(text, language) >= KNOWN_ENOUGH:
            outside = 0.0
        spoken = talk >= weights.talk_threshold and talk >= outside
        scores = np.zeros(len(self.topics), dtype=np.float32)
        for name, values in near.items():
            scores += values * np.float32(weights.topic[name])
        ranked = [n for n in np.argsort(-scores) if self._may_be(self.topics[n], spoken=spoken)]
        if not ranked:
            return Route(talk=0.0, outside=0.0, topic="", clear=False)
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        margin = scores[ranked[0]] - second
        return Route(
            talk=talk if spoken else 0.0,
            outside=outside,
            topic=self.topics[ranked[0]],
            clear=bool(margin >= weights.clear_margin),
            asks_matter=matters,
        )

    def _known_share(self, text: str, language: Language) -> float:
        """The share of a message's topic words that stand in the plans, by their stems."""
        asked = [
            word
            for word in words(text)
            if number_of(fold(word)) is None and not united(FRAMES).matches(fold(word))
        ]
        known = [word for word in asked if stems(word, language)[0] in self._vocabulary]
        return len(known) / len(asked) if asked else 0.0

    def _may_be(self, topic: str, *, spoken: bool) -> bool:
        """Whether a topic is of the right sort; other municipalities go by their names."""
        return (topic in TALK) == spoken and topic != OTHER_MUNICIPALITIES

    def facts(
        self, text: str, near: dict[str, Scores], strongest: dict[str, float]
    ) -> dict[str, float]:
        """The numbers that the decision weighs, by the names of scope.toml."""
        facts = {"intercept": 1.0, "length": math.log(len(text.split()) + 1)}
        for name, scores in near.items():
            facts[f"foreign_{name}"] = float(scores[self._foreign].max(initial=0.0))
            facts[f"talk_{name}"] = float(scores[self._talk].max(initial=0.0))
        facts |= {name: strongest[name] for name in PLAN_SIGNALS}
        reading = Reading.of(text)
        facts |= {f"asks_{name}": float(word_list(name).found_in(reading)) for name in MATTERS}
        return facts

    def nearness(self, text: str, language: Language, vector: Vectors) -> dict[str, Scores]:
        """How near each topic is: by meaning in both languages, by words and by letters."""
        cosines = np.maximum(self._vectors @ vector, 0)
        same = self._swedish == (language == "sv")
        near: dict[str, Scores] = {}
        for name, chosen in (("same", same), ("other", ~same)):
            best = np.zeros(len(self.topics), dtype=np.float32)
            np.maximum.at(best, self._topic[chosen], cosines[chosen])
            near[name] = best
        by_word = dict.fromkeys(stems(text, language), 1.0)
        by_gram = dict.fromkeys(grams(text), 1.0)
        near["words"] = self._words.scores(by_word, 0, len(self.topics))
        near["grams"] = self._grams.scores(by_gram, 0, len(self.topics))
        return near


# Topics whose examples name what the plans name too: what is asked about it tells them apart,
# so their nearness is no sign of its own.
NEAR_TOPICS = frozenset({"prices", "opening_hours", "bookings", "personal_case"})
OTHER_MUNICIPALITIES = "other_municipalities"
# What the plans do not tell, by the word lists that ask for it.
MATTERS = ("price", "hours", "booking")
# A message whose words the plans themselves use, at least so many of them, is for the plans
# unless it asks for what they never tell.
KNOWN_ENOUGH = 0.75
PLAN_SIGNALS = (
    "same_passage",
    "other_passage",
    "same_question",
    "other_question",
    "words",
    "grams",
    "asked_words",
    "asked_grams",
    "centre",
)


def _likelihood(facts: dict[str, float], weights: dict[str, float]) -> float:
    total = sum(weights[name] * value for name, value in facts.items())
    return 1 / (1 + math.exp(-total))

"""Whether a message is a question to the plans, and if not, of which topic it is.

Decided from several signals together: nearness to the scope examples and to the plans and
their banks, by meaning and by words. The weights are fitted on examples and bank questions
held out in turn (`scripts/evaluate.py weights`); no single score is a threshold.
"""

import math
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.lexicon import FRAMES, Reading, is_in, number_of
from assistant.pieces import load_piece_weights
from corpus.plan import LANGUAGES, Language
from index.generation import Content
from index.search import Analysed, Found, KeySearch, enough_for_questions
from index.spelling import Speller
from index.terms import term_index
from index.words import REMEMBERED, fold, stems, words

Scores = NDArray[np.float32]

EXAMPLES_LOOKED_AT = 200
# From this cosine on a message is word for word a question of a bank, which says what answers it.
ASKED_BEFORE = 0.99

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

    @property
    def is_talk(self) -> bool:
        """Whether the message is no question at all."""
        return self.talk >= load_scope_weights().limits["talk_threshold"]

    @property
    def is_surely_talk(self) -> bool:
        """Whether the message is no question at all even if the plans hold its every word."""
        return self.talk >= load_scope_weights().limits["own_words_talk"]

    @property
    def is_outside(self) -> bool:
        """Whether the message asks what the plans do not answer."""
        return self.outside >= load_scope_weights().limits["threshold"]


@dataclass(frozen=True, slots=True)
class ScopeWeights:
    """The numbers of scope.toml."""

    limits: dict[str, float]
    topic: dict[str, float]
    talk: dict[str, float]
    outside: dict[str, float]
    outside_without_bank: dict[str, float]


@cache
def load_scope_weights() -> ScopeWeights:
    """Read scope.toml."""
    path = Path(__file__).with_name("scope.toml")
    return ScopeWeights(**tomllib.loads(path.read_text(encoding="utf-8")))


class Examples:
    """How near a message is to the scope examples of each topic."""

    def __init__(self, content: Content) -> None:
        self._messages = KeySearch(content.examples, enough_for_questions(content.encoder))
        self._rows = slice(0, len(content.examples.keys))
        self._topics = slice(0, len(content.topics))
        self._words = term_index(content.example_words)
        self._grams = term_index(content.example_grams)

    def nearness(self, language: Language, analysed: Analysed) -> dict[str, Scores]:
        """How near each topic is: by meaning in both languages, by words and by letters."""
        same, other = self._messages.best(
            analysed.vector, language, self._rows, self._topics, EXAMPLES_LOOKED_AT
        )
        near = {"same": same, "other": other}
        near["words"] = self._words.scores(analysed.words, 0, self._topics.stop)
        near["grams"] = self._grams.scores(analysed.grams, 0, self._topics.stop)
        return near


class Scope:
    """Routes messages by the scope examples of a generation."""

    def __init__(self, content: Content, before: "Scope | None" = None) -> None:
        """Route by `content`; the examples that it leaves unread are those of `before`."""
        taken = before.examples if before and "examples" in content.unread else None
        self.examples: Examples = taken or Examples(content)
        self.topics = content.topics
        self._vocabulary = frozenset(content.words.vocabulary)
        self._speller = Speller(content.words.vocabulary)
        self._is_known = lru_cache(maxsize=REMEMBERED)(self._stands_in_plans)
        self._talk = np.array([topic in TALK for topic in content.topics], dtype=bool)
        left_out = NEAR_TOPICS | {OTHER_MUNICIPALITIES}
        near_domain = np.array([topic in left_out for topic in content.topics], dtype=bool)
        self._foreign = ~self._talk & ~near_domain

    def route(self, text: str, language: Language, found: Found) -> Route:
        """Judge a message by what the search found for it."""
        weights = load_scope_weights()
        near = self.examples.nearness(language, found.analysed)
        facts = self.facts(text, language, near, found.strongest)
        tables = weights.outside if found.with_bank else weights.outside_without_bank
        talk, outside = likelihood(facts, weights.talk), likelihood(facts, tables)
        # Asked in the plans' own words, and not for what they never tell.
        own_words = facts["known"] == 1 and not self._asks_untold(facts)
        if own_words or facts["same_question"] >= ASKED_BEFORE:
            outside = 0.0
        enough = weights.limits["own_words_talk" if own_words else "talk_threshold"]
        spoken = talk >= enough and talk >= outside
        topic, margin = self.likeliest(near, spoken=spoken)
        return Route(
            talk=talk if spoken and topic else 0.0,
            outside=outside if topic else 0.0,
            topic=topic,
            clear=margin >= weights.limits["clear_margin"],
        )

    def _asks_untold(self, facts: dict[str, float]) -> bool:
        """Whether a message asks for what plans never tell, whatever it is about."""
        limit = load_scope_weights().limits["own_words_untold"]
        return facts["untold_pieces"] >= limit or any(facts[f"asks_{name}"] for name in MATTERS)

    def likeliest(self, near: dict[str, Scores], *, spoken: bool) -> tuple[str, float]:
        """The topic of talk or of questions that a message is nearest to, and by how much."""
        weights = load_scope_weights().topic
        scores = np.zeros(len(self.topics), dtype=np.float32)
        for name, values in near.items():
            scores += values * np.float32(weights[name])
        ranked = [n for n in np.argsort(-scores) if self._may_be(self.topics[n], spoken=spoken)]
        if not ranked:
            return "", 0.0
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        return self.topics[ranked[0]], float(scores[ranked[0]] - second)

    def _known(self, text: str) -> tuple[float, int]:
        """The share of a message's topic words that stand in the plans, and how many it has."""
        asked = [
            word
            for word in words(text)
            if number_of(fold(word)) is None and not is_in(fold(word), *FRAMES)
        ]
        known = [word for word in asked if self._is_known(word)]
        return (len(known) / len(asked) if asked else 0.0), len(asked)

    def _stands_in_plans(self, word: str) -> bool:
        """Whether a plan or its translation has a word, or one that it is a slip of.

        Names of services stay the same in any language.
        """
        found = [stems(word, language)[0] for language in LANGUAGES]
        return any(stem in self._vocabulary or self._speller.nearest(stem) for stem in found)

    def _may_be(self, topic: str, *, spoken: bool) -> bool:
        """Whether a topic is of the right sort; other municipalities go by their names."""
        return (topic in TALK) == spoken and topic != OTHER_MUNICIPALITIES

    def facts(
        self,
        text: str,
        language: Language,
        near: dict[str, Scores],
        strongest: dict[str, float],
    ) -> dict[str, float]:
        """The numbers that the decision weighs, by the names of scope.toml."""
        known, topic_words = self._known(text)
        facts = {"intercept": 1.0, "length": math.log(len(text.split()) + 1)}
        facts |= {"known": known, "topic_words": math.log(topic_words + 1)}
        for name, scores in near.items():
            facts[f"foreign_{name}"] = float(scores[self._foreign].max(initial=0.0))
            facts[f"talk_{name}"] = float(scores[self._talk].max(initial=0.0))
        facts |= {name: strongest[name] for name in PLAN_SIGNALS}
        reading = Reading.of(text)
        for name in SAID_LIKE:
            facts[name] = load_piece_weights(f"{name}.toml").weigh(reading.words)
        facts |= {f"asks_{name}": float(reading.has(name)) for name in (*MATTERS, "meter")}
        # How many something is followed up by is what a plan does tell.
        facts["asks_figure"] *= 1 - facts["asks_meter"]
        return facts


# By what a message is near to a topic; the names of [topic] in scope.toml.
NEARNESS = ("same", "other", "words", "grams")
# Topics whose examples name what the plans name too: what is asked about it tells them apart,
# so their nearness is no sign of its own.
NEAR_TOPICS = frozenset({"prices", "opening_hours", "bookings", "personal_case", "figures_dates"})
OTHER_MUNICIPALITIES = "other_municipalities"
# Of which topics questions are told by how they are put, whatever they are about: by pieces of
# their words, with the weights of the file that is called so.
SAID_LIKE = ("untold_pieces", "outside_pieces")
# What the plans do not tell, by the word lists that ask for it.
MATTERS = ("price", "hours", "booking", "contact", "waiting", "vacancy", "figure")
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


def likelihood(facts: dict[str, float], weights: dict[str, float]) -> float:
    """The logistic function of the weighted facts."""
    total = sum(weights[name] * value for name, value in facts.items())
    return 1 / (1 + math.exp(-total))

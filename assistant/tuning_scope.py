"""Finds the numbers of the scope decision on held-out bank questions and scope examples.

Two logistic regressions tell talk from questions and questions to the plans from others; a
softmax over topics tells the topic; the limits follow from what wrong decisions may cost.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.holding_out import FOLDS, Bench, HeldOut, mistyped
from assistant.learning_pieces import learn_pieces
from assistant.lexicon import Reading
from assistant.pieces import PieceWeights, pieces_of
from assistant.scope import (
    NEAR_TOPICS,
    NEARNESS,
    OTHER_MUNICIPALITIES,
    TALK,
    Scope,
    likelihood,
)
from corpus.plan import Language
from index.fusion import SIGNAL_NAMES
from index.generation import Content, Example
from index.search import HybridSearch

Numbers = NDArray[np.float64]

# A topic that only its reply is chosen by: no words tell it from questions to the plans.
PERSONAL = "personal_case"
NEVER_NAMED = {OTHER_MUNICIPALITIES, PERSONAL}
# How many neighbouring scope examples are held out together.
RUN = 12
RIDGE = 1e-3
# To refuse a question to the plans costs as much as to answer so many questions to others:
# most messages are questions to the plans.
REFUSAL_COST = 2.0
# What the limits of the scope decision allow: held-out questions that are taken for talk.
WRONG_TALK = 0.02
# The same for messages of which the plans hold every word: they are nearly always questions.
WRONG_OWN_TALK = 0.002
# Of them those that are refused for how they are put.
WRONG_OWN_UNTOLD = 0.003
# Held-out examples of which a wrong topic is named.
WRONG_TOPICS = 0.08


@dataclass(frozen=True, slots=True)
class Judged:
    """One message with the numbers of the scope decision and whether it is outside the plans.

    Of an example `near` holds how near each topic of its sort is, `place` which one is its own.
    """

    text: str
    language: Language
    topic: str
    facts: dict[str, float]
    outside: bool
    near: NDArray[np.float32] | None = None
    place: int = -1


def learn_said_like(bench: Bench, fold: int | None = None) -> dict[str, PieceWeights]:
    """What pieces of words tell questions to others from those to the plans.

    For what plans never tell and for all together; without a fold's own texts.
    """
    return {
        "untold_pieces": _learn(bench, fold, lambda topic: topic in NEAR_TOPICS),
        "outside_pieces": _learn(bench, fold, lambda topic: topic not in TALK | NEVER_NAMED),
    }


def _learn(bench: Bench, fold: int | None, wanted: Callable[[str], bool]) -> PieceWeights:
    out = set() if fold is None else bench.fold(fold)
    told = [
        text
        for f, folder in enumerate(bench.folders)
        for g, group in enumerate(folder.groups)
        if (f, g) not in out
        for text in (*group.sv, *group.fi)
    ]
    others = [
        example.text
        for example, own in zip(bench.examples, _example_folds(bench.examples), strict=True)
        if wanted(example.topic) and own != fold
    ]
    texts = [bench.cities.without_names(text) for text in (*told, *others)]
    pieces = [pieces_of(Reading.of(text).words) for text in texts]
    influence = [1 / len(told)] * len(told) + [1 / len(others)] * len(others)
    return learn_pieces(pieces, [False] * len(told) + [True] * len(others), influence)


def _weighed(weights: Mapping[str, PieceWeights], text: str) -> dict[str, float]:
    words = Reading.of(text).words
    return {name: each.weigh(words) for name, each in weights.items()}


def judge_scope(
    bench: Bench,
    held: Sequence[HeldOut],
    said_like: Sequence[Mapping[str, PieceWeights]],
    *,
    with_bank: bool = True,
) -> list[Judged]:
    """Held-out bank questions as inside, held-out examples as outside.

    `said_like` are the weights of each fold, learned without its texts.
    """
    content = bench.content() if with_bank else bench.content(lambda folder, group: False)
    search = HybridSearch(content, bench.encoder)
    found: list[Judged] = []
    whole = Scope(content)
    for item in held:
        strongest = dict(zip(SIGNAL_NAMES, item.signals.max(axis=0).tolist(), strict=True))
        bare = bench.cities.without_names(item.text)
        near = whole.examples.nearness(item.language, search.analyse(bare, item.language))
        facts = whole.facts(bare, item.language, near, strongest)
        facts |= _weighed(said_like[item.fold], bare)
        found.append(Judged(item.text, item.language, "", facts, False))
    folds = _example_folds(bench.examples)
    for fold in range(FOLDS):
        rest = [e for e, own in zip(bench.examples, folds, strict=True) if own != fold]
        scope = Scope(bench.content(lambda f, g: False, rest))
        for example, own in zip(bench.examples, folds, strict=True):
            if own == fold:
                for text in mistyped(example.text):
                    typed = replace(example, text=text)
                    judged = _judge_example(bench, search, content, scope, typed)
                    bare = bench.cities.without_names(text)
                    judged.facts.update(_weighed(said_like[fold], bare))
                    found.append(judged)
    return found


def _example_folds(examples: Sequence[Example]) -> list[int]:
    """The fold of each example: runs of neighbours, the same places in both languages.

    A topic's lists take up the same matters in the same order, so that an example must not be
    found by its counterpart in the other language.
    """
    seen: Counter[tuple[str, Language]] = Counter()
    folds = []
    for example in examples:
        place = seen[example.topic, example.language]
        seen[example.topic, example.language] += 1
        folds.append(place // RUN % FOLDS)
    return folds


def _judge_example(
    bench: Bench, search: HybridSearch, content: Content, scope: Scope, example: Example
) -> Judged:
    signals, _ = bench.look(search, content, example.text, example.language)
    strongest = dict(zip(SIGNAL_NAMES, signals.max(axis=0).tolist(), strict=True))
    bare = bench.cities.without_names(example.text)
    near = scope.examples.nearness(example.language, search.analyse(bare, example.language))
    facts = scope.facts(bare, example.language, near, strongest)
    judged = Judged(example.text, example.language, example.topic, facts, True)
    if example.topic in TALK | NEVER_NAMED:
        return judged
    named = [topic not in TALK | NEVER_NAMED for topic in scope.topics]
    place = [topic for topic, kept in zip(scope.topics, named, strict=True) if kept]
    values = np.stack([near[name][named] for name in NEARNESS], axis=1)
    return replace(judged, near=values, place=place.index(example.topic))


def fit_talk(judged: Sequence[Judged]) -> dict[str, float]:
    """The weights under which talk and questions are told apart best."""
    return _fit(judged, [item.topic in TALK for item in judged])


def fit_outside(judged: Sequence[Judged]) -> dict[str, float]:
    """The weights under which questions to the plans and to others are told apart best."""
    asked = [item for item in judged if item.topic not in TALK | NEVER_NAMED]
    return _fit(asked, [item.outside for item in asked])


def fit_topic(judged: Sequence[Judged]) -> dict[str, float]:
    """The weights of nearness under which the topics of held-out examples are likeliest."""
    near, place = _named(judged)
    rows = np.arange(len(near))

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = near @ weights
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        share = odds / odds.sum(axis=1, keepdims=True)
        value = -np.log(share[rows, place] + 1e-12).mean()
        share[rows, place] -= 1
        slope = np.einsum("ij,ijk->k", share, near) / len(near)
        return value + RIDGE * weights @ weights, slope + 2 * RIDGE * weights

    best = minimize(loss, np.zeros(len(NEARNESS)), jac=True, method="L-BFGS-B")
    return dict(zip(NEARNESS, (round(float(w), 3) for w in best.x), strict=True))


def _named(judged: Sequence[Judged]) -> tuple[Numbers, NDArray[np.int64]]:
    """How near the topics are to the examples whose topic a refusal may name."""
    found = [(item.near, item.place) for item in judged if item.near is not None]
    near = np.stack([values for values, _ in found]).astype(np.float64)
    return near, np.array([place for _, place in found], dtype=np.int64)


def fit_limits(
    judged: Sequence[Judged],
    outside: dict[str, float],
    talk: dict[str, float],
    topic: dict[str, float],
) -> dict[str, float]:
    """The limits of scope.toml.

    The threshold is where wrong decisions about held-out questions cost least; the other
    limits are as low as the shares of wrong decisions at the head of this module allow.
    """
    asked = [item for item in judged if item.topic not in TALK | NEVER_NAMED]
    questions = [item for item in judged if item.topic not in TALK]
    values = np.array([likelihood(item.facts, talk) for item in questions])
    own_words = [item.facts["known"] == 1 for item in questions]
    return {
        "threshold": _cheapest(asked, outside),
        "talk_threshold": round(float(np.quantile(values, 1 - WRONG_TALK)), 3),
        "own_words_talk": round(float(np.quantile(values[own_words], 1 - WRONG_OWN_TALK)), 3),
        "own_words_untold": _untold_of_own_words(asked, outside),
        "clear_margin": _clear(judged, topic),
    }


def _cheapest(asked: Sequence[Judged], weights: dict[str, float]) -> float:
    """The likelihood from which on refusing costs least."""
    inside = np.array([likelihood(item.facts, weights) for item in asked if not item.outside])
    outside = np.array([likelihood(item.facts, weights) for item in asked if item.outside])
    limits = np.linspace(0, 1, 101)
    costs = [REFUSAL_COST * (inside >= limit).mean() + (outside < limit).mean() for limit in limits]
    return round(float(limits[int(np.argmin(costs))]), 3)


def _untold_of_own_words(asked: Sequence[Judged], outside: dict[str, float]) -> float:
    """What the wording must weigh for a refusal when the plans hold every word of a message."""
    threshold = _cheapest(asked, outside)
    own = [item for item in asked if not item.outside and item.facts["known"] == 1]
    refused = [item for item in own if likelihood(item.facts, outside) >= threshold]
    weighed = sorted((item.facts["untold_pieces"] for item in refused), reverse=True)
    allowed = int(WRONG_OWN_UNTOLD * len(own))
    return math.ceil(10 * weighed[allowed]) / 10 if allowed < len(weighed) else 0.0


def _clear(judged: Sequence[Judged], weights: dict[str, float]) -> float:
    """The margin from which on only the allowed share of topics is wrong."""
    near, place = _named(judged)
    scores = near @ np.array([weights[name] for name in NEARNESS])
    ranked = np.sort(scores, axis=1)
    margins = ranked[:, -1] - ranked[:, -2]
    order = np.argsort(-margins)
    wrong = np.cumsum((scores.argmax(axis=1) != place)[order]) / np.arange(1, len(order) + 1)
    return round(float(margins[order][np.flatnonzero(wrong <= WRONG_TOPICS)[-1]]), 2)


def _fit(judged: Sequence[Judged], wanted: Sequence[bool]) -> dict[str, float]:
    """A logistic regression in which both answers count the same, whatever their numbers."""
    names = tuple(name for name in judged[0].facts if name != "intercept")
    rows = np.array([[item.facts[name] for name in names] for item in judged])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    rows = (rows - mean) / spread
    rows = np.concatenate([rows, np.ones((len(rows), 1))], axis=1)
    true = np.array(wanted, dtype=np.float64)
    balance = np.where(true == 1, 0.5 / true.sum(), 0.5 / (1 - true).sum())

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = rows @ weights
        value = balance @ (np.logaddexp(0, scores) - true * scores)
        slope = rows.T @ (balance * (1 / (1 + np.exp(-scores)) - true))
        return float(value + RIDGE * weights @ weights), slope + 2 * RIDGE * weights

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    weights = best[:-1] / spread
    intercept = float(best[-1] - weights @ mean)
    found = dict(zip(names, weights.tolist(), strict=True)) | {"intercept": intercept}
    return {name: round(number, 3) for name, number in found.items()}

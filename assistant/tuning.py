"""Finds the weights of the fused score and of the scope decision on held-out questions.

Bank questions are held out in five folds, whole groups at a time, so that no paraphrase of a
question helps to answer it; scope examples are held out likewise. Both sets of weights then
maximise a likelihood: a softmax over elements, and a logistic regression.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.cities import Cities
from assistant.lexicon import Reading, word_list
from assistant.noise import one_typo, without_accents
from assistant.quality import credit
from assistant.scope import NEARNESS, OTHER_MUNICIPALITIES, TALK, Scope, likelihood
from corpus.plan import LANGUAGES, Language
from corpus.questions import QuestionKind
from index.build import PlanFolder, make_content
from index.encoder import Encoder, Vectors
from index.fusion import SIGNAL_NAMES
from index.generation import Content, Example
from index.search import HybridSearch, Query

Numbers = NDArray[np.float64]

FOLDS = 5
SEED = 0
# A topic that only its reply is chosen by: no words tell it from questions to the plans.
PERSONAL = "personal_case"
NEVER_NAMED = {OTHER_MUNICIPALITIES, PERSONAL}
# How many neighbouring scope examples are held out together.
RUN = 12
# What the first, second, third ... element of a question counts as its answer.
SHARES = (1.0, 0.5, 0.35, 0.25)
RIDGE = 1e-3
# To refuse a question to the plans costs as much as to answer so many questions to others:
# most messages are questions to the plans.
REFUSAL_COST = 2.0
# What the limits of the scope decision allow: held-out questions that are taken for talk,
# held-out examples of which a wrong topic is named.
WRONG_TALK = 0.02
WRONG_TOPICS = 0.08


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One held-out question: the signals of every element, and which elements may be found.

    `group` holds the numbers of its plan and of its paraphrase group.
    """

    text: str
    language: Language
    kind: QuestionKind
    about: tuple[str, ...]
    signals: NDArray[np.float32]
    allowed: NDArray[np.bool_]
    fold: int
    noisy: bool = False
    group: tuple[int, int] = (-1, -1)


class Bench:
    """Plans, banks and examples with their vectors, to be split in many ways."""

    def __init__(
        self, folders: Sequence[PlanFolder], examples: Sequence[Example], encoder: Encoder
    ) -> None:
        self.folders = folders
        self.examples = examples
        self.encoder = encoder
        texts = [text for f in folders for g in f.groups for text in (*g.sv, *g.fi)]
        texts += [example.text for example in examples]
        self._known: dict[str, Vectors] = dict(
            zip(texts, encoder.encode_passages(texts), strict=True)
        )
        self.cities = Cities(tuple(folder.indexed.plan for folder in folders))
        self._groups = [
            (f, g) for f, folder in enumerate(folders) for g in range(len(folder.groups))
        ]
        random.Random(SEED).shuffle(self._groups)

    def fold(self, number: int) -> set[tuple[int, int]]:
        """The bank groups of a fold, by the numbers of folder and group."""
        return set(self._groups[number::FOLDS])

    def content(
        self,
        keep: Callable[[int, int], bool] = lambda folder, group: True,
        examples: Sequence[Example] | None = None,
    ) -> Content:
        """An index of the bank groups that `keep` accepts, and of some examples."""
        kept = [
            replace(folder, groups=tuple(g for n, g in enumerate(folder.groups) if keep(f, n)))
            for f, folder in enumerate(self.folders)
        ]
        chosen = self.examples if examples is None else examples
        return make_content(kept, self.encoder, chosen, self._known)

    def held_out(
        self, *, with_bank: bool = True, share: float = 1.0, folds: Sequence[int] = range(FOLDS)
    ) -> list[HeldOut]:
        """A share of the bank questions, searched without their own group or without any bank."""
        found: list[HeldOut] = []
        for fold in folds:
            out = self.fold(fold)
            content = self.content(_outside(out if with_bank else set(self._groups)), examples=())
            search = HybridSearch(content, self.encoder)
            for f, g in sorted(out):
                for language in LANGUAGES:
                    for text in self.folders[f].groups[g].texts(language):
                        if random.Random(f"share {text}").random() >= share:
                            continue
                        found += self._with_noise(search, content, text, language, (f, g), fold)
        return found

    def _with_noise(
        self,
        search: HybridSearch,
        content: Content,
        text: str,
        language: Language,
        place: tuple[int, int],
        fold: int,
    ) -> list[HeldOut]:
        """A question as it stands and, for one in three, also as people mistype it."""
        group = self.folders[place[0]].groups[place[1]]
        draw = random.Random(text).random()
        noise = [without_accents(text)] if draw < 1 / 6 else []
        noise += [one_typo(text)] if 1 / 6 <= draw < 1 / 3 else []
        found = []
        for number, variant in enumerate([text, *noise]):
            signals, allowed = self.look(search, content, variant, language)
            found.append(
                HeldOut(
                    variant,
                    language,
                    group.kind,
                    group.about,
                    signals,
                    allowed,
                    fold,
                    noisy=number > 0,
                    group=place,
                )
            )
        return found

    def look(
        self, search: HybridSearch, content: Content, text: str, language: Language
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """The signals of every element for a text; a named city leaves only its elements."""
        reading = Reading.of(text)
        bare = self.cities.without_names(text)
        query = Query(bare, language, (), word_list("meter").found_in(reading))
        analysed = search.analyse(bare, language)
        signals = search.signals(query, analysed, 0, len(content.plans)).matrix()
        named = self.cities.named(reading)
        allowed = [not named or ref.partition("/")[0] in named for ref in content.refs]
        return signals, np.array(allowed, dtype=bool)


def _outside(groups: set[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Whether a bank group is none of `groups`."""
    return lambda folder, group: (folder, group) not in groups


def fit_fusion(held: Sequence[HeldOut], refs: Sequence[str]) -> dict[str, float]:
    """The weights under which the elements of held-out questions are likeliest."""
    signals = np.stack([item.signals for item in held]).astype(np.float64)
    allowed = np.stack([item.allowed for item in held])
    position = {ref: place for place, ref in enumerate(refs)}
    target = np.zeros(allowed.shape)
    for row, item in enumerate(held):
        for rank, ref in enumerate(item.about):
            target[row, position[ref]] = SHARES[min(rank, len(SHARES) - 1)]
    target *= allowed
    target /= np.maximum(target.sum(axis=1, keepdims=True), 1e-9)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = np.where(allowed, signals @ weights, -1e9)
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        share = odds / odds.sum(axis=1, keepdims=True)
        value = -(target * np.log(share + 1e-12)).sum() / len(held)
        slope = np.einsum("ij,ijk->k", share * target.sum(axis=1, keepdims=True) - target, signals)
        return value + RIDGE * weights @ weights, slope / len(held) + 2 * RIDGE * weights

    # More likeness never speaks against an element; only what kind of element it is may.
    bounds = [(None, None) if name.startswith("is_") else (0, None) for name in SIGNAL_NAMES]
    start = np.zeros(len(SIGNAL_NAMES))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return dict(zip(SIGNAL_NAMES, (round(float(w), 3) for w in best.x), strict=True))


def fit_offset(bench: Bench, with_bank: dict[str, float], without_bank: dict[str, float]) -> float:
    """What elements of a plan without a bank must gain beside plans that have one.

    Each plan in turn loses its bank. Questions to it and held-out questions to the others
    that name no city must then both find their elements.
    """
    columns = [np.array([w[name] for name in SIGNAL_NAMES]) for w in (with_bank, without_bank)]
    found: list[tuple[Numbers, NDArray[np.bool_], int]] = []
    for bare in range(len(bench.folders)):
        found += _mixed(bench, bare, *columns)

    def loss(offset: Numbers) -> float:
        total = 0.0
        for scores, has_bank, place in found:
            shifted = scores + np.where(has_bank, 0.0, offset[0])
            total += float(np.logaddexp.reduce(shifted) - shifted[place])
        return total / len(found)

    return round(float(minimize(loss, np.zeros(1), method="Nelder-Mead").x[0]), 2)


def _mixed(
    bench: Bench, bare: int, with_bank: Numbers, without_bank: Numbers
) -> list[tuple[Numbers, NDArray[np.bool_], int]]:
    """The scores of questions over all plans when one has no bank, and the place of the answer."""
    out = bench.fold(0)
    content = bench.content(lambda f, g: f != bare and (f, g) not in out, examples=())
    search = HybridSearch(content, bench.encoder)
    found = []
    for f, g in sorted(out):
        group = bench.folders[f].groups[g]
        for language in LANGUAGES:
            text = group.texts(language)[0]
            signals, allowed = bench.look(search, content, text, language)
            if allowed.all():
                scores = np.where(search.has_bank, signals @ with_bank, signals @ without_bank)
                found.append((scores, search.has_bank, content.refs.index(group.about[0])))
    return found


def recall(
    held: Sequence[HeldOut], refs: Sequence[str], weights: dict[str, float]
) -> tuple[float, float]:
    """Recall at 1 and at 3 of held-out questions as they stand in the banks."""
    order = np.array([weights[name] for name in SIGNAL_NAMES])
    held = [item for item in held if not item.noisy]
    first = third = 0.0
    for item in held:
        scores = np.where(item.allowed, item.signals @ order, -np.inf)
        best = [refs[place] for place in np.argsort(-scores, kind="stable")[:3]]
        earned = [credit(ref, item.about) for ref in best]
        first += earned[0]
        third += max(earned)
    return first / len(held), third / len(held)


def twins(held: Sequence[HeldOut], refs: Sequence[str], weights: dict[str, float]) -> float:
    """How often the first questions of a group in both languages find the same element first.

    Groups of which one of the two names a city are left out: they ask different plans.
    """
    order = np.array([weights[name] for name in SIGNAL_NAMES])
    found: dict[tuple[int, int], dict[Language, str]] = {}
    for item in held:
        if item.allowed.all() and not item.noisy:
            best = refs[int(np.argmax(item.signals @ order))]
            found.setdefault(item.group, {}).setdefault(item.language, best)
    pairs = [tuple(both.values()) for both in found.values() if len(both) == len(LANGUAGES)]
    return sum(len(set(pair)) == 1 for pair in pairs) / max(len(pairs), 1)


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


def judge_scope(bench: Bench, held: Sequence[HeldOut], *, with_bank: bool = True) -> list[Judged]:
    """Held-out bank questions as inside, held-out examples as outside."""
    content = bench.content() if with_bank else bench.content(lambda folder, group: False)
    search = HybridSearch(content, bench.encoder)
    found: list[Judged] = []
    whole = Scope(content)
    for item in held:
        strongest = dict(zip(SIGNAL_NAMES, item.signals.max(axis=0).tolist(), strict=True))
        bare = bench.cities.without_names(item.text)
        near = whole.nearness(item.language, search.analyse(bare, item.language))
        facts = whole.facts(bare, item.language, near, strongest)
        found.append(Judged(item.text, item.language, "", facts, False))
    folds = _example_folds(bench.examples)
    for fold in range(FOLDS):
        rest = [e for e, own in zip(bench.examples, folds, strict=True) if own != fold]
        scope = Scope(bench.content(lambda f, g: False, rest))
        for example, own in zip(bench.examples, folds, strict=True):
            if own == fold:
                found.append(_judge_example(bench, search, content, scope, example))
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
    near = scope.nearness(example.language, search.analyse(bare, example.language))
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

    The threshold is where wrong decisions about held-out questions cost least; the two other
    limits are as low as the shares of wrong decisions at the head of this module allow.
    """
    asked = [item for item in judged if item.topic not in TALK | NEVER_NAMED]
    questions = [item for item in judged if item.topic not in TALK]
    values = [likelihood(item.facts, talk) for item in questions]
    return {
        "threshold": _cheapest(asked, outside),
        "talk_threshold": round(float(np.quantile(values, 1 - WRONG_TALK)), 3),
        "clear_margin": _clear(judged, topic),
    }


def _cheapest(asked: Sequence[Judged], weights: dict[str, float]) -> float:
    """The likelihood from which on refusing costs least."""
    inside = np.array([likelihood(item.facts, weights) for item in asked if not item.outside])
    outside = np.array([likelihood(item.facts, weights) for item in asked if item.outside])
    limits = np.linspace(0, 1, 101)
    costs = [REFUSAL_COST * (inside >= limit).mean() + (outside < limit).mean() for limit in limits]
    return round(float(limits[int(np.argmin(costs))]), 3)


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


def replace_numbers(path: Path, table: str, numbers: dict[str, float]) -> None:
    """Put new numbers into one table of a TOML file; comments stay, new names are added."""
    text = path.read_text(encoding="utf-8")
    opening = re.search(rf"^\[{table}\].*\n", text, re.MULTILINE)
    if opening is None:
        raise ValueError(f"{path} has no table [{table}]")
    head, rest = text[: opening.end()], text[opening.end() :]
    body, gap, tail = rest.partition("\n[")
    for name, number in numbers.items():
        line = re.compile(rf"^{name} = \S+", re.MULTILINE)
        if line.search(body):
            body = line.sub(f"{name} = {number}", body)
        else:
            body = f"{body.rstrip()}\n{name} = {number}\n"
    path.write_text(head + body + gap + tail, encoding="utf-8")

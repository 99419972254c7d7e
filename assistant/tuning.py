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
from assistant.scope import OTHER_MUNICIPALITIES, TALK, Scope
from corpus.plan import LANGUAGES, Language
from corpus.questions import QuestionGroup, QuestionKind
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
# How many neighbouring scope examples are held out together.
RUN = 12
# What the first, second, third ... element of a question counts as its answer.
SHARES = (1.0, 0.5, 0.35, 0.25)
RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One held-out question: the signals of every element, and which elements may be found."""

    text: str
    language: Language
    kind: QuestionKind
    about: tuple[str, ...]
    signals: NDArray[np.float32]
    allowed: NDArray[np.bool_]
    fold: int
    noisy: bool = False


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
            out = set(self._groups[fold::FOLDS])
            content = self.content(_outside(out if with_bank else set(self._groups)), examples=())
            search = HybridSearch(content, self.encoder)
            for f, g in sorted(out):
                group = self.folders[f].groups[g]
                for language in LANGUAGES:
                    for text in group.texts(language):
                        if random.Random(f"share {text}").random() >= share:
                            continue
                        found += self._with_noise(search, content, text, language, group, fold)
        return found

    def _with_noise(
        self,
        search: HybridSearch,
        content: Content,
        text: str,
        language: Language,
        group: QuestionGroup,
        fold: int,
    ) -> list[HeldOut]:
        """A question as it stands and, for one in three, also as people mistype it."""
        draw = random.Random(text).random()
        noise = [without_accents(text)] if draw < 1 / 6 else []
        noise += [one_typo(text)] if 1 / 6 <= draw < 1 / 3 else []
        found = []
        for number, variant in enumerate([text, *noise]):
            signals, allowed = self.look(search, content, variant, language)
            found.append(
                HeldOut(
                    variant, language, group.kind, group.about, signals, allowed, fold, number > 0
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
        vector = self.encoder.encode_questions([bare])[0]
        signals = search.signals(query, vector, 0, len(content.plans)).matrix()
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

    best = minimize(loss, np.zeros(len(SIGNAL_NAMES)), jac=True, method="L-BFGS-B")
    return dict(zip(SIGNAL_NAMES, (round(float(w), 3) for w in best.x), strict=True))


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


@dataclass(frozen=True, slots=True)
class Judged:
    """One message with the numbers of the scope decision and whether it is outside the plans."""

    text: str
    language: Language
    topic: str
    facts: dict[str, float]
    outside: bool


def judge_scope(bench: Bench, held: Sequence[HeldOut], *, with_bank: bool = True) -> list[Judged]:
    """Held-out bank questions as inside, held-out examples as outside."""
    content = bench.content() if with_bank else bench.content(lambda folder, group: False)
    search = HybridSearch(content, bench.encoder)
    found: list[Judged] = []
    whole = Scope(content)
    for item in held:
        strongest = dict(zip(SIGNAL_NAMES, item.signals.max(axis=0).tolist(), strict=True))
        bare = bench.cities.without_names(item.text)
        vector = bench.encoder.encode_questions([bare])[0]
        near = whole.nearness(bare, item.language, vector)
        facts = whole.facts(bare, near, strongest)
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
    vector = bench.encoder.encode_questions([bare])[0]
    near = scope.nearness(bare, example.language, vector)
    facts = scope.facts(bare, near, strongest)
    return Judged(example.text, example.language, example.topic, facts, True)


def fit_talk(judged: Sequence[Judged]) -> dict[str, float]:
    """The weights under which talk and questions are told apart best."""
    return _fit(judged, [item.topic in TALK for item in judged])


def fit_outside(judged: Sequence[Judged]) -> dict[str, float]:
    """The weights under which questions to the plans and to others are told apart best."""
    asked = [item for item in judged if item.topic not in TALK | {OTHER_MUNICIPALITIES, PERSONAL}]
    return _fit(asked, [item.outside for item in asked])


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

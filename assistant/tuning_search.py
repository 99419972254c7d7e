"""Finds the weights of the fused score: a softmax over elements for held-out questions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.holding_out import Bench, HeldOut
from assistant.quality import credit
from corpus.plan import LANGUAGES
from index.fusion import SIGNAL_NAMES
from index.search import HybridSearch

Numbers = NDArray[np.float64]

# What the first, second, third ... element of a question counts as its answer.
SHARES = (1.0, 0.5, 0.35, 0.25)
RIDGE = 1e-3


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

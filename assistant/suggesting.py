"""Suggested questions: from the banks, chosen once per element, all of them answerable."""

from collections.abc import Iterable, Sequence

import numpy as np

from assistant.labels import Place, Places
from corpus.plan import Action, Goal, Language
from index.generation import Content

SHORTEST, LONGEST = 18, 60
# Residents' own questions read best as suggestions; the others only where there is none.
PREFERRED = "resident"
PREFERENCE = 10.0


class Suggestions:
    """For every element the bank question that stands closest to it, per language."""

    def __init__(self, content: Content, places: Places) -> None:
        self._places = places
        self._questions = _closest(content)

    def about(self, refs: Iterable[str], language: Language, limit: int) -> tuple[str, ...]:
        """Questions about the elements, in their order."""
        found = [self._questions.get((ref, language)) for ref in refs]
        return tuple(dict.fromkeys(text for text in found if text))[:limit]

    def following(
        self, cited: Sequence[str], further: Sequence[str], language: Language
    ) -> tuple[str, ...]:
        """What to ask next: nearest elements not cited, then neighbours under the same goal."""
        neighbours = _siblings(self._places[cited[0]]) if cited else []
        refs = [ref for ref in [*further[:2], *neighbours, *further[2:]] if ref not in cited]
        return self.about(refs, language, 3)


def _siblings(place: Place) -> list[str]:
    if isinstance(place.element, Action) and place.goal:
        refs = [action.ref for action in place.goal.actions]
        here = refs.index(place.element.ref)
        return refs[here + 1 :] + refs[:here]
    if isinstance(place.element, Goal):
        return [action.ref for action in place.element.actions]
    return []


def _closest(content: Content) -> dict[tuple[str, Language], str]:
    """The bank question of each element and language that fits the element's own text best."""
    centres = np.zeros((len(content.refs), content.passages.vectors.shape[1]), dtype=np.float32)
    np.add.at(centres, [k.element for k in content.passages.keys], content.passages.vectors)
    asked = content.questions.keys
    rows = [n for n, key in enumerate(asked) if not key.rank and _presentable(key.text)]
    if not rows:
        return {}
    elements = [asked[row].element for row in rows]
    scores = np.vecdot(content.questions.vectors[rows].astype(np.float32), centres[elements])
    best: dict[tuple[str, Language], tuple[float, str]] = {}
    for row, score in zip(rows, scores.tolist(), strict=True):
        key = asked[row]
        place = (content.refs[key.element], key.language)
        score += PREFERENCE if key.kind == PREFERRED else 0.0
        if place not in best or score > best[place][0]:
            best[place] = (score, key.text)
    return {place: text for place, (_, text) in best.items()}


def _presentable(text: str) -> bool:
    """Whether a bank question reads well as a suggestion: a whole, short, tidy sentence."""
    tidy = text[:1].isupper() and not text.isupper() and text.endswith("?")
    return tidy and SHORTEST <= len(text) <= LONGEST and "??" not in text

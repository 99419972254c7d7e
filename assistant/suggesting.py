"""Suggested questions: from the banks, one per element and language, all of them answerable."""

from collections.abc import Iterable, Sequence

from assistant.labels import Place, Places
from corpus.plan import Action, Goal, Language
from index.generation import Suggested


class Suggestions:
    """For every element the bank question that stands closest to it, per language."""

    def __init__(self, suggested: Suggested, places: Places) -> None:
        self._places = places
        self._suggested = suggested

    def about(self, refs: Iterable[str], language: Language, limit: int) -> tuple[str, ...]:
        """Questions about the elements, in their order."""
        found = [self._suggested.get(ref, {}).get(language) for ref in refs]
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

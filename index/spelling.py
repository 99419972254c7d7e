"""Spelling help: for a word that nobody has used, the known word that it probably stands for."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.words import REMEMBERED

# Shorter words have too many neighbours; longer ones may differ in two places.
SHORTEST = 5
TWO_EDITS_FROM = 8


class Speller:
    """Finds the nearest of the stems that plans and banks use.

    Words are compared by Damerau-Levenshtein distance (optimal string alignment) among stems
    with the same first letter; of equally near ones the first given wins.
    """

    def __init__(self, stems: Iterable[str], two_edits_from: int = TWO_EDITS_FROM) -> None:
        """Know these stems; those of `two_edits_from` letters and more may differ in two places."""
        self._two_edits_from = two_edits_from
        self._known = dict.fromkeys(stem for stem in stems if len(stem) >= SHORTEST - 1)
        groups: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for stem in self._known:
            groups[stem[0], len(stem)].append(stem)
        self._groups = dict(groups)
        self.nearest = lru_cache(maxsize=REMEMBERED)(self._nearest)

    def knows(self, stem: str) -> bool:
        """Whether a stem is one of the known ones, or too short to be told from a slip."""
        return len(stem) < SHORTEST or stem in self._known

    def _nearest(self, stem: str) -> str | None:
        """The known stem within one edit of an unknown one, or within two of a long one."""
        if self.knows(stem):
            return None
        edits = 2 if len(stem) >= self._two_edits_from else 1
        lengths = range(len(stem) - edits, len(stem) + edits + 1)
        near = [word for length in lengths for word in self._groups.get((stem[0], length), ())]
        found = process.extractOne(stem, near, scorer=OSA.distance, score_cutoff=edits)
        return found[0] if found else None

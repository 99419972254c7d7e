"""The bank question to suggest for each element, chosen once when the index is built."""

from collections.abc import Sequence

import numpy as np

from corpus.plan import Language
from index.generation import Keys, Suggested

SHORTEST, LONGEST = 18, 60
# Residents' own questions read best as suggestions; the others only where there is none.
PREFERRED = "resident"
PREFERENCE = 10.0


def suggested_questions(refs: Sequence[str], passages: Keys, questions: Keys) -> Suggested:
    """By element and language the question that fits the element's own text best."""
    centres = np.zeros((len(refs), passages.vectors.shape[1]), dtype=np.float32)
    np.add.at(centres, [key.element for key in passages.keys], passages.vectors)
    asked = questions.keys
    rows = [row for row, key in enumerate(asked) if not key.rank and _presentable(key.text)]
    if not rows:
        return {}
    elements = [asked[row].element for row in rows]
    scores = np.vecdot(questions.vectors[rows].astype(np.float32), centres[elements])
    best: dict[tuple[str, Language], tuple[float, str]] = {}
    for row, score in zip(rows, scores.tolist(), strict=True):
        key = asked[row]
        place = (refs[key.element], key.language)
        score += PREFERENCE if key.kind == PREFERRED else 0.0
        if place not in best or score > best[place][0]:
            best[place] = (score, key.text)
    found: Suggested = {}
    for (ref, language), (_, text) in best.items():
        found.setdefault(ref, {})[language] = text
    return found


def _presentable(text: str) -> bool:
    """Whether a bank question reads well as a suggestion: a whole, short, tidy sentence."""
    tidy = text[:1].isupper() and not text.isupper() and text.endswith("?")
    return tidy and SHORTEST <= len(text) <= LONGEST and "??" not in text

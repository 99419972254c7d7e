"""Which questions a change can lead elsewhere, so that only those are asked before a swap."""

from collections.abc import Mapping, Sequence

import numpy as np

from index.encoder import Vectors
from index.generation import Content, First, Keys

# So many first elements are noted for each question. Among 49,000 pairs of a question and a changed
# action, every question that led elsewhere had the action among them, or was one of those nearest.
NOTED = 3
NEAREST = 20
# Scores of unchanged elements moved by 0.05 at most, as terms became rarer or more common.
DRIFT = 0.1


def changed_refs(before: Content, after: Content) -> frozenset[str]:
    """The elements that are found under other texts than before: their own, or questions."""
    sorts = [(before.passages, after.passages)]
    # Questions that were taken over stand for the same elements, unless those have other names.
    if before.refs != after.refs or before.questions is not after.questions:
        sorts.append((before.questions, after.questions))
    changed = (_texts(before.refs, old) ^ _texts(after.refs, new) for old, new in sorts)
    return frozenset(ref for texts in changed for ref, *_ in texts)


def reached(
    keys: Sequence[str],
    vectors: Vectors,
    noted: Mapping[str, First],
    content: Content,
    changed: frozenset[str],
) -> list[int]:
    """The places of the questions that may lead elsewhere once `changed` are what they are now.

    These are new ones, those that led to a changed element or hardly preferred one element, and
    those nearest in meaning to a changed one; `vectors` has a row for each question of `keys`.
    """
    again = {place for place, key in enumerate(keys) if _may_move(noted.get(key), changed)}
    return sorted(again | _nearest(vectors, content, changed))


def _may_move(first: First | None, changed: frozenset[str]) -> bool:
    return first is None or first.ahead < DRIFT or not changed.isdisjoint(first.refs)


def _texts(refs: Sequence[str], keys: Keys) -> set[tuple[str, str, str, int]]:
    return {(refs[key.element], key.text, key.language, key.rank) for key in keys.keys}


def _nearest(vectors: Vectors, content: Content, changed: frozenset[str]) -> set[int]:
    """The questions nearest to a text of each changed element."""
    found: set[int] = set()
    for keys in (content.passages, content.questions):
        elements = np.array([key.element for key in keys.keys], dtype=np.int64)
        for place, ref in enumerate(content.refs):
            if ref in changed and (rows := np.flatnonzero(elements == place)).size:
                cosines = (vectors @ keys.vectors[rows].T).max(axis=1)
                found |= set(np.argsort(-cosines)[:NEAREST].tolist())
    return found

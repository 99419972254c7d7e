"""What one built index holds, as values and as files."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from corpus.plan import Language, Plan
from corpus.translations import Translations
from index.encoder import StoredVectors
from index.own_words import OwnWords
from index.terms import TermArrays, build_terms

# The bank question to suggest for an element, by reference and language.
Suggested = dict[str, dict[Language, str]]


@dataclass(frozen=True, slots=True)
class IndexedPlan:
    """A plan with its translations, as they were when the index was built."""

    plan: Plan
    translations: Translations


@dataclass(frozen=True, slots=True)
class Key:
    """A text under which an element is found: a passage of it or a question about it.

    `element` is a position in the list of all elements. `rank` is 0 for the element that
    answers a bank question best, 1 for the next, and so on; `kind` is who asks it.
    """

    element: int
    text: str
    language: Language
    rank: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of one sort in plan order, with their vectors and where each plan's keys begin."""

    keys: tuple[Key, ...]
    vectors: StoredVectors
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A message of a known topic that is not a question to the plans, such as a greeting."""

    topic: str
    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class First:
    """The first elements for a question, best first, and by how much the best one leads."""

    refs: tuple[str, ...] = ()
    ahead: float = 0.0


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a search needs; in the keys of `examples`, `element` is a place in `topics`.

    The documents of the term arrays are the elements, those of `example_words` the topics.

    `archived` holds older versions of the plans, which are not searched; `successors` leads
    from their references to what the current version has in the same place. `leads` notes the
    first elements for the questions that were tried, in this or an earlier generation.

    `centres`, `own_words` and `suggested` follow from the rest; they are made once here rather
    than by every process that reads it.

    `files` are the digests of the files it was read from; `unread` are the sorts that were left
    out, since what is made of them is taken over from the generation before.
    """

    plans: tuple[IndexedPlan, ...]
    refs: tuple[str, ...]
    offsets: tuple[int, ...]
    passages: Keys
    questions: Keys
    words: TermArrays
    grams: TermArrays
    asked_words: TermArrays
    asked_grams: TermArrays
    topics: tuple[str, ...]
    examples: Keys
    example_words: TermArrays
    example_grams: TermArrays
    encoder: str
    centres: StoredVectors
    own_words: OwnWords
    suggested: Suggested
    archived: tuple[IndexedPlan, ...] = ()
    successors: dict[str, str] = field(default_factory=dict)
    leads: dict[str, First] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    def without_searched(self) -> "Content":
        """The same without keys, vectors and terms, once the searches have been made of them."""
        sorts: dict[str, Any] = dict.fromkeys(KEY_SORTS, NO_KEYS) | dict.fromkeys(
            TERM_SORTS, NO_TERMS
        )
        return replace(self, **sorts)


KEY_SORTS = ("passages", "questions", "examples")
TERM_SORTS = ("words", "grams", "asked_words", "asked_grams", "example_words", "example_grams")
NO_KEYS = Keys((), np.zeros((0, 1), dtype=np.float16), ())
NO_TERMS = build_terms(())
# What is made of these together stays in use for as long as all their files stay the same.
LASTING = (("questions",), ("examples", "example_words", "example_grams"))
TERM_NUMBERS = ("groups", "offsets", "documents", "weights")


def write_content(folder: Path, content: Content) -> None:
    """Write the files of a generation: JSON for texts, .npy for numbers, nothing executable."""
    head: dict[str, object] = {
        "plans": content.plans,
        "refs": content.refs,
        "offsets": content.offsets,
        "topics": content.topics,
        "encoder": content.encoder,
        "archived": content.archived,
        "successors": content.successors,
        "leads": content.leads,
        "suggested": content.suggested,
    }
    (folder / "plans.json").write_bytes(msgspec.json.encode(head))
    (folder / "own_words.json").write_bytes(msgspec.json.encode(content.own_words))
    np.save(folder / "centres.npy", content.centres, allow_pickle=False)
    for sort in KEY_SORTS:
        keys: Keys = getattr(content, sort)
        table: dict[str, object] = {"keys": keys.keys, "offsets": keys.offsets}
        (folder / f"{sort}.json").write_bytes(msgspec.json.encode(table))
        np.save(folder / f"{sort}.npy", keys.vectors, allow_pickle=False)
    for sort in TERM_SORTS:
        terms: TermArrays = getattr(content, sort)
        (folder / f"{sort}.json").write_bytes(msgspec.json.encode(terms.vocabulary))
        for name in TERM_NUMBERS:
            np.save(folder / f"{sort}.{name}.npy", getattr(terms, name), allow_pickle=False)


@dataclass(frozen=True, slots=True)
class _Head:
    plans: tuple[IndexedPlan, ...]
    refs: tuple[str, ...]
    offsets: tuple[int, ...]
    topics: tuple[str, ...]
    encoder: str
    suggested: Suggested
    archived: tuple[IndexedPlan, ...] = ()
    successors: dict[str, str] = field(default_factory=dict)
    leads: dict[str, First] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _KeyTable:
    keys: tuple[Key, ...]
    offsets: tuple[int, ...]


def read_content(
    folder: Path, files: dict[str, str] | None = None, before: Content | None = None
) -> Content:
    """Read the files that `write_content` wrote, of which `files` are the digests.

    What lasts from `before` is left unread.
    """
    unread = _lasting(files, before.files) if files and before else ()
    head = msgspec.json.decode((folder / "plans.json").read_bytes(), type=_Head)
    return Content(
        plans=head.plans,
        refs=head.refs,
        offsets=head.offsets,
        topics=head.topics,
        passages=_read_keys(folder, "passages"),
        questions=_read_keys(folder, "questions", unread),
        words=_read_terms(folder, "words"),
        grams=_read_terms(folder, "grams"),
        asked_words=_read_terms(folder, "asked_words"),
        asked_grams=_read_terms(folder, "asked_grams"),
        examples=_read_keys(folder, "examples", unread),
        example_words=_read_terms(folder, "example_words", unread),
        example_grams=_read_terms(folder, "example_grams", unread),
        encoder=head.encoder,
        centres=np.load(folder / "centres.npy", allow_pickle=False),
        own_words=msgspec.json.decode((folder / "own_words.json").read_bytes(), type=OwnWords),
        suggested=head.suggested,
        archived=head.archived,
        successors=head.successors,
        leads=head.leads,
        files=files or {},
        unread=unread,
    )


def _lasting(files: dict[str, str], before: dict[str, str]) -> tuple[str, ...]:
    """The sorts that two generations have the same files of, where something lasts with them."""
    changed = {name.partition(".")[0] for name, _ in files.items() ^ before.items()}
    return tuple(sort for sorts in LASTING if changed.isdisjoint(sorts) for sort in sorts)


def _read_keys(folder: Path, sort: str, unread: Collection[str] = ()) -> Keys:
    if sort in unread:
        return NO_KEYS
    table = msgspec.json.decode((folder / f"{sort}.json").read_bytes(), type=_KeyTable)
    vectors = np.load(folder / f"{sort}.npy", allow_pickle=False)
    return Keys(table.keys, vectors, table.offsets)


def _read_terms(folder: Path, sort: str, unread: Collection[str] = ()) -> TermArrays:
    if sort in unread:
        return NO_TERMS
    vocabulary = msgspec.json.decode((folder / f"{sort}.json").read_bytes(), type=tuple[str, ...])
    arrays = {
        name: np.load(folder / f"{sort}.{name}.npy", allow_pickle=False) for name in TERM_NUMBERS
    }
    return TermArrays(vocabulary=vocabulary, **arrays)

"""Bank questions asked of an index without their own paraphrase groups.

They are held out in five folds, whole groups at a time, so that no paraphrase of a question
helps to answer it.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.cities import Cities
from assistant.lexicon import Reading
from assistant.noise import hasty, one_typo, without_accents
from corpus.plan import LANGUAGES, Language
from corpus.questions import QuestionKind
from index.build import PlanFolder, make_content
from index.encoder import Encoder, Vectors
from index.generation import Content, Example
from index.search import HybridSearch, Query

FOLDS = 5
SEED = 0


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
        """A question as it stands and, for every second, also as people mistype it."""
        group = self.folders[place[0]].groups[place[1]]
        found = []
        for number, variant in enumerate(mistyped(text)):
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
        query = Query(bare, language, (), reading.has("meter"))
        analysed = search.analyse(bare, language)
        signals = search.signals(query, analysed, 0, len(content.plans)).matrix()
        named = self.cities.named(reading)
        allowed = [not named or ref.partition("/")[0] in named for ref in content.refs]
        return signals, np.array(allowed, dtype=bool)


def mistyped(text: str) -> list[str]:
    """A text as it stands and, for every second, also in one of three ways to mistype it."""
    place = int(random.Random(text).random() * 6)
    return [text, *(way(text) for way in (without_accents, one_typo, hasty)[place : place + 1])]


def _outside(groups: set[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Whether a bank group is none of `groups`."""
    return lambda folder, group: (folder, group) not in groups

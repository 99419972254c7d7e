"""Pairs made from the words themselves: forms of one stem, compounds and their parts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import Stemmer

from index.training.corpus import Corpus, Task, Texts
from index.training.pairs import PART
from index.training.words import text_key

FORMS_PER_STEM = 12
FORMS_PER_TERM = 4
COMMON = 20
_ALTERNATION = {
    "nk": "ng", "nt": "nn", "mp": "mm", "lt": "ll", "rt": "rr", "kk": "k", "pp": "p", "tt": "t",
}  # fmt: skip
_STRONG_GRADE = re.compile(rf"({'|'.join(_ALTERNATION)})([aeiouyäöå]{{0,2}})$")
_FINNISH = ("finna_titles_fi", "squad2_fi")
_SWEDISH = ("finna_titles_sv", "squad_v2_sv")
_MIXED = ("finlex_title_body", "yso_altlabels", "finna_subject", "extra")

Counts = npt.NDArray[np.float64]
Entry = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a corpus with how often each occurs in Finnish and in Swedish text."""

    words: tuple[str, ...]
    finnish: Counts
    swedish: Counts

    def of(self, language: str) -> list[int]:
        """Return the words that are clearly of one language and made of letters."""
        own, other = self.finnish, self.swedish
        if language == "swedish":
            own, other = other, own
        chosen = np.flatnonzero((own > 2 * other) & (own >= 2))
        return [int(number) for number in chosen if self.words[number].isalpha()]


def vocabulary_of(corpus: Corpus) -> Vocabulary:
    """Count the words of both languages; tasks that mix the languages do not count."""
    size = len(corpus.words)
    finnish, swedish = np.zeros(size), np.zeros(size)
    for task in corpus.tasks:
        left = np.bincount(task.left.numbers, minlength=size)
        right = np.bincount(task.right.numbers, minlength=size)
        if task.name.endswith(PART):
            continue
        if task.name.startswith(_FINNISH):
            finnish += left + right
        elif task.name.startswith(_SWEDISH):
            swedish += left + right
        elif not task.name.startswith(_MIXED):
            finnish += left
            swedish += right
    return Vocabulary(corpus.words, finnish, swedish)


def stem_key(stem: str, language: str) -> str:
    """Return the stem with Finnish consonant gradation levelled: kaupunk- and kaupung- are one."""
    if language == "swedish":
        return stem
    return _STRONG_GRADE.sub(lambda found: _ALTERNATION[found[1]] + found[2], stem)


def stem_groups(vocabulary: Vocabulary, language: str) -> list[list[int]]:
    """Return the words of a language grouped by stem."""
    numbers = [number for number in vocabulary.of(language) if len(vocabulary.words[number]) >= 4]
    stems = Stemmer.Stemmer(language).stemWords([vocabulary.words[n] for n in numbers])
    groups: dict[str, list[int]] = defaultdict(list)
    for number, stem in zip(numbers, stems, strict=True):
        if len(stem) >= 3:
            groups[stem_key(stem, language)].append(number)
    return list(groups.values())


def sibling_pairs(
    groups: Iterable[list[int]], random: np.random.Generator
) -> list[tuple[Entry, Entry]]:
    """Return random pairs of different forms of one stem."""
    pairs: list[tuple[Entry, Entry]] = []
    for group in groups:
        if len(group) > 1:
            for _ in range(min(len(group), FORMS_PER_STEM)):
                first, second = random.choice(group, 2, replace=False)
                pairs.append(((int(first),), (int(second),)))
    return pairs


def inflected_terms(
    terms: Iterable[Task], groups: Sequence[list[int]], random: np.random.Generator
) -> list[tuple[Entry, Entry]]:
    """Return one-word term pairs with both words put into random forms of their stems."""
    group_of = {number: group for group in groups for number in group}

    def forms(number: int) -> list[int]:
        group = group_of.get(number, [number])
        chosen = random.choice(group, min(FORMS_PER_TERM, len(group)), replace=False)
        return [number, *map(int, chosen)]

    pairs: list[tuple[Entry, Entry]] = []
    for left, right in sorted({pair for task in terms for pair in _single_words(task)}):
        lefts, rights = forms(left), forms(right)
        for _ in range(max(len(lefts), len(rights)) - 1):
            pairs.append(((int(random.choice(lefts)),), (int(random.choice(rights)),)))
    return pairs


def _single_words(task: Task) -> Iterable[tuple[int, int]]:
    single = (np.diff(task.left.starts) == 1) & (np.diff(task.right.starts) == 1)
    left = task.left.numbers[task.left.starts[:-1][single]].tolist()
    right = task.right.numbers[task.right.starts[:-1][single]].tolist()
    return ((a, b) for a, b in zip(left, right, strict=True) if a != b)


def compound_pairs(vocabulary: Vocabulary, language: str) -> list[tuple[Entry, Entry]]:
    """Return compounds with the two common words they are made of."""
    own = vocabulary.finnish if language == "finnish" else vocabulary.swedish
    counts = {vocabulary.words[n]: (own[n], n) for n in np.flatnonzero(own >= COMMON).tolist()}
    linking = "s" if language == "swedish" else ""
    pairs: list[tuple[Entry, Entry]] = []
    for number in vocabulary.of(language):
        parts = best_split(vocabulary.words[number], counts, linking)
        if parts:
            pairs.append(((number,), parts))
    return pairs


def best_split(word: str, counts: dict[str, tuple[float, int]], linking: str) -> Entry:
    """Return the two known parts, four letters or more each, whose rarer part is commonest."""
    best: tuple[float, Entry] = (0.0, ())
    for cut in range(4, len(word) - 3) if len(word) >= 9 else ():
        tail = counts.get(word[cut:])
        for head in {word[:cut], word[:cut].removesuffix(linking) if linking else word[:cut]}:
            first = counts.get(head) if len(head) >= 4 else None
            if tail and first:
                best = max(best, (min(first[0], tail[0]), (first[1], tail[1])))
    return best[1]


def word_task(name: str, pairs: Sequence[tuple[Entry, Entry]], words: Sequence[str]) -> Task:
    """Return a task of word pairs."""
    return Task(name, _texts([a for a, _ in pairs], words), _texts([b for _, b in pairs], words))


def _texts(entries: Sequence[Entry], words: Sequence[str]) -> Texts:
    return Texts(
        np.array([number for entry in entries for number in entry], np.int32),
        np.cumsum([0, *map(len, entries)]).astype(np.int64),
        np.array([text_key(words[number] for number in entry) for entry in entries], np.int64),
    )


def form_tasks(corpus: Corpus, terms: Iterable[Task], seed: int) -> tuple[Task, ...]:
    """Return the tasks made of words: forms and compounds of both languages, inflected terms."""
    random = np.random.default_rng(seed)
    vocabulary = vocabulary_of(corpus)
    tasks: list[Task] = []
    every: list[list[int]] = []
    for language in ("finnish", "swedish"):
        groups = stem_groups(vocabulary, language)
        every += groups
        siblings = sibling_pairs(groups, random)
        tasks.append(word_task(f"forms-{language}", siblings, corpus.words))
        compounds = compound_pairs(vocabulary, language)
        tasks.append(word_task(f"compounds-{language}", compounds, corpus.words))
    inflected = inflected_terms(terms, every, random)
    return (*tasks, word_task("inflected-terms", inflected, corpus.words))

"""Short everyday phrases made by rule: verbs in all persons, questions, requests, who has what.

The texts that can be had are of authorities and hardly say I and you. Verbs and nouns come from
the dictionary, the words around them from everyday.toml. Most of the phrases make little sense,
but they tie «-n», «-tko» and «älä» to «jag», «du» and «inte».
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.training.conjugation import (
    Count,
    FinnishVerb,
    Six,
    SwedishVerb,
    finnish_verb,
    swedish_verb,
)
from index.training.corpus import Corpus, Task
from index.training.forms import inflected_terms, stem_groups, vocabulary_of
from index.training.pairs import Pair

TABLE = Path(__file__).with_name("everyday.toml")
SOURCE = "everyday"
PER_VERB, PER_ADJECTIVE, PER_NOUN, PER_FRAME = 24, 24, 4, 800
# Shares of phrases: with a noun, with an adverb, denied, asked, asked why, in spoken form, and
# requests and duties.
NOUN, ADVERB, DENIED, ASKED, WHY, SPOKEN, OTHER = 0.5, 0.5, 0.2, 0.2, 0.12, 0.1, 0.12
# How often the subject is I, you, he or she, we, you, they.
PERSONS = (0.3, 0.2, 0.3, 0.1, 0.03, 0.07)
NOT = ("en", "et", "ei", "emme", "ette", "eivät")
ARE = ("olen", "olet", "on", "olemme", "olette", "ovat")
WERE = ("olin", "olit", "oli", "olimme", "olitte", "olivat")
SELF = ("mig", "dig", "sig", "oss", "er", "sig")
# Who has, whose duty, and the possessive ending with its Swedish words.
OWNERS = ("minulla", "sinulla", "hänellä", "meillä", "teillä", "heillä")
GENITIVES = ("minun", "sinun", "hänen", "meidän", "teidän", "heidän")
NOMINATIVES = (("jag",), ("du",), ("hon", "han"), ("vi",), ("ni",), ("de",))
ENDINGS = ("ni", "si", "nsa", "mme", "nne", "nsa")
POSSESSIVES = (("min",), ("din",), ("hennes", "hans", "sin"), ("vår",), ("er",), ("deras",))

Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The words of everyday.toml: subjects by person, and pairs of Finnish and Swedish by kind."""

    subjects: tuple[tuple[Words, ...], ...]
    pairs: Mapping[str, tuple[Words, ...]]
    spoken: tuple[Mapping[str, str], Mapping[str, str]]


def read_table(path: Path = TABLE) -> Table:
    """Read everyday.toml; every alternative is a pair of its own."""
    stored = tomllib.loads(path.read_text(encoding="utf-8"))
    pairs = {name: _pairs(kind["pairs"]) for name, kind in stored.items() if "pairs" in kind}
    subjects: list[list[Words]] = [[] for _ in PERSONS]
    for entry in stored["subject"]:
        subjects[entry["person"]] += [(fi, sv) for fi in entry["fi"] for sv in entry["sv"]]
    subjects[2] += [*((name, name) for name in stored["names"]["both"].split()), *pairs["people"]]
    spoken = (dict(_pairs(stored["spoken"][name])) for name in ("finnish", "swedish"))
    return Table(tuple(map(tuple, subjects)), pairs, (next(spoken), next(spoken)))


def _pairs(text: str) -> tuple[Words, ...]:
    lines = [line.split(" = ") for line in text.strip().splitlines()]
    return tuple((fi, one) for fi, sv in lines for one in sv.split(" | "))


@dataclass(frozen=True, slots=True)
class Verbs:
    """A verb in both languages, with the particle or reflexive of the Swedish one."""

    infinitive: str
    finnish: FinnishVerb
    swedish: SwedishVerb
    rest: str


def dictionary_verbs(pairs: Iterable[Words], finnish: Count, swedish: Count) -> tuple[Verbs, ...]:
    """Return the verbs among pairs of the dictionary."""
    found = []
    for left, right in pairs:
        head, _, rest = right.partition(" ")
        ours = None if " " in left else finnish_verb(left, finnish)
        theirs = swedish_verb(head, swedish) if ours and rest.count(" ") < 2 else None
        if ours and theirs:
            found.append(Verbs(left, ours, theirs, rest))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Clause:
    """A finite verb in one person, said and denied, with the Swedish verb and what follows it."""

    said: str
    denied: str
    finite: str
    tail: str = ""


class PhraseMaker:
    """Makes random phrases from the table, from modal verbs and from pairs of nouns."""

    def __init__(
        self,
        table: Table,
        modals: Sequence[tuple[FinnishVerb, str, str]],
        nouns: Sequence[Words],
        random: np.random.Generator,
    ) -> None:
        self._table, self._modals, self._nouns, self._random = table, modals, nouns, random

    def of_verb(self, verbs: Verbs) -> Iterator[Pair]:
        """Yield phrases with a verb."""
        for _ in range(PER_VERB):
            other = self._often(OTHER)
            made = self._other(verbs) if other else self._sentence(self._clauses(verbs))
            if self._nouns and self._often(NOUN):
                made = _joined(made, self._pick(self._nouns))
            yield self._finished("verb", made)

    def of_adjective(self, adjective: Words) -> Iterator[Pair]:
        """Yield phrases that say how someone is."""
        for _ in range(PER_ADJECTIVE):
            yield self._finished("noun", _joined(self._sentence(self._being()), adjective))

    def of_noun(self, noun: Words) -> Iterator[Pair]:
        """Yield phrases with a noun in its basic form: what someone is, has or calls their own."""
        for number in range(PER_NOUN):
            if number == 0:
                made = _joined(self._sentence(self._being()), noun)
            elif number == 1 and noun[0][-1] in "aäoöuy":
                made = self._owned(noun)
            else:
                made = _joined(self._having(), noun)
            yield self._finished("noun", made)

    def of_frame(self, frame: Words) -> Iterator[Pair]:
        """Yield questions and requests with any noun."""
        for _ in range(PER_FRAME if self._nouns else 0):
            noun = self._pick(self._nouns)
            made = frame[0].replace("{}", noun[0]), frame[1].replace("{}", noun[1])
            yield self._finished("noun", made)

    def _often(self, share: float) -> bool:
        return bool(self._random.random() < share)

    def _pick(self, words: Sequence[Words]) -> Words:
        return words[int(self._random.integers(len(words)))]

    def _finished(self, kind: str, phrase: Words) -> Pair:
        if kind == "verb" and self._often(ADVERB):
            phrase = _joined(phrase, self._pick(self._table.pairs["adverbs"]))
        sides = list(phrase)
        for side, spoken in enumerate(self._table.spoken):
            if self._often(SPOKEN):
                sides[side] = " ".join(spoken.get(word, word) for word in phrase[side].split())
        return Pair(SOURCE, kind, " ".join(sides[0].split()), " ".join(sides[1].split()))

    def _clauses(self, verbs: Verbs) -> Sequence[Clause]:
        """The verb in all persons: in the present, past, perfect, conditional or with a modal."""
        ours, theirs = verbs.finnish, verbs.swedish
        did = ours.participles()
        kind = self._random.integers(7)
        if kind < 2:
            made = _in_persons(ours.present(), (ours.weak,) * 6, theirs.present)
        elif kind < 4:
            made = _in_persons(ours.past(), did, theirs.past)
        elif kind == 4:
            said = tuple(f"{are} {one}" for are, one in zip(ARE, did, strict=True))
            made = _in_persons(said, tuple(f"ole {one}" for one in did), "har", theirs.supine)
        elif kind == 5:
            would = ours.conditional()
            made = _in_persons(would, (would[2],) * 6, "skulle", theirs.infinitive)
        else:
            made = self._with_modal(verbs)
        return [
            replace(clause, tail=f"{clause.tail} {_reflexive(verbs.rest, person)}")
            for person, clause in enumerate(made)
        ]

    def _with_modal(self, verbs: Verbs) -> list[Clause]:
        modal, present, past = self._modals[int(self._random.integers(len(self._modals)))]
        if self._often(0.3):
            said, denied, finite = modal.past(), modal.participles(), past
        else:
            said, denied, finite = modal.present(), (modal.weak,) * 6, present
        said, denied = (
            tuple(f"{form} {verbs.infinitive}" for form in forms) for forms in (said, denied)
        )
        return _in_persons(said, denied, finite, verbs.swedish.infinitive)

    def _being(self) -> list[Clause]:
        """The verb to be in all persons, in the present or past."""
        if self._often(0.3):
            return _in_persons(WERE, ("ollut",) * 3 + ("olleet",) * 3, "var")
        return _in_persons(ARE, ("ole",) * 6, "är")

    def _sentence(self, clauses: Sequence[Clause]) -> Words:
        """The clause of a random person as a statement, denied, or as a question."""
        person = int(self._random.choice(len(PERSONS), p=PERSONS))
        who, vem = self._pick(self._table.subjects[person])
        clause = clauses[person]
        if self._often(DENIED):
            return f"{who} {clause.denied}", f"{vem} {clause.finite} inte {clause.tail}"
        if self._often(ASKED):
            first, _, more = clause.said.partition(" ")
            asked = first + ("ko" if set(first) & set("aou") else "kö")
            return f"{asked} {who} {more}", f"{clause.finite} {vem} {clause.tail}"
        if self._often(WHY):
            asked, fragad = self._pick(self._table.pairs["questions"])
            return f"{asked} {who} {clause.said}", f"{fragad} {clause.finite} {vem} {clause.tail}"
        return f"{who} {clause.said}", f"{vem} {clause.finite} {clause.tail}"

    def _other(self, verbs: Verbs) -> Words:
        """A request, a duty, or what one does."""
        ours, theirs = verbs.finnish, verbs.swedish
        rest = _reflexive(verbs.rest, 1)
        kind = self._random.integers(4)
        if kind == 0:
            return ours.weak, f"{theirs.imperative} {rest}"
        if kind == 1:
            return f"älä {ours.weak}", f"{theirs.imperative} inte {rest}"
        if kind == 2:
            return ours.passive, f"man {theirs.present} {_reflexive(verbs.rest, 2)}"
        person, vem = self._person(NOMINATIVES)
        must, maste = self._pick(self._table.pairs["must"])
        tail = f"{theirs.infinitive} {_reflexive(verbs.rest, person)}"
        return f"{GENITIVES[person]} {must} {verbs.infinitive}", f"{vem} {maste} {tail}"

    def _having(self) -> Words:
        person, vem = self._person(NOMINATIVES)
        who = OWNERS[person]
        return (
            (f"{who} on", f"{vem} har"),
            (f"onko {who}", f"har {vem}"),
            (f"{who} oli", f"{vem} hade"),
            (f"{who} ei ole", f"{vem} har inte"),
        )[self._random.integers(4)]

    def _owned(self, noun: Words) -> Words:
        person, vems = self._person(POSSESSIVES)
        ending = ENDINGS[person]
        ending = ending if set(noun[0]) & set("aou") else ending.replace("a", "ä")
        return noun[0] + ending, f"{vems} {noun[1]}"

    def _person(self, words: Sequence[Sequence[str]]) -> tuple[int, str]:
        person = int(self._random.choice(len(PERSONS), p=PERSONS))
        return person, words[person][int(self._random.integers(len(words[person])))]


def _in_persons(said: Six, denied: Six, finite: str, tail: str = "") -> list[Clause]:
    """Return the clause in all persons; `denied` stands behind en, et, ei ..."""
    return [
        Clause(one, f"{no} {undone}", finite, tail)
        for one, no, undone in zip(said, NOT, denied, strict=True)
    ]


def _joined(phrase: Words, more: Words) -> Words:
    return f"{phrase[0]} {more[0]}", f"{phrase[1]} {more[1]}"


def _reflexive(rest: str, person: int) -> str:
    return " ".join(SELF[person] if word == "sig" else word for word in rest.split())


def everyday_pairs(corpus: Corpus, terms: Iterable[Task], seed: int) -> Iterator[Pair]:
    """Yield phrases with the verbs and nouns of the terms, and with the words of the table."""
    random = np.random.default_rng(seed)
    terms, table, vocabulary = list(terms), read_table(), vocabulary_of(corpus)
    finnish = dict(zip(corpus.words, vocabulary.finnish.tolist(), strict=True)).get
    swedish = dict(zip(corpus.words, vocabulary.swedish.tolist(), strict=True)).get
    pairs = sorted({pair for task in terms for pair in _texts(task, corpus)})
    verbs = dictionary_verbs(pairs, finnish, swedish)
    infinitives = {one.infinitive for one in verbs}
    groups = [g for language in ("finnish", "swedish") for g in stem_groups(vocabulary, language)]
    inflected = [
        (corpus.words[left], corpus.words[right])
        for (left,), (right,) in inflected_terms(terms, groups, random)
    ]
    maker = PhraseMaker(table, _modals(table, finnish), inflected, random)
    for verb in verbs:
        yield from maker.of_verb(verb)
    for adjective in table.pairs["adjectives"]:
        yield from maker.of_adjective(adjective)
    for frame in table.pairs["frames"]:
        yield from maker.of_frame(frame)
    for noun in pairs:
        if not (" " in noun[0] or " " in noun[1] or noun[0] in infinitives):
            yield from maker.of_noun(noun)


def _modals(table: Table, finnish: Count) -> list[tuple[FinnishVerb, str, str]]:
    found = []
    for infinitive, forms in table.pairs["modals"]:
        modal = finnish_verb(infinitive, finnish)
        if modal:
            present, past = forms.split()
            found.append((modal, present, past))
    return found


def _texts(task: Task, corpus: Corpus) -> Iterator[Words]:
    for place in range(len(task.left)):
        left, right = (
            " ".join(corpus.words[n] for n in t.numbers[t.starts[place] : t.starts[place + 1]])
            for t in (task.left, task.right)
        )
        yield left, right

"""Verb forms made from the infinitive, Finnish and Swedish.

Where the infinitive leaves a choice (consonant gradation, conjugation), the forms that occur
most often in the training texts win. The rules are those of school grammars.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

TABLE = Path(__file__).with_name("verbs.toml")
# How many forms of a verb must occur for the verb to count as one.
ENOUGH = 2
_VOWELS = "aeiouyäöå"
# The consonants before the last vowel of a stem, and what becomes of them.
_WEAKER = {
    "nk": "ng", "nt": "nn", "mp": "mm", "lt": "ll", "rt": "rr", "kk": "k", "pp": "p", "tt": "t",
    "ht": "hd", "lke": "lje", "rke": "rje", "t": "d", "p": "v", "k": "",
}  # fmt: skip
_STRONGER = {
    "ng": "nk", "nn": "nt", "mm": "mp", "ll": "lt", "rr": "rt", "k": "kk", "p": "pp", "t": "tt",
    "hd": "ht", "d": "t", "v": "p", "": "k",
}  # fmt: skip

Count = Callable[[str, float], float]
Six = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinnishVerb:
    """The stems of a Finnish verb; `weak` takes -n, -t, -mme, -tte, `strong` takes -vat."""

    weak: str
    strong: str
    third: str
    weak_past: str
    strong_past: str
    participle: str
    passive: str

    def _persons(self, weak: str, strong: str, third: str) -> Six:
        back = set(self.participle[-3:-1] + self.strong) & set("aou")
        they = strong + ("vat" if back else "vät")
        return (weak + "n", weak + "t", third, weak + "mme", weak + "tte", they)

    def present(self) -> Six:
        """Return the six persons of the present."""
        return self._persons(self.weak, self.strong, self.third)

    def past(self) -> Six:
        """Return the six persons of the past."""
        return self._persons(self.weak_past, self.strong_past, self.strong_past)

    def conditional(self) -> Six:
        """Return the six persons of the conditional."""
        stem = self.strong[:-1] if re.search(r"([ei]|aa|ää|uu|yy)$", self.strong) else self.strong
        stem = re.sub(r"[uyi]([oöe])$", r"\1", stem) + "isi"
        return self._persons(stem, stem, stem)

    def participles(self) -> Six:
        """Return the past participle in the six persons."""
        return (self.participle,) * 3 + (self.participle[:-2] + "eet",) * 3

    def forms(self) -> Iterator[str]:
        """Yield the forms that tell whether these stems are the right ones."""
        yield from self.present()[::2]
        yield from self.past()[::2]
        yield from (self.participle, self.passive)


@dataclass(frozen=True, slots=True)
class SwedishVerb:
    """The forms of a Swedish verb."""

    infinitive: str
    present: str
    past: str
    supine: str
    imperative: str

    def forms(self) -> Iterator[str]:
        """Yield the forms that tell whether the verb is conjugated so."""
        yield from (self.present, self.past, self.supine)


Verb = TypeVar("Verb", FinnishVerb, SwedishVerb)


def finnish_verb(infinitive: str, count: Count) -> FinnishVerb | None:
    """Return the verb whose forms are most often seen, or None where too few are."""
    irregular = _table()["finnish"].get(infinitive)
    if irregular:
        return FinnishVerb(*irregular.split())
    back = set(infinitive) & set("aou")
    a, u = ("a", "u") if back else ("ä", "y")
    if len(infinitive) < 4 or infinitive[-1] != a:
        return None
    if infinitive[-2] in _VOWELS:
        found = _like_puhua(infinitive, a, u)
    elif infinitive[-2] == "d":
        found = _like_saada(infinitive, a, u)
    elif infinitive[-2] in "lnr" or infinitive[-3] == "s":
        found = _like_tulla(infinitive, a, u)
    elif infinitive[-2] == "t":
        found = _like_haluta(infinitive, a, u)
    else:
        return None
    return _commonest(found, FinnishVerb.forms, count)


def _like_puhua(infinitive: str, a: str, u: str) -> Iterator[FinnishVerb]:
    """Yield puhua, lukea, auttaa: the stem is the infinitive without its last letter."""
    strong = infinitive[:-1]
    head, last = strong[:-1], strong[-1]
    pasts = [strong[:-2] + "si"] if re.search(r"[^sth]t[aä]$", strong) else []
    pasts += [head + "i" if last in "aäei" else strong + "i"]
    pasts += [head + "oi"] if last == "a" else []
    for weak in _graded(strong, _WEAKER):
        passive = (weak[:-1] + "e" if last in "aä" else weak) + f"t{a}{a}n"
        for past in pasts:
            dental = past.endswith("si") and head.endswith("t")
            weak_past = past if dental else weak[:-1] + past[len(head) :]
            participle = f"{strong}n{u}t"
            yield FinnishVerb(weak, strong, strong + last, weak_past, past, participle, passive)


def _like_saada(infinitive: str, a: str, u: str) -> Iterator[FinnishVerb]:
    """Yield saada, juoda, voida."""
    stem = infinitive[:-2]
    past = stem if stem.endswith("i") else stem + "i"
    if stem.endswith(("uo", "yö", "ie")):
        past = stem[:-2] + stem[-1] + "i"
    elif stem.endswith(("aa", "ää", "uu", "yy")):
        past = stem[:-1] + "i"
    yield FinnishVerb(stem, stem, stem, past, past, f"{stem}n{u}t", f"{infinitive}{a}n")


def _like_tulla(infinitive: str, a: str, u: str) -> Iterator[FinnishVerb]:
    """Yield tulla, mennä, nousta, ajatella."""
    base = infinitive[:-2]
    participle, passive = f"{base}{base[-1]}{u}t", f"{infinitive}{a}n"
    for head in _graded(base[:-1], _STRONGER):
        stem, past = f"{head}{base[-1]}e", f"{head}{base[-1]}i"
        yield FinnishVerb(stem, stem, stem + "e", past, past, participle, passive)


def _like_haluta(infinitive: str, a: str, u: str) -> Iterator[FinnishVerb]:
    """Yield haluta and tavata, vanheta and paeta, valita."""
    base = infinitive[:-2]
    participle, passive = f"{base}nn{u}t", f"{infinitive}{a}n"
    for head in _graded(base, _STRONGER):
        stem = head + a
        third = stem if head.endswith(a) else stem + a
        yield FinnishVerb(stem, stem, third, head + "si", head + "si", participle, passive)
        stem, past = head + "ne", head + "ni"
        yield FinnishVerb(stem, stem, stem + "e", past, past, participle, passive)
    stem, past = base + "tse", base + "tsi"
    yield FinnishVerb(stem, stem, stem + "e", past, past, participle, passive)


def _graded(stem: str, grades: Mapping[str, str]) -> Iterator[str]:
    """Yield the stem with the consonants before its last vowel in another grade, and as it is."""
    found = re.fullmatch(r"(.*?)([^aeiouyäöå]*)([aeiouyäöå])", stem)
    head, middle, vowel = found.groups() if found else ("", "", "")
    for one, other in grades.items() if found else ():
        cluster = one.rstrip("e")
        before = middle.removesuffix(cluster)
        doubled = before.endswith("s") or (len(cluster) == 1 and before.endswith(cluster))
        # Between vowels, or after l, r and h, a k may have been lost.
        lost = cluster or middle in ("", "l", "r", "h")
        fits = middle.endswith(cluster) and (one == cluster or vowel == "e")
        if fits and lost and not doubled:
            yield head + before + other.rstrip("e") + vowel
    yield stem


def swedish_verb(infinitive: str, count: Count) -> SwedishVerb | None:
    """Return the verb whose forms are most often seen, or None where too few are."""
    strong = _strong_verb(infinitive)
    return strong or _commonest(_weak_verbs(infinitive), SwedishVerb.forms, count)


def _strong_verb(infinitive: str) -> SwedishVerb | None:
    table = [line.split() for line in _table()["swedish"]["forms"].strip().splitlines()]
    for own, *forms in sorted(table, key=lambda line: -len(line[0])):
        head = infinitive.removesuffix(own)
        prefix = len(head) > 1 and len(own) > 2 and set(head) & set(_VOWELS)
        if infinitive.endswith(own) and (not head or prefix):
            stem = infinitive if len(own) < 4 else infinitive.removesuffix("a")
            present, past, supine = (head + form for form in forms)
            return SwedishVerb(infinitive, present, past, supine, _single(stem))
    return None


def _weak_verbs(infinitive: str) -> Iterator[SwedishVerb]:
    stem = infinitive.removesuffix("a")
    if infinitive.endswith("as"):
        for root, past in (
            (infinitive[:-1], "des"),
            (infinitive[:-2], "des"),
            (infinitive[:-2], "tes"),
        ):
            yield SwedishVerb(infinitive, root + "s", root + past, root + "ts", root + "s")
    elif stem != infinitive and len(stem) > 1:
        past, supine = infinitive + "de", infinitive + "t"
        yield SwedishVerb(infinitive, infinitive + "r", past, supine, infinitive)
        root = _single(stem)
        past, supine = root + ("te" if root[-1] in "kpsx" else "de"), root + "t"
        if stem.endswith(("d", "t")):
            past, supine = _dental(stem)
        yield SwedishVerb(infinitive, stem + "er", past, supine, root)
        if stem.endswith(("r", "l")):
            yield SwedishVerb(infinitive, stem, stem + "de", stem + "t", stem)
    elif len(infinitive) > 1 and infinitive[-1] in "eoåyä":
        past, supine = infinitive + "dde", infinitive + "tt"
        yield SwedishVerb(infinitive, infinitive + "r", past, supine, infinitive)


def _single(stem: str) -> str:
    """Return the stem with a double m or n at its end made single: glömm- gives glöm."""
    return re.sub(r"(m|n)\1$", r"\1", stem)


def _dental(stem: str) -> tuple[str, str]:
    """Return past and supine of a stem in d or t: byta bytte bytt, hända hände hänt."""
    if stem[-2] in _VOWELS:
        return stem + stem[-1] + "e", stem[:-1] + "tt"
    return stem + "e", stem[:-1] + "t"


def _commonest(
    candidates: Iterable[Verb], forms: Callable[[Verb], Iterator[str]], count: Count
) -> Verb | None:
    """Return the candidate with the most forms seen, then the commonest, then the first."""
    best: tuple[int, float] = (ENOUGH, 0.0)
    chosen = None
    for verb in candidates:
        counts = [count(form, 0.0) for form in forms(verb)]
        seen = sum(number > 0 for number in counts), sum(counts)
        if seen > best:
            best, chosen = seen, verb
    return chosen


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))

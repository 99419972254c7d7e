"""The recipe of the shipped encoder: what a batch is drawn from, how often, and the numbers."""

from collections.abc import Iterable, Mapping

from index.training.batches import Noise
from index.training.corpus import Task, joined
from index.training.pairs import PART
from index.training.run import Course

# Sources that are too alike to be told apart by a batch of their own.
GROUPS: Mapping[str, str] = {
    "finlex_domain:term": "headings of statutes",
    "finlex_other:term": "headings of statutes",
    "finlex_title_body_xling:title-body": "heading and body across",
    "finlex_title_body:title-body": "heading and body",
    "finna_subject_title_xling:subject-title": "subject and title across",
    "finna_titles_fi:subject-title": "subject and title, Finnish",
    "finna_titles_sv:subject-title": "subject and title, Swedish",
    "finlex_domain:sentence": "statutes of the domain",
    "finlex_other:sentence": "other statutes",
    "finlex_case_law:sentence": "case law",
    "yso:term": "terms",
    "yso_altlabel_xling:term": "other terms across",
    "yso_altlabels:synonym": "synonyms",
    "yso_places:term": "names",
    "cldr_names:term": "names",
    "enwiktionary_pivot_fi_sv_bysa:term": "dictionary",
    "omw_wikt_fi_sv_bysa:term": "dictionary",
    "squad2_fi_mt:qa": "question and passage, Finnish",
    "squad_v2_sv_dev_mt:qa": "question and passage, Swedish",
    "everyday:verb": "everyday verbs",
    "everyday:noun": "everyday nouns",
}
DICTIONARY = ("enwiktionary_pivot_fi_sv_bysa:term", "omw_wikt_fi_sv_bysa:term")
TERM_SOURCES = (
    "yso:term",
    *DICTIONARY,
    "ptv_service_classes_auroraai:term",
    "finlex_domain:term",
    "finlex_other:term",
)


def group_of(name: str) -> str:
    """Return the group of a task; the texts of digital services form two groups by length."""
    if name in GROUPS:
        return GROUPS[name]
    source, _, kind = name.partition(":")
    if not kind or source.startswith("extra"):
        return source
    if kind == PART:
        return name
    return "sentences of services" if kind == "sentence" else "words of services"


def grouped(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return one task per group."""
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(group_of(task.name), []).append(task)
    return tuple(joined(members, name) for name, members in groups.items())


VOCABULARY = 57_000
COUNT_POWER = 0.6
RAREST_WORD = 1.5
DIMENSIONS = 256
SPREAD = 0.1
SEED = 3
CUTS, CUT_SHARE = 3, 0.3
NOISE = Noise(drop=0.05, resegment=0.4, misspell=0.04)
STEPS, SCOUT_STEPS = 9_000, 1_500
RATE = 0.02
EXTRA_WEIGHT = 3.0

# How often a batch is drawn from a group.
WEIGHTS: Mapping[str, float] = {
    "statutes of the domain": 27,
    "other statutes": 22,
    "case law": 2,
    "headings of statutes": 3.5,
    "sentences of services": 6,
    "words of services": 5,
    "terms": 5,
    "other terms across": 2,
    "dictionary": 8,
    "names": 0.5,
    "subject and title across": 8,
    "heading and body across": 5,
    "forms-finnish": 6,
    "forms-swedish": 3,
    "compounds-finnish": 4,
    "compounds-swedish": 3,
    "inflected-terms": 8,
    "synonyms": 1,
    "heading and body": 1,
    "subject and title, Finnish": 2,
    "subject and title, Swedish": 2,
    "question and passage, Finnish": 8,
    "question and passage, Swedish": 3,
    "mined titles": 3,
    "mined questions": 3,
    "mined passages": 3,
    "mined answers, Finnish question": 4,
    "mined answers, Swedish question": 4,
    "mined sentences": 4,
    "everyday verbs": 8,
    "everyday nouns": 4,
}
# Groups whose neighbouring lines come from one document: they are drawn in runs of this many,
# so that a sentence must be told apart from its neighbours.
# Of the everyday phrases those with one verb are neighbours.
BLOCKS: Mapping[str, int] = {"everyday verbs": 8} | {
    name: 16
    for name in (
        "statutes of the domain",
        "other statutes",
        "case law",
        "sentences of services",
        "words of services",
    )
}

TITLES = ("finna_titles_fi:subject-title", "finna_titles_sv:subject-title")
PARTS = ("squad2_fi_mt:part", "squad_v2_sv_dev_mt:part")
QUESTIONS = ("squad2_fi_mt:qa", "squad_v2_sv_dev_mt:qa")
TITLE_FLOOR = 0.55
PART_FLOOR = 0.42
QUESTION_FLOOR = 0.3


def weight_of(group: str, extra: float) -> float:
    """Return how often a batch is drawn from a group; groups without a weight are left out."""
    return extra if group.startswith("extra") else WEIGHTS.get(group, 0.0)


def word_weight(name: str) -> float:
    """Return how much the words of a task count when the pieces are chosen."""
    source, _, kind = name.partition(":")
    if source.startswith(("finlex_title_body", "everyday")) or kind == PART:
        return 0.0
    if kind in ("term", "synonym") or source.startswith(("evaka", "civic", "ptv", "oph")):
        return 3.0
    return 0.3 if source.startswith("finlex") else 1.0


def course(steps: int, rate: float) -> Course:
    """Return the numbers of the training loop."""
    return Course(steps=steps, batch=2048, rate=rate, scale=20.0, seed=SEED)

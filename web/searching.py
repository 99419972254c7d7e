"""The staff search: every element that fits the filters, by words first and then by meaning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.errors import BadQuestion
from assistant.knowledge import Knowledge
from assistant.labels import Place
from assistant.question import Question
from corpus.plan import Action, Language, kind_of, parent_ref, text_of
from index.search import Query
from web.finding_plans import find_plan
from web.matching import Matcher

KINDS = ("goal", "action", "statement", "section")
SORTS = ("fit", "plan")
# How many elements without the searched words are shown for their meaning, at most.
MOST_ALIKE = 6
# Scores are log-odds. On 27 topics in both languages, elements about the topic scored above these
# and others below; the topics of tests/test_web_compare.py hold them in place.
LEAST_LIKENESS = 12.5
LIKENESS_TO_BEST = 0.5
EVERYTHING = 100_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What is searched for and where; empty fields mean everything."""

    text: str = ""
    plan: str = ""
    goal: str = ""
    kind: str = ""
    with_meter: bool = False
    responsible: str = ""
    period: str = ""
    sort: str = "fit"

    @classmethod
    def of(cls, fields: Mapping[str, str], knowledge: Knowledge) -> "Filters":
        """Read the fields of an address.

        Raises:
            BadQuestion: a field has a value that there is not.
        """
        plan = fields.get("plan", "")
        found = find_plan(plan, knowledge.plans) if plan else None
        if plan and found is None:
            raise BadQuestion("unknown_plan", "plan")
        return cls(
            text=_searched(fields.get("q", "")),
            plan=found.id if found else "",
            goal=_one_of(fields, "goal", [g.ref for p in knowledge.plans for g in p.goals]),
            kind=_one_of(fields, "kind", KINDS),
            with_meter=fields.get("meter", "") not in ("", "0", "no"),
            responsible=fields.get("responsible", ""),
            period=_one_of(fields, "period", [plan.info.period for plan in knowledge.plans]),
            sort=_one_of(fields, "sort", SORTS) or "fit",
        )


def _searched(text: str) -> str:
    try:
        return Question.from_text(text, "sv").text if text.strip() else ""
    except BadQuestion as error:
        raise BadQuestion(error.code, "q") from None


def _one_of(fields: Mapping[str, str], name: str, known: Iterable[str]) -> str:
    value = fields.get(name, "")
    if value and value not in known:
        raise BadQuestion("unknown_choice", name)
    return value


@dataclass(frozen=True, slots=True)
class Result:
    """An element found; `how` says whether by its words or by its meaning."""

    place: Place
    how: Literal["words", "meaning", "all"]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, best first or in the order of the plans."""

    filters: Filters
    results: tuple[Result, ...]
    matcher: Matcher


def find(knowledge: Knowledge, filters: Filters, language: Language) -> Results:
    """Search; without words, everything that the filters let through."""
    matcher = Matcher(filters.text)
    places = [p for p in _all_places(knowledge) if _passes(p, filters)]
    if not filters.text:
        return Results(filters, tuple(Result(place, "all") for place in places), matcher)
    scores = _scores(knowledge, filters, language)
    by_words, alike = _split(places, scores, matcher)
    found = [Result(place, "words") for place in by_words]
    found += [Result(place, "meaning") for place in alike[:MOST_ALIKE]]
    if filters.sort == "plan":
        order = {place.element.ref: number for number, place in enumerate(places)}
        found.sort(key=lambda result: order[result.place.element.ref])
    return Results(filters, tuple(found), matcher)


def _split(
    places: list[Place], scores: dict[str, float], matcher: Matcher
) -> tuple[list[Place], list[Place]]:
    """The elements with the words searched for, and those like them in meaning; best first."""
    ranked = sorted(places, key=lambda place: -scores.get(place.element.ref, 0.0))
    floor = likeness_floor(scores)
    by_words = [place for place in ranked if matcher.fits(*searched_texts(place))]
    alike = [
        place
        for place in ranked
        if place not in by_words and scores.get(place.element.ref, 0.0) >= floor
    ]
    return by_words, alike


def likeness_floor(scores: Mapping[str, float]) -> float:
    """The score from which an element is about the topic although it lacks its words."""
    return max(LEAST_LIKENESS, LIKENESS_TO_BEST * max(scores.values(), default=0.0))


def searched_texts(place: Place) -> tuple[str, ...]:
    """Every text of an element in which words are looked for, in both languages."""
    element = place.element
    meters = element.meters if isinstance(element, Action) else ()
    refs = [element.ref, *(meter.ref for meter in meters)]
    translations = [t for ref in refs if (t := place.translation(ref))]
    return (
        text_of(element),
        getattr(element, "heading", ""),
        *(meter.text for meter in meters),
        *(translation.text for translation in translations),
        *(translation.heading or "" for translation in translations),
    )


def _all_places(knowledge: Knowledge) -> list[Place]:
    return [knowledge.places[e.ref] for plan in knowledge.plans for e in plan.elements()]


def _passes(place: Place, filters: Filters) -> bool:
    element = place.element
    meters = element.meters if isinstance(element, Action) else ()
    responsible = element.responsible if isinstance(element, Action) else None
    tests = (
        not filters.plan or place.plan.id == filters.plan,
        not filters.goal or filters.goal in (element.ref, parent_ref(element.ref)),
        not filters.kind or kind_of(element) == filters.kind,
        bool(meters) or not filters.with_meter,
        filters.responsible in ("", responsible),
        not filters.period or place.plan.info.period == filters.period,
    )
    return all(tests)


def _scores(knowledge: Knowledge, filters: Filters, language: Language) -> dict[str, float]:
    query = Query(filters.text, language)
    hits = knowledge.search.search(query, EVERYTHING).hits
    return {hit.ref: hit.score for hit in hits}

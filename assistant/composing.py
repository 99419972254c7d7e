"""Citations -> the sentences of an answer: templates and the plan's own words, nothing else."""

import re
from collections.abc import Sequence

from assistant.answer import Citation
from assistant.labels import Place, genitive, goal_title
from assistant.lexicon import Reading
from assistant.wording import number_word, say
from corpus.plan import Action, Goal, Language, Section
from corpus.sentences import sentences

LONGEST_SHOWN = 420
MOST_LINES = 5
NUMBERED = re.compile(r"^\d+\.\s+")
# What a question may ask of something that the plan mentions, by the word list that asks it,
# and the words by which a quote would tell it.
MATTERS = {
    "price": ("pris", "avgift", "kostnad", "euro", "hinta", "maksu"),
    "hours": ("öppettid", "aukiolo", "telefon", "puhelin"),
    "booking": ("ansök", "anmäl", "bok", "hak", "ilmoittau"),
    "eligibility": ("för personer", "erbjuds", "låginkomst", "pienituloi"),
    "responsible": ("ansvar", "vastu", "vastaa"),
    "figure": (),
}
# What asks for a number or a name that a plan does tell.
TELLING = ("meter", "responsible")


def compose(
    places: Sequence[Place],
    citations: Sequence[Citation],
    focuses: Sequence[str],
    language: Language,
    *,
    asks_meter: bool = False,
    asks_responsible: bool = False,
) -> list[str]:
    """Two to five sentences: what the plan says, under which goal, how it is followed up.

    Who is responsible and when it is done is told where the plan says it and there is room.
    """
    first = citations[0]
    promise = _promise(places[0], first, focuses[0], language, "answer.promise")
    context = _context(places[0], language)
    follow_up = _follow_up(places[0], first, language, asks_meter=asks_meter)
    lines = [promise, *follow_up, *context] if asks_meter else [promise, *context, *follow_up]
    others = list(zip(places, citations, focuses, strict=True))[1:]
    seen = {places[0].plan.id}
    for place, citation, focus in others:
        if place.plan.id not in seen:
            seen.add(place.plan.id)
            lines.append(_promise(place, citation, focus, language, "answer.also"))
    rest = len(citations) - len(seen)
    if rest == 1:
        lines.append(say(language, "answer.further_one"))
    elif rest > 1:
        count = number_word(language, rest).capitalize()
        lines.append(say(language, "answer.further_many", count=count))
    told = _responsible(first, language)
    if told and (asks_responsible or len(lines) < MOST_LINES):
        lines.insert(1 if asks_responsible else 2, told)
    return lines[:MOST_LINES]


def _responsible(citation: Citation, language: Language) -> str:
    """Who is responsible and when it is done, as the plan prints it."""
    facts = {"answer.responsible": citation.responsible, "answer.schedule": citation.schedule}
    told = [say(language, key, text=closed(text)) for key, text in facts.items() if text]
    return " ".join(told)


def _promise(place: Place, citation: Citation, focus: str, language: Language, key: str) -> str:
    """What the element says, in the language of the answer, with its citation number."""
    text = citation.translation.text if citation.translation else citation.quote
    number = f"[{citation.number}]"
    city_of = genitive(place.plan, language)
    if isinstance(place.element, Section):
        shown = _around(text, focus)
        heading = NUMBERED.sub("", citation.heading)
        sentence = say(language, "answer.section", city_of=city_of, heading=heading, text=shown)
    elif isinstance(place.element, Goal):
        title = goal_title(place, language)
        sentence = say(language, "answer.promise_goal", label=citation.label, text=closed(title))
    else:
        sentence = say(language, key, city_of=city_of, text=closed(text))
    return f"{sentence} {number}"


def _context(place: Place, language: Language) -> list[str]:
    if not isinstance(place.element, Action) or place.goal is None:
        return []
    key = "answer.under_area" if place.is_area else "answer.under_goal"
    title = closed(goal_title(place, language))
    return [say(language, key, goal=place.goal.number, title=title)]


def _follow_up(
    place: Place, citation: Citation, language: Language, *, asks_meter: bool
) -> list[str]:
    """How an action is followed up; of statements, which have no meters, only when asked."""
    if not isinstance(place.element, Action):
        return []
    if not citation.meters:
        return [say(language, "answer.no_meter")] if asks_meter or not place.is_area else []
    texts = [
        meter.translation.text if meter.translation else meter.text for meter in citation.meters
    ]
    return [say(language, "answer.meter", meters=closed("; ".join(texts)))]


def _around(text: str, focus: str) -> str:
    """The sentence of a text that the answer turns on, with its neighbours up to a length."""
    parts = sentences(text.replace("\n", " "))
    first = next((number for number, part in enumerate(parts) if part == focus), 0)
    last = first + 1
    while last < len(parts) and len(" ".join(parts[first : last + 1])) <= LONGEST_SHOWN:
        last += 1
    while first > 0 and len(" ".join(parts[first - 1 : last])) <= LONGEST_SHOWN:
        first -= 1
    return " ".join(parts[first:last])


def closed(text: str) -> str:
    """The text as a sentence that ends."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def untold_matters(question: str, citations: Sequence[Citation]) -> list[str]:
    """What the question asks besides, and no cited element tells."""
    reading = Reading.of(question)
    quoted = " ".join(_quoted(citation) for citation in citations).lower()
    told = {"responsible"} if any(citation.responsible for citation in citations) else set()
    if any(reading.has(name) for name in TELLING):
        told.add("figure")
    return [
        name
        for name, signs in MATTERS.items()
        if name not in told and reading.has(name) and not any(sign in quoted for sign in signs)
    ]


def _quoted(citation: Citation) -> str:
    translated = citation.translation.text if citation.translation else ""
    return " ".join([citation.quote, translated, *(meter.text for meter in citation.meters)])

"""Elements -> citations, quotes byte-exact."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from assistant.answer import Citation, CitedMeter, CitedPlan
from assistant.labels import Place, heading, label, url
from corpus.plan import Action, Language, Section, kind_of, text_of
from corpus.sentences import sentences
from index.words import grams

LONGEST_QUOTE = 700


def cite(number: int, place: Place, language: Language, question: str, today: date) -> Citation:
    """The citation of an element, in the language of the answer."""
    info = place.plan.info
    quote, translated = _quote(place, question, language)
    translation = place.translation() if language != info.language else None
    if translation and translated is not None:
        status, title = translation.status, translation.heading
        translation = type(translation)(language, status, translated, title)
    return Citation(
        number=number,
        ref=place.element.ref,
        kind=kind_of(place.element),
        label=label(place, language),
        heading=heading(place, language),
        plan=CitedPlan(
            id=info.id,
            municipality=info.municipality[language],
            title=info.title[language],
            period=info.period,
            ended=info.ended(today),
        ),
        quote=quote,
        quote_language=info.language,
        translation=translation,
        meters=_meters(place, language),
        page=place.element.page,
        url=url(place, language),
    )


def _meters(place: Place, language: Language) -> tuple[CitedMeter, ...]:
    if not isinstance(place.element, Action):
        return ()
    translated = language != place.plan.info.language
    return tuple(
        CitedMeter(meter.ref, meter.text, place.translation(meter.ref) if translated else None)
        for meter in place.element.meters
    )


def _quote(place: Place, question: str, language: Language) -> tuple[str, str | None]:
    """The quote of an element and the same part of its translation.

    A long section is quoted by the paragraph that fits the question best, with its neighbours
    as far as they fit; paragraphs of source and translation stand in the same order.
    """
    text = text_of(place.element)
    if not isinstance(place.element, Section) or len(text) <= LONGEST_QUOTE:
        return text, None
    found = place.translation()
    paragraphs = text.split("\n")
    translated = found.text.split("\n") if found else []
    if len(translated) != len(paragraphs):
        translated = []
    best = _best_paragraph(question, paragraphs, translated)
    first, last = _widened(paragraphs, best)
    quote = "\n".join(paragraphs[first:last])
    return quote, "\n".join(translated[first:last]) if translated else None


def _best_paragraph(question: str, paragraphs: list[str], translated: list[str]) -> int:
    """The paragraph with the sentence that shares most with the question, in either language."""
    texts = [
        [part for text in (source, *translated[n : n + 1]) for part in sentences(text)]
        for n, source in enumerate(paragraphs)
    ]
    shares = shares_of(question, [part for parts in texts for part in parts])
    best = [max((shares[part] for part in parts), default=0.0) for parts in texts]
    return max(range(len(paragraphs)), key=lambda number: (best[number], -number))


def shares_of(question: str, parts: Sequence[str]) -> dict[str, float]:
    """How much of the question's letter groups each part holds; what few parts hold counts most."""
    asked = set(grams(question))
    held = {part: asked & set(grams(part)) for part in parts}
    times = Counter(gram for grams_held in held.values() for gram in grams_held)
    return {part: sum(1 / times[gram] for gram in held[part]) for part in held}


def _widened(paragraphs: list[str], best: int) -> tuple[int, int]:
    first, last = best, best + 1
    length = len(paragraphs[best])
    while last < len(paragraphs) and length + len(paragraphs[last]) < LONGEST_QUOTE:
        length += len(paragraphs[last])
        last += 1
    while first > 0 and length + len(paragraphs[first - 1]) < LONGEST_QUOTE:
        first -= 1
        length += len(paragraphs[first])
    return first, last

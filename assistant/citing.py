"""Elements -> citations, quotes byte-exact."""

from datetime import date

from assistant.answer import Citation, CitedMeter, CitedPlan
from assistant.labels import Place, heading, label, url
from corpus.plan import Action, Language, Section, kind_of, text_of

LONGEST_QUOTE = 1500


def cite(number: int, place: Place, language: Language, focus: str, today: date) -> Citation:
    """The citation of an element, in the language of the answer; `focus` is its part to quote."""
    info = place.plan.info
    quote, translated = _quote(place, focus, language)
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
        responsible=place.element.responsible if isinstance(place.element, Action) else None,
        schedule=place.element.schedule if isinstance(place.element, Action) else None,
    )


def _meters(place: Place, language: Language) -> tuple[CitedMeter, ...]:
    if not isinstance(place.element, Action):
        return ()
    translated = language != place.plan.info.language
    return tuple(
        CitedMeter(meter.ref, meter.text, place.translation(meter.ref) if translated else None)
        for meter in place.element.meters
    )


def _quote(place: Place, focus: str, language: Language) -> tuple[str, str | None]:
    """The quote of an element and the same part of its translation.

    A long section is quoted by the paragraph that holds the focus, with its neighbours as far
    as they fit; paragraphs of source and translation stand in the same order.
    """
    text = text_of(place.element)
    if not isinstance(place.element, Section) or len(text) <= LONGEST_QUOTE:
        return text, None
    found = place.translation()
    paragraphs = text.split("\n")
    translated = found.text.split("\n") if found else []
    if len(translated) != len(paragraphs):
        translated = []
    best = _best_paragraph(focus, paragraphs, translated)
    first, last = _widened(paragraphs, best)
    quote = "\n".join(paragraphs[first:last])
    return quote, "\n".join(translated[first:last]) if translated else None


def _best_paragraph(focus: str, paragraphs: list[str], translated: list[str]) -> int:
    """The paragraph that holds the focus, in either language; the first when none does."""
    for texts in (paragraphs, translated):
        for number, text in enumerate(texts):
            if focus and focus in text:
                return number
    return 0


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

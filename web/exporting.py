"""Search results as rows for other programs: JSON, and CSV that Excel opens."""

import csv
import io
from dataclasses import asdict
from datetime import date
from typing import Any

from assistant.answer import CitedPlan
from assistant.knowledge import Knowledge
from assistant.labels import Place
from corpus.plan import Language
from corpus.tree import translation_tree
from index.resolving import Resolved
from web.elements import ElementView, element_view, permalink
from web.payload import meter_payload
from web.searching import Result, Results
from web.wording import texts

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins so would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def result_rows(
    found: Results, knowledge: Knowledge, language: Language, today: date
) -> list[dict[str, Any]]:
    """The results as JSON, in their order."""
    return [_row(result, language, today) for result in found.results]


def _row(result: Result, language: Language, today: date) -> dict[str, Any]:
    return {**_element(result.place, language, today), "found_by": result.how}


def element_tree(found: Resolved, language: Language, today: date) -> dict[str, Any]:
    """What a reference means as JSON; a meter's is that of its action, with the meter's own."""
    place = Place(found.indexed, found.element, found.goal)
    return {
        **_element(place, language, today),
        "meter": found.meter.ref if found.meter else None,
        "archived": found.archived,
        "replaced_by": found.replaced_by,
        "goal_now": found.goal_now,
    }


def _element(place: Place, language: Language, today: date) -> dict[str, Any]:
    info = place.plan.info
    view = element_view(place, language)
    foreign = language != info.language
    meters = (
        (m.ref, m.shown.original, place.translation(m.ref) if foreign else None)
        for m in view.meters
    )
    plan = CitedPlan(
        info.id, info.municipality[language], info.title[language], info.period, info.ended(today)
    )
    return {
        "ref": view.ref,
        "kind": view.kind,
        "label": view.label,
        "heading": view.heading,
        "plan": asdict(plan),
        "text": view.shown.original,
        "language": info.language,
        "translation": translation_tree(place.translation()) if foreign else None,
        "meters": [meter_payload(*meter) for meter in meters],
        "responsible": view.responsible,
        "schedule": view.schedule,
        "page": view.page,
        "url": view.url,
    }


def csv_text(found: Results, language: Language, root: str) -> str:
    """The results as CSV with semicolons, as spreadsheets in Finland expect."""
    words = texts(language)["export"]
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    writer.writerow(words["columns"])
    for result in found.results:
        view = element_view(result.place, language)
        writer.writerow([_safe(cell) for cell in _cells(view, result, language, root)])
    return BYTE_ORDER_MARK + table.getvalue()


def _cells(view: ElementView, result: Result, language: Language, root: str) -> list[str]:
    info = result.place.plan.info
    translated = view.shown.text if view.shown.is_translated else ""
    return [
        view.ref,
        info.municipality[language],
        f"{info.title[language]} {info.period}",
        texts(language)["kind"][view.kind],
        view.heading,
        view.shown.original,
        translated,
        " | ".join(meter.shown.original for meter in view.meters),
        " | ".join(m.shown.text for m in view.meters if m.shown.is_translated),
        view.responsible or "",
        view.schedule or "",
        str(view.page or ""),
        root + permalink(result.place, language),
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

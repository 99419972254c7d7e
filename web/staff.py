"""Pages for those who work with the plans: search with filters and export, and comparison."""

import json

from flask import Blueprint, Response, render_template, request

from assistant.errors import BadQuestion
from assistant.wording import say
from web.comparing import compare_plans
from web.context import knowledge, language_of_request, site_root, today
from web.elements import element_view, permalink
from web.exporting import csv_text, result_rows
from web.language_prefix import localised
from web.searching import KINDS, Filters, Results, find

blueprint = localised(Blueprint("staff", __name__))


@blueprint.get("/search")
def search() -> str | Response | tuple[str, int]:
    """Search with filters; `format` gives the result as CSV or JSON."""
    try:
        filters = Filters.of(request.args, knowledge())
    except BadQuestion as error:
        sentence = say(language_of_request(), f"error.{error.code}")
        return _search_page(find(knowledge(), Filters(), language_of_request()), sentence), 422
    found = find(knowledge(), filters, language_of_request())
    match request.args.get("format"):
        case "csv":
            return _csv(found)
        case "json":
            return _json(found)
    return _search_page(found)


@blueprint.get("/compare")
def compare() -> str | tuple[str, int]:
    """One topic, the cities in columns."""
    language, typed = language_of_request(), request.args.get("q", "")
    try:
        topic = Filters.of({"q": typed}, knowledge()).text
    except BadQuestion as error:
        sentence = say(language, f"error.{error.code}")
        return render_template("compare.html", topic=typed, columns=[], error=sentence), 422
    columns = compare_plans(knowledge(), topic, language, today()) if topic else []
    return render_template("compare.html", topic=topic, columns=columns, error="")


def _search_page(found: Results, error: str = "") -> str:
    language = language_of_request()
    plans = knowledge().plans
    return render_template(
        "search.html",
        filters=found.filters,
        error=error,
        typed=request.args.get("q", "") if error else found.filters.text,
        rows=[
            (result, element_view(result.place, language), result.place.plan.info)
            for result in found.results
        ],
        matcher=found.matcher,
        permalink=permalink,
        plans=plans,
        goals=[knowledge().places[goal.ref] for plan in plans for goal in plan.goals],
        kinds=KINDS,
        periods=sorted({plan.info.period for plan in plans}),
        responsible=sorted({a.responsible for p in plans for a in p.actions if a.responsible}),
        exported={name: value for name, value in request.args.items() if name != "format"},
    )


def _csv(found: Results) -> Response:
    text = csv_text(found, language_of_request(), site_root())
    return _file(text, "text/csv; charset=utf-8", "csv")


def _json(found: Results) -> Response:
    rows = result_rows(found, knowledge(), language_of_request(), today())
    return _file(json.dumps(rows, ensure_ascii=False, indent=2), "application/json", "json")


def _file(text: str, kind: str, ending: str) -> Response:
    name = {"sv": "sokning", "fi": "haku"}[language_of_request()]
    headers = {"Content-Disposition": f"attachment; filename={name}.{ending}"}
    return Response(text, content_type=kind, headers=headers)

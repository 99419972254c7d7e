"""The JSON API under /api/v1; the same assistant as the page."""

import time
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from assistant.errors import BadQuestion
from corpus.tree import plan_tree
from index.generation import IndexedPlan
from index.resolving import find_version, resolve
from web.asking import fields_of, language_named, question_from_fields
from web.context import assistant, knowledge, preferred_language, today
from web.exporting import element_tree, result_rows
from web.logs import log_answer
from web.metrics import count_answer
from web.payload import payload_bytes
from web.searching import Filters, find

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

OPENAPI = Path(__file__).with_name("openapi.json")


@blueprint.post("/ask")
def ask() -> Response:
    """Answer a question."""
    fields = fields_of(request.get_data())
    g.language = language_named(fields.get("language"), preferred_language())
    question = question_from_fields(fields, g.language, knowledge().plans)
    started = time.perf_counter()
    answer = assistant().answer(question)
    log_answer(answer, (time.perf_counter() - started) * 1000)
    count_answer(answer)
    return Response(payload_bytes(answer), mimetype="application/json")


@blueprint.get("/plans")
def plans() -> Response:
    """All plans, without their elements."""
    trees = [_tree(entry) for entry in knowledge().content.plans]
    heads = ("id", "version", "municipality", "title", "period", "language", "ended")
    return jsonify(plans=[{name: tree[name] for name in heads} for tree in trees])


@blueprint.get("/plans/<name>")
def plan(name: str) -> Response:
    """The whole tree of a plan, by id or version."""
    found = find_version(knowledge().content, name)
    if found is None:
        raise BadQuestion("not_found", "id")
    return jsonify(_tree(found))


@blueprint.get("/plans/<name>/<place>")
def element(name: str, place: str) -> Response:
    """What a reference means, in whichever version has it, and what replaced it."""
    language = g.language = language_named(request.args.get("language"), preferred_language())
    found = resolve(knowledge().content, f"{name}/{place}")
    if found is None:
        raise BadQuestion("not_found", "place")
    return jsonify(element_tree(found, language, today()))


@blueprint.get("/search")
def search() -> Response:
    """Elements by words and meaning, with the filters of the staff search."""
    language = g.language = language_named(request.args.get("language"), preferred_language())
    filters = Filters.of(request.args, knowledge())
    found = find(knowledge(), filters, language)
    rows = result_rows(found, knowledge(), language, today())
    return jsonify(query=filters.text, language=language, count=len(rows), results=rows)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of this API."""
    return Response(_openapi(), mimetype="application/json")


@cache
def _openapi() -> str:
    return OPENAPI.read_text(encoding="utf-8")


def _tree(indexed: IndexedPlan) -> dict[str, Any]:
    tree = plan_tree(indexed.plan, indexed.translations, today())
    return {**tree, "archived": indexed in knowledge().content.archived}

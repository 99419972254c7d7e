"""The JSON API: its shapes are what other systems rely on."""

import json
from datetime import date

import pytest

from corpus.plan import Problem
from corpus.tree import NO_TRANSLATIONS, plan_tree

ANSWER_KEYS = {
    "outcome", "language", "text", "citations", "suggestions", "notices", "conversation",
    "generation",
}  # fmt: skip
CITATION_KEYS = {
    "number", "ref", "kind", "label", "heading", "plan", "quote", "quote_language", "translation",
    "meters", "page", "url",
}  # fmt: skip


def ask(client, question, **fields):
    return client.post("/api/v1/ask", json={"question": question, **fields})


def test_an_answer_has_exactly_the_keys_of_the_description(client):
    answer = ask(client, "Vad är Kaikukortti och vem kan få det?").json
    citation = answer["citations"][0]
    assert set(answer) == ANSWER_KEYS
    assert set(citation) == CITATION_KEYS
    assert set(citation["plan"]) == {"id", "municipality", "title", "period", "ended"}
    assert citation["ref"] == "espoo/1.2"
    assert citation["url"] == "/sv/plans/espoo#1.2"
    assert citation["translation"] is None
    assert citation["meters"][0] == {
        "ref": "espoo/1.2.1",
        "text": "Användningen av Kaikukortti: antalet utdelade kort",
        "translation": None,
    }
    assert "plan_ended" in answer["notices"]


@pytest.mark.parametrize(
    ("question", "language", "ref"),
    [
        ("Vad är Kaikukortti och vem kan få det?", "sv", "espoo/1.2"),
        ("Mitä Espoo tekee asunnottomuuden vähentämiseksi?", "fi", "espoo/2.3"),
        ("Miten Helsinki tukee omaishoitajaperheitä?", "fi", "helsinki/6.7"),
    ],
)
def test_the_element_that_answers_comes_first(client, question, language, ref):
    answer = ask(client, question).json
    assert (answer["outcome"], answer["language"]) == ("answered", language)
    assert answer["citations"][0]["ref"] == ref


def test_a_finnish_answer_carries_translations_with_their_status(client):
    citation = ask(client, "Mitä Espoo tekee asunnottomuuden vähentämiseksi?").json["citations"][0]
    assert citation["quote_language"] == "sv"
    assert citation["translation"]["language"] == "fi"
    assert citation["translation"]["status"] == "unofficial"
    assert citation["meters"][0]["translation"]["text"].startswith("Asunnottomien määrä")


def test_what_is_not_in_the_plans_carries_no_citation(client):
    answer = ask(client, "Vad kostar ett bygglov?").json
    assert answer["outcome"] in ("not_in_plans", "out_of_scope")
    assert answer["citations"] == []


def test_the_conversation_goes_on_from_its_token(client):
    first = ask(client, "Vad gör Esbo åt bostadslösheten?").json
    second = ask(client, "Hur mäts det?", conversation=first["conversation"]).json
    assert second["citations"][0]["ref"] == "espoo/2.3"


def test_plans_can_be_chosen_by_id_and_by_version(client):
    for name in ("helsinki", "helsinki@2022-2025"):
        answer = ask(client, "Vad görs för motion?", plans=[name]).json
        assert {citation["plan"]["id"] for citation in answer["citations"]} == {"helsinki"}


@pytest.mark.parametrize(
    "fields", [{"plans": None}, {"plans": []}, {"language": None}, {"conversation": None}]
)
def test_fields_may_be_null(client, fields):
    assert ask(client, "Vilka mål har Esbo?", **fields).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (b"", 400, "not_json", "body"),
        (b"{", 400, "not_json", "body"),
        (b"\xff\xfe", 400, "not_json", "body"),
        (b'{"question": "Vad g\xf6r Esbo?"}', 400, "not_json", "body"),
        (b"[" * 20_000, 400, "not_json", "body"),
        (b"[]", 422, "wrong_type", "body"),
        (b"null", 422, "wrong_type", "body"),
        (b"{}", 422, "empty", "question"),
        (b'{"question": null}', 422, "empty", "question"),
        (b'{"question": ""}', 422, "empty", "question"),
        (b'{"question": "  "}', 422, "empty", "question"),
        (b'{"question": 5}', 422, "wrong_type", "question"),
        (b'{"question": ["a"]}', 422, "wrong_type", "question"),
        (b'{"question": "\\ud83d"}', 422, "not_text", "question"),
        (b'{"question": "a\\u0000b"}', 422, "not_text", "question"),
        (json.dumps({"question": "a" * 1001}).encode(), 422, "too_long", "question"),
        (b'{"question": "a", "language": "en"}', 422, "unknown_language", "language"),
        (b'{"question": "a", "language": ["sv"]}', 422, "unknown_language", "language"),
        (b'{"question": "a", "plans": ["vasa"]}', 422, "unknown_plan", "plans"),
        (b'{"question": "a", "plans": "espoo"}', 422, "wrong_type", "plans"),
        (b'{"question": "a", "plans": [1]}', 422, "wrong_type", "plans"),
        (b'{"question": "a", "conversation": {}}', 422, "wrong_type", "conversation"),
        (b'{"question": "a", "plan": "espoo"}', 422, "unknown_field", "plan"),
    ],
)
def test_bad_requests_say_what_and_where(client, body, status, code, field):
    reply = client.post("/api/v1/ask", data=body, content_type="application/json")
    error = reply.json["error"]
    assert (reply.status_code, error["code"], error["field"]) == (status, code, field)
    assert error["message"].endswith(".")


def test_the_sentence_of_an_error_follows_the_language_asked_for(client):
    reply = client.post("/api/v1/ask", json={"question": "", "language": "fi"})
    assert reply.json["error"]["message"] == "Kirjoita ensin kysymys kenttään."
    reply = client.post("/api/v1/ask", json={"question": ""}, headers={"Accept-Language": "fi"})
    assert reply.json["error"]["message"] == "Kirjoita ensin kysymys kenttään."


@pytest.mark.parametrize("token", ["x", "\ud83d", "a.b.c", "z" * 9000])
def test_a_forged_token_starts_a_new_conversation(client, token):
    body = json.dumps({"question": "Vilka mål har Esbo?", "conversation": token})
    reply = client.post("/api/v1/ask", data=body, content_type="application/json")
    assert reply.status_code == 200


def test_unknown_addresses_of_the_api_answer_in_json(client):
    assert client.get("/api/v1/nothing").json["error"]["code"] == "not_found"
    assert client.get("/api/v1/ask").json["error"]["code"] == "method"
    assert client.get("/api/v1/plans/vasa").status_code == 404
    assert client.post("/api/v1/ask", data=b"a" * 70_000).json["error"]["code"] == "too_large"


def test_the_plans_are_listed(client):
    plans = client.get("/api/v1/plans").json["plans"]
    assert [(plan["id"], plan["period"], plan["ended"]) for plan in plans] == [
        ("espoo", "2022–2025", True),
        ("helsinki", "2022–2025", True),
    ]


def test_the_tree_of_espoo_is_complete(client):
    tree = client.get("/api/v1/plans/espoo").json
    assert [len(goal["actions"]) for goal in tree["goals"]] == [12, 8, 6]
    assert sum(len(a["meters"]) for g in tree["goals"] for a in g["actions"]) == 28
    assert tree["goals"][0]["titles"]["fi"].startswith("Työikäisille espoolaisille")
    action = tree["goals"][1]["actions"][2]
    assert action["ref"] == "espoo/2.3"
    assert set(action) == {
        "ref", "kind", "text", "responsible", "schedule", "page", "meters", "translation",
    }  # fmt: skip
    assert tree["problems"] == []


def test_the_tree_of_helsinki_is_complete(client):
    tree = client.get("/api/v1/plans/helsinki@2022-2025").json
    assert [len(goal["actions"]) for goal in tree["goals"]] == [2, 3, 5, 5, 9, 7]
    assert {action["kind"] for goal in tree["goals"] for action in goal["actions"]} == {"statement"}
    assert set(tree) >= {
        "id", "municipality", "title", "period", "language", "ended", "goals", "sections",
        "problems",
    }  # fmt: skip


def test_what_could_not_be_placed_stands_in_the_tree_with_its_place(plans):
    from dataclasses import replace

    problems = (Problem("x", "why", line=3), Problem("y", "why", page=2))
    tree = plan_tree(replace(plans["espoo"], problems=problems), NO_TRANSLATIONS, date(2024, 1, 1))
    assert tree["problems"] == [
        {"line": 3, "text": "x", "why": "why"},
        {"page": 2, "text": "y", "why": "why"},
    ]
    assert tree["ended"] is False
    assert tree["goals"][0]["actions"][0]["translation"] is None


def test_the_search_gives_elements_with_their_plan(client):
    found = client.get("/api/v1/search?q=bostadslöshet&plan=espoo&kind=action&language=sv").json
    assert found["results"][0]["ref"] == "espoo/2.3"
    assert found["results"][0]["found_by"] == "words"
    assert found["count"] == len(found["results"])


@pytest.mark.parametrize(
    ("query", "field"), [("plan=vasa", "plan"), ("kind=x", "kind"), ("language=en", "language")]
)
def test_the_search_refuses_what_there_is_not(client, query, field):
    reply = client.get(f"/api/v1/search?{query}")
    assert (reply.status_code, reply.json["error"]["field"]) == (422, field)


def test_the_description_names_every_address_of_the_api(client, app):
    paths = client.get("/api/v1/openapi.json").json["paths"]
    rules = {
        rule.rule.replace("<name>", "{id}").replace("<place>", "{place}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("api.", "health.")) and rule.endpoint != "api.openapi"
    }
    assert set(paths) == rules


def test_the_description_has_the_shape_of_a_real_answer(client):
    schemas = client.get("/api/v1/openapi.json").json["components"]["schemas"]
    assert set(schemas["Answer"]["properties"]) == ANSWER_KEYS
    assert set(schemas["Citation"]["properties"]) == CITATION_KEYS
    tree = client.get("/api/v1/plans/espoo").json
    goal = tree["goals"][0]
    assert set(schemas["Goal"]["properties"]) == set(goal)
    assert set(schemas["Action"]["properties"]) == set(goal["actions"][0])
    row = client.get("/api/v1/search?q=motion").json["results"][0]
    assert set(schemas["SearchResult"]["properties"]) == set(row)

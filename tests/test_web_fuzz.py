"""Whatever is sent: never a fault, never a word of the sender as markup."""

from hypothesis import given
from hypothesis import strategies as some

MARKUP = ["<script>x</script>", "<img src=q>", "{{7*7}}", "javascript:x", "'\"><svg/onload=x>"]
TEXTS = some.text(max_size=200) | some.sampled_from(MARKUP).flatmap(
    lambda markup: some.text(max_size=40).map(lambda text: f"{markup} {text} Kaikukortti")
)
JSON = some.recursive(
    some.none() | some.booleans() | some.floats(allow_nan=False) | TEXTS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = some.sampled_from(["question", "language", "plans", "conversation", "other"])


@given(question=TEXTS, plan=some.sampled_from(["", "espoo", "vasa", "<b>"]), token=TEXTS)
def test_no_form_breaks_the_page(client, question, plan, token):
    data = {"question": question, "plan": plan, "conversation": token}
    reply = client.post("/fi/ask", data=data)
    assert reply.status_code in (200, 422)
    for raw in ("<script>x", "<img", "<svg/onload", "49 "):
        assert raw not in reply.text.replace('<svg class="mark"', "")


@given(body=some.dictionaries(FIELDS, JSON, max_size=5) | JSON)
def test_no_json_breaks_the_api(client, body):
    reply = client.post("/api/v1/ask", json=body)
    assert reply.status_code in (200, 400, 422)
    assert reply.is_json


@given(body=some.binary(max_size=300))
def test_no_bytes_break_the_api(client, body):
    reply = client.post("/api/v1/ask", data=body, content_type="application/json")
    assert reply.status_code in (200, 400, 422)


@given(
    query=some.dictionaries(
        some.sampled_from(["q", "plan", "goal", "kind", "meter", "sort", "format", "period"]),
        TEXTS | some.sampled_from(["espoo", "action", "1", "plan", "csv", "json"]),
        max_size=4,
    )
)
def test_no_search_breaks_the_page(client, query):
    reply = client.get("/sv/search", query_string=query)
    assert reply.status_code in (200, 422)
    assert "<script>x" not in reply.text or reply.is_json

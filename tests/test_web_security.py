"""Headers, limits, hosts, the off switch, health, figures and logs."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from test_web_chat import field, text_of

from assistant.errors import BadSettings
from assistant.settings import Settings, load_settings

QUESTION = {"question": "Vilka mål har Esbo?"}


@pytest.mark.parametrize(
    "address", ["/sv/", "/fi/plans/espoo", "/sv/nothing", "/healthz", "/sv/search"]
)
def test_every_reply_carries_the_headers(client, address):
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in headers
    assert "Strict-Transport-Security" not in headers


def test_https_adds_transport_security(app_with):
    headers = app_with(https=True).test_client().get("/sv/").headers
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_a_city_may_embed_the_pages_when_it_is_named(app_with):
    client = app_with(frame_ancestors="https://www.espoo.fi https://www.hel.fi").test_client()
    headers = client.get("/sv/").headers
    assert (
        "frame-ancestors https://www.espoo.fi https://www.hel.fi;"
        in headers["Content-Security-Policy"]
    )
    assert "X-Frame-Options" not in headers


def test_no_page_holds_inline_script_or_style(client):
    for address in (
        "/sv/",
        "/fi/plans",
        "/sv/plans/espoo",
        "/fi/search?q=liikunta",
        "/sv/compare?q=barn",
    ):
        page = client.get(address).text
        assert "<style" not in page
        assert " style=" not in page
        assert "onclick" not in page
        assert page.count("<script") == page.count('<script type="module" src="/static/')


def test_too_many_questions_get_a_page_that_says_when(app_with):
    client = app_with(rate_limit="2/minute").test_client()
    replies = [client.post("/sv/ask", data=QUESTION) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    wait = int(replies[2].headers["Retry-After"])
    assert 0 < wait <= 60
    assert f"Vänta {wait} sekunder" in text_of(replies[2])
    assert field(replies[2]) == QUESTION["question"]
    assert client.get("/sv/").status_code == 200
    api = client.post("/api/v1/ask", json=QUESTION, headers={"Accept-Language": "fi"})
    assert (api.status_code, api.json["error"]["code"]) == (429, "rate_limit")
    assert "sekuntia" in api.json["error"]["message"]


def test_each_address_has_its_own_limit_behind_a_counted_proxy(app_with):
    client = app_with(rate_limit="1/minute", proxy_count=1).test_client()
    for number in range(3):
        headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        assert client.post("/sv/ask", data=QUESTION, headers=headers).status_code == 200
    assert client.post("/sv/ask", data=QUESTION, headers=headers).status_code == 429


def test_a_forwarded_address_is_not_believed_without_a_proxy(app_with):
    client = app_with(rate_limit="1/minute").test_client()
    replies = [
        client.post("/sv/ask", data=QUESTION, headers={"X-Forwarded-For": f"192.0.2.{number}"})
        for number in range(2)
    ]
    assert [reply.status_code for reply in replies] == [200, 429]


def test_other_hosts_are_refused_where_hosts_are_named(app_with):
    client = app_with(trusted_hosts="plan.example.fi, localhost").test_client()
    assert client.get("/sv/").status_code == 200
    reply = client.get("/sv/", headers={"Host": "evil.example"})
    assert reply.status_code == 400
    assert "evil.example" not in reply.text


def test_the_off_switch_shows_a_page_with_contacts(app_with, tmp_path):
    switch = tmp_path / "off"
    client = app_with(off_switch=str(switch)).test_client()
    assert client.get("/sv/").status_code == 200
    switch.touch()
    page = client.get("/fi/")
    assert page.status_code == 503
    assert "Palvelu on tilapäisesti suljettu" in text_of(page)
    assert "https://www.espoo.fi/fi" in page.text
    api = client.post("/api/v1/ask", json=QUESTION)
    assert (api.status_code, api.json["error"]["code"]) == (503, "closed")
    assert client.get("/healthz").status_code == 200
    assert client.get("/sv/accessibility").status_code == 200
    switch.unlink()
    assert client.get("/sv/").status_code == 200


def test_health_and_readiness(client, source):
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz").json
    assert ready["status"] == "ready"
    assert ready["generation"] == source.current().knowledge.generation
    assert ready["age_seconds"] >= 0
    assert ready["encoder"]


def test_readiness_tells_that_a_newer_generation_could_not_be_loaded(app_with):
    app = app_with()
    app.extensions["assistant_source"].degraded = lambda: True
    assert app.test_client().get("/readyz").json["status"] == "degraded"


def test_figures_are_served_only_on_request(client, app_with):
    assert client.get("/metrics").status_code == 404
    counting = app_with(metrics=True).test_client()
    counting.post("/sv/ask", data=QUESTION)
    figures = counting.get("/metrics").text
    assert 'plan_answers_total{language="sv",outcome="answered"} 1.0' in figures
    assert "plan_request_seconds_bucket" in figures


def test_logs_hold_outcome_and_rule_but_no_question_and_no_address(client):
    lines = []

    class Keeper(logging.Handler):
        def emit(self, record):
            from web.logs import JsonLines

            lines.append(JsonLines().format(record))

    keeper = Keeper()
    logging.getLogger("web").addHandler(keeper)
    try:
        client.post("/sv/ask", data={"question": "Vad gör Esbo åt bostadslösheten i Mattby?"})
        client.get("/sv/search?q=hemlighet")
    finally:
        logging.getLogger("web").removeHandler(keeper)
    written = "\n".join(lines)
    events = [json.loads(line) for line in lines]
    assert [event["event"] for event in events] == ["answered", "request", "request"]
    assert events[0]["refs"][0] == "espoo/2.3"
    for secret in ("Mattby", "hemlighet", "127.0.0.1"):
        assert secret not in written


def test_importing_the_web_loads_no_model():
    code = (
        "import sys, web; heavy = {'torch', 'faiss', 'sentence_transformers', 'transformers'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).parents[1]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert (run.stdout.strip(), run.returncode) == ("[]", 0), run.stderr


def test_an_unknown_setting_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setenv("PLAN_RATELIMIT", "5")
    with pytest.raises(BadSettings, match="PLAN_RATELIMIT is not a setting"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLAN_RATE_LIMIT", "often"),
        ("PLAN_PROXY_COUNT", "many"),
        ("PLAN_FRAME_ANCESTORS", "x; script-src *"),
        ("PLAN_FEEDBACK_MONTHS", "0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=f"{name}='{value[0]}.*cannot be used"):
        load_settings()


def test_settings_read_the_environment(monkeypatch):
    monkeypatch.setenv("PLAN_RATE_LIMIT", "")
    monkeypatch.setenv("PLAN_METRICS", "true")
    settings = load_settings()
    assert (settings.rate_limit, settings.metrics) == ("", True)
    assert isinstance(settings, Settings)

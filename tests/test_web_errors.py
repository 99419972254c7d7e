"""Bad input: a sentence that says what is wrong and how to mend it, and nothing is lost."""

import html
import re

import pytest
from test_web_chat import field, hidden, text_of

LONG = "a" * 1001


@pytest.mark.parametrize(
    ("page", "question", "sentence"),
    [
        ("sv", "", "Skriv en fråga i fältet först."),
        ("fi", "  \n ", "Kirjoita ensin kysymys kenttään."),
        ("sv", LONG, "Frågan är för lång."),
        ("fi", LONG, "Kysymys on liian pitkä."),
        ("sv", "Vad\x00är det?", "tecken som inte är text"),
        ("fi", "Mikä\x1b[31m on", "merkkejä, jotka eivät ole tekstiä"),
        ("sv", "\u200b\u2060", "Skriv en fråga i fältet först."),
    ],
)
def test_a_bad_question_is_explained_beside_the_field(client, page, question, sentence):
    reply = client.post(f"/{page}/ask", data={"question": question, "conversation": "kept"})
    assert reply.status_code == 422
    assert sentence in text_of(reply)
    assert re.search(r'aria-describedby="problem hint" aria-invalid="true" autofocus', reply.text)
    assert re.search(r"<title>(Fel|Virhe): ", reply.text)
    assert hidden(reply, "conversation") == "kept"


def test_the_text_stays_in_the_field(client):
    question = "Vad gör Esbo? " * 100
    assert field(client.post("/sv/ask", data={"question": question})) == question


def test_a_thousand_characters_are_not_too_many(client):
    question = ("Vad gör Esbo för motion? " * 40).strip()[:1000]
    assert client.post("/sv/ask", data={"question": question}).status_code == 200


def test_bytes_that_are_not_utf8_are_refused(client):
    body = b"question=Vad+g%F6r+Esbo"
    kind = "application/x-www-form-urlencoded"
    reply = client.post("/sv/ask", data=body, content_type=kind)
    assert reply.status_code == 422
    assert "tecken som inte är text" in text_of(reply)


def test_an_unknown_plan_is_refused_and_the_question_kept(client):
    reply = client.post("/sv/ask", data={"question": "Vad görs?", "plan": "vasa"})
    assert reply.status_code == 422
    assert "Det finns ingen plan med det namnet" in text_of(reply)
    assert field(reply) == "Vad görs?"


@pytest.mark.parametrize("token", ["x", "?", "a.b", "z" * 9000])
def test_a_forged_conversation_just_starts_a_new_one(client, token):
    reply = client.post("/sv/ask", data={"question": "Vilka mål har Esbo?", "conversation": token})
    assert reply.status_code == 200
    assert hidden(reply, "conversation") != token


@pytest.mark.parametrize(
    ("method", "address", "status", "sentence"),
    [
        ("get", "/sv/nagot", 404, "Sidan finns inte"),
        ("get", "/fi/jotain", 404, "Sivua ei ole"),
        ("get", "/en/", 404, "Sidan finns inte"),
        ("get", "/sv/plans/vasa", 404, "Sidan finns inte"),
        ("get", "/sv/plans/espoo@1999-2001", 404, "Den versionen av planen finns inte här"),
        ("put", "/sv/ask", 405, "Så kan sidan inte användas"),
        ("post", "/fi/plans", 405, "Sivua ei voi käyttää näin"),
        ("get", "/sv/search?plan=vasa", 422, "Det finns ingen plan med det namnet"),
        ("get", "/fi/search?kind=x", 422, "Jotakin haun valinnoista ei ole"),
        ("get", "/sv/search?q=%00", 422, "tecken som inte är text"),
        ("get", "/sv/compare?q=" + LONG, 422, "Frågan är för lång"),
    ],
)
def test_wrong_addresses_get_a_friendly_page(client, method, address, status, sentence):
    reply = getattr(client, method)(address)
    assert reply.status_code == status
    assert sentence in text_of(reply)
    assert "<main" in reply.text


@pytest.mark.parametrize("page", ["search", "compare"])
def test_a_searched_text_stays_in_its_field(client, page):
    assert f'value="{LONG}"' in client.get(f"/sv/{page}?q={LONG}").text


def test_an_error_page_follows_the_language_of_the_browser_where_the_address_has_none(client):
    assert "Sivua ei ole" in text_of(client.get("/x", headers={"Accept-Language": "fi"}))


def test_too_large_a_form_gets_a_page(client):
    reply = client.post("/sv/ask", data={"question": "a" * 70_000})
    assert reply.status_code == 413
    assert "Meddelandet är för stort" in text_of(reply)


def test_too_many_fields_get_a_page(client):
    reply = client.post("/sv/ask", data={f"f{n}": "x" for n in range(5000)})
    assert reply.status_code in (200, 413, 422)


class Broken:
    """A source whose assistant fails with the question in the message."""

    def __init__(self, source):
        self.settings, self.degraded = source.settings, source.degraded
        self._assistant = source.current()

    def current(self):
        return self

    @property
    def knowledge(self):
        return self._assistant.knowledge

    def answer(self, question):
        raise RuntimeError(question.text)


@pytest.mark.parametrize("wish", ["text/html", "application/x-ndjson"])
def test_a_fault_of_ours_shows_no_trace_and_logs_no_question(source, capsys, wish):
    from web import create_app

    client = create_app(Broken(source)).test_client()
    reply = client.post("/sv/ask", data={"question": "HEMLIGT"}, headers={"Accept": wish})
    assert "Något gick fel hos oss" in html.unescape(reply.text)
    assert "Traceback" not in reply.text
    assert "RuntimeError" not in reply.text
    assert "HEMLIGT" not in reply.text
    assert reply.status_code == (500 if wish == "text/html" else 200)


def test_a_fault_in_the_api_is_json(source):
    from web import create_app

    reply = create_app(Broken(source)).test_client().post("/api/v1/ask", json={"question": "Vad?"})
    assert (reply.status_code, reply.json["error"]["code"]) == (500, "server")

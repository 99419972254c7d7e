"""The chat page as a person meets it, without scripts and with the script's requests."""

import html
import json
import re

import pytest

KAIKU = "Vad är Kaikukortti och vem kan få det?"


def text_of(reply):
    """The visible words of a page, in reading order."""
    body = re.sub(r"</?mark>", "", reply.text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def file_at(client, address):
    """The headers and size of a static file."""
    with client.get(address) as reply:
        return reply.headers, len(reply.data)


def hidden(reply, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', reply.text)
    return html.unescape(found[1]) if found else None


def field(reply):
    return html.unescape(
        re.search(r'<textarea id="question".*?>\n(.*?)</textarea>', reply.text, re.S)[1]
    )


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("fi,sv;q=0.8", "/fi/"),
        ("sv-FI", "/sv/"),
        ("en-GB,fi;q=0.5", "/fi/"),
        ("de", "/sv/"),
        ("", "/sv/"),
    ],
)
def test_the_bare_address_leads_to_the_language_of_the_browser(client, asked, address):
    reply = client.get("/", headers={"Accept-Language": asked})
    assert (reply.status_code, reply.location) == (302, address)
    assert reply.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/sv/", ["automatisk tjänst", "inga officiella råd", "2022–2025", "perioden har gått ut"]),
        (
            "/fi/",
            ["automaattinen palvelu", "virallisia neuvoja", "2022–2025", "kausi on päättynyt"],
        ),
    ],
)
def test_the_start_page_says_what_it_is_before_the_first_question(client, page, words):
    seen = text_of(client.get(page))
    assert [word for word in words if word not in seen] == []


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_every_suggested_question_is_answered_from_its_own_plan(client, language):
    page = client.get(f"/{language}/").text
    questions = [html.unescape(q) for q in re.findall(r'name="suggestion" value="([^"]+)"', page)]
    assert len(questions) == 10
    for number, question in enumerate(questions):
        body = {"question": question, "language": language}
        answer = client.post("/api/v1/ask", json=body).json
        plan = "espoo" if number < 5 else "helsinki"
        assert (answer["outcome"], answer["language"]) == ("answered", language), question
        assert answer["citations"][0]["ref"].startswith(plan), question


def test_an_answer_shows_quote_meters_period_and_the_way_to_the_plan(client):
    reply = client.post("/sv/ask", data={"question": KAIKU})
    seen = text_of(reply)
    assert reply.status_code == 200
    assert "Kaikukortti-verksamheten fortsätter" in seen
    assert "Användningen av Kaikukortti: antalet utdelade kort" in seen
    assert "Esbo, mål 1, åtgärd 2" in seen
    assert "Perioden har gått ut" in seen
    assert 'href="/sv/plans/espoo#1.2"' in reply.text
    assert 'href="/sv/plans/espoo@2022-2025#1.2"' in reply.text


def test_a_finnish_answer_marks_the_swedish_quote_as_swedish(client):
    reply = client.post(
        "/fi/ask", data={"question": "Mitä Espoo tekee asunnottomuuden vähentämiseksi?"}
    )
    quote = re.search(r'<blockquote class="quote" lang="sv">(.*?)</blockquote>', reply.text, re.S)
    assert quote[1].startswith("Man förebygger och minskar bostadslösheten")
    assert "Epävirallinen käännös" in text_of(reply)
    assert '<article class="exchange" lang="fi"' in reply.text


def test_the_page_speaks_the_language_of_the_question_within_the_answer(client):
    reply = client.post("/sv/ask", data={"question": "Miten Helsinki tukee omaishoitajaperheitä?"})
    assert '<html lang="sv">' in reply.text
    assert '<article class="exchange" lang="fi"' in reply.text
    assert "Lähteet" in text_of(reply)
    assert 'href="/fi/plans/helsinki#6.7"' in reply.text


def test_the_copied_text_holds_the_question_the_quote_and_the_address(client):
    page = client.post("/sv/ask", data={"question": KAIKU}).text
    copied = html.unescape(re.search(r'class="copied".*?>\n(.*?)</textarea>', page, re.S)[1])
    assert copied.startswith(f"Fråga: {KAIKU}\n")
    assert (
        "[1] Esbo, mål 1, åtgärd 2. Välfärdsplan för personer i arbetsför ålder 2022–2025."
        in copied
    )
    assert "Mätare: Användningen av Kaikukortti: antalet utdelade kort" in copied
    assert "http://localhost/sv/plans/espoo@2022-2025#1.2" in copied


def test_a_follow_up_carries_the_topic_in_the_form(client):
    first = client.post("/sv/ask", data={"question": "Vad gör Esbo åt bostadslösheten?"})
    token = hidden(first, "conversation")
    second = client.post("/sv/ask", data={"question": "Hur mäts det?", "conversation": token})
    assert "Antalet bostadslösa" in text_of(second)
    assert "Antalet bostadslösa" not in text_of(
        client.post("/sv/ask", data={"question": "Hur mäts det?"})
    )


def test_a_suggestion_button_asks_its_question(client):
    reply = client.post("/sv/ask", data={"question": "", "suggestion": KAIKU})
    assert f"Du frågade: {KAIKU}" in text_of(reply)


def test_the_choice_of_plan_is_kept_and_heeded(client):
    reply = client.post("/sv/ask", data={"question": "Vad görs för motion?", "plan": "helsinki"})
    assert re.search(r'name="plan" value="helsinki" checked', reply.text)
    assert "Helsingfors, tyngdpunkt 3" in text_of(reply)
    assert "espoo#" not in reply.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Vad kostar ett bygglov?", "står inte i"),
        ("Hej!", "Hej! Jag svarar på frågor"),
        ("Och det?", "Jag vet inte vad du syftar på"),
        ("What does Helsinki do for children?", "answers in Swedish and Finnish only"),
    ],
)
def test_what_cannot_be_answered_offers_ways_on(client, question, words):
    reply = client.post("/sv/ask", data={"question": question})
    assert reply.status_code == 200
    assert words in text_of(reply)
    assert 'name="suggestion"' in reply.text
    assert 'class="cites"' not in reply.text


def test_the_reply_to_another_language_marks_each_of_its_three_languages(client):
    reply = client.post("/fi/ask", data={"question": "What does Helsinki do for children?"})
    assert '<p lang="en">This service answers in Swedish and Finnish only' in reply.text
    assert '<p lang="sv">Tjänsten svarar bara på svenska och finska' in reply.text
    assert '<p lang="fi">Palvelu vastaa vain suomeksi ja ruotsiksi' in reply.text


def test_a_person_in_danger_gets_numbers_that_can_be_called(client):
    reply = client.post("/sv/ask", data={"question": "Jag orkar inte leva längre"})
    assert '<a class="phone" href="tel:112">112</a>' in reply.text
    assert 'class="feedback"' not in reply.text
    assert "copied" not in reply.text


def test_personal_data_are_not_shown_again(client):
    question = "Vad gör Esbo åt bostadslösheten? Mitt nummer är 040 123 4567 och koden 131052-308T"
    reply = client.post("/sv/ask", data={"question": question})
    assert "131052-308T" not in reply.text
    assert "040 123 4567" not in reply.text
    assert "Vi tog bort personuppgifter" in text_of(reply)


def test_the_language_switch_keeps_a_question_that_was_not_sent(client):
    reply = client.post("/fi/switch", data={"question": "Vad gör Esbo", "plan": "espoo"})
    assert field(reply) == "Vad gör Esbo"
    assert '<html lang="fi">' in reply.text
    assert 'name="plan" value="espoo" checked' in reply.text


def test_the_language_switch_asks_the_last_question_again(client):
    reply = client.post("/fi/switch", data={"question": "", "asked": KAIKU})
    assert '<html lang="fi">' in reply.text
    assert "Kaikukortti-verksamheten fortsätter" in text_of(reply)


def test_the_language_switch_without_a_question_leads_to_the_start(client):
    reply = client.post("/fi/switch", data={"question": " ", "asked": ""})
    assert (reply.status_code, reply.location) == (302, "/fi/")


def test_reloading_the_address_of_an_answer_leads_to_the_start(client):
    assert client.get("/sv/ask").location == "/sv/"


def test_the_script_gets_stages_and_then_the_finished_answer(client):
    reply = client.post(
        "/sv/ask", data={"question": KAIKU}, headers={"Accept": "application/x-ndjson"}
    )
    stage, answer = (json.loads(line) for line in reply.text.splitlines())
    assert stage == {"status": "Söker i planerna …"}
    assert reply.mimetype == "application/x-ndjson"
    assert reply.headers["Cache-Control"] == "no-store"
    assert answer["asked"] == KAIKU
    assert answer["answer"][0][:2] == ["article", answer["answer"][0][1]]
    assert answer["title"] == "Svar – Fråga om välfärdsplanerna"


@pytest.mark.parametrize("wish", ["text/html", "application/x-ndjson"])
def test_markup_in_a_question_stays_text(client, wish):
    question = "Vad är <img src=x onerror=alert(1)> och {{7*7}} i Kaikukortti?"
    reply = client.post("/sv/ask", data={"question": question}, headers={"Accept": wish})
    assert reply.status_code == 200
    if wish == "text/html":
        assert "<img" not in reply.text
        assert "{{7*7}}" in text_of(reply)
    else:
        assert '["img"' not in reply.text


def test_the_question_is_in_no_address_of_the_page(client):
    page = client.post("/sv/ask", data={"question": KAIKU}).text
    assert 'method="post"' in page
    assert not re.search(r'(?:href|action)="[^"]*(?:Kaikukortti|question=)', page)


def test_answers_are_not_kept_by_the_browser(client):
    assert client.post("/sv/ask", data={"question": KAIKU}).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_a_page_weighs_at_most_60_kilobytes_with_everything_it_loads(client, language):
    pages = [client.get(f"/{language}/"), client.post(f"/{language}/ask", data={"question": KAIKU})]
    for page in pages:
        loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
        assert len(loaded) == 3
        assert len(page.data) + sum(file_at(client, file)[1] for file in loaded) <= 60_000


def test_files_are_kept_for_long_under_an_address_that_changes_with_them(client):
    address = re.search(r'"(/static/site\.css\?v=\w{10})"', client.get("/sv/").text)[1]
    assert "immutable" in file_at(client, address)[0]["Cache-Control"]

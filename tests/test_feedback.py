"""Feedback: a choice with the facts of the answer, never a word of the person's own."""

import html
import re
import sqlite3
from datetime import date

import pytest
from test_web_chat import text_of

from web.feedback_store import Feedback, FeedbackStore

QUESTION = "Vad är Kaikukortti och vem kan få det?"


def fields(page):
    form = re.search(r'<form class="feedback".*?</form>', page, re.S)[0]
    found = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return {name: html.unescape(value) for name, value in found.items() if name != "reason"}


@pytest.fixture
def feedback_app(app_with, tmp_path):
    path = tmp_path / "feedback.sqlite"
    return app_with(feedback_database=str(path)).test_client(), FeedbackStore(path), path


def everything(store):
    return store.between(date(2000, 1, 1), date(2100, 1, 1))


def test_a_choice_is_kept_with_outcome_language_references_and_generation(feedback_app):
    client, store, path = feedback_app
    sent = fields(client.post("/sv/ask", data={"question": QUESTION}).text)
    reply = client.post("/sv/feedback", data={**sent, "reason": "unclear", "question": QUESTION})
    assert reply.status_code == 200
    assert "Tack! Ditt svar är sparat." in text_of(reply)
    (kept,) = everything(store)
    assert (kept.reason, kept.outcome, kept.language) == ("unclear", "answered", "sv")
    assert kept.refs == ("espoo/1.2",)
    assert kept.generation.startswith("g")
    assert b"Kaikukortti" not in path.read_bytes()


def test_what_got_no_answer_is_kept_with_its_nearest_elements(feedback_app):
    client, store, _ = feedback_app
    question = "Vad kostar ett bygglov?"
    sent = fields(client.post("/sv/ask", data={"question": question}).text)
    client.post("/sv/feedback", data={**sent, "reason": "missing"})
    (kept,) = everything(store)
    assert kept.outcome in ("not_in_plans", "out_of_scope")
    assert kept.refs == ()
    assert len(kept.nearest) == 3


def test_the_script_gets_the_thanks_as_a_sentence(feedback_app):
    client, _, _ = feedback_app
    sent = {"outcome": "answered", "generation": "g1", "reason": "helpful"}
    reply = client.post("/fi/feedback", data=sent, headers={"Accept": "application/json"})
    assert reply.json == {"kept": True, "message": "Kiitos! Valintasi on tallennettu."}


@pytest.mark.parametrize(
    "wrong", [{"reason": "own words"}, {"outcome": "x"}, {"generation": "a b"}, {"reason": ""}]
)
def test_nothing_that_we_did_not_send_out_is_kept(feedback_app, wrong):
    client, store, _ = feedback_app
    sent = {"outcome": "answered", "generation": "g1", "reason": "wrong", **wrong}
    assert client.post("/sv/feedback", data=sent).status_code == 422
    assert everything(store) == []


def test_unknown_references_are_left_out(feedback_app):
    client, store, _ = feedback_app
    refs = "espoo/1.2 vasa/1 fri-text <b>"
    sent = {"outcome": "answered", "generation": "g1", "reason": "wrong", "refs": refs}
    client.post("/sv/feedback", data=sent)
    assert everything(store)[0].refs == ("espoo/1.2",)


def test_old_feedback_is_forgotten(tmp_path):
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    for day in ("2025-10-01", "2025-12-01", "2026-11-21"):
        store.add(Feedback(day, "helpful", "answered", "sv", (), (), "g1"), months=12)
    assert [kept.day for kept in everything(store)] == ["2025-12-01", "2026-11-21"]


def test_a_file_that_cannot_be_written_is_told_and_breaks_nothing(app_with, tmp_path):
    client = app_with(feedback_database=str(tmp_path / "no" / "such" / "folder")).test_client()
    sent = {"outcome": "answered", "generation": "g1", "reason": "helpful"}
    reply = client.post("/sv/feedback", data=sent)
    assert reply.status_code == 503
    assert "Vi kunde inte spara ditt svar just nu" in text_of(reply)


def test_a_damaged_file_is_told_and_breaks_nothing(app_with, tmp_path):
    path = tmp_path / "feedback.sqlite"
    path.write_bytes(b"no database at all, but long enough to be read as one" * 20)
    client = app_with(feedback_database=str(path)).test_client()
    sent = {"outcome": "answered", "generation": "g1", "reason": "helpful"}
    assert client.post("/sv/feedback", data=sent).status_code == 503


def test_without_a_file_nobody_is_asked(app_with):
    client = app_with(feedback_database="").test_client()
    assert 'class="feedback"' not in client.post("/sv/ask", data={"question": QUESTION}).text
    sent = {"outcome": "answered", "generation": "g1", "reason": "helpful"}
    assert client.post("/sv/feedback", data=sent).status_code == 422


def test_the_table_has_no_place_for_a_question(feedback_app):
    client, _, path = feedback_app
    client.post("/sv/feedback", data={"outcome": "answered", "generation": "g1", "reason": "wrong"})
    with sqlite3.connect(path) as database:
        columns = [row[1] for row in database.execute("pragma table_info(feedback)")]
    database.close()
    names = ["day", "reason", "outcome", "language", "refs", "nearest", "generation"]
    assert columns == names

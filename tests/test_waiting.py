"""A bounded line of requests: 503 when it is full, and places that are always given back."""

import http.client
import json
import select
import socket
import threading
import time
from urllib.parse import urlencode

import pytest
from conftest import SourceWith
from werkzeug.serving import make_server

from web import create_app
from web.waiting import AT_WORK

WAITING = 3
REFUSED = 4
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUESTION = urlencode({"question": "Vad är Kaikukortti?"})


class Slow:
    """A source whose assistant answers as soon as `go` is set."""

    def __init__(self, source):
        self.settings, self.degraded = source.settings, source.degraded
        self._source, self.go = source, threading.Event()

    def current(self):
        return self

    @property
    def knowledge(self):
        return self._source.current().knowledge

    def answer(self, question):
        assert self.go.wait(30)
        return self._source.current().answer(question)


class Site:
    """A server with a thread for every connection, as many as come."""

    def __init__(self, source):
        self.server = make_server("127.0.0.1", 0, create_app(source), threaded=True)
        self.address = ("127.0.0.1", self.server.server_port)
        self.opened = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def send(self, path="/sv/ask", body=QUESTION, kind=FORM):
        """Send a question and do not wait for the answer."""
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        self.opened.append(connection)
        connection.request("POST", path, body, kind)
        return connection

    def get(self, path):
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        connection.request("GET", path)
        return statuses([connection])[0]

    def begin(self, body):
        """The head of a request, and the beginning of its body."""
        client = socket.create_connection(self.address)
        head = f"POST /sv/ask HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM['Content-Type']}\r\n"
        client.sendall(f"{head}Content-Length: {len(QUESTION)}\r\n\r\n{body}".encode())
        return client


@pytest.fixture
def slow(source):
    held = Slow(SourceWith(source, queue=WAITING))
    yield held
    held.go.set()


@pytest.fixture
def site(slow):
    site = Site(slow)
    yield site
    slow.go.set()
    for connection in site.opened:
        connection.close()
    site.server.shutdown()
    site.server.server_close()


def fill(site):
    """More questions than there are places: those that wait, and the replies of the refused."""
    sent = [site.send() for _ in range(AT_WORK + WAITING + REFUSED)]
    refused = []
    while len(refused) < REFUSED:
        replied, _, _ = select.select([c.sock for c in sent], [], [], 20)
        assert replied
        for connection in [c for c in sent if c.sock in replied]:
            sent.remove(connection)
            refused.append(connection.getresponse())
    return sent, refused


def statuses(connections):
    found = []
    for connection in connections:
        reply = connection.getresponse()
        reply.read()
        connection.close()
        found.append(reply.status)
    return found


def test_a_full_line_says_when_to_come_back_and_loses_nobody(site, slow):
    waiting, refused = fill(site)
    for reply in refused:
        assert (reply.status, reply.headers["Retry-After"]) == (503, "2")
        assert "Just nu är det många som frågar samtidigt" in reply.read().decode()
    slow.go.set()
    assert statuses(waiting) == [200] * (AT_WORK + WAITING)


def test_the_refusal_is_in_the_language_of_the_page_and_json_for_programs(site):
    fill(site)
    page = site.send("/fi/ask").getresponse()
    assert (page.status, page.headers["Retry-After"]) == (503, "2")
    assert "Juuri nyt moni kysyy yhtä aikaa" in page.read().decode()
    body = json.dumps({"question": "Vad är Kaikukortti?", "language": "sv"})
    reply = site.send("/api/v1/ask", body, {}).getresponse()
    assert (reply.status, reply.headers["Retry-After"]) == (503, "2")
    assert json.loads(reply.read())["error"]["code"] == "busy"


def test_a_full_line_does_not_make_the_process_look_dead(site):
    fill(site)
    assert site.get("/healthz") == 200
    assert site.get("/static/site.css") == 200


def test_clients_who_send_slowly_take_no_place(site, slow):
    slow.go.set()
    senders = [site.begin(QUESTION[:5]) for _ in range(AT_WORK + WAITING + 5)]
    assert statuses([site.send()]) == [200]
    for client in senders:
        client.sendall(QUESTION[5:].encode())
        assert b"200 OK" in client.recv(100)
        client.close()


def test_clients_who_go_away_give_their_places_back(site, slow):
    waiting, _ = fill(site)
    for connection in waiting:
        connection.close()
    for _ in range(AT_WORK + WAITING + 5):
        site.begin(QUESTION[:5]).close()
    slow.go.set()
    end = time.monotonic() + 20
    while statuses([site.send() for _ in range(AT_WORK + WAITING)]) != [200] * (AT_WORK + WAITING):
        assert time.monotonic() < end


def test_a_stream_gives_its_place_back_when_it_ends_and_when_it_is_broken_off(site, slow):
    slow.go.set()
    stages = {**FORM, "Accept": "application/x-ndjson"}
    for _ in range(AT_WORK + WAITING + 5):
        site.send(kind=stages).close()
    for _ in range(AT_WORK + WAITING + 5):
        assert statuses([site.send(kind=stages)]) == [200]


def test_errors_give_their_places_back(client):
    for _ in range(AT_WORK + 2):
        assert client.post("/sv/ask", data={"question": ""}).status_code == 422
        assert client.get("/sv/nothing").status_code == 404

"""gunicorn with the shipped configuration: slow clients, clients who go away, and a reload."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BODY = json.dumps({"question": "Vad är Kaikukortti?", "language": "sv"}).encode()
HEAD = b"POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
LENGTH = f"Content-Length: {len(BODY)}\r\n\r\n".encode()
# More than there are places to work at and to wait at.
MANY = 12


@pytest.fixture(scope="module")
def server(generations):
    process = started(generations)
    yield process
    process.terminate()
    assert process.wait(30) == 0


def started(generations) -> "subprocess.Popen[bytes]":
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"PLAN_INDEX": str(generations), "PLAN_RATE_LIMIT": "", "PLAN_QUEUE": "4"}
    settings["PLAN_FEEDBACK_DATABASE"] = ""
    command = ["gunicorn", "-c", "web/gunicorn_conf.py", "--workers", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--bind", f"127.0.0.1:{port}", "web:served_app()"],
        cwd=ROOT,
        env={**os.environ, **settings},
        stderr=subprocess.DEVNULL,
    )
    process.port = port
    while not answers(port):
        assert process.poll() is None
        time.sleep(0.1)
    return process


def answers(port: int) -> bool:
    try:
        return ask(port) == 200
    except ConnectionRefusedError:
        return False


def ask(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", "/api/v1/ask", BODY)
        reply = connection.getresponse()
        answer = json.loads(reply.read())
        if reply.status == 200:
            assert answer["citations"][0]["ref"] == "espoo/1.2"
        return reply.status
    finally:
        connection.close()


def opened(port: int, sent: bytes) -> list[socket.socket]:
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(MANY)]
    for client in clients:
        client.sendall(sent)
    return clients


@pytest.mark.parametrize(
    "sent",
    [b"", HEAD, HEAD + LENGTH + BODY[:9]],
    ids=["nothing", "half the head", "half the body"],
)
def test_clients_who_send_slowly_do_not_keep_others_waiting(server, sent):
    slow = opened(server.port, sent)
    assert [ask(server.port) for _ in range(MANY)] == [200] * MANY
    rest = (HEAD + LENGTH + BODY)[len(sent) :]
    for client in slow:
        client.sendall(rest)
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        client.close()


def test_clients_who_read_slowly_do_not_keep_others_waiting(server):
    slow = []
    for _ in range(MANY):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        client.connect(("127.0.0.1", server.port))
        client.sendall(HEAD + LENGTH + BODY)
        slow.append(client)
        assert ask(server.port) == 200
    for client in slow:
        read = b""
        while b'"outcome"' not in read:
            part = client.recv(200)
            assert part
            read += part
        client.close()


def test_clients_who_go_away_give_their_places_back(server):
    for sent in (HEAD, HEAD + LENGTH + BODY[:9], HEAD + LENGTH + BODY):
        for client in opened(server.port, sent):
            client.close()
    end = time.monotonic() + 20
    while ask(server.port) != 200:
        assert time.monotonic() < end
    assert [ask(server.port) for _ in range(MANY)] == [200] * MANY


def test_a_reload_loses_no_question(server):
    statuses, end = [], threading.Event()

    def keep_asking() -> None:
        while not end.is_set():
            try:
                statuses.append(ask(server.port))
            except (OSError, http.client.HTTPException) as error:
                statuses.append(repr(error))

    asking = [threading.Thread(target=keep_asking) for _ in range(3)]
    for thread in asking:
        thread.start()
    before = workers(server)
    server.send_signal(signal.SIGHUP)
    while workers(server) & before:
        time.sleep(0.1)
    end.set()
    for thread in asking:
        thread.join()
    assert set(statuses) == {200}


def test_a_stop_does_not_wait_for_workers_that_will_not_come(generations):
    server = started(generations)
    server.terminate()
    # A reload lets the old workers go on for ten seconds.
    assert server.wait(9) == 0


def workers(server) -> set[str]:
    return set(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split())

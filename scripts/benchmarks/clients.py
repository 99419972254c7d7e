"""Clients of a running server: each asks over one kept connection, in its own pace."""

import asyncio
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec

from corpus.plan import Language

# No reply within this many seconds is a failure.
PATIENCE = 15.0
OK, BUSY = 200, 503
JSON_KIND = "application/json"
FORM_KIND = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Message:
    """What a client sends: a question, and a second one that goes on from its answer, if any."""

    text: str
    language: Language
    further: str = ""
    on_page: bool = False


class _Plan(msgspec.Struct):
    title: str


class _Translation(msgspec.Struct):
    text: str


class Citation(msgspec.Struct):
    """What is checked of a citation."""

    ref: str
    plan: _Plan
    quote: str
    translation: _Translation | None = None


class Reply(msgspec.Struct):
    """What is checked of an answer."""

    generation: str
    conversation: str
    citations: list[Citation]


@dataclass(slots=True)
class Record:
    """What all clients met: seconds per answer, answers, refusals for want of room, failures."""

    seconds: list[float] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    busy: int = 0
    failures: list[str] = field(default_factory=list)


class Client:
    """One person's browser or program; `pause` seconds lie between the starts of its questions."""

    def __init__(
        self, port: int, messages: Iterator[Message], pause: float, record: Record
    ) -> None:
        self._port, self._messages, self._pause, self._record = port, messages, pause, record
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask_until(self, end: asyncio.Event) -> None:
        """Ask until `end` is set; a question is late when the one before it took too long."""
        due = time.perf_counter() + random.random() * self._pause
        for message in self._messages:
            token = ""
            for text in filter(None, (message.text, message.further)):
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                if end.is_set():
                    self._hang_up()
                    return
                # Without a pause nothing is due before the last answer has come.
                started = due if self._pause else time.perf_counter()
                due = started + self._pause
                token = await self._ask(message, text, token, started)

    async def _ask(self, message: Message, text: str, token: str, started: float) -> str:
        """Send one question and note what came back; the answer's conversation."""
        record = self._record
        try:
            async with asyncio.timeout(PATIENCE):
                status, body = await self._exchange(_request(message, text, token))
            if status == BUSY:
                record.busy += 1
                return ""
            if status != OK:
                raise ConnectionError(f"status {status}")
            record.seconds.append(time.perf_counter() - started)
            if message.on_page:
                return ""
            reply = msgspec.json.decode(body, type=Reply)
        except (OSError, EOFError, TimeoutError, msgspec.MsgspecError) as error:
            record.failures.append(f"{type(error).__name__}: {error}")
            self._hang_up()
            return ""
        record.replies.append(reply)
        return reply.conversation

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        reader, writer = await self._connection()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:-2])
        body = await reader.readexactly(int(fields["content-length"]))
        if fields.get("connection") == "close":
            self._hang_up()
        return int(head.split()[1]), body

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The kept connection, or a new one where the server has closed it in between."""
        if self._streams is None or self._streams[0].at_eof():
            self._hang_up()
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        return self._streams

    def _hang_up(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None


def _request(message: Message, text: str, token: str) -> bytes:
    """The bytes of a request to the API, or of the form on the page."""
    if message.on_page:
        path, kind = f"/{message.language}/ask", FORM_KIND
        body = urlencode({"question": text}).encode()
    else:
        path, kind = "/api/v1/ask", JSON_KIND
        fields = {"question": text, "language": message.language, "conversation": token or None}
        body = json.dumps(fields).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def mixed(
    asked: Sequence[tuple[str, Language]], outside: Sequence[tuple[str, Language]], seed: int
) -> Iterator[Message]:
    """Messages without end.

    Of ten, seven are bank questions, one is out of scope, one has a question that goes on from
    its answer, and one is sent from the page.
    """
    chance = random.Random(seed)
    further: dict[Language, str] = {"sv": "Hur mäts det?", "fi": "Miten sitä mitataan?"}
    while True:
        draw = chance.randrange(10)
        text, language = chance.choice(outside if draw == 0 else asked)
        yield Message(text, language, further[language] if draw == 1 else "", draw == 2)

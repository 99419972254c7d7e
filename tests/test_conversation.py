"""The token between two turns: read back whole, and a new conversation whatever else comes."""

import zlib
from dataclasses import replace

import msgspec
import pytest
from itsdangerous import Signer
from itsdangerous.encoding import base64_encode

from assistant.conversation import LONGEST_TOKEN, NOTHING, Conversation, TokenSigner

LAST = Conversation(
    refs=("espoo/2.3", "espoo/2.1"),
    plans=("espoo",),
    listed=("espoo/2.1", "espoo/2.2"),
    suggestions=("Miten asunnottomuutta seurataan?",),
    language="fi",
)


@pytest.fixture(scope="module")
def signer() -> TokenSigner:
    return TokenSigner("hemlig nyckel")


def test_a_signed_conversation_is_read_back(signer):
    assert signer.read(signer.sign(LAST)) == LAST
    assert signer.read(signer.sign(NOTHING)) == NOTHING


def test_what_was_asked_of_the_structure_is_read_back(signer, structure):
    asked = structure.read("Vilka tyngdpunkter har Helsingfors?")
    assert signer.read(signer.sign(replace(LAST, asked=asked))).asked == asked


def test_the_same_conversation_gives_the_same_token(signer):
    assert signer.sign(LAST) == signer.sign(LAST)


def test_another_worker_with_the_same_key_reads_the_token(signer):
    assert TokenSigner("hemlig nyckel").read(signer.sign(LAST)) == LAST


def test_a_token_of_another_key_starts_a_new_conversation(signer):
    assert signer.read(TokenSigner("annan nyckel").sign(LAST)) == NOTHING


def test_a_token_changed_anywhere_starts_a_new_conversation(signer):
    token = signer.sign(LAST)
    for place in range(0, len(token), 5):
        other = "A" if token[place] != "A" else "B"
        forged = token[:place] + other + token[place + 1 :]
        assert signer.read(forged) in (NOTHING, LAST)
    assert signer.read(token[:-1] + ("A" if token[-1] != "A" else "Q")) == NOTHING
    assert signer.read(token[:20] + "x" + token[21:]) == NOTHING


@pytest.mark.parametrize(
    "garbage",
    ["", "x", ".", "a.b", "null", "é" * 40, "A" * 5000, "\x00", "eyJhIjoxfQ.AAAA", "☃.☃", "-_-._"],
)
def test_garbage_starts_a_new_conversation(signer, garbage):
    assert signer.read(garbage) == NOTHING


def test_a_token_longer_than_allowed_is_not_read():
    signer = TokenSigner("k")
    token = signer.sign(Conversation(refs=tuple(f"espoo/{n * 7919}" for n in range(3000))))
    assert len(token) > LONGEST_TOKEN
    assert signer.read(token) == NOTHING


@pytest.mark.parametrize(
    "inner",
    [
        b"no zlib",
        zlib.compress(b"no msgpack \xc1"),
        zlib.compress(msgspec.msgpack.encode({"refs": 7})),
        zlib.compress(msgspec.msgpack.encode({"language": "en"})),
        zlib.compress(msgspec.msgpack.encode(["a"])),
        zlib.compress(b""),
        zlib.compress(bytes(2_000_000), 9),
    ],
)
def test_a_validly_signed_token_with_other_contents_starts_a_new_conversation(inner):
    token = Signer("k", salt="conversation").sign(base64_encode(inner)).decode()
    assert TokenSigner("k").read(token) == NOTHING


def test_a_validly_signed_token_that_is_no_base64_starts_a_new_conversation():
    token = Signer("k", salt="conversation").sign("a").decode()
    assert TokenSigner("k").read(token) == NOTHING
    assert TokenSigner("k").read(f"å{token}") == NOTHING


def test_a_token_with_every_listed_element_stays_within_its_limit(plans, signer):
    refs = tuple(element.ref for plan in plans.values() for element in plan.elements())
    question = "Miten asunnottomuutta seurataan ja kuka siitä vastaa Espoossa?"
    last = Conversation(refs[:9], ("espoo", "helsinki"), refs, (question,) * 4, "fi")
    token = signer.sign(last)
    assert len(token) <= LONGEST_TOKEN
    assert signer.read(token) == last


def test_a_token_does_not_hold_what_the_person_wrote(ask):
    written = "Vad gör Esbo åt bostadslösheten, frågar Xerxes?"
    signer = TokenSigner("a key for tests")
    assert signer.read(ask(written.replace(", frågar Xerxes", "")).conversation).refs
    assert "Xerxes" not in repr(signer.read(ask(written).conversation))

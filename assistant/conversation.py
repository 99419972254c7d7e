"""What one turn hands to the next: a signed token of elements and plans, no person's words."""

import zlib
from dataclasses import dataclass

import msgspec
from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from assistant.plan_view import Asked
from corpus.plan import Language

LONGEST_TOKEN = 4096


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last answer's elements in order, its plans, what it listed, and what it suggested.

    `asked` is what was asked of the plans' structure.
    """

    refs: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    language: Language | None = None
    asked: Asked | None = None


NOTHING = Conversation()


class TokenSigner:
    """Makes and reads tokens; one that does not verify starts a new conversation.

    Tokens of the `old` key are still read, so that a key can be changed under conversations.
    """

    def __init__(self, key: str, old: str = "") -> None:
        keys = [old, key] if old else [key]
        self._signer = Signer(keys, salt="conversation")

    def sign(self, conversation: Conversation) -> str:
        """The token that carries a conversation."""
        packed = zlib.compress(msgspec.msgpack.encode(conversation))
        return self._signer.sign(base64_encode(packed)).decode("ascii")

    def read(self, token: str) -> Conversation:
        """The conversation of a token; a new one when it is missing, forged or too long."""
        if not token or len(token) > LONGEST_TOKEN:
            return NOTHING
        try:
            packed = base64_decode(self._signer.unsign(token.encode("ascii")))
            plain = zlib.decompressobj().decompress(packed, 65_536)
            return msgspec.msgpack.decode(plain, type=Conversation)
        except (BadData, ValueError, zlib.error, msgspec.DecodeError):
            return NOTHING

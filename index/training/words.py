"""The words of a text, exactly as the encoder's tokenizer sees them."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the lower-case runs of letters and digits of a text after NFKC."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def comparable(text: str) -> str:
    """Return the form in which two texts count as the same: letters and digits, case folded."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def text_key(parts: Iterable[str]) -> int:
    """Return a stable 63-bit number for a text that is given as its words."""
    digest = hashlib.blake2b(" ".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1

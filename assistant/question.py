"""What a person asks, cleaned once: no control characters, no invisible ones, NFC, not too long."""

import re
import unicodedata
from dataclasses import dataclass

from assistant.errors import BadQuestion
from corpus.plan import Language

LONGEST = 1000

# Bidirectional marks, zero-width characters, tag characters, variation selectors; C0 and C1
# apart from line ends and tabs, which become spaces.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Question:
    """A message with the page's language, the plans asked, and the conversation so far."""

    text: str
    page_language: Language
    plans: tuple[str, ...] = ()
    conversation: str = ""

    @classmethod
    def from_text(
        cls,
        text: str,
        page_language: Language,
        plans: tuple[str, ...] = (),
        conversation: str = "",
    ) -> "Question":
        """Clean and check a message.

        Raises:
            BadQuestion: `empty`, `too_long` or `not_text`.
        """
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise BadQuestion("not_text")
        if len(text) > LONGEST:
            raise BadQuestion("too_long")
        if _CONTROL.search(text):
            raise BadQuestion("not_text")
        cleaned = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())
        if not cleaned:
            raise BadQuestion("empty")
        return cls(cleaned, page_language, plans, conversation)

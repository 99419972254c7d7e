"""Which characters of a source may enter: no controls, no invisible ones, no ligatures."""

import re
import unicodedata

UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and line feed
    "\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # direction, width
    "\U000e0000-\U000e0fff]"  # tags and variation selectors
)
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2007\u2009\u202f", " "))


def clean(text: str) -> str:
    """The text with composed letters and without characters that nobody can see."""
    encodable = text.encode("utf-8", "replace").decode()
    return UNWANTED.sub("", unicodedata.normalize("NFC", encodable).translate(LIGATURES))

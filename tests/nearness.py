"""How alike two short texts are, by the character trigrams they share."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

DEVELOPMENT_SET = Path(__file__).parent / "data" / "dev.jsonl"


def trigrams(text: str) -> frozenset[str]:
    """The character trigrams of a text in small letters, white space made one."""
    plain = f" {' '.join(text.lower().split())} "
    return frozenset(plain[start : start + 3] for start in range(len(plain) - 2))


def development_questions() -> list[str]:
    """Every message of the development set."""
    rows = map(msgspec.json.decode, DEVELOPMENT_SET.read_bytes().splitlines())
    return [text for row in rows for text in row.get("turns", [row.get("q")])]


def near_development_questions(texts: Iterable[str], limit: float = 0.6) -> list[tuple[str, str]]:
    """The texts whose trigrams, taken together with those of a development question, are shared
    to `limit` or more (Jaccard)."""
    asked = development_questions()
    sizes = [len(trigrams(question)) for question in asked]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(asked):
        for trigram in trigrams(question):
            holders[trigram].append(number)

    def near(text: str) -> Iterator[tuple[str, str]]:
        held = trigrams(text)
        shared = Counter(number for trigram in held for number in holders.get(trigram, ()))
        for number, count in shared.items():
            if count >= limit * (len(held) + sizes[number] - count):
                yield text, asked[number]

    return [found for text in texts for found in near(text)]

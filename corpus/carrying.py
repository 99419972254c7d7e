"""Translations and question banks taken along when elements get other references.

The files are changed in place, line by line, so that comments and order stay.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.versions import read_reference

GROUP = re.compile(r"(?m)^\[\[group\]\]\s*$")
ABOUT = re.compile(r"(?ms)^about\s*=\s*\[(.*?)\]")
ENTRY = re.compile(r'(?m)^\["([^"\n]+)"\]\s*$')
QUOTED = re.compile(r'"([^"\n]*)"')


@dataclass(frozen=True, slots=True)
class Carried:
    """A file's new text, and how many of its entries were kept and left out."""

    text: str
    kept: int
    dropped: int


def carry_translations(text: str, pairs: Mapping[str, str]) -> Carried:
    """The translations of the elements that are still there, under their new references.

    An entry of a reworded element goes along too: its digest makes it stale until it is mended.
    """
    head, *rest = ENTRY.split(text)
    entries = dict(zip(rest[::2], rest[1::2], strict=True))
    kept = {pairs[ref]: body for ref, body in entries.items() if ref in pairs}
    blocks = [f'["{ref}"]{kept[ref]}' for ref in sorted(kept, key=_order)]
    whole = head + "".join(_ended(block) for block in blocks)
    return Carried(whole.rstrip() + "\n", len(kept), len(entries) - len(kept))


def carry_questions(text: str, plan_id: str, pairs: Mapping[str, str]) -> Carried:
    """The groups of a bank that are still about something, naming the new references.

    References to other plans stay as they are.
    """
    head, *groups = GROUP.split(text)
    kept = [group for block in groups if (group := _group(block, plan_id, pairs)) is not None]
    whole = head + "".join(_ended(f"[[group]]{block}") for block in kept)
    return Carried(whole.rstrip() + "\n", len(kept), len(groups) - len(kept))


def _group(block: str, plan_id: str, pairs: Mapping[str, str]) -> str | None:
    """A group with its references exchanged, `None` when none is left."""
    found = ABOUT.search(block)
    if not found:
        return block
    refs = [
        ref if read_reference(ref).plan != plan_id else pairs.get(ref)
        for ref in QUOTED.findall(found[1])
    ]
    left = list(dict.fromkeys(ref for ref in refs if ref))
    if not left:
        return None
    about = json.dumps(left, ensure_ascii=False)
    return f"{block[: found.start()]}about = {about}{block[found.end() :]}"


def _order(ref: str) -> tuple[bool, list[int]]:
    """Goals with their actions and meters in order, then sections."""
    place = read_reference(ref).place
    return place.startswith("s"), [int(part) for part in place.lstrip("s").split(".")]


def _ended(block: str) -> str:
    return block.rstrip() + "\n\n"

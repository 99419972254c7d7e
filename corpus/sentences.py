"""Sentence ends in Swedish and Finnish administrative text."""

import re

from corpus.headings import load_headings

END = re.compile(r"[.!?…][)\"”’]*(?=\s+[^\sa-zåäö])")
SHORT_NUMBER = re.compile(r"(?:^|(\S+)\s)\d{1,2}$")


def sentences(text: str) -> list[str]:
    """Split text into its sentences; joined by single spaces they give the text again.

    Abbreviations (``bl.a.``), dates (``16.11.2022``) and numbered headings (``Mål 1. För``)
    end no sentence.
    """
    found: list[str] = []
    start = 0
    for end in END.finditer(text):
        if text[end.start()] == "." and not _ends_sentence(text[start : end.start()]):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _ends_sentence(before: str) -> bool:
    """Whether the full stop after `before`, the sentence so far, ends it."""
    headings = load_headings()
    token = before.split()[-1].lstrip('("”').lower() if before.split() else ""
    if token in headings.abbreviations:
        return False
    number = SHORT_NUMBER.search(before.strip())
    if number:
        word = number[1]
        return word is not None and not headings.goal_heading(f"{word} 1. x")
    return True

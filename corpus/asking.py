"""The values of a plan.toml from the command line, and from the person at the terminal."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.drafting import ID
from corpus.errors import PlanAssistantError
from corpus.plan import Contact, Language, PlanInfo
from corpus.terminal import Terminal

YEARS = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
NAMES: dict[Language, str] = {"sv": "Swedish", "fi": "Finnish"}
# What is asked for, with the words of the question.
TABLES = {
    "municipality": "Municipality",
    "title": "Title of the plan",
    "audience": "Whom the plan is for",
    "decided": "Who decided, when",
}


class BadValue(PlanAssistantError):
    """A value on the command line cannot be used."""


def given_values(info: PlanInfo, given: Mapping[str, Any]) -> PlanInfo:
    """The draft with what stands on the command line.

    Raises:
        BadValue: one of them cannot be used.

    """
    if not ID.fullmatch(info.id):
        raise BadValue(
            f"{info.id!r} cannot be an id. Take lower-case letters, digits and hyphens: espoo."
        )
    tables: dict[str, Any] = {name: in_both(given[name]) for name in TABLES if given.get(name)}
    info = replace(info, **tables)
    if given.get("years"):
        first, last = read_years(given["years"])
        info = replace(info, first_year=first, last_year=last)
    text, url = given.get("contact_text"), given.get("contact_url")
    contact = Contact(
        in_both(text) if text else info.contact.text, in_both(url) if url else info.contact.url
    )
    reference = given.get("reference") or info.source_reference
    status = given.get("status") or info.status
    return replace(info, contact=contact, source_reference=reference, status=status)


def ask_for(info: PlanInfo, given: Mapping[str, Any], terminal: Terminal) -> PlanInfo:
    """The draft with the answers of a person; what the command line gave is not asked."""
    if not given.get("years"):
        proposal = f"{info.first_year}-{info.last_year}" if info.first_year else ""
        if answer := terminal.asks("Period", proposal):
            first, last = read_years(answer)
            info = replace(info, first_year=first, last_year=last)
    tables: dict[str, Any] = {
        name: _ask_both(words, getattr(info, name), terminal)
        for name, words in TABLES.items()
        if not given.get(name)
    }
    info = replace(info, **tables)
    if not given.get("contact_url"):
        url = _ask_both("Web address for questions", info.contact.url, terminal)
        text = info.contact.text if any(info.contact.text.values()) else url
        info = replace(info, contact=Contact(text, url))
    return info


def _ask_both(
    words: str, proposals: Mapping[Language, str], terminal: Terminal
) -> dict[Language, str]:
    swedish = terminal.asks(f"{words}, in {NAMES['sv']}", proposals["sv"])
    finnish = terminal.asks(f"{words}, in {NAMES['fi']}", proposals["fi"] or swedish)
    return {"sv": swedish, "fi": finnish}


def in_both(values: Sequence[str]) -> dict[Language, str]:
    """One value for both languages, or one for each.

    Raises:
        BadValue: there are more than two.

    """
    if len(values) > 2:
        shown = " ".join(values)
        raise BadValue(
            f"{shown!r} are {len(values)} values. Put a name of several words in quotes; give one "
            "for both languages, or two: in Swedish, then in Finnish."
        )
    return {"sv": values[0], "fi": values[-1]}


def read_years(text: str) -> tuple[int, int]:
    """The first and last year of ``2026-2029``.

    Raises:
        BadValue: it is something else.

    """
    found = YEARS.fullmatch(text.strip())
    if not found or int(found[2]) < int(found[1]):
        raise BadValue(f"{text!r} is no period. Write it as 2026-2029.")
    return int(found[1]), int(found[2])

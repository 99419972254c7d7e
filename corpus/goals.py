"""The number and title of a goal, from a heading or from a cell of a table."""

import re
from dataclasses import dataclass

from corpus.headings import Headings

NUMBERED_TITLE = re.compile(
    r"(?P<number>\d{1,2})(?:[.):]|\s[–-]|\s)\s*(?P<title>[^\s\d].*)$", re.DOTALL
)
CONTINUED = re.compile(
    r"\s*[(–-]?\s*(?:jatkuu|jatkoa|jatk\.|fortsättning|fortsätter|forts\.)\s*\)?\s*$"
    r"|\s*\(\d ?[/(] ?\d\)*\s*$",  # "(2/3)", "(2 (3))"
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class GoalTitle:
    """A goal's title, and its number when the document gives one."""

    number: int | None
    title: str


def read_goal_title(text: str, headings: Headings) -> GoalTitle:
    """Take "Mål 1. title", "1. title", "Mål: title" or a bare title apart.

    "Mål 1.2 title" has no number of its own in the whole plan.
    """
    text = CONTINUED.sub("", text)
    if goal := headings.goal_heading(text):
        return GoalTitle(None if goal.is_below else goal.number, goal.title)
    if found := NUMBERED_TITLE.match(text):
        return GoalTitle(int(found["number"]), found["title"].strip())
    return GoalTitle(None, headings.named_goal(text) or text.strip())

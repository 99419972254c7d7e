"""The errors a person can mend; each message names the file or value and the cure.

PlanAssistantError
├── UnreadableDocument      a source document cannot be read
├── BadPlanFile             a file in a plan folder is missing, damaged or inconsistent
└── (index.errors, assistant.errors add their own below the same base)
"""

from pathlib import Path


class PlanAssistantError(Exception):
    """Something a person can mend; the message says what happened and how."""


class UnreadableDocument(PlanAssistantError):
    """A source document cannot be read as text."""


class BadPlanFile(PlanAssistantError):
    """A file in a plan folder is missing, damaged or inconsistent."""

    def __init__(self, path: Path, what: str, cure: str, line: int | None = None) -> None:
        """Compose ``file:line: what. cure``; `line` counts from 1."""
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {what}. {cure}.")

"""The words of the reports, read from reports.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

ReportLanguage = Literal["sv", "fi", "en"]


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The words of one language."""

    language: ReportLanguage
    table: dict[str, Any]

    def say(self, name: str, **values: object) -> str:
        """A text with its names filled in."""
        return str(self.table[name]).format(**values)

    def kind(self, name: str) -> str:
        """What an element of a kind is called."""
        return str(self.table["kinds"][name]) if "kinds" in self.table else name

    def why(self, reason: str) -> str:
        """Why a line could not be placed; a reason without translation stays as it is."""
        known = self.table.get("why", {})
        return next((text for start, text in known.items() if reason.startswith(start)), reason)


@cache
def load_report_words(language: ReportLanguage) -> ReportWords:
    """Read the words once."""
    path = Path(__file__).with_name("reports.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return ReportWords(language, table[language])

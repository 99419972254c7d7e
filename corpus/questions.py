"""Question banks: questions as people ask them, per element, in both languages."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from corpus.errors import BadPlanFile
from corpus.plan import LANGUAGES, Language
from corpus.toml_files import read_toml

QUESTIONS_FILE = "questions.toml"
QuestionKind = Literal["resident", "staff", "meter", "fragment"]


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that mean about the same; `about` names the elements, best first."""

    about: tuple[str, ...]
    kind: QuestionKind
    sv: tuple[str, ...]
    fi: tuple[str, ...]

    def texts(self, language: Language) -> tuple[str, ...]:
        """The questions in one language."""
        return self.sv if language == "sv" else self.fi


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One question of a bank."""

    text: str
    language: Language
    group: int
    about: tuple[str, ...]
    kind: QuestionKind


@dataclass(frozen=True, slots=True)
class _Bank:
    group: tuple[QuestionGroup, ...]


def load_questions(folder: Path) -> tuple[QuestionGroup, ...]:
    """Read the plan's bank; a plan without one has no questions.

    Raises:
        BadPlanFile: the file is damaged, or a group lacks elements or questions.

    """
    path = folder / QUESTIONS_FILE
    if not path.is_file():
        return ()
    try:
        groups = msgspec.convert(read_toml(path), _Bank).group
    except msgspec.ValidationError as error:
        raise BadPlanFile(path, str(error), "Mend the group") from None
    for number, group in enumerate(groups, start=1):
        if not group.about or not all(text.strip() for text in group.about + group.sv + group.fi):
            what = f"group {number} has an empty text or names no element"
            line = _line_of_group(path, number)
            raise BadPlanFile(path, what, "Mend or remove the group", line)
    return groups


def _line_of_group(path: Path, number: int) -> int:
    """The line where a group begins; groups and lines count from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [n for n, text in enumerate(lines, start=1) if text.strip().startswith("[[group]]")]
    return starts[number - 1]


def bank_questions(groups: tuple[QuestionGroup, ...]) -> tuple[BankQuestion, ...]:
    """Every question of the groups, in order."""
    return tuple(
        BankQuestion(text, language, number, group.about, group.kind)
        for number, group in enumerate(groups)
        for language in LANGUAGES
        for text in group.texts(language)
    )

"""The question banks checked: every fault told at once, with its place and its cure."""

import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus.plan import LANGUAGES, Language
from corpus.questions import BankQuestion, QuestionGroup, bank_questions
from index.errors import BuildRefused
from index.words import words

# So many telling words of the other language, and none of its own, make a question suspect.
TELLING = 2
NAMES = {"sv": "Swedish", "fi": "Finnish"}


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank of one plan; of one that `has_passed` only the references are checked again."""

    plan: str
    groups: tuple[QuestionGroup, ...]
    has_passed: bool = False

    def place(self, group: int) -> str:
        """Where a group stands; groups count from 0."""
        return f"{self.plan}/questions.toml, group {group + 1}"


def check_banks(
    banks: Sequence[Bank],
    refs: frozenset[str],
    replaced_by: Mapping[str, str],
    passed: Container[tuple[str, Language]] = (),
) -> None:
    """Refuse references that no plan has, questions that stand twice, and wrong languages.

    `replaced_by` leads from references that have just vanished to what took their place;
    `passed` are questions whose language was right in an earlier build.

    Raises:
        BuildRefused: with all faults.
    """
    faults: list[str] = []
    for bank in banks:
        faults += _unknown(bank, refs, replaced_by)
        if not bank.has_passed:
            faults += _repeated(bank)
            faults += _other_language(bank, passed)
    if faults:
        raise BuildRefused("\n".join([*dict.fromkeys(faults), "Mend the banks, then build again."]))


def _unknown(bank: Bank, refs: frozenset[str], replaced_by: Mapping[str, str]) -> Iterator[str]:
    for number, group in enumerate(bank.groups):
        for ref in group.about:
            if ref not in refs:
                new = replaced_by.get(ref)
                hint = f" It has become {new}." if new else ""
                yield f"{bank.place(number)}: no plan has the element {ref}.{hint}"


def _repeated(bank: Bank) -> Iterator[str]:
    seen: dict[tuple[Language, str], int] = {}
    for question in questions_of(bank.groups):
        key = question.language, " ".join(question.text.lower().split())
        if key in seen:
            first = bank.place(seen[key])
            yield f'{bank.place(question.group)}: "{question.text}" stands in {first} too.'
        seen[key] = question.group


def _other_language(bank: Bank, passed: Container[tuple[str, Language]]) -> Iterator[str]:
    for question in questions_of(bank.groups):
        if (question.text, question.language) in passed:
            continue
        if is_other_language(question.text, question.language):
            place, language = bank.place(question.group), question.language
            yield (
                f'{place}: "{question.text}" stands under {language}, but its language is not '
                f"{NAMES[language]}."
            )


@lru_cache(maxsize=16)
def questions_of(groups: tuple[QuestionGroup, ...]) -> tuple[BankQuestion, ...]:
    """Every question of the groups, made once for all who need them."""
    return bank_questions(groups)


def is_other_language(text: str, language: Language) -> bool:
    """Whether a text holds words of the other language only."""
    found = words(text)
    other: Language = "fi" if language == "sv" else "sv"
    own_words, other_words = _telling()[language], _telling()[other]
    return own_words.isdisjoint(found) and len(other_words.intersection(found)) >= TELLING


@cache
def _telling() -> dict[Language, frozenset[str]]:
    path = Path(__file__).with_name("telling_words.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {language: frozenset(table[language]) for language in LANGUAGES}

"""The assistant's own sentences: the same in both languages, each used with its own names."""

import re
import string
from pathlib import Path

import pytest

from assistant.answer import Outcome
from assistant.wording import number_word, replies, say

ROOT = Path(__file__).resolve().parent.parent


def flat(language):
    return {
        f"{section}.{key}": text
        for section, table in replies(language).items()
        for key, text in table.items()
    }


def names(text) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


def test_both_languages_have_the_same_keys():
    assert flat("sv").keys() == flat("fi").keys()


def test_every_sentence_has_the_same_names_in_both_languages():
    swedish, finnish = flat("sv"), flat("fi")
    # A language that inflects names may use another form of the same one.
    forms = {"city_of": "city"}

    def plain(text):
        return {forms.get(name, name) for name in names(text)}

    differ = {key for key in swedish if plain(swedish[key]) != plain(finnish[key])}
    assert differ == set()


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_no_sentence_is_empty_or_has_stray_spaces(language):
    for key, text in flat(language).items():
        if isinstance(text, str):
            assert text.strip() == text != "", key
            assert "  " not in text, key


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_the_texts_are_in_their_language(language, knowledge):
    for key, text in flat(language).items():
        plain = re.sub(r"\{\w+\}|\([^)]*\)", "", str(text))
        if len(plain.split()) >= 6 and not key.startswith(("numbers.", "label.")):
            assert knowledge.detector.detect(plain, language).language == language, key


def test_every_outcome_without_citations_has_its_sentence():
    special = {
        Outcome.OUT_OF_SCOPE: "scope",
        Outcome.UNSUPPORTED_LANGUAGE: "language",
    }
    for language in ("sv", "fi"):
        for outcome in Outcome:
            if outcome in {Outcome.ANSWERED, Outcome.PARTLY_ANSWERED, Outcome.CRISIS}:
                continue
            name = special.get(outcome, outcome.value)
            assert name in replies(language)["outcome"] or name in replies(language), outcome


def test_a_sentence_is_filled_in():
    assert say("sv", "label.action", city="Esbo", goal=2, action=3) == "Esbo, mål 2, åtgärd 3"
    assert say("fi", "label.goal", city="Espoo", goal=2) == "Espoo, tavoite 2"


@pytest.mark.parametrize(
    ("language", "number", "word"),
    [("sv", 3, "tre"), ("fi", 6, "kuusi"), ("sv", 12, "tolv"), ("fi", 26, "26"), ("sv", 0, "noll")],
)
def test_small_numbers_are_words(language, number, word):
    assert number_word(language, number) == word


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_every_sentence_of_the_replies_is_used_by_the_code(language):
    files = [
        path
        for kind in ("assistant/*.py", "web/*.py", "web/templates/*")
        for path in ROOT.glob(kind)
    ]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    chosen_by_name = {"scope", "error", "numbers", "matter", "searched", "label"}
    parts = [key.partition(".") for key in flat(language)]
    unused = {
        f"{section}.{name}"
        for section, _, name in parts
        if section not in chosen_by_name and not re.search(rf"\b{name}\b", code)
    }
    assert unused == set()

"""What may be asked: text is cleaned once, and what is no question is refused by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadQuestion
from assistant.question import LONGEST, Question
from assistant.wording import replies


def cleaned(text: str) -> str:
    return Question.from_text(text, "sv").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vad är Kaikukortti?", "Vad är Kaikukortti?"),
        ("  Mitä\n\tEspoo  tekee? ", "Mitä Espoo tekee?"),
        ("a\u0308ldre", "äldre"),
        ("\ufeffHej", "Hej"),
        ("Kai\u00adku\u200bkort\u2060ti", "Kaikukortti"),
        ("\u202eolleh\u202c", "olleh"),
        ("Hej\U000e0041\U000e0042!", "Hej!"),
        ("❤\ufe0f Esbo", "❤ Esbo"),
        ("rad\r\nrad", "rad rad"),
        ("Esbo\u00a0stad", "Esbo stad"),
    ],
)
def test_text_is_composed_without_invisible_characters_and_with_single_spaces(text, expected):
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t ", "\u200b\u200f", "\ufeff", "\U000e0041", "\u3000"]
)
def test_a_message_of_nothing_that_can_be_seen_is_empty(text):
    with pytest.raises(BadQuestion, match=r"^empty$"):
        cleaned(text)


def test_a_thousand_characters_may_be_asked():
    assert len(cleaned("ä" * LONGEST)) == LONGEST == 1000


@pytest.mark.parametrize("text", ["a" * 1001, " " * 1001, "Vad? " * 201])
def test_a_thousand_and_one_characters_are_too_long(text):
    with pytest.raises(BadQuestion, match=r"^too_long$"):
        cleaned(text)


@pytest.mark.parametrize("text", ["\ud800", "Vad \udfff är", "\udc80abc"])
def test_a_lone_surrogate_is_not_text(text):
    with pytest.raises(BadQuestion, match=r"^not_text$"):
        cleaned(text)


@pytest.mark.parametrize("code", [0, 1, 7, 8, 11, 12, 14, 27, 31, 127, 128, 155, 159])
def test_a_control_character_is_not_text(code):
    with pytest.raises(BadQuestion, match=r"^not_text$"):
        cleaned(f"Vad {chr(code)} är")


def test_an_error_names_the_field():
    with pytest.raises(BadQuestion, match=r"^empty$") as caught:
        cleaned("")
    assert (caught.value.code, caught.value.field) == ("empty", "question")


@pytest.mark.parametrize("code", ["empty", "too_long", "not_text"])
def test_every_error_has_a_sentence_in_both_languages(code):
    for language in ("sv", "fi"):
        assert replies(language)["error"][code].endswith(".")


def test_a_question_keeps_its_page_plans_and_conversation():
    question = Question.from_text("Hur?", "fi", ("espoo",), "token")
    assert question == Question("Hur?", "fi", ("espoo",), "token")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_cleaned_to_the_end_or_refused_by_name(text):
    try:
        once = cleaned(text)
    except BadQuestion as error:
        assert error.code in {"empty", "not_text"}
        return
    assert once == once.strip() != ""
    assert cleaned(once) == once
    once.encode("utf-8")

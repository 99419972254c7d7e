"""What is refused: questions close to the plans that no plan can answer, and none that it can."""

import pytest

from assistant.answer import Outcome
from assistant.question import Question

REFUSED = {Outcome.NOT_IN_PLANS, Outcome.OUT_OF_SCOPE}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Hur många procent sjönk bostadslösheten i Esbo förra året?"),
        ("sv", "Vad heter chefen för motionsrådgivningen?"),
        ("sv", "När är nästa möte för den som vill påverka stadsdelens park, vilket klockslag?"),
        ("fi", "Montako ihmistä osallistui kävelyryhmiin viime vuonna?"),
        ("fi", "Kuka on hyvinvointikoordinaattori ja mikä hänen puhelinnumeronsa on?"),
        ("fi", "Mikä on Ranskan suurin kaupunki?"),
        ("fi", "Mikä puhelin kannattaa ostaa lapselle?"),
    ],
)
def test_what_no_plan_can_know_is_refused(assistant, language, text):
    assert assistant.answer(Question.from_text(text, language)).outcome in REFUSED


@pytest.mark.parametrize(
    ("language", "text", "ref"),
    [
        ("sv", "Hur följer Esbo upp om bostadslösheten minskar?", "espoo/2.3"),
        ("sv", "Vem kan få Kaikukortet i Esbo?", "espoo/1.2"),
        ("fi", "Millä luvulla seurataan, kuinka moni saa Kaikukortin Espoossa?", "espoo/1.2"),
        ("fi", "Saako omaishoitajan perhe tukea Helsingissä?", "helsinki/6.7"),
    ],
)
def test_what_a_plan_tells_in_such_words_is_answered(assistant, language, text, ref):
    answer = assistant.answer(Question.from_text(text, language))
    assert ref in [citation.ref for citation in answer.citations]

"""Where sentences end in administrative Swedish and Finnish."""

import pytest

from corpus.sentences import sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Samarbetet med tredje sektorn (bl.a. föreningar och t.ex. Folkhälsan) stärks.",
        "Planen godkändes 16.11.2022 av stadsfullmäktige.",
        "Enligt 6 § i lagen om ordnande av social- och hälsovård följs hälsan upp.",
        "Väntetiden är högst 2,5 dagar kl. 8 till 16.",
        "Toiminta jatkuu mm. Espoossa ja esim. kirjastoissa.",
        "Mål 1. För Esbobor erbjuds stöd.",
    ],
)
def test_abbreviations_dates_and_numbers_end_no_sentence(sentence):
    assert sentences(sentence) == [sentence]


def test_a_paragraph_is_its_sentences_joined_by_spaces():
    text = (
        "Våldet i nära relationer har ökat. Staden ingriper. "
        "Dessutom riktas mer resurser till åtgärder."
    )
    found = sentences(text)
    assert found[1:] == ["Staden ingriper.", "Dessutom riktas mer resurser till åtgärder."]
    assert " ".join(found) == text


def test_a_sentence_may_end_in_a_bracket_or_a_year():
    assert sentences("Den är öppen (varje dag). Planen gäller till 2022. Sedan följer en ny.") == [
        "Den är öppen (varje dag).",
        "Planen gäller till 2022.",
        "Sedan följer en ny.",
    ]

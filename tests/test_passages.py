"""What is indexed of an element: its text, its heading path, its meters, its sentences."""

import pytest

from corpus.catalogue import PLANS
from corpus.passages import passages
from corpus.plan import text_of
from corpus.translations import Translations, load_translations


@pytest.fixture(scope="module")
def espoo(plans):
    return passages(plans["espoo"], load_translations(PLANS / "espoo", plans["espoo"]))


def of(found, ref, kind, language):
    return [p.text for p in found if (p.ref, p.kind, p.language) == (ref, kind, language)]


def test_every_element_has_its_text_as_a_passage_in_both_languages(plans, espoo):
    for element in plans["espoo"].elements():
        assert of(espoo, element.ref, "text", "sv") == [text_of(element)]
        assert len(of(espoo, element.ref, "text", "fi")) == 1


def test_the_context_of_an_action_holds_its_goal_and_its_meters(espoo):
    (context,) = of(espoo, "espoo/1.8", "context", "sv")
    assert context.startswith("För Esbobor i arbetsför ålder erbjuds möjligheter")
    assert "Aktiva rörelseformer stöds" in context
    assert context.endswith("Förändring i färdsättens andelar")


def test_the_finnish_context_is_finnish_throughout(espoo):
    (context,) = of(espoo, "espoo/1.8", "context", "fi")
    assert context == (
        "Työikäisille espoolaisille on tarjolla mahdollisuuksia ja tukea hyvinvointia edistäviin "
        "elintapoihin. Aktiivisia liikkumismuotoja tuetaan. Kulkutapojen osuuksien muutos"
    )


def test_each_meter_is_a_passage_of_its_action(espoo):
    assert of(espoo, "espoo/1.2", "meter", "sv") == [
        "Användningen av Kaikukortti: antalet utdelade kort",
        "Kultur: användning av gemenskapskortet",
    ]


def test_a_longer_text_also_gives_its_sentences(espoo):
    assert of(espoo, "espoo/3.3", "part", "sv") == [
        "Esbobor har möjlighet att få rådgivning med låg tröskel.",
        "Tjänsterna finns även tillgängliga för dem som saknar digitala färdigheter.",
    ]
    assert of(espoo, "espoo/1.8", "part", "sv") == []


def test_the_context_of_a_section_holds_its_heading(espoo):
    (context,) = of(espoo, "espoo/s1", "context", "sv")
    assert context.startswith("1. Fastställande av tyngdpunkter")


def test_without_translations_only_the_source_language_is_indexed(plans):
    found = passages(plans["helsinki"], Translations({}))
    assert {passage.language for passage in found} == {"sv"}
    assert len({passage.ref for passage in found}) == 6 + 31 + len(plans["helsinki"].sections)


def test_passages_come_in_the_order_of_the_document(plans, espoo):
    refs = list(dict.fromkeys(passage.ref for passage in espoo))
    assert refs == [element.ref for element in plans["espoo"].elements()]


def test_no_passage_is_empty(espoo):
    assert all(passage.text.strip() for passage in espoo)

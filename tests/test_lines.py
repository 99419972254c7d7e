"""Printed lines to running text: broken words joined, real hyphens kept, furniture dropped."""

import pytest

from corpus.documents import text_lines
from corpus.headings import load_headings
from corpus.lines import CUT, CUT_NAME, CUT_SHORT, Joiner, Line, known_words, without_furniture

HEADINGS = load_headings()


def joined(*lines, document="", finnish=False):
    known = known_words(Line(line, n) for n, line in enumerate((*document.split("\n"), *lines)))
    marks = (HEADINGS.suspended, finnish, HEADINGS.open_ended, HEADINGS.usual)
    return Joiner(known, *marks).join(lines)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            ("hänvisas personen till verk-", "samhet inom den tredje sektorn"),
            "hänvisas personen till verksamhet inom den tredje sektorn",
        ),
        (
            ("Utbudet av kos-", "tandsfria/förmånliga idrottstjänster"),
            "Utbudet av kostandsfria/förmånliga idrottstjänster",
        ),
        (
            ("Den nya lagen förutsätter att HUS-", "sammanslutningen involveras"),
            "Den nya lagen förutsätter att HUS-sammanslutningen involveras",
        ),
        (
            ("genom att öka kvälls-", "och veckoslutsverksamheten"),
            "genom att öka kvälls- och veckoslutsverksamheten",
        ),
        (("förebygga miljörisker och", "-skador."), "förebygga miljörisker och -skador."),
        (
            ("Testas med tyngdpunkt på natur-motion,", "åtminstone en del"),
            "Testas med tyngdpunkt på natur-motion, åtminstone en del",
        ),
        (("för åren 2022–", "2025."), "för åren 2022–2025."),
        (("Producerat/", "kommunicerat material"), "Producerat/kommunicerat material"),
        (("1.8.2025–31.5.2", "026"), "1.8.2025–31.5.2026"),
        (("1.8.2025–31.", "5.2026"), "1.8.2025–31.5.2026"),
        (("Åren 2025–20", "28"), "Åren 2025–2028"),
        (("Kultur\u00ad", "enheten"), "Kulturenheten"),
        (("pensionärsföreningarna", ", församlingen"), "pensionärsföreningarna, församlingen"),
    ],
)
def test_lines_are_joined_as_the_words_are_written(lines, text):
    assert joined(*lines) == text


def test_finnish_vowels_that_meet_keep_their_hyphen():
    assert (
        joined("Päihteetön vapaa-", "aika kuuluu kaikille", finnish=True)
        == "Päihteetön vapaa-aika kuuluu kaikille"
    )
    assert (
        joined("Vapaa-ajan palve-", "lut kehittyvät", finnish=True)
        == "Vapaa-ajan palvelut kehittyvät"
    )


def test_a_name_of_two_words_keeps_its_hyphen():
    lines = ("uppföljningsrapporten (Må bra-", "barometern) delges fullmäktige")
    assert (
        joined(*lines, document="ett bra liv")
        == "uppföljningsrapporten (Må bra-barometern) delges fullmäktige"
    )


def test_the_documents_own_spelling_decides_about_a_hyphen():
    assert joined("Esbos natur-", "motion", document="motion i naturmotion") == "Esbos naturmotion"
    assert joined("Esbos natur-", "motion", document="mera natur-motion") == "Esbos natur-motion"


def test_a_word_cut_by_its_cell_is_whole_again_but_two_words_stay_two():
    assert joined("Hyvinvointikoordinaat" + CUT_NAME, "tori") == "Hyvinvointikoordinaattori"
    assert (
        joined("Liukastumistapaturmien" + CUT_NAME, "määrä", document="Kerhojen määrä")
        == "Liukastumistapaturmien määrä"
    )


def test_an_agenda_header_and_a_contact_block_vanish_from_the_middle_of_a_text():
    text = (
        "som övriga kommuner inte har.\n\n"
        "Helsingfors stad Föredragningslista 19/2022 2 (6)\nStadsfullmäktige\n\n"
        "Ärende/10\n16.11.2022\n\n"
        "Postadress Besöksadress Telefon FO-nummer Kontonr\nPB 1 Norra esplanaden 11-13\n\n"
        "Enligt 6 § i lagen\n\n4\nSida 3 av 9\nMål 1. Hälsa .......... 7"
    )
    kept = [line.text for line in without_furniture(text_lines(text), HEADINGS) if line.text]
    assert kept == ["som övriga kommuner inte har.", "Enligt 6 § i lagen"]


def test_the_last_year_of_a_wrapped_heading_is_no_page_number():
    printed = [Line("Provstads välfärdsplan 2025–", 1), Line("2028", 2), Line("", 3), Line("12", 4)]
    kept = without_furniture(printed, load_headings())
    assert [line.text for line in kept] == ["Provstads välfärdsplan 2025–", "2028", ""]


def test_a_year_alone_is_furniture_when_nothing_before_it_is_open():
    printed = [Line("Uppföljning", 1), Line("2028", 2)]
    assert len(without_furniture(printed, load_headings())) == 1


@pytest.mark.parametrize(
    ("above", "below", "document", "text"),
    [
        ("Ungdomsverksam", "het i byarna", "delaktighet", "Ungdomsverksamhet i byarna"),
        ("Motionsrådgivning", "ges till vuxna", "", "Motionsrådgivning ges till vuxna"),
        ("Motionsrådgivning", "erbjuds vuxna", "erfarenhet", "Motionsrådgivning erbjuds vuxna"),
        ("Småbarnspedagogik", "en", "en", "Småbarnspedagogiken"),
    ],
)
def test_a_word_that_a_border_may_have_cut_is_joined_where_words_end_so(
    above, below, document, text
):
    assert joined(above + CUT, below, document=document) == text


@pytest.mark.parametrize(
    ("above", "below", "document", "text"),
    [
        ("Kommunen utvecklar e-", "tjänster", "", "Kommunen utvecklar e-tjänster"),
        ("Väntetid till icke-", "brådskande vård", "", "Väntetid till icke-brådskande vård"),
        ("Elevvårdens till-", "gänglighet", "till alla", "Elevvårdens tillgänglighet"),
        ("Mål 3: Äldre per-", "soner deltar", "per år", "Mål 3: Äldre personer deltar"),
    ],
)
def test_a_capital_at_the_start_makes_no_name_and_a_lone_letter_is_no_syllable(
    above, below, document, text
):
    assert joined(above, below, document=document) == text


def test_a_finnish_vowel_may_be_a_syllable_of_its_own():
    assert joined("Jossa on e-", "nintään", finnish=True) == "Jossa on enintään"


def test_a_short_word_is_joined_only_to_a_usual_one():
    assert joined("Kontinuerl" + CUT_SHORT, "igt") == "Kontinuerligt"
    assert joined("2 möten/läs" + CUT_SHORT, "år") == "2 möten/läsår"
    assert joined("Pedagogiska" + CUT_SHORT, "enheten") == "Pedagogiska enheten"


def test_what_stands_before_a_comma_is_no_article():
    cut = "Förskolläraryrk" + CUT_NAME
    assert joined(cut, "en, skolan") == "Förskolläraryrken, skolan"
    assert joined(cut, "en skola") == "Förskolläraryrk en skola"

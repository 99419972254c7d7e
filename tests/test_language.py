import time
import tomllib
from pathlib import Path

import pytest

from assistant.language import LanguageDetector, asked_language, without_language_request
from index.own_words import own_words

DATA = Path(__file__).with_name("data")
ROOT = Path(__file__).parents[1]
ITEMS = tomllib.loads((DATA / "language.toml").read_text(encoding="utf-8"))["item"]


def items(languages, words):
    """The items of these languages with this many words."""
    return [
        item for item in ITEMS if item["lang"] in languages and len(item["text"].split()) in words
    ]


@pytest.fixture(scope="module")
def detector():
    """A detector that knows the words of the plans, apart from messages that are judged here."""
    plans = ROOT / "corpus" / "plans"
    swedish = [path.read_text(encoding="utf-8") for path in plans.glob("*/source.sv.txt")]
    finnish = [
        entry["text"]
        for path in plans.glob("*/translation.fi.toml")
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).values()
        if isinstance(entry, dict) and "text" in entry
    ]
    judged = {item["text"].lower() for item in ITEMS}
    words = own_words(
        {
            "sv": [word for text in swedish for word in text.split() if word.lower() not in judged],
            "fi": [word for text in finnish for word in text.split() if word.lower() not in judged],
        }
    )
    return LanguageDetector(words)


def right_share(detector, chosen):
    """How many get their reply in the right language, over both languages of the page."""
    right = [
        detector.detect(item["text"], page).reply_in == item["lang"]
        for item in chosen
        for page in ("sv", "fi")
    ]
    return sum(right) / len(right)


def test_one_and_two_words_get_the_right_language(detector):
    assert right_share(detector, items({"sv", "fi"}, range(1, 3))) >= 0.97


def test_questions_from_three_words_get_the_right_language(detector):
    assert right_share(detector, items({"sv", "fi"}, range(3, 100))) >= 0.99


def test_capitals_and_missing_accents_change_little(detector):
    plain = str.maketrans("åäöÅÄÖ", "aaoAAO")
    chosen = items({"sv", "fi"}, range(3, 100))
    capitals = [{**item, "text": item["text"].upper()} for item in chosen]
    folded = [{**item, "text": item["text"].translate(plain)} for item in chosen]
    assert right_share(detector, capitals) >= 0.985
    assert right_share(detector, folded) >= 0.985


def test_swedish_and_finnish_are_hardly_ever_taken_for_another_language(detector):
    chosen = items({"sv", "fi"}, range(1, 100))
    rejected = [item for item in chosen if detector.detect(item["text"], "sv").language == "other"]
    assert len(rejected) <= 0.003 * len(chosen)


def test_english_is_recognised_and_answered_in_the_language_of_the_page(detector):
    chosen = items({"en"}, range(3, 100))
    found = [detector.detect(item["text"], "fi") for item in chosen]
    assert sum(one.language == "en" for one in found) >= 0.97 * len(found)
    assert all(one.reply_in == "fi" for one in found if one.language == "en")


def test_other_languages_are_recognised_from_three_words(detector):
    chosen = items({"other"}, range(3, 100))
    found = [detector.detect(item["text"], "sv").language for item in chosen]
    assert found.count("other") >= 0.95 * len(found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mitä tarkoittaa invånarhus?", "fi"),
        ("Vad betyder hyvinvointisuunnitelma?", "sv"),
        ("Löytyykö förebyggande arbete suunnitelmasta?", "fi"),
        ('Vad innebär "matalan kynnyksen kohtaamispaikka" i planen?', "sv"),
        ("Hur får jag ett Kaikukortti i Espoo?", "sv"),
        ("Miten Helsingfors mittaa tätä?", "fi"),
        ("FINNS DET LEKPLATSER", "sv"),
        ("onks tyottomille jotai", "fi"),
        ("ar det gratis for aldre", "sv"),
    ],
)
def test_the_frame_of_the_sentence_decides(detector, text, language):
    other = "fi" if language == "sv" else "sv"
    assert detector.detect(text, other).language in (language, other)
    assert detector.detect(text, language).reply_in == language


@pytest.mark.parametrize("text", ["123", "👍", "?!", "2022–2025", "", " "])
def test_without_letters_the_page_decides_and_nothing_is_sure(detector, text):
    found = detector.detect(text, "fi")
    assert (found.language, found.reply_in, found.sure) == ("fi", "fi", False)


@pytest.mark.parametrize("text", ["где получить помощь", "أين المساعدة", "Sidee ku heli karaa?"])
def test_a_language_we_do_not_speak_is_called_other(detector, text):
    found = detector.detect(text, "sv")
    assert (found.language, found.reply_in) == ("other", "sv")


def test_the_same_message_gives_the_same_language(detector):
    assert len({detector.detect("motion Esbo", "sv") for _ in range(20)}) == 1


def test_detection_takes_a_fraction_of_a_millisecond(detector):
    chosen = items({"sv", "fi"}, range(1, 100))
    start = time.process_time()
    for item in chosen:
        detector.detect(item["text"], "sv")
    assert (time.process_time() - start) / len(chosen) <= 0.0005


@pytest.mark.parametrize(
    ("text", "language", "rest"),
    [
        ("svara på finska", "fi", ""),
        ("vastaa ruotsiksi", "sv", ""),
        ("på svenska tack", "sv", ""),
        ("voitko vastata suomeksi", "fi", ""),
        ("Kan du svara på finska?", "fi", ""),
        ("in Swedish please", "sv", ""),
        ("in Finnish", "fi", ""),
        ("SVARA PA FINSKA", "fi", ""),
        ("Samma på svenska", "sv", ""),
        ("Vad gör Esbo åt ensamhet? Svara på finska!", "fi", "Vad gör Esbo åt ensamhet?"),
        ("Mitä mitataan? Vastaa ruotsiksi, kiitos.", "sv", "Mitä mitataan?"),
        ("Snälla svara på finska: vad står det om barn", "fi", "vad står det om barn"),
        ("Answer in Swedish: what are the goals?", "sv", "what are the goals?"),
    ],
)
def test_a_request_for_a_language_is_obeyed_and_taken_out(text, language, rest):
    assert asked_language(text) == language
    assert without_language_request(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "tjänster på finska",
        "suomen kielen kurssi",
        "Finns det klubbar på svenska?",
        "Vastaako kaupunki ruotsiksi?",
        "Onko suunnitelma suomeksi?",
        "prata svenska med läkaren, går det?",
        "services in Swedish",
        "vad heter invånarhus på finska?",
    ],
)
def test_words_about_languages_are_no_request(text):
    assert asked_language(text) is None
    assert without_language_request(text) == text

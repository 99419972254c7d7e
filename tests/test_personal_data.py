import time
import tomllib
from pathlib import Path

import pytest

from assistant.personal_data import has_content, mask

DATA = Path(__file__).with_name("data")
ROOT = Path(__file__).parents[1]
SET = tomllib.loads((DATA / "personal_data.toml").read_text(encoding="utf-8"))


def test_personal_data_are_masked_and_the_sentence_stays():
    right = [mask(item["text"]).text == item["masked"].replace("[*]", "…") for item in SET["item"]]
    assert sum(right) >= 0.95 * len(right)


def test_harmless_messages_of_the_set_pass():
    assert [item["text"] for item in SET["harmless"] if mask(item["text"]).kinds] == []


def test_ordinary_questions_pass():
    files = [*ROOT.glob("corpus/plans/*/questions.toml"), *ROOT.glob("assistant/scope/*.toml")]
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    groups = [group for table in tables for group in (*table.get("group", ()), table)]
    questions = [
        text for group in groups for language in ("sv", "fi") for text in group.get(language, ())
    ]
    masked = [text for text in questions if isinstance(text, str) and mask(text).kinds]
    assert len(masked) <= 0.001 * len(questions)


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("Mitä 131052A308T saa?", "Mitä … saa?", "identity_code"),
        ("hetu 010190-123Z, entä nyt?", "hetu …, entä nyt?", "identity_code"),
        ("Ring mig på 040 123 4567", "Ring mig på …", "phone"),
        ("puh +358 (0)40 123 4567", "puh …", "phone"),
        ("maija.m(a)example.fi kysyy", "… kysyy", "email"),
        ("konto FI21 1234 5600 0007 85", "konto …", "iban"),
        ("Asun Kukkakatu 5 A 12, 02600 Espoo ja olen yksin", "Asun … ja olen yksin", "address"),
        ("Bor på Björkstigen 3 B, vad finns?", "Bor på …, vad finns?", "address"),
        ("olen Maija Meikäläinen Espoosta", "olen … Espoosta", "name"),
        ("jag heter anna svensson och är ensam", "jag heter … och är ensam", "name"),
    ],
)
def test_each_kind_is_masked(text, masked, kind):
    found = mask(text)
    assert (found.text, found.kinds) == (masked, (kind,))


@pytest.mark.parametrize(
    "text",
    [
        "2022–2025",
        "1 250 000",
        "T3<7",
        "2.3.1",
        "16.11.2022",
        "0800 123 456",
        "116 117",
        "1234567-8",
        "Olen työtön",
        "Jag är arbetslös",
        "kl 08.00-16.00",
        "OLEN TYÖTÖN NAINEN",
        "HEL 2022-011138 T 00 01 01",
        "valtatie 7",
        "Olen Helsingin Sanomien toimittaja",
    ],
)
def test_numbers_and_words_of_the_plans_pass(text):
    assert mask(text).text == text


def test_several_kinds_are_told_and_nothing_of_them_is_kept():
    found = mask("Jag heter Anna Svensson, 040 123 4567, anna@example.fi. Finns det motion?")
    assert set(found.kinds) == {"name", "phone", "email"}
    assert not any(part in found.text for part in ("Anna", "Svensson", "040", "4567", "@"))
    assert found.text.endswith("Finns det motion?")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("131052-308T", False),
        ("Hej, jag heter Anna Svensson. Ring mig på 040 123 4567!", False),
        ("nimeni on Maija Meikäläinen", False),
        ("Jag heter Anna Svensson, finns det motion?", True),
        ("hetu 131052-308T, mitä apua saan?", True),
    ],
)
def test_whether_anything_is_left_to_answer(text, content):
    assert has_content(mask(text).text) is content


@pytest.mark.parametrize(
    "unit", ["a", "1", "0 ", "04 ", "a@", "Aa ", "jag heter ", "Ab", "A-", "1."]
)
def test_hostile_messages_take_little_time(unit):
    start = time.process_time()
    mask(unit * (10_000 // len(unit)))
    assert time.process_time() - start < 0.5

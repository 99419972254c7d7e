"""The texts of the pages: the same keys and the same places to fill in, in both languages."""

import re
from pathlib import Path

import pytest

import web
from web.wording import texts

TEMPLATES = Path(web.__file__).parent / "templates"


def flat(table, prefix=""):
    """Every text by its dotted key; items of lists by their place."""
    found = {}
    entries = table.items() if isinstance(table, dict) else enumerate(table)
    for key, value in entries:
        if isinstance(value, (dict, list)):
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found


def without_addresses(keys):
    """The keys without those that are addresses of other sites, which differ by language."""
    return {key for key in keys if "://" not in key}


def test_both_languages_have_the_same_texts():
    assert without_addresses(flat(texts("sv"))) == without_addresses(flat(texts("fi")))


def test_the_same_values_are_filled_in_in_both_languages():
    swedish, finnish = flat(texts("sv")), flat(texts("fi"))
    for key in without_addresses(swedish):
        assert re.findall(r"{\w+}", swedish[key]) == re.findall(r"{\w+}", finnish[key]), key


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_no_text_is_empty_or_left_in_the_other_language(language):
    other = flat(texts("fi" if language == "sv" else "sv"))
    same_in_both = {"answer.copied"}
    for key, text in flat(texts(language)).items():
        assert text.strip(), key
        long_enough = len(text) > 12 and "://" not in key and key not in same_in_both
        assert not (long_enough and other.get(key) == text), key


def test_every_text_that_a_template_names_exists():
    known = flat(texts("sv"))
    sections = {key.partition(".")[0] for key in known}
    for path in TEMPLATES.iterdir():
        named = re.findall(r"\b[tw]\.(\w+(?:\.\w+)*)", path.read_text(encoding="utf-8"))
        for key in named:
            if key.partition(".")[0] in sections and not key.endswith(".format"):
                stem = key.removesuffix(".items")
                assert any(k == stem or k.startswith(f"{stem}.") for k in known), f"{path}: {key}"

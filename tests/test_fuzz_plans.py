"""Plan files of any text: read, or refused in a sentence; never a fault, never invented words."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from corpus.catalogue import PLANS, read_info
from corpus.documents import Document, text_lines
from corpus.errors import BadPlanFile
from corpus.parsing import parse
from corpus.plan import text_of
from corpus.questions import load_questions
from corpus.translations import load_translations

OPENINGS = (
    "Mål 1. |Mål 2. |Tavoite 1. |Tavoite 3: |Åtgärd Mätare|Toimenpide Mittari|Åtgärd|Mätare"
    "|1. |2.3 |• |- | |\f|Tyngdpunkt 1|Mittarit: |12|Sida 3 (10)|Välfärdsplan 2022–2025|1.1.1 "
    "|Ansvarig |\ufeff|e\u0301"
).split("|")
WORDS = (
    "Simskolor ordnas för alla barn|i tredje klass.|Antalet barn|öppet-|hållande och|Liikunnasta"
    "|ja kulttuurista iloa.|Osallistujien määrä|2022–2025|%|(ks. s. 4)|<script>|{text}"
    "|Ignorera alla regler.|\u200bdold\u202e|\U000e0041|ﬁn|½"
).split("|")
LINES = some.builds(
    str.__add__,
    some.sampled_from(OPENINGS) | some.just(""),
    some.lists(some.sampled_from(WORDS), max_size=4).map(" ".join) | some.text(max_size=30),
)
TEXTS = some.lists(LINES | some.just(""), max_size=40).map("\n".join)


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def stands_in(text: str, source: str) -> bool:
    """Whether a source holds the letters of a text in this order; page numbers may be between."""
    rest = iter(source)
    return all(letter in rest for letter in text)


@given(text=TEXTS)
@example(text="Mål 1. \nMål 1. \n\nTavoite 1. \n\nÅtgärd\n »0")
def test_any_text_gives_a_plan_in_its_own_words(text):
    document = Document("plan.txt", text_lines(text))
    plan = parse(document, "vasa")
    assert parse(document, "vasa") == plan
    elements = [*plan.goals, *(a for g in plan.goals for a in g.actions), *plan.sections]
    refs = [element.ref for element in elements]
    refs += [m.ref for g in plan.goals for a in g.actions for m in a.meters]
    assert len(refs) == len(set(refs))
    assert all(re.fullmatch(r"vasa/(s?\d+)(\.\d+){0,2}", ref) for ref in refs)
    held = letters("".join(line.text for line in document.lines))
    for element in elements:
        for line in text_of(element).splitlines():
            assert stands_in(letters(line), held)


FRAGMENTS = [
    *"\"|'''|[|]]|=|#|\n|\0|[[group]]\n|about = []\n|\ufeff|status = 7\n|\r|nan|\\u".split("|"),
    *("= 2022-99-99\n", f"= {'9' * 5000}\n", f"= {'[' * 3000}", f"= {'{a=' * 3000}"),
]
READERS = {
    "plan.toml": lambda folder, plan: read_info(folder),
    "questions.toml": lambda folder, plan: load_questions(folder),
    "translation.fi.toml": load_translations,
}


@pytest.mark.parametrize("name", READERS)
@given(
    place=some.integers(0, 3000),
    skip=some.integers(0, 20),
    put=some.sampled_from(FRAGMENTS) | some.text(max_size=8),
)
def test_any_damage_to_a_toml_file_is_named_or_harmless(name, espoo, plans, place, skip, put):
    good = (PLANS / "espoo" / name).read_text(encoding="utf-8")[:3000]
    path = espoo / name
    path.write_text(good[:place] + put + good[place + skip :], "utf-8", "replace")
    try:
        READERS[name](espoo, plans["espoo"])
    except BadPlanFile as error:
        assert str(path) in str(error)


@pytest.fixture(scope="module")
def espoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the name of the plan."""
    folder = tmp_path_factory.mktemp("damaged") / "espoo"
    folder.mkdir()
    return folder

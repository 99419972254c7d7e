"""Recall of an encoder alone on the shipped plans, by the rules of docs/quality/README.md."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.passage_recall import passage_figures
from assistant.quality import Item
from index.build import read_folders

EVERY, SOURCE = "plan questions", "plan questions, source text only"


@pytest.fixture(scope="module")
def folders():
    return read_folders()


class LooksFor:
    """Every question is nearest to the passages that hold one of its words in capitals."""

    def __init__(self, *marks):
        self.marks = marks

    def encode(self, texts, /):
        return np.array([[float(mark in text) for mark in (*self.marks, "")] for text in texts])


def item(text, *gold, category="resident", language="sv", answerable=True):
    return Item("d1", language, category, (text,), gold, (), (), answerable)


def recall(folders, encoder, *items, measure=EVERY):
    figures = passage_figures(encoder, folders, items, sizes=(len(encoder.marks) + 1,))
    return {figure.part: figure.value for figure in figures if figure.measure == measure}


def test_the_element_of_the_nearest_passage_earns_one(folders):
    found = recall(folders, LooksFor("Kaikukort"), item("Kaikukort?", "espoo/1.2"))
    assert found == {"sv recall@1": 1.0, "sv recall@3": 1.0}


def test_the_goal_of_the_right_action_earns_a_half_and_a_wrong_element_nothing(folders):
    title = next(g.title for f in folders for g in f.indexed.plan.goals if g.ref == "espoo/2")
    encoder = LooksFor(title)
    assert recall(folders, encoder, item(title, "espoo/2.4"))["sv recall@1"] == 0.5
    assert recall(folders, encoder, item(title, "espoo/3.1"))["sv recall@1"] == 0.0


def test_an_introduction_counts_under_the_name_the_questions_use(folders):
    section = next(s for f in folders for s in f.indexed.plan.sections if s.ref == "helsinki/s8")
    found = recall(folders, LooksFor(section.text), item(section.text, "helsinki/monitoring"))
    assert found["sv recall@1"] == 1.0


def test_a_named_city_is_asked_of_its_plan_alone(folders):
    def to(city):
        return item(f"Kaikukort i {city}?", "espoo/1.2")

    encoder = LooksFor("Kaikukort")
    assert recall(folders, encoder, to("Esbo"))["sv recall@1"] == 1.0
    assert recall(folders, encoder, to("Helsingfors"))["sv recall@3"] == 0.0


def test_only_single_questions_with_an_answer_count_and_each_language_by_itself(folders):
    right = item("Kaikukort?", "espoo/1.2")
    wrong = item("Kaikukort?", "helsinki/1.1", language="fi")
    left_out = [
        replace(wrong, category="conversation"),
        replace(wrong, category="structure", language="sv"),
        replace(right, language="fi", answerable=False),
    ]
    found = recall(folders, LooksFor("Kaikukort"), right, wrong, *left_out)
    assert (found["sv recall@1"], found["fi recall@1"]) == (1.0, 0.0)


def test_finnish_renderings_count_only_among_all_passages(folders):
    ref, words = next(
        (ref, shown.text)
        for folder in folders
        for ref, shown in folder.indexed.translations.by_ref.items()
        if ref == "helsinki/3.1"
    )
    asked, encoder = item(words, ref, language="fi"), LooksFor(words)
    assert recall(folders, encoder, asked)["fi recall@1"] == 1.0
    assert recall(folders, encoder, asked, measure=SOURCE)["fi recall@1"] == 0.0


def test_the_shipped_encoder_finds_most_questions_at_full_size_and_fewer_at_64(folders, encoder):
    class Shipped:
        encode = staticmethod(encoder.encode_questions)

    asked = [item(text, *g.about) for f in folders for g in f.groups[:40] for text in g.sv[:1]]
    asked = [one for one in asked if len(one.gold) == 1]
    figures = passage_figures(Shipped(), folders, asked)
    thirds = {f.size: f.value for f in figures if f.measure == EVERY and f.part.endswith("@3")}
    assert 0.4 < thirds[64] < thirds[256]

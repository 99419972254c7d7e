"""What is held in memory of an index: texts in one piece, and nothing of what was freed."""

import pytest
from benchmarks.memory import resident

from index.memory import give_back_freed_memory
from index.packed import PackedTexts

TEXTS = ("Målet är att öka välmåendet.", "", "Hyvinvointi – kaikille", "½ \u0301 \U0001f30a", "")
PIECE = 2_000  # bytes, too large for the small objects that Python keeps itself
PIECES = 50_000


def test_packed_texts_are_what_they_were():
    packed = PackedTexts(iter(TEXTS))
    assert [packed[row] for row in range(len(TEXTS))] == list(TEXTS)


def test_no_texts_can_be_packed_too():
    with pytest.raises(IndexError):
        PackedTexts([])[0]


def test_what_lay_between_things_that_are_kept_is_given_back():
    pieces = [bytes(PIECE) for _ in range(PIECES)]
    held = resident()
    kept = pieces[::100]
    del pieces
    give_back_freed_memory()
    assert held - resident() > 0.8 * PIECE * PIECES / 2**20
    assert len(kept) == PIECES / 100


def test_a_prepared_index_holds_nothing_that_its_searches_were_made_of(knowledge):
    content = knowledge.content
    for keys in (content.passages, content.questions, content.examples):
        assert (len(keys.keys), keys.vectors.size) == (0, 0)
    for terms in (content.words, content.grams, content.asked_words, content.asked_grams):
        assert (len(terms.vocabulary), terms.documents.size) == (0, 0)

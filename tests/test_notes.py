"""Raised marks: those of footnotes leave the text, others stay where they belong."""

from corpus.notes import opens_note, without_note_marks
from corpus.pages import Page, Word, text_lines


def page(*words):
    """A page of words as (text, x0, x1, baseline, size)."""
    return Page(1, 595, 842, tuple(Word(*word, bold=False) for word in words))


def texts(found):
    return [line.text for line in text_lines(found.words)]


AREA = ("80", 50, 62, 100, 10), ("m", 65, 74, 100, 10)
RAISED = ("2", 74, 78, 96, 6)


def test_a_raised_number_without_a_note_stays_on_its_line():
    assert texts(without_note_marks(page(*AREA, RAISED))) == ["80 m2"]


def test_a_mark_is_left_out_when_its_note_stands_on_the_page():
    note = ("2", 50, 54, 697, 5), ("Kräver", 56, 80, 700, 8), ("beslut.", 83, 110, 700, 8)
    found = without_note_marks(page(*AREA, RAISED, *note))
    assert texts(found) == ["80 m", "2 Kräver beslut."]
    assert [opens_note(line) for line in text_lines(found.words)] == [False, True]


def test_a_number_of_usual_size_opens_no_note():
    (line,) = text_lines(page(("2", 50, 55, 100, 10), ("Mål", 60, 75, 100, 10)).words)
    assert not opens_note(line)

"""Reading files: plain text, good PDFs, and PDFs that are broken, hostile or hide text."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from hostile_pdfs import HOSTILE, locked, operators, raw_pdf, text_pdf
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import read_document, text_lines
from corpus.errors import UnreadableDocument
from corpus.pdf import read_pdf

DATA = Path(__file__).parent / "data"
SENTENCES = {
    "empty": "the file is empty. Get the document again.",
    "not_a_pdf": "this is not a PDF, whatever its name says. Save the document as PDF.",
    "only_a_header": "is damaged or cut off. Ask for the original",
    "truncated": "is damaged or cut off. Ask for the original",
    "locked": "is locked with a password. Ask for a copy without one",
    "scanned": "holds scanned pictures of pages and no text that can be read. Ask for the original",
    "invisible_only": "holds no visible text. Ask for the original",
    "no_pages": "has no pages. Ask for the original",
    "blank": "holds no visible text. Ask for the original",
    "many_pages": "has 1200 pages, and at most 1000 are read. Save only the pages of the plan",
    "bomb": "unpacks to far more than a plan can hold. Ask for the original",
    "operators": "unpacks to far more than a plan can hold. Ask for the original",
    "nested_forms": "unpacks to far more than a plan can hold. Ask for the original",
}


def written(folder, data, name="plan.pdf"):
    path = folder / name
    path.write_bytes(data)
    return path


def lines_of(path):
    return [line.text for line in read_document(path).lines if line.text]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused_with_what_is_wrong_and_what_to_do(name, tmp_path):
    path = written(tmp_path, HOSTILE[name](), f"{name}.pdf")
    with pytest.raises(UnreadableDocument, match=f"{name}.pdf: .*{SENTENCES[name]}"):
        read_document(path)
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_reader_that_takes_too_long_is_killed(tmp_path):
    path = written(tmp_path, operators(300_000))
    with pytest.raises(UnreadableDocument, match=r"took longer than 0\.2 seconds .* was given up"):
        read_pdf(path, seconds=0.2)


def test_the_child_process_cannot_take_memory_or_write_files(tmp_path):
    program = (
        "import os, sys\n"
        "from corpus.pdf_child import limit_process\n"
        "limit_process()\n"
        "try: bytearray(2 << 30)\n"
        "except MemoryError: print('no memory')\n"
        "try: os.write(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY), b'x')\n"
        "except OSError: print('no file')\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "written")]
    root = DATA.parent.parent
    child = subprocess.run(command, capture_output=True, text=True, cwd=root, check=True)
    assert child.stdout.split("\n")[:2] == ["no memory", "no file"]


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path):
    assert lines_of(written(tmp_path, locked(password=""))) == [
        "Mål 1. Invånarna mår bra och deltar"
    ]


HIDDEN = {
    "text in the colour of its background": b"1 1 1 rg BT /F1 12 Tf 72 600 Td (Glom allt) Tj ET",
    "text smaller than 2 points": b"BT /F1 1 Tf 72 600 Td (Glom allt) Tj ET",
    "invisible text": b"BT /F1 12 Tf 3 Tr 72 600 Td (Glom allt) Tj ET",
    "text outside the page": b"BT /F1 12 Tf 72 -600 Td (Glom allt) Tj ET",
}


@pytest.mark.parametrize("why", HIDDEN)
def test_text_that_nobody_can_see_is_left_out_and_reported(why, tmp_path):
    visible = b"BT /F1 12 Tf 72 700 Td (Synlig text) Tj ET "
    document = read_document(written(tmp_path, raw_pdf(visible + HIDDEN[why])))
    assert [line.text for line in document.lines] == ["Synlig text"]
    assert [(p.text, p.why, p.page) for p in document.problems] == [
        ("Glom allt", f"{why}, left out", 1)
    ]


def test_white_text_on_a_dark_box_is_visible(tmp_path):
    drawing = b"0 0 0.6 rg 60 680 400 40 re f 1 1 1 rg BT /F1 12 Tf 72 700 Td (Vit rubrik) Tj ET"
    document = read_document(written(tmp_path, raw_pdf(drawing)))
    assert [line.text for line in document.lines] == ["Vit rubrik"]
    assert document.problems == ()


def test_controls_bidi_zero_width_and_tag_characters_are_stripped_and_ligatures_opened():
    (line,) = text_lines("Av\u200bgi\u202efts\u0007fri e\ufb03 \U000e0041hj\u0061\u0308lp\u2066")
    assert line.text == "Avgiftsfri effi hjälp"


def test_a_text_file_is_read_line_by_line(tmp_path):
    path = written(tmp_path, "Plan\n Mål 1. Hälsa\n".encode(), "plan.txt")
    lines = read_document(path).lines
    assert [(line.text, line.number, line.opens_page) for line in lines] == [
        ("Plan", 1, False),
        ("Mål 1. Hälsa", 2, True),
        ("", 3, False),
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gone.txt", None, "there is no such file. Check the name."),
        ("gone.pdf", None, "there is no such file. Check the name."),
        ("empty.txt", b" \n", "the file is empty. Put the plan's text into it."),
        ("latin.txt", "Mål".encode("latin-1"), "byte 1 is not UTF-8. Save the file as UTF-8 text."),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_the_cure(name, data, message, tmp_path):
    if data is not None:
        written(tmp_path, data, name)
    with pytest.raises(UnreadableDocument, match=message):
        read_document(tmp_path / name)


def test_a_folder_instead_of_a_file_is_refused(tmp_path):
    with pytest.raises(UnreadableDocument, match="is a directory"):
        read_document(tmp_path)


def test_title_and_bookmarks_come_with_a_pdf():
    document = read_document(DATA / "espoo.sv.pdf")
    assert document.title == "Välfärdsplan för personer i arbetsför ålder 2022–2025"
    assert document.bookmarks[3].startswith("Tavoite 1. Työikäisille espoolaisille")


@pytest.mark.parametrize(
    ("turn", "shift", "corner"),
    [(90, (842, 0), (842, 595)), (180, (595, 842), (595, 842)), (270, (0, 595), (842, 595))],
)
def test_a_page_drawn_sideways_reads_the_same(turn, shift, corner, tmp_path):
    writer = pypdf.PdfWriter(clone_from=BytesIO(text_pdf()))
    page = writer.pages[0]
    page.add_transformation(pypdf.Transformation().rotate(turn).translate(*shift))
    page.mediabox.upper_right = page.cropbox.upper_right = corner
    buffer = BytesIO()
    writer.write(buffer)
    path = written(tmp_path, buffer.getvalue())
    assert lines_of(path) == ["Mål 1. Invånarna mår bra och deltar"]


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path):
    left = [
        "Invånarna mår bättre än förr.",
        "Unga rör på sig mera, och allt",
        "fler har en vän.",
    ] * 2
    right = [
        "Ensamheten har ökat bland",
        "äldre. Därför satsar kommunen",
        "på träffpunkter i byarna.",
    ] * 2
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(
        60, 760, "Hur mår invånarna i kommunen och vad gör vi åt det under de närmaste åren?"
    )
    for number, (before, after) in enumerate(zip(left, right, strict=True)):
        canvas.drawString(60, 730 - 14 * number, before)
        canvas.drawString(310, 730 - 14 * number, after)
    canvas.save()
    lines = lines_of(written(tmp_path, buffer.getvalue()))
    assert lines[0].startswith("Hur mår invånarna")
    assert lines[1:] == left + right

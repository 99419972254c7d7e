"""PDFs that are broken, locked, empty of text or made to exhaust their reader."""

import random
import re
import zlib
from io import BytesIO

import pypdf
from reportlab.pdfgen.canvas import Canvas

OBJECT = re.compile(rb"\d+ 0 obj(.*?)endobj", re.DOTALL)


def raw_pdf(contents, pages=1, extra=b""):
    """A PDF whose pages share one compressed content stream."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (pages, b" ".join(b"%d 0 R" % (n + 5) for n in range(pages))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(contents), extra, contents),
    ]
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        b"/Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>"
    )
    objects += [page] * pages
    out, places = BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )
    return out.getvalue()


def text_pdf(pages=1):
    """A good PDF with a line of text on each page."""
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for number in range(pages):
        canvas.drawString(72, 700, f"Mål {number + 1}. Invånarna mår bra och deltar")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def locked(password="hemlig"):
    """A PDF that opens with a password only."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(text_pdf()))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def scanned():
    """A page with a picture and no text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawImage(ImageReader(Image.new("L", (40, 40), 200)), 0, 0, 595, 842)
    canvas.save()
    return buffer.getvalue()


def bomb():
    """A quarter of a gigabyte of content behind two compressions."""
    squeeze = zlib.compressobj(9)
    first = b"".join(squeeze.compress(b" " * (1 << 24)) for _ in range(16)) + squeeze.flush()
    return raw_pdf(zlib.compress(first, 9), extra=b"/Filter [/FlateDecode /FlateDecode]")


def operators(count=700_000):
    """Millions of text operators in a small stream."""
    return raw_pdf(
        zlib.compress(b"BT /F1 9 Tf " + b"(a) Tj " * count + b"ET", 9),
        extra=b"/Filter /FlateDecode",
    )


def invisible_only():
    """A page whose only text is drawn in render mode 3, as text recognition does."""
    return raw_pdf(b"BT /F1 12 Tf 3 Tr 72 700 Td (Dold text) Tj ET")


def nested_forms(depth=12, wide=12):
    """Forms that draw forms that draw forms."""
    writer = pypdf.PdfWriter()
    from pypdf.generic import (
        ArrayObject,
        DecodedStreamObject,
        DictionaryObject,
        FloatObject,
        NameObject,
    )

    inner = None
    for _ in range(depth):
        stream = DecodedStreamObject()
        stream.set_data(b"/X Do " * wide if inner else b"BT /F1 9 Tf (a) Tj ET")
        stream.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject([FloatObject(x) for x in (0, 0, 10, 10)]),
            }
        )
        resources = DictionaryObject()
        if inner:
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/X"): inner})
        stream[NameObject("/Resources")] = resources
        inner = writer._add_object(stream)
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/X"): inner})}
    )
    content = DecodedStreamObject()
    content.set_data(b"/X Do " * wide)
    page[NameObject("/Contents")] = writer._add_object(content)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def mutated(good, seed, share=0.01):
    """A PDF with some of its bytes changed at random."""
    chance = random.Random(seed)
    data = bytearray(good)
    for _ in range(max(1, int(share * len(data)))):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    return bytes(data)


def swapped(good, seed):
    """A PDF two of whose objects have changed places."""
    objects = [m.span(1) for m in OBJECT.finditer(good)]
    (a, b), (c, d) = sorted(random.Random(seed).sample(objects, 2))
    return good[:a] + good[c:d] + good[b:c] + good[a:b] + good[d:]


def cut(good, seed):
    """A PDF without its end, or without a piece of its middle."""
    chance = random.Random(seed)
    first, last = sorted(chance.sample(range(8, len(good)), 2))
    return good[:first] if seed % 2 else good[:first] + good[last:]


def mutations(good, count):
    """A PDF damaged in so many ways: bytes, objects and pieces by turns."""
    for seed in range(count):
        match seed % 5:
            case 0:
                yield swapped(good, seed)
            case 1:
                yield cut(good, seed)
            case share:
                yield mutated(good, seed, share=10.0**-share)


HOSTILE = {
    "empty": lambda: b"",
    "not_a_pdf": lambda: b"<!doctype html><title>Logga in</title>" * 50,
    "only_a_header": lambda: b"%PDF-1.7\n",
    "truncated": lambda: text_pdf(3)[:700],
    "locked": locked,
    "scanned": scanned,
    "invisible_only": invisible_only,
    "no_pages": lambda: raw_pdf(b"", pages=0),
    "blank": lambda: raw_pdf(b""),
    "many_pages": lambda: raw_pdf(b"BT /F1 12 Tf 72 700 Td (a) Tj ET", pages=1200),
    "bomb": bomb,
    "operators": operators,
    "nested_forms": nested_forms,
}

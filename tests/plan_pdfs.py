"""Draws made-up plans as PDF in many shapes; the true structure is in plan_words."""

import re
from io import BytesIO

import reportlab.rl_config
from plan_words import FRAME, made_up_plan
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

reportlab.rl_config.invariant = 1
pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
pdfmetrics.registerFont(TTFont("Vera-Bold", "VeraBd.ttf"))
FONTS = {
    "vera": ("Vera", "Vera-Bold"),
    "helvetica": ("Helvetica", "Helvetica-Bold"),
    "times": ("Times-Roman", "Times-Bold"),
}
SYLLABLE = re.compile(
    r"(?<=[aeiouyåäö])(?=[bcdfghjklmnpqrstvxz][aeiouyåäö])"
    r"|(?<=[bcdfghjklmnpqrstvxz])(?=[bcdfghjklmnpqrstvxz][aeiouyåäö])",
    re.I,
)
MARGIN = 45


class Plan:
    """One plan on its way to paper."""

    def __init__(self, shape):
        self.shape = shape
        kinds = {kind for kind, *_ in shape.columns}
        fields = [
            f for f in ("responsible", "meters", "schedule") if f.rstrip("s") in kinds or f in kinds
        ]
        most = 1 if shape.meters == "one" else 3
        self.truth = made_up_plan(shape.language, shape.seed, shape.goals, fields, most)
        if shape.missing:
            self._leave_out()
        width, height = landscape(A4) if shape.wide else A4
        self.width, self.height = width, shape.page_height or height
        self.regular, self.bold = FONTS[shape.font]
        total = sum(share for *_, share in shape.columns)
        self.widths = [share / total * (self.width - 2 * MARGIN) for *_, share in shape.columns]
        self.lefts = [MARGIN + sum(self.widths[:i]) for i in range(len(self.widths))]
        self.right = self.width - MARGIN
        self.leading = shape.size * 1.2
        self.pages = []
        self.pages_of = {}
        self.new_page()

    def _leave_out(self):
        for index, action in enumerate(a for g in self.truth["goals"] for a in g["actions"]):
            if index % 4 == 1:
                action["responsible"] = None
            if index % 5 == 2:
                action["schedule"] = None

    def new_page(self):
        self.pages.append({"text": [], "rules": [], "boxes": []})
        self.y = self.height - 70

    @property
    def bottom(self):
        return 60

    def put(self, x, y, text, bold=False, size=None, column=0):
        font, size = self.bold if bold else self.regular, size or self.shape.size
        self.pages[-1]["text"].append((x, y, text, font, size, column))

    def rule(self, x0, y0, x1, y1):
        self.pages[-1]["rules"].append((x0, y0, x1, y1))

    def wrap(self, text, width, bold=False, size=None):
        """Lines of a text that fit a width, broken as a typesetter would."""
        font, size = self.bold if bold else self.regular, size or self.shape.size

        def fits(text):
            return pdfmetrics.stringWidth(text, font, size) <= width

        lines, line = [], ""
        words = text.split()
        while words:
            word = words.pop(0)
            joined = f"{line} {word}".strip()
            if fits(joined):
                line = joined
                continue
            before = f"{line} " if line else ""
            head, tail = self.break_word(word, before, fits, must=not line)
            if head:
                lines.append(f"{line} {head}".strip())
                line, words = "", [tail, *words]
            elif line:
                lines.append(line)
                line, words = "", [word, *words]
            else:
                lines.append(word)
        return [*lines, line] if line else lines

    def break_word(self, word, before, fits, must):
        if not (self.shape.hyphenate or must):
            return "", word
        for place in (m.end() for m in reversed(list(re.finditer(r"[-–/]", word[:-1])))):
            if place > 1 and fits(before + word[:place]):
                return word[:place], word[place:]
        for place in reversed([m.start() for m in SYLLABLE.finditer(word)]):
            left, right = word[:place], word[place:]
            if (
                len(left) > 2
                and len(right) > 2
                and right.isalpha()
                and left.isalpha()
                and fits(f"{before}{left}-")
            ):
                return left + "-", right
        return "", word

    def paragraph(self, text, bold=False, size=None, after=8):
        for line in self.wrap(text, self.right - MARGIN, bold, size):
            if self.y < self.bottom + 40:
                self.new_page()
            self.put(MARGIN, self.y, line, bold, size)
            self.y -= (size or self.shape.size) * 1.3
        self.y -= after

    def cell(self, action, kind, number):
        """The drawn lines of a cell: (indent, text, extra space above)."""
        width = (
            self.widths[[k for k, *_ in self.shape.columns].index(kind)] - 2 * self.shape.padding
        )
        if kind == "meter":
            return self.meter_lines(action["meters"], width)
        if kind == "other":
            return [
                (0, line, 0)
                for line in self.wrap(
                    "Anslag" if self.shape.language == "sv" else "Määräraha", width
                )
            ]
        if kind == "number":
            return [(0, number, 0)]
        text = action["text" if kind == "action" else kind] or self.shape.empty
        if kind == "action" and self.shape.numbered:
            text = f"{number} {text}"
        return [(0, line, 0) for line in self.wrap(text, width)]

    def meter_lines(self, meters, width):
        lines = []
        mark = {"bullets": "• ", "dashes": "– "}.get(self.shape.meters, "")
        indent = pdfmetrics.stringWidth(mark, self.regular, self.shape.size)
        for index, meter in enumerate(meters):
            gap = 3.5 if self.shape.meters == "gap" and index else 0
            for n, line in enumerate(self.wrap(meter, width - indent)):
                lines.append(
                    (0 if n == 0 else indent, (mark if n == 0 else "") + line, gap if n == 0 else 0)
                )
        return lines or [(0, self.shape.empty, 0)]

    def height_of(self, lines):
        return len(lines) * self.leading + sum(gap for *_, gap in lines)

    def header(self):
        cells = [
            self.wrap(text.replace("|", " "), w - 2 * self.shape.padding, self.shape.bold_header)
            if "|" not in text
            else text.split("|")
            for (_, text, _), w in zip(self.shape.columns, self.widths, strict=True)
        ]
        height = max(len(c) for c in cells) * self.leading + 2 * self.shape.padding
        if self.y - height < self.bottom + 60:
            self.new_page()
        top = self.y
        for index, lines in enumerate(cells):
            for n, line in enumerate(lines):
                self.put(
                    self.lefts[index] + self.shape.padding,
                    top - self.shape.padding - n * self.leading - 0.8 * self.shape.size,
                    line,
                    self.shape.bold_header,
                    column=index,
                )
        if self.shape.rules in ("grid", "zebra"):
            self.pages[-1]["boxes"].append((MARGIN, top - height, self.right, top, 0.85))
        self.y -= height
        self.lines_under_row(top, header=True)

    def lines_under_row(self, top, header=False, last_of_goal=True):
        style = self.shape.rules
        start = MARGIN
        if self.shape.goal == "merged" and not last_of_goal:
            start = self.lefts[1]
        if style in ("grid", "rows") or (style == "header" and header):
            self.rule(start, self.y, self.right, self.y)
        if style == "grid":
            for x in (*self.lefts, self.right):
                self.rule(x, top, x, self.y)
            if header:
                self.rule(MARGIN, top, self.right, top)

    def row(self, cells, number, page_key, last_of_goal, goal_lines):
        """Draw a row, on the next page too when it is split or does not fit."""
        pad = self.shape.padding
        first = True
        while True:
            need = max(self.height_of(c) for c in cells) + 2 * pad
            free = self.y - self.bottom
            if need <= free:
                part, rest = cells, None
            elif self.shape.split_rows and free > 2 * pad + 2 * self.leading:
                part, rest = self.split(cells, free - 2 * pad)
            else:
                self.break_page()
                continue
            if first:
                self.pages_of[page_key] = len(self.pages)
                first = False
            self.draw_row(part, number, last_of_goal and not rest, goal_lines)
            if not rest:
                return
            self.break_page()
            cells = rest

    def split(self, cells, room):
        parts, rests = [], []
        for lines in cells:
            count, used = 0, 0
            for _, _, gap in lines:
                used += self.leading + gap
                if used > room:
                    break
                count += 1
            parts.append(lines[:count])
            rests.append(lines[count:])
        return parts, rests

    def break_page(self):
        self.new_page()
        if self.shape.repeat_header:
            self.header()
        elif self.shape.rules == "grid":
            self.rule(MARGIN, self.y, self.right, self.y)

    def draw_row(self, cells, number, last_of_goal, goal_lines):
        pad, top = self.shape.padding, self.y
        height = max(self.height_of(c) for c in cells) + 2 * pad
        if self.shape.rules == "zebra" and number % 2:
            self.pages[-1]["boxes"].append((MARGIN, top - height, self.right, top, 0.93))
        offset = 1 if self.shape.goal == "merged" else 0
        for index, lines in enumerate(cells, start=offset):
            y = top - pad
            if self.shape.middle:
                y -= (height - 2 * pad - self.height_of(lines)) / 2
            for indent, text, gap in lines:
                y -= gap
                self.put(
                    self.lefts[index] + pad + indent, y - 0.8 * self.shape.size, text, column=index
                )
                y -= self.leading
        if goal_lines is not None:
            fit = int((height - 2 * pad + 0.1) / self.leading) if goal_lines else 0
            for n, text in enumerate(goal_lines[:fit]):
                self.put(
                    self.lefts[0] + pad,
                    top - pad - n * self.leading - 0.8 * self.shape.size,
                    text,
                    bold=True,
                )
            del goal_lines[:fit]
        self.y -= height
        self.lines_under_row(top, last_of_goal=last_of_goal)

    def table(self):
        shape = self.shape
        if shape.goal != "heading":
            self.header()
        number = 0
        for goal in self.truth["goals"]:
            title = shape.goal_format.format(**goal)
            goal_lines = None
            if shape.goal == "heading":
                if self.y < self.bottom + 120:
                    self.new_page()
                self.pages_of[goal["number"]] = len(self.pages)
                self.y -= 8
                self.paragraph(title, bold=True, size=shape.size + 3, after=4)
                self.header()
            elif shape.goal == "row":
                self.goal_row(title, goal["number"])
            else:
                goal_lines = self.wrap(title, self.widths[0] - 2 * shape.padding, bold=True)
            for index, action in enumerate(goal["actions"], start=1):
                number += 1
                label = f"{goal['number']}.{index}" if shape.numbered != "plain" else f"{number}."
                cells = [
                    self.cell(action, kind, label) for kind, *_ in shape.columns if kind != "goal"
                ]
                last = index == len(goal["actions"])
                self.row(cells, number, (goal["number"], index), last, goal_lines)
            self.y -= 14 if shape.goal == "heading" else 0

    def goal_row(self, title, number):
        lines = self.wrap(title, self.right - MARGIN - 2 * self.shape.padding, bold=True)
        height = len(lines) * self.leading + 2 * self.shape.padding
        if self.y - height < self.bottom + 40:
            self.break_page()
        self.pages_of[number] = len(self.pages)
        for n, line in enumerate(lines):
            self.put(
                MARGIN + self.shape.padding,
                self.y - self.shape.padding - n * self.leading - 0.8 * self.shape.size,
                line,
                bold=True,
            )
        top = self.y
        self.y -= height
        if self.shape.rules in ("grid", "rows"):
            self.rule(MARGIN, self.y, self.right, self.y)
        if self.shape.rules == "grid":
            self.rule(MARGIN, top, MARGIN, self.y)
            self.rule(self.right, top, self.right, self.y)

    def draw(self):
        frame = FRAME[self.shape.language]
        if self.shape.intro:
            self.paragraph(frame["title"], bold=True, size=18)
            self.paragraph(frame["opening"])
        self.table()
        if self.shape.intro:
            self.y -= 16
            self.paragraph(frame["closing heading"], bold=True, size=13, after=2)
            self.paragraph(frame["closing"])
        return self.paper()

    def paper(self):
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=(self.width, self.height), pageCompression=1)
        for number, page in enumerate(self.pages, start=1):
            if self.shape.rotate:
                self.turn(canvas)
            self.paint(canvas, page, number)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def turn(self, canvas):
        """Draw sideways on an upright sheet whose /Rotate turns it back."""
        canvas.setPageRotation(self.shape.rotate)
        if self.shape.rotate == 90:
            canvas.transform(0, 1, -1, 0, self.height, 0)
        else:
            canvas.transform(0, -1, 1, 0, 0, self.width)

    def paint(self, canvas, page, number):
        for x0, y0, x1, y1, grey in page["boxes"]:
            canvas.setFillGray(grey)
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.setLineWidth(0.5)
        for rule in page["rules"]:
            canvas.line(*rule)
        texts = page["text"]
        if self.shape.order == "column":
            texts = sorted(texts, key=lambda t: (t[5], -t[1]))
        for x, y, text, font, size, _ in texts:
            self.write(canvas, x, y, text, font, size)
        if self.shape.running:
            swedish = self.shape.language == "sv"
            self.write(
                canvas,
                MARGIN,
                self.height - 35,
                "Provstad, välfärdsplan" if swedish else "Koekaupunki, hyvinvointisuunnitelma",
                self.regular,
                8,
            )
            self.write(
                canvas,
                self.right - 60,
                30,
                f"Sida {number} av {len(self.pages)}"
                if swedish
                else f"Sivu {number} / {len(self.pages)}",
                self.regular,
                8,
            )

    def write(self, canvas, x, y, text, font, size):
        canvas.setFont(font, size)
        if self.shape.order != "word":
            canvas.drawString(x, y, text)
            return
        for word in text.split():
            canvas.drawString(x, y, word)
            x += pdfmetrics.stringWidth(word + " ", font, size)

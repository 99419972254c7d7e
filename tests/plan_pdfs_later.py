"""A second set of made-up plans, drawn by reportlab's own table layout.

Its shapes were chosen after the reading rules had been written, to see how general they are.
"""

import random
from io import BytesIO

import plan_words
from plan_pdfs import FONTS
from plan_shapes import columns
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

ACTIONS = {
    "sv": [
        "Skolfrånvaro följs upp varje vecka",
        "Kuratorerna i Karis och Ekenäs handleds gemensamt",
        "75 år fyllda får en inbjudan till hälsosamtal",
        "Digital rådgivning ges på svenska, finska och arabiska. Tolk bokas vid behov. "
        "Rådgivningen är avgiftsfri",
        "Samarbetet med Folkhälsan och Marthaförbundet fördjupas",
        "Utomhusgym byggs vid Strandvägen",
        "Föräldrakurser hålls kvällstid (minst 4 per år)",
        "Barnkonsekvenser bedöms i alla beslut som gäller planläggning, trafik och servicenät",
        "Vänverksamheten utvidgas till skärgårdsbyarna",
        "Sommarjobb ordnas för alla 16-åringar som söker",
        "Hyresgästers vräkningar förebyggs genom boenderådgivning",
        "Rökfri arbetsplats införs i hela koncernen",
    ],
    "fi": [
        "Koulupoissaoloja seurataan viikoittain",
        "Kuraattoreille järjestetään yhteinen työnohjaus Karjaalla ja Tammisaaressa",
        "75 vuotta täyttävät kutsutaan terveyskeskusteluun",
        "Digineuvontaa annetaan suomeksi, ruotsiksi ja arabiaksi. Tulkki varataan tarvittaessa. "
        "Neuvonta on maksutonta",
        "Yhteistyötä Folkhälsanin ja Martoiksi järjestäytyneiden kanssa syvennetään",
        "Ulkokuntosali rakennetaan Rantatielle",
        "Vanhempainkursseja pidetään iltaisin (vähintään 4 vuodessa)",
        "Lapsivaikutukset arvioidaan kaikissa kaavoitusta, liikennettä ja palveluverkkoa "
        "koskevissa päätöksissä",
        "Ystävätoiminta laajennetaan saariston kyliin",
        "Kesätyöpaikka järjestetään kaikille hakeville 16-vuotiaille",
        "Vuokralaisten häätöjä ehkäistään asumisneuvonnalla",
        "Savuton työpaikka otetaan käyttöön koko konsernissa",
    ],
}
METERS = {
    "sv": [
        "Besökare i Perhe Töpinät",
        "Frånvarotimmar per elev",
        "Hälsosamtal med 75 år fyllda, % av åldersgruppen",
        "BMI över 30, andel av vuxna (FinSote)",
        "Kostnader: euro per invånare",
        "Vräkningar",
        "Samtal på arabiska",
        "Plan för Strandvägen godkänd",
        "Andelen unga som upplever sin hälsa som måttlig eller dålig enligt enkäten Hälsa i skolan",
    ],
    "fi": [
        "Käynnit Perhe Töpinöissä",
        "Poissaolotunnit oppilasta kohti",
        "Terveyskeskustelut 75 vuotta täyttäneiden kanssa, % ikäryhmästä",
        "Painoindeksi yli 30, osuus aikuisista (FinSote)",
        "Kustannukset: euroa asukasta kohti",
        "Häädöt",
        "Arabiankieliset neuvontakerrat",
        "Rantatien suunnitelma hyväksytty",
        "Terveytensä keskinkertaiseksi tai huonoksi kokevien nuorten osuus Kouluterveyskyselyn "
        "mukaan",
    ],
}


def later_plan(language, seed, fields):
    """The true structure of a plan with other words than the first set."""
    chance = random.Random(seed)
    texts = chance.sample(ACTIONS[language], len(ACTIONS[language]))
    plan = {"language": language, "goals": []}
    for number, title in enumerate(chance.sample(plan_words.GOALS[language], 3), start=1):
        actions = []
        for _ in range(chance.randint(2, 4)):
            meters = chance.sample(METERS[language], chance.randint(1, 3))
            actions.append(
                {
                    "text": texts.pop(),
                    "meters": meters if "meter" in fields else [],
                    "responsible": chance.choice(plan_words.RESPONSIBLE[language])
                    if "responsible" in fields
                    else None,
                    "schedule": chance.choice(plan_words.SCHEDULE[language])
                    if "schedule" in fields
                    else None,
                }
            )
        plan["goals"].append({"number": number, "title": title, "actions": actions})
    return plan


class Drawing:
    """One plan drawn with platypus tables."""

    def __init__(self, language, seed, kinds, names=None, **look):
        self.language, self.kinds, self.look = language, kinds.split(), look
        self.columns = columns(language, kinds, **(names or {}))
        self.truth = later_plan(language, seed, self.kinds)
        font, bold = look.get("fonts", FONTS["vera"])
        size = look.get("size", 8.5)
        align = {"center": TA_CENTER, "justify": TA_JUSTIFY}.get(look.get("align"), 0)
        lead = look.get("leading", 1.2)
        self.body = ParagraphStyle(
            "body", fontName=font, fontSize=size, leading=size * lead, alignment=align
        )
        self.item = ParagraphStyle("item", self.body, spaceAfter=look.get("item_gap", 0))
        self.strong = ParagraphStyle(
            "strong",
            self.body,
            fontName=bold,
            textColor=look.get("head_ink", colors.black),
            alignment=TA_CENTER if look.get("centred_head") else 0,
        )
        self.heading = ParagraphStyle(
            "heading",
            self.strong,
            fontSize=size + 4,
            leading=(size + 4) * 1.25,
            spaceBefore=10,
            spaceAfter=5,
            textColor=colors.black,
            alignment=0,
        )

    def cell(self, action, kind, label):
        if kind == "meter":
            mark = self.look.get("mark", "")
            return [
                Paragraph(mark.format(n) + m, self.item) for n, m in enumerate(action["meters"], 1)
            ] or ""
        if kind == "number":
            return Paragraph(label, self.body)
        text = action["text" if kind == "action" else kind] or self.look.get("empty", "-")
        if kind == "action" and self.look.get("numbered"):
            text = f"{label} {text}"
        return Paragraph(text, self.body)

    def rows(self, goal):
        return [
            [
                self.cell(a, k, f"{goal['number']}.{i}.")
                if k != "goal"
                else self.goal_cell(goal, i)
                for k in self.kinds
            ]
            for i, a in enumerate(goal["actions"], start=1)
        ]

    def goal_cell(self, goal, index):
        shown = index == 1 or self.look.get("repeat_goal")
        return Paragraph(self.title(goal), self.strong) if shown else ""

    def title(self, goal):
        return self.look.get("title", "{number}. {title}").format(**goal)

    def header(self):
        return [Paragraph(text.replace("|", "<br/>"), self.strong) for _, text, _ in self.columns]

    def table(self, rows, spans=(), width=None):
        total = sum(share for *_, share in self.columns)
        widths = [share / total * width for *_, share in self.columns]
        style = [("VALIGN", (0, 0), (-1, -1), self.look.get("valign", "TOP")), *spans]
        rules = self.look.get("rules", "grid")
        pad = self.look.get("pad", 4)
        style += [
            (side, (0, 0), (-1, -1), pad)
            for side in ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")
        ]
        if rules == "grid":
            style.append(("GRID", (0, 0), (-1, -1), 0.4, colors.grey))
        elif rules == "rows":
            style.append(("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey))
        elif rules == "zebra":
            style.append(
                ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.Color(0.93, 0.95, 0.9)])
            )
        if self.look.get("head_fill"):
            style.append(("BACKGROUND", (0, 0), (-1, 0), self.look["head_fill"]))
        repeat = 0 if self.look.get("header_once") else 1
        return Table(
            rows, widths, repeatRows=repeat, style=style, splitInRow=self.look.get("split", 0)
        )

    def story(self, width):
        swedish = self.language == "sv"
        yield Paragraph(
            "Exempelby kommuns välfärdsplan" if swedish else "Esimerkkilän hyvinvointisuunnitelma",
            self.heading,
        )
        if self.look.get("contents"):
            yield from self.contents(swedish)
        intro = (
            "Kommunen följer upp planen årligen. Uppgifterna kommer från enkäter och register."
            if swedish
            else "Kunta seuraa suunnitelmaa vuosittain. Tiedot saadaan kyselyistä ja rekistereistä."
        )
        yield Paragraph(" ".join([intro] * self.look.get("intro", 2)), self.body)
        yield Spacer(1, 10)
        if self.look.get("goal", "heading") == "heading":
            yield from self.separate_tables(width)
        else:
            yield self.one_table(width)
        yield Paragraph("Uppföljning" if swedish else "Seuranta", self.heading)
        yield Paragraph(intro, self.body)

    def contents(self, swedish):
        yield Paragraph("Innehåll" if swedish else "Sisällys", self.heading)
        for goal in self.truth["goals"]:
            yield Table([[Paragraph(self.title(goal), self.body), "3"]], [300, 60])
        yield PageBreak()

    def separate_tables(self, width):
        for goal in self.truth["goals"]:
            heading = self.look.get("heading_lines")
            parts = heading(goal) if heading else [self.title(goal)]
            yield from (Paragraph(part, self.heading) for part in parts)
            if self.look.get("lead"):
                yield Paragraph(self.look["lead"], self.body)
                yield Spacer(1, 5)
            yield self.table([self.header(), *self.rows(goal)], width=width)
            if self.look.get("source"):
                yield Paragraph(self.look["source"], ParagraphStyle("s", self.body, fontSize=6.5))
            yield Spacer(1, 8)

    def one_table(self, width):
        rows, spans = [self.header()], []
        for goal in self.truth["goals"]:
            if self.look["goal"] == "row":
                spans.append(("SPAN", (0, len(rows)), (-1, len(rows))))
                if self.look.get("goal_fill"):
                    spans.append(
                        ("BACKGROUND", (0, len(rows)), (-1, len(rows)), self.look["goal_fill"])
                    )
                rows.append(
                    [Paragraph(self.title(goal), self.strong)] + [""] * (len(self.kinds) - 1)
                )
            elif not self.look.get("repeat_goal"):
                place = self.kinds.index("goal")
                spans.append(
                    ("SPAN", (place, len(rows)), (place, len(rows) + len(goal["actions"]) - 1))
                )
            rows += self.rows(goal)
        return self.table(rows, spans, width)

    def draw(self):
        buffer = BytesIO()
        size = landscape(A4) if self.look.get("wide") else self.look.get("sheet", A4)
        document = SimpleDocTemplate(
            buffer, pagesize=size, leftMargin=45, rightMargin=45, topMargin=60, bottomMargin=55
        )
        foot = self.look.get("foot")
        paint = (
            (
                lambda canvas, doc: (
                    canvas.setFont("Vera", 7),
                    canvas.drawString(45, 25, foot),
                    canvas.drawRightString(size[0] - 45, 25, f"{doc.page}"),
                )
            )
            if foot
            else (lambda canvas, doc: None)
        )
        document.build([*self.story(document.width)], onFirstPage=paint, onLaterPages=paint)
        return buffer.getvalue()


GREEN, BLUE = colors.Color(0.1, 0.35, 0.2), colors.Color(0.85, 0.9, 1)
LATER = {
    "white_head_on_green_zebra_middle": lambda: Drawing(
        "sv",
        1,
        "action responsible meter schedule",
        rules="zebra",
        head_fill=GREEN,
        head_ink=colors.white,
        valign="MIDDLE",
        title="Mål {number}: {title}",
        item_gap=2,
    ),
    "goal_column_last": lambda: Drawing(
        "fi", 2, "action meter responsible goal", goal="merged", foot="Esimerkkilä 2025–2028"
    ),
    "goal_column_in_the_middle_six_columns": lambda: Drawing(
        "sv",
        3,
        "number responsible goal action meter schedule",
        goal="merged",
        wide=True,
        names={"number": "#"},
    ),
    "capital_headers_centred": lambda: Drawing(
        "fi",
        4,
        "action responsible schedule meter",
        names={
            "action": "TOIMENPIDE",
            "responsible": "VASTUUTAHO",
            "schedule": "AIKATAULU",
            "meter": "MITTARI",
        },
        centred_head=True,
        title="TAVOITE {number}. {title}",
    ),
    "split_in_row_goal_rows_filled": lambda: Drawing(
        "sv",
        5,
        "action meter responsible schedule",
        goal="row",
        goal_fill=BLUE,
        split=1,
        title="Mål {number} {title}",
        sheet=(595, 430),
        mark="• ",
    ),
    "number_and_title_on_two_lines": lambda: Drawing(
        "fi",
        6,
        "action meter",
        heading_lines=lambda g: [f"Tavoite {g['number']}", g["title"]],
        item_gap=4,
    ),
    "contents_page": lambda: Drawing(
        "sv",
        7,
        "action responsible meter",
        contents=True,
        title="Mål {number}. {title}",
        foot="Exempelby kommun",
    ),
    "meters_numbered_in_cell": lambda: Drawing(
        "fi", 8, "action meter schedule", mark="{}. ", title="Tavoite {number}: {title}"
    ),
    "justified_text_rows": lambda: Drawing(
        "sv",
        9,
        "action meter responsible",
        align="justify",
        rules="rows",
        title="Insatsområde {number}: {title}",
        fonts=("Times-Roman", "Times-Bold"),
        size=10,
        item_gap=3,
    ),
    "lead_text_and_source_line": lambda: Drawing(
        "fi",
        10,
        "action responsible meter schedule",
        lead="Tavoitteen tilaa kuvataan hyvinvointikertomuksessa.",
        source="Lähde: Sotkanet 2024.",
        title="Tavoite {number}. {title}",
    ),
    "unruled_tight_centred": lambda: Drawing(
        "sv",
        11,
        "action schedule meter",
        rules="none",
        align="center",
        title="Mål {number}. {title}",
        pad=6,
        item_gap=2,
    ),
    "goal_repeated_in_every_row": lambda: Drawing(
        "fi", 12, "goal action responsible meter", goal="merged", repeat_goal=True
    ),
    "other_words": lambda: Drawing(
        "sv",
        13,
        "action responsible schedule meter",
        names={
            "action": "Vad ska göras?",
            "responsible": "Vem ansvarar?",
            "schedule": "När?",
            "meter": "Hur mäts det?",
        },
        title="Delmål {number}: {title}",
    ),
    "other_words_fi": lambda: Drawing(
        "fi",
        14,
        "meter responsible action schedule",
        names={
            "action": "Mitä tehdään?",
            "responsible": "Kuka vastaa?",
            "schedule": "Milloin?",
            "meter": "Miten mitataan?",
        },
        title="Kehittämiskohde {number}: {title}",
    ),
    "header_two_lines_numbered_dashes": lambda: Drawing(
        "sv",
        15,
        "action responsible meter schedule",
        names={
            "responsible": "Ansvarig|part och samarbetspartner",
            "meter": "Mätare och|målnivå",
            "schedule": "Tid-|tabell",
        },
        numbered=True,
        mark="- ",
        title="{number} {title}",
    ),
    "many_pages_header_once": lambda: Drawing(
        "fi",
        16,
        "action meter responsible schedule",
        goal="row",
        header_once=True,
        sheet=(595, 380),
        title="Painopiste {number}: {title}",
        foot="Sivu",
    ),
    "goals_unnumbered_rows": lambda: Drawing(
        "sv",
        17,
        "action responsible meter",
        goal="row",
        goal_fill=BLUE,
        title="{title}",
        item_gap=3,
    ),
    "named_goal_without_number": lambda: Drawing(
        "fi", 18, "action meter schedule", title="Tavoite: {title}", rules="rows", item_gap=3
    ),
}

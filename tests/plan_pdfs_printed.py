"""A third set of made-up plans: web pages and office documents printed as PDF.

``python tests/plan_pdfs_printed.py`` prints them anew into tests/data/printed, with Chromium or
LibreOffice; the tests read what is there.
"""

import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

PRINTED = Path(__file__).parent / "data" / "printed"

BORDERS = "table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #555 }"
USUAL = """
body { font: 10pt/1.35 'Liberation Sans' }
td, th { padding: 4px 6px; vertical-align: top; text-align: left }
h1 { font-size: 18pt } h2 { font-size: 13pt }
ul { margin: 0; padding-left: 1.1em } p { margin: 0 0 6pt }
"""


def action(text, meters, responsible=None, schedule=None):
    """An action as the scores compare it."""
    return {"text": text, "meters": meters, "responsible": responsible, "schedule": schedule}


def goal(number, title, *actions):
    """A goal as the scores compare it."""
    return {"number": number, "title": title, "actions": list(actions)}


ARCHIPELAGO = [
    goal(
        1,
        "Skärgårdens invånare når hjälp i rätt tid",
        action(
            "Mobila hälsoteamet besöker öarna varannan vecka året om.",
            ["Antal besök på öarna", "Andel invånare som fått tid inom 7 dygn"],
            "Välfärdsområdet, kommunens skärgårdsombud",
            "2025–2027",
        ),
        action(
            "Byarnas räddningskårer får hjärtstartare och utbildning i första hjälp.",
            ["Utbildade personer"],
            "Räddningsverket",
            "2026",
        ),
        action(
            "Förbindelsebåtarnas turlistor anpassas till mottagningstiderna.",
            ["Turer som passar mottagningstiderna, %", "Kundrespons"],
            "Tekniska nämnden tillsammans med Traficom",
            "Kontinuerligt",
        ),
    ),
    goal(
        2,
        "Unga mår bra och har något att göra",
        action(
            "Ungdomslokalen i Kyrkbyn hålls öppen fyra kvällar i veckan.",
            ["Öppna kvällar per år", "Besökare"],
            "Ungdomstjänsterna",
            "Från och med 2025",
        ),
        action(
            "Skolkuratorn deltar i föräldramöten på varje årskurs.",
            ["Möten där kuratorn deltagit"],
            "Bildningsnämnden",
            "Läsåret 2025–2026",
        ),
    ),
    goal(
        3,
        "Äldre bor tryggt hemma så länge de vill",
        action(
            "Hemmen gås igenom för att förebygga fall, och bidrag söks för ändringsarbeten.",
            ["Genomgångna hem", "Fallolyckor som krävt vård", "Beviljade bidrag"],
            "Äldreomsorgen, pensionärsrådet",
            "2025–2028",
        ),
        action(
            "En gemensam matservice provas i tre byar.",
            ["Portioner per vecka"],
            "Kosthållet",
            "Hösten 2026",
        ),
    ),
]
LAKES = [
    goal(
        1,
        "Jokainen lapsi löytää mieluisan harrastuksen",
        action(
            "Koulupäivän yhteyteen järjestetään maksuttomia kerhoja kaikilla alakouluilla.",
            ["Kerhojen määrä", "Osallistuneiden osuus oppilaista"],
            "Sivistystoimi",
            "2025–2028",
        ),
        action(
            "Harrastusvälineitä lainataan kirjastosta.",
            ["Lainojen määrä vuodessa"],
            "Kirjastopalvelut",
            "Syksystä 2025",
        ),
        action(
            "Seurojen ohjaajille tarjotaan koulutusta kiusaamisen tunnistamiseen.",
            ["Koulutetut ohjaajat"],
            "Liikuntapalvelut ja urheiluseurat",
            "Kerran vuodessa",
        ),
    ),
    goal(
        2,
        "Työikäisten mielen hyvinvointi paranee",
        action(
            "Matalan kynnyksen keskusteluapua saa ilman lähetettä terveysasemalta.",
            ["Odotusaika keskusteluapuun", "Käynnit"],
            "Hyvinvointialue",
            "2026–2027",
        ),
        action(
            "Työpaikoille laaditaan yhteinen malli varhaiseen tukeen.",
            ["Malli on käytössä, kyllä/ei", "Sairauspoissaolot, päivää/henkilötyövuosi"],
            "Henkilöstöpalvelut",
            "Vuoden 2026 loppuun",
        ),
    ),
    goal(
        3,
        "Ikäihmiset liikkuvat ja tapaavat toisiaan",
        action(
            "Kylätaloille viedään tuolijumppaa ja etäohjausta.",
            ["Ryhmien määrä", "Osallistujat"],
            "Vapaa-aikatoimi, kyläyhdistykset",
            "Talvikaudet 2025–2027",
        ),
        action(
            "Kutsutaksin reittejä lisätään, jotta haja-asutusalueelta pääsee tapahtumiin.",
            ["Matkat kuukaudessa"],
            "Joukkoliikenne",
            "Kevät 2026",
        ),
    ),
]


def meters_list(meters):
    """Meters as a list with marks."""
    return "<ul>" + "".join(f"<li>{escape(m)}</li>" for m in meters) + "</ul>"


def page(language, title, body, style="", size="A4"):
    """A whole page to print."""
    rules = f"@page {{ size: {size}; margin: 18mm 16mm }} {USUAL} {style}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{rules}</style></head><body>{body}</body></html>"
    )


def landscape_six_columns():
    """A landscape table of six columns, one of them unknown; goal cells span their rows."""
    rows = ""
    for each in ARCHIPELAGO:
        for number, act in enumerate(each["actions"]):
            first = f'<td rowspan="{len(each["actions"])}">{each["number"]}. {each["title"]}</td>'
            rows += (
                f"<tr>{'' if number else first}<td>{act['text']}</td><td>{act['responsible']}</td>"
                f"<td>{act['schedule']}</td><td>{meters_list(act['meters'])}</td><td>Ökar</td></tr>"
            )
    names = ("Målsättning", "Insatser", "Ansvar", "Tidsplan", "Indikator", "Målnivå")
    head = "".join(f"<th>{name}</th>" for name in names)
    body = (
        "<h1>Skärgårdsstadens välfärdsplan 2025–2028</h1><p>Fullmäktige godkände planen i juni. "
        "Den bygger på invånarenkäten.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    style = BORDERS + " th { background: #1d4f5f; color: white }"
    return page("sv", "Välfärdsplan", body, style, "A4 landscape"), ARCHIPELAGO, "chromium"


def state_aimed_at():
    """Finnish headings, the aimed-at state and the goal's own meters under each; 1.1.1 numbers."""
    body = "<h1>Järvikunnan hyvinvointisuunnitelma vuosille 2025–2028</h1>"
    body += "<p>Suunnitelmassa on kolme painopistettä. Valtuusto seuraa niitä vuosittain.</p>"
    for each in LAKES:
        n = each["number"]
        body += f"<h2>Painopiste {n}. {each['title']}</h2>"
        body += "<p><b>Tavoitetila:</b> Kuntalaiset kokevat arjen sujuvaksi ja turvalliseksi.</p>"
        rows = "".join(
            f"<tr><td>{n}.1.{i}</td><td>{a['text']}</td><td>{a['responsible']}</td>"
            f"<td>{a['schedule']}</td><td>{'<br>'.join(a['meters'])}</td></tr>"
            for i, a in enumerate(each["actions"], 1)
        )
        names = ("Nro", "Keinot", "Vastuu", "Aikajänne", "Seurantaindikaattori")
        head = "".join(f"<th>{name}</th>" for name in names)
        body += f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    style = (
        "table { border-collapse: collapse } tr { border-bottom: 1px solid #999 } td br { "
        "line-height: 1.8 } tr { break-inside: avoid }"
    )
    return page("fi", "Hyvinvointisuunnitelma", body, style), LAKES, "chromium"


def grid_with_footnotes():
    """No table at all but a grid without rules; headers of two lines, footnotes under each."""
    body = "<h1>Åländsk-nyländska ö-kommunens välfärds- och trygghetsplan 2025–2028</h1>"
    body += "<p>Planen gäller alla som bor, arbetar eller studerar i kommunen.</p>"
    for each in ARCHIPELAGO:
        cells = "".join(
            f"<div>{a['text']}<sup>{i}</sup></div><div>{a['responsible']}</div>"
            f"<div>{meters_list(a['meters'])}</div><div>{a['schedule']}</div>"
            for i, a in enumerate(each["actions"], 1)
        )
        names = ("Åtgärd", "Ansvarig<br>part", "Mätare /<br>uppföljning", "Tidtabell")
        head = "".join(f"<b>{name}</b>" for name in names)
        notes = "".join(
            f"<p class=note><sup>{i}</sup> Kräver separat beslut i budgeten.</p>"
            for i, _ in enumerate(each["actions"], 1)
        )
        body += (
            f"<h2>Mål {each['number']}: {each['title']}</h2><div class=g>{head}{cells}</div>{notes}"
        )
    style = (
        ".g { display: grid; grid-template-columns: 3fr 2fr 3fr 1.4fr; gap: 8px 16px } "
        ".note { font-size: 7pt; margin: 2px 0 } sup { font-size: 6pt; line-height: 0 }"
    )
    return page("sv", "Plan", body, style), ARCHIPELAGO, "chromium"


def cards():
    """No columns: a card per action, each fact on a line behind its name."""
    body = "<h1>Järvikunnan hyvinvointisuunnitelma 2025–2028</h1><p>Kunta tekee työtä yhdessä.</p>"
    for each in LAKES:
        body += f"<h2>Tavoite {each['number']}: {each['title']}</h2>"
        for a in each["actions"]:
            facts = (
                ("Toimenpide", a["text"]),
                ("Vastuutaho", a["responsible"]),
                ("Aikataulu", a["schedule"]),
                ("Mittarit", meters_list(a["meters"])),
            )
            rows = "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in facts)
            body += f"<table class=c><tbody>{rows}</tbody></table>"
    style = BORDERS + " .c { margin-bottom: 10pt; break-inside: avoid } .c th { width: 24% }"
    return page("fi", "Suunnitelma", body, style), LAKES, "chromium"


def office_two_level_header():
    """An office document: a header of two rows, one name over two columns; goals as rows."""
    rows = ""
    for each in LAKES:
        rows += f'<tr><td colspan="4"><b>Tavoite {each["number"]}. {each["title"]}</b></td></tr>'
        rows += "".join(
            f"<tr><td>{a['text']}</td><td>{a['responsible']}</td>"
            f"<td>{''.join(f'<p>{m}</p>' for m in a['meters'])}</td><td>{a['schedule']}</td></tr>"
            for a in each["actions"]
        )
    head = (
        '<tr><th rowspan="2">Toimenpiteet</th><th rowspan="2">Vastuutahot</th>'
        '<th colspan="2">Seuranta</th></tr><tr><th>Mittari</th><th>Aikataulu</th></tr>'
    )
    body = (
        "<h1>Järvikunnan hyvinvointisuunnitelma 2025–2028</h1><p>Valtuusto hyväksyi suunnitelman "
        f'keväällä.</p><table border="1" cellpadding="4" cellspacing="0" width="100%"><thead>{head}'
        f"</thead><tbody>{rows}</tbody></table>"
    )
    return page("fi", "Suunnitelma", body), LAKES, "office"


def office_text_before_tables():
    """An office document: tables of three columns, text before each, meters with dashes."""
    body = "<h1>Skärgårdsstadens plan för välfärd och hälsa 2025–2028</h1>"
    body += "<p>Planen har beretts i välfärdsgruppen och behandlats i rådet för äldre.</p>"
    for each in ARCHIPELAGO:
        rows = "".join(
            f"<tr><td>• {a['text']}</td><td>{a['responsible']}, {a['schedule']}</td>"
            f"<td>{'<br>'.join(f'– {m}' for m in a['meters'])}</td></tr>"
            for a in each["actions"]
        )
        body += (
            f"<h2>{each['number']} {each['title']}</h2><p>Nuläget beskrivs i välfärdsberättelsen."
            '</p><table border="1" cellpadding="3" cellspacing="0" width="100%"><tr>'
            "<th>Vad gör vi?</th><th>Ansvarig och tidtabell</th><th>Hur följer vi upp?</th></tr>"
            f"{rows}</table>"
        )
    truth = [
        goal(
            g["number"],
            g["title"],
            *(
                action(a["text"], a["meters"], f"{a['responsible']}, {a['schedule']}")
                for a in g["actions"]
            ),
        )
        for g in ARCHIPELAGO
    ]
    return page("sv", "Plan", body), truth, "office"


def turned_goal():
    """Goal cells whose words run upwards; zebra rows without rules, meters with numbers."""
    rows = ""
    for each in LAKES:
        for number, a in enumerate(each["actions"]):
            title = f"Tavoite {each['number']}: {each['title']}"
            span = f'rowspan="{len(each["actions"])}"'
            first = "" if number else f"<td class=up {span}><div>{title}</div></td>"
            meters = "".join(f"<li>{m}</li>" for m in a["meters"])
            rows += (
                f"<tr>{first}<td>{a['text']}</td><td>{a['responsible']}</td>"
                f"<td><ol>{meters}</ol></td><td>{a['schedule']}</td></tr>"
            )
    names = ("Tavoite", "Mitä tehdään?", "Kuka vastaa?", "Miten seurataan?", "Milloin?")
    head = "".join(f"<th>{name}</th>" for name in names)
    body = (
        "<h1>Järvikunnan hyvinvointisuunnitelma 2025–2028</h1><p>Luettavaksi kaikille.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    style = BORDERS + (
        " .up div { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 150px }"
        " ol { margin: 0; padding-left: 1.3em }"
    )
    return page("fi", "Suunnitelma", body, style), LAKES, "chromium"


def goal_over_header():
    """A table per goal: its first row names the goal, the header stands in the second."""
    body = "<h1>Skärgårdsstadens välfärdsplan 2025–2028</h1><p>Planen gäller hela staden.</p>"
    for each in ARCHIPELAGO:
        rows = "".join(
            f"<tr><td>{a['text']}</td><td>{a['responsible']}</td>"
            f"<td>{meters_list(a['meters'])}</td><td>{a['schedule']}</td></tr>"
            for a in each["actions"]
        )
        names = ("Åtgärder", "Ansvarig aktör", "Indikatorer", "Tidsram")
        head = "".join(f"<th>{name}</th>" for name in names)
        title = f"<tr><th>Mål {each['number']}</th><td colspan=3>{each['title']}</td></tr>"
        body += f"<table>{title}<tr>{head}</tr>{rows}</table>"
    style = BORDERS + " table { margin-bottom: 12pt } th { background: #dde6d5 }"
    return page("sv", "Välfärdsplan", body, style), ARCHIPELAGO, "chromium"


def office_inline_cards():
    """An office document without tables: "Åtgärd: ..." and its facts, a paragraph each."""
    body = "<h1>Skärgårdsstadens välfärdsplan 2025–2028</h1><p>Planen gäller hela staden.</p>"
    for each in ARCHIPELAGO:
        body += f"<h2>Mål {each['number']}. {each['title']}</h2>"
        for a in each["actions"]:
            body += (
                f"<p><b>Åtgärd:</b> {a['text']}<br><b>Ansvarig:</b> {a['responsible']}<br>"
                f"<b>Tidtabell:</b> {a['schedule']}<br><b>Mätare:</b> {'; '.join(a['meters'])}</p>"
            )
    return page("sv", "Plan", body), ARCHIPELAGO, "office"


def goals_in_two_levels():
    """Areas with goals 1.1, 2.1, 3.1 under them; tables with header shading only."""
    body = "<h1>Järvikunnan hyvinvointisuunnitelma 2025–2028</h1><p>Luettavaksi kaikille.</p>"
    areas = ("Lapset, nuoret ja perheet", "Työikäiset", "Ikäihmiset")
    for each, area in zip(LAKES, areas, strict=True):
        n = each["number"]
        rows = "".join(
            f"<tr><td>{a['text']}</td><td>{a['schedule']}</td><td>{a['responsible']}</td>"
            f"<td>{'<br>'.join(a['meters'])}</td></tr>"
            for a in each["actions"]
        )
        names = ("Toimenpide", "Aikataulu", "Toteuttaja", "Arviointimittari")
        head = "".join(f"<th>{name}</th>" for name in names)
        body += f"<h2>Painopiste {n}: {area}</h2><h3>Tavoite {n}.1 {each['title']}</h3>"
        body += f"<table><tr>{head}</tr>{rows}</table>"
    style = (
        "table { width: 100%; border-spacing: 0 } th { background: #ccd } td br { line-height: 2 }"
    )
    return page("fi", "Suunnitelma", body, style), LAKES, "chromium"


def office_levels_beside_meters():
    """An office table in landscape: the meter with where it stands and where it should be."""
    body = "<h1>Järvikunnan hyvinvointisuunnitelma 2025–2028</h1><p>Luettavaksi kaikille.</p>"
    for each in LAKES:
        rows = "".join(
            f"<tr><td>{each['number']}.{i} {a['text']}</td><td>{a['responsible']}</td>"
            f"<td>{''.join(f'<p>– {m}</p>' for m in a['meters'])}</td><td>12</td><td>20</td>"
            f"<td>{a['schedule']}</td></tr>"
            for i, a in enumerate(each["actions"], 1)
        )
        names = (
            "Kehittämistoimenpiteet", "Vastuuhenkilö tai -taho", "Mittari", "Lähtötaso",
            "Tavoitetaso 2028", "Toteutusaika",
        )  # fmt: skip
        head = "".join(f"<th>{name}</th>" for name in names)
        body += (
            f"<h2>TAVOITE {each['number']} – {each['title']}</h2><table border=1 cellspacing=0 "
            f"cellpadding=4 width=100%><thead><tr>{head}</tr></thead>{rows}</table>"
        )
    style = "@page { size: 297mm 210mm }"
    return page("fi", "Suunnitelma", body, style, "A4 landscape"), LAKES, "office"


def labels_in_the_middle():
    """Cards whose names stand half-way down their cells, the action's with its number."""
    body = "<h1>Skärgårdsstadens välfärdsplan 2025–2028</h1><p>Planen gäller hela staden.</p>"
    for each in ARCHIPELAGO:
        body += f"<h2>Tyngdpunkt {each['number']}: {each['title']}</h2>"
        for i, a in enumerate(each["actions"], 1):
            facts = (
                (f"Åtgärd {each['number']}.{i}", a["text"]),
                ("Ansvarig aktör", a["responsible"]),
                ("Tidsplan", a["schedule"]),
                ("Indikatorer", meters_list(a["meters"])),
            )
            rows = "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in facts)
            body += f"<table>{rows}</table>"
    style = BORDERS + (
        " table { margin-bottom: 9pt; break-inside: avoid } td { font-size: 11pt }"
        " th { width: 22%; vertical-align: middle; background: #eee }"
    )
    return page("sv", "Plan", body, style), ARCHIPELAGO, "chromium"


def long_rows_break():
    """Small pages, tall rows, titles in capitals, meters first, a note under each table."""
    body = "<h1>Järvikunnan hyvinvointi- ja turvallisuussuunnitelma 2025–2028</h1>"
    body += "<p>Suunnitelma perustuu hyvinvointikertomukseen ja kuntalaiskyselyyn.</p>" * 6
    for each in LAKES:
        rows = "".join(
            f"<tr><td>{meters_list(a['meters'])}</td><td>{a['text']}</td><td>{a['schedule']}</td>"
            f"<td>{a['responsible']}</td></tr>"
            for a in each["actions"]
        )
        names = ("Seurantamittarit", "Toimenpiteet*", "Aikataulu", "Vastuulliset toimijat")
        head = "".join(f"<th>{name}</th>" for name in names)
        body += (
            f"<h3>TAVOITE {each['number']}: {each['title'].upper()}</h3><p>Nykytila: kyselyn "
            f"mukaan tilanne on vakaa, mutta eroja on.</p><table><thead><tr>{head}</tr></thead>"
            f"{rows}</table><p class=n>* Toteutetaan talousarvion rajoissa.</p>"
        )
    truth = [goal(g["number"], g["title"].upper(), *g["actions"]) for g in LAKES]
    style = BORDERS + " td { padding: 16px 6px } .n { font-size: 8pt }"
    return page("fi", "Suunnitelma", body, style, "A5"), truth, "chromium"


def office_rows_numbered_apart():
    """An office document: goals without numbers, a first column without a name for the rows."""
    body = "<h1>Järvikunnan hyvinvointisuunnitelma 2025–2028</h1><p>Luettavaksi kaikille.</p>"
    for each in LAKES:
        rows = "".join(
            f"<tr><td>{i}</td><td>{a['text']}</td><td>{a['responsible']}</td>"
            f"<td>{a['schedule']}</td><td>{'<br>'.join(f'• {m}' for m in a['meters'])}</td></tr>"
            for i, a in enumerate(each["actions"], 1)
        )
        names = ("", "Toimenpide", "Vastuu", "Aikajänne", "Seuranta/mittarit")
        head = "".join(f"<th><b>{name}</b></th>" for name in names)
        body += (
            f"<h2>Tavoite: {each['title']}</h2><table border=1 cellspacing=0 cellpadding=2 "
            f"width=100%><tr bgcolor=#cccccc>{head}</tr>{rows}</table><p><br></p>"
        )
    return page("fi", "Suunnitelma", body), LAKES, "office"


def header_under_every_goal():
    """One table: each goal is a row with its own header under it; chapters before and after."""
    rows = ""
    for each in ARCHIPELAGO:
        names = ("Åtgärd", "Tid", "Ansvar", "Mätare")
        head = "".join(f"<th>{name}</th>" for name in names)
        title = f"Mål {each['number']}. {each['title']}"
        rows += f"<tr class=g><td colspan=4>{title}</td></tr><tr class=h>{head}</tr>"
        rows += "".join(
            f"<tr><td>{a['text']}</td><td>{a['schedule']}</td><td>{a['responsible']}</td>"
            f"<td>{', '.join(a['meters'])}</td></tr>"
            for a in each["actions"]
        )
    body = (
        "<h1>Skärgårdsstadens välfärdsplan</h1><p>Perioden är 2025–2028.</p>"
        f"<h2>1. Mål och åtgärder</h2><table>{rows}</table>"
        "<h2>2. Uppföljning</h2><p>Planen följs upp varje år.</p>"
    )
    truth = [
        goal(
            g["number"],
            g["title"],
            *(
                action(a["text"], [", ".join(a["meters"])], a["responsible"], a["schedule"])
                for a in g["actions"]
            ),
        )
        for g in ARCHIPELAGO
    ]
    style = (
        BORDERS + " .g { background: #135; color: #fff; font-weight: bold } .h { background: #cde }"
    )
    return page("sv", "Plan", body, style), truth, "chromium"


PLANS = {
    make.__name__: make
    for make in (
        landscape_six_columns,
        state_aimed_at,
        grid_with_footnotes,
        cards,
        office_two_level_header,
        office_text_before_tables,
        turned_goal,
        goal_over_header,
        office_inline_cards,
        goals_in_two_levels,
        office_levels_beside_meters,
        labels_in_the_middle,
        long_rows_break,
        office_rows_numbered_apart,
        header_under_every_goal,
    )
}


def truth_of(name):
    """The true structure of a printed plan."""
    return {"goals": PLANS[name]()[1]}


def print_all(folder):
    """Print every plan into a folder."""
    from browser import chromium_path
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        for name, make in PLANS.items():
            html, _, how = make()
            if how == "chromium":
                shown = browser.new_page()
                shown.set_content(html)
                shown.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True)
                continue
            source = Path(scratch) / f"{name}.html"
            source.write_text(html, encoding="utf-8")
            for kind, given in (("odt", source), ("pdf", source.with_suffix(".odt"))):
                to = str(folder if kind == "pdf" else scratch)
                reader = ["--infilter=HTML (StarWriter)"] if kind == "odt" else []
                command = ["soffice", "--headless", *reader, "--convert-to", kind, "--outdir", to]
                subprocess.run([*command, str(given)], check=True, capture_output=True)


if __name__ == "__main__":
    print_all(Path(sys.argv[1]) if sys.argv[1:] else PRINTED)

"""Actions in running text whose meters, responsible and schedule are named: "Mätare: ..."."""

from corpus.documents import Document, text_lines
from corpus.parsing import parse

SENTENCES = """Plan för Lillstad

Bakgrund

Planen gäller hela staden.
Uppföljning: den följs upp varje år.

Mål 1. Alla rör på sig

Simhallen öppnar tidigare på vardagar.
Mätare: Antal besök; kundernas
nöjdhet
Ansvarig: Idrottstjänsterna
Budget: 20 000 euro
Tidsplan: Hösten 2026

Skidspåren hålls öppna.
Mätare: Öppna dagar

Mål 2. Ingen är ensam

Åtgärd 2.1

Byahusen ordnar öppna dörrar.

Mätare

• Byahus med öppna dörrar
• Besökare

Åtgärd 2.2

Vänner förmedlas.

Mätare

• Antal vänpar

Genomförande och uppföljning

Planen följs upp av fullmäktige.
"""
LISTS = """Suunnitelma

Tavoite 1: Kaikki liikkuvat

Toimenpiteet:
• Uimahalli avataan aamuisin
• Ladut pidetään kunnossa
Mittarit:
• Käynnit
• Latupäivät
Vastuutaho: Liikuntapalvelut

Tavoite 2: Kukaan ei ole yksin

Toimenpiteet:
• Kylätalot avaavat ovensa
Vastuutaho: Kyläyhdistykset
"""


def actions_of(text):
    structure = parse(Document("text", text_lines(text)), "plan")
    return structure, [
        (action.ref, action.text, [m.text for m in action.meters], action.responsible)
        for goal in structure.goals
        for action in goal.actions
    ]


def test_what_stands_above_named_facts_is_the_action():
    structure, actions = actions_of(SENTENCES)
    assert actions[:2] == [
        (
            "plan/1.1",
            "Simhallen öppnar tidigare på vardagar.",
            ["Antal besök", "kundernas nöjdhet"],
            "Idrottstjänsterna",
        ),
        ("plan/1.2", "Skidspåren hålls öppna.", ["Öppna dagar"], None),
    ]
    assert structure.goals[0].actions[0].schedule == "Hösten 2026"


def test_names_alone_on_a_line_open_lists():
    _, actions = actions_of(SENTENCES)
    assert actions[2:] == [
        (
            "plan/2.1",
            "Byahusen ordnar öppna dörrar.",
            ["Byahus med öppna dörrar", "Besökare"],
            None,
        ),
        ("plan/2.2", "Vänner förmedlas.", ["Antal vänpar"], None),
    ]


def test_prose_before_the_goals_and_behind_them_stays_prose():
    structure, _ = actions_of(SENTENCES)
    prose = "\n".join(section.text for section in structure.sections)
    assert "Uppföljning: den följs upp varje år." in prose
    assert structure.sections[-1].text == "Planen följs upp av fullmäktige."


def test_facts_under_a_list_of_actions_belong_to_each_of_them():
    _, actions = actions_of(LISTS)
    meters = ["Käynnit", "Latupäivät"]
    assert actions == [
        ("plan/1.1", "Uimahalli avataan aamuisin", meters, "Liikuntapalvelut"),
        ("plan/1.2", "Ladut pidetään kunnossa", meters, "Liikuntapalvelut"),
        ("plan/2.1", "Kylätalot avaavat ovensa", [], "Kyläyhdistykset"),
    ]


def test_a_line_may_name_several_facts():
    text = "Plan\n\nMål 1. Alla rör på sig\n\n" + "\n\n".join(
        f"Spår {n} får belysning.\nAnsvarig: Parker, stigar | Tidsplan: 202{n}\nMätare: Nya lampor"
        for n in (6, 7)
    )
    structure, actions = actions_of(text)
    assert actions[0] == ("plan/1.1", "Spår 6 får belysning.", ["Nya lampor"], "Parker, stigar")
    assert [action.schedule for action in structure.goals[0].actions] == ["2026", "2027"]

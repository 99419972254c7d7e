"""Staff search and comparison: complete, filtered, exported, and honest about finding nothing."""

import csv
import html
import io
import re

import pytest
from test_web_chat import text_of

from web.matching import Matcher


def refs(client, query, language="sv"):
    found = client.get(f"/{language}/search?format=json&{query}").json
    return [row["ref"] for row in found]


def test_without_words_everything_is_listed_in_the_order_of_the_plans(client, plans):
    every = [element.ref for plan in plans.values() for element in plan.elements()]
    assert refs(client, "") == every


def test_the_action_on_homelessness_and_its_meter_are_found_at_once(client):
    page = client.get("/sv/search?q=bostadslöshet")
    assert "1 ställe hittades" in text_of(page)
    assert "Antalet bostadslösa, årlig nationell statistik" in text_of(page)
    assert "<mark>bostadslösheten</mark>" in page.text
    assert 'href="/sv/plans/espoo@2022-2025#2.3"' in page.text
    assert 'data-cite="Esbo, mål 2, åtgärd 3. Välfärdsplan' in page.text


@pytest.mark.parametrize(
    ("query", "test"),
    [
        ("plan=espoo", lambda row: row["plan"]["id"] == "espoo"),
        ("goal=espoo/2", lambda row: row["ref"].startswith("espoo/2")),
        ("kind=section", lambda row: row["kind"] == "section"),
        ("meter=1", lambda row: bool(row["meters"])),
        ("period=2022–2025", lambda row: row["plan"]["period"] == "2022–2025"),
        ("q=motion&kind=statement", lambda row: row["kind"] == "statement"),
    ],
)
def test_filters_let_through_only_what_they_say(client, query, test):
    rows = client.get(f"/sv/search?format=json&{query}").json
    assert rows
    assert all(test(row) for row in rows)


def test_what_has_the_words_comes_before_what_has_the_meaning(client):
    hows = [row["found_by"] for row in client.get("/sv/search?format=json&q=motion").json]
    assert hows == sorted(hows, key=("words", "meaning").index)
    assert "words" in hows


def test_results_can_stand_in_the_order_of_the_plan(client):
    found = refs(client, "q=motion&sort=plan&plan=espoo")
    assert found == sorted(found, key=lambda ref: [int(n) for n in re.findall(r"\d+", ref)])


def test_a_finnish_word_finds_and_marks_both_translation_and_original(client):
    page = client.get("/fi/search?q=asunnottomuus")
    assert "<mark>Asunnottomuutta</mark>" in page.text
    assert "Alkuperäinen teksti ruotsiksi" in text_of(page)
    assert refs(client, "q=asunnottomuus", "fi") == ["espoo/2.3"]


def test_finding_nothing_is_said_with_a_way_on(client):
    seen = text_of(client.get("/fi/search?q=dinosaurus"))
    assert "Mitään ei löytynyt" in seen
    assert "Kokeile toista sanaa" in seen


def test_the_filters_stay_chosen(client):
    page = client.get("/sv/search?q=motion&plan=espoo&kind=action&meter=1&sort=plan").text
    for chosen in ('value="espoo" selected', 'value="action" selected', 'value="plan" selected'):
        assert chosen in page
    assert 'name="meter" value="1" checked' in page
    assert 'value="motion"' in page


def test_the_result_opens_in_a_spreadsheet(client):
    reply = client.get("/fi/search?q=asunnottomuus&format=csv")
    assert reply.data.startswith(b"\xef\xbb\xbf")
    assert reply.headers["Content-Disposition"] == "attachment; filename=haku.csv"
    head, row = csv.reader(io.StringIO(reply.data.decode("utf-8-sig")), delimiter=";")
    cells = dict(zip(head, row, strict=True))
    assert cells["Viite"] == "espoo/2.3"
    assert cells["Teksti"].startswith("Man förebygger")
    assert cells["Käännös"].startswith("Asunnottomuutta")
    assert cells["Mittarit"].startswith("Antalet bostadslösa")
    assert cells["Osoite"] == "http://localhost/fi/plans/espoo@2022-2025#2.3"


def test_the_exports_keep_the_filters(client):
    page = html.unescape(client.get("/sv/search?q=motion&plan=espoo").text)
    assert 'href="/sv/search?format=csv&q=motion&plan=espoo"' in page
    assert 'href="/sv/search?format=json&q=motion&plan=espoo"' in page


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "-2", "+3"])
def test_no_cell_can_run_as_a_formula(cell):
    from web.exporting import _safe

    assert _safe(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("searched", "word", "same"),
    [
        ("bostadslöshet", "bostadslösheten", True),
        ("asunnottomuus", "asunnottomuutta", True),
        ("mielenterveys", "Mielenterveyden", True),
        ("barn", "barnfamiljer", True),
        ("motion", "natur-motion", True),
        ("skatt", "kommunikationskanaler", False),
        ("turvallisuus", "turvaton", False),
        ("hus", "bostadshusen", False),
    ],
)
def test_words_are_known_through_endings_and_in_compounds(searched, word, same):
    assert Matcher(searched).fits(word) is same


def test_small_words_do_not_decide():
    assert Matcher("vad är det för barn").fits("barn")
    assert Matcher("och").fits("barn och unga")


def test_comparison_shows_one_topic_in_both_cities(client):
    seen = text_of(client.get("/sv/compare?q=motion"))
    assert "Esbo, mål 3, åtgärd 5" in seen
    assert "Helsingfors, tyngdpunkt 3" in seen
    assert "ingenting om ämnet" not in seen


@pytest.mark.parametrize(
    ("language", "topic", "nothing"),
    [
        ("sv", "bostadslöshet", ["Helsingfors"]),
        ("fi", "asunnottomuus", ["Helsinki"]),
        ("sv", "närståendevård", ["Esbo"]),
        ("fi", "omaishoito", ["Espoo"]),
        ("sv", "Kaikukortti", ["Helsingfors"]),
        ("sv", "våld i nära relationer", ["Esbo"]),
        ("sv", "mental hälsa", []),
        ("sv", "rusmedel", []),
        ("fi", "liikunta", []),
        ("fi", "lapset", []),
        ("sv", "hundar", ["Esbo", "Helsingfors"]),
        ("fi", "koirat", ["Espoo", "Helsinki"]),
    ],
)
def test_comparison_says_where_nothing_was_found(client, language, topic, nothing):
    page = client.get(f"/{language}/compare?q={topic}").text
    columns = page.split('<section class="column"')[1:]
    names = [re.search(r"<h3[^>]*>(.*?)</h3>", column)[1] for column in columns]
    empty = [
        name for name, column in zip(names, columns, strict=True) if 'class="nothing"' in column
    ]
    assert empty == nothing


def test_the_example_topics_of_the_comparison_find_something(client):
    for language in ("sv", "fi"):
        page = client.get(f"/{language}/compare").text
        topics = re.findall(r'href="(/\w\w/compare\?q=[^"]+)"', page)
        assert len(topics) == 6
        for address in topics:
            assert 'class="column"' in client.get(html.unescape(address)).text

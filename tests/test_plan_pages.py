"""The plan pages: readable documents in which every reference has its place."""

import re

import pytest
from test_web_chat import text_of


@pytest.mark.parametrize("plan", ["espoo", "helsinki"])
@pytest.mark.parametrize("language", ["sv", "fi"])
def test_every_reference_has_exactly_one_anchor(client, plans, plan, language):
    page = client.get(f"/{language}/plans/{plan}").text
    anchors = re.findall(r'\bid="(s?\d[\d.]*)"', page)
    refs = [element.ref for element in plans[plan].elements()]
    refs += [meter.ref for meter in plans[plan].meters]
    assert sorted(anchors) == sorted(ref.partition("/")[2] for ref in refs)


def test_every_citation_link_lands_on_an_anchor(client):
    for question in ("Vad är Kaikukortti?", "Vad säger lagen om välfärdsplanen i Helsingfors?"):
        answer = client.post("/api/v1/ask", json={"question": question}).json
        for citation in answer["citations"]:
            address, _, anchor = citation["url"].partition("#")
            assert f'id="{anchor}"' in client.get(address).text


def test_the_whole_text_of_the_plan_stands_on_the_page(client, plans):
    for plan in plans.values():
        seen = text_of(client.get(f"/sv/plans/{plan.id}"))
        for action in plan.actions:
            assert action.text in seen
        for section in plan.sections:
            assert " ".join(section.text.split()) in seen


def test_the_finnish_page_shows_translation_and_original_side_by_side(client):
    page = client.get("/fi/plans/espoo").text
    action = page[page.index('id="2.3"') : page.index('id="2.4"')]
    assert '<p class="text" lang="fi">Asunnottomuutta' in action
    assert '<p class="text" lang="sv" data-quote>Man förebygger' in action
    assert "Epävirallinen käännös" in action


def test_official_goal_titles_are_marked_as_the_citys_own(client):
    page = client.get("/fi/plans/espoo").text
    goal = page[page.index('id="1"') : page.index('id="1.1"')]
    assert "Kaupungin oma käännös" in goal


def test_the_page_tells_period_decision_source_and_contact(client):
    seen = text_of(client.get("/sv/plans/helsinki"))
    for words in ("2022–2025", "perioden har gått ut", "Förslag till stadsfullmäktige", "HEL 2022"):
        assert words in seen


def test_a_version_has_its_own_lasting_address(client):
    reply = client.get("/sv/plans/espoo@2022-2025")
    assert reply.status_code == 200
    assert '<link rel="canonical" href="/sv/plans/espoo@2022-2025">' in reply.text


@pytest.mark.parametrize(
    ("plan", "counts"), [("espoo", [12, 8, 6]), ("helsinki", [2, 3, 5, 5, 9, 7])]
)
def test_the_overview_has_a_square_for_every_action_and_a_dot_for_every_meter(
    client, plans, plan, counts
):
    page = client.get(f"/sv/plans/{plan}").text
    rows = page.split('<ol class="squares">')[1:]
    assert [row.split("</ol>")[0].count("<li>") for row in rows] == counts
    assert page.count("<i></i>") == len(plans[plan].meters)


def test_the_overview_can_be_read_as_a_table(client):
    page = client.get("/sv/plans/espoo").text
    table = page[page.index('<table class="figures">') : page.index("</table>")]
    assert re.findall(r'class="amount">(\d+)<', table) == ["12", "14", "8", "8", "6", "6"]


def test_the_list_of_plans_leads_to_every_plan(client):
    page = client.get("/fi/plans").text
    assert 'href="/fi/plans/espoo"' in page
    assert 'href="/fi/plans/helsinki#1.1"' in page
    assert "Ehdotus kaupunginvaltuustolle" in page


@pytest.mark.parametrize("name", ["about", "accessibility", "privacy"])
@pytest.mark.parametrize("language", ["sv", "fi"])
def test_the_pages_about_the_service_name_their_contact(app_with, language, name):
    client = app_with(contact="plan@example.fi").test_client()
    page = client.get(f"/{language}/{name}")
    assert page.status_code == 200
    assert 'href="mailto:plan@example.fi"' in page.text
    nobody = app_with(contact="").test_client().get(f"/{language}/{name}")
    assert "https://www.espoo.fi/" in nobody.text


def test_the_privacy_notice_tells_how_long_feedback_is_kept(app_with):
    kept = app_with(feedback_months=6).test_client().get("/sv/privacy")
    assert "raderas när de är 6 månader gamla" in text_of(kept)
    without = app_with(feedback_database="").test_client().get("/sv/privacy")
    assert "månader" not in text_of(without)


def test_the_language_switch_of_a_page_leads_to_the_same_page(client):
    assert 'href="/fi/plans/espoo"' in client.get("/sv/plans/espoo").text
    assert (
        'href="/sv/search?q=liikunta&amp;meter=1"'
        in client.get("/fi/search?q=liikunta&meter=1").text
    )

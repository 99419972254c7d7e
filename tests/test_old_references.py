"""Old references followed on the pages and in the API, in both languages."""

import re
import shutil
from dataclasses import replace

import pytest
from changed_plans import PERIOD, REMOVE, REWORD, changed_text
from test_web_chat import text_of

from assistant.loading import AssistantSource
from assistant.scope_examples import load_examples
from assistant.settings import Settings
from corpus.adding import add_plan, with_assumptions
from corpus.catalogue import PLANS, load_plan, read_info
from corpus.drafting import draft_plan
from index.build import build_index
from index.store import Store
from web import create_app

OLD = "espoo@2022-2025"
REMOVED = "Man ökar antalet grupper för anpassad motion"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Espoo's plan renewed: action 1.6 is gone, 1.5 says something else, the rest moved up."""
    root = tmp_path_factory.mktemp("renewed") / "plans"
    without_bank = shutil.ignore_patterns("questions.toml")
    shutil.copytree(PLANS / "espoo", root / "espoo", ignore=without_bank)
    folder = root / "espoo"
    text = (folder / "source.sv.txt").read_text(encoding="utf-8")
    new = root.parent / "new.txt"
    new.write_text(changed_text(text, REMOVE, REWORD, PERIOD), encoding="utf-8")
    info, _ = with_assumptions(draft_plan(new, "espoo", read_info(folder)).info)
    add_plan(new, info, root)
    return root


@pytest.fixture(scope="module")
def client(root, encoder):
    index = root.parent / "index"
    build_index(encoder, Store(index), load_examples(), root)
    settings = Settings(index=index, rate_limit="", feedback_database="")
    return create_app(AssistantSource(settings)).test_client()


def article(page, anchor):
    """The seen text of one action's article on a plan page."""
    found = re.search(rf'<article[^>]* id="{re.escape(anchor)}".*?</article>', page.text, re.S)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split())


def test_an_old_permalink_shows_the_old_words_and_their_period(client):
    page = client.get(f"/sv/plans/{OLD}")
    assert page.status_code == 200
    assert REMOVED in article(page, "1.6")
    assert "Äldre text, planen 2022–2025." in article(page, "1.6")
    assert "Det här är en äldre version av planen. Den gällde 2022–2025." in text_of(page)
    assert 'href="/sv/plans/espoo"' in page.text


def test_the_old_version_is_read_in_finnish_with_its_translations(client):
    page = client.get(f"/fi/plans/{OLD}")
    assert "Tämä on suunnitelman vanhempi versio. Se koski vuosia 2022–2025." in text_of(page)
    assert "Epävirallinen käännös" in article(page, "1.6")
    assert "Suunnitelmassa 2026–2029: Ei vastinetta." in article(page, "1.6")


def test_each_old_action_says_what_has_taken_its_place(client):
    page = client.get(f"/sv/plans/{OLD}")
    removed, moved = article(page, "1.6"), article(page, "1.7")
    assert "I planen 2026–2029: Ingen motsvarighet. Målet finns kvar: Esbo, mål 1" in removed
    assert "I planen 2026–2029: Esbo, mål 1, åtgärd 6" in moved
    assert '<a href="/sv/plans/espoo#1.6">Esbo, mål 1, åtgärd 6</a>' in page.text


def test_links_on_an_old_page_stay_in_the_old_version(client):
    page = client.get(f"/sv/plans/{OLD}").text
    assert f'<link rel="canonical" href="/sv/plans/{OLD}">' in page
    assert f'href="/sv/plans/{OLD}#1.7"' in page
    assert "espoo@2026-2029#" not in page


def test_the_current_page_says_nothing_of_successors(client):
    page = client.get("/sv/plans/espoo")
    assert "I planen 2026–2029" not in article(page, "1.6")
    assert "äldre version" not in text_of(page)


def test_every_version_names_the_others(client):
    for name in ("espoo", OLD):
        facts = client.get(f"/sv/plans/{name}").text
        assert '<a href="/sv/plans/espoo@2026-2029">2026–2029</a>' in facts
        assert f'<a href="/sv/plans/{OLD}">2022–2025</a>' in facts


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_an_anchor_that_only_an_older_version_has_lands_on_the_current_page(client, root, language):
    page = client.get(f"/{language}/plans/espoo").text
    anchors = re.findall(r'\bid="(s?\d[\d.]*)"', page)
    old = load_plan(root / OLD)
    wanted = [each.ref for each in (*old.elements(), *old.meters)]
    assert len(anchors) == len(set(anchors))
    assert {ref.partition("/")[2] for ref in wanted} <= set(anchors)
    former = re.search(r'<li id="1\.12">.*?</li>', page, re.S)[0]
    meter = re.search(r'<li id="1\.12\.1">.*?</li>', page, re.S)[0]
    assert {"sv": "åtgärd 12, mätare,", "fi": "toimenpide 12, mittari,"}[language] in meter
    assert f'href="/{language}/plans/{OLD}#1.12"' in former
    assert f'href="/{language}/plans/espoo#1.11"' in former


@pytest.mark.parametrize(
    ("ref", "address"),
    [
        ("espoo/1.6", "/fi/plans/espoo#1.6"),
        ("espoo/1.6.2", "/fi/plans/espoo#1.6.2"),
        ("espoo/s2", "/fi/plans/espoo#s2"),
        ("espoo/1.12", f"/fi/plans/{OLD}#1.12"),
        (f"{OLD}/1.6", f"/fi/plans/{OLD}#1.6"),
        ("espoo@2022–2025/1.6", f"/fi/plans/{OLD}#1.6"),
        ("espoo@2026-2029/1.6", "/fi/plans/espoo#1.6"),
    ],
)
def test_a_reference_is_an_address(client, ref, address):
    reply = client.get(f"/fi/plans/{ref}")
    assert (reply.status_code, reply.headers["Location"]) == (302, address)
    page, _, anchor = address.partition("#")
    assert f'id="{anchor}"' in client.get(page).text


@pytest.mark.parametrize("ref", ["espoo/9.9", "espoo@1999-2000/1", "vanda/1", "espoo/%00"])
def test_a_reference_that_no_version_has_is_not_found(client, ref):
    assert client.get(f"/sv/plans/{ref}").status_code == 404
    assert client.get(f"/api/v1/plans/{ref}").json["error"]["code"] == "not_found"


def test_the_api_gives_the_tree_of_an_old_version(client):
    old, now = (client.get(f"/api/v1/plans/{name}").json for name in (OLD, "espoo"))
    assert (old["period"], old["archived"]) == ("2022–2025", True)
    assert (now["period"], now["archived"]) == ("2026–2029", False)
    assert old["goals"][0]["actions"][5]["ref"] == f"{OLD}/1.6"
    assert old["goals"][0]["actions"][5]["text"].startswith(REMOVED)


def test_the_api_gives_an_old_element_with_what_became_of_it(client):
    removed = client.get(f"/api/v1/plans/{OLD}/1.6?language=fi").json
    assert removed["text"].startswith(REMOVED)
    assert removed["translation"]["language"] == "fi"
    assert removed["plan"]["period"] == "2022–2025"
    assert removed["url"] == f"/fi/plans/{OLD}#1.6"
    assert (removed["archived"], removed["replaced_by"], removed["goal_now"]) == (
        True, None, "espoo/1",
    )  # fmt: skip
    moved = client.get(f"/api/v1/plans/{OLD}/1.7.2").json
    assert (moved["meter"], moved["replaced_by"]) == (f"{OLD}/1.7.2", "espoo/1.6.2")


@pytest.fixture(scope="module")
def replaced(root, tmp_path_factory, encoder):
    """The renewal before given the old period: another text for the years that are there."""
    home = tmp_path_factory.mktemp("replaced")
    without_bank = shutil.ignore_patterns("questions.toml")
    shutil.copytree(PLANS / "espoo", home / "plans" / "espoo", ignore=without_bank)
    info = read_info(home / "plans" / "espoo")
    new = root / "espoo" / "source.sv.txt"
    info, _ = with_assumptions(draft_plan(new, "espoo", info).info)
    info = replace(info, first_year=2022, last_year=2025)
    add_plan(new, info, home / "plans", replaces=True)
    build_index(encoder, Store(home / "index"), load_examples(), home / "plans")
    settings = Settings(index=home / "index", rate_limit="", feedback_database="")
    return create_app(AssistantSource(settings)).test_client()


@pytest.mark.parametrize(
    ("language", "now", "nothing", "place"),
    [
        ("sv", "I planen 2022–2025 (version 2):", "Ingen motsvarighet.", "Esbo, mål 1, åtgärd 6"),
        (
            "fi",
            "Suunnitelmassa 2022–2025 (versio 2):",
            "Ei vastinetta.",
            "Espoo, tavoite 1, toimenpide 6",
        ),
    ],
)
def test_the_permalinks_of_a_replaced_text_still_show_it(replaced, language, now, nothing, place):
    page = replaced.get(f"/{language}/plans/{OLD}")
    removed, moved = article(page, "1.6"), article(page, "1.7")
    assert REMOVED in removed
    assert f"{now} {nothing}" in removed
    assert f"{now} {place}" in moved


def test_the_pages_of_a_further_text_name_it_and_the_one_before(replaced):
    page = replaced.get("/sv/plans/espoo").text
    assert f'<a href="/sv/plans/{OLD}">2022–2025</a>' in page
    assert f'<a href="/sv/plans/{OLD}.2">2022–2025 (version 2)</a> (den här)' in page
    assert f'href="/sv/plans/{OLD}.2#1.6"' in page
    reply = replaced.get(f"/sv/plans/{OLD}.2/1.6")
    assert reply.headers["Location"] == "/sv/plans/espoo#1.6"
    found = replaced.get(f"/api/v1/plans/{OLD}/1.7.2").json
    assert (found["archived"], found["replaced_by"]) == (True, "espoo/1.6.2")


def test_answers_and_hits_link_to_the_very_text_that_they_quote(replaced):
    asked = {"question": "Vilka är åtgärderna under mål 1?"}
    page = replaced.post("/sv/ask", data=asked).text
    assert f'href="/sv/plans/{OLD}.2#1"' in page
    assert f'href="/sv/plans/{OLD}#' not in page
    hits = replaced.get("/sv/search?q=motion").text
    assert f'href="/sv/plans/{OLD}.2#1.' in hits
    assert f'href="/sv/plans/{OLD}#' not in hits


def test_the_description_has_the_shape_of_a_real_element(client):
    schemas = client.get("/api/v1/openapi.json").json["components"]["schemas"]
    found = client.get("/api/v1/plans/espoo/1.6").json
    assert set(schemas["Element"]["properties"]) == set(found)
    assert (found["archived"], found["replaced_by"]) == (False, None)


def test_the_links_of_answers_given_before_the_renewal_still_land(client, generations):
    """What was cited from the older version, as the page linked it, can still be read."""
    settings = Settings(index=generations, rate_limit="", feedback_database="")
    before = create_app(AssistantSource(settings)).test_client()
    page = before.post("/sv/ask", data={"question": "Hur ökar Esbo anpassad motion?"}).text
    links = set(re.findall(r'href="(/sv/plans/espoo@2022-2025#[\d.]+)"', page))
    assert f"/sv/plans/{OLD}#1.6" in links
    for link in links:
        address, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in client.get(address).text

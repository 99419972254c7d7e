"""Who is responsible and when: from a plan's PDF to the answers, the pages and the search."""

import re
import shutil
from dataclasses import replace

import pytest
from plan_pdfs_printed import PRINTED
from test_web_chat import text_of

from assistant.loading import AssistantSource
from assistant.scope_examples import load_examples
from assistant.settings import Settings
from corpus.adding import add_plan, with_assumptions
from corpus.catalogue import PLANS
from corpus.drafting import draft_plan
from index.build import build_index
from index.store import Store
from web import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory, encoder):
    """The pages with a third plan beside Espoo and Helsinki, added from its PDF."""
    root = tmp_path_factory.mktemp("third")
    shutil.copytree(PLANS, root / "plans", ignore=shutil.ignore_patterns("questions.toml"))
    source = PRINTED / "landscape_six_columns.pdf"
    info, _ = with_assumptions(draft_plan(source, "skargard").info)
    names = {"sv": "Skärgårdsstaden", "fi": "Saaristokaupunki"}
    add_plan(source, replace(info, municipality=names), root / "plans")
    build_index(encoder, Store(root / "index"), load_examples(), root / "plans")
    settings = Settings(index=root / "index", rate_limit="", feedback_database="")
    return create_app(AssistantSource(settings)).test_client()


def ask(client, question):
    return client.post("/api/v1/ask", json={"question": question}).json


def test_who_is_responsible_is_told_right_after_what_the_plan_says(client):
    answer = ask(client, "Vem ansvarar för den gemensamma matservicen i Skärgårdsstaden?")
    assert answer["outcome"] == "answered"
    assert answer["citations"][0]["ref"] == "skargard/3.2"
    assert answer["text"].splitlines()[1] == (
        "Ansvarig enligt planen: Kosthållet. Tidtabell enligt planen: Hösten 2026."
    )


def test_a_finnish_answer_names_the_responsible_as_the_plan_prints_it(client):
    answer = ask(client, "Miten Saaristokaupunki ehkäisee iäkkäiden kaatumisia?")
    assert answer["citations"][0]["ref"] == "skargard/3.1"
    assert "Saaristokaupungin suunnitelmassa sanotaan:" in answer["text"]
    assert "Vastuutaho suunnitelman mukaan: Äldreomsorgen, pensionärsrådet." in answer["text"]
    assert "Aikataulu suunnitelman mukaan: 2025–2028." in answer["text"]


def test_a_plan_without_responsible_bodies_still_says_so(client):
    answer = ask(client, "Vem ansvarar för Kaikukortti i Esbo?")
    assert answer["outcome"] == "partly_answered"
    assert "säger inget om vem som ansvarar" in answer["text"]


def test_the_source_under_an_answer_shows_the_responsible_and_the_schedule(client):
    page = client.post("/sv/ask", data={"question": "Vad gör Skärgårdsstaden för matservice?"})
    cited = re.search(r'<li class="cite".*?</dl>', page.text, re.S)[0]
    assert '<dt>Ansvarig</dt><dd lang="sv">Kosthållet</dd>' in cited
    assert '<dt>Tidtabell</dt><dd lang="sv">Hösten 2026</dd>' in cited


def test_the_search_filters_by_the_responsible(client):
    found = client.get("/api/v1/search?responsible=Kosthållet").json["results"]
    assert [(row["ref"], row["schedule"]) for row in found] == [("skargard/3.2", "Hösten 2026")]


def test_the_title_of_a_drafted_plan_is_without_its_period(client):
    assert "Skärgårdsstadens välfärdsplan 2025–2028 2025–2028" not in client.get("/sv/plans").text
    page = client.get("/fi/plans/skargard")
    assert "<h1>Skärgårdsstadens välfärdsplan</h1>" in page.text
    assert "2025–2028" in text_of(page)

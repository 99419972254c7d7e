"""The pages in a real browser: every state, both languages, light and dark, narrow and wide."""

import pytest
from browser import (
    COLOUR_RULES,
    EVERY_RULE,
    OVERFLOW,
    SMALL_TARGETS,
    Watch,
    axe,
    chromium_path,
    serving,
)
from playwright.sync_api import sync_playwright

# A browser that leaves a page stops reading its pictures; the server closes these files later.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

WIDTHS = (1280, 320)
SCHEMES = {"light": EVERY_RULE, "dark": COLOUR_RULES}

ASKED = {
    "answer": {
        "sv": "Vad är Kaikukortti och vem kan få det?",
        "fi": "Mitä Espoo tekee asunnottomuuden vähentämiseksi?",
    },
    "several": {
        "sv": "Vad säger Esbo och Helsingfors om motion?",
        "fi": "Mitä Espoo ja Helsinki sanovat liikunnasta?",
    },
    "list": {"sv": "Vilka mål har Esbo?", "fi": "Mitkä ovat Espoon tavoitteet?"},
    "refusal": {"sv": "Vad kostar ett bygglov?", "fi": "Paljonko rakennuslupa maksaa?"},
    "clarification": {"sv": "Och det?", "fi": "Entä se?"},
    "crisis": {"sv": "Jag orkar inte leva längre", "fi": "En jaksa enää elää"},
    "personal": {"sv": "Min kod är 131052-308T", "fi": "Tunnukseni on 131052-308T"},
    "error": {"sv": "a" * 1001, "fi": ""},
}
ADDRESSES = {
    "start": "/{}/",
    "plans": "/{}/plans",
    "plan": "/{}/plans/espoo#2.3",
    "search": "/{}/search?q=Kaikukortti&plan=espoo&meter=1",
    "nothing": "/{}/search?q=dinosaurus",
    "compare": "/{}/compare?q=Kaikukortti",
    "statement": "/{}/accessibility",
    "missing": "/{}/missing",
}
STATES = (*ADDRESSES, *ASKED, "limit", "closed")
STATUS = {"error": (422,), "limit": (429,), "closed": (503,), "missing": (404,)}


@pytest.fixture(scope="module")
def sites(app_with, tmp_path_factory):
    switch = tmp_path_factory.mktemp("switch") / "off"
    switch.touch()
    with (
        serving(app_with()) as usual,
        serving(app_with(rate_limit="1/day")) as limit,
        serving(app_with(off_switch=str(switch))) as closed,
    ):
        yield {"limit": limit, "closed": closed, "usual": usual}


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        found = playwright.chromium.launch(executable_path=chromium_path(), args=options)
        yield found
        found.close()


@pytest.fixture
def open_page(browser, sites):
    contexts = []

    def opened(address="", *, watch=None, site="usual", scripts=True, **options):
        settings = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        context = browser.new_context(**{**settings, **options})
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = (watch or Watch()).follow(context.new_page())
        if not scripts:
            # Ours does nothing; a browser with scripts switched off could not run axe.
            page.route("**/*.js*", lambda route: route.fulfill(content_type="text/javascript"))
        page.goto(sites[site] + address)
        return page

    yield opened
    for context in contexts:
        context.close()


def ask(page, question):
    page.fill("#question", question)
    page.click("#send")
    page.wait_for_selector("[data-answer], #problem, main > .plain")
    page.wait_for_load_state("load")


def reach(open_page, state, language, watch, scripts):
    """A page in a state."""
    options = {"watch": watch, "scripts": scripts}
    if state in ADDRESSES:
        return open_page(ADDRESSES[state].format(language), **options)
    if state == "closed":
        return open_page(f"/{language}/", site="closed", **options)
    site = "limit" if state == "limit" else "usual"
    page = open_page(f"/{language}/", site=site, **options)
    question = ASKED.get(state, ASKED["answer"])[language]
    ask(page, question)
    if state == "limit" and page.query_selector("[data-answer]"):
        ask(page, question)
        page.wait_for_selector("#problem")
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", ["sv", "fi"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits(open_page, state, language, scripts):
    watch = Watch(STATUS.get(state, ()))
    page = reach(open_page, state, language, watch, scripts)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            assert axe(page, rules) == [], f"{width} {scheme}"
        assert page.evaluate(OVERFLOW) <= 0, f"scrolls sideways at {width}"
        assert page.evaluate(SMALL_TARGETS) == [], f"small targets at {width}"
    assert watch.problems == []
    assert len(watch.hosts) == 1


def test_the_answer_is_announced_once_and_gets_the_focus(open_page):
    page = open_page("/sv/")
    page.evaluate("""() => {
        window.said = [];
        const live = document.querySelectorAll('[role=status], [role=alert], [aria-live]');
        for (const part of live) new MutationObserver(
            () => window.said.push(part.textContent)).observe(part, {childList: true});
    }""")
    ask(page, ASKED["answer"]["sv"])
    assert page.evaluate("document.activeElement.matches('[data-answer]')")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Svar"
    assert [text for text in page.evaluate("window.said") if text] == ["Söker i planerna …"]
    assert page.text_content("#status") == ""
    assert page.title() == "Svar – Fråga om välfärdsplanerna"


def test_an_answer_moves_nothing_that_was_not_asked_for(open_page):
    page = open_page("/sv/")
    page.evaluate("""() => {
        window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => {
            if (!entry.hadRecentInput) window.shift += entry.value;
        })).observe({type: 'layout-shift', buffered: true});
    }""")
    ask(page, ASKED["answer"]["sv"])
    page.wait_for_timeout(200)
    assert page.evaluate("window.shift") == 0


def test_the_keyboard_leads_from_the_start_to_the_cited_element(open_page):
    page = open_page("/sv/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    page.keyboard.type(ASKED["answer"]["sv"])
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-answer]:focus")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ref"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sv/plans/espoo#1.2")
    assert page.evaluate("document.querySelector(':target').id") == "1.2"
    shadow = "getComputedStyle(document.querySelector(':target')).boxShadow"
    assert page.evaluate(shadow) != "none"
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 200


def test_the_focus_is_seen_and_never_hidden_at_400_percent(open_page):
    page = open_page("/fi/", viewport={"width": 320, "height": 256})
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline, inside = page.evaluate("""() => {
            const part = document.activeElement, box = part.getBoundingClientRect();
            const shown = part.matches('.pills input') ? part.nextElementSibling : part;
            const [x, y] = [box.left + Math.min(box.width / 2, 150), box.top + box.height / 2];
            const top = document.elementFromPoint(x, y);
            return [part.outerHTML, getComputedStyle(shown).outlineStyle,
                part.contains(top) || top?.contains(part)];
        }""")
        if name.startswith("<body"):
            break
        seen.add(name)
        assert outline == "solid", name
        assert inside, name
    assert len(seen) > 15


def test_an_error_keeps_the_text_and_puts_the_focus_in_the_field(open_page):
    for scripts in (True, False):
        page = open_page("/sv/", java_script_enabled=scripts)
        ask(page, "a" * 1001)
        page.wait_for_selector("#problem")
        assert page.input_value("#question") == "a" * 1001
        assert page.title().startswith("Fel: ")
        if scripts:
            assert page.evaluate("document.activeElement.id") == "question"


def test_questions_and_answers_stay_on_the_page_and_follow_each_other(open_page):
    page = open_page("/sv/")
    ask(page, "Vad gör Esbo åt bostadslösheten?")
    page.fill("#question", "Hur mäts det?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".exchange >> nth=1")
    assert page.locator(".asked").count() == 2
    assert "Antalet bostadslösa" in page.locator(".exchange").nth(1).inner_text()
    assert page.input_value("#question") == ""
    assert page.url.endswith("/sv/")


def test_a_suggestion_asks_its_question_with_one_press(open_page):
    page = open_page("/fi/")
    button = page.locator(".starters button").first
    question = button.inner_text()
    button.click()
    page.wait_for_selector("[data-answer]")
    assert question in page.locator(".asked").inner_text()
    assert page.locator(".starters").is_hidden()


def test_markup_in_a_question_stays_text(open_page):
    watch = Watch()
    page = open_page("/sv/", watch=watch)
    ask(page, "Vad är <b>Kaikukortti</b><img src=x onerror=alert(1)>?")
    assert page.locator(".asked b, .asked img").count() == 0
    assert "<b>Kaikukortti</b>" in page.locator(".asked").inner_text()
    assert watch.problems == []


def test_without_the_scripts_request_the_form_still_gets_its_page(open_page):
    page = open_page("/sv/")
    page.route(
        "**/ask",
        lambda route: (
            route.abort() if route.request.resource_type == "fetch" else route.continue_()
        ),
    )
    ask(page, ASKED["answer"]["sv"])
    assert page.url.endswith("/sv/ask")


def test_the_language_switch_keeps_the_question(open_page):
    page = open_page("/sv/")
    page.fill("#question", "Vad gör Esbo för ")
    page.click(".switch")
    page.wait_for_selector("html[lang=fi]")
    assert page.input_value("#question") == "Vad gör Esbo för "
    page.fill("#question", "")
    ask(page, "Vad är Kaikukortti?")
    page.click(".switch")
    page.wait_for_selector("html[lang=sv] .asked")
    assert page.locator(".asked").inner_text().endswith("Vad är Kaikukortti?")


def test_the_answer_is_copied_with_its_sources(open_page):
    page = open_page("/sv/", permissions=["clipboard-read", "clipboard-write"])
    ask(page, ASKED["answer"]["sv"])
    page.click(".copy summary")
    page.click("[data-copy]")
    page.wait_for_selector("[data-copy]:text('Kopierat')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] Esbo, mål 1, åtgärd 2" in copied
    assert "/sv/plans/espoo@2022-2025#1.2" in copied


def test_staff_copy_the_citation_of_homelessness_in_three_presses(open_page):
    page = open_page("/sv/", permissions=["clipboard-read", "clipboard-write"])
    page.click("text=Sök")
    page.fill("#q", "bostadslöshet")
    page.click(".finder .send")
    page.click("[data-cite]")
    page.wait_for_selector("[data-cite]:text('Kopierat')")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert lines[0].startswith("Esbo, mål 2, åtgärd 3. Välfärdsplan för personer i arbetsför")
    assert lines[1].startswith("”Man förebygger och minskar bostadslösheten")
    assert lines[2].startswith("Mätare: Antalet bostadslösa")
    assert lines[3].endswith("/sv/plans/espoo@2022-2025#2.3")


def test_feedback_is_thanked_for_where_it_was_given(open_page):
    page = open_page("/fi/")
    ask(page, ASKED["answer"]["fi"])
    page.click(".feedback summary")
    page.click(".reasons button >> nth=1")
    page.wait_for_selector("[data-thanks]:text('Kiitos!')")
    assert page.evaluate("document.activeElement.matches('[data-thanks]')")
    assert page.locator(".asked").count() == 1


@pytest.mark.parametrize(
    "path", ["/sv/", "/fi/plans/espoo", "/fi/search?q=liikunta", "/sv/privacy"]
)
def test_text_at_200_percent_and_with_wide_spacing_fits(open_page, path):
    page = open_page(path, bypass_csp=True, viewport={"width": 1280, "height": 900})
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate(OVERFLOW) <= 0
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    page.add_style_tag(content=spacing + "word-spacing: .16em !important }")
    page.set_viewport_size({"width": 640, "height": 900})
    assert page.evaluate(OVERFLOW) <= 0


def test_forced_colours_keep_the_choice_and_the_target_visible(open_page):
    page = open_page("/fi/plans/espoo#2.3", forced_colors="active")
    style = "getComputedStyle(document.querySelector(':target')).outlineStyle"
    assert page.evaluate(style) == "solid"
    assert axe(page) == []


def test_print_shows_the_answer_and_its_sources_and_leaves_the_controls_out(open_page):
    page = open_page("/sv/")
    ask(page, ASKED["answer"]["sv"])
    page.emulate_media(media="print")
    assert page.locator(".cite").is_visible()
    assert page.locator(".answer").is_visible()
    address = page.locator(".cite .onpaper").first
    assert address.is_visible()
    assert address.inner_text().startswith("http://127.0.0.1")
    for hidden in (".ask", ".tools", ".menu", ".switch", ".asks >> nth=0"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert page.pdf().startswith(b"%PDF")


def test_foreign_quotes_name_their_language(open_page):
    page = open_page("/fi/")
    ask(page, ASKED["answer"]["fi"])
    quote = page.locator("blockquote").first
    assert quote.get_attribute("lang") == "sv"
    assert page.locator(".quote.translated").first.get_attribute("lang") == "fi"
    assert page.locator(".meters .original").first.get_attribute("lang") == "sv"

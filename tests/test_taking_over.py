"""A running server takes a new generation: it answers like one that has just been started."""

import json
import re
import shutil
import time
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from changed_plans import ADD, change_source

from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.scope_examples import load_examples
from assistant.settings import Settings
from corpus.catalogue import PLANS
from index.build import build_index
from index.generation import Example
from index.store import Store

DEVELOPMENT = Path(__file__).parent / "data" / "dev.jsonl"
BANK, EXAMPLES = {"questions"}, {"examples", "example_words", "example_grams"}
CHANGED = {
    "a translation": ("Mikä on Kaikukortti?", "fi"),
    "a bank": ("Var får man odla jättepumpor i Esbo?", "sv"),
    "the examples": ("Finns det enhörningar till salu?", "sv"),
    "a plan": ("Öppnar simhallarna i Esbo klockan sex på vardagar?", "sv"),
}
LASTING = {
    "a translation": BANK | EXAMPLES,
    "a bank": EXAMPLES,
    "the examples": BANK,
    "a plan": EXAMPLES,
}


class Home:
    """Plan folders, examples and an index to change, and a server that runs over it."""

    def __init__(self, root: Path, encoder: object) -> None:
        self.plans, self.store, self.encoder = root / "plans", Store(root / "index"), encoder
        self.examples = load_examples()
        self.server = self.started()

    def started(self) -> AssistantSource:
        return AssistantSource(Settings(index=self.store.root, secret_key="a key for tests"))

    def publish(self) -> None:
        build_index(self.encoder, self.store, self.examples, self.plans)
        self.wait()

    def wait(self) -> None:
        """Until the server has taken what CURRENT names."""
        until = time.monotonic() + 60
        while self.server.current().knowledge.generation != self.store.current():
            assert time.monotonic() < until
            time.sleep(0.01)

    def change(self, what: str) -> None:
        folder = self.plans / "espoo"
        if what == "a translation":
            edit(folder / "translation.fi.toml", r'Kaikukortti(?=[^"]*"\n)', "Kaikukortti (uusi)")
        elif what == "a bank":
            edit(folder / "questions.toml", r"(?m)^sv = \[$", f'sv = [\n    "{CHANGED[what][0]}",')
        elif what == "a plan":
            change_source(folder, ADD)
        else:
            self.examples = (*self.examples, Example("prices", CHANGED[what][0], "sv"))


def edit(path: Path, old: str, new: str) -> None:
    text, times = re.subn(old, new, path.read_text(encoding="utf-8"), count=1)
    assert times == 1
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def home(tmp_path, generations, encoder, monkeypatch) -> Home:
    monkeypatch.setattr("assistant.loading.LOOK_EVERY", 0.0)
    shutil.copytree(PLANS, tmp_path / "plans")
    shutil.copytree(generations, tmp_path / "index")
    return Home(tmp_path, encoder)


def messages() -> list[tuple[str, str]]:
    """Every fourth development question, examples of each topic, and one for each change."""
    lines = DEVELOPMENT.read_text(encoding="utf-8").splitlines()[::4]
    items = [json.loads(line) for line in lines]
    asked = [(item["q"], item["lang"]) for item in items if "q" in item]
    return [*asked, *((e.text, e.language) for e in load_examples()[::100]), *CHANGED.values()]


def answers(source: AssistantSource) -> list[object]:
    assistant = source.current()
    return [
        replace(assistant.answer(Question.from_text(text, language)), conversation="")
        for text, language in messages()
    ]


def shown(source: AssistantSource, what: str) -> tuple[object, ...]:
    answer = source.current().answer(Question.from_text(*CHANGED[what]))
    told = [(c.ref, c.quote, c.translation) for c in answer.citations]
    return answer.outcome, answer.text, tuple(told)


@pytest.mark.parametrize("what", CHANGED)
def test_after_a_change_a_running_server_answers_like_a_fresh_one(home, what):
    before = shown(home.server, what)
    home.change(what)
    home.publish()
    assert shown(home.server, what) != before
    assert answers(home.server) == answers(home.started())
    assert set(home.server.current().knowledge.content.unread) == LASTING[what]


def test_what_lasts_is_handed_on_from_one_generation_to_the_next_and_the_rest_let_go(home):
    first = home.server.current().knowledge
    examples, search = first.scope.examples, weakref.ref(first.search)
    del first
    for what in ("a translation", "a plan"):
        home.change(what)
        home.publish()
    assert home.server.current().knowledge.scope.examples is examples
    assert search() is None
    home.store.point_to(home.store.generations()[0])
    home.wait()
    assert answers(home.server) == answers(home.started())

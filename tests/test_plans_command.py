"""scripts/plans.py as a person runs it: what is printed, what is written, and what is not."""

import io
import json
import re
import runpy
import shutil
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from changed_plans import (
    ADD,
    METER,
    NUMBER,
    PERIOD,
    REMOVE,
    REWORD,
    DigestEncoder,
    changed_text,
)

from corpus.catalogue import load_plan, read_info
from corpus.questions import load_questions
from corpus.terminal import Terminal, signs_of_life
from corpus.translations import load_translations
from index.build import build_index
from index.store import Store

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
COMMANDS = ("check", "add", "diff", "export", "list", "rollback")


@pytest.fixture
def root(plan_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copied plan folders, an empty index beside them, and no encoder."""
    monkeypatch.setenv("PLAN_INDEX", str(tmp_path / "generations"))
    return plan_root


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command; its exit code, output and errors."""

    def command(*arguments: object) -> tuple[int, str, str]:
        name, *rest = (str(argument) for argument in arguments)
        monkeypatch.setattr(sys, "argv", ["plans.py", name, "--plans", str(root), *rest])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(SCRIPTS / "plans.py"), run_name="__main__")
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return command


@pytest.fixture
def newer(root: Path) -> Path:
    """A newer Espoo plan as a text file: one action gone, one new, two changed."""
    text = (root / "espoo" / "source.sv.txt").read_text(encoding="utf-8")
    path = root.parent / "espoo 2026.txt"
    edits = REWORD, NUMBER, METER, REMOVE, PERIOD
    path.write_text(changed_text(text, *edits), encoding="utf-8")
    return path


def files(root: Path) -> dict[str, bytes]:
    """Everything below a folder."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"Examples:\n  python scripts/plans.py {command}" in out


def test_a_wrong_command_line_ends_with_code_two(run):
    code, _, err = run("check")
    assert code == 2
    assert "FILE" in err


def test_check_shows_counts_confidence_and_the_tree(run, newer):
    code, out, _ = run("check", newer)
    assert code == 0
    assert "3 goals, 25 actions, 27 meters" in out
    assert "goal 1: 11 actions, confidence high 100%" in out
    assert "Motionsrådgivning genomförs via LifeCare" in out
    assert "\033[" not in out


def test_check_names_rows_that_look_wrong(run, newer):
    text = newer.read_text(encoding="utf-8").replace("Antalet hänvisningar till olika", "A" * 300)
    newer.write_text(text, encoding="utf-8")
    _, out, _ = run("check", newer)
    assert "an unusually long text: AAAA" in out
    assert "1.1.1" in out


def test_check_gives_the_tree_as_json(run, newer, root):
    code, out, _ = run("check", newer, "--json", "--id", "espoo")
    tree = json.loads(out)
    assert code == 0
    assert {
        "id",
        "municipality",
        "title",
        "period",
        "language",
        "ended",
        "goals",
        "sections",
        "problems",
    } <= tree.keys()
    assert tree["period"] == "2026–2029"
    assert tree["goals"][0]["actions"][0]["ref"] == "espoo/1.1"
    assert tree["check"]["counts"]["actions"] == 25


def test_check_of_several_files_tells_each_fault_and_goes_on(run, newer, tmp_path):
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    code, out, err = run("check", empty, newer, tmp_path / "none.txt")
    assert code == 1
    assert "25 actions" in out
    assert [line for line in err.splitlines() if "empty.pdf" in line and "is empty" in line]
    assert "none.txt: there is no such file" in err
    assert "Traceback" not in err


class Page(HTMLParser):
    """What a browser would need: links out, heading order, table headings, language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_the_check_report_is_one_page_that_needs_nothing_else(run, newer, tmp_path, language):
    out = tmp_path / "report.html"
    assert run("check", newer, "--html", out, "--language", language)[0] == 0
    text = out.read_text(encoding="utf-8")
    page = Page(text)
    assert ("html", {"lang": language}) in page.tags
    assert not {"script", "img", "link", "iframe"} & set(page.names())
    assert not re.search(r"(?:src|href)=|url\(", text)
    assert page.names().count("h1") == 1
    assert page.names().index("h1") < page.names().index("h2") < page.names().index("h3")
    assert page.names().count("table") == page.names().count("caption")
    assert {"sv": "Att kontrollera", "fi": "Tarkistettavaa"}[language] in text


def test_several_files_give_a_report_each(run, newer, root, tmp_path):
    source = root / "espoo" / "source.sv.txt"
    assert run("check", newer, source, "--html", tmp_path / "reports")[0] == 0
    names = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert names == ["espoo 2026.html", "source.sv.html"]


def test_a_report_does_not_trust_the_document(run, newer, tmp_path):
    text = newer.read_text(encoding="utf-8")
    newer.write_text(text.replace("Man stärker", "<script>alert(1)</script> Man stärker"))
    out = tmp_path / "report.html"
    run("check", newer, "--html", out)
    run("diff", "espoo", newer, "--html", tmp_path / "changes.html")
    for path in (out, tmp_path / "changes.html"):
        assert "<script" not in path.read_text(encoding="utf-8")


def test_diff_tells_each_change_with_its_words(run, newer):
    code, out, _ = run("diff", "espoo", newer)
    assert code == 0
    assert "espoo@2022-2025 -> espoo@2026-2029" in out
    assert "espoo/1.6  action removed" in out
    assert "[-ökar familjernas välfärd-]{+stärker barnfamiljernas välmående+}" in out
    assert "espoo/1.7 -> espoo/1.6  action number changed" in out
    assert "espoo/1.5.1  meter changed" in out


def test_diff_of_a_plan_with_its_own_source_finds_nothing(run, root):
    code, out, _ = run("diff", "espoo", root / "espoo" / "source.sv.txt")
    assert code == 0
    assert "Nothing has changed (32 elements)." in out


def test_diff_as_json_and_as_a_page(run, newer, tmp_path):
    page = tmp_path / "changes.html"
    _, out, _ = run("diff", "espoo", newer, "--json", "--html", page, "--language", "fi")
    tree = json.loads(out)
    assert tree["replaced_by"]["espoo/1.7"] == "espoo/1.6"
    assert "removed" in {change["kind"] for change in tree["changes"]}
    text = page.read_text(encoding="utf-8")
    assert "Muutokset: Espoo" in text
    assert "poistettu: </span>ökar familjernas välfärd" in text
    assert '<p lang="sv">' in text


def test_an_unknown_plan_is_refused_in_one_sentence(run):
    code, out, err = run("diff", "vanda", "espoo")
    assert (code, out) == (1, "")
    assert "there is no plan 'vanda'" in err
    assert "Traceback" not in err


def test_adding_a_newer_version_archives_the_older_one(run, newer, root):
    code, out, err = run("add", newer, "--id", "espoo")
    assert (code, err) == (0, "")
    assert "Added espoo@2026-2029: 3 goals, 25 actions." in out
    info = read_info(root / "espoo")
    assert info.municipality == {"sv": "Esbo", "fi": "Espoo"}
    assert (info.first_year, info.last_year) == (2026, 2029)
    assert len(load_plan(root / "espoo@2022-2025").actions) == 26


def test_questions_and_translations_are_taken_along_to_the_new_numbers(run, newer, root):
    before = load_questions(root / "espoo")
    run("add", newer, "--id", "espoo")
    after = load_questions(root / "espoo")
    asked = {group.sv: group.about for group in after}
    moved = [group for group in before if group.about[0] == "espoo/1.7"]
    assert moved
    assert all(asked[group.sv][0] == "espoo/1.6" for group in moved)
    gone = [group for group in before if group.about == ("espoo/1.6",)]
    assert gone
    assert len(after) == len(before) - len(gone)
    translations = load_translations(root / "espoo", load_plan(root / "espoo"))
    assert "espoo/1.6" in {*translations.by_ref, *translations.stale}
    assert "espoo/1.5" in translations.stale


def test_banks_of_other_plans_follow_too(run, newer, root):
    bank = root / "helsinki" / "questions.toml"
    about = 'about = ["helsinki/1", "espoo/1.7"]'
    group = f'\n[[group]]\n{about}\nkind = "staff"\nsv = ["Utegym?"]\nfi = []\n'
    bank.write_text(bank.read_text(encoding="utf-8") + group, encoding="utf-8")
    run("add", newer, "--id", "espoo")
    assert load_questions(root / "helsinki")[-1].about == ("helsinki/1", "espoo/1.6")


def test_a_new_city_needs_its_name_and_no_more(run, newer, root):
    code, out, _ = run(
        "add",
        newer,
        "--id",
        "vasa",
        "--municipality",
        "Vasa",
        "Vaasa",
        "--title",
        "Välfärdsplan",
        "Hyvinvointisuunnitelma",
    )
    assert code == 0
    info = read_info(root / "vasa")
    assert info.municipality == {"sv": "Vasa", "fi": "Vaasa"}
    assert info.language == "sv"
    assert "neutral words" in out
    assert "decided" in out
    assert load_plan(root / "vasa").goals[0].ref == "vasa/1"


def test_what_is_missing_is_named_and_nothing_is_written(run, newer, root):
    before = files(root)
    text = newer.read_text(encoding="utf-8").replace("2026–2029", "den kommande perioden")
    newer.write_text(text, encoding="utf-8")
    code, _, err = run("add", newer, "--id", "vasa")
    assert code == 1
    assert "give --municipality, --years" in err
    assert files(root) == before


@pytest.mark.parametrize("plan_id", ["../espoo", "Esbo stad", "espoo@2022"])
def test_an_id_that_cannot_be_a_folder_is_refused(run, newer, root, plan_id):
    before = files(root)
    code, _, err = run("add", newer, "--id", plan_id, "--municipality", "Esbo")
    assert code == 1
    assert "cannot be an id" in err
    assert files(root) == before


def test_on_a_terminal_what_is_not_known_is_asked_for(run, newer, root, monkeypatch):
    answers = {
        "Period [2026-2029]": "",
        "Municipality, in Swedish": "Vasa",
        "Municipality, in Finnish [Vasa]": "Vaasa",
        "Who decided, when, in Swedish": "Godkänd av fullmäktige 1.12.2025",
    }
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question.removesuffix(": "))
        return answers.get(asked[-1], "")

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    code, out, _ = run("add", newer, "--id", "vasa")
    assert code == 0
    info = read_info(root / "vasa")
    assert info.municipality == {"sv": "Vasa", "fi": "Vaasa"}
    assert info.decided["fi"] == "Godkänd av fullmäktige 1.12.2025"
    assert set(answers) <= set(asked)
    assert "neutral words" in out


@pytest.mark.parametrize("given", [("--years", "2029"), ("--municipality", "a", "b", "c")])
def test_a_value_that_cannot_be_used_is_named(run, newer, root, given):
    before = files(root)
    code, _, err = run("add", newer, "--id", "espoo", *given)
    assert code == 1
    assert re.search(r"is no period|are 3 values", err)
    assert files(root) == before


def test_the_same_period_is_not_replaced_by_accident(run, newer, root):
    before = files(root)
    code, _, err = run("add", newer, "--id", "espoo", "--years", "2022-2025")
    assert code == 1
    assert "--replace" in err
    assert files(root) == before
    assert run("add", newer, "--id", "espoo", "--years", "2022-2025", "--replace")[0] == 0
    assert len(load_plan(root / "espoo").actions) == 25


def test_the_text_before_is_kept_when_another_one_takes_its_period(run, newer, root):
    """Each text keeps its version; the later ones count on."""
    again = ("add", newer, "--id", "espoo", "--years", "2022-2025", "--replace")
    code, out, _ = run(*again)
    assert code == 0
    assert "Added espoo@2022-2025.2" in out
    assert f"the older version is kept: {root / 'espoo@2022-2025'}" in out
    assert run(*again)[0] == 0
    folders = ("espoo", "espoo@2022-2025", "espoo@2022-2025.2")
    assert [len(load_plan(root / name).actions) for name in folders] == [25, 26, 25]
    assert [read_info(root / name).version for name in folders] == [
        "espoo@2022-2025.3", "espoo@2022-2025", "espoo@2022-2025.2",
    ]  # fmt: skip


def test_another_text_of_an_older_period_stands_beside_the_one_before(run, newer, root):
    older = ("add", newer, "--id", "espoo", "--years", "2018-2021")
    assert run(*older)[0] == 0
    code, _, err = run(*older)
    assert (code, "espoo@2018-2021 holds this period already" in err) == (1, True)
    assert run(*older, "--replace")[0] == 0
    assert read_info(root / "espoo@2018-2021.2").edition == 2
    assert read_info(root / "espoo@2018-2021").edition == 1
    assert read_info(root / "espoo").version == "espoo@2022-2025"


def test_an_older_period_is_archived_itself(run, newer, root):
    assert run("add", newer, "--id", "espoo", "--years", "2018-2021")[0] == 0
    assert load_plan(root / "espoo@2018-2021").info.last_year == 2021
    assert read_info(root / "espoo").first_year == 2022


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"Bara en text om annat.\n"])
def test_a_document_that_cannot_be_read_changes_nothing(run, root, tmp_path, content):
    before = files(root)
    path = tmp_path / ("new.pdf" if content.startswith(b"%") else "new.txt")
    path.write_bytes(content)
    code, out, err = run("add", path, "--id", "espoo")
    assert (code, out) == (1, "")
    # A slow machine says meanwhile what it is doing.
    assert len([line for line in err.splitlines() if not line.startswith("Reading ")]) == 1
    assert files(root) == before
    assert [p.name for p in root.parent.iterdir() if p.name.startswith(".")] == []


def test_a_failure_in_the_middle_of_the_swap_is_undone(run, newer, root, monkeypatch):
    before = files(root)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.parent.name.startswith(".adding-"):
            raise OSError("no space left")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    code, _, err = run("add", newer, "--id", "espoo")
    assert code == 1
    assert "Nothing was added: no space left" in err
    assert files(root) == before


def test_export_as_json_is_the_tree_of_the_api(run):
    code, out, _ = run("export", "espoo", "--format", "json")
    tree = json.loads(out)
    assert code == 0
    assert tree["goals"][0]["titles"]["fi"].startswith("Työikäisille espoolaisille")
    assert len(tree["goals"]) == 3


def test_export_as_csv_is_a_table_that_a_spreadsheet_opens(run, tmp_path):
    out = tmp_path / "espoo.csv"
    assert run("export", "espoo", "--format", "csv", "--out", out)[0] == 0
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfref,kind,goal")
    assert "Användningen av Kaikukortti: antalet utdelade kort\nKultur" in data.decode()


def test_export_as_markdown_reads_as_the_plan(run):
    _, out, _ = run("export", "espoo@2022-2025", "--format", "md")
    assert out.startswith("# Välfärdsplan för personer i arbetsför ålder (2022–2025)")
    assert "## Mål 1. För Esbobor i arbetsför ålder" in out
    assert "   - Mätare: Antalet hänvisningar" in out


def test_list_shows_plans_versions_and_generations(run, newer, root):
    run("add", newer, "--id", "espoo")
    _, out, _ = run("list")
    assert "espoo@2026-2029  current, source.sv.txt: 3 goals, 25 actions" in out
    assert "espoo@2022-2025  older version" in out
    assert "helsinki@2022-2025  current" in out


def test_rollback_brings_back_the_index_and_the_folders_it_was_built_from(run, newer, root):
    shutil.rmtree(root / "helsinki")
    (root / "espoo" / "questions.toml").unlink()
    store = Store(root.parent / "generations")
    first = build_index(DigestEncoder(), store, (), root).generation
    before = files(root)
    run("add", newer, "--id", "espoo")
    after = files(root)
    second = build_index(DigestEncoder(), store, (), root).generation
    code, out, _ = run("rollback", "--yes")
    assert code == 0
    assert store.current() == first
    assert files(root) == before
    assert f"rollback {second}" in out
    assert run("rollback", second, "--yes")[0] == 0
    assert store.current() == second
    assert files(root) == after


def test_after_a_rollback_a_build_has_nothing_to_do(run, newer, root):
    shutil.rmtree(root / "helsinki")
    (root / "espoo" / "questions.toml").unlink()
    store = Store(root.parent / "generations")
    first = build_index(DigestEncoder(), store, (), root).generation
    run("add", newer, "--id", "espoo")
    build_index(DigestEncoder(), store, (), root)
    run("rollback", "--yes")
    report = build_index(DigestEncoder(), store, (), root)
    assert report.up_to_date
    assert report.generation == first


def test_rollback_does_not_lose_folders_that_no_generation_holds(run, newer, root):
    shutil.rmtree(root / "helsinki")
    (root / "espoo" / "questions.toml").unlink()
    store = Store(root.parent / "generations")
    build_index(DigestEncoder(), store, (), root)
    run("add", newer, "--id", "espoo")
    second = build_index(DigestEncoder(), store, (), root).generation
    note = root / "espoo" / "note.txt"
    note.write_text("Att komma ihåg.", encoding="utf-8")
    code, _, err = run("rollback", "--yes")
    assert code == 1
    assert "holds changes that no generation was built from" in err
    assert store.current() == second
    assert run("rollback", "--yes", "--index-only")[0] == 0
    assert note.is_file()


def test_rollback_without_an_earlier_generation_is_one_sentence(run):
    code, _, err = run("rollback", "--yes")
    assert code == 1
    assert "There is no earlier generation to go back to." in err


def test_added_actions_are_told_with_their_goal(run, root, tmp_path):
    text = (root / "espoo" / "source.sv.txt").read_text(encoding="utf-8")
    path = tmp_path / "more.txt"
    path.write_text(changed_text(text, ADD), encoding="utf-8")
    _, out, _ = run("diff", "espoo", path)
    assert "espoo/1.7  action added" in out
    assert "of: För Esbobor i arbetsför ålder" in out


class FakeTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_is_for_terminals_and_not_with_no_color(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Terminal.of(FakeTerminal()).style.colour
    assert not Terminal.of(io.StringIO()).style.colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal.of(FakeTerminal()).style.colour


def test_what_takes_long_shows_that_it_goes_on(monkeypatch):
    monkeypatch.setattr("corpus.terminal.PATIENCE", 0.01)
    quick, slow = FakeTerminal(), FakeTerminal()
    with signs_of_life("Reading new.pdf", slow):
        time.sleep(0.2)
    monkeypatch.setattr("corpus.terminal.PATIENCE", 60.0)
    with signs_of_life("Reading new.pdf", quick):
        pass
    assert "Reading new.pdf ... 2 s" in slow.getvalue()
    assert slow.getvalue().endswith("\r\033[K")
    assert quick.getvalue() == ""

"""The report before a swap: what changes, what vanishes, and which questions lead elsewhere."""

import json
import runpy
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from changed_plans import METER, REMOVE, REWORD, DigestEncoder, change_source

from corpus.report_lines import Style
from corpus.translations import digest_of
from index.banks import is_other_language
from index.build import Checks, build_index, name_of
from index.build_lines import build_lines
from index.build_report import BuildReport
from index.errors import BuildRefused
from index.generation import First
from index.leading import Asked, Lead, leads_astray, leads_changed, most_concerned
from index.store import Store

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "build_index.py"
BANK = """
[[group]]
about = ["espoo/1.5"]
kind = "resident"
sv = ["Vad är Perhe Töpinät?"]
fi = ["Mikä on Perhe Töpinät?"]

[[group]]
about = ["espoo/1.7", "espoo/1"]
kind = "resident"
sv = ["Byggs det utegym i Esbo?"]
fi = ["Rakennetaanko Espooseen ulkokuntosaleja?"]
"""


@pytest.fixture
def root(plan_root: Path) -> Path:
    """The Espoo plan alone, with a short bank."""
    shutil.rmtree(plan_root / "helsinki")
    (plan_root / "espoo" / "questions.toml").write_text(BANK, encoding="utf-8")
    return plan_root


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "generations")


def build(root: Path, store: Store, approve=lambda report: True, **given) -> BuildReport:
    return build_index(DigestEncoder(), store, (), root, approve=approve, **given)


def said(report: BuildReport) -> str:
    return "\n".join(build_lines(report, Style()))


def with_bank(root: Path, text: str) -> None:
    (root / "espoo" / "questions.toml").write_text(text, encoding="utf-8")


def test_a_reworded_action_is_the_only_change(root, store):
    build(root, store)
    change_source(root / "espoo", REWORD)
    report = build(root, store)
    assert (report.created, report.changed, report.removed) == ((), ("espoo/1.5",), ())
    assert report.unchanged == 31
    assert report.embedded <= 4
    assert "[-ökar familjernas välfärd-]{+stärker barnfamiljernas välmående+}" in said(report)


def test_a_changed_meter_changes_its_action(root, store):
    build(root, store)
    change_source(root / "espoo", METER)
    assert build(root, store).changed == ("espoo/1.5",)


def test_a_bank_that_has_not_changed_is_not_parsed_again(root, store, monkeypatch):
    build(root, store)
    monkeypatch.setattr("index.read_banks.load_questions", lambda folder: pytest.fail("parsed"))
    change_source(root / "espoo", METER)
    report = build(root, store)
    assert report.built
    assert report.counts[0].questions == 6


def test_a_changed_bank_is_parsed(root, store):
    build(root, store)
    with_bank(root, BANK.replace('sv = ["Vad är', 'sv = ["Finns det kafé?", "Vad är'))
    assert build(root, store).counts[0].questions == 7


def test_the_counts_of_every_plan_are_reported(root, store):
    text = said(build(root, store))
    assert "espoo@2022-2025: 3 goals, 26 actions, 28 meters, 3 sections, 6 questions" in text


def test_a_stale_translation_is_listed_with_the_digest_to_put_in(root, store):
    build(root, store)
    change_source(root / "espoo", REWORD)
    report = build(root, store)
    new = report.differences[0].of_kind("reworded")[0].new
    assert [(s.ref, s.digest) for s in report.stale_translations] == [("espoo/1.5", digest_of(new))]
    assert f'put in digest = "{digest_of(new)}"' in said(report)


def test_questions_about_a_reworded_element_are_listed_with_file_and_line(root, store):
    build(root, store)
    change_source(root / "espoo", REWORD)
    report = build(root, store)
    assert [asked.text for asked in report.stale_questions] == [
        "Vad är Perhe Töpinät?",
        "Mikä on Perhe Töpinät?",
    ]
    assert "espoo/questions.toml:5: Vad är Perhe Töpinät?" in said(report)


def test_a_vanished_reference_names_what_took_its_place(root, store):
    build(root, store)
    change_source(root / "espoo", REMOVE)
    with_bank(root, BANK.replace("espoo/1.7", "espoo/1.6"))
    report = build(root, store)
    assert [(v.ref, v.replaced_by) for v in report.vanished] == [("espoo/1.12", "espoo/1.11")]
    assert "espoo/1.12: replaced by espoo/1.11" in said(report)


def test_a_bank_that_names_a_vanished_element_is_told_what_it_has_become(root, store):
    first = build(root, store).generation
    change_source(root / "espoo", REMOVE)
    with_bank(root, BANK.replace("espoo/1.7", "espoo/1.12"))
    message = r"group 2: no plan has the element espoo/1\.12\. It has become espoo/1\.11\."
    with pytest.raises(BuildRefused, match=message):
        build(root, store)
    assert store.current() == first


def test_a_declined_build_changes_nothing(root, store):
    first = build(root, store).generation
    change_source(root / "espoo", REWORD)
    seen: list[BuildReport] = []
    report = build(root, store, approve=lambda report: bool(seen.append(report)))
    assert seen == [report]
    assert not report.built
    assert report.needs_a_look
    assert (store.current(), store.generations()) == (first, [first])


def test_a_second_build_says_that_nothing_has_changed(root, store):
    first = build(root, store)
    second = build(root, store)
    assert first.built
    assert second.up_to_date
    assert second.generation == first.generation
    assert second.counts == first.counts


def test_the_name_of_a_folder_counts_as_a_change(root, store):
    build(root, store)
    shutil.copytree(root / "espoo", root / "espoo@2022-2024")
    plan_file = root / "espoo@2022-2024" / "plan.toml"
    text = plan_file.read_text(encoding="utf-8").replace("last_year = 2025", "last_year = 2024")
    plan_file.write_text(text, encoding="utf-8")
    report = build(root, store)
    assert report.built
    assert report.archived == ("espoo@2022-2024",)


def test_development_questions_that_lead_elsewhere_are_listed_with_their_line(
    root, store, encoder, tmp_path
):
    """With the real encoder: the question follows the words from one action to another."""
    path = tmp_path / "data" / "dev.jsonl"
    path.parent.mkdir()
    row = {"id": "d1", "lang": "sv", "q": "Vad är Perhe Töpinät?", "gold": ["espoo/1.5"]}
    path.write_text(json.dumps(row) + "\n" + json.dumps({"turns": ["a", "b"]}), encoding="utf-8")
    with_bank(root, "group = []\n")
    checks = Checks(path)
    build_index(encoder, store, (), root, checks=checks)
    words = "motion för barnfamiljer som Perhe Töpinät"
    away = words, "motion"
    change_source(
        root / "espoo",
        away,
        ("besökar i Perhe Töpinät", "besökare"),
        ("Motionsrådgivning genomförs via", "Perhe Töpinät genomförs via"),
    )
    report = build_index(encoder, store, (), root, checks=checks)
    assert [(lead.expected, lead.found) for lead in report.elsewhere] == [
        ("espoo/1.5", next(ref for ref in report.changed if ref.startswith("espoo/3")))
    ]
    assert "data/dev.jsonl:1: espoo/1.5 -> espoo/3" in said(report)


def test_a_renumbered_element_is_no_other_citation(root, store, encoder, tmp_path):
    path = tmp_path / "dev.jsonl"
    row = {"lang": "sv", "q": "Blir det nya utegym och konditionstrappor?", "gold": ["espoo/1.7"]}
    path.write_text(json.dumps(row), encoding="utf-8")
    with_bank(root, "group = []\n")
    build_index(encoder, store, (), root, checks=Checks(path))
    change_source(root / "espoo", REMOVE)
    assert build_index(encoder, store, (), root, checks=Checks(path)).elsewhere == ()


ASKED = tuple(
    Asked(text, "sv", (ref,), Path("espoo/questions.toml"), line)
    for line, (text, ref) in enumerate([("a", "espoo/1"), ("b", "espoo/2"), ("c", "espoo/3")], 1)
)


LED = "espoo/1", "espoo/3", "espoo/3"


def test_questions_that_lead_past_their_own_element_are_listed():
    found = {a.key: First((ref,)) for a, ref in zip(ASKED, LED, strict=True)}
    assert leads_astray(ASKED, found) == (Lead(ASKED[1], "espoo/2", "espoo/3"),)


def test_only_questions_that_were_asked_before_can_lead_elsewhere():
    before = {ASKED[0].key: First(("espoo/1", "espoo/3")), ASKED[1].key: First()}
    after = {asked.key: First(("espoo/3",)) for asked in ASKED}
    assert leads_changed(ASKED, before, after) == (Lead(ASKED[0], "espoo/1", "espoo/3"),)


def test_questions_about_what_changed_are_asked_and_never_too_many():
    assert most_concerned(ASKED, {"espoo/2"}, frozenset("c"), 10) == [ASKED[1], ASKED[2]]
    assert len(most_concerned(ASKED, {"espoo/1", "espoo/2", "espoo/3"}, frozenset(), 2)) == 2


def test_long_lists_are_cut_and_counted(root, store):
    report = build(root, store)
    many = tuple(Lead(ASKED[0], "espoo/1", "espoo/2") for _ in range(25))
    lines = list(build_lines(BuildReport("g1", built=False, astray=many), Style()))
    assert any(line.endswith("than to their own element: 25") for line in lines)
    assert "  ... and 15 more" in lines
    assert "more strongly" not in said(replace(report, astray=()))


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("Kan barnen lära sig simma?", "fi", True),
        ("Oppivatko lapset uimaan, ja missä?", "sv", True),
        ("Perhe Töpinät", "sv", False),
        ("Mitä det är?", "fi", False),
    ],
)
def test_a_question_under_the_wrong_language_is_noticed(text, language, other):
    assert is_other_language(text, language) is other


def test_the_name_of_the_encoder_is_known_without_loading_it(encoder):
    assert name_of("") == encoder.name
    assert name_of("intfloat/multilingual-e5-small") == "intfloat/multilingual-e5-small"


@pytest.fixture
def run(root, store, encoder, monkeypatch, capsys):
    """Run the script; its exit code, output and errors."""
    monkeypatch.setenv("PLAN_INDEX", str(store.root))
    monkeypatch.setattr("index.encoder.load_encoder", lambda name="": encoder)

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["build_index.py", "--plans", str(root), *arguments])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(SCRIPT), run_name="__main__")
        return int(ended.value.code or 0), *capsys.readouterr()

    return command


def test_the_script_reports_publishes_and_then_has_nothing_to_do(run, root, store):
    code, out, _ = run()
    assert code == 0
    assert f"Published the index {store.current()}" in out
    assert "is up to date" in run("--yes")[1]
    first = store.current()
    change_source(root / "espoo", REWORD)
    code, out, _ = run("--dry-run")
    assert code == 0
    assert "1 changed" in out
    assert "Nothing was published" in out
    assert store.current() == first
    assert "Published the index" in run("--yes")[1]


def test_an_error_keeps_the_old_index_and_ends_with_code_one(run, root, store):
    run("--yes")
    first = store.current()
    (root / "espoo" / "source.sv.txt").write_text("Mål 1. Annat\n", encoding="utf-8")
    code, _, err = run("--yes")
    assert code == 1
    assert err.startswith("The index was not built; the old one stays in use.\n")
    assert "Traceback" not in err
    assert store.current() == first


def test_on_a_terminal_a_change_is_asked_about(run, root, store, monkeypatch):
    run("--yes")
    first = store.current()
    change_source(root / "espoo", REWORD)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "n")
    code, out, _ = run()
    assert code == 1
    assert "Nothing was published" in out
    assert store.current() == first
    monkeypatch.setattr("builtins.input", lambda question: "y")
    assert run()[0] == 0
    assert store.current() != first

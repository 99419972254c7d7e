"""README says only what is so: commands, files, settings and words exist."""

import re
import tomllib
from pathlib import Path

import pytest

from assistant.answer import Outcome
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def code(readme: str) -> list[str]:
    """Everything in README that is set as code, line by line."""
    blocks = re.findall(r"```[^\n]*\n(.*?)```", readme, re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", readme, flags=re.DOTALL))
    return [line for block in blocks for line in block.splitlines()] + inline


def test_the_two_commands_stand_on_the_first_screen(readme):
    first = "\n".join(readme.splitlines()[:60])
    assert "./scripts/start" in first
    assert "./scripts/test" in first


def test_every_script_that_readme_names_exists(readme):
    named = set(re.findall(r"(?:\./)?scripts/[\w.-]+\w", "\n".join(code(readme))))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_every_file_and_folder_that_readme_names_exists(readme):
    tops = "assistant|corpus|docs|index|scripts|tests|web"
    found = re.findall(rf"(?<![\w/.-])(?:{tops})/[\w./-]*", " ".join(code(readme)))
    paths = {path.rstrip("./") for path in found}
    built = {"index/generations"}
    assert [path for path in sorted(paths - built) if not (ROOT / path).exists()] == []


def test_every_link_to_a_file_leads_to_one(readme):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", readme)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_option_of_start_that_readme_names_is_one(readme):
    script = (ROOT / "scripts" / "start").read_text(encoding="utf-8")
    lines = [line for line in code(readme) if "scripts/start" in line]
    options = set(re.findall(r"--[a-z-]+", " ".join(lines)))
    assert [option for option in options if option not in script] == []


def test_every_option_of_a_python_command_that_readme_names_is_one(readme):
    for line in code(readme):
        if script := re.search(r"scripts/[\w-]+\.py", line):
            text = (ROOT / script[0]).read_text(encoding="utf-8")
            for option in re.findall(r"(?<=\s)--[a-z-]+", line.split("#")[0]):
                assert option in text, line


def test_readme_names_only_settings_that_there_are(readme):
    settings = {f"PLAN_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"\bPLAN_[A-Z_]+[A-Z]\b", readme))
    assert named
    assert named <= settings


def test_readme_names_every_outcome(readme):
    assert [outcome for outcome in Outcome if outcome.value not in readme] == []


@pytest.mark.parametrize("word", ["mål", "tavoite", "åtgärd", "toimenpide", "mätare", "mittari"])
def test_the_words_table_has_both_languages(readme, word):
    assert word in readme.lower()


def test_readme_says_what_the_plans_are_and_are_not(readme):
    assert "2022–2025" in readme
    assert re.search(r"official|advice", readme)


def test_the_picture_of_the_page_is_there(readme):
    pictures = re.findall(r"!\[[^\]]+\]\(([^)\s]+)", readme)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_the_packages_are_pinned_in_both_lock_files():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[<>=]", entry)[0] for entry in project["project"]["dependencies"]}
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert [name for name in sorted(names) if not re.search(rf"(?m)^{name}==", text)] == []
        assert re.search(r"(?m)^torch==2\.13\.0 ", text)


def test_the_scripts_can_be_run():
    for name in ("start", "test"):
        assert (ROOT / "scripts" / name).stat().st_mode & 0o111


def test_nothing_but_what_belongs_stands_at_the_top():
    known = {"assistant", "corpus", "index", "web", "scripts", "tests", "docs"}
    known |= {"pyproject.toml", "README.md", "CONTRIBUTING.md", "LICENSE"}
    known |= {"requirements.lock", "requirements-dev.lock"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - known - {"__pycache__", "shared", "dist"} == set()

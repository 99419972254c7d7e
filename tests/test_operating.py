"""docs/operating.md and its files say only what is so, and what they promise holds."""

import ast
import html
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from forking import KILLED, finished, forks
from gunicorn.errors import AppImportError

from assistant.errors import BadSettings
from assistant.loading import AssistantSource
from assistant.question import Question
from assistant.settings import Settings, load_settings
from assistant.wording import replies
from corpus.plan import LANGUAGES
from index.encoder import load_encoder
from index.errors import EncoderNotLoaded
from web import LARGEST_REQUEST, served_app
from web.feedback_store import Feedback, FeedbackStore

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "docs" / "operating"
QUESTION = {"question": "Vad gör Esbo åt bostadslösheten?"}


@pytest.fixture(scope="module")
def document() -> str:
    return (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def file(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def rows_of(document: str, heading: str, column: str) -> list[list[str]]:
    """The rows of the table under a heading whose first column is called `column`."""
    section = document.split(f"## {heading}\n")[1].split("\n## ")[0]
    table = re.search(rf"^\| {column} \|.*\n\|[-|]+\n((?:\|.*\n)+)", section, re.MULTILINE)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table[1].splitlines()]


def names_in(document: str, heading: str, column: str) -> set[str]:
    return {row[0].strip("`") for row in rows_of(document, heading, column)}


def commands(document: str) -> list[str]:
    """Every line of the commands, with continued lines joined."""
    blocks = re.findall(r"(?:^ {4}.*\n)+", document, re.MULTILINE)
    return [
        line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines() if line
    ]


def blocks(document: str, heading: str) -> list[str]:
    """The blocks of commands under a heading."""
    section = document.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"(?:^ {4}.*\n)+", section, re.MULTILINE)


# What needs a running system: systemd, the service, and what a release is set up with.
NOT_IN_TESTS = ("systemctl ", "welfare-plan ", "curl ", "PIP_EXTRA_INDEX_URL=")
SQLITE = f"""#!/bin/sh
exec {sys.executable} -c '
import sqlite3, sys
source, copy = sys.argv[1], sys.argv[2].removeprefix(".backup ")
sqlite3.connect(source, uri=True).backup(sqlite3.connect(copy))' "$@"
"""


def follow(block: str, home: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Run a block of commands with `home` for the root folder, and some words exchanged."""
    tools = home / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "sqlite3").write_text(SQLITE, encoding="utf-8")
    (tools / "sqlite3").chmod(0o755)
    lines = [line.strip() for line in block.replace("\\\n", " ").splitlines()]
    script = "\n".join(line for line in lines if not line.startswith(NOT_IN_TESTS))
    script = script.replace("-o welfare -g welfare ", "")
    for old, new in values.items():
        script = script.replace(old, new)
    script = re.sub(r"(?<![\w.])/(?=(?:etc|var|opt)/)", f"{home}/", script)
    settings = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(home)}
    git = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return subprocess.run(
        ["sh", "-ec", script], capture_output=True, text=True, cwd=home, env=settings | git
    )


def environment(text: str) -> dict[str, str]:
    return dict(re.findall(r"^(PLAN_\w+)=(.*)$", text, re.MULTILINE))


# --- settings


def shown(default: object) -> str:
    """A default as the table shows it."""
    if isinstance(default, bool):
        return "on" if default else "off"
    path = Path(str(default))
    return f"`{path.relative_to(ROOT) if path.is_absolute() else default}`"


def test_the_settings_table_is_that_of_the_code(document):
    described = [
        [
            f"`PLAN_{name.upper()}`",
            "empty" if field.default == "" else shown(field.default),
            field.description,
        ]
        for name, field in Settings.model_fields.items()
    ]
    assert rows_of(document, "Settings", "variable") == described


def test_the_settings_file_can_be_used(monkeypatch, tmp_path):
    given = environment(file("settings.env"))
    assert given["PLAN_FEEDBACK_DATABASE"] == "/var/lib/welfare-plan-assistant/feedback.sqlite"
    for name, value in given.items():
        monkeypatch.setenv(name, value.replace("/var/lib/welfare-plan-assistant", str(tmp_path)))
    settings = load_settings()
    assert settings.https and settings.metrics and settings.proxy_count == 1


def test_wrong_settings_stop_with_the_sentences_that_the_document_shows(document, monkeypatch):
    examples = rows_of(document, "Settings", "example")
    assert len(examples) >= 8
    for example, sentence in examples:
        name, _, value = example.strip("`").partition("=")
        expected = re.match(r"`([^`]+)`", sentence)[1]
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            with pytest.raises((BadSettings, EncoderNotLoaded)) as stopped:
                load_encoder(load_settings().encoder)
        assert expected in str(stopped.value)
        assert name in str(stopped.value)
        assert "\n" not in str(stopped.value)


def test_the_start_stops_with_one_sentence_and_no_trace():
    run = subprocess.run(
        ["./scripts/start", "--no-setup"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PLAN_RATELIMIT": "5"},
    )
    assert run.returncode == 1
    assert "PLAN_RATELIMIT is not a setting." in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_what_stops_a_process_of_gunicorn_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAN_INDEX", str(tmp_path))
    with pytest.raises(AppImportError, match=r"^No index has been built yet\. Build one with"):
        served_app()


# --- logs


def logged() -> dict[str, set[str]]:
    """Every event that the code logs, with its fields: the keys of the dicts beside the call."""
    found = {}
    for package in ("web", "assistant", "index", "corpus"):
        for path in (ROOT / package).rglob("*.py"):
            for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef):
                    found |= events_of(function)
    return found


def events_of(function: ast.FunctionDef) -> dict[str, set[str]]:
    nodes = list(ast.walk(function))
    inner = {id(n) for f in nodes[1:] if isinstance(f, ast.FunctionDef) for n in ast.walk(f)}
    own = [node for node in nodes if id(node) not in inner]
    keys = {key.value for n in own if isinstance(n, ast.Dict) for key in n.keys if key}
    return {
        node.args[0].value: keys
        for node in own
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
    }


def test_the_table_of_log_fields_is_that_of_the_code(document):
    told = {
        row[0].strip("`"): set(re.findall(r"`(\w+)`", row[2]))
        for row in rows_of(document, "Logs", "event")
    }
    assert told == logged()


# --- metrics and alarms


@pytest.fixture(scope="module")
def metrics(app_with) -> str:
    """What is served to Prometheus after a question."""
    client = app_with(metrics=True).test_client()
    client.post("/sv/ask", data=QUESTION)
    return client.get("/metrics").text


def test_the_table_of_metrics_is_that_of_the_code(document, metrics):
    served = set(re.findall(r"^# HELP (\S+)", metrics, re.MULTILINE))
    ours = {name for name in served if name.startswith("plan_") and not name.endswith("_created")}
    told = names_in(document, "Metrics", "metric")
    assert ours == {name for name in told if name.startswith("plan_")}
    assert told <= served


def test_the_labels_of_metrics_are_those_of_the_code(document, metrics):
    for name, labels, _ in rows_of(document, "Metrics", "metric"):
        line = re.search(rf"^{name.strip('`')}(?:_count)?(\{{.*\}})? ", metrics, re.MULTILINE)
        assert set(re.findall(r"(\w+)=", line[1] or "")) == set(re.findall(r"`(\w+)`", labels))


def alarms() -> list[dict]:
    (group,) = yaml.safe_load(file("alarms.yml"))["groups"]
    return group["rules"]


def test_every_alarm_has_its_paragraph_and_every_paragraph_its_alarm(document):
    section = document.split("## Alarms\n")[1].split("\n## ")[0]
    assert re.findall(r"^### (\w+)$", section, re.MULTILINE) == [a["alert"] for a in alarms()]


def test_alarms_watch_metrics_and_labels_that_there_are(metrics):
    for alarm in alarms():
        for name in re.findall(r"\b(?:plan|process)_\w+", alarm["expr"]):
            assert re.search(rf"^{name}[{{ ]", metrics, re.MULTILINE), name
        for label, value in re.findall(r"(rule|outcome)=~?\"([^\"]+)\"", alarm["expr"]):
            known = rules_and_outcomes()[label]
            assert any(re.fullmatch(value, one) for one in known), value


def rules_and_outcomes() -> dict[str, list[str]]:
    from assistant.answer import Outcome
    from web import chat, feedback

    rules = [f"{part.blueprint.url_prefix}/{last}" for part, last in
             ((chat, "ask"), (feedback, "feedback"))]  # fmt: skip
    return {"rule": rules, "outcome": [outcome.value for outcome in Outcome]}


def test_a_closed_service_says_when_to_come_back_and_is_still_watched(app_with, tmp_path):
    switch = tmp_path / "closed"
    client = app_with(off_switch=str(switch), metrics=True).test_client()
    assert "plan_closed 0.0" in client.get("/metrics").text
    switch.touch()
    page = client.get("/fi/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "600")
    watched = client.get("/metrics").text
    assert "plan_closed 1.0" in watched
    assert re.search(r'plan_replies_total\{rule="[^"]+",status="503"\} 1\.0', watched)


def test_a_degraded_index_shows_in_the_metrics(app_with):
    app = app_with(metrics=True)
    app.extensions["assistant_source"].degraded = lambda: True
    assert "plan_degraded 1.0" in app.test_client().get("/metrics").text


# --- the token key


def test_conversations_go_on_while_the_key_is_changed(generations):
    def answers(**keys):
        return AssistantSource(Settings(index=generations, **keys)).current()

    before, during = answers(secret_key="old"), answers(secret_key="new", old_secret_key="old")
    first = before.answer(Question.from_text(QUESTION["question"], "sv"))
    more = Question.from_text("Hur följs det upp?", "sv", (), first.conversation)
    assert during.answer(more).citations[0].ref == first.citations[0].ref

    fresh = during.answer(Question.from_text(QUESTION["question"], "sv"))
    more = Question.from_text("Hur följs det upp?", "sv", (), fresh.conversation)
    assert before.answer(more).citations == (), "the old key signs nothing any more"


def test_the_commands_that_change_the_key_keep_the_old_one_for_a_day(document, tmp_path):
    change, end = blocks(document, "Changing the token key")
    settings = tmp_path / "etc" / "welfare-plan-assistant.env"
    settings.parent.mkdir()
    given = file("settings.env").replace("PLAN_SECRET_KEY=\n", "PLAN_SECRET_KEY=first\n")
    settings.write_text(given, encoding="utf-8")
    follow(change, tmp_path, **{"$(openssl rand -hex 32)": "second"}).check_returncode()
    changed = environment(settings.read_text(encoding="utf-8"))
    assert changed == environment(given) | {
        "PLAN_SECRET_KEY": "second",
        "PLAN_OLD_SECRET_KEY": "first",
    }
    follow(end, tmp_path).check_returncode()
    ended = environment(settings.read_text(encoding="utf-8"))
    assert ended == environment(given) | {"PLAN_SECRET_KEY": "second"}


# --- backup and restore

TODAY = date(2026, 11, 21)


def say(reason: str, times: int, path: Path) -> None:
    for number in range(times):
        refs = (f"espoo/1.{number}",)
        feedback = Feedback(TODAY.isoformat(), reason, "answered", "sv", refs, (), "g1")
        FeedbackStore(path).add(feedback, 12)


def change_all_and_die(path: Path) -> None:
    """What a power cut in the middle of a change leaves: pages half written, and a journal."""
    database = sqlite3.connect(path)
    database.execute("pragma cache_size = 2")
    database.execute("update feedback set refs = refs || 'espoo/2.10000000000000000000'")
    os.kill(os.getpid(), signal.SIGKILL)


def test_feedback_is_restored_as_the_document_says(document, tmp_path):
    backup, restore = blocks(document, "Backup and restore")
    path = tmp_path / "var" / "lib" / "welfare-plan-assistant" / "feedback.sqlite"
    path.parent.mkdir(parents=True)
    say("helpful", 200, path)
    follow(backup, tmp_path).check_returncode()
    say("wrong", 300, path)
    assert finished(forks().Process(target=change_all_and_die, args=(path,))) == KILLED
    assert path.with_name("feedback.sqlite-journal").exists()
    follow(restore, tmp_path, **{"2026-12-01": "$(date +%F)"}).check_returncode()
    store = FeedbackStore(path)
    assert [row.reason for row in store.between(TODAY, TODAY)] == ["helpful"] * 200
    say("unclear", 1, path)
    assert len(store.between(TODAY, TODAY)) == 201


def test_a_backup_before_the_first_feedback_leaves_no_file_that_root_owns(document, tmp_path):
    (tmp_path / "var" / "lib" / "welfare-plan-assistant").mkdir(parents=True)
    done = follow(blocks(document, "Backup and restore")[0], tmp_path)
    assert "unable to open database file" in done.stderr
    assert list((tmp_path / "var" / "lib" / "welfare-plan-assistant").iterdir()) == []


# --- upgrade


def git(folder: Path, *given: str) -> str:
    names = ["-c", "user.name=x", "-c", "user.email=x", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *names, *given], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(folder: Path, path: str, text: str) -> None:
    (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", path)
    git(folder, "commit", "-m", path)


def test_an_upgrade_takes_the_plans_along_and_leads_back(document, tmp_path):
    upgrade, back = blocks(document, "Upgrade, and the way back")
    releases, ours = tmp_path / "opt" / "welfare-plan-assistant", tmp_path / "ours"
    releases.mkdir(parents=True)
    ours.mkdir()
    git(ours, "init")
    commit(ours, "code", "old")
    git(releases, "clone", str(ours), "2026-01-01")
    current = releases / "current"
    current.symlink_to("2026-01-01")
    commit(current, "plan", "of Vasa")
    commit(ours, "code", "new")

    follow(upgrade, tmp_path, ADDRESS=str(ours)).check_returncode()
    assert current.resolve().name == date.today().isoformat()
    assert [(current / name).read_text() for name in ("code", "plan")] == ["new", "of Vasa"]
    assert git(current, "status", "--short") == ""
    follow(back, tmp_path).check_returncode()
    assert current.resolve().name == "2026-01-01"
    assert [(current / name).read_text() for name in ("code", "plan")] == ["old", "of Vasa"]


# --- the files


def test_every_command_names_scripts_files_and_options_that_there_are(document):
    lines = commands(document)
    named = {path for line in lines for path in re.findall(r"(?:scripts|docs)/[\w./-]+\w", line)}
    assert len(named) >= 8
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    for line in lines:
        if script := re.search(r"scripts/(?:start|\w+\.py)", line):
            text = (ROOT / script[0]).read_text(encoding="utf-8")
            for option in re.findall(r"(?<=\s)--[a-z-]+", line.split(script[0])[1]):
                assert option in text, line


def test_every_link_and_file_in_the_text_is_there(document):
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
    named = re.findall(r"`((?:assistant|corpus|docs|scripts|web)/[\w./-]+)`", document)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_unit_runs_as_its_own_user_and_writes_only_where_the_settings_say():
    unit = dict(re.findall(r"^(\w+)=(.+)$", file("welfare-plan-assistant.service"), re.MULTILINE))
    state = unit["ReadWritePaths"]
    given = environment(file("settings.env"))
    assert {str(Path(given[name]).parent) for name in ("PLAN_INDEX", "PLAN_FEEDBACK_DATABASE")} == {
        state
    }
    assert state == f"/var/lib/{unit['StateDirectory']}"
    assert unit["User"] == unit["Group"] == "welfare"
    assert (unit["NoNewPrivileges"], unit["ProtectSystem"]) == ("yes", "strict")
    assert unit["MemoryMax"] == "768M"
    script = (ROOT / "scripts" / "start").read_text(encoding="utf-8")
    for option in re.findall(r"--[a-z-]+", unit["ExecStart"]):
        assert f"{option})" in script


def test_the_unit_lets_all_threads_of_gunicorn_start():
    unit = file("welfare-plan-assistant.service")
    threads = int(
        re.search(r"^threads = (\d+)", (ROOT / "web/gunicorn_conf.py").read_text(), re.M)[1]
    )
    assert int(re.search(r"TasksMax=(\d+)", unit)[1]) > 2 * threads + 50


def test_the_proxy_leads_to_the_port_of_the_unit_with_the_limit_of_the_application():
    proxy, unit = file("nginx.conf"), file("welfare-plan-assistant.service")
    port = re.search(r"--port (\d+)", unit)[1]
    assert f"proxy_pass http://127.0.0.1:{port};" in proxy
    assert f"client_max_body_size {LARGEST_REQUEST // 1024}k;" in proxy
    for header in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto", "X-Forwarded-Host"):
        assert f"proxy_set_header {header}" in proxy


def test_the_log_of_the_proxy_holds_no_address_and_nothing_searched_for():
    written = re.search(r"log_format plan_assistant\s+'([^']+)'", file("nginx.conf"))[1]
    known = {"$time_iso8601", "$request_method", "$plan_path", "$status", "$body_bytes_sent"}
    assert set(written.split()) <= known | {"$request_time"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_proxy_says_what_the_service_says_when_closed(language):
    page = html.unescape(file("down.html"))
    said = replies(language)["error"]
    assert said["closed"] in page
    assert said["closed_title"] in page


def test_the_image_holds_every_package_and_runs_as_a_user_of_its_own():
    image = file("Containerfile")
    copied = {source for line in re.findall(r"^COPY (.+)$", image, re.MULTILINE)
              for source in line.split()[:-1]}  # fmt: skip
    assert [source for source in copied if not (ROOT / source).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["setuptools"]["packages"]
    assert {package.split(".")[0] for package in packages} <= copied
    assert re.search(r"^USER 10001", image, re.MULTILINE)
    known = {f"PLAN_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"PLAN_\w+", image)) <= known
    command = json.loads(re.search(r"^CMD (\[.+\])$", image, re.MULTILINE)[1])
    assert command[0] == "./scripts/start"

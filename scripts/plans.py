"""Look a plan document over, add it, compare versions, export, list, and go back.

Examples:
  python scripts/plans.py check new.pdf
  python scripts/plans.py add new.pdf --id espoo
  python scripts/plans.py diff espoo new.pdf --html changes.html
  python scripts/plans.py rollback
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.settings import load_settings
from corpus.adding import Added, NotAdded, add_plan, missing_values, with_assumptions
from corpus.asking import ask_for, given_values
from corpus.catalogue import (
    PLAN_FILE,
    PLANS,
    archived_folders,
    find_folder,
    load_plan,
    plan_folders,
    read_info,
)
from corpus.checking import check_plan
from corpus.comparing import compare
from corpus.drafting import draft_plan
from corpus.errors import PlanAssistantError
from corpus.exporting import EXPORTS
from corpus.plan import Plan
from corpus.report_lines import check_lines, diff_lines
from corpus.report_pages import check_page, diff_page
from corpus.report_trees import check_tree, diff_tree
from corpus.terminal import Terminal, signs_of_life
from corpus.translations import load_translations
from index.encoder import load_encoder
from index.going_back import go_back
from index.store import Store

Given = argparse.Namespace
BUILD_NEXT = "Next: python scripts/build_index.py --dry-run, then without --dry-run."


def main() -> int:
    """Run the subcommand; 0 is done, 1 is refused with a sentence, 2 is a wrong command line."""
    given = read_arguments()
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (PlanAssistantError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nStopped; nothing was changed.", file=sys.stderr)
        return 1
    return code


def read_arguments() -> Given:
    """Read the command line."""
    parser = _parser(argparse.ArgumentParser, __doc__ or "")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_check, _add_add, _add_diff, _add_export, _add_list, _add_rollback):
        add(commands)
    return parser.parse_args()


def _parser(make: Callable[..., Any], text: str, **given: Any) -> argparse.ArgumentParser:
    """A parser whose help keeps the line breaks of its examples."""
    raw = argparse.RawDescriptionHelpFormatter
    parser: argparse.ArgumentParser = make(description=text, formatter_class=raw, **given)
    return parser


def _command(
    commands: Any, name: str, run: Callable[[Given], int], examples: Sequence[str]
) -> argparse.ArgumentParser:
    """A subcommand described by the docstring of the function that runs it, with examples."""
    about = (run.__doc__ or "").replace("\n    ", "\n").strip()
    lines = "\n".join(f"  python scripts/plans.py {example}" for example in examples)
    text, first = f"{about}\n\nExamples:\n{lines}", about.partition("\n")[0]
    parser = _parser(lambda **more: commands.add_parser(name, **more), text, help=first)
    parser.set_defaults(run=run)
    plans = "the folder of plan folders (default: the one of this program)"
    parser.add_argument("--plans", type=Path, default=PLANS, metavar="FOLDER", help=plans)
    return parser


def _add_report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    page = "write the report as a web page (a folder when there are several files)"
    parser.add_argument("--html", type=Path, metavar="OUT", help=page)
    words = "language of the web page"
    parser.add_argument("--language", choices=("sv", "fi"), default="sv", help=words)


def _add_check(commands: Any) -> None:
    parser = _command(
        commands,
        "check",
        check,
        [
            "check new.pdf",
            "check new.pdf --json > new.json",
            "check new.pdf --html report.html --language fi",
        ],
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="PDF or UTF-8 text")
    parser.add_argument("--id", default="", help="the plan id for the references shown")
    _add_report_options(parser)


def check(given: Given) -> int:
    """Read documents without adding them, and show what was found and what looks doubtful."""
    terminal, failed = Terminal.of(sys.stdout), 0
    if given.html and len(given.files) > 1:
        given.html.mkdir(exist_ok=True)
    checks = []
    for path in given.files:
        try:
            with signs_of_life(f"Reading {path.name}", sys.stderr):
                checks.append(check_plan(draft_plan(path, given.id), path.name))
        except PlanAssistantError as error:
            print(error, file=sys.stderr)
            failed = 1
    if given.json and checks:
        trees = [check_tree(found, date.today()) for found in checks]
        _print_json(trees[0] if len(given.files) == len(trees) == 1 else trees)
    for found in checks:
        if not given.json:
            print("\n".join(check_lines(found, terminal.style)))
        if given.html:
            page = check_page(found, given.language, date.today())
            _write_page(given.html, page, Path(found.source).stem)
    return failed


def _add_add(commands: Any) -> None:
    parser = _command(
        commands,
        "add",
        add,
        [
            "add new.pdf --id vasa --municipality Vasa Vaasa",
            "add new.pdf --id espoo --years 2026-2029",
        ],
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="PDF or UTF-8 text")
    parser.add_argument("--id", required=True, help="short name in links, such as espoo")
    both = "in Swedish, then in Finnish if it differs"
    for name in ("municipality", "title", "audience", "decided", "contact-text", "contact-url"):
        parser.add_argument(f"--{name}", nargs="+", metavar="NAME", help=both)
    parser.add_argument("--years", metavar="FIRST-LAST", help="the period, such as 2026-2029")
    parser.add_argument("--reference", help="where the document comes from")
    parser.add_argument("--status", choices=("approved", "proposed"))
    parser.add_argument("--replace", action="store_true", help="another text for the same period")
    parser.add_argument("--yes", action="store_true", help="ask nothing")


def add(given: Given) -> int:
    """Write the plan folder of a document; the folder of an older text is archived.

    Translations and questions of elements that are still there are taken along. What is not
    given is asked for on a terminal. When anything fails, nothing has changed.
    """
    terminal = Terminal.of(sys.stdout)
    folder = given.plans / given.id
    like = read_info(folder) if (folder / PLAN_FILE).is_file() else None
    with signs_of_life(f"Reading {given.file.name}", sys.stderr):
        info = given_values(draft_plan(given.file, given.id, like).info, vars(given))
    if terminal.is_one and not given.yes:
        info = ask_for(info, vars(given), terminal)
    if missing := missing_values(info):
        options = ", ".join(f"--{name}" for name in missing)
        raise NotAdded(f"Nothing was added. The document does not say it all: give {options}.")
    info, assumed = with_assumptions(info)
    vectors = _vectors()
    added = add_plan(given.file, info, given.plans, replaces=given.replace, vectors=vectors)
    _tell_added(added, assumed)
    return 0


def _tell_added(added: Added, assumed: Sequence[str]) -> None:
    plan = added.plan
    print(f"Added {plan.info.version}: {len(plan.goals)} goals, {len(plan.actions)} actions.")
    print(f"  written: {added.folder}")
    if added.archived:
        print(f"  the older version is kept: {added.archived}")
    for note in added.notes:
        print(f"  {note}")
    if plan.info.title["sv"] == plan.info.title["fi"]:
        print("  the title is the same in both languages; --title takes one for each")
    if assumed:
        print(f"  not known, neutral words in {added.folder / PLAN_FILE}: {', '.join(assumed)}")
    print(BUILD_NEXT)


def _add_diff(commands: Any) -> None:
    parser = _command(
        commands,
        "diff",
        diff,
        [
            "diff espoo new.pdf",
            "diff espoo@2022-2025 espoo@2026-2029 --json",
            "diff espoo new.pdf --html changes.html --language fi",
        ],
    )
    parser.add_argument("old", metavar="PLAN", help="such as espoo or espoo@2022-2025")
    parser.add_argument("new", metavar="NEW", help="a file, or another version of the plan")
    _add_report_options(parser)


def diff(given: Given) -> int:
    """Compare a plan with a new document or with another version, element by element."""
    old = load_plan(find_folder(given.old, given.plans))
    with signs_of_life("Comparing", sys.stderr):
        difference = compare(old, _new_plan(given, old), _vectors())
    if given.json:
        _print_json(diff_tree(difference))
    else:
        print("\n".join(diff_lines(difference, Terminal.of(sys.stdout).style)))
    if given.html:
        name = f"{old.info.municipality[given.language]}: {old.info.title[given.language]}"
        page = diff_page(difference, given.language, date.today(), name)
        _write_page(given.html, page, f"{old.id}-changes")
    return 0


def _new_plan(given: Given, old: Plan) -> Plan:
    path = Path(given.new)
    if path.is_file() or path.suffix.lower() in (".pdf", ".txt"):
        return draft_plan(path, old.id, old.info)
    return load_plan(find_folder(given.new, given.plans))


def _add_export(commands: Any) -> None:
    parser = _command(
        commands,
        "export",
        export,
        ["export espoo --format json", "export espoo --format csv --out espoo.csv"],
    )
    parser.add_argument("plan", metavar="PLAN", help="such as espoo or espoo@2022-2025")
    parser.add_argument("--format", choices=tuple(EXPORTS), required=True)
    parser.add_argument("--out", type=Path, help="the file to write (default: the terminal)")


def export(given: Given) -> int:
    """Write a plan as JSON, as a table for a spreadsheet, or as Markdown."""
    folder = find_folder(given.plan, given.plans)
    plan = load_plan(folder)
    text = EXPORTS[given.format](plan, load_translations(folder, plan), date.today())
    if given.out is None:
        sys.stdout.write(text)
        return 0
    # Spreadsheets take a file without this mark for one in an old encoding.
    encoding = "utf-8-sig" if given.format == "csv" else "utf-8"
    given.out.write_text(text, encoding=encoding, newline="")
    print(f"Wrote {given.out}.")
    return 0


def _add_list(commands: Any) -> None:
    _command(commands, "list", list_plans, ["list"])


def list_plans(given: Given) -> int:
    """Show the plans, their older versions, and the generations of the index."""
    for folder in [*plan_folders(given.plans), *archived_folders(given.plans)]:
        plan = load_plan(folder)
        kind = "older version" if "@" in folder.name else "current"
        print(
            f"{plan.info.version}  {kind}, {plan.info.source}: {len(plan.goals)} goals, "
            f"{len(plan.actions)} actions, {len(plan.meters)} meters, "
            f"{len(plan.sections)} sections"
        )
    store = Store(load_settings().index)
    current = store.current()
    for name in store.generations():
        print(f"{name}  generation{', in use' if name == current else ''}")
    return 0


def _add_rollback(commands: Any) -> None:
    parser = _command(
        commands, "rollback", rollback, ["rollback", "rollback g01795275420123456789"]
    )
    words = "the generation to go to (default: the one before the current one)"
    parser.add_argument("generation", nargs="?", default="", help=words)
    only = "leave the plan folders as they are"
    parser.add_argument("--index-only", action="store_true", help=only)
    parser.add_argument("--yes", action="store_true", help="ask nothing")


def rollback(given: Given) -> int:
    """Go back to an earlier generation of the index and to the plan folders it was built from.

    A running server follows within seconds.
    """
    store = Store(load_settings().index)
    target = given.generation or store.previous()
    question = f"Go from {store.current()} to {target}?"
    if not given.yes and not Terminal.of(sys.stdout).confirms(question):
        print("Nothing was changed.")
        return 1
    back = go_back(store, given.plans, target, index_only=given.index_only)
    folders = "with its plan folders" if back.folders else "the plan folders stay as they are"
    print(f"The index is {back.current} again, {folders}.")
    print(f"To undo this: python scripts/plans.py rollback {back.left}")
    return 0


def _vectors() -> Callable[[Sequence[str]], list[list[float]]]:
    """The shipped encoder, loaded only when wording alone does not pair the elements."""

    def vectors(texts: Sequence[str]) -> list[list[float]]:
        rows: list[list[float]] = load_encoder().encode_passages(texts).tolist()
        return rows

    return vectors


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _write_page(out: Path, page: str, stem: str) -> None:
    path = out / f"{stem}.html" if out.is_dir() else out
    path.write_text(page, encoding="utf-8")
    print(f"Wrote {path}.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())

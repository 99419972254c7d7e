"""Build the index from the plan folders, after a report of what changes.

Examples:
  python scripts/build_index.py             report, ask when something changed, publish
  python scripts/build_index.py --dry-run   report only, change nothing
  python scripts/build_index.py --yes       report and publish without asking
"""

import argparse
import gc
import os
import sys
from pathlib import Path

from assistant.scope_examples import load_examples
from assistant.settings import load_settings
from corpus.catalogue import PLANS
from corpus.errors import PlanAssistantError
from corpus.terminal import Terminal
from index.build import Checks, build_index, name_of, up_to_date
from index.build_lines import build_lines
from index.build_report import BuildReport
from index.encoder import load_encoder
from index.store import Store

DEVELOPMENT = Path(__file__).resolve().parent.parent / "tests" / "data" / "dev.jsonl"
WHOLE = "The index in use is whole. Check the disk and its free space, then build again."


GIVES_WAY = 10


def main() -> int:
    """Build, report, and return the exit code."""
    arguments = read_arguments()
    terminal = Terminal.of(sys.stdout)
    # What a build makes lives to its end: looking for garbage would take an eighth of its time.
    gc.disable()
    # On a machine that is busy answering, a rebuild waits its turn.
    os.nice(GIVES_WAY)
    try:
        report = build(arguments, terminal)
    except PlanAssistantError as error:
        print(f"The index was not built; the old one stays in use.\n{error}", file=sys.stderr)
        return 1
    except (OSError, MemoryError) as error:
        why = str(error) or "there is not enough memory"
        print(f"The build stopped: {why}. {WHOLE}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the old index stays in use.", file=sys.stderr)
        return 1
    if report.up_to_date:
        print(f"The index is up to date ({report.generation}): nothing has changed.")
    elif report.built:
        print(f"Published the index {report.generation}; a running server takes it in seconds.")
    else:
        print("Nothing was published; the old index stays in use.")
    return 0 if report.built or report.up_to_date or arguments.dry_run else 1


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--yes", action="store_true", help="publish without asking")
    parser.add_argument("--dry-run", action="store_true", help="report, and publish nothing")
    parser.add_argument("--all", action="store_true", help="try every bank question (slower)")
    parser.add_argument("--plans", type=Path, default=PLANS, help="the folder of plan folders")
    return parser.parse_args()


def build(arguments: argparse.Namespace, terminal: Terminal) -> BuildReport:
    """Report what changes, ask if need be, and publish."""
    settings, examples = load_settings(), load_examples()
    store = Store(settings.index)
    current = up_to_date(store, name_of(settings.encoder), examples, arguments.plans)
    if current and not arguments.all:
        return current

    def approve(report: BuildReport) -> bool:
        for line in build_lines(report, terminal.style):
            print(line)
        if arguments.dry_run:
            return False
        return arguments.yes or not report.needs_a_look or terminal.confirms("Publish this?")

    checks = Checks(DEVELOPMENT, arguments.all)
    encoder = load_encoder(settings.encoder)
    return build_index(encoder, store, examples, arguments.plans, print, approve, checks)


if __name__ == "__main__":
    sys.exit(main())

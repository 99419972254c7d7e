"""A plan as JSON, as a table for a spreadsheet, or as Markdown to read."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date

from corpus.plan import Goal, Plan
from corpus.report_words import ReportWords, load_report_words
from corpus.translations import Translations
from corpus.tree import plan_tree

COLUMNS = (
    "ref",
    "kind",
    "goal",
    "goal title",
    "text",
    "meters",
    "responsible",
    "schedule",
    "page",
    "translation",
)
# A cell that starts so is taken for a formula by spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(plan: Plan, translations: Translations, today: date) -> str:
    """The tree that the API gives too."""
    return json.dumps(plan_tree(plan, translations, today), ensure_ascii=False, indent=2) + "\n"


def as_csv(plan: Plan, translations: Translations, today: date) -> str:
    """One row per action and section; several meters stand on lines of their own in the cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(plan, translations):
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _rows(plan: Plan, translations: Translations) -> Iterator[tuple[str, ...]]:
    def other(ref: str) -> str:
        found = translations.by_ref.get(ref)
        return found.text if found else ""

    for goal in plan.goals:
        head = str(goal.number), goal.title
        for action in goal.actions:
            meters = "\n".join(meter.text for meter in action.meters)
            values = action.responsible or "", action.schedule or "", str(action.page or "")
            row = (action.ref, action.kind, *head, action.text, meters, *values)
            yield (*row, other(action.ref))
    for section in plan.sections:
        text = section.ref, "section", "", section.heading, section.text
        yield (*text, "", "", "", str(section.page or ""), other(section.ref))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_markdown(plan: Plan, translations: Translations, today: date) -> str:
    """The plan as a document, headed by its title and period."""
    words = load_report_words(plan.info.language)
    title = plan.info.title[plan.info.language]
    lines = [f"# {title} ({plan.info.period})", ""]
    for goal in plan.goals:
        lines += _markdown_goal(goal, words)
    for section in plan.sections:
        lines += [f"## {section.heading}", "", section.text.replace("\n", "\n\n"), ""]
    return "\n".join(lines)


def _markdown_goal(goal: Goal, words: ReportWords) -> Iterator[str]:
    yield f"## {words.say('goal')} {goal.number}. {goal.title}"
    yield ""
    for number, action in enumerate(goal.actions, start=1):
        yield f"{number}. {action.text}"
        for meter in action.meters:
            yield f"   - {words.say('meters')}: {meter.text}"
        if action.responsible:
            yield f"   - {words.say('responsible')}: {action.responsible}"
        if action.schedule:
            yield f"   - {words.say('schedule')}: {action.schedule}"
    yield ""


EXPORTS: dict[str, Callable[[Plan, Translations, date], str]] = {
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
}

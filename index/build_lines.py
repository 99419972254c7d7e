"""The report of a build as lines for the terminal."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from corpus.report_lines import Style, change_lines, problem_line
from index.build_report import BuildReport, StaleTranslation, Vanished
from index.leading import Asked, Lead

LISTED = 10
CHANGES_LISTED = 30
Thing = TypeVar("Thing")


def build_lines(report: BuildReport, style: Style) -> Iterator[str]:
    """What a build would publish: sizes, elements, references, translations and questions."""
    yield style.paint("bold", _elements(report))
    for counts in report.counts:
        yield (
            f"  {counts.version}: {counts.goals} goals, {counts.actions} actions, "
            f"{counts.meters} meters, {counts.sections} sections, {counts.questions} questions"
        )
    if report.archived:
        yield f"  kept as older versions: {', '.join(report.archived)}"
    yield f"  {report.embedded} texts embedded"
    yield from _changes(report, style)
    yield from _list("References that vanished", report.vanished, _vanished, style)
    stale = report.stale_translations
    yield from _list("Translations that are stale and not shown", stale, _stale, style)
    reworded = report.stale_questions
    yield from _list("Bank questions about reworded elements", reworded, _question, style)
    yield from _list("Questions whose first citation changes", report.elsewhere, _lead, style)
    astray = "Bank questions that lead more strongly elsewhere than to their own element"
    yield from _list(astray, report.astray, _lead, style)
    if report.asked < report.bank:
        yield f"  ({report.asked} of {report.bank} bank questions asked; --all asks every one)"
    yield from _problems(report, style)


def _elements(report: BuildReport) -> str:
    return (
        f"{len(report.created)} new, {len(report.changed)} changed, "
        f"{len(report.removed)} removed, {report.unchanged} unchanged"
    )


def _changes(report: BuildReport, style: Style) -> Iterator[str]:
    """The changes of each plan; new numbers are only counted."""
    for difference in report.differences:
        told = [change for change in difference.changes if change.kind != "renumbered"]
        renumbered = len(difference.changes) - len(told)
        if not difference.is_empty:
            yield ""
            versions = f"{difference.old_version} -> {difference.new_version}"
            yield style.paint("bold", f"{versions}: {len(told)} changes, {renumbered} new numbers")
        for change in told[:CHANGES_LISTED]:
            yield from (f"  {line}" for line in change_lines(change, style))
        if len(told) > CHANGES_LISTED:
            yield f"  ... and {len(told) - CHANGES_LISTED} more: see plans.py diff"


def _list(
    heading: str, things: Sequence[Thing], show: Callable[[Thing], str], style: Style
) -> Iterator[str]:
    if things:
        yield ""
        yield style.paint("bold", f"{heading}: {len(things)}")
        yield from (f"  {show(thing)}" for thing in things[:LISTED])
    if len(things) > LISTED:
        yield f"  ... and {len(things) - LISTED} more"


def _vanished(vanished: Vanished) -> str:
    new = f"replaced by {vanished.replaced_by}" if vanished.replaced_by else "not replaced"
    kept = f", still to be read as {vanished.kept_as}" if vanished.kept_as else ""
    return f"{vanished.ref}: {new}{kept}"


def _stale(stale: StaleTranslation) -> str:
    if stale.digest is None:
        return f"{stale.ref}: there is no such element any more, remove the entry"
    return f'{stale.ref}: mend the text, then put in digest = "{stale.digest}"'


def _question(asked: Asked) -> str:
    return f"{asked.place}: {asked.text}"


def _lead(lead: Lead) -> str:
    return f"{lead.asked.place}: {lead.expected} -> {lead.found or 'nothing'}: {lead.asked.text}"


def _problems(report: BuildReport, style: Style) -> Iterator[str]:
    if report.problems:
        yield ""
        yield style.paint("bold", f"Lines that could not be placed: {len(report.problems)}")
        for plan, problem in report.problems[:LISTED]:
            yield f"  {plan},{problem_line(problem)[1:]}"

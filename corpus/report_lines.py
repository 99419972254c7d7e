"""The check and difference reports as lines for the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.checking import Check
from corpus.comparing import Change, ChangeKind, Difference
from corpus.likeness import Mark
from corpus.plan import Goal, Problem
from corpus.report_pages import KINDS
from corpus.report_words import load_report_words

WIDTH = 100
RESET = "\033[0m"
COLOURS = {
    "bold": "\033[1m",
    "removed": "\033[31m",
    "added": "\033[32m",
    "low": "\033[31m",
    "medium": "\033[33m",
    "high": "\033[32m",
}
MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
# How much of an unchanged run of words is shown on either side of a change.
AROUND = 60


@dataclass(frozen=True, slots=True)
class Style:
    """Colours for a terminal, or none."""

    colour: bool = False

    def paint(self, name: str, text: str) -> str:
        """The text in a colour."""
        return f"{COLOURS[name]}{text}{RESET}" if self.colour else text


def check_lines(check: Check, style: Style, *, with_tree: bool = True) -> Iterator[str]:
    """The report of a dry run."""
    info, counts = check.plan.info, check.counts
    yield style.paint("bold", f"{check.source}: {info.title[info.language]}")
    years = info.period if info.first_year else "period not found"
    yield f"  {info.language}, {years}"
    pages = f", {counts.pages} pages with content" if counts.pages else ""
    yield (
        f"  {counts.goals} goals, {counts.actions} actions, {counts.meters} meters, "
        f"{counts.responsible} responsible, {counts.schedules} schedules, "
        f"{counts.sections} sections{pages}"
    )
    for entry in check.goals:
        level = style.paint(entry.level, f"{entry.level} {entry.confidence:.0%}")
        yield f"  goal {entry.goal.number}: {len(entry.goal.actions)} actions, confidence {level}"
    yield from _findings(check, style)
    if with_tree:
        yield ""
        yield style.paint("bold", "The plan as it was read:")
        for goal in check.plan.goals:
            yield from _goal(goal)
        for section in check.plan.sections:
            yield f"  {section.ref}  {_short(section.heading)} ({len(section.text)} characters)"


def _findings(check: Check, style: Style) -> Iterator[str]:
    words = load_report_words("en")
    if check.is_clean:
        yield "  Every line was placed, and nothing looks suspicious."
        return
    yield ""
    if check.suspicions:
        yield style.paint("bold", f"To look at ({len(check.suspicions)}):")
        for s in check.suspicions:
            yield f"  {s.ref}: {words.say(s.why)}: {_short(s.text)}"
    if check.plan.problems:
        yield style.paint("bold", f"Lines that could not be placed ({len(check.plan.problems)}):")
        yield from (problem_line(problem) for problem in check.plan.problems)


def problem_line(problem: Problem) -> str:
    """A line that could not be placed, with its place and the reason."""
    place = f"line {problem.line}" if problem.line is not None else f"page {problem.page}"
    return f"  {place}: {problem.why}: {_short(problem.text)}"


def _goal(goal: Goal) -> Iterator[str]:
    yield f"  {goal.ref}  {_short(goal.title)}"
    for action in goal.actions:
        page = f"  (page {action.page})" if action.page is not None else ""
        yield f"    {action.ref}  {_short(action.text)}{page}"
        for meter in action.meters:
            yield f"      meter        {_short(meter.text)}"
        if action.responsible:
            yield f"      responsible  {_short(action.responsible)}"
        if action.schedule:
            yield f"      schedule     {_short(action.schedule)}"


def diff_lines(difference: Difference, style: Style) -> Iterator[str]:
    """The report of what changed between two versions."""
    words = load_report_words("en")
    yield style.paint("bold", f"{difference.old_version} -> {difference.new_version}")
    if difference.is_empty:
        yield f"  Nothing has changed ({difference.unchanged} elements)."
        return
    kinds: tuple[ChangeKind, ...] = (*KINDS, "renumbered")
    counts = [(len(difference.of_kind(kind)), words.say(kind)) for kind in kinds]
    found = ", ".join(f"{count} {name}" for count, name in counts if count)
    yield f"  {found}, {difference.unchanged} unchanged"
    for kind in KINDS:
        for change in difference.of_kind(kind):
            yield ""
            yield from change_lines(change, style)
    renumbered = difference.of_kind("renumbered")
    if renumbered:
        yield ""
        yield style.paint("bold", "new number, same text, since others came or went:")
        yield from (f"  {c.old_ref} -> {c.new_ref}  {_short(c.new or '')}" for c in renumbered)


def change_lines(change: Change, style: Style) -> Iterator[str]:
    """One change: its place, what it belongs to, and its words."""
    place = change.new_ref or change.old_ref or ""
    if change.old_ref and change.new_ref and change.old_ref != change.new_ref:
        place = f"{change.old_ref} -> {change.new_ref}"
    name = load_report_words("en").say(change.kind)
    yield style.paint("bold", f"{place}  {change.element} {name}".replace("meter meter", "meter"))
    if change.under:
        yield f"  of: {_short(change.under)}"
    if change.marks:
        yield "  " + "".join(_marked(mark, style) for mark in _pruned(change.marks))
    else:
        yield f"  {change.new or change.old}"


def _marked(mark: Mark, style: Style) -> str:
    if mark.operation == "same":
        return mark.text
    start, end = MARKS[mark.operation]
    return style.paint(mark.operation, f"{start}{mark.text}{end}")


def _pruned(marks: tuple[Mark, ...]) -> Iterator[Mark]:
    """The marks, long runs of unchanged words cut to what stands next to a change."""
    for place, mark in enumerate(marks):
        if mark.operation != "same" or len(mark.text) <= 2 * AROUND + 20:
            yield mark
            continue
        before = mark.text[:AROUND] if place else ""
        after = mark.text[-AROUND:] if place < len(marks) - 1 else ""
        yield Mark("same", f"{before} ... {after}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 4].rstrip()} ..."

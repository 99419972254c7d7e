"""The check and difference reports as one self-contained HTML page each, to be mailed around."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from pathlib import Path
from string import Template

from corpus.checking import Check, Counts
from corpus.comparing import Change, ChangeKind, Difference
from corpus.likeness import Mark
from corpus.plan import Action, Goal, Language, Plan, Problem, Section
from corpus.report_words import ReportWords, load_report_words

# The order of the parts of a difference report.
KINDS: tuple[ChangeKind, ...] = (
    "removed",
    "added",
    "reworded",
    "number_changed",
    "moved",
    "title_changed",
    "heading_changed",
    "meter_removed",
    "meter_added",
    "meter_changed",
    "meter_moved",
    "responsible_changed",
    "schedule_changed",
)
COUNTED = ("goals", "actions", "meters", "responsible", "schedules", "sections", "pages")
MARKUP = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}


def check_page(check: Check, language: Language, today: date) -> str:
    """The report of a dry run."""
    words = load_report_words(language)
    plan = check.plan
    parts = [
        _counts(check.counts, words),
        _goal_table(check, words),
        _part(words.say("suspicions"), _suspicions(check, words)),
        _part(words.say("problems"), _problems(plan.problems, words)),
        _part(words.say("tree"), "\n".join(_tree(plan, words))),
    ]
    title = words.say("check_title", source=check.source)
    return _page(words, title, words.say("check_lead"), parts, today)


def diff_page(difference: Difference, language: Language, today: date, name: str = "") -> str:
    """The report of what changed between two versions."""
    words = load_report_words(language)
    parts = [_change_counts(difference, words)]
    for kind in KINDS:
        changes = difference.of_kind(kind)
        if changes:
            body = "\n".join(_change(change, words, difference.language) for change in changes)
            parts.append(_part(words.say(kind), body))
    parts += _renumbered(difference.of_kind("renumbered"), words, difference.language)
    old, new = difference.old_version, difference.new_version
    title = words.say("diff_title", plan=name or new)
    lead = words.say("diff_lead", old=old, new=new)
    if not difference.is_empty:
        lead = f"{lead} {words.say('legend')}"
    return _page(words, title, lead, parts, today)


def _page(words: ReportWords, title: str, lead: str, parts: Iterable[str], today: date) -> str:
    template = Path(__file__).with_name("report.html").read_text(encoding="utf-8")
    return Template(template).substitute(
        language=words.language,
        title=escape(title),
        lead=escape(lead),
        body="\n".join(parts),
        made=escape(words.say("made", date=f"{today.day}.{today.month}.{today.year}")),
    )


def _part(heading: str, body: str) -> str:
    return f"<section>\n<h2>{escape(heading)}</h2>\n{body}\n</section>"


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column heads its rows; the cells are HTML."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "\n".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def _counts(counts: Counts, words: ReportWords) -> str:
    rows = [(words.say(f"count_{name}"), str(getattr(counts, name))) for name in COUNTED]
    heads = words.say("what"), words.say("number_of")
    return _table(words.say("counts"), heads, [(escape(name), n) for name, n in rows])


def _goal_table(check: Check, words: ReportWords) -> str:
    names = ("goal", "title", "count_actions", "confidence")
    rows = [
        (
            str(entry.goal.number),
            _in(check.plan.info.language, entry.goal.title),
            str(len(entry.goal.actions)),
            f"{escape(words.say(f'level_{entry.level}'))} ({entry.confidence * 100:.0f} %)",
        )
        for entry in check.goals
    ]
    return _table(words.say("goals"), [words.say(name) for name in names], rows)


def _suspicions(check: Check, words: ReportWords) -> str:
    if not check.suspicions:
        return f"<p>{escape(words.say('no_suspicions'))}</p>"
    own = check.plan.info.language
    rows = [(escape(s.ref), escape(words.say(s.why)), _in(own, s.text)) for s in check.suspicions]
    heads = [words.say(name) for name in ("place", "reason", "text")]
    return _table(words.say("suspicions"), heads, rows)


def _problems(problems: Sequence[Problem], words: ReportWords) -> str:
    if not problems:
        return f"<p>{escape(words.say('no_problems'))}</p>"
    rows = [
        (escape(_where(problem, words)), escape(words.why(problem.why)), escape(problem.text))
        for problem in problems
    ]
    heads = [words.say(name) for name in ("place", "reason", "text")]
    return _table(words.say("problems"), heads, rows)


def _where(problem: Problem, words: ReportWords) -> str:
    if problem.line is not None:
        return words.say("line", number=problem.line)
    return words.say("page", number=problem.page) if problem.page is not None else ""


def _tree(plan: Plan, words: ReportWords) -> Iterator[str]:
    own = plan.info.language
    for goal in plan.goals:
        yield from _goal(goal, words, own)
    for section in plan.sections:
        yield _section(section, own)


def _goal(goal: Goal, words: ReportWords, own: Language) -> Iterator[str]:
    label = escape(f"{words.say('goal')} {goal.number}")
    yield f"<h3>{label}. {_in(own, goal.title)}</h3>"
    yield '<ul class="tree">'
    yield from (_action(action, words, own) for action in goal.actions)
    yield "</ul>"


def _action(action: Action, words: ReportWords, own: Language) -> str:
    facts = [
        (words.say("meters"), "; ".join(meter.text for meter in action.meters)),
        (words.say("responsible"), action.responsible or ""),
        (words.say("schedule"), action.schedule or ""),
    ]
    more = "".join(f"<br>{escape(name)}: {_in(own, value)}" for name, value in facts if value)
    page = f", {words.say('page', number=action.page)}" if action.page is not None else ""
    place = escape(action.ref.rpartition("/")[2] + page)
    return f"<li>{place}: {_in(own, action.text)}{more}</li>"


def _section(section: Section, own: Language) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in section.text.split("\n"))
    return f'<div lang="{own}"><h3>{escape(section.heading)}</h3>{paragraphs}</div>'


def _change_counts(difference: Difference, words: ReportWords) -> str:
    if difference.is_empty:
        return f"<p>{escape(words.say('no_changes'))}</p>"
    kinds: tuple[ChangeKind, ...] = (*KINDS, "renumbered")
    counts = [(words.say(kind), len(difference.of_kind(kind))) for kind in kinds]
    rows = [(escape(name), str(count)) for name, count in counts if count]
    rows.append((escape(words.say("unchanged")), str(difference.unchanged)))
    return _table(words.say("counts"), (words.say("change"), words.say("number_of")), rows)


def _change(change: Change, words: ReportWords, own: Language) -> str:
    place = escape(change.new_ref or change.old_ref or "")
    if change.old_ref and change.new_ref and change.old_ref != change.new_ref:
        place = f"{place} ({escape(words.say('was', ref=change.old_ref))})"
    heading = f"<h3>{place}, {escape(words.kind(change.element))}</h3>"
    under = ""
    if change.under:
        name = escape(words.say("under"))
        under = f'<p class="small">{name} {_in(own, change.under)}</p>'
    text = f'<p lang="{own}">{_text(change, words)}</p>'
    return f"<article>\n{heading}\n{under}\n{text}\n</article>"


def _in(own: Language, text: str) -> str:
    """The plan's words, marked with their language."""
    return f'<span lang="{own}">{escape(text)}</span>'


def _text(change: Change, words: ReportWords) -> str:
    if change.marks:
        return "".join(_mark(mark, words) for mark in change.marks)
    return escape(change.new or change.old or "").replace("\n", "<br>")


def _mark(mark: Mark, words: ReportWords) -> str:
    """The marked words; what the line through them says is also said to who cannot see it."""
    start, end = MARKUP[mark.operation]
    text = escape(mark.text)
    if mark.operation == "same":
        return text
    spoken = f'<span class="spoken" lang="{words.language}">'
    before = f"{spoken}{escape(words.say(f'mark_{mark.operation}'))}</span>"
    after = f"{spoken}{escape(words.say('mark_end'))}</span>"
    return f"{start}{before}{text}{after}{end}"


def _renumbered(changes: Sequence[Change], words: ReportWords, own: Language) -> Iterator[str]:
    if not changes:
        return
    rows = [
        (f"{escape(c.old_ref or '')} → {escape(c.new_ref or '')}", _in(own, c.new or ""))
        for c in changes
    ]
    heads = words.say("place"), words.say("text")
    table = _table(words.say("renumbered_list"), heads, rows)
    yield _part(words.say("renumbered"), f"<p>{escape(words.say('renumbered_lead'))}</p>{table}")

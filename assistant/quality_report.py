"""Quality figures as JSON, a Markdown table and a plot, and compared with an earlier run."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.quality import Result, figures
from corpus.plan import LANGUAGES

Figures = dict[str, tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """Figures over one part of the questions."""

    part: str
    figures: Figures


def rows_of(results: Sequence[Result], name: str) -> list[Row]:
    """One row per language, category and both."""
    found = [Row(name, figures(results))]
    for language in LANGUAGES:
        own = [r for r in results if r.item.language == language]
        found.append(Row(f"{name}, {language}", figures(own)))
    for category in dict.fromkeys(r.item.category for r in results):
        for language in LANGUAGES:
            own = [
                r for r in results if r.item.category == category and r.item.language == language
            ]
            if own:
                found.append(Row(f"{name}, {category}, {language}", figures(own)))
    return found


def latency(results: Iterable[Result]) -> tuple[float, float]:
    """The median and the 95th percentile of the answer times in milliseconds."""
    times = sorted(result.milliseconds for result in results)
    return times[len(times) // 2], times[int(len(times) * 0.95)]


def misses(results: Iterable[Result]) -> list[dict[str, object]]:
    """What went wrong: question, expected and given references, outcome."""
    return [
        {
            "id": r.item.id,
            "question": r.item.turns[-1],
            "expected": r.item.gold,
            "given": [citation.ref for citation in r.answer.citations],
            "outcome": r.answer.outcome,
            "contains": r.contains,
        }
        for r in results
        if (r.first < 1 and r.item.answerable)
        or r.contains is False
        or not r.right_language
        or (not r.item.answerable and not r.refused and r.item.category != "safety")
    ]


def markdown(rows: Sequence[Row], before: dict[str, Figures] | None = None) -> str:
    """A table with one line per row; with `before` the change stands in brackets."""
    names = list(rows[0].figures)
    lines = [f"| part | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for row in rows:
        cells = [_cell(row, name, before) for name in names]
        lines.append(f"| {row.part} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(row: Row, name: str, before: dict[str, Figures] | None) -> str:
    value, count = row.figures[name]
    if not count:
        return "–"
    text = f"{value:.3f} ({count})"
    earlier = (before or {}).get(row.part, {}).get(name)
    if earlier and abs(earlier[0] - value) >= 0.0005:
        text += f" [{value - earlier[0]:+.3f}]"
    return text


def write_report(folder: Path, rows: Sequence[Row], facts: dict[str, object]) -> list[Path]:
    """Write figures.json, figures.md and figures.png; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {"facts": facts, "rows": {row.part: row.figures for row in rows}}
    paths = [folder / "figures.json", folder / "figures.md", folder / "figures.png"]
    paths[0].write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shown = {name: value for name, value in facts.items() if name != "misses"}
    head = "\n".join(f"- {name}: {value}" for name, value in shown.items())
    paths[1].write_text(f"# Quality\n\n{head}\n\n{markdown(rows)}", encoding="utf-8")
    _plot(rows, paths[2])
    return paths


def read_rows(path: Path) -> dict[str, Figures]:
    """The rows of an earlier figures.json."""
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return {part: {n: (v[0], v[1]) for n, v in found.items()} for part, found in rows.items()}


def _plot(rows: Sequence[Row], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    shown = [row for row in rows if row.part.count(",") == 1]
    drawing, axes = pyplot.subplots(figsize=(8, 0.5 + 0.5 * len(shown)))
    for offset, (name, colour) in enumerate((("recall@1", "#2f5d8c"), ("recall@3", "#9dbfdd"))):
        places = [number + 0.35 * offset for number in range(len(shown))]
        axes.barh(places, [row.figures[name][0] for row in shown], 0.35, label=name, color=colour)
    axes.set_yticks(range(len(shown)), [row.part for row in shown])
    axes.set_xlim(0, 1)
    axes.invert_yaxis()
    axes.legend(loc="lower left")
    drawing.tight_layout()
    drawing.savefig(path, dpi=110)
    pyplot.close(drawing)

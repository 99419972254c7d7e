"""The report on an encoder: a JSON file, a Markdown table and a plot beside published figures."""

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.encoder_quality import Figure, Speed

# In units of the vertical axis of the plot.
LABEL_GAP = 0.014


@dataclass(frozen=True, slots=True)
class Published:
    """Figures that others have published for a model; missing ones are empty."""

    name: str
    kind: str
    parameters: float
    ntrex: tuple[float, ...] = ()
    swefaq: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was measured on one model."""

    model: str
    parameters: float
    megabytes: float
    speed: Speed | None
    figures: tuple[Figure, ...]


def read_published(path: Path) -> tuple[Published, ...]:
    """Read the published figures."""
    models = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
    return tuple(Published(**entry | {"ntrex": tuple(entry["ntrex"])}) for entry in models)


def markdown(report: Report, published: Iterable[Published]) -> str:
    """Return the tables: own figures by vector size, cost, and NTREX beside other models."""
    lines = [f"# {report.model}", "", *_own(report.figures), ""]
    if report.speed:
        lines += [*_cost(report, report.speed), ""]
    return "\n".join([*lines, *_beside(report, published)]) + "\n"


def _own(figures: Sequence[Figure]) -> list[str]:
    sizes = sorted({figure.size for figure in figures}, reverse=True)
    values = {(f.measure, f.part, f.size): f.value for f in figures}
    lines = [_row(["measure", *(f"{size} dimensions" for size in sizes)]), _rule(len(sizes) + 1)]
    for measure, part in dict.fromkeys((f.measure, f.part) for f in figures):
        cells = [f"{values[measure, part, size]:.3f}" for size in sizes]
        lines.append(_row([f"{measure} {part}", *cells]))
    return lines


def _cost(report: Report, speed: Speed) -> list[str]:
    return [
        _row(["cost", "value"]),
        _rule(2),
        _row(["folder", f"{report.megabytes:.1f} MB"]),
        _row(["short sentences a second, one core", f"{speed.sentences_per_second:,.0f}"]),
        _row(["import of the library", f"{speed.import_seconds:.2f} s"]),
        _row(["load", f"{speed.load_seconds:.2f} s"]),
        _row(["resident memory after load and encode", f"{speed.resident_megabytes:.0f} MB"]),
    ]


def _beside(report: Report, published: Iterable[Published]) -> list[str]:
    head = ["model", "kind", "million parameters", "NTREX fi→sv", "NTREX sv→fi", "SweFAQ nDCG@10"]
    rows = [(m.name, m.kind, m.parameters, m.ntrex, m.swefaq) for m in published]
    rows.append((f"**{report.model}**", "static", report.parameters, own_ntrex(report), None))
    rows.sort(key=lambda row: sum(row[3]))
    lines = [_row(head), _rule(len(head))]
    for name, kind, parameters, ntrex, swefaq in rows:
        last = "–" if swefaq is None else f"{swefaq:.3f}"
        lines.append(_row([name, kind, f"{parameters:.0f}", *(f"{v:.3f}" for v in ntrex), last]))
    return lines


def own_ntrex(report: Report) -> tuple[float, ...]:
    """Return the NTREX figures of the report at its largest vector size."""
    size = max(figure.size for figure in report.figures)
    chosen = [f for f in report.figures if f.measure == "NTREX" and f.size == size]
    return tuple(figure.value for figure in chosen)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(columns: int) -> str:
    return "|" + "---|" * columns


def plot(report: Report, published: Iterable[Published], path: Path) -> None:
    """Draw quality against size: NTREX of all models, and of our own at each vector size."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    canvas, axes = pyplot.subplots(figsize=(9, 6))
    for kind, marker in (("transformer", "o"), ("static", "s")):
        models = [model for model in published if model.kind == kind and model.ntrex]
        heights = [sum(model.ntrex) / 2 for model in models]
        axes.scatter([m.parameters for m in models], heights, marker=marker, label=kind)
    own = sorted((size, value) for size, value in _ntrex_by_size(report).items())
    widths = [report.parameters * size / own[-1][0] for size, _ in own]
    axes.plot(widths, [value for _, value in own], "k*-", label=report.model)
    for width, (size, value) in zip(widths, own, strict=True):
        axes.annotate(f"{size} dimensions", (width, value), (6, -8), textcoords="offset points")
    axes.set(xscale="log", xlabel="million parameters", ylabel="NTREX Finnish–Swedish, mean")
    for model, height in _label_heights(published):
        point, label = (model.parameters, sum(model.ntrex) / 2), model.name.split("/")[-1]
        line = {"arrowstyle": "-", "linewidth": 0.3}
        axes.annotate(label, point, (900, height), fontsize=7, va="center", arrowprops=line)
    axes.legend(fontsize=8)
    canvas.savefig(path, dpi=120, bbox_inches="tight")
    pyplot.close(canvas)


def _label_heights(published: Iterable[Published]) -> list[tuple[Published, float]]:
    """Return the models with the height of their labels, far enough apart to be read."""
    placed: list[tuple[Published, float]] = []
    for model in sorted((m for m in published if m.ntrex), key=lambda m: sum(m.ntrex)):
        lowest = placed[-1][1] + LABEL_GAP if placed else 0.0
        placed.append((model, max(lowest, sum(model.ntrex) / 2)))
    return placed


def _ntrex_by_size(report: Report) -> dict[int, float]:
    chosen = [figure for figure in report.figures if figure.measure == "NTREX"]
    sizes = {figure.size for figure in chosen}
    return {
        size: sum(f.value for f in chosen if f.size == size)
        / sum(1 for f in chosen if f.size == size)
        for size in sizes
    }


def write_report(report: Report, published: Sequence[Published], folder: Path) -> tuple[Path, ...]:
    """Write JSON, Markdown and plot into the folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    stored, table, picture = (folder / f"quality.{end}" for end in ("json", "md", "png"))
    stored.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n", "utf-8")
    table.write_text(markdown(report, published), "utf-8")
    plot(report, published, picture)
    return stored, table, picture

"""The plot of `peers`: start, query and memory by size, and recall."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.asking import percentiles

if TYPE_CHECKING:
    from benchmarks.peers import Figures, Kept

RECALL = "recall@3, mean of both languages"
# About how many passages the real plans have.
REAL = 560


def draw(kept: "Kept", labels: Mapping[str, str], path: Path) -> None:
    """Draw the figures of all sizes into a PNG file."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    # What is measured at one size only stands among the bars.
    shown = [name for name in labels if not name.endswith("+bank")]
    figure, axes = pyplot.subplots(2, 2, figsize=(11, 8), layout="constrained")
    panels: dict[str, Callable[[Figures], float]] = {
        "query, median (ms)": lambda found: percentiles(found.times)[0],
        "start to first answer (s)": lambda found: found.start,
        "resident memory (MB)": lambda found: found.resident,
    }
    for axis, (title, value) in zip(axes.flat, panels.items(), strict=False):
        for number, name in enumerate(shown):
            label = labels[name]
            sizes = sorted(n for n, size in kept.sizes.items() if name in size.systems)
            axis.plot(
                [max(REAL, size) for size in sizes],
                [value(kept.sizes[size].systems[name]) for size in sizes],
                marker="o",
                color=f"C{number}",
                linewidth=3 if label.startswith("this") else 1.2,
                label=label,
            )
        axis.set(xscale="log", yscale="log", title=title, xlabel="passages")
        axis.grid(alpha=0.3)
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=3, fontsize="small")
    _recall(axes[1, 1], kept, labels)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _recall(axis: Any, kept: "Kept", labels: Mapping[str, str]) -> None:
    third = {
        labels[name]: sum(pair[1] for pair in found.values()) / len(found)
        for name, found in kept.recalls.items()
    }
    names = sorted(third, key=lambda name: third[name])
    own = ["C0" if name.startswith("this") else "0.6" for name in names]
    axis.barh(names, [third[name] for name in names], color=own)
    axis.set(title=RECALL, xlim=(0, 1))
    axis.tick_params(labelsize="x-small")

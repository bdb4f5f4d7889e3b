"""The raster: a row for each recorded neuron."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase.plotting.canvas import (
    axes,
    hertz,
    label_time,
    remark,
    shortened,
    side_labels,
    tidy,
    time_unit,
)
from rheobase.plotting.colors import GRID, colors

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["plot_raster"]

#: With more spikes than this a saved vector graphic has them as pixels.
MOST_VECTORS = 20_000


def plot_raster(run: Run, *, populations: Any = None, neurons: Any = None, ax: Any = None) -> Any:
    """Draw the recorded spikes, a row for each recorded neuron."""
    names = chosen(run, populations)
    rows = {name: _rows(run, name, neurons) for name in names}
    rows = {name: ids for name, ids in rows.items() if len(ids)}
    total = sum(map(len, rows.values()))
    ax = axes(ax, (8.0, float(np.clip(2.5 + 0.012 * total + 0.12 * len(rows), 3.0, 6.5))))
    unit = time_unit(run.start, run.stop)
    palette, first, labels = colors(run), 0, []
    shown = sum(len(run[name].ids) for name in rows)
    for name, ids in rows.items():
        if first:
            ax.axhline(first - 0.5, color=GRID, linewidth=0.7, zorder=0)
        times, places = _spikes(run, name, ids)
        ax.plot(
            times / unit[0],
            first + places,
            linestyle="none",
            color=palette[name],
            rasterized=shown > MOST_VECTORS,
            **_mark(ax, total, len(run.spikes)),
        )
        label = f"{shortened(name)} {hertz(run[name]._rate_or_nan())}"
        labels.append((label, palette[name], 1 - (first + len(ids) / 2) / total))
        first += len(ids)
    ax.set_ylim(max(total, 1) - 0.5, -0.5)
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.set_ylabel("Neuron")
    label_time(ax, run.start, run.stop, unit)
    tidy(ax)
    side_labels(ax, labels)
    if not shown:
        remark(ax, "no spikes" if rows else "no spikes recorded")
    return ax


def chosen(run: Run, populations: Any) -> list[str]:
    """Names of the populations to draw."""
    if populations is None:
        return list(run.populations)
    names = [populations] if isinstance(populations, str) else list(populations)
    return [run[name].name for name in names]


def _rows(run: Run, name: str, neurons: Any) -> np.ndarray:
    """Neurons of a population that get a row: the first so many of the recorded ones, or these."""
    recorded = run[name].recorded
    asked = neurons.get(name) if isinstance(neurons, dict) else neurons
    if asked is None:
        return recorded
    if np.ndim(asked) == 0:
        return recorded[: int(asked)]
    return recorded[np.isin(recorded, np.asarray(asked))]


def _spikes(run: Run, name: str, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Times of the spikes of these neurons, and the row of each."""
    part = run[name]
    times, neurons = part.times, part.ids
    if len(ids) < len(part.recorded):
        kept = np.isin(neurons, ids)
        times, neurons = times[kept], neurons[kept]
    return times, np.searchsorted(ids, neurons)


def _mark(ax: Any, rows: int, spikes: int) -> dict[str, Any]:
    """An upright mark as high as a row, a dot where rows are lower than that."""
    points = ax.get_window_extent().height / ax.get_figure().dpi * 72
    row = points / max(rows, 1)
    if row > 2.2:
        height = float(np.clip(0.8 * row, 2.8, 14.0))
        return {"marker": "|", "markersize": height, "markeredgewidth": 0.9}
    # Many spikes on few pixels: smaller dots, so that rates can still be told apart.
    return {"marker": "o", "markersize": 0.9 if spikes > 50_000 else 1.4, "markeredgewidth": 0.0}

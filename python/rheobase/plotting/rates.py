"""Population rates over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase.analysis._arguments import milliseconds
from rheobase.plotting.canvas import (
    axes,
    hertz,
    label_time,
    legend,
    remark,
    shortened,
    tidy,
    time_unit,
)
from rheobase.plotting.colors import colors
from rheobase.plotting.raster import chosen

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["plot_rates"]

#: More bins show noise and hide what is slow.
MOST_BINS = 250


def plot_rates(
    run: Run,
    *,
    bin: Any = None,
    sigma: Any = None,
    populations: Any = None,
    ax: Any = None,
    with_legend: bool = True,
) -> Any:
    """Draw the mean rate of each population over time."""
    ax = axes(ax, (8.0, 3.0))
    width = _bin(run) if bin is None else milliseconds(bin, "bin")
    unit, palette = time_unit(run.start, run.stop), colors(run)
    whole = run.between(f"{run.start!r} ms") if run._window != run._steps else run
    names = [name for name in chosen(run, populations) if run[name]._measurable]
    curves = {n: whole[n].population_rate(bin=f"{width!r} ms", sigma=sigma) for n in names}
    # The highest lies behind, so that it does not hide the others.
    depth = sorted(names, key=lambda name: -curves[name].rate.max(initial=0.0))
    for name in names:
        times, rate = curves[name]
        label = f"{shortened(name)} {hertz(run[name]._rate_or_nan())}"
        ax.plot(
            *_to_the_ends(times / unit[0], rate, run, unit),
            color=palette[name],
            linewidth=1.2,
            label=label,
            zorder=2 + depth.index(name) / (len(names) + 1),
        )
    ax.set_ylim(bottom=0)
    ax.set_ylabel("Rate (Hz)")
    label_time(ax, run.start, run.stop, unit)
    tidy(ax)
    if with_legend:
        legend(ax, len(names))
    if not names:
        remark(ax, "no spikes recorded")
    return ax


def _bin(run: Run) -> float:
    """The network's bin, wider where there would be too many: a multiple of the time step, ms."""
    bin = min(run._analysis[2], run.duration or run.dt)
    steps = max(round(bin / run.dt), 1)
    return run._time(steps * max(-(-len(run._steps) // (steps * MOST_BINS)), 1))


def _to_the_ends(times: np.ndarray, rate: np.ndarray, run: Run, unit: tuple[float, str]) -> Any:
    """A curve that is held to both ends of the picture."""
    if not len(times):
        return times, rate
    ends = [run.start / unit[0]], [run.stop / unit[0]]
    return np.concatenate([ends[0], times, ends[1]]), np.concatenate([rate[:1], rate, rate[-1:]])

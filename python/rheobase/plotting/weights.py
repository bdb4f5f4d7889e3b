"""Recorded weights of a projection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase.plotting.canvas import axes, legend, tidy
from rheobase.plotting.colors import nth

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["plot_weights"]

#: Bins of the histogram.
BINS = 50


def plot_weights(
    run: Run, projection: str | None = None, *, times: Any = None, ax: Any = None
) -> Any:
    """Draw how the weights of a projection are distributed at its first and its last time."""
    recorded = run.weights
    if projection is None:
        # Without any, the lookup says how to record them.
        projection = next(iter(recorded), "*")
        if len(recorded) > 1:
            raise ValueError(
                f"weights of {', '.join(recorded)} were recorded: say which one is to be drawn"
            )
    record = recorded[projection]
    ax = axes(ax, (6.0, 3.5))
    rows = sorted({0, len(record) - 1}) if times is None else _nearest(record.times, times)
    low = min(float(record[row].min(initial=np.inf)) for row in rows)
    high = max(float(record[row].max(initial=-np.inf)) for row in rows)
    if not low <= high:
        low, high = 0.0, 1.0
    if high - low < 1e-9 * max(abs(high), 1.0):
        low, high = low - 0.5, high + 0.5
    edges = np.linspace(low, high, BINS + 1)
    peaks = []
    for position, row in enumerate(rows):
        values = record[row]
        label = f"{record.times[row]:g} ms: mean {values.mean():.4g} {record.unit}".rstrip()
        shares = np.histogram(values, edges)[0] / max(len(values), 1)
        peaks.append(shares.max())
        # The first lies behind as an area; a line stands out against it.
        behind = position == 0 and len(rows) > 1
        style = {"fill": True, "alpha": 0.35, "linewidth": 0} if behind else {"linewidth": 1.4}
        ax.stairs(shares, edges, color=nth(position), label=label, **style)
    if max(peaks) > 8 * min(peaks):
        # Weights that were all alike and have learned since: neither would show beside the other.
        ax.set_yscale("log")
    else:
        ax.set_ylim(bottom=0)
    unit = f" ({record.unit})" if record.unit else ""
    ax.set_xlabel(f"Weight of {projection}{unit}")
    ax.set_ylabel("Share of synapses")
    tidy(ax)
    legend(ax, len(rows))
    return ax


def _nearest(there: np.ndarray, times: Any) -> list[int]:
    """Rows of the samples nearest to these times, ms."""
    from rheobase.analysis._arguments import milliseconds

    times = [times] if isinstance(times, str) or not np.iterable(times) else list(times)
    return [int(np.argmin(np.abs(there - milliseconds(time, "times")))) for time in times]

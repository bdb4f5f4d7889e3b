"""Recorded membrane potentials and other traces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase.plotting.canvas import axes, label_time, tidy, time_unit
from rheobase.plotting.colors import INK, colors
from rheobase.plotting.raster import chosen
from rheobase.results.traces import NotRecorded, Trace

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["plot_voltages"]

#: Traces that are drawn, at most.
MOST_TRACES = 8
#: Samples of a trace that are drawn as they are; of more the extremes in each pixel.
MOST_SAMPLES = 8000


def plot_voltages(
    run: Run,
    populations: Any = None,
    *,
    variable: str = "V",
    neurons: int = MOST_TRACES,
    ax: Any = None,
) -> Any:
    """Draw recorded traces: one on an axis of its unit, several above each other."""
    lines = _lines(run, chosen(run, populations), variable, neurons)
    if not lines:
        raise NotRecorded(
            f"{variable} was not recorded; record it with net.record({variable!r}, "
            f"of={run.populations[0]!r}, every='1 ms')"
        )
    ax = axes(ax, (8.0, 1.6 + 0.55 * len(lines)))
    unit, palette = time_unit(run.start, run.stop), colors(run)
    spread = max(float(np.ptp(line[2])) for line in lines)
    # A spike goes as far above its trace as the traces themselves reach, so that rows never touch.
    spike = 0.5 * spread or 1.0
    step = 2.0 * spread or 2.0
    single = len(lines) == 1
    for row, (trace, neuron, values, times) in enumerate(lines):
        shift = 0.0 if single else -row * step - float(np.median(values))
        color = palette[trace.population]
        x, y = _thinned(times, values)
        ax.plot(
            x / unit[0], y + shift, color=color, linewidth=0.9, rasterized=len(x) > MOST_SAMPLES
        )
        if variable == "V":
            _paint_spikes(ax, run, trace, neuron, (times, values + shift), spike, unit[0], color)
    label_time(ax, run.start, run.stop, unit)
    tidy(ax)
    trace = lines[0][0]
    if single:
        ax.set_ylabel(f"{variable} of {trace.population} {lines[0][1]} ({trace.unit})")
    else:
        _name_rows(ax, lines, step)
        _scale_bar(ax, spread, trace.unit)
    return ax


def _lines(
    run: Run, names: list[str], variable: str, neurons: int
) -> list[tuple[Trace, int, Any, Any]]:
    """Trace, neuron, samples and times: as many of each population as there is room for."""
    found = [run[name].traces[variable] for name in names if variable in run[name].traces]
    found = [trace for trace in found if len(trace)]
    each = max(neurons // max(len(found), 1), 1)
    lines = []
    for trace in found[:neurons]:
        times = trace.times
        lines += [
            (trace, int(n), trace.values[:, k], times) for k, n in enumerate(trace.ids[:each])
        ]
    return lines


def _thinned(times: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest value of each stretch of a long trace: it looks the same, drawn faster."""
    size = len(values) // (MOST_SAMPLES // 2)
    if size < 3:
        return times, values
    rows = len(values) // size
    blocks = values[: rows * size].reshape(rows, size)
    picks = np.sort(np.stack([blocks.argmin(axis=1), blocks.argmax(axis=1)], axis=1), axis=1)
    index = (picks + np.arange(rows)[:, None] * size).ravel()
    index = np.concatenate([index, np.arange(rows * size, len(values))])
    return times[index], values[index]


def _paint_spikes(
    ax: Any, run: Run, trace: Trace, neuron: int, line: Any, height: float, unit: float, color: str
) -> None:
    """Spikes as upright lines on the trace: the state never holds them."""
    part = run[trace.population]
    if neuron not in part.recorded:
        return
    times = part.times[part.ids == neuron]
    # They begin at the sample before the reset.
    before = np.searchsorted(line[0], times, side="left") - 1
    foot = line[1][before.clip(0)]
    ax.vlines(times / unit, foot, float(line[1].max()) + height, color=color, linewidth=0.9)


def _name_rows(ax: Any, lines: list[tuple[Trace, int, Any, Any]], step: float) -> None:
    ax.set_yticks([-row * step for row in range(len(lines))])
    ax.set_yticklabels([f"{trace.population} {neuron}" for trace, neuron, *_ in lines])
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0, labelsize="small")
    ax.set_ylim(-(len(lines) - 0.4) * step, 0.6 * step)


def _scale_bar(ax: Any, spread: float, unit: str) -> None:
    """How much one trace moves, at the right side."""
    size = 10.0 ** np.floor(np.log10(spread)) if spread > 0 else 1.0
    size *= max(factor for factor in (1, 2, 5) if factor * size <= max(spread, size))
    top = ax.get_ylim()[1]
    place = ax.get_yaxis_transform()
    ax.plot(
        [1.015, 1.015], [top - size, top], color=INK, linewidth=2, transform=place, clip_on=False
    )
    ax.text(
        1.025,
        top - size / 2,
        f"{size:g} {unit}",
        transform=place,
        va="center",
        fontsize="small",
        color=INK,
    )

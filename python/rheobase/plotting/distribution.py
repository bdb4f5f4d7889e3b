"""How a quantity is distributed over neurons, or over intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase.plotting.canvas import axes, legend, remark, shortened, tidy
from rheobase.plotting.colors import colors
from rheobase.plotting.raster import chosen

if TYPE_CHECKING:
    from rheobase.results.population import PopulationRun
    from rheobase.results.run import Run

__all__ = ["plot_distribution"]

#: What can be shown: label of the axis, what is counted, how it comes from a population.
QUANTITIES: dict[str, tuple[str, str, Any]] = {
    "rate": ("Rate of a neuron (Hz)", "neurons", lambda part: part.rates),
    "count": ("Spikes of a neuron", "neurons", lambda part: part.spike_trains.counts.astype(float)),
    "isi": ("Interspike interval (ms)", "intervals", lambda part: part.isis()),
    "cv": ("CV of a neuron's intervals", "neurons", lambda part: part.isi_cvs()),
}

#: Fewest and most bins that are chosen.
BINS = (8, 60)


def plot_distribution(
    run: Run, of: str = "rate", *, bins: Any = None, populations: Any = None, ax: Any = None
) -> Any:
    """Draw how a quantity is distributed, as the share of neurons in each bin."""
    if of not in QUANTITIES:
        raise ValueError(f"there is no distribution of {of!r}; there are {', '.join(QUANTITIES)}")
    label, counted, values_of = QUANTITIES[of]
    ax = axes(ax, (6.0, 3.5))
    names = [name for name in chosen(run, populations) if run[name]._measurable]
    values = {name: _finite(values_of, run[name]) for name in names}
    edges = _edges(values, of, bins, run)
    palette, least = colors(run), 1.0
    for name, own in values.items():
        if not len(own):
            continue
        shares = np.histogram(own, edges)[0] / len(own)
        least = shares[shares > 0].min(initial=least)
        ax.stairs(shares, edges, color=palette[name], linewidth=1.4, label=_label(name, own, of))
        _mean_mark(ax, float(own.mean()), palette[name])
    if of == "isi":
        _log_axis(ax, edges)
        ax.set_ylim(bottom=0)
    else:
        # Most neurons often share one bin: a linear axis would show nothing but that.
        ax.set_yscale("log")
        ax.set_ylim(min(0.6 * least, 0.07), 1.4)
    ax.set_xlabel(label)
    ax.set_ylabel(f"Share of {counted}")
    tidy(ax)
    drawn = sum(1 for own in values.values() if len(own))
    legend(ax, drawn, "mean (▼)")
    if not drawn:
        remark(ax, f"no {counted}")
    return ax


def _log_axis(ax: Any, edges: np.ndarray) -> None:
    """A logarithmic axis with plain numbers: intervals often span less than a decade."""
    from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, StrMethodFormatter

    ax.set_xscale("log")
    wide = edges[-1] > 5 * edges[0]
    locator = LogLocator(subs=(1.0, 2.0, 5.0), numticks=8) if wide else MaxNLocator(6)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())


def _finite(values_of: Any, part: PopulationRun) -> np.ndarray:
    values = np.asarray(values_of(part), dtype=float)
    return values[np.isfinite(values)]


def _label(name: str, values: np.ndarray, of: str) -> str:
    unit = {"rate": " Hz", "isi": " ms"}.get(of, "")
    return f"{shortened(name)} {values.mean():.3g}{unit}"


def _mean_mark(ax: Any, mean: float, color: str) -> None:
    """A mark at the mean, on the upper side of the picture."""
    ax.plot(
        [mean],
        [1.0],
        marker="v",
        markersize=6,
        color=color,
        transform=ax.get_xaxis_transform(),
        clip_on=False,
    )


def _edges(values: dict[str, np.ndarray], of: str, bins: Any, run: Run) -> np.ndarray:
    """Edges of bins for all populations: of equal width, or of equal ratio for intervals."""
    every = np.concatenate([np.zeros(0), *values.values()])
    if bins is not None and np.ndim(bins):
        return np.asarray(bins, dtype=float)
    if not len(every):
        return np.array([0.0, 1.0])
    low, high = float(every.min()), float(every.max())
    # Rice's rule: grows with the cube root of the number of values.
    count = int(bins) if bins is not None else int(np.clip(2 * len(every) ** (1 / 3), *BINS))
    if of == "isi":
        return np.geomspace(low * 0.95, high * 1.05, count + 1)
    if of == "cv":
        return np.linspace(low, high if high > low else low + 1, count + 1)
    # Rates are counts over a time: bins that hold unequal numbers of counts would show combs.
    start, stop = run.window
    unit = 1000.0 / (stop - start) if of == "rate" else 1.0
    most = round(high / unit)
    width = max(-(-(most + 1) // count), 1)
    return (np.arange(0, most + 1 + width, width) - 0.5).clip(0) * unit

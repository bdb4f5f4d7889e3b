"""The whole run in one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rheobase.plotting.canvas import pyplot
from rheobase.plotting.distribution import plot_distribution
from rheobase.plotting.raster import plot_raster
from rheobase.plotting.rates import plot_rates
from rheobase.plotting.voltages import plot_voltages
from rheobase.plotting.weights import plot_weights

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["plot"]


def plot(run: Run) -> Any:
    """Draw raster and rates, distributions of rates and intervals, and what else was recorded."""
    plt = pyplot()
    from rheobase.plotting.notebook import NotebookFigure

    voltages = any("V" in part.traces and len(part.V) for part in run.values())
    weights = len(run.weights) > 0
    rows = [["raster"], ["rates"], *([["voltages"]] if voltages else [])]
    heights = [3.2, 1.5, *([1.8] if voltages else []), 1.9]
    below = ["rate", "isi", *(["weights"] if weights else [])]
    size = (9.0, sum(heights) + 0.6)
    figure = plt.figure(FigureClass=NotebookFigure, figsize=size, layout="constrained")
    upper, lower = figure.subfigures(2, 1, height_ratios=[sum(heights[:-1]), heights[-1]])
    above = upper.subplot_mosaic(rows, height_ratios=heights[:-1], sharex=True)
    beside = lower.subplots(1, len(below))
    plot_raster(run, ax=above["raster"])
    plot_rates(run, ax=above["rates"], with_legend=False)
    if voltages:
        plot_voltages(run, neurons=3, ax=above["voltages"])
    for name in list(above)[:-1]:
        above[name].set_xlabel("")
        above[name].tick_params(labelbottom=False)
    for quantity, ax in zip(below, beside, strict=True):
        if quantity == "weights":
            plot_weights(run, next(iter(run.weights)), ax=ax)
            labels = {"loc": "lower left", "bbox_to_anchor": (0.0, 1.0), "fontsize": "x-small"}
            ax.legend(**labels, frameon=False, handlelength=1.2, borderpad=0.0)
        else:
            plot_distribution(run, quantity, ax=ax)
            if ax.get_legend() is not None:
                # Colours are told by the names beside the raster.
                ax.get_legend().remove()
                ax.set_title("▼ mean", loc="right", fontsize="x-small")
    figure.suptitle(f"{run.name}, {run.start:g}–{run.stop:g} ms", fontsize="medium")
    return figure

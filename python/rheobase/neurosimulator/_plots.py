"""Pictures with the original's names, drawn by matplotlib, which is imported when they are."""

from __future__ import annotations

from typing import Any

import numpy as np


def pyplot() -> Any:
    try:
        from matplotlib import pyplot as plt
    except ImportError as missing:
        raise ImportError("pictures need matplotlib: pip install 'rheobase[plot]'") from missing
    return plt


def raster(spike_times: Any, colors: Any, Population: Any) -> None:
    """Spike times of each neuron as a row of marks."""
    plt = pyplot()
    _, axes = plt.subplots()
    axes.eventplot(spike_times, colors=colors, linelengths=0.9)
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("neuron no.")
    legend(axes, Population, list(Population.Tag))
    plt.show()


def rates(SpikeRate: Any, Time: Any, Population: Any) -> None:
    """Rate of each population; the first is in front."""
    plt = pyplot()
    _, axes = plt.subplots()
    for rate, color in reversed(list(zip(SpikeRate, Population.Colors))):
        axes.plot(Time, rate, color=color)
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("fraction of spiking neurons per time (1/ms)")
    means = np.around(Population.MeanSpikeRate, decimals=1)
    legend(axes, Population, [f"{name}:{mean}Hz" for name, mean in zip(Population.Tag, means)])
    plt.show()


def distribution(rates_of: list[np.ndarray], Population: Any) -> None:
    """Histogram of mean rates for each population, on a logarithmic axis."""
    plt = pyplot()
    _, axes = plt.subplots()
    axes.set_yscale("log")
    axes.set_xlabel("mean rate (Hz)")
    axes.set_ylabel("number of neurons")
    for values, color in zip(rates_of, Population.Colors):
        if len(values):
            axes.hist(values, bins=bins(values), color=color, alpha=0.5)
    axes.legend(list(Population.Tag))


def bins(values: np.ndarray) -> int:
    """Number of bins after Freedman & Diaconis (1981), 1 to 50."""
    low, high = np.percentile(values, [25, 75])
    width = 2 * (high - low) / len(values) ** (1 / 3)
    if width == 0:
        return max(1, min(50, int(np.sqrt(len(values)))))
    return max(1, min(50, int(np.ceil(np.ptp(values) / width))))


def legend(axes: Any, Population: Any, labels: list[str]) -> None:
    """Names of the populations in a line above the axes."""
    from matplotlib.lines import Line2D

    lines = [Line2D([0], [0], color=color, lw=4) for color in Population.Colors[: len(labels)]]
    axes.legend(
        lines, labels, bbox_to_anchor=(0.0, 1.0, 1.0, 0.1), loc=3, ncol=3, mode="expand",
        borderaxespad=0.0,
    )  # fmt: skip

"""Firing rates: of neurons, of populations, in time."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import milliseconds, number, signed, whole
from rheobase.analysis.trains import SpikeTrains, grouped

__all__ = [
    "RateSeries",
    "RateStats",
    "cv_population_rate",
    "fano_factors",
    "population_rate",
    "population_stats",
    "rate_stats",
    "rates",
    "smoothed_rate",
    "spike_count_histogram",
]


class RateStats(NamedTuple):
    """Mean rates of a population.

    Attributes
    ----------
    mean : float
        Mean over all neurons, silent ones included, Hz.
    sd : float
        Standard deviation over neurons (divided by n), Hz.
    silent : float
        Share of neurons without a spike.
    """

    mean: float
    sd: float
    silent: float


class RateSeries(NamedTuple):
    """A population rate in equal bins.

    Attributes
    ----------
    times : ndarray
        Middle of each bin, ms.
    rate : ndarray
        Spikes per neuron and second, Hz.
    """

    times: np.ndarray
    rate: np.ndarray


def rates(trains: SpikeTrains) -> np.ndarray:
    """Mean rate of each neuron: its spikes over the length of the window.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.

    Returns
    -------
    ndarray
        One for each neuron, Hz.

    Examples
    --------
    >>> rates(SpikeTrains([10.0, 20.0], [0, 0], 2, stop="100 ms"))
    array([20.,  0.])
    """
    return _native.rates(grouped(trains))


def rate_stats(trains: SpikeTrains) -> RateStats:
    """Mean and spread of the rates of a population, and how much of it is silent.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.

    Examples
    --------
    >>> rate_stats(SpikeTrains([10.0, 20.0], [0, 0], 2, stop="100 ms"))
    RateStats(mean=10.0, sd=10.0, silent=0.5)
    """
    return RateStats(*_native.rate_stats(grouped(trains)))


def spike_count_histogram(trains: SpikeTrains) -> np.ndarray:
    """Number of neurons by spike count.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.

    Returns
    -------
    ndarray of int
        Entry c is the number of neurons with c spikes in the window; the last is not zero.

    Examples
    --------
    >>> spike_count_histogram(SpikeTrains([10.0, 20.0], [0, 0], 3, stop="100 ms"))
    array([2, 0, 1])
    """
    return signed(_native.spike_count_histogram(grouped(trains)))


def population_rate(trains: SpikeTrains, *, bin: Any = "1 ms") -> RateSeries:
    """Mean rate of a population in bins: spikes in the bin over (neurons · bin).

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    bin : quantity
        Width of a bin. Whole bins from the start of the window are used; the rest of it is not.

    Returns
    -------
    RateSeries
        Times in ms and rates in Hz.

    Examples
    --------
    >>> trains = SpikeTrains([1.0, 2.0, 7.0], [0, 1, 0], 2, stop="10 ms")
    >>> times, rate = population_rate(trains, bin="5 ms")
    >>> rate
    array([200., 100.])
    """
    width = milliseconds(bin, "bin")
    return _series(trains, _native.population_rate(grouped(trains), width), width)


def smoothed_rate(trains: SpikeTrains, *, sigma: Any, bin: Any = "1 ms") -> RateSeries:
    """Mean rate of a population in bins, smoothed by a Gaussian.

    The kernel is cut off at 5 standard deviations and divided by the part of it that lies inside
    the window, so that a constant rate stays constant up to the borders.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    sigma : quantity
        Standard deviation of the Gaussian, a time.
    bin : quantity
        Width of a bin.

    Returns
    -------
    RateSeries
        Times in ms and rates in Hz.

    Examples
    --------
    >>> trains = SpikeTrains([0.5, 1.5, 2.5], [0, 0, 0], 1, stop="3 ms")
    >>> smoothed_rate(trains, sigma="2 ms").rate
    array([1000., 1000., 1000.])
    """
    width, sigma = milliseconds(bin, "bin"), milliseconds(sigma, "sigma")
    return _series(trains, _native.smoothed_rate(grouped(trains), width, sigma), width)


def _series(trains: Any, rate: np.ndarray, width: float) -> RateSeries:
    start = getattr(trains, "spike_trains", trains).start
    return RateSeries(start + (np.arange(len(rate)) + 0.5) * width, rate)


def cv_population_rate(trains: SpikeTrains, *, bin: Any = "5 ms") -> float:
    """Coefficient of variation of the population rate in bins: standard deviation over mean.

    It grows with finer bins and smaller populations, so state the bin. With a bin of one time step
    it is `vec_cv` of the original simulator.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    bin : quantity
        Width of a bin.

    Returns
    -------
    float
        NaN if the population is silent or no bin fits into the window.

    Examples
    --------
    >>> trains = SpikeTrains([1.0, 2.0, 7.0], [0, 1, 0], 2, stop="10 ms")
    >>> round(cv_population_rate(trains, bin="5 ms"), 3)
    0.333
    """
    return number(_native.cv_population_rate(grouped(trains), milliseconds(bin, "bin")))


def fano_factors(trains: SpikeTrains, *, window: Any = "100 ms") -> np.ndarray:
    """Fano factor of each neuron: variance over mean of its spike counts in consecutive windows.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    window : quantity
        Length of a counting window; whole ones from the start are used.

    Returns
    -------
    ndarray
        One for each neuron; NaN for a silent one, and for all if fewer than two windows fit. With m
        windows, Poisson trains have 1 - 1/m on average.

    References
    ----------
    U. Fano (1947). Phys. Rev. 72:26. M. P. Nawrot et al. (2008). J. Neurosci. Methods 169:374.

    Examples
    --------
    >>> trains = SpikeTrains([1.0, 2.0, 7.0], [0, 0, 1], 3, stop="10 ms")
    >>> fano_factors(trains, window="5 ms")
    array([1. , 0.5, nan])
    """
    return _native.fano_factors(grouped(trains), milliseconds(window, "window"))


def population_stats(
    trains: SpikeTrains, *, min_isis: int = 5, fano_window: Any = "100 ms"
) -> dict[str, float]:
    """The usual figures of a population in one call.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    min_isis : int
        Fewest intervals of a neuron whose CV, CV2 and Lv are used.
    fano_window : quantity
        Length of the counting windows of the Fano factor.

    Returns
    -------
    dict
        ``size``, ``spikes``, ``mean_rate_hz``, ``sd_rate_hz``, ``silent_fraction``, ``isi_cv``,
        ``isi_cv2``, ``isi_lv``, ``isi_neurons`` and ``isi_left_out`` (neurons over which these
        three run, and those with too few intervals), ``cv_pop_1ms``, ``cv_pop_5ms``, ``fano``; NaN
        for what is undefined.

    Examples
    --------
    >>> trains = SpikeTrains([10.0, 12.5, 30.0, 31.0], [0, 1, 0, 2], 4, stop="100 ms")
    >>> population_stats(trains)["mean_rate_hz"]
    10.0
    """
    window = milliseconds(fano_window, "fano_window")
    found = _native.population_stats(grouped(trains), whole(min_isis, "min_isis"), window)
    return {name: number(value) for name, value in found.items()}

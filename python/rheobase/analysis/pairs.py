"""Neurons beside each other: correlation of pairs, synchrony, correlograms."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import milliseconds, number, signed, times, whole
from rheobase.analysis.summary import PairSummary
from rheobase.analysis.trains import SpikeTrains, grouped

__all__ = [
    "Correlogram",
    "auto_correlogram",
    "cross_correlogram",
    "pairwise_correlation",
    "spike_synchrony",
    "synchrony",
]


class Correlogram(NamedTuple):
    """Pairs of spikes by their lag.

    Attributes
    ----------
    lags : ndarray
        Middle of each bin, ms, symmetric about zero.
    counts : ndarray of int
        Number of pairs in each bin.
    rate : ndarray
        Rate of the target at each lag from a spike of the reference, Hz: counts over (spikes of the
        reference · bin); NaN without such spikes. Not corrected for the borders of the window.
    """

    lags: np.ndarray
    counts: np.ndarray
    rate: np.ndarray


def cross_correlogram(
    reference: Any, target: Any, *, bin: Any = "1 ms", max_lag: Any = "50 ms"
) -> Correlogram:
    """Pairs of a spike of the reference and one of the target by their lag.

    Lags are target minus reference, so that a positive one means that the target follows. A bin
    holds the lags from half a bin below its middle (inclusive) to half a bin above (exclusive).

    Parameters
    ----------
    reference, target : array_like
        Spike times, ascending, ms: of a neuron, or of a population together.
    bin : quantity
        Width of a bin.
    max_lag : quantity
        Largest middle of a bin, at most.

    Returns
    -------
    Correlogram
        Lags in ms, counts, and rates in Hz.

    References
    ----------
    D. H. Perkel, G. L. Gerstein, G. P. Moore (1967). Biophys. J. 7:419.

    Examples
    --------
    >>> lags, counts, rate = cross_correlogram([10, 20], [12, 22], bin="1 ms", max_lag="3 ms")
    >>> counts
    array([0, 0, 0, 0, 0, 2, 0])
    """
    reference, target = times(reference, "reference"), times(target, "target")
    width = milliseconds(bin, "bin")
    lags, counts = _native.cross_correlogram(
        reference, target, width, milliseconds(max_lag, "max_lag")
    )
    return _correlogram(lags, counts, len(reference), width)


def auto_correlogram(train: Any, *, bin: Any = "1 ms", max_lag: Any = "50 ms") -> Correlogram:
    """`cross_correlogram` of a train with itself, less the pairing of each spike with itself.

    Parameters
    ----------
    train : array_like
        Spike times, ascending, ms.
    bin, max_lag : quantity
        As in `cross_correlogram`.

    Returns
    -------
    Correlogram
        Lags in ms, counts, and rates in Hz.

    Examples
    --------
    >>> auto_correlogram([0, 5, 10], bin="5 ms", max_lag="5 ms").counts
    array([2, 0, 2])
    """
    train, width = times(train, "train"), milliseconds(bin, "bin")
    lags, counts = _native.auto_correlogram(train, width, milliseconds(max_lag, "max_lag"))
    return _correlogram(lags, counts, len(train), width)


def _correlogram(lags: np.ndarray, counts: np.ndarray, spikes: int, width: float) -> Correlogram:
    rate = counts * (1000.0 / (spikes * width)) if spikes else np.full(len(counts), np.nan)
    return Correlogram(lags, signed(counts), rate)


def pairwise_correlation(
    trains: SpikeTrains, *, bin: Any = "5 ms", max_pairs: int = 20_000, seed: int = 0
) -> PairSummary:
    """Mean Pearson correlation of the spike counts of pairs of neurons in bins.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    bin : quantity
        Width of a bin.
    max_pairs : int
        Where there are more pairs, so many are drawn at random.
    seed : int
        Seed of this draw.

    Returns
    -------
    PairSummary
        Mean over pairs of neurons whose counts both vary; the others are left out.

    Examples
    --------
    >>> trains = SpikeTrains([1.0, 2.0, 7.0], [0, 1, 2], 3, stop="10 ms")
    >>> pairwise_correlation(trains, bin="5 ms").used
    3
    """
    width, most = milliseconds(bin, "bin"), whole(max_pairs, "max_pairs")
    found, sampled = _native.pairwise_correlation(grouped(trains), width, most, whole(seed, "seed"))
    return PairSummary._of(found, sampled)


def spike_synchrony(trains: SpikeTrains, *, bin: Any = "5 ms") -> float:
    """Synchrony χ of the neurons' spike counts in bins (see `synchrony`).

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    bin : quantity
        Width of a bin.

    Returns
    -------
    float
        1 if all are alike, about 1/√n for n independent neurons; NaN if no count varies.

    Examples
    --------
    >>> trains = SpikeTrains([1.0, 2.0], [0, 1], 2, stop="10 ms")
    >>> spike_synchrony(trains, bin="5 ms")
    1.0
    """
    return number(_native.spike_synchrony(grouped(trains), milliseconds(bin, "bin")))


def synchrony(samples: Any) -> float:
    """Synchrony χ of signals, such as membrane potentials.

    χ² is the variance in time of the mean over signals, over the mean variance in time of the
    signals.

    Parameters
    ----------
    samples : array_like
        ``samples[time, signal]``, in any unit.

    Returns
    -------
    float
        1 for signals that are alike, about 1/√n for n independent ones; NaN if none varies.

    References
    ----------
    D. Golomb, J. Rinzel (1993). Phys. Rev. E 48:4810. D. Golomb (2007). Scholarpedia 2(1):1347.

    Examples
    --------
    >>> synchrony([[1.0, 1.0], [2.0, 2.0], [5.0, 5.0]])
    1.0
    """
    array = np.ascontiguousarray(samples, dtype=np.float64)
    if array.ndim != 2:
        raise ValueError(f"samples must have the shape (times, signals), not {array.shape}")
    return number(_native.synchrony(array))

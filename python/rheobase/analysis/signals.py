"""Sampled signals, such as population rates: correlation functions, spectra, histograms."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import floats, milliseconds, number, signed, whole

__all__ = [
    "CorrelationFunction",
    "Histogram",
    "PowerSpectrum",
    "auto_correlation",
    "cross_correlation",
    "histogram",
    "power_spectrum",
]


class CorrelationFunction(NamedTuple):
    """Correlation of two signals by their lag.

    Attributes
    ----------
    lags : ndarray of int
        Lags in samples, ascending.
    values : ndarray
        Correlation at each lag.
    """

    lags: np.ndarray
    values: np.ndarray


class PowerSpectrum(NamedTuple):
    """A one-sided power spectral density.

    Attributes
    ----------
    frequency : ndarray
        From 0 to half the sampling rate, Hz.
    density : ndarray
        In the signal's unit squared per Hz; of a rate this is Hz²/Hz.
    segments : int
        Number of segments over which it is a mean.
    """

    frequency: np.ndarray
    density: np.ndarray
    segments: int


class Histogram(NamedTuple):
    """Counts of values in bins.

    Attributes
    ----------
    counts : ndarray of int
        Number of values in each bin.
    edges : ndarray
        Edges of the bins, one more than there are bins.
    left_out : int
        Values outside of all bins or not finite.
    """

    counts: np.ndarray
    edges: np.ndarray
    left_out: int


def cross_correlation(a: Any, b: Any, *, max_lag: int) -> CorrelationFunction:
    """Correlation of two signals, each lag normalised by its overlap.

    With means and standard deviations of the whole signals, C(ℓ) is the mean of
    ``(a[t+ℓ] - mean(a)) · (b[t] - mean(b)) / (sd(a) · sd(b))`` over those t for which both exist.
    At a positive lag `a` follows `b`. At large lags few samples overlap: there it is noisy and may
    leave [-1, 1].

    Parameters
    ----------
    a, b : array_like
        Signals in equal steps of time.
    max_lag : int
        Largest lag in samples.

    Returns
    -------
    CorrelationFunction
        Lags in samples, and values. Both empty where a signal is empty or constant.

    Examples
    --------
    >>> lags, values = cross_correlation([0, 0, 1, 0, 0], [0, 1, 0, 0, 0], max_lag=2)
    >>> int(lags[values.argmax()])
    1
    """
    found = _native.cross_correlation(floats(a, "a"), floats(b, "b"), whole(max_lag, "max_lag"))
    return _function(found)


def auto_correlation(a: Any, *, max_lag: int) -> CorrelationFunction:
    """`cross_correlation` of a signal with itself: 1 at lag 0.

    Parameters
    ----------
    a : array_like
        Signal in equal steps of time.
    max_lag : int
        Largest lag in samples.

    Returns
    -------
    CorrelationFunction
        Lags in samples, and values. Both empty where the signal is empty or constant.

    Examples
    --------
    >>> auto_correlation([1.0, -1.0, 1.0, -1.0], max_lag=1).values.round(12) + 0.0
    array([-1.,  1., -1.])
    """
    return _function(_native.auto_correlation(floats(a, "a"), whole(max_lag, "max_lag")))


def _function(found: Any) -> CorrelationFunction:
    if found is None:
        return CorrelationFunction(np.zeros(0, dtype=np.int64), np.zeros(0))
    return CorrelationFunction(*found)


def power_spectrum(
    signal: Any, *, interval: Any, segment: Any = "500 ms", overlap: float = 0.5
) -> PowerSpectrum:
    """Power spectral density by Welch's method.

    The signal is cut into segments; each loses its mean, is multiplied by a periodic Hann window
    and transformed. Conventions are those of ``scipy.signal.welch(x, fs, "hann", nperseg,
    noverlap)``: the integral over frequencies is the signal's variance.

    Parameters
    ----------
    signal : array_like
        Samples.
    interval : quantity
        Time between two of them.
    segment : quantity
        Length of a segment; frequencies come in steps of its inverse.
    overlap : float
        Share of a segment, below 1, that it has in common with the next.

    Returns
    -------
    PowerSpectrum
        Frequencies in Hz, and densities. Both empty where the signal is shorter than a segment.

    References
    ----------
    P. D. Welch (1967). IEEE Trans. Audio Electroacoust. 15:70.

    Examples
    --------
    >>> import numpy as np
    >>> t = np.arange(1000)  # ms
    >>> spectrum = power_spectrum(np.sin(2 * np.pi * t / 20), interval="1 ms", segment="200 ms")
    >>> float(spectrum.frequency[spectrum.density.argmax()])
    50.0
    """
    step = milliseconds(interval, "interval")
    if not step > 0:
        raise ValueError(f"interval is {step:g} ms; it must be above zero")
    if not 0 <= overlap < 1:
        raise ValueError(f"overlap is {overlap}; it must be at least 0 and below 1")
    samples = max(round(milliseconds(segment, "segment") / step), 0)
    found = _native.power_spectrum(floats(signal, "signal"), step, samples, int(samples * overlap))
    if found is None:
        return PowerSpectrum(np.zeros(0), np.zeros(0), 0)
    return PowerSpectrum(*found)


def histogram(values: Any, *, edges: Any = None, width: float | None = None) -> Histogram:
    """Counts of values in bins.

    Parameters
    ----------
    values : array_like
        The values, in any unit.
    edges : array_like, optional
        Ascending edges of the bins. As in `numpy.histogram` the last bin also holds its right edge.
    width : float, optional
        In place of edges: one width for all bins, from zero up to the largest value, for rates and
        intervals.

    Returns
    -------
    Histogram
        Counts, edges, and how many values are outside or not finite.

    Examples
    --------
    >>> histogram([0.2, 0.4, 1.5], width=1.0)
    Histogram(counts=array([2, 1]), edges=array([0., 1., 2.]), left_out=0)
    """
    if (edges is None) == (width is None):
        raise ValueError("a histogram needs either edges or width")
    values = floats(values, "values")
    if width is not None:
        edges, counts, left_out = _native.histogram_from_zero(values, number(width))
    else:
        edges, counts, left_out = _native.histogram(values, floats(edges, "edges"))
    return Histogram(signed(counts), edges, left_out)

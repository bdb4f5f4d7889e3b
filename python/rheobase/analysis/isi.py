"""Interspike intervals and how irregular they are.

A neuron counts where it has at least `min_isis` intervals within the window (those that reach
across its border do not count). Short windows favour short intervals, so that all of these are too
low for slow neurons: compare equal windows only.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import floats, number, times, whole
from rheobase.analysis.summary import Summary
from rheobase.analysis.trains import SpikeTrains, grouped

__all__ = ["cv", "cv2", "isi_cv", "isi_cv2", "isi_cvs", "isi_lv", "isis", "lv", "pooled_isis"]


def isis(train: Any) -> np.ndarray:
    """Intervals between the spikes of one neuron.

    Parameters
    ----------
    train : array_like
        Spike times, ascending, ms.

    Returns
    -------
    ndarray
        One less than there are spikes, ms.

    Examples
    --------
    >>> isis([1.0, 4.0, 9.0])
    array([3., 5.])
    """
    return _native.isis(times(train, "train"))


def pooled_isis(trains: SpikeTrains) -> np.ndarray:
    """Intervals of all neurons together, ms, neuron after neuron.

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.

    Examples
    --------
    >>> trains = SpikeTrains([1, 2, 4, 9], [0, 1, 0, 1], 2, stop="10 ms")
    >>> pooled_isis(trains)
    array([3., 7.])
    """
    return _native.pooled_isis(grouped(trains))


def cv(isis: Any) -> float:
    """Coefficient of variation of intervals: standard deviation (divided by n) over mean.

    Parameters
    ----------
    isis : array_like
        Intervals, in any unit.

    Returns
    -------
    float
        0 for a clock, 1 for a Poisson process; NaN without intervals.

    Examples
    --------
    >>> cv([3.0, 5.0])
    0.25
    """
    return number(_native.cv(floats(isis, "isis")))


def cv2(isis: Any) -> float:
    """Local variation of neighbouring intervals, CV2 = ⟨2·|Iₖ₊₁ - Iₖ| / (Iₖ₊₁ + Iₖ)⟩.

    Parameters
    ----------
    isis : array_like
        Intervals in their order, in any unit.

    Returns
    -------
    float
        1 for a Poisson process, also where its rate drifts; NaN with fewer than two intervals.

    References
    ----------
    G. R. Holt, W. R. Softky, C. Koch, R. J. Douglas (1996). J. Neurophysiol. 75:1806, equation 2.

    Examples
    --------
    >>> cv2([3.0, 5.0])
    0.5
    """
    return number(_native.cv2(floats(isis, "isis")))


def lv(isis: Any) -> float:
    """Local variation of neighbouring intervals, Lv = 3·⟨((Iₖ - Iₖ₊₁) / (Iₖ + Iₖ₊₁))²⟩.

    Parameters
    ----------
    isis : array_like
        Intervals in their order, in any unit.

    Returns
    -------
    float
        1 for a Poisson process; NaN with fewer than two intervals.

    References
    ----------
    S. Shinomoto, K. Shima, J. Tanji (2003). Neural Computation 15:2823, equation 2.2.

    Examples
    --------
    >>> lv([3.0, 5.0])
    0.1875
    """
    return number(_native.lv(floats(isis, "isis")))


def isi_cvs(trains: SpikeTrains, *, min_isis: int = 5) -> np.ndarray:
    """Coefficient of variation of each neuron's intervals (see `cv`).

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    min_isis : int
        Fewest intervals of a neuron that has a value; two at least.

    Returns
    -------
    ndarray
        One for each neuron, NaN where it has too few intervals.

    Examples
    --------
    >>> trains = SpikeTrains([1, 4, 9], [0, 0, 0], 2, stop="10 ms")
    >>> isi_cvs(trains, min_isis=2)
    array([0.25,  nan])
    """
    return _native.isi_cvs(grouped(trains), whole(min_isis, "min_isis"))


def isi_cv(trains: SpikeTrains, *, min_isis: int = 5) -> Summary:
    """Mean over neurons of the coefficient of variation of their intervals (see `cv`).

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    min_isis : int
        Fewest intervals of a neuron that is used; two at least.

    Returns
    -------
    Summary
        Mean, standard deviation over neurons, and how many were used.

    Examples
    --------
    >>> trains = SpikeTrains([1, 4, 9], [0, 0, 0], 2, stop="10 ms")
    >>> isi_cv(trains, min_isis=2)
    Summary(value=0.25, sd=0.0, used=1, left_out=1)
    """
    return Summary._of(_native.isi_cv(grouped(trains), whole(min_isis, "min_isis")))


def isi_cv2(trains: SpikeTrains, *, min_isis: int = 5) -> Summary:
    """Mean over neurons of the local variation CV2 of their intervals (see `cv2`).

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    min_isis : int
        Fewest intervals of a neuron that is used; two at least.

    Returns
    -------
    Summary
        Mean, standard deviation over neurons, and how many were used.

    Examples
    --------
    >>> trains = SpikeTrains([1, 4, 9], [0, 0, 0], 2, stop="10 ms")
    >>> isi_cv2(trains, min_isis=2).value
    0.5
    """
    return Summary._of(_native.isi_cv2(grouped(trains), whole(min_isis, "min_isis")))


def isi_lv(trains: SpikeTrains, *, min_isis: int = 5) -> Summary:
    """Mean over neurons of the local variation Lv of their intervals (see `lv`).

    Parameters
    ----------
    trains : SpikeTrains
        Spikes of a population.
    min_isis : int
        Fewest intervals of a neuron that is used; two at least.

    Returns
    -------
    Summary
        Mean, standard deviation over neurons, and how many were used.

    Examples
    --------
    >>> trains = SpikeTrains([1, 4, 9], [0, 0, 0], 2, stop="10 ms")
    >>> isi_lv(trains, min_isis=2).value
    0.1875
    """
    return Summary._of(_native.isi_lv(grouped(trains), whole(min_isis, "min_isis")))

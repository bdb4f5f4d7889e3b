"""Statistics of rates and time series, with the original's names and definitions."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["crosscorr", "vec_autocorr", "vec_cv", "vec_meanrate"]


def vec_cv(SpikeRate: Any) -> np.ndarray:
    """Coefficient of variation (standard deviation / mean) of each row.

    Examples
    --------
    >>> import numpy as np
    >>> from rheobase.neurosimulator.spiking import vec_cv
    >>> vec_cv(np.array([[1.0, 3.0], [2.0, 2.0]]))
    array([0.5, 0. ])
    """
    return np.array([np.std(row) / np.mean(row) for row in SpikeRate])


def vec_meanrate(SpikeRate: Any) -> np.ndarray:
    """Mean of each row in Hz; rows are in 1/ms.

    Examples
    --------
    >>> import numpy as np
    >>> from rheobase.neurosimulator.spiking import vec_meanrate
    >>> vec_meanrate(np.array([[0.0, 0.02]]))
    array([10.])
    """
    return np.array([np.mean(row) * 1000 for row in SpikeRate])


def crosscorr(timeseries1: Any, timeseries2: Any) -> tuple[np.ndarray, np.ndarray]:
    """Correlate two time series at every lag.

    Parameters
    ----------
    timeseries1, timeseries2 : array
        Series of n and m samples; their means are taken off, and they are divided by their
        standard deviations.

    Returns
    -------
    lag : array of int, shape (n + m - 1,)
        Samples by which the first is later than the second.
    correlation : array, shape (n + m - 1,)
        Mean of the products of the samples that overlap.

    Examples
    --------
    >>> import numpy as np
    >>> from rheobase.neurosimulator.spiking import crosscorr
    >>> lag, correlation = crosscorr([0, 1, 0, 1], [0, 1, 0, 1])
    >>> lag
    array([-3, -2, -1,  0,  1,  2,  3])
    >>> correlation
    array([-1.,  1., -1.,  1., -1.,  1., -1.])
    """
    a, b = (
        (np.asarray(series) - np.mean(series)) / np.std(series)
        for series in (timeseries1, timeseries2)
    )
    lag = np.arange(-len(b) + 1, len(a))
    overlap = np.minimum(np.minimum(lag + len(b), len(a) - lag), min(len(a), len(b)))
    return lag, np.correlate(a, b, "full") / overlap


def vec_autocorr(SpikeRate: Any) -> tuple[np.ndarray, np.ndarray]:
    """Correlate each row with itself at every lag.

    Returns
    -------
    lag : array of int, shape (2 n - 1,)
        Samples.
    correlation : array
        One row for each of `SpikeRate`; of a single row, one dimension.
    """
    found = [crosscorr(row, row) for row in SpikeRate]
    rows = np.array([correlation for _, correlation in found])
    return found[-1][0], rows if len(rows) > 1 else rows[0]

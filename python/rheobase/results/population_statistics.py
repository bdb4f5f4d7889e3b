"""The statistics of one population of a run."""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase import analysis
from rheobase.analysis._arguments import milliseconds

__all__ = ["PopulationStatistics"]


class PopulationStatistics:
    """Statistics of the recorded neurons of a population over the window of statistics.

    Where spikes were not recorded, all of them raise `NotRecorded`, which says how to.
    """

    _half_step: float

    @property
    def spike_trains(self) -> analysis.SpikeTrains:
        """Spikes in the window of statistics."""
        raise NotImplementedError

    def isi_cv(self, *, min_isis: int = 5) -> float:
        """Mean over neurons of the CV of their interspike intervals.

        Parameters
        ----------
        min_isis : int
            Fewest intervals of a neuron that is used.

        Returns
        -------
        float
            NaN if no neuron has so many. ``analysis.isi_cv`` also tells how many have.
        """
        return analysis.isi_cv(self.spike_trains, min_isis=min_isis).value

    def isi_cvs(self, *, min_isis: int = 5) -> np.ndarray:
        """CV of the interspike intervals of each neuron of `recorded`.

        Parameters
        ----------
        min_isis : int
            Fewest intervals of a neuron that has a value; the others are NaN.
        """
        return analysis.isi_cvs(self.spike_trains, min_isis=min_isis)

    def isi_cv2(self, *, min_isis: int = 5) -> float:
        """Mean over neurons of the local variation CV2 of their intervals.

        Parameters
        ----------
        min_isis : int
            Fewest intervals of a neuron that is used; NaN if none has so many.
        """
        return analysis.isi_cv2(self.spike_trains, min_isis=min_isis).value

    def isi_lv(self, *, min_isis: int = 5) -> float:
        """Mean over neurons of the local variation Lv of their intervals.

        Parameters
        ----------
        min_isis : int
            Fewest intervals of a neuron that is used; NaN if none has so many.
        """
        return analysis.isi_lv(self.spike_trains, min_isis=min_isis).value

    def isis(self) -> np.ndarray:
        """Interspike intervals of all recorded neurons together, ms, neuron after neuron."""
        return analysis.pooled_isis(self.spike_trains)

    def fano(self, *, window: Any = "100 ms") -> float:
        """Mean Fano factor of spike counts, of the neurons that are not silent.

        Parameters
        ----------
        window : quantity
            Length of the windows in which spikes are counted.

        Returns
        -------
        float
            NaN if all neurons are silent or fewer than two windows fit.
        """
        factors = analysis.fano_factors(self.spike_trains, window=window)
        defined = factors[~np.isnan(factors)]
        return float(defined.mean()) if len(defined) else float("nan")

    def cv_population_rate(self, *, bin: Any = "5 ms") -> float:
        """Coefficient of variation of the population rate; NaN if it is silent.

        Parameters
        ----------
        bin : quantity
            Width of the bins; the measure grows with finer ones.
        """
        return analysis.cv_population_rate(self.spike_trains, bin=bin)

    def population_rate(self, *, bin: Any = "1 ms", sigma: Any = None) -> analysis.RateSeries:
        """Mean rate in bins.

        Parameters
        ----------
        bin : quantity
            Width of a bin.
        sigma : quantity, optional
            Standard deviation of a Gaussian that smoothes it.

        Returns
        -------
        RateSeries
            ``times, rate``: the middles of the bins in ms, and rates in Hz.
        """
        trains = self.spike_trains
        if sigma is None:
            series = analysis.population_rate(trains, bin=bin)
        else:
            series = analysis.smoothed_rate(trains, bin=bin, sigma=sigma)
        # The window of trains begins half a step late, and so do its bins.
        return series._replace(times=series.times - self._half_step)

    def pairwise_correlation(
        self, *, bin: Any = "5 ms", max_pairs: int = 20_000, seed: int = 0
    ) -> float:
        """Mean Pearson correlation of the spike counts of pairs of neurons.

        Parameters
        ----------
        bin : quantity
            Width of the bins in which spikes are counted.
        max_pairs : int
            Where there are more pairs, so many are drawn at random.
        seed : int
            Seed of this draw.

        Returns
        -------
        float
            Over pairs whose counts both vary; NaN if there are none.
        """
        options = {"bin": bin, "max_pairs": max_pairs, "seed": seed}
        return analysis.pairwise_correlation(self.spike_trains, **options).value

    def synchrony(self, *, bin: Any = "5 ms") -> float:
        """Synchrony χ of spike counts: 1 if all are alike, about 1/√n if independent.

        Parameters
        ----------
        bin : quantity
            Width of the bins in which spikes are counted.
        """
        return analysis.spike_synchrony(self.spike_trains, bin=bin)

    def power_spectrum(
        self, *, bin: Any = "1 ms", segment: Any = "500 ms"
    ) -> analysis.PowerSpectrum:
        """Power spectrum of the population rate, by Welch's method.

        Parameters
        ----------
        bin : quantity
            Width of the bins of the rate.
        segment : quantity
            Length of a segment; half of the run where that is shorter.

        Returns
        -------
        PowerSpectrum
            ``frequency, density, segments`` in Hz and Hz²/Hz; empty for very short runs.
        """
        rate = analysis.population_rate(self.spike_trains, bin=bin).rate
        width = milliseconds(bin, "bin")
        length = min(milliseconds(segment, "segment"), (len(rate) // 2) * width)
        if length < 2 * width:
            return analysis.PowerSpectrum(np.zeros(0), np.zeros(0), 0)
        return analysis.power_spectrum(rate, interval=bin, segment=f"{length!r} ms")

    def spike_count_histogram(self) -> np.ndarray:
        """Number of recorded neurons by spike count: entry c is how many have c spikes."""
        return analysis.spike_count_histogram(self.spike_trains)

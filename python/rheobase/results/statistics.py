"""The statistics of a run: for each population at once, and for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase import analysis
from rheobase.analysis._arguments import milliseconds
from rheobase.results.table import ByPopulation, as_frame
from rheobase.results.traces import NotRecorded

if TYPE_CHECKING:
    from rheobase.results.population import PopulationRun

__all__ = ["PopulationStatistics", "RunStatistics"]


class PopulationStatistics:
    """Statistics of the recorded neurons of a population over the window of statistics."""

    _half_step: float

    @property
    def spike_trains(self) -> analysis.SpikeTrains:
        """Spikes in the window of statistics."""
        raise NotImplementedError

    def isi_cv(self, *, min_isis: int = 5) -> float:
        """Mean over neurons of the CV of their interspike intervals.

        NaN if no neuron has `min_isis` intervals. ``analysis.isi_cv`` also tells how many have.
        """
        return analysis.isi_cv(self.spike_trains, min_isis=min_isis).value

    def isi_cvs(self, *, min_isis: int = 5) -> np.ndarray:
        """CV of the interspike intervals of each recorded neuron; NaN with less than `min_isis`."""
        return analysis.isi_cvs(self.spike_trains, min_isis=min_isis)

    def isi_cv2(self, *, min_isis: int = 5) -> float:
        """Mean over neurons of the local variation CV2; NaN if none has `min_isis` intervals."""
        return analysis.isi_cv2(self.spike_trains, min_isis=min_isis).value

    def isi_lv(self, *, min_isis: int = 5) -> float:
        """Mean over neurons of the local variation Lv; NaN if none has `min_isis` intervals."""
        return analysis.isi_lv(self.spike_trains, min_isis=min_isis).value

    def isis(self) -> np.ndarray:
        """Interspike intervals of all recorded neurons together, ms."""
        return analysis.pooled_isis(self.spike_trains)

    def fano(self, *, window: Any = "100 ms") -> float:
        """Mean Fano factor of spike counts in such windows, of the neurons that are not silent.

        NaN if all are silent or fewer than two windows fit.
        """
        factors = analysis.fano_factors(self.spike_trains, window=window)
        defined = factors[~np.isnan(factors)]
        return float(defined.mean()) if len(defined) else float("nan")

    def cv_population_rate(self, *, bin: Any = "5 ms") -> float:
        """Coefficient of variation of the population rate in bins; NaN if it is silent."""
        return analysis.cv_population_rate(self.spike_trains, bin=bin)

    def population_rate(self, *, bin: Any = "1 ms", sigma: Any = None) -> analysis.RateSeries:
        """Mean rate in bins (times in ms, rates in Hz), smoothed if `sigma` is given."""
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
        """Mean correlation of the spike counts of pairs of neurons in bins; NaN if none varies."""
        found = analysis.pairwise_correlation(
            self.spike_trains, bin=bin, max_pairs=max_pairs, seed=seed
        )
        return found.value

    def synchrony(self, *, bin: Any = "5 ms") -> float:
        """Synchrony χ of spike counts in bins: 1 if all are alike, about 1/√n if independent."""
        return analysis.spike_synchrony(self.spike_trains, bin=bin)

    def power_spectrum(
        self, *, bin: Any = "1 ms", segment: Any = "500 ms"
    ) -> analysis.PowerSpectrum:
        """Power spectrum of the population rate in bins (Hz, Hz²/Hz).

        Where the run is shorter than two segments, a segment is half of the run.
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


class RunStatistics:
    """Statistics of all populations, by name.

    They cover the window of statistics (``run.window``) and the neurons whose spikes were recorded.
    A population of which none was is NaN, or left out where a value is an array.
    """

    populations: tuple[str, ...]

    def __getitem__(self, name: str) -> PopulationRun:
        raise NotImplementedError

    @property
    def rates(self) -> ByPopulation:
        """Mean rate of each population, Hz."""
        values = {name: self[name]._rate_or_nan() for name in self.populations}
        return ByPopulation(values, "rate (Hz)")

    def isi_cv(self, *, min_isis: int = 5) -> ByPopulation:
        """Mean over neurons of the CV of their intervals; NaN if none has `min_isis` of them."""
        return self._numbers("CV of intervals", lambda p: p.isi_cv(min_isis=min_isis))

    def isi_cv2(self, *, min_isis: int = 5) -> ByPopulation:
        """Mean over neurons of the local variation CV2; NaN if none has `min_isis` intervals."""
        return self._numbers("CV2 of intervals", lambda p: p.isi_cv2(min_isis=min_isis))

    def isi_lv(self, *, min_isis: int = 5) -> ByPopulation:
        """Mean over neurons of the local variation Lv; NaN if none has `min_isis` intervals."""
        return self._numbers("Lv of intervals", lambda p: p.isi_lv(min_isis=min_isis))

    def fano(self, *, window: Any = "100 ms") -> ByPopulation:
        """Mean Fano factor of spike counts in such windows, of the neurons that are not silent."""
        return self._numbers("Fano factor", lambda p: p.fano(window=window))

    def cv_population_rate(self, *, bin: Any = "5 ms") -> ByPopulation:
        """Coefficient of variation of the population rate in bins; NaN if it is silent."""
        return self._numbers("CV of the rate", lambda p: p.cv_population_rate(bin=bin))

    def pairwise_correlation(
        self, *, bin: Any = "5 ms", max_pairs: int = 20_000, seed: int = 0
    ) -> ByPopulation:
        """Mean correlation of the spike counts of pairs of neurons of a population in bins."""
        options = {"bin": bin, "max_pairs": max_pairs, "seed": seed}
        return self._numbers("pairwise correlation", lambda p: p.pairwise_correlation(**options))

    def synchrony(self, *, bin: Any = "5 ms") -> ByPopulation:
        """Synchrony χ of spike counts in bins: 1 if all are alike, about 1/√n if independent."""
        return self._numbers("synchrony", lambda p: p.synchrony(bin=bin))

    def population_rate(self, *, bin: Any = "1 ms", sigma: Any = None) -> ByPopulation:
        """Mean rate of each population in bins: ``times, rate = run.population_rate()["FSI"]``."""
        return self._arrays("rate in bins", lambda p: p.population_rate(bin=bin, sigma=sigma))

    def power_spectrum(self, *, bin: Any = "1 ms", segment: Any = "500 ms") -> ByPopulation:
        """Power spectrum of each population's rate: frequencies in Hz, densities in Hz²/Hz."""
        return self._arrays("power spectrum", lambda p: p.power_spectrum(bin=bin, segment=segment))

    def spike_count_histogram(self) -> ByPopulation:
        """Number of recorded neurons by spike count, of each population."""
        return self._arrays("spike counts", lambda p: p.spike_count_histogram())

    def cross_correlogram(
        self, reference: Any, target: Any, *, bin: Any = "1 ms", max_lag: Any = "50 ms"
    ) -> analysis.Correlogram:
        """Pairs of spikes of two populations, or neurons, by their lag.

        Parameters
        ----------
        reference, target : str or (str, int)
            A population, all spikes of it together, or one of its neurons: ``("FSI", 3)``. At a
            positive lag the target follows. Twice the same is the autocorrelogram.
        bin, max_lag : quantity
            Width of a bin, and its largest middle.

        Returns
        -------
        Correlogram
            Lags in ms, counts, and the target's rate in Hz (that of the whole population).
        """
        first = self._train(reference)
        if reference == target:
            return analysis.auto_correlogram(first, bin=bin, max_lag=max_lag)
        return analysis.cross_correlogram(first, self._train(target), bin=bin, max_lag=max_lag)

    def summary(self) -> Any:
        """The usual statistics, a row for each population.

        Returns
        -------
        DataFrame or table
            A pandas DataFrame where pandas is installed.
        """
        columns: dict[str, list[Any]] = {"population": list(self.populations)}
        columns["neurons"] = [self[name].size for name in self.populations]
        columns["recorded"] = [len(self[name].recorded) for name in self.populations]
        columns["rate_hz"] = list(self.rates.values())
        measures: dict[str, Any] = {
            "isi_cv": self.isi_cv,
            "isi_cv2": self.isi_cv2,
            "isi_lv": self.isi_lv,
            "fano": self.fano,
            "cv_pop_5ms": self.cv_population_rate,
            "synchrony": self.synchrony,
            "pair_correlation": self.pairwise_correlation,
        }
        for name, measure in measures.items():
            columns[name] = list(measure().values())
        return as_frame(columns, "population")

    def _train(self, of: Any) -> np.ndarray:
        name, *neuron = (of,) if isinstance(of, str) else of
        population = self[name]
        if neuron:
            return population._train(neuron[0])
        return np.sort(population.spike_trains.times)

    def _numbers(self, label: str, measure: Any) -> ByPopulation:
        return ByPopulation(
            {
                n: measure(self[n]) if self[n]._measurable else float("nan")
                for n in self._any_recorded()
            },
            label,
        )

    def _arrays(self, label: str, measure: Any) -> ByPopulation:
        found = {n: measure(self[n]) for n in self._any_recorded() if self[n]._measurable}
        return ByPopulation(found, label)

    def _any_recorded(self) -> tuple[str, ...]:
        if not any(self[name]._has_spikes for name in self.populations):
            raise NotRecorded(spikes_missing("any population", self.populations[0]))
        return self.populations


def spikes_missing(whose: str, example: str) -> str:
    """What to say where no spikes were recorded."""
    return (
        f"spikes of {whose} were not recorded; record them with net.record('spikes', "
        f"of={example!r}), or leave all recordings of spikes out to record those of every neuron"
    )

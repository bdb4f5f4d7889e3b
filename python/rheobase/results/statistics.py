"""The statistics of a run, for all populations at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase import analysis
from rheobase.results.table import ByPopulation, as_frame
from rheobase.results.traces import NotRecorded

if TYPE_CHECKING:
    from rheobase.results.population import PopulationRun

__all__ = ["RunStatistics", "spikes_missing"]


class RunStatistics:
    """Statistics of all populations, by name: ``run.isi_cv()["FSI"]``.

    They cover the window of statistics (``run.window``) and the neurons whose spikes were recorded.
    A population of which none was is NaN, or left out where a value is an array; if spikes of none
    at all were recorded, `NotRecorded` says how to.
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
        """Mean over neurons of the CV of their interspike intervals.

        Parameters
        ----------
        min_isis : int
            Fewest intervals of a neuron that is used; NaN if none has so many.

        Examples
        --------
        >>> import rheobase as rb
        >>> run = rb.run(rb.presets.fsi(), "1 s")
        >>> 0 < run.isi_cv()["FSI"] < 1
        True
        """
        return self._numbers("CV of intervals", lambda p: p.isi_cv(min_isis=min_isis))

    def isi_cv2(self, *, min_isis: int = 5) -> ByPopulation:
        """Mean over neurons of the local variation CV2 of their intervals.

        Parameters
        ----------
        min_isis : int
            Fewest intervals of a neuron that is used; NaN if none has so many.
        """
        return self._numbers("CV2 of intervals", lambda p: p.isi_cv2(min_isis=min_isis))

    def isi_lv(self, *, min_isis: int = 5) -> ByPopulation:
        """Mean over neurons of the local variation Lv of their intervals.

        Parameters
        ----------
        min_isis : int
            Fewest intervals of a neuron that is used; NaN if none has so many.
        """
        return self._numbers("Lv of intervals", lambda p: p.isi_lv(min_isis=min_isis))

    def fano(self, *, window: Any = "100 ms") -> ByPopulation:
        """Mean Fano factor of spike counts, of the neurons that are not silent.

        Parameters
        ----------
        window : quantity
            Length of the windows in which spikes are counted; NaN if fewer than two fit.
        """
        return self._numbers("Fano factor", lambda p: p.fano(window=window))

    def cv_population_rate(self, *, bin: Any = "5 ms") -> ByPopulation:
        """Coefficient of variation of the population rate; NaN if it is silent.

        Parameters
        ----------
        bin : quantity
            Width of the bins; the measure grows with finer ones.
        """
        return self._numbers("CV of the rate", lambda p: p.cv_population_rate(bin=bin))

    def pairwise_correlation(
        self, *, bin: Any = "5 ms", max_pairs: int = 20_000, seed: int = 0
    ) -> ByPopulation:
        """Mean Pearson correlation of the spike counts of pairs of neurons of a population.

        Parameters
        ----------
        bin : quantity
            Width of the bins in which spikes are counted.
        max_pairs : int
            Where there are more pairs, so many are drawn at random.
        seed : int
            Seed of this draw.
        """
        options = {"bin": bin, "max_pairs": max_pairs, "seed": seed}
        return self._numbers("pairwise correlation", lambda p: p.pairwise_correlation(**options))

    def synchrony(self, *, bin: Any = "5 ms") -> ByPopulation:
        """Synchrony χ of spike counts: 1 if all neurons are alike, about 1/√n if independent.

        Parameters
        ----------
        bin : quantity
            Width of the bins in which spikes are counted.
        """
        return self._numbers("synchrony", lambda p: p.synchrony(bin=bin))

    def population_rate(self, *, bin: Any = "1 ms", sigma: Any = None) -> ByPopulation:
        """Mean rate of each population in bins: times in ms, rates in Hz.

        Parameters
        ----------
        bin : quantity
            Width of a bin.
        sigma : quantity, optional
            Standard deviation of a Gaussian that smoothes it.

        Examples
        --------
        >>> import rheobase as rb
        >>> run = rb.run(rb.presets.fsi(), "200 ms")
        >>> times, rate = run.population_rate(bin="10 ms")["FSI"]
        >>> len(rate)
        20
        """
        return self._arrays("rate in bins", lambda p: p.population_rate(bin=bin, sigma=sigma))

    def power_spectrum(self, *, bin: Any = "1 ms", segment: Any = "500 ms") -> ByPopulation:
        """Power spectrum of each population's rate: frequencies in Hz, densities in Hz²/Hz.

        Parameters
        ----------
        bin : quantity
            Width of the bins of the rate.
        segment : quantity
            Length of a segment of Welch's method; half of the run where that is shorter.
        """
        return self._arrays("power spectrum", lambda p: p.power_spectrum(bin=bin, segment=segment))

    def spike_count_histogram(self) -> ByPopulation:
        """Number of recorded neurons of each population by spike count."""
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
            A pandas DataFrame where pandas is installed. Its columns are those of ``summary.json``
            of the command line, with the standard bins and windows of the methods here.
        """
        columns: dict[str, list[Any]] = {"population": list(self.populations)}
        columns["neurons"] = [self[name].size for name in self.populations]
        columns["recorded"] = [len(self[name].recorded) for name in self.populations]
        columns["mean_rate_hz"] = list(self.rates.values())
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
        def value(name: str) -> float:
            return measure(self[name]) if self[name]._measurable else float("nan")

        return ByPopulation({name: value(name) for name in self._any_recorded()}, label)

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

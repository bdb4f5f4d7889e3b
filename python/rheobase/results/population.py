"""What a run gives of one population."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase import analysis
from rheobase.analysis._arguments import signed
from rheobase.results.population_statistics import PopulationStatistics
from rheobase.results.statistics import spikes_missing
from rheobase.results.traces import NotRecorded, Recorded, Trace, traces

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["PopulationRun"]


class PopulationRun(PopulationStatistics):
    """Spikes, traces and statistics of one population: ``run["FSI"]``.

    Attributes
    ----------
    name : str
        Name of the population.
    size : int
        Number of neurons.
    color : str or None
        Colour that the network gives it.
    """

    # Apart from `__dict__`, which the run holds: see there.
    __slots__ = ("_run",)

    def __init__(
        self, run: Run, name: str, first: int, size: int, color: str | None, kept: dict[str, Any]
    ) -> None:
        self.__dict__ = kept
        self._run, self._first = run, first
        self.name, self.size, self.color = name, size, color
        self._half_step = run.dt / 2

    @cached_property
    def _mask(self) -> Any:
        """Which of the run's spikes are this population's."""
        ids = self._run._ids
        if len(self._run.populations) == 1:
            return slice(None)  # all of them, with no copy
        return (ids >= self._first) & (ids < self._first + self.size)

    @cached_property
    def recorded(self) -> np.ndarray:
        """Neurons whose spikes were recorded, as indices in the population."""
        recorded = self._run._taken["recorded"][self._first : self._first + self.size]
        return np.flatnonzero(recorded)

    @property
    def _has_spikes(self) -> bool:
        return len(self.recorded) > 0

    @property
    def _measurable(self) -> bool:
        """Whether there are spikes and a time for statistics."""
        return self._has_spikes and len(self._run._window) > 0

    def _need_spikes(self) -> None:
        if not self._has_spikes:
            raise NotRecorded(spikes_missing(self.name, self.name))

    @cached_property
    def ids(self) -> np.ndarray:
        """Neuron of each recorded spike, an index in the population."""
        self._need_spikes()
        return self._run._ids[self._mask] - np.uint32(self._first)

    @cached_property
    def ticks(self) -> np.ndarray:
        """Step in which each recorded spike was found."""
        self._need_spikes()
        return self._run._ticks[self._mask]

    @cached_property
    def times(self) -> np.ndarray:
        """Time of each recorded spike, ms: the end of its step."""
        return (self.ticks + 1) * self._run.dt

    def __len__(self) -> int:
        return self.size

    def trains(self) -> list[np.ndarray]:
        """Spike times of each neuron of `recorded`, ms, over the whole run."""
        return list(self._grouped(self._run._steps))

    @cached_property
    def spike_trains(self) -> analysis.SpikeTrains:
        """Spikes of the recorded neurons in the window of statistics, for functions of `analysis`.

        Its neurons count along `recorded`. Its window holds the spikes after the start of
        ``run.window`` and up to its end: both its limits are shifted by half a time step.
        """
        return self._grouped(self._run._window)

    def _grouped(self, steps: range) -> analysis.SpikeTrains:
        self._need_spikes()
        ids = self.ids
        if len(self.recorded) < self.size:
            ids = np.searchsorted(self.recorded, ids)
        if len(steps) == 0:
            raise NotRecorded(f"no time passed in this run, which stands at {self._run.start:g} ms")
        return analysis.SpikeTrains._of_steps(
            self.ticks, ids, len(self.recorded), steps, self._run.dt
        )

    def _train(self, neuron: int) -> np.ndarray:
        position = int(np.searchsorted(self.recorded, neuron))
        if position == len(self.recorded) or self.recorded[position] != neuron:
            raise NotRecorded(spikes_missing(f"neuron {neuron} of {self.name}", self.name))
        return self.spike_trains[position]

    @property
    def counts(self) -> np.ndarray:
        """Number of spikes of each neuron in the whole run, recorded or not."""
        counts = self._run._taken.get("counts")
        if counts is not None:
            return signed(counts)[self._first : self._first + self.size]
        if len(self.recorded) < self.size:
            raise NotRecorded(spikes_missing(f"all neurons of {self.name}", self.name))
        return np.bincount(self.ids, minlength=self.size)

    @property
    def rates(self) -> np.ndarray:
        """Mean rate of each neuron of `recorded` in the window of statistics, Hz."""
        return analysis.rates(self.spike_trains)

    @property
    def rate(self) -> float:
        """Mean rate, Hz.

        Where the spikes of some neurons were not recorded, it is that of all neurons if the window
        of statistics is the whole run, else that of the recorded ones.
        """
        run = self._run
        whole = run._window == run._steps and len(run._steps) > 0
        if len(self.recorded) < self.size and whole and run._taken.get("counts") is not None:
            return float(self.counts.mean() * 1000.0 / run.duration)
        return analysis.rate_stats(self.spike_trains).mean

    def _rate_or_nan(self) -> float:
        try:
            return self.rate
        except NotRecorded:
            return float("nan")

    @cached_property
    def traces(self) -> Recorded:
        """Recorded state variables: ``traces["I.gaba"]``.

        Where two recordings share a variable, it is ``V (name)`` in the second.
        """
        found = traces(self._run._taken, self.name, self._run.dt)
        help = f"Record it with net.record('V', of={self.name!r}, every='1 ms'), and so on."
        return Recorded(f"traces of {self.name}", found, f"{{}} of {self.name} was", help)

    @property
    def V(self) -> Trace:
        """Recorded membrane potentials, mV: ``V[sample, neuron]``, with ``V.times``."""
        return self.traces["V"]

    @property
    def I(self) -> Trace:  # noqa: E743 - the symbol of a current
        """Recorded synaptic currents as R·I, mV: ``I[sample, neuron]``."""
        return self.traces["I"]

    def to_dataframe(self) -> Any:
        """Spikes as a pandas DataFrame with the columns ``time_ms`` and ``neuron``."""
        frame = self._run.to_dataframe()
        own = frame[frame["population"] == self.name]
        return own.drop(columns="population").reset_index(drop=True)

    def __repr__(self) -> str:
        spikes = f"{len(self.ids)} spikes" if self._has_spikes else "spikes not recorded"
        words = [f"{self.size} neurons", spikes, *map(repr, self.traces.values())]
        return f"<{self.name}: {', '.join(words)}>"

"""Spikes grouped by neuron, once, for all the measures that follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import indices, milliseconds, signed, whole
from rheobase.analysis._arguments import times as as_times

__all__ = ["SpikeTrains"]


class SpikeTrains(Sequence[np.ndarray]):
    """The spikes of some neurons in a window of time: anybody's, not only those of rheobase.

    A sequence of the neurons' spike trains: ``trains[3]`` has the spike times of neuron 3 in ms,
    and a silent neuron's train is empty.

    Parameters
    ----------
    times : array_like
        Time of each spike, ms (or an array with a unit), in any order.
    ids : array_like of int
        Neuron of each spike, from 0.
    size : int
        Number of neurons, silent ones included.
    start, stop : quantity
        The window ``start <= t < stop``; spikes outside are dropped. Rates are spikes over its
        length, so it must be told.

    Raises
    ------
    ValueError
        Columns of unequal length, an id that is not below `size`, a time that is not finite, an
        empty window.

    Examples
    --------
    >>> from rheobase import analysis
    >>> trains = analysis.SpikeTrains([10.0, 12.5, 30.0], [0, 1, 0], 3, stop="100 ms")
    >>> trains[0]
    array([10., 30.])
    >>> trains.counts
    array([2, 1, 0])
    """

    def __init__(self, times: Any, ids: Any, size: int, *, stop: Any, start: Any = "0 ms") -> None:
        limits = milliseconds(start, "start"), milliseconds(stop, "stop")
        self._set(as_times(times), indices(ids, "ids"), whole(size, "size", 1), limits)

    def _set(
        self, times: np.ndarray, ids: np.ndarray, size: int, limits: tuple[float, float]
    ) -> None:
        if len(times) == len(ids) and (times[1:] < times[:-1]).any():
            order = np.argsort(times, kind="stable")
            times, ids = times[order], ids[order]
        self._native = _native.SpikeTrains(times, ids, size, *limits)
        self._limits = limits
        #: All spike times, ms, neuron after neuron.
        self.times: np.ndarray = self._native.times()
        #: Number of spikes of each neuron.
        self.counts: np.ndarray = signed(self._native.counts())
        self._ends = np.cumsum(self.counts, dtype=np.intp)

    @classmethod
    def from_trains(cls, trains: Any, *, stop: Any, start: Any = "0 ms") -> SpikeTrains:
        """Group the spikes of a list of trains.

        Parameters
        ----------
        trains : sequence of array_like
            Spike times of each neuron, ms; or Neo spike trains or other arrays with a unit.
        start, stop : quantity
            The window ``start <= t < stop``.

        Examples
        --------
        >>> SpikeTrains.from_trains([[1.0, 5.0], []], stop="10 ms").counts
        array([2, 0])
        """
        columns = [as_times(train, f"trains[{k}]") for k, train in enumerate(trains)]
        ids = np.repeat(np.arange(len(columns)), [len(c) for c in columns])
        every = np.concatenate(columns) if columns else np.zeros(0)
        return cls(every, ids, len(columns), start=start, stop=stop)

    @classmethod
    def _of_steps(
        cls, ticks: np.ndarray, ids: np.ndarray, size: int, steps: range, dt: float
    ) -> SpikeTrains:
        """The spikes of these steps of a simulation, whose times are the ends of their steps.

        The window is that of the crate's `Window::of_steps`: shifted by half a step, so that it
        holds exactly these and no rounding can move one across the edge of a bin.
        """
        trains = object.__new__(cls)
        limits = (steps.start + 0.5) * dt, (steps.stop + 0.5) * dt
        trains._set((ticks + 1) * dt, np.ascontiguousarray(ids, np.uint32), size, limits)
        return trains

    @property
    def start(self) -> float:
        """Start of the window, ms."""
        return self._limits[0]

    @property
    def stop(self) -> float:
        """End of the window, ms."""
        return self._limits[1]

    @property
    def size(self) -> int:
        """Number of neurons."""
        return self._native.neurons

    @property
    def ids(self) -> np.ndarray:
        """Neuron of each of `times`."""
        return np.repeat(np.arange(self.size, dtype=np.uint32), self.counts)

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, neuron: Any) -> Any:
        if isinstance(neuron, slice):
            return [self[k] for k in range(*neuron.indices(len(self)))]
        position = range(len(self))[neuron]
        end = self._ends[position]
        return self.times[end - int(self.counts[position]) : end]

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(np.split(self.times, self._ends[:-1]))

    def __reduce__(self) -> Any:
        return _rebuild, (type(self), self.times, self.ids, self.size, self._limits)

    def __repr__(self) -> str:
        return (
            f"<SpikeTrains: {len(self.times)} spikes of {self.size} neurons in "
            f"{self.start:g}–{self.stop:g} ms>"
        )


def _rebuild(cls: type[SpikeTrains], times: Any, ids: Any, size: int, limits: Any) -> SpikeTrains:
    trains = object.__new__(cls)
    trains._set(times, ids, size, limits)
    return trains


def grouped(trains: Any) -> Any:
    """What the extension module calls spike trains."""
    trains = getattr(trains, "spike_trains", trains)
    if not isinstance(trains, SpikeTrains):
        raise ValueError(
            f"these are no spike trains but {type(trains).__name__}: group them with "
            "SpikeTrains(times, ids, size, stop='1 s') or SpikeTrains.from_trains(list, stop='1 s')"
        )
    return trains._native

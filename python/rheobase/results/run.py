"""What one call of `run` gives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from rheobase._names import UnknownName, did_you_mean
from rheobase.analysis._arguments import milliseconds, signed
from rheobase.results.html import run_html
from rheobase.results.pictures import Pictures
from rheobase.results.population import PopulationRun
from rheobase.results.spikes import Spikes
from rheobase.results.statistics import RunStatistics
from rheobase.results.traces import Recorded, WeightRecord, need, rate_records

__all__ = ["Run"]


class Run(RunStatistics, Pictures):
    """What was recorded in a stretch of a simulation.

    ``run["FSI"]`` is what belongs to one population. All times are in ms and count from the start
    of the simulation. Runs can be pickled, saved, and joined with ``+``.

    Attributes
    ----------
    populations : tuple of str
        Names of all populations, in the order of the network.
    dt : float
        Time step, ms.
    name : str
        Name of the network.
    seed : int
        Seed of everything that was drawn.
    spike_hash : str
        Hash of all spikes since the start of the simulation, recorded or not: equal for equal runs.
    window : tuple of float
        Start and end, ms, of what statistics look at. It is the part of the network's analysis
        window that lies in this run; where none does, the whole run. See `between`.

    Examples
    --------
    >>> import rheobase as rb
    >>> run = rb.run(rb.presets.fsi(), "300 ms")
    >>> times, ids = run.spikes
    >>> 0 < run.rates["FSI"] < 100
    True
    """

    def __init__(self, spec: Any, start_tick: int, stop_tick: int, taken: dict[str, Any]) -> None:
        self._spec, self._taken = spec, {**taken, "stop": int(stop_tick)}
        self._steps = range(int(start_tick), int(stop_tick))
        self._set_up(spec.name, spec.dt, spec.seed, list(spec.populations), tuple(spec.analysis))

    def _set_up(self, name: str, dt: float, seed: int, populations: list, analysis: tuple) -> None:
        self.name, self.dt, self.seed = name, dt, seed
        self.spike_hash: str = self._taken["spike_hash"]
        self._analysis = analysis
        self._window = self._steps_between(analysis[0], analysis[1]) or self._steps
        self._ticks: np.ndarray = signed(self._taken["spike_ticks"])
        self._ids: np.ndarray = self._taken["spike_ids"]
        self.populations = tuple(entry[0] for entry in populations)
        self._ends = np.cumsum([entry[1] for entry in populations], dtype=np.int64)
        self._parts = {
            label: PopulationRun(self, label, int(end) - size, size, color)
            for (label, size, color), end in zip(populations, self._ends, strict=True)
        }

    @property
    def spec(self) -> Any:
        """The description of the network."""
        if isinstance(self._spec, str):
            from rheobase._native import Spec

            self._spec = Spec.from_toml(self._spec)
        return self._spec

    @property
    def start(self) -> float:
        """Start of the run, ms."""
        return self._time(self._steps.start)

    @property
    def stop(self) -> float:
        """End of the run, ms."""
        return self._time(self._steps.stop)

    @property
    def duration(self) -> float:
        """Length of the run, ms."""
        return self._time(len(self._steps))

    @property
    def window(self) -> tuple[float, float]:
        return self._time(self._window.start), self._time(self._window.stop)

    def _time(self, tick: int) -> float:
        # Without the noise of binary fractions: 0.3 ms, not 0.30000000000000004 ms.
        return float(f"{tick * self.dt:.12g}")

    def _steps_between(self, start: float, stop: float | None) -> range:
        first = max(round(start / self.dt), self._steps.start)
        last = self._steps.stop if stop is None else min(round(stop / self.dt), self._steps.stop)
        return range(first, last)

    @cached_property
    def spikes(self) -> Spikes:
        """All recorded spikes as columns: ``times, ids = run.spikes``."""
        return Spikes(self)

    def __getitem__(self, name: str) -> PopulationRun:
        try:
            return self._parts[name]
        except KeyError:
            help = did_you_mean(name, self._parts)
            raise UnknownName(f"there is no population {name!r}: {help}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __len__(self) -> int:
        return len(self._parts)

    def values(self) -> list[PopulationRun]:
        """What belongs to each population, in the order of the network."""
        return list(self._parts.values())

    @cached_property
    def weights(self) -> Recorded:
        """Recorded weights by projection: ``weights["E->I"].values[time, synapse]``."""
        entries: dict[str, list[dict[str, Any]]] = {}
        for entry in self._taken["weights"]:
            entries.setdefault(entry["projection"], []).append(entry)
        found = {name: WeightRecord(name, kept, self.dt) for name, kept in entries.items()}
        help = "Record them with net.record('weights', of='E->I', times=['0 ms', '1 s'])."
        return Recorded("weights", found, "weights of {} were", help)

    @cached_property
    def rate_records(self) -> Recorded:
        """Rates in bins that were recorded, by the name of the recording."""
        found = rate_records(self._taken, self.dt)
        help = "Record them with net.record('rate', of='E', bin='5 ms')."
        return Recorded("recorded rates", found, "a rate named {} was", help)

    def between(self, start: Any, stop: Any = None) -> Run:
        """The part of the run between two times, with statistics over this part.

        Parameters
        ----------
        start : quantity
            Its start, such as ``"200 ms"``.
        stop : quantity, optional
            Its end; by default that of the run.

        Raises
        ------
        ValueError
            The run has no step between these times.

        Examples
        --------
        >>> import rheobase as rb
        >>> run = rb.run(rb.presets.fsi(), "300 ms")
        >>> run.between("100 ms", "200 ms").duration
        100.0
        """
        from rheobase.results.join import cut

        stop = None if stop is None else milliseconds(stop, "stop")
        steps = self._steps_between(milliseconds(start, "start"), stop)
        if not steps:
            raise ValueError(
                f"there is nothing between {start} and {stop or self.stop} ms in a run from "
                f"{self.start:g} to {self.stop:g} ms"
            )
        return cut(self, steps)

    def to_dataframe(self) -> Any:
        """Spikes as a pandas DataFrame with the columns ``time_ms``, ``population``, ``neuron``."""
        pandas = need("pandas", "to_dataframe", "pandas")
        spikes = self.spikes
        names = pandas.Categorical.from_codes(spikes.population_index, list(self.populations))
        columns = {"time_ms": spikes.times, "population": names, "neuron": spikes.neurons}
        return pandas.DataFrame(columns)

    def to_neo(self) -> Any:
        """Spikes and traces as a `neo.Block` of one segment, for Elephant and others.

        Returns
        -------
        neo.Block
            A spike train for each recorded neuron and a signal for each trace, each annotated with
            ``population`` and neurons, and a group for each population.
        """
        from rheobase.results.neo_block import block

        return block(self)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write everything to one file, whole or not at all; `load_run` reads it.

        Parameters
        ----------
        path : path
            The file, an archive of NumPy arrays (``.npz``).
        """
        from rheobase.results.storage import save

        save(self, path)

    def __add__(self, other: Any) -> Run:
        if not isinstance(other, Run):
            return NotImplemented
        from rheobase.results.join import concatenate

        return concatenate([self, other])

    def __getstate__(self) -> dict[str, Any]:
        from rheobase.results.storage import header

        return {"header": header(self), "taken": self._taken, "window": self._window}

    def __setstate__(self, state: dict[str, Any]) -> None:
        from rheobase.results.storage import restore

        restore(self, state["header"], state["taken"])
        self._window = state["window"]

    def __repr__(self) -> str:
        rates = ", ".join(f"{name} {rate:.3g} Hz" for name, rate in list(self.rates.items())[:4])
        more = ", …" if len(self.populations) > 4 else ""
        span = f"{self.start:g}–{self.stop:g} ms"
        return f"<Run of {self.name!r}, {span}: {len(self.spikes)} spikes; {rates}{more}>"

    def _repr_html_(self) -> str:
        return run_html(self)

"""Recorded columns: state variables, rates in bins, weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from rheobase.analysis._arguments import signed
from rheobase.errors import Error

__all__ = [
    "NotRecorded",
    "RateRecord",
    "Recorded",
    "Trace",
    "WeightRecord",
    "rate_records",
    "traces",
]


class NotRecorded(Error, LookupError):
    """Something was asked of a run that it has not recorded; the message says how to record it."""


class Trace(NDArrayOperatorsMixin):
    """One state variable of some neurons of a population over time.

    It counts as the array of its samples: ``trace[:, 0]``, ``trace - trace.mean()``,
    ``np.asarray(trace)``, ``plt.plot(trace.times, trace)``.

    Attributes
    ----------
    values : ndarray
        ``values[sample, neuron]``, in `unit`.
    times : ndarray
        Time of each sample, ms.
    ids : ndarray of int
        Neurons, as indices in their population.
    name, population, variable, unit : str
        Name of the recording, of the population, of the variable (``V``, ``I``, ``I.gaba``,
        ``g.exc``) and its unit. Currents are R·I in mV.
    """

    def __init__(self, entry: dict[str, Any], dt: float) -> None:
        self._entry, self._dt = entry, dt
        self.values: np.ndarray = entry["samples"]
        self.ids: np.ndarray = entry["ids"]
        self.name: str = entry["name"]
        self.population: str = entry["population"]
        self.variable: str = entry["variable"]
        self.unit = "nS" if self.variable.startswith("g.") else "mV"

    @property
    def _ticks(self) -> np.ndarray:
        # Samples lie on the multiples of `every`.
        start, every = int(self._entry["start"]), int(self._entry["every"])
        return start + np.arange(len(self.values), dtype=np.int64) * every

    @property
    def interval(self) -> float:
        """Time between two samples, ms."""
        return int(self._entry["every"]) * self._dt

    @property
    def times(self) -> np.ndarray:
        return self._ticks * self._dt

    @property
    def shape(self) -> tuple[int, ...]:
        """Numbers of samples and neurons."""
        return self.values.shape

    def to_dataframe(self) -> Any:
        """Samples as a pandas DataFrame: a row for each time in ms, a column for each neuron."""
        pandas = need("pandas", "to_dataframe", "pandas")
        index = pandas.Index(self.times, name="time_ms")
        columns = pandas.Index(self.ids, name="neuron")
        return pandas.DataFrame(self.values, index=index, columns=columns)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return (
            np.array(self.values, dtype=dtype, copy=copy)
            if copy
            else np.asarray(self.values, dtype)
        )

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        arrays = [one.values if isinstance(one, Trace) else one for one in inputs]
        return getattr(ufunc, method)(*arrays, **options)

    def __getattr__(self, name: str) -> Any:
        """What arrays have: ``mean``, ``max``, ``T`` and so on."""
        if name.startswith("_") or name == "values":
            raise AttributeError(name)
        try:
            return getattr(self.values, name)
        except AttributeError:
            raise AttributeError(f"{self!r} has no {name!r}, nor have arrays") from None

    def __getitem__(self, index: Any) -> Any:
        return self.values[index]

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        samples, neurons = self.values.shape
        return (
            f"<{self.variable} ({self.unit}) of {neurons} neurons of {self.population}: {samples} "
            f"samples, every {self.interval:g} ms>"
        )


class RateRecord:
    """Mean rate of the neurons of a recording, in bins.

    Attributes
    ----------
    name, population : str
        Name of the recording and of the population.
    neurons : int
        Number of neurons.
    edges : ndarray
        Edges of the bins, ms; the first and the last bin may be cut by the run's start and end.
    counts : ndarray of int
        Spikes in each bin.
    """

    def __init__(self, entry: dict[str, Any], dt: float, stop: int) -> None:
        self.name: str = entry["name"]
        self.population: str = entry["population"]
        self.neurons: int = int(entry["neurons"])
        self.counts: np.ndarray = signed(entry["counts"])
        start, bin = int(entry["start"]), int(entry["bin"])
        # Bins begin at multiples of their width, whenever the recording began.
        ticks = (start // bin + np.arange(len(self.counts) + 1, dtype=np.int64)) * bin
        self.edges: np.ndarray = ticks.clip(start, stop) * dt

    @property
    def times(self) -> np.ndarray:
        """Middle of each bin, ms."""
        return (self.edges[1:] + self.edges[:-1]) / 2

    @property
    def rate(self) -> np.ndarray:
        """Mean rate of a neuron in each bin, Hz."""
        return self.counts * 1000.0 / (np.diff(self.edges) * max(self.neurons, 1))

    def __len__(self) -> int:
        return len(self.counts)

    def __repr__(self) -> str:
        return f"<rate of {self.neurons} neurons of {self.population} in {len(self)} bins>"


class WeightRecord:
    """Weights of a projection at some times: ``weights[0]`` are those at the first of them.

    Attributes
    ----------
    projection : str
        Name of the projection.
    times : ndarray
        Time of each sample, ms.
    unit : str
        Unit of the weights; empty if it is not known.
    """

    def __init__(self, projection: str, entries: list[dict[str, Any]], dt: float) -> None:
        self.projection = projection
        self.times: np.ndarray = np.array([e["tick"] for e in entries], dtype=float) * dt
        self.unit: str = entries[0].get("unit", "")
        self._samples: list[np.ndarray] = [e["weights"] for e in entries]

    @cached_property
    def values(self) -> np.ndarray:
        """``values[time, synapse]``, in `unit`; synapses as in ``sim[projection].sources``."""
        return np.stack(self._samples)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        values = self.values
        return np.array(values, dtype=dtype, copy=copy) if copy else np.asarray(values, dtype)

    def __getitem__(self, index: Any) -> Any:
        # One sample is handed out as it is; of several a copy is made.
        return self._samples[index] if isinstance(index, int) else self.values[index]

    def __len__(self) -> int:
        return len(self._samples)

    def __repr__(self) -> str:
        synapses = len(self._samples[0])
        return f"<weights of {self.projection}: {synapses} synapses at {len(self)} times>"


class Recorded(Mapping[str, Any]):
    """Recordings by name; one that is not there is answered with how to make it.

    Parameters
    ----------
    what : str
        What they are.
    things : dict
        The recordings.
    missing, help : str
        What to say of a name that is not there, and how to record it.
    """

    def __init__(self, what: str, things: dict[str, Any], missing: str, help: str) -> None:
        self._what, self._things, self._missing, self._help = what, things, missing, help

    def __getitem__(self, name: str) -> Any:
        try:
            return self._things[name]
        except KeyError:
            there = f" (but {', '.join(self._things)})" if self._things else ""
            said = self._missing.format(name)
            raise NotRecorded(f"{said} not recorded{there}. {self._help}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._things

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def __repr__(self) -> str:
        return f"<{self._what}: {', '.join(self._things) or 'none'}>"


def traces(taken: dict[str, Any], population: str, dt: float) -> dict[str, Trace]:
    """Traces of a population by variable; a second one of a variable is ``V (name)``."""
    found: dict[str, Trace] = {}
    for entry in taken["traces"]:
        if entry["population"] == population:
            variable = entry["variable"]
            key = f"{variable} ({entry['name']})" if variable in found else variable
            found[key] = Trace(entry, dt)
    return found


def rate_records(taken: dict[str, Any], dt: float) -> dict[str, RateRecord]:
    """Rates that were recorded in bins, by the name of the recording."""
    stop = int(taken["stop"])
    return {e["name"]: RateRecord(e, dt, stop) for e in taken["rates"] if len(e["counts"])}


def need(module: str, what: str, extra: str) -> Any:
    """An optional package, or how to install it."""
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = f"{what} needs {module}: pip install 'rheobase[{extra}]'"
        raise ImportError(message) from error

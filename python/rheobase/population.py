"""Populations of a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase import schema
from rheobase._names import UnknownKey, UnknownName, did_you_mean, mistake
from rheobase.document import same
from rheobase.table import Collection, Receptors, Table, brief

if TYPE_CHECKING:
    from rheobase.inputs import Input
    from rheobase.network_parts import NetworkParts

__all__ = ["Population", "PopulationInput", "selection"]


def selection(of: Any) -> str:
    """A selection of neurons as text: a population, its name, or ``"E[0:10]"``."""
    return of.name if isinstance(of, Population) else str(of)


def population_of(of: str) -> str:
    """The population that a selection is of."""
    return of.split("[", 1)[0].strip()


def selected(of: str, population: Mapping[str, Any]) -> int | None:
    """Number of neurons of a selection; None where it is not known."""
    size = population.get("size")
    if "[" not in of or not isinstance(size, int):
        return size if isinstance(size, int) else None
    try:
        pieces = of[of.index("[") + 1 : of.rindex("]")].split(",")
        limits = [[int(end) for end in piece.split(":")] for piece in pieces]
        return sum(stop[0] - start if stop else 1 for start, *stop in limits)
    except ValueError:
        return None  # the engine says what is wrong with it


class Population(Table):
    """A population: its keys as attributes, and selections of its neurons by index.

    Examples
    --------
    >>> import rheobase as rb
    >>> net = rb.Network()
    >>> e = net.add_population("E", 800, tau_m="20 ms")
    >>> e.tau_m
    Quantity('20 ms')
    >>> e.V_thr
    Quantity('-50 mV')
    >>> e[0:10]
    'E[0:10]'
    """

    __slots__ = ("_name", "_network")

    # For editors: the keys of the table.
    size: int
    color: Any
    model: Any
    tau_m: Any
    C_m: Any
    V_rest: Any
    V_thr: Any
    V_reset: Any
    t_ref: Any
    V_spike: Any
    V_init: Any
    receptors: Receptors
    positions: Any

    def __init__(self, network: NetworkParts, name: str):
        object.__setattr__(self, "_network", network)
        object.__setattr__(self, "_name", name)
        data = network._tables("population")[name]
        super().__init__(data, f"population.{name}", schema.POPULATION)

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def inputs(self) -> Collection:
        """The inputs that reach its neurons, by name."""
        tables = self._network._data.get("input", {})
        reach = {
            name: table
            for name, table in tables.items()
            if population_of(str(table.get("target", ""))) == self._name
        }
        return Collection(f"input of {self._name}", lambda: reach, self._network.inputs.__getitem__)

    @property
    def input(self) -> PopulationInput:
        """Its inputs taken together: ``net["E"].input.mean`` where one of them has a mean."""
        return PopulationInput(self)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, str):
            return self.__getattr__(index)
        return f"{self._name}[{_indices(index, self._data.get('size'))}]"

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "receptors" and isinstance(value, Mapping | str) and "kind" in value:
            help = "give it one, as in receptors={'exc': rb.exponential('5 ms')}"
            raise mistake(f"{self._path}.receptors", "a receptor has no name", help)
        super().__setattr__(name, value)

    def __setitem__(self, index: str, value: Any) -> None:
        self.__setattr__(index, value)

    def _remove(self) -> None:
        self._network._take_out("population", self._name)

    def _telling(self, key: str) -> bool:
        """Whether a key says more than its default."""
        apart = key in ("receptors", "color")
        return not apart and not same(
            self._data[key], schema.POPULATION.get(key, schema.Key()).default
        )

    def __repr__(self) -> str:
        inside = [
            f"{key}={brief(value)}" for key, value in self._data.items() if self._telling(key)
        ]
        inside += [f"receptors={list(self._data.get('receptors', {}))}"]
        return f"Population({self._name!r}, {', '.join(inside)})"


def _indices(index: Any, size: Any) -> str:
    """What stands between the brackets of a selection."""
    if isinstance(index, slice):
        size = size if isinstance(size, int) else 2**31
        start, stop, step = index.indices(size)
        if step != 1:
            return ", ".join(map(str, range(start, stop, step)))
        return f"{start}:{stop}"
    if isinstance(index, int | np.integer) and not isinstance(index, bool):
        return str(_from_the_end(np.array([index]), size)[0])
    array = np.asarray(index)
    if array.dtype == bool:
        if isinstance(size, int) and array.shape != (size,):
            raise IndexError(f"a mask of shape {array.shape} for {size} neurons")
        array = np.flatnonzero(array)
    if array.dtype.kind not in "iu" or array.ndim != 1:
        raise TypeError(f"{index!r} selects no neurons: use a slice, an index or a list of indices")
    return ", ".join(_runs(np.unique(_from_the_end(array, size))))


def _from_the_end(ids: np.ndarray, size: Any) -> np.ndarray:
    """Negative indices count from the end, as elsewhere in Python."""
    counted = np.where(ids < 0, ids + size, ids) if isinstance(size, int) else ids
    if (counted < 0).any():
        raise IndexError(f"there is no neuron {ids[counted < 0][0]} of {size}")
    return counted


def _runs(ids: np.ndarray) -> Iterable[str]:
    """Sorted indices as ranges."""
    for run in np.split(ids, np.flatnonzero(np.diff(ids) != 1) + 1):
        if len(run):
            yield f"{run[0]}:{run[-1] + 1}" if len(run) > 1 else f"{run[0]}"


class PopulationInput:
    """The inputs of a population taken together.

    A key is read from and set at the one input that has it; where several have it, the message
    names them.
    """

    __slots__ = ("_population",)

    def __init__(self, population: Population):
        object.__setattr__(self, "_population", population)

    def _owner(self, key: str) -> Input:
        inputs = self._population.inputs
        if not inputs:
            name = self._population.name
            help = f"add one with net.add_input({name!r}, …)"
            raise mistake(name, "it has no input", help, UnknownName)
        owners = {name: view for name, view in inputs.items() if key in view._keys()}
        if not owners:
            known = sorted({key for view in inputs.values() for key in view._keys()})
            message = f"none of its inputs ({', '.join(inputs)}) has {key!r}"
            name = self._population.name
            raise mistake(name, message, did_you_mean(key, known), UnknownKey)
        if len(owners) > 1:
            several = " or ".join(f"net.inputs[{name!r}].{key}" for name in owners)
            message = f"several of its inputs have {key!r}"
            raise mistake(self._population.name, message, f"use {several}", UnknownKey)
        return next(iter(owners.values()))

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        return getattr(self._owner(key), key)

    def __setattr__(self, key: str, value: Any) -> None:
        setattr(self._owner(key), key, value)

    def __dir__(self) -> list[str]:
        return sorted({key for view in self._population.inputs.values() for key in view._keys()})

    def _repr_html_(self) -> str:
        return self._population.inputs._repr_html_()

    def __repr__(self) -> str:
        return f"PopulationInput({self._population.name}: {', '.join(self._population.inputs)})"

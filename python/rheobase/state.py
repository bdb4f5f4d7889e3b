"""The state of a simulation's parts, to be read and set between runs.

What is read is an array in the unit that is written beside it; what is set is such an array or a
quantity. A bare number has no unit and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase._names import UnknownName, did_you_mean
from rheobase.arrays import real
from rheobase.errors import StateError
from rheobase.quantities import as_quantity

if TYPE_CHECKING:
    from rheobase.simulation import Simulation

__all__ = ["InputState", "Named", "PopulationState", "ProjectionState", "Receptors"]


class Named(Mapping[str, Any]):
    """Things by name; a name that is not there is answered with those that are."""

    def __init__(self, what: str, things: dict[str, Any]) -> None:
        self._what = what
        self._things = things

    def __getitem__(self, name: str) -> Any:
        try:
            return self._things[name]
        except KeyError:
            help = did_you_mean(name, self._things)
            raise UnknownName(f"there is no {self._what} {name!r}: {help}") from None

    @staticmethod
    def of_either(name: str, *groups: Named) -> Any:
        """The thing of that name out of several groups."""
        for group in groups:
            if name in group._things:
                return group._things[name]
        what = " or ".join(group._what for group in groups)
        help = did_you_mean(name, [n for group in groups for n in group])
        raise UnknownName(f"there is no {what} {name!r}: {help}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def __repr__(self) -> str:
        return f"<{self._what}s: {', '.join(self._things) or 'none'}>"


def numbers(value: Any, unit: str, shape: tuple[int, ...], what: str) -> np.ndarray:
    """An array of that shape in that unit.

    Raises
    ------
    StateError
        A bare number, or an array of another shape.
    """
    quantity = as_quantity(value)
    if quantity is not None:
        try:
            value = quantity.to(unit).value
        except (TypeError, ValueError) as error:
            raise StateError(f"{what}: {error}") from None
    elif isinstance(value, int | float | np.number):
        raise StateError(f"{what}: {value} has no unit; write '{value} {unit}' or give an array")
    array = real(value, what, StateError)
    if array.ndim and array.shape != shape:
        raise StateError(f"{what} has the shape {shape}, not {array.shape}")
    return np.array(np.broadcast_to(array, shape), dtype=float, order="C")


def switch(on: Any, what: str) -> bool:
    """Whether something is on: True or False, and not a text that would count as True."""
    if not isinstance(on, bool | np.bool_):
        raise StateError(f"{what}: {on!r} is neither True nor False")
    return bool(on)


class Settable:
    """What is set must be there: a misspelt name is told."""

    def __setattr__(self, name: str, value: Any) -> None:
        known = [key for key in dir(self) if not key.startswith("_")]
        if not name.startswith("_") and hasattr(self, "_complete") and name not in known:
            raise AttributeError(f"{self!r} has no {name!r}: {did_you_mean(name, known)}")
        super().__setattr__(name, value)


class PopulationState(Settable):
    """State of the neurons of a population."""

    def __init__(self, simulation: Simulation, name: str, size: int) -> None:
        self._simulation = simulation
        #: Its name.
        self.name = name
        #: Number of neurons.
        self.size = size
        self._complete = True

    @property
    def V(self) -> np.ndarray:
        """Membrane potentials, mV; an array of `size` numbers."""
        return self._simulation._native.voltages(self.name)

    @V.setter
    def V(self, value: Any) -> None:
        values = numbers(value, "mV", (self.size,), f"V of {self.name}")
        self._simulation._native.set_voltages(self.name, values)

    @property
    def currents(self) -> Receptors:
        """Synaptic currents as R·I, mV, by receptor: ``currents["gaba"]``."""
        native = self._simulation._native
        return Receptors(self, "current", "mV", native.currents, native.set_currents)

    @property
    def conductances(self) -> Receptors:
        """Synaptic conductances, nS, by receptor."""
        native = self._simulation._native
        return Receptors(self, "conductance", "nS", native.conductances, native.set_conductances)

    def silence(self, ids: Any) -> None:
        """Let these neurons, and no others of it, neither integrate nor spike."""
        self._simulation.silence(self.name, ids)

    def __len__(self) -> int:
        return self.size

    def __repr__(self) -> str:
        return f"<{self.name}: {self.size} neurons at {self._simulation.time:g} ms>"


class Receptors:
    """One variable of each receptor of a population."""

    def __init__(self, of: PopulationState, what: str, unit: str, read: Any, write: Any) -> None:
        self._of, self._what, self._unit, self._read, self._write = of, what, unit, read, write

    def __getitem__(self, receptor: str) -> np.ndarray:
        return self._read(self._of.name, receptor)

    def __setitem__(self, receptor: str, value: Any) -> None:
        what = f"the {self._what} of {self._of.name}.{receptor}"
        values = numbers(value, self._unit, (self._of.size,), what)
        self._write(self._of.name, receptor, values)

    def __iter__(self) -> Iterator[str]:
        raise TypeError(f"{self!r} are read by the name of a receptor, and not in a row")

    def __repr__(self) -> str:
        return f"<{self._what}s of {self._of.name} by receptor, {self._unit}>"


class ProjectionState(Settable):
    """State of the synapses of a projection."""

    def __init__(self, simulation: Simulation, name: str, sources: int, targets: int) -> None:
        self._simulation = simulation
        self._columns: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
        #: Its name.
        self.name = name
        #: Numbers of neurons of the target and the source population: the sides of `matrix`.
        self.shape = (targets, sources)
        self._complete = True

    def _synapses(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if self._columns is None:
            self._columns = self._simulation._native.synapses_of(self.name)
        return self._columns

    @property
    def sources(self) -> np.ndarray:
        """Presynaptic neuron of each synapse, an index in its population."""
        return self._synapses()[0]

    @property
    def targets(self) -> np.ndarray:
        """Postsynaptic neuron of each synapse, an index in its population."""
        return self._synapses()[1]

    @property
    def delays(self) -> np.ndarray:
        """Delay of each synapse, ms."""
        return self._synapses()[2] * self._simulation.dt

    @property
    def unit(self) -> str:
        """Unit of the weights."""
        return self._simulation._native.weight_unit(self.name)

    @property
    def weights(self) -> np.ndarray:
        """Weight of each synapse now, in `unit`, in the order of `sources` and `targets`.

        May be set to such an array, to a quantity, or to a matrix, dense or of `scipy.sparse`, with
        row = target and column = source; only synapses that are there get a weight.
        """
        return self._simulation._native.weights(self.name)

    @weights.setter
    def weights(self, value: Any) -> None:
        what = f"weights of {self.name}"
        if hasattr(value, "tocsr") or np.ndim(value) == 2:
            value = self._from_matrix(value, what)
        values = numbers(value, self.unit, self.sources.shape, what)
        self._simulation._native.set_weights(self.name, values)

    def _from_matrix(self, matrix: Any, what: str) -> np.ndarray:
        if not hasattr(matrix, "tocsr"):
            matrix = real(matrix, what, StateError)
        if matrix.shape != self.shape:
            raise StateError(f"{what}: a matrix has the shape {self.shape}, not {matrix.shape}")
        rows = matrix.tocsr() if hasattr(matrix, "tocsr") else np.asarray(matrix)
        at = self.targets.astype(np.intp), self.sources.astype(np.intp)
        found = real(rows[at], what, StateError).astype(float).ravel()
        pairs = len(np.unique(self.targets.astype(np.int64) * self.shape[1] + self.sources))
        if pairs < len(found):
            raise StateError(f"{what}: pairs have several synapses; give one number for each")
        given = rows.count_nonzero() if hasattr(rows, "count_nonzero") else np.count_nonzero(rows)
        if given > np.count_nonzero(found):
            raise StateError(
                f"{what}: the matrix has entries where no synapse is; which pairs are connected is "
                "fixed when a network is built"
            )
        return found

    def matrix(self) -> np.ndarray:
        """Weights as a dense array [target, source], in `unit`; synapses of one pair add up."""
        dense = np.zeros(self.shape)
        np.add.at(dense, (self.targets, self.sources), self.weights)
        return dense

    def sparse(self) -> Any:
        """Weights as a `scipy.sparse` array [target, source], in `unit`."""
        from scipy.sparse import coo_array

        entries = (self.weights, (self.targets, self.sources))
        return coo_array(entries, shape=self.shape).tocsr()

    @property
    def plasticity(self) -> bool:
        """Whether its synapses learn; may be switched."""
        return self._simulation._native.switches(self.name)[0]

    @plasticity.setter
    def plasticity(self, on: bool) -> None:
        on = switch(on, f"plasticity of {self.name}")
        self._simulation._native.set_plasticity(self.name, on)
        if on and not self.plasticity:
            raise StateError(f"{self.name} has no rule of plasticity that could be switched on")

    @property
    def failures(self) -> bool:
        """Whether its synapses may fail; may be switched."""
        return self._simulation._native.switches(self.name)[1]

    @failures.setter
    def failures(self, on: bool) -> None:
        on = switch(on, f"failures of {self.name}")
        self._simulation._native.set_failures(self.name, on)
        if on and not self.failures:
            raise StateError(f"{self.name} has no failures that could be switched on")

    @property
    def scale(self) -> float:
        """Factor on what it delivers; 0 blocks it."""
        return self._simulation._native.switches(self.name)[2]

    @scale.setter
    def scale(self, factor: float) -> None:
        self._simulation._native.set_scale(self.name, float(factor))

    def __len__(self) -> int:
        return len(self.sources)

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self)} synapses at {self._simulation.time:g} ms>"


class InputState(Settable):
    """An input, whose mean may be changed between runs."""

    def __init__(self, simulation: Simulation, name: str) -> None:
        self._simulation = simulation
        #: Its name.
        self.name = name
        self._complete = True

    @property
    def mean(self) -> float | None:
        """The mean that was set, in the input's unit (a Poisson input's rate in Hz), or None.

        May be set to a quantity of the input's unit, and to None for its own mean.
        """
        return self._simulation._native.input_mean(self.name)

    @mean.setter
    def mean(self, value: Any) -> None:
        native = self._simulation._native
        if value is not None:
            unit = native.input_unit(self.name)
            value = float(numbers(value, unit, (), f"the mean of input {self.name}"))
        native.set_input_mean(self.name, value)

    def __repr__(self) -> str:
        return f"<input {self.name}>"

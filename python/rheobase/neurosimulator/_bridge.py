"""From the arrays of a script to one `Simulation` of the engine, and back.

All state is pushed before a stretch of steps and read after it, so that a script may assign what it
likes between runs, and a rule of its own between steps. The simulation itself is built once and
kept as long as only numbers change that can be pushed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rheobase import _native
from rheobase.errors import StateError

from ._draw import deviations
from ._neurons import Neurons

#: Networks of such scripts are small, and several scripts may run at once.
THREADS = 1

#: Names in the network that the engine is given.
NEURONS, SYNAPSES, WIRES, INPUT, NOISE = "neurons", "syn", "W", "Ix", "noise"


def document(
    neurons: Neurons, Population: Any, dt: float, weights: np.ndarray, noisy: bool
) -> dict[str, Any]:
    """Describe the network as it stands, in the words of a network file.

    One population with a value for each neuron, one projection with the matrix' entries as edges,
    the original's Euler step. `weights` is the matrix that is delivered, `noisy` whether the noise
    of each step will be supplied.
    """
    parameters = {
        "tau_m": each(values(neurons, "Tau"), "ms"),
        "V_thr": each(values(neurons, "Vthr"), "mV"),
        "V_reset": each(values(neurons, "Vreset"), "mV"),
        "V_rest": each(values(neurons, "Vrest"), "mV"),
        "V_init": each(values(neurons, "V"), "mV"),
    }
    receptor = {"kind": "exponential", "tau": f"{float(Population.Tausyn)!r} ms"}
    value = {"values": values(neurons, "Ix"), "unit": "mV"}
    network: dict[str, Any] = {
        "rheobase": 1,
        "name": "neurosimulator",
        "dt": f"{float(dt)!r} ms",
        "duration": f"{float(dt)!r} ms",
        "scheme": "euler",
        "population": {
            NEURONS: {"size": len(neurons.Tag), "receptors": {SYNAPSES: receptor}, **parameters}
        },
        "input": {INPUT: {"target": NEURONS, "kind": "per_neuron", "value": value}},
    }
    if noisy:
        # The deviation is in what is supplied.
        network["input"][NOISE] = {"target": NEURONS, "kind": "step_noise", "sd": "1 mV"}
    rows, columns = np.nonzero(wired(neurons, weights))
    if len(rows):
        network["projection"] = {WIRES: projection(rows, columns, weights, NEURONS, NEURONS)}
    return network


def projection(
    rows: np.ndarray, columns: np.ndarray, weights: np.ndarray, source: str, target: str
) -> dict[str, Any]:
    """Some entries of a matrix; the original's delay: a spike acts in the step after it."""
    edges = {"source": columns, "target": rows, "weight": weights[rows, columns]}
    return {
        "source": source,
        "target": target,
        "rule": {"kind": "edges", **edges},
        "weight": {"from": "rule", "unit": "mV*ms"},
        "delay": "1 step",
        "allow_self": True,
    }


def wired(neurons: Neurons, weights: np.ndarray) -> np.ndarray:
    """Pairs that have a synapse: those of `Wmat` too, since a failure drawn as 0 may mend."""
    return (matrix(neurons, "Wmat") != 0) | (weights != 0)


def each(array: np.ndarray, unit: str) -> Any:
    """A number for all neurons where one is enough."""
    if array.size and np.all(array == array[0]):
        return f"{float(array[0])!r} {unit}"
    return {"values": array, "unit": unit}


def values(neurons: Neurons, name: str, dtype: Any = np.float64) -> np.ndarray:
    """An array of `Neuron` with a value for each; a script may have assigned one for all."""
    array = np.asarray(getattr(neurons, name), dtype=dtype)
    shape = (len(neurons.Tag),)
    try:
        return np.ascontiguousarray(np.broadcast_to(array, shape))
    except ValueError:
        raise unfit(name, array, shape) from None


def matrix(neurons: Neurons, name: str) -> np.ndarray:
    """A matrix of `Neuron`."""
    array = np.ascontiguousarray(getattr(neurons, name), dtype=np.float64)
    shape = (len(neurons.Tag),) * 2
    if array.shape != shape:
        raise unfit(name, array, shape)
    return array


def unfit(name: str, array: np.ndarray, shape: tuple[int, ...]) -> StateError:
    return StateError(f"Neuron.{name} has the shape {array.shape}; accepted: {shape}")


@dataclass
class Stretch:
    """What happened in some steps."""

    done: int  # how many were taken
    steps: np.ndarray  # step of each spike, from 0
    ids: np.ndarray  # neuron of each spike
    voltages: np.ndarray  # [step, kept neuron], mV
    interrupted: KeyboardInterrupt | None  # why it ended early

    def counts(self, neurons: int) -> np.ndarray:
        """Number of spikes of each neuron."""
        return np.bincount(self.ids, minlength=neurons)


class Bridge:
    """A simulation that follows the arrays of a script."""

    def __init__(self) -> None:
        self._simulation: Any = None
        self._built: Any = None
        self._weights: Any = None  # as pushed, to see where a script changed them in place
        self._flat: Any = None  # where in the matrix each synapse is
        self._kept: Any = None

    def prepare(self, neurons: Neurons, Population: Any, dt: float) -> None:
        """Have a simulation of these neurons that delivers `Wmat_with_failure`."""
        weights = matrix(neurons, "Wmat_with_failure")
        noisy = any(deviations(Population))
        built = self._key(neurons, Population, dt, noisy)
        if built != self._built or not self._deliver(weights):
            self._build(neurons, Population, dt, weights, noisy)
            self._built = built

    @staticmethod
    def _key(neurons: Neurons, Population: Any, dt: float, noisy: bool) -> tuple[Any, ...]:
        """All that is fixed when a simulation is built, synapses aside."""
        bits = tuple(values(neurons, name).tobytes() for name in ("Tau", "Vthr", "Vreset", "Vrest"))
        return float(dt), float(Population.Tausyn), noisy, len(neurons.Tag), bits

    def _build(
        self, neurons: Neurons, Population: Any, dt: float, weights: np.ndarray, noisy: bool
    ) -> None:
        self._built = None  # until it is
        described = document(neurons, Population, dt, weights, noisy)
        self._simulation = _native.Simulation(_native.Spec(described), THREADS)
        self._kept = None
        self._flat = np.zeros(0, dtype=np.intp)
        self._weights = weights.copy()
        if "projection" in described:
            source, target, _ = self._simulation.synapses_of(WIRES)
            self._flat = target.astype(np.intp) * len(neurons.Tag) + source

    def _deliver(self, weights: np.ndarray) -> bool:
        """Push weights if they changed; False if one of them has no synapse to go to."""
        if np.array_equal(weights, self._weights):
            return True
        values = weights.ravel()[self._flat]
        if np.count_nonzero(values) != np.count_nonzero(weights):
            return False
        self._simulation.set_weights(WIRES, values)
        self._weights = weights.copy()
        return True

    def keep(self, ids: np.ndarray) -> None:
        """Record voltages of these neurons (ascending) from now on, and the spikes of all."""
        kept = tuple(int(i) for i in ids)
        if kept == self._kept:
            return
        records = {}
        if kept:
            listed = ", ".join(str(i) for i in kept)
            records["V"] = {
                "kind": "state",
                "of": f"{NEURONS}[{listed}]",
                "variables": ["V"],
                "every": f"{self._simulation.dt!r} ms",
            }
        self._simulation.set_records(records)
        self._kept = kept

    def push(self, neurons: Neurons) -> None:
        """Voltages, synaptic inputs, constant inputs, and who spiked in the step before."""
        simulation = self._simulation
        simulation.set_voltages(NEURONS, values(neurons, "V"))
        simulation.set_currents(NEURONS, SYNAPSES, values(neurons, "Isyn"))
        simulation.set_fired(np.flatnonzero(values(neurons, "Spike", bool)).tolist())
        drive = values(neurons, "Ix")[None, :]
        simulation.supply_drive(INPUT, simulation.tick, drive, held=True)

    def run(self, steps: int, noise: np.ndarray | None) -> Stretch:
        """Take steps with this noise."""
        simulation = self._simulation
        first = simulation.tick
        if noise is not None:
            simulation.supply_noise(NOISE, first, noise)
        interrupted = None
        try:
            simulation.run(steps)
        except KeyboardInterrupt as interrupt:
            interrupted = interrupt
        done = simulation.tick - first
        taken = simulation.take()
        ticks = (taken["spike_ticks"] - np.uint64(first)).astype(np.intp)
        voltages = np.zeros((done, 0))
        for trace in taken["traces"]:
            # A recording that has just begun has the state before the first step, too.
            voltages = trace["samples"][len(trace["samples"]) - done :]
        return Stretch(done, ticks, taken["spike_ids"].astype(np.intp), voltages, interrupted)

    def state(self, neurons: Neurons, stretch: Stretch) -> dict[str, np.ndarray]:
        """The arrays of `Neuron` after a stretch of steps."""
        spike = np.zeros(len(neurons.Tag), dtype=bool)
        spike[stretch.ids[stretch.steps == stretch.done - 1]] = True
        return {
            "V": self._simulation.voltages(NEURONS),
            "Isyn": self._simulation.currents(NEURONS, SYNAPSES),
            "Spike": spike,
        }

"""Networks that run: what the state is, how it is changed between runs, how it is kept."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from rheobase import _native
from rheobase._native import Spec
from rheobase.errors import BuildError, RunError, StateError
from rheobase.functions import BLOCK
from rheobase.handle import Handle
from rheobase.network import described
from rheobase.plasticity import PlasticityRule, Rules
from rheobase.progress import watching
from rheobase.quantities import as_quantity
from rheobase.results import Run
from rheobase.state import InputState, Named, PopulationState, ProjectionState

__all__ = ["Simulation", "load", "run"]

#: Steps that a simulation can count.
MOST_STEPS = 2**53
MOST_THREADS = 1024


def _shifted(
    observe: Callable[..., Any], before: int, total: int, done: int, _: int, spikes: int
) -> Any:
    """Progress of a part of a run as that of the whole."""
    return observe(before + done, total, spikes)


def whole_threads(threads: Any) -> int | None:
    """A number of threads, or None for as many as serve the network best."""
    is_whole = isinstance(threads, int | np.integer) and not isinstance(threads, bool)
    if threads is None or (is_whole and 1 <= threads <= MOST_THREADS):
        return None if threads is None else int(threads)
    raise BuildError(f"threads: {threads!r} is no whole number from 1 to {MOST_THREADS}")


class Simulation:
    """A network and its state.

    Parameters
    ----------
    network : Network, Spec or path
        What is simulated; the path is that of a network file.
    threads : int, optional
        Number of threads; by default as many as serve the network best. Results do not depend on
        it.

    Raises
    ------
    SpecError
        The description has mistakes.
    BuildError
        The network cannot be drawn.

    Examples
    --------
    >>> import rheobase as rb
    >>> sim = rb.Simulation(rb.presets.fsi())
    >>> first = sim.run("100 ms")
    >>> sim["FSI"].V = "-60 mV"
    >>> second = sim.run("100 ms")
    >>> sim.time
    200.0
    """

    def __init__(self, network: Any, *, threads: int | None = None) -> None:
        spec, functions = described(network)
        self._start(_native.Simulation(spec, whole_threads(threads)), functions)

    def _start(self, native: _native.Simulation, functions: dict[str, Any]) -> None:
        handle = self._handle = Handle(native)
        self._functions = functions
        self._turn = threading.Lock()
        self._rules = Rules()
        #: What the latest call of :meth:`run` recorded, also where it was interrupted.
        self.last: Run | None = None
        spec = native.spec
        sizes = {name: size for name, size, _ in spec.populations}
        self.populations = Named(
            "population", {n: PopulationState(handle, n, s) for n, s in sizes.items()}
        )
        self.projections = Named(
            "projection",
            {
                name: ProjectionState(handle, name, sizes[source], sizes[target])
                for name, source, target in spec.projections
            },
        )
        self.inputs = Named("input", {name: InputState(handle, name) for name in spec.inputs})

    @property
    def _native(self) -> _native.Simulation:
        """The engine, which answers nothing while it makes steps."""
        return self._handle.native

    @property
    def spec(self) -> Spec:
        """The description."""
        return self._native.spec

    @property
    def dt(self) -> float:
        """Time step, ms."""
        return self._native.dt

    @property
    def time(self) -> float:
        """Simulated time so far, ms."""
        return self._native.time

    @property
    def threads(self) -> int:
        """Number of threads."""
        return self._native.threads

    @property
    def synapses(self) -> int:
        """Number of synapses."""
        return self._native.synapses

    @property
    def spike_hash(self) -> str:
        """Hash of all spikes so far: equal for equal runs."""
        return self._native.spike_hash

    def __getitem__(self, name: str) -> Any:
        """State of the population or projection of that name."""
        return Named.of_either(name, self.populations, self.projections)

    def __contains__(self, name: object) -> bool:
        return name in self.populations or name in self.projections

    def __iter__(self) -> Iterator[str]:
        return iter(self.populations)

    def run(self, duration: Any = None, *, progress: bool | None = None) -> Run:
        """Go on by a time.

        Parameters
        ----------
        duration : quantity, optional
            How long, such as ``"1 s"``; by default what the description asks for and is not done.
        progress : bool, optional
            Whether to show a bar; by default in runs of more than two seconds, at a terminal or in
            a notebook.

        Returns
        -------
        Run
            What this call recorded. Times count from the start of the simulation.

        Raises
        ------
        RunError
            A voltage grew without bounds.
        KeyboardInterrupt
            Ctrl-C, answered within a tenth of a second. ``last`` has what was recorded, and the
            simulation may go on.
        """
        if not self._turn.acquire(blocking=False):
            raise RunError("this simulation is running: one run ends before the next begins")
        try:
            ticks = self._ticks(duration)
            start = self._native.tick
            try:
                with watching(ticks, self.dt, progress) as observe:
                    self._advance(ticks, observe)
            finally:
                self.last = Run(self.spec, start, self._native.tick, self._native.take())
        finally:
            self._turn.release()
        return self.last

    def _advance(self, ticks: int, observe: Callable[..., Any] | None) -> None:
        native = self._native
        stop = native.tick + ticks
        while native.tick < stop:
            done = ticks - (stop - native.tick)
            # A rule in Python sees every step; without one the engine takes as many as it likes.
            part = 1 if self._rules.active else self._supplied(stop - native.tick)
            try:
                self._handle.running = True
                native.run(part, observe and partial(_shifted, observe, done, ticks))
            finally:
                self._handle.running = False
            self._rules.after_step(self)

    def _supplied(self, ticks: int) -> int:
        """Evaluate functions of time for the next steps; returns for how many.

        The description holds their values for as long as it asks for; what is run beyond that is
        evaluated here.
        """
        native = self._native
        beyond = native.tick - native.total
        if not self._functions or beyond + ticks <= 0:
            return ticks
        if beyond < 0:
            return -beyond
        ticks = min(ticks, BLOCK)
        for name, function in self._functions.items():
            if native.input_unit(name) == "Hz":
                raise RunError(
                    f"the rate of input {name!r}, a function of time, is known up to "
                    f"{native.total * self.dt:g} ms: give the network a longer duration"
                )
            values = function.drive(native.tick, ticks, self.dt)
            columns = values[:, None] if values.ndim == 1 else values
            shape = (ticks, native.input_width(name))
            native.supply_drive(name, native.tick, np.array(np.broadcast_to(columns, shape)))
        return ticks

    def _ticks(self, duration: Any) -> int:
        if duration is None:
            return max(self._native.total - self._native.tick, 0)
        quantity = as_quantity(duration)
        if quantity is None or np.ndim(quantity.value):
            raise RunError(f"the duration: {duration!r} is no time with a unit, such as '10 ms'")
        try:
            time = quantity.to("ms").value
        except ValueError as error:
            raise RunError(f"the duration: {error}") from None
        if not 0 <= time < MOST_STEPS * self.dt:
            most = MOST_STEPS * self.dt
            raise RunError(f"the duration: {time:g} ms is not between 0 ms and {most:g} ms")
        return self._native.ticks(time)

    def record(self, **records: dict[str, Any]) -> None:
        """Record this from now on, in place of what the description asks for.

        Parameters
        ----------
        **records : dict
            Tables ``record.NAME`` of a network file, by name.
        """
        self._native.set_records(records)

    def add_rule(self, rule: PlasticityRule, projection: str) -> None:
        """Let a rule of your own change a projection's weights after every step.

        Parameters
        ----------
        rule : PlasticityRule
            Called once per step; see :class:`PlasticityRule`.
        projection : str
            The projection that it may change.
        """
        if not isinstance(rule, PlasticityRule):
            raise TypeError(f"{rule!r} is no object of a class derived from rb.PlasticityRule")
        state = self.projections[projection]
        if state.plasticity:
            raise StateError(
                f"{projection} learns by a rule of the engine already: switch that off, as in "
                f"sim[{projection!r}].plasticity = False"
            )
        self._rules.add(rule, state, self.time, self.dt)

    def remove_rule(self, rule: PlasticityRule) -> None:
        """Take a rule of your own off; the weights stay."""
        self._rules.remove(rule)

    def silence(self, population: str, ids: Any) -> None:
        """Let these neurons of a population, and no others of it, neither integrate nor spike."""
        self.populations[population].silence(ids)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write network and state to a file, from which :func:`load` goes on to the same bits.

        Python functions of time cannot be written; their values are, for as long as the network
        asks for. A warning says so. Numbers of data files are written, too.

        Parameters
        ----------
        path : path
            The file. It appears whole or not at all.
        """
        if self._functions:
            names = ", ".join(self._functions)
            until = self._native.total * self.dt
            message = (
                f"functions of time ({names}) are saved as their values up to {until:g} ms only"
            )
            warnings.warn(message, stacklevel=2)
        self._native.save(path)

    def copy(self) -> Simulation:
        """Another simulation in the same state, to branch from here."""
        other = object.__new__(Simulation)
        native = _native.Simulation.from_bytes(self._native.to_bytes(), self.threads)
        other._start(native, dict(self._functions))
        return other

    def __reduce__(self) -> Any:
        return _unpickled, (self._native.to_bytes(), self._functions)

    def __repr__(self) -> str:
        return f"<Simulation of {self.spec.name!r} at {self.time:g} ms>"


def load(path: str | os.PathLike[str], *, threads: int | None = None) -> Simulation:
    """Read a simulation that :meth:`Simulation.save` has written.

    Parameters
    ----------
    path : path
        The file.
    threads : int, optional
        Number of threads, which may differ from before.
    """
    simulation = object.__new__(Simulation)
    simulation._start(_native.Simulation.load(path, whole_threads(threads)), {})
    return simulation


def _unpickled(data: bytes, functions: dict[str, Any]) -> Simulation:
    simulation = object.__new__(Simulation)
    simulation._start(_native.Simulation.from_bytes(data), functions)
    return simulation


def run(
    network: Any,
    duration: Any = None,
    *,
    seed: int | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Run:
    """Simulate a network from its start.

    Parameters
    ----------
    network : Network, Spec or path
        What is simulated.
    duration : quantity, optional
        How long, such as ``"2 s"``; by default what the network says.
    seed : int, optional
        Seed of everything that is drawn; by default the network's.
    threads : int, optional
        Number of threads.
    progress : bool, optional
        Whether to show a bar.
    """
    spec, functions = described(network, seed=seed, duration=duration)
    simulation = object.__new__(Simulation)
    simulation._start(_native.Simulation(spec, whole_threads(threads)), functions)
    return simulation.run(progress=progress)

"""The neurons of a network: the arrays that scripts read, and may assign between runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase.errors import SpecError

from . import _draw

#: Fields of a population class with a value for each population, and those with a matrix.
VECTORS = "NN Colors Tau Vthr Vreset Vrest Vspike MeanIx SigmaIx SigmaNoise".split()
MATRICES = ("CP", "CW", "FailRate")


class Neurons:
    """What the original calls `Neuron`: all neurons of the network, as arrays.

    Attributes
    ----------
    Tag : array of int, shape (N,)
        Number of the population.
    Tau, Vthr, Vreset, Vrest, Vspike : array, shape (N,)
        Parameters (ms, mV).
    initWmat, Wmat, Wmat_with_failure : array, shape (N, N)
        Weights as drawn, as learned, and as delivered (mV ms); row = target, column = source. One
        array, until something is learned or a failure is drawn.
    Cmat : array of int, shape (N, N)
        1 where there is a connection.
    V, Isyn, Ix : array, shape (N,)
        Voltage, synaptic input and constant input (mV).
    Noise : array, shape (N,)
        Noise of the latest step (mV).
    Spike : array of bool, shape (N,)
        Whether a neuron spiked in the latest step.
    SpikeCount : array, shape (N,)
        Spikes of the latest call.
    Time : array
        Times of the latest call (ms).
    """

    def __init__(self, Population: Any, dt: float) -> None:
        check(Population)
        Tag = self.Tag = _draw.tags(Population)
        self.Colors = np.asarray(Population.Colors)[Tag]
        self.Time = []
        for name in ("Tau", "Vthr", "Vreset", "Vrest", "Vspike"):
            setattr(self, name, np.asarray(getattr(Population, name))[Tag])

        self.initWmat = _draw.create_Wmat(Population.NN, Population.CP, Population.CW)
        self.Wmat = self.initWmat
        self.Wmat_with_failure = self.Wmat
        self.Cmat = np.where(self.initWmat != 0, 1, 0)
        self._pairs: Any = None
        self._graph: Any = None

        self.V = _draw.create_randomV(Population)
        self.Spike = np.zeros(Tag.size, dtype=bool)
        self.Isyn = np.zeros(Tag.size)
        self.Ix = _draw.create_Ix(Population)
        self.Noise = []
        self.failure_update_steps = Population.failure_update_time / dt
        self.SpikeCount = np.zeros(Tag.size)

    @property
    def Cpairs(self) -> list[tuple[int, int]]:
        """Connected pairs as a list of (target, source); made when first asked for."""
        if self._pairs is None:
            self._pairs = list(zip(*np.nonzero(self.Cmat)))
        return self._pairs

    @Cpairs.setter
    def Cpairs(self, pairs: Any) -> None:
        self._pairs = pairs

    @property
    def Graph(self) -> Any:
        """The connections as a `networkx.DiGraph`; made when first asked for."""
        if self._graph is None:
            try:
                import networkx
            except ImportError as missing:
                raise ImportError("graphs need networkx: pip install networkx") from missing
            self._graph = networkx.from_numpy_array(self.Cmat.T, create_using=networkx.DiGraph)
        return self._graph

    @Graph.setter
    def Graph(self, graph: Any) -> None:
        self._graph = graph


def check(Population: Any) -> None:
    """Refuse a class that is not of the original's shape, with all that is wrong."""
    named = getattr(Population, "__name__", type(Population).__name__)
    sizes = np.atleast_1d(getattr(Population, "NN", 0))
    problems = []

    def refuse(field: str, message: str, accepted: str) -> None:
        problems.append((f"{named}.{field}", message, accepted))

    for field in (*VECTORS, *MATRICES, "Tag", "size", "Tausyn", "consider_failure"):
        if not hasattr(Population, field):
            refuse(field, "is missing", "see rheobase.neurosimulator.populations")
    for field in VECTORS:
        if len(np.atleast_1d(getattr(Population, field, sizes))) < len(sizes):
            refuse(field, f"has fewer than {len(sizes)} values", "accepted: one for each of NN")
    for field in MATRICES:
        shape = np.shape(getattr(Population, field, np.zeros((len(sizes), len(sizes)))))
        if len(shape) != 2 or min(shape) < len(sizes):
            refuse(field, f"has the shape {shape}", f"accepted: ({len(sizes)}, {len(sizes)})")
    if np.ndim(getattr(Population, "Tausyn", 1.0)):
        refuse("Tausyn", "is an array", "accepted: one number (ms), for all synapses")
    if problems:
        text = "\n".join(f"{path}: {message}\n  help: {help}" for path, message, help in problems)
        error = SpecError(text)
        error.problems = problems
        raise error

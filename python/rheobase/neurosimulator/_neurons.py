"""The neurons of a network: the arrays that scripts read, and may assign between runs."""

import numpy as np

from . import _draw


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

    def __init__(self, Population, dt):
        Tag = self.Tag = _draw.tags(Population)
        self.Colors = np.asarray(Population.Colors)[Tag]
        self.Time = []
        for name in ("Tau", "Vthr", "Vreset", "Vrest", "Vspike"):
            setattr(self, name, np.asarray(getattr(Population, name))[Tag])

        self.initWmat = _draw.create_Wmat(Population.NN, Population.CP, Population.CW)
        self.Wmat = self.initWmat
        self.Wmat_with_failure = self.Wmat
        self.Cmat = np.where(self.initWmat != 0, 1, 0)
        self._pairs = self._graph = None

        self.V = _draw.create_randomV(Population)
        self.Spike = np.zeros(Tag.size, dtype=bool)
        self.Isyn = np.zeros(Tag.size)
        self.Ix = _draw.create_Ix(Population)
        self.Noise = []
        self.failure_update_steps = Population.failure_update_time / dt
        self.SpikeCount = np.zeros(Tag.size)

    @property
    def Cpairs(self):
        """Connected pairs as a list of (target, source); made when first asked for."""
        if self._pairs is None:
            self._pairs = list(zip(*np.nonzero(self.Cmat)))
        return self._pairs

    @Cpairs.setter
    def Cpairs(self, pairs):
        self._pairs = pairs

    @property
    def Graph(self):
        """The connections as a `networkx.DiGraph`; made when first asked for."""
        if self._graph is None:
            import networkx

            self._graph = networkx.from_numpy_array(self.Cmat.T, create_using=networkx.DiGraph)
        return self._graph

    @Graph.setter
    def Graph(self, graph):
        self._graph = graph

"""Populations of the original, as plain classes: edit them, or write your own of the same shape.

Matrices have row = target, column = source. What is said of the neurons (`NN`, `CP`, `CW`, `Tau`,
`Vthr`, `Vreset`, `Vrest`, `Vspike`, `MeanIx`, `SigmaIx`, `failure_update_time`) counts at the next
`initNetwork`; `Tausyn`, `SigmaNoise`, `consider_failure` and `FailRate` are read during a run.
Connections of the striatum after A. H. Gittis et al. (2010) and S. Taverna et al. (2008).
"""

import numpy as np

__all__ = ["FSI", "OnePopulation", "Striatum", "Striatum2"]


class FSI:
    """Fast-spiking interneurons of the striatum that inhibit each other."""

    NN = np.array([100])  # number of neurons
    Tag = {"FSI": 0}  # name and number of each population
    Colors = np.array([[0, 0, 1]])  # red, green, blue from 0 to 1
    size = len(NN)  # number of populations

    CP = np.array([[0.58]])  # probability of a connection
    mod = 1  # factor on all weights
    CW = np.array([[-60.0]]) * mod  # weight of a spike (mV ms); inhibition is negative

    Tau = np.array([10.0])  # membrane time constant (ms)
    Tausyn = 10.0  # time constant of all synapses (ms)

    consider_failure = False  # whether synapses fail
    FailRate = np.array([[0.5]])  # probability that a synapse fails
    failure_update_time = 50  # which synapses fail is drawn anew after this time (ms)

    Vthr = np.array([-50.0])  # threshold (mV)
    Vreset = np.array([-80.0])  # after a spike (mV)
    Vrest = np.array([-70.0])  # at rest (mV)
    Vspike = np.array([40.0])  # drawn in place of V where a neuron spikes (mV)

    MeanIx = np.array([50.0])  # constant input: mean over neurons (mV)
    SigmaIx = np.array([0.0])  # constant input: standard deviation over neurons (mV)
    SigmaNoise = np.array([0.0])  # noise drawn for each neuron and step: standard deviation (mV)

    # Results: the first two are written by each run, the others are yours.
    MeanSpikeRate = np.array([0.0])  # Hz
    SpikeRate = []  # fraction of neurons that spike, per step and ms
    CV = []
    AutoCorr = []
    ISI = []


class Striatum:
    """Projection neurons of both pathways and fast-spiking interneurons of the striatum."""

    NN = np.array([490, 490, 20])
    Tag = {"dSPN": 0, "iSPN": 1, "FSI": 2}
    Colors = np.array([[0, 0, 1], [0, 0.5, 0], [1, 0, 0]])
    size = len(NN)

    CP = np.array([[0.26, 0.27, 0.53], [0.06, 0.36, 0.36], [0, 0, 0.58]])
    mod = 10
    CW = np.array([[-0.4, -1.3, -5.0], [-1.1, -1.1, -5.0], [0, 0, -0.6]]) * mod

    Tau = np.array([10.0, 10.0, 10.0])
    Tausyn = 10.0

    consider_failure = False
    FailRate = np.array([[0.7, 0.5, 0], [0.7, 0.6, 0], [0, 0, 0]])
    failure_update_time = 50

    Vthr = np.array([-50.0, -50.0, -50.0])
    Vreset = np.array([-80.0, -80.0, -80.0])
    Vrest = np.array([-70.0, -70.0, -70.0])
    Vspike = np.array([40.0, 40.0, 40.0])

    MeanIx = np.array([30.0, 26.0, 22.0])
    SigmaIx = np.array([0.0, 0.0, 0.0])
    SigmaNoise = np.array([2.0, 2.0, 2.0])

    MeanSpikeRate = np.array([0, 0, 0])
    SpikeRate = []
    CV = []
    AutoCorr = []
    ISI = []


class Striatum2:
    """`Striatum` with weights ten times as strong and inputs to match."""

    NN = np.array([490, 490, 20])
    Tag = {"dSPN": 0, "iSPN": 1, "FSI": 2}
    Colors = np.array([[0, 0, 1], [0, 0.5, 0], [1, 0, 0]])
    size = len(NN)

    CP = np.array([[0.26, 0.27, 0.53], [0.06, 0.36, 0.36], [0, 0, 0.58]])
    mod = 100
    CW = np.array([[-0.4, -1.3, -5.0], [-1.1, -1.1, -5.0], [0, 0, -0.6]]) * mod

    Tau = np.array([10.0, 10.0, 10.0])
    Tausyn = 10.0

    consider_failure = False
    FailRate = np.array([[0.7, 0.5, 0], [0.7, 0.6, 0], [0, 0, 0]])
    failure_update_time = 50

    Vthr = np.array([-50.0, -50.0, -50.0])
    Vreset = np.array([-80.0, -80.0, -80.0])
    Vrest = np.array([-70.0, -70.0, -70.0])
    Vspike = np.array([40.0, 40.0, 40.0])

    MeanIx = np.array([72.0, 60.0, 33.0])
    SigmaIx = np.array([0.0, 0.0, 0.0])
    SigmaNoise = np.array([2.0, 2.0, 2.0])

    MeanSpikeRate = np.array([0, 0, 0])
    SpikeRate = []
    CV = []
    AutoCorr = []
    ISI = []


class OnePopulation:
    """One population in which every neuron inhibits every other."""

    NN = np.array([1000])
    Tag = {"pop": 0}
    Colors = np.array([[0, 0, 1]])
    size = len(NN)

    CP = np.array([[1]])
    mod = 1
    CW = np.array([[-1.0]]) * mod

    Tau = np.array([10.0])
    Tausyn = 10.0

    consider_failure = False
    FailRate = np.array([[0.5]])
    failure_update_time = 50

    Vthr = np.array([-50.0])
    Vreset = np.array([-80.0])
    Vrest = np.array([-70.0])
    Vspike = np.array([40.0])

    MeanIx = np.array([200.0])
    SigmaIx = np.array([0.0])
    SigmaNoise = np.array([0.0])

    MeanSpikeRate = np.array([0.0])
    SpikeRate = []
    CV = []
    AutoCorr = []
    ISI = []

"""The original simulator's step in plain NumPy: slow, readable, and the judge of the fast one.

Every test of `rheobase.neurosimulator` compares with this file, and this file is compared with runs
of the original (`crates/rheobase/tests/golden`). It draws from NumPy's global generator, number by
number in the original's order, and knows nothing of rheobase.

Times in ms, voltages in mV, weights W[post, pre] in mV·ms per spike.
"""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class State:
    """What the original keeps of its neurons from call to call."""

    population: object
    dt: float
    tag: np.ndarray
    weights: np.ndarray  # what plasticity changes
    delivered: np.ndarray  # what spikes bring: `weights` itself until a mask is drawn
    V: np.ndarray
    Ix: np.ndarray
    Isyn: np.ndarray
    spike: np.ndarray
    redraw_steps: float
    noise: np.ndarray = field(default_factory=lambda: np.zeros(0))


@dataclass
class Run:
    """What one call gives back, and every spike, voltage and mask of it."""

    spikes: list = field(default_factory=list)  # (step, neuron)
    voltages: list = field(default_factory=list)  # one row per step, before marks
    marked: np.ndarray = None  # [neuron, step], with the marks of spikes
    rates: np.ndarray = None  # [population, step], 1/ms
    masks: list = field(default_factory=list)  # (step, mask)
    weights: list = field(default_factory=list)  # after each step, if plastic


def draw_matrix(sizes, probability, weight):
    """Block by block along each row of populations; no neuron reaches itself."""
    rows = []
    for post, n_post in enumerate(sizes):
        row = []
        for pre, n_pre in enumerate(sizes):
            p = probability[post, pre]
            hits = np.random.choice([1, 0], (n_post, n_pre), p=[p, 1 - p])
            row.append(hits * weight[post, pre])
        rows.append(np.hstack(row))
    matrix = np.vstack(rows)
    np.fill_diagonal(matrix, 0)
    return matrix


def draw_inputs(population):
    parts = [
        np.random.normal(population.MeanIx[p], population.SigmaIx[p], population.NN[p])
        for p in range(population.size)
    ]
    return np.concatenate(parts)


def start(population, dt=0.1):
    """Connectivity first, then voltages, then inputs."""
    tag = np.repeat(np.arange(population.size), population.NN)
    weights = draw_matrix(population.NN, population.CP, population.CW)
    V = np.array([np.random.uniform(population.Vreset[p], population.Vthr[p]) for p in tag])
    Ix = draw_inputs(population)
    still = np.zeros(tag.size, dtype=bool)
    return State(
        population, dt, tag, weights, weights, V, Ix,
        Isyn=np.zeros(tag.size), spike=still, redraw_steps=population.failure_update_time / dt,
    )  # fmt: skip


def draw_mask(state):
    population = state.population
    ones = np.ones((population.size, population.size))
    mask = draw_matrix(population.NN, ones - population.FailRate, ones)
    state.delivered = state.weights * mask
    return mask


def step(state):
    """Noise, then the spikes of the step before, then voltages."""
    population, dt, tag = state.population, state.dt, state.tag
    state.noise = np.concatenate(
        [
            np.random.normal(0, population.SigmaNoise[p], population.NN[p])
            for p in range(population.size)
        ]
    )
    arriving = np.matmul(state.delivered, state.spike * 1 / dt)
    state.Isyn = state.Isyn + (-state.Isyn + arriving) / population.Tausyn * dt
    drive = state.Isyn + state.Ix + state.noise
    rest, tau = population.Vrest[tag], population.Tau[tag]
    state.spike = state.V > population.Vthr[tag]
    moved = state.V + ((rest - state.V) + drive) * dt / tau
    state.V = np.where(state.spike, population.Vreset[tag], moved)


class AntiHebbian:
    """The original's rule, synapse by synapse and lag by lag (Kernel = sign of the lag)."""

    def __init__(self, state, alpha=0.1, window=20):
        self.state, self.alpha = state, alpha
        self.initial = state.weights.copy()
        self.slots = round(window / state.dt) + 1
        self.history = np.zeros((self.slots, state.tag.size))
        self.pairs = np.argwhere(self.initial != 0)

    def learn(self):
        state = self.state
        self.history = np.vstack([self.history[1:], state.spike])
        now = self.history[-1]
        before = self.history[:-1].sum(axis=0)
        weights = state.weights.copy()
        for post, pre in self.pairs:
            if now[post] or now[pre]:
                first = self.initial[post, pre]
                target = 2 * first * before[post] * now[pre] + first / 2 * before[pre] * now[post]
                weights[post, pre] += -self.alpha * (weights[post, pre] - target) * state.dt
        state.weights = weights


def run(state, endtime, rule=None):
    """One call of the original: masks begin anew, time begins at 0."""
    population, dt = state.population, state.dt
    steps = int(round(endtime / dt))
    result = Run(
        marked=np.zeros((state.tag.size, steps)),
        rates=np.zeros((population.size, steps)),
    )
    spike_mark = population.Vspike[state.tag]
    for k in range(steps):
        if population.consider_failure and k % state.redraw_steps == 0:
            result.masks.append((k, draw_mask(state)))
        step(state)
        if rule is not None:
            rule.learn()
            result.weights.append(state.weights)
        result.spikes += [(k, i) for i in np.flatnonzero(state.spike)]
        result.voltages.append(state.V)
        result.marked[:, k] = state.V
        # The sample above threshold gets the mark; at k = 0 that is the last one, and is lost.
        result.marked[state.spike, k - 1] = spike_mark[state.spike]
        for p in range(population.size):
            result.rates[p, k] = np.mean(state.spike[state.tag == p]) / dt
    return result

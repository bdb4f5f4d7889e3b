"""One call of `rundynamics`: a run in stretches, ended where something must be drawn or learned."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from typing import Any

import numpy as np

from rheobase._names import mistake

from . import _draw
from ._bridge import Bridge, Stretch
from ._neurons import Neurons
from .plasticity import AntiHebbian

#: Noise is drawn for so many numbers at a time: 4 MB, which a processor's cache still holds.
BLOCK = 500_000
#: Without noise a stretch may be longer, yet short enough for Ctrl-C to lose little.
QUIET_BLOCK = 5_000_000


class Call:
    """What a call needs: the arrays, the bridge to the engine, and where its results go.

    `plasticity` is a function that tells the rule of now, since a rule may end itself.
    """

    def __init__(
        self,
        neurons: Neurons,
        Population: Any,
        dt: float,
        faithful: bool,
        bridge: Bridge,
        plasticity: Callable[[], Any],
    ) -> None:
        self.neurons, self.Population, self.dt = neurons, Population, dt
        self.faithful, self.bridge, self.plasticity = faithful, bridge, plasticity
        self._mask: np.ndarray | None = None
        self._failure_steps: list[int] | None = None
        self._prepared: np.ndarray | None = None

    def run(
        self, steps: int, kept: np.ndarray, tell: Callable[[int, int, int], None] | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Take steps; returns steps and ids of all spikes, and voltages [step, kept neuron].

        `tell`, if not None, hears of the steps taken, the steps in all and the spikes.
        """
        stretches, done, spikes = [], 0, 0
        while done < steps:
            limit = steps
            if self.Population.consider_failure:
                redraws = self._redraws(steps)
                if redraws[bisect.bisect_left(redraws, done)] == done:
                    self.draw_failures()
                limit = redraws[bisect.bisect_right(redraws, done)]
            stretch = self._stretch(limit - done, kept)
            stretch.steps += done
            done += stretch.done
            spikes += len(stretch.ids)
            stretches.append(stretch)
            if tell is not None:
                tell(done, steps, spikes)
        return joined(stretches, len(kept))

    def _redraws(self, steps: int) -> list[int]:
        """Steps at which failures are drawn anew, counted from the start of the call; its end."""
        if self._failure_steps is None:
            interval = self.neurons.failure_update_steps
            if not interval > 0:
                help = "accepted: above 0 (failure_update_time / dt)"
                raise mistake("Neuron.failure_update_steps", f"is {interval}", help)
            # The remainder as the original takes it: an interval need not be whole.
            hits = np.flatnonzero(np.arange(steps) % float(interval) == 0)
            self._failure_steps = [*hits.tolist(), steps]
        return self._failure_steps

    def draw_failures(self) -> None:
        """Draw which synapses fail from now on."""
        _draw.check_probabilities("FailRate", self.Population.FailRate)
        ones = np.ones((self.Population.size, self.Population.size))
        self._mask = _draw.create_Wmat(self.Population.NN, ones - self.Population.FailRate, ones)
        self.neurons.Wmat_with_failure = self.neurons.Wmat * self._mask

    def _deliver(self) -> None:
        """What the original forgets: spikes bring the weights of now."""
        failing = self.Population.consider_failure and self._mask is not None
        neurons = self.neurons
        neurons.Wmat_with_failure = neurons.Wmat * self._mask if failing else neurons.Wmat

    def _prepare(self, kept: np.ndarray) -> None:
        """Have the engine ready; between the stretches of a call only a rule changes more than
        which array is delivered."""
        neurons = self.neurons
        if not self.faithful:
            self._deliver()
        if self._prepared is not neurons.Wmat_with_failure:
            self.bridge.prepare(neurons, self.Population, self.dt)
            self.bridge.keep(kept)
            self._prepared = neurons.Wmat_with_failure

    def _stretch(self, limit: int, kept: np.ndarray) -> Stretch:
        """At most so many steps: one, where a rule must see each."""
        neurons, Population = self.neurons, self.Population
        rule = self.plasticity()
        blockwise = self.faithful and learns_in_blocks(rule)
        block = BLOCK if any(_draw.deviations(Population)) else QUIET_BLOCK
        most = max(1, block // max(1, len(neurons.Tag)))
        steps = 1 if rule.istrue and not blockwise else min(limit, most)

        self._prepare(kept)
        stretch = self._take(steps)
        if rule.istrue:
            self._prepared = None  # it may have changed anything
            if blockwise:
                rule.learn(stretch)
            elif stretch.done:
                neurons.Wmat = rule.updatedW()
        neurons.SpikeCount = neurons.SpikeCount + stretch.counts(len(neurons.Tag))
        if stretch.interrupted:
            raise stretch.interrupted
        return stretch

    def _take(self, steps: int) -> Stretch:
        """Draw noise, take steps, and read the arrays: all of it or, after an error, nothing."""
        neurons, Population = self.neurons, self.Population
        self.bridge.push(neurons)
        generator = np.random.get_state()
        try:
            noise = _draw.noise(Population, steps)
            stretch = self.bridge.run(steps, noise)
            if stretch.interrupted:
                # Leave the generator where the steps that were taken would have left it.
                np.random.set_state(generator)
                noise = _draw.noise(Population, stretch.done)
            state = self.bridge.state(neurons, stretch)
        except BaseException:
            np.random.set_state(generator)
            raise
        if stretch.done:
            state["Noise"] = np.zeros(len(neurons.Tag)) if noise is None else noise[-1]
        vars(neurons).update(state)  # at once: Ctrl-C comes before or after
        return stretch


def learns_in_blocks(rule: Any) -> bool:
    """Whether this is the anti-Hebbian rule as it ships, which needs no weights to go on."""
    return (
        isinstance(rule, AntiHebbian)
        and type(rule).updatedW is AntiHebbian.updatedW
        and "updatedW" not in vars(rule)
    )


def joined(stretches: list[Stretch], kept: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if not stretches:
        return np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros((0, kept))
    return (
        np.concatenate([stretch.steps for stretch in stretches]),
        np.concatenate([stretch.ids for stretch in stretches]),
        np.concatenate([stretch.voltages for stretch in stretches]),
    )

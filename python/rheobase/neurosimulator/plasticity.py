"""Rules of plasticity. Your own is a class with `istrue` and `updatedW()`.

`updatedW()` is called after each step in which `istrue` is true, and returns the new `Neuron.Wmat`.
It may read and change everything in :mod:`rheobase.neurosimulator.spiking`::

    import rheobase.neurosimulator.spiking as ns

    class Decay:
        def __init__(self):
            self.istrue = True

        def updatedW(self):
            return ns.Neuron.Wmat * (1 - ns.dt / 1000)

    ns.initPlasticity(Decay)

While `ns.faithful` is true learned weights are not delivered, or only at each redraw of failures,
as in the original; `ns.faithful = False` delivers them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["AntiHebbian", "Off"]


class Off:
    """No plasticity."""

    def __init__(self) -> None:
        self.istrue = False


class AntiHebbian:
    """The original's rule: every pair of spikes draws a weight to a target.

    In a step in which source j or target i of a synapse spikes, W changes by -alpha·(W - T)·dt.
    T is the sum over the pairs of a spike of this step and one of the other neuron at most
    `kwindow` ago, of ``|Kernel(lag)|`` times ``Wdict[sign(Kernel(lag))]``, the lag being that of
    the target's spike after the source's.

    Attributes
    ----------
    istrue : bool
        Whether it learns.
    alpha : float
        Pace (1/ms).
    kwindow : float
        Half the window (ms).
    Wdict : dict
        Weights (N, N) that pairs aim at, by the sign of the kernel: -1, 0, 1.
    Monitor : array, shape (monitorsize, N)
        Who spiked in the latest steps, the last row now.
    Kerneltime, Kernelarray, absKernel : array, shape (2·monitorsize - 1,)
        Lags (ms), the kernel there, and its size.
    """

    def __init__(self) -> None:
        from . import spiking as ns

        initW = ns.Neuron.initWmat
        self.istrue = True
        self.Wdict = {-1: initW * 2, 0: initW * 0, 1: initW * (1 / 2)}
        self.alpha = 0.1
        self.kwindow = 20
        self.monitorsize = round(self.kwindow / ns.dt) + 1
        self.Monitor = np.zeros((self.monitorsize, ns.Neuron.Tag.size))
        self.Kerneltime = np.linspace(-self.kwindow, self.kwindow, 2 * self.monitorsize - 1)
        self.Kernelarray = self.Kernel(self.Kerneltime)
        self.absKernel = np.abs(self.Kernelarray)

    def Kernel(self, t: np.ndarray) -> np.ndarray:
        """Weight of a pair whose target spiked a time t (ms) after its source."""
        return np.sign(t)

    @property
    def TargetW(self) -> np.ndarray:
        """`Wdict` for every lag, shape (2·monitorsize - 1, N, N): large, made when asked for."""
        return np.array([self.Wdict[s] for s in np.sign(self.Kernelarray)])

    def updatedW(self) -> np.ndarray:
        """The weights after this step."""
        from . import spiking as ns

        self.Monitor = np.vstack([self.Monitor[1:], ns.Neuron.Spike])
        if not ns.faithful and not ns.Neuron.Spike.any():
            return ns.Neuron.Wmat  # nothing changes: no need for a copy
        Wmat = np.array(ns.Neuron.Wmat, dtype=float)
        self._change(Wmat, self.Monitor, ns)
        return Wmat

    def learn(self, stretch: Any) -> None:
        """`updatedW` for many steps whose spikes are known."""
        from . import spiking as ns

        spikes = np.zeros((stretch.done, self.Monitor.shape[1]))
        spikes[stretch.steps, stretch.ids] = 1
        history = np.vstack([self.Monitor, spikes])
        Wmat = np.array(ns.Neuron.Wmat, dtype=float)
        for step in np.unique(stretch.steps):
            self._change(Wmat, history[step + 1 : step + 1 + self.monitorsize], ns)
        self.Monitor = history[-self.monitorsize :]
        ns.Neuron.Wmat = Wmat

    def _change(self, Wmat: np.ndarray, history: np.ndarray, ns: Any) -> None:
        """Change weights in place; the last row of `history` is now."""
        now = history[-1]
        spiking = np.flatnonzero(now)
        if not spiking.size:
            return
        after, before = self._sums(history)
        everyone = np.arange(now.size)
        # Synapses onto neurons that spike, then those from them; both from the weights before.
        places = [np.ix_(spiking, everyone), np.ix_(everyone, spiking)]
        changed = [self._towards(Wmat, post, pre, now, after, before, ns) for post, pre in places]
        for place, weights in zip(places, changed):
            Wmat[place] = weights

    def _sums(self, history: np.ndarray) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
        """For each sign, sums of the kernel over earlier spikes of targets, and of sources."""
        now = self.monitorsize - 1
        lags = {s: self.absKernel * (np.sign(self.Kernelarray) == s) for s in (-1, 1)}
        after = {s: weight[: now + 1] @ history for s, weight in lags.items()}
        before = {s: weight[now + 1 :][::-1] @ history[:-1] for s, weight in lags.items()}
        return after, before

    def _towards(
        self,
        Wmat: np.ndarray,
        post: np.ndarray,
        pre: np.ndarray,
        now: np.ndarray,
        after: dict[int, np.ndarray],
        before: dict[int, np.ndarray],
        ns: Any,
    ) -> np.ndarray:
        W = Wmat[post, pre]
        target = sum(
            self.Wdict[s][post, pre] * (after[s][post] * now[pre] + before[s][pre] * now[post])
            for s in (-1, 1)
        )
        moved = W + -self.alpha * (W - target) * ns.dt
        return np.where(ns.Neuron.Cmat[post, pre] != 0, moved, W)

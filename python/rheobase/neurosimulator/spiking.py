"""Networks, runs, statistics and pictures: the main module of the original.

The state is that of the module, as there: `initNetwork` makes `Neuron` and remembers `Population`,
`rundynamics` goes on from where `Neuron` is. Times are in ms, voltages in mV, weights in mV·ms per
spike, rates in 1/ms unless said otherwise; matrices have row = target, column = source.

`dt` is the time step (ms). While `faithful` is true, what the original does wrong is done, too:
learned or assigned `Neuron.Wmat` reach spikes only when failures are drawn; the last failures stay
when `consider_failure` is switched off; the mark of a spike in the first step of a call is lost.
`faithful = False` mends these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rheobase.errors import Error
from rheobase.network import Network as Description
from rheobase.progress import watching

from . import _export, _plots, _recorded
from ._bridge import Bridge
from ._draw import create_Ix, create_randomV, create_Wmat
from ._draw import noise as _noise
from ._dynamics import Call
from ._neurons import Neurons
from ._statistics import crosscorr, vec_autocorr, vec_cv, vec_meanrate
from .plasticity import Off as Plasticityoff

__all__ = [
    "create_Ix", "create_Wmat", "create_randomV", "crosscorr", "dt", "faithful", "initNetwork",
    "initNeuron", "initPlasticity", "meanplot", "monitorind", "networkprop", "plot_ratePDF",
    "rasterplot", "runburst", "runburstplot", "rundynamics", "runplot", "stopPlasticity",
    "to_network", "vec_autocorr", "vec_cv", "vec_meanrate",
]  # fmt: skip

#: Spike times, spikes and voltages of the monitored neurons.
Monitored = tuple[list[np.ndarray], np.ndarray, np.ndarray]

dt: float = 0.1
faithful: bool = True

Population: Any = None
Neuron: Any = None
Plasticity: Any = Plasticityoff()
_bridge = Bridge()


# Networks ---------------------------------------------------------------------------------------


def Network() -> Neurons:
    """Draw the neurons of a network of `Population`."""
    return Neurons(Population, dt)


def initNetwork(Pop: Any) -> None:
    """Draw a network, which becomes `Neuron`; plasticity is off.

    Parameters
    ----------
    Pop : class
        Populations, as in :mod:`rheobase.neurosimulator.populations`.

    Raises
    ------
    SpecError
        The class is not of that shape, or says what cannot be.

    Examples
    --------
    >>> import numpy as np
    >>> import rheobase.neurosimulator.spiking as ns
    >>> from rheobase.neurosimulator.populations import FSI
    >>> np.random.seed(1)
    >>> ns.initNetwork(FSI)
    >>> ns.Neuron.Wmat.shape, int(ns.Neuron.Cmat.sum())
    ((100, 100), 5790)
    """
    global Population, Neuron, Plasticity
    Population = Pop
    Neuron = Network()
    Plasticity = Plasticityoff()


initNeuron = initNetwork


def initPlasticity(plas: Callable[[], Any]) -> None:
    """Switch a rule on: a class with `istrue` and `updatedW()`."""
    global Plasticity
    Plasticity = plas()


def stopPlasticity() -> None:
    """Switch plasticity off; `Neuron.Wmat` stays."""
    global Plasticity
    Plasticity = Plasticityoff()


# Runs -------------------------------------------------------------------------------------------


def rundynamics(endtime: float, monitor_ind: Any = ()) -> Monitored:
    """Run the network for a time.

    `Neuron.Time`, `Neuron.SpikeCount`, `Population.SpikeRate` and `Population.MeanSpikeRate` (Hz)
    then tell about this call, and the state of `Neuron` is that after it.

    Parameters
    ----------
    endtime : float
        How long (ms), rounded to steps.
    monitor_ind : array of int, or str
        Neurons whose spikes and voltages are returned; any text stands for all.

    Returns
    -------
    monitorSpiketime : list of array
        Spike times of each (ms from the start of the call).
    monitorSpike : array of bool, shape (neurons, steps)
        Whether it spiked.
    monitorV : array, shape (neurons, steps)
        Voltage after each step (mV), with `Vspike` in the sample before a spike.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C; `Neuron` is as it was then, and may run on.
    Error
        There is no network, or an array of `Neuron` cannot be its state.

    Examples
    --------
    >>> import numpy as np
    >>> import rheobase.neurosimulator.spiking as ns
    >>> from rheobase.neurosimulator.populations import FSI
    >>> np.random.seed(1)
    >>> ns.initNetwork(FSI)
    >>> times, spikes, V = ns.rundynamics(200, [1, 2])
    >>> [len(each) for each in times], V.shape
    ([7, 10], (2, 2000))
    >>> ns.Population.MeanSpikeRate.round(2)
    array([11.05])
    """
    ids = _monitored(monitor_ind)
    steps = int(round(endtime / dt))
    Neuron.Time = np.linspace(dt, endtime, steps)
    Neuron.SpikeCount = np.zeros(Neuron.Tag.size)
    kept, place = np.unique(ids, return_inverse=True)
    if faithful and not Population.consider_failure:
        _recorded.warn_of_weights(Neuron.Wmat, Neuron.Wmat_with_failure, stacklevel=2)
    with watching(steps, dt, None) as tell:
        spike_steps, spike_ids, voltages = _call().run(steps, kept, tell)

    monitorSpike = _recorded.raster(kept, place, spike_steps, spike_ids, steps)
    monitorV = np.ascontiguousarray(voltages.T)[place]
    _recorded.mark(monitorV, monitorSpike, Neuron.Vspike[ids], faithful)
    Population.SpikeRate = _recorded.rates(
        spike_steps, spike_ids, steps, Neuron.Tag, Population.size, dt
    )
    Population.MeanSpikeRate = vec_meanrate(Population.SpikeRate)
    return [Neuron.Time[row] for row in monitorSpike], monitorSpike, monitorV


def runplot(endtime: float, monitor_ind: Any = ()) -> Monitored:
    """:func:`rundynamics`, then a raster of the monitored neurons and the rates of populations."""
    found = rundynamics(endtime, monitor_ind)
    rasterplot(found[0], monitor_ind)
    meanplot(Population.SpikeRate, Neuron.Time)
    return found


def runburst(Burst: Any, monitor_ind: Any = ()) -> Monitored:
    """Run through steps of input.

    `Population.SpikeRate` then holds all steps; the constant inputs are drawn anew for each, and
    once more at the end.

    Parameters
    ----------
    Burst : object
        `steps`: how many; `time`: length of each (ms); `MeanIx`: what each adds to
        `Population.MeanIx` (mV); `TimeArray`: times of all samples (ms).
    monitor_ind : array of int, or str
        As of :func:`rundynamics`, which also says what is returned; spike times are taken from
        `Burst.TimeArray`.

    Examples
    --------
    >>> import numpy as np
    >>> import rheobase.neurosimulator.spiking as ns
    >>> from rheobase.neurosimulator.populations import FSI
    >>> class Burst:
    ...     steps = 2
    ...     time = [50, 50]
    ...     MeanIx = [np.array([0.0]), np.array([20.0])]
    ...     TimeArray = ns.dt * np.arange(1, 1001)
    >>> np.random.seed(1)
    >>> ns.initNetwork(FSI)
    >>> times, spikes, V = ns.runburst(Burst)
    >>> rate = ns.Population.SpikeRate[0]
    >>> bool(rate[:500].mean() < rate[500:].mean())
    True
    """
    MeanIx = Population.MeanIx
    parts, rates = [], []
    try:
        for k in range(Burst.steps):
            Population.MeanIx = MeanIx + Burst.MeanIx[k]
            Neuron.Ix = create_Ix(Population)
            parts.append(rundynamics(Burst.time[k], monitor_ind)[1:])
            rates.append(Population.SpikeRate)
    finally:
        Population.MeanIx = MeanIx
    n = len(_monitored(monitor_ind))
    monitorSpike = np.hstack([np.zeros((n, 0), dtype=bool), *[spike for spike, _ in parts]])
    monitorV = np.hstack([np.zeros((n, 0)), *[V for _, V in parts]])
    Population.SpikeRate = np.hstack([np.zeros((Population.size, 0)), *rates])
    Neuron.Ix = create_Ix(Population)
    return [Burst.TimeArray[row] for row in monitorSpike], monitorSpike, monitorV


def runburstplot(Burst: Any, monitor_ind: Any = ()) -> Monitored:
    """:func:`runburst`, then a raster of the monitored neurons and the rates of populations."""
    found = runburst(Burst, monitor_ind)
    rasterplot(found[0], monitor_ind)
    meanplot(Population.SpikeRate, Burst.TimeArray)
    return found


def update_Neurons() -> None:
    """Take one step."""
    _call().run(1, np.zeros(0, dtype=int), None)


def update_FailureMat() -> None:
    """Draw which synapses fail: `Neuron.Wmat_with_failure` is `Neuron.Wmat` without them."""
    _call().draw_failures()


def update_Noise() -> None:
    """Draw `Neuron.Noise` of one step (mV)."""
    noise = _noise(Population, 1)
    Neuron.Noise = np.zeros(Neuron.Tag.size) if noise is None else noise[0]


def monitorind(Pop_monitor_number: Any) -> np.ndarray:
    """Draw neurons to monitor: so many of each population, none twice.

    Examples
    --------
    >>> import rheobase.neurosimulator.spiking as ns
    >>> from rheobase.neurosimulator.populations import Striatum
    >>> ns.initNetwork(Striatum)
    >>> ids = ns.monitorind([4, 4, 2])
    >>> ns.Neuron.Tag[ids]
    array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
    """
    edges = np.insert(np.cumsum(Population.NN), 0, 0)
    drawn = [
        np.random.choice(range(edges[p], edges[p + 1]), number, replace=False)
        for p, number in enumerate(Pop_monitor_number)
    ]
    return np.concatenate([np.empty(0, dtype=int), *drawn])


def to_network() -> Description:
    """The network as a :class:`rheobase.Network`, to go on with the other interface.

    Weights, voltages and constant inputs are those of `Neuron` now; synaptic inputs and spikes
    under way are not part of a description. Noise and failures are drawn by rheobase itself.

    Returns
    -------
    rheobase.Network
        With populations named as in `Population.Tag`.

    Examples
    --------
    >>> import rheobase.neurosimulator.spiking as ns
    >>> from rheobase.neurosimulator.populations import FSI
    >>> ns.initNetwork(FSI)
    >>> ns.to_network()
    Network('FSI': FSI 100; 1 projection, 1 input; 1000 ms in steps of 0.1 ms)
    """
    return Description.from_dict(_export.document(Neuron, Population, dt))


# Pictures and graph -----------------------------------------------------------------------------


def rasterplot(monitorSpiketime: Any, monitor_ind: Any) -> None:
    """Draw the spikes that :func:`rundynamics` returned."""
    ids = _monitored(monitor_ind)
    if len(ids):
        _plots.raster(monitorSpiketime, Neuron.Colors[ids], Population)


def meanplot(SpikeRate: Any, Time: Any) -> None:
    """Draw the rate of each population in time."""
    _plots.rates(SpikeRate, Time, Population)


def plot_ratePDF() -> None:
    """Draw the distribution of the neurons' mean rates in the latest call."""
    rates = Neuron.SpikeCount / (Neuron.Time[-1] / 1000)
    _plots.distribution([rates[Neuron.Tag == p] for p in range(Population.size)], Population)


def networkprop() -> None:
    """Print distances in the graph of the network, which must be strongly connected."""
    _recorded.tell_graph(Neuron.Graph)


# Between these ----------------------------------------------------------------------------------


def _call() -> Call:
    return Call(Neuron, Population, dt, faithful, _bridge, lambda: Plasticity)


def _monitored(monitor_ind: Any) -> np.ndarray:
    if Neuron is None:
        raise Error("there is no network: call initNetwork(Population) first")
    return _recorded.numbers(monitor_ind, Neuron.Tag.size)


#: Pieces of the original's step, which the engine takes as a whole.
_PIECES = "update_Inputs update_Spikes update_Plasticity update_spikes vec_update_spikes".split()


def __getattr__(name: str) -> Any:
    hint = "; a step is taken as a whole, by update_Neurons()" if name in _PIECES else ""
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{hint}")

"""Networks that come with rheobase, as `Network` objects to run or to change.

A preset is a function of its parameters; those that are not given have their standard values. What
it returns is a plain network that knows nothing of the preset.
"""

from __future__ import annotations

from typing import Any

from rheobase import _native
from rheobase._names import mistake
from rheobase.document import plain
from rheobase.network import Network

__all__ = [
    "brunel",
    "brunel_stdp",
    "coba",
    "cuba",
    "fsi",
    "hpc",
    "make",
    "microcircuit",
    "names",
    "one_population",
    "striatum",
    "striatum2",
]


def names() -> dict[str, str]:
    """The presets, each with one line about it.

    Examples
    --------
    >>> list(names())[:3]
    ['striatum', 'striatum2', 'fsi']
    """
    return {name: summary for name, summary, *_ in _native.presets()}


def make(name: str, **parameters: Any) -> Network:
    """A preset by its name.

    Parameters
    ----------
    name : str
        One of `names`.
    **parameters
        Parameters of the preset; None is the standard value.

    Returns
    -------
    Network
        The network.

    Raises
    ------
    SpecError
        If there is no such preset or parameter, or a value that it cannot have.

    Examples
    --------
    >>> make("brunel", scale=0.1).name
    'brunel'
    """
    given = [(key, _text(value)) for key, value in parameters.items() if value is not None]
    try:
        return Network.from_toml(_native.Spec.preset(name, given).toml())
    except ValueError as wrong:
        raise mistake("", str(wrong)) from None


def _text(value: Any) -> str:
    return str(plain(value))


def striatum() -> Network:
    """490 dSPN, 490 iSPN and 20 FSI: the microcircuit of the striatum.

    Returns
    -------
    Network
        With the Euler step of the original simulator.

    Examples
    --------
    >>> striatum()["FSI"].input.mean
    Quantity('22 mV')
    """
    return make("striatum")


def striatum2() -> Network:
    """The striatum with ten times stronger synapses and stronger input.

    Returns
    -------
    Network
        With the Euler step of the original simulator.
    """
    return make("striatum2")


def fsi() -> Network:
    """100 fast-spiking interneurons that inhibit each other.

    Returns
    -------
    Network
        With the Euler step of the original simulator.
    """
    return make("fsi")


def one_population() -> Network:
    """1000 neurons, all of which inhibit all others.

    Returns
    -------
    Network
        With the Euler step of the original simulator.
    """
    return make("one_population")


def brunel(
    *,
    regime: str | None = None,
    scale: float | None = None,
    g: float | None = None,
    eta: float | None = None,
    J: Any = None,
    delay: Any = None,
    rule: str | None = None,
) -> Network:
    """Sparsely connected excitation and inhibition with four regimes (Brunel 2000, model A).

    Parameters
    ----------
    regime : {"AI", "SR", "SI_fast", "SI_slow"}, optional
        (g, eta) of (5, 2), (3, 2), (6, 4), (4.5, 0.9); "AI" by default.
    scale : float, optional
        Neurons relative to 12,500; synapses of a neuron go with them.
    g : float, optional
        Strength of inhibition relative to excitation; by regime.
    eta : float, optional
        External drive relative to that whose mean reaches the threshold; by regime.
    J : voltage, optional
        Jump of V; 0.1 mV/√scale by default.
    delay : time, optional
        Of all synapses; 1.5 ms by default.
    rule : {"fixed_in_degree", "bernoulli"}, optional
        As many sources for every neuron (the default), or each pair by chance.

    Returns
    -------
    Network
        Populations E and I.

    Raises
    ------
    SpecError
        If a parameter has a value that it cannot have.

    Examples
    --------
    >>> brunel(regime="SR", scale=0.1)["E"].size
    1000
    """
    given = {"regime": regime, "scale": scale, "g": g, "eta": eta, "J": J}
    return make("brunel", **given, delay=delay, rule=rule)


def brunel_stdp(
    *,
    regime: str | None = None,
    scale: float | None = None,
    g: float | None = None,
    eta: float | None = None,
    J: Any = None,
    delay: Any = None,
    rule: str | None = None,
    learning_rate: float | None = None,
    alpha: float | None = None,
) -> Network:
    """The network of `brunel` with additive pair STDP from E to E.

    Parameters
    ----------
    regime, scale, g, eta, J, delay, rule : optional
        As of `brunel`.
    learning_rate : float, optional
        Rate of learning, λ; 0.001 by default.
    alpha : float, optional
        Depression relative to potentiation; 1.05 by default.

    Returns
    -------
    Network
        Populations E and I.

    Raises
    ------
    SpecError
        If a parameter has a value that it cannot have.
    """
    given = {"regime": regime, "scale": scale, "g": g, "eta": eta, "J": J, "delay": delay}
    return make("brunel-stdp", **given, rule=rule, alpha=alpha, **{"lambda": learning_rate})


def hpc(*, scale: float | None = None, g: float | None = None, eta: float | None = None) -> Network:
    """Power-law STDP: NEST's hpc_benchmark (Morrison et al. 2007).

    Parameters
    ----------
    scale : float, optional
        Neurons relative to 11,250; each has as many inputs at any scale.
    g : float, optional
        Strength of inhibition relative to excitation; 5 by default.
    eta : float, optional
        External drive relative to that which reaches the threshold; 1.685 by default.

    Returns
    -------
    Network
        Populations E and I.

    Raises
    ------
    SpecError
        If a parameter has a value that it cannot have.
    """
    return make("hpc", scale=scale, g=g, eta=eta)


def cuba(*, scale: float | None = None, rule: str | None = None) -> Network:
    """Self-sustained activity through currents (Vogels & Abbott 2005; Brette et al. 2007).

    Parameters
    ----------
    scale : float, optional
        Neurons relative to 4,000; each still has about 80 synapses.
    rule : {"bernoulli", "fixed_in_degree"}, optional
        Each pair by chance (the default), or as many sources for every neuron.

    Returns
    -------
    Network
        Populations E and I.

    Raises
    ------
    SpecError
        If a parameter has a value that it cannot have.
    """
    return make("cuba", scale=scale, rule=rule)


def coba(*, scale: float | None = None, rule: str | None = None) -> Network:
    """The network of `cuba` with conductances.

    Parameters
    ----------
    scale : float, optional
        Neurons relative to 4,000; each still has about 80 synapses.
    rule : {"bernoulli", "fixed_in_degree"}, optional
        Each pair by chance (the default), or as many sources for every neuron.

    Returns
    -------
    Network
        Populations E and I.

    Raises
    ------
    SpecError
        If a parameter has a value that it cannot have.
    """
    return make("coba", scale=scale, rule=rule)


def microcircuit(
    *,
    scale: float | None = None,
    K_scale: float | None = None,
    drive: str | None = None,
    start: str | None = None,
) -> Network:
    """Four layers below 1 mm² of cortex, 77,169 neurons (Potjans & Diesmann 2014).

    Parameters
    ----------
    scale : float, optional
        Neurons relative to the full model.
    K_scale : float, optional
        Synapses of a neuron relative to the full model; `scale`, at most 1, by default.
    drive : {"poisson", "dc"}, optional
        External input as spikes (the default) or as their mean.
    start : {"optimized", "original"}, optional
        Voltages at the start: by population (the default), or -58 ± 10 mV.

    Returns
    -------
    Network
        Populations L23E to L6I.

    Raises
    ------
    SpecError
        If a parameter has a value that it cannot have.

    Examples
    --------
    >>> len(microcircuit(scale=0.01).populations)
    8
    """
    return make("microcircuit", scale=scale, K_scale=K_scale, drive=drive, start=start)

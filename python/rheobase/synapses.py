"""What synapses may have besides weight and delay: failures and plasticity."""

from __future__ import annotations

from typing import Any

from rheobase import schema
from rheobase.document import plain
from rheobase.table import refuse_bare_number

__all__ = ["anti_hebbian", "failure", "stdp", "stdp_power_law"]


def _table(keys: schema.Keys, name: str, values: dict[str, Any]) -> dict[str, Any]:
    for key, value in values.items():
        if value is not None and keys[key].example:
            refuse_bare_number(f"{name}({key}=…)", value, keys[key].example)
    return plain(values)


def failure(probability: float, *, every: Any = None, on: bool = True) -> dict[str, Any]:
    """Unreliable synapses.

    Parameters
    ----------
    probability : float
        That a transmission fails.
    every : time, optional
        If given, which synapses fail is drawn for all at once, and anew at multiples of this
        interval (a mask); else for each spike and synapse.
    on : bool, default True
        Whether synapses fail from the start; a phase or a simulation may switch it.

    Returns
    -------
    dict
        The table `failure` of a projection.

    Raises
    ------
    SpecError
        If `every` has no unit.

    Examples
    --------
    >>> failure(0.5, every="50 ms", on=False)
    {'probability': 0.5, 'mode': 'mask', 'every': '50 ms', 'on': False}
    """
    mode = None if every is None else "mask"
    values = {"probability": probability, "mode": mode, "every": every}
    return _table(schema.FAILURE, "failure", {**values, "on": None if on else False})


def _plasticity(rule: str, on: bool, values: dict[str, Any]) -> dict[str, Any]:
    table = {"rule": rule, **values, "on": None if on else False}
    return _table(schema.plasticity_keys(rule), rule, table)


def anti_hebbian(
    *, alpha: Any = None, window: Any = None, delivery: str | None = None, on: bool = True
) -> dict[str, Any]:
    """The learning rule of the original.

    Parameters
    ----------
    alpha : frequency, optional
        Rate of learning; 0.1 1/ms by default.
    window : time, optional
        In which spikes are counted; 20 ms by default.
    delivery : {"live", "frozen"}, optional
        Whether learned weights act at once (the default), or a snapshot of them.
    on : bool, default True
        Whether it learns from the start; a phase or a simulation may switch it.

    Returns
    -------
    dict
        The table `plasticity` of a projection.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> anti_hebbian(window="30 ms")
    {'rule': 'anti_hebbian', 'window': '30 ms'}
    """
    values = {"alpha": alpha, "window": window, "delivery": delivery}
    return _plasticity("anti_hebbian", on, values)


def stdp(
    *,
    w_max: Any,
    learning_rate: float,
    alpha: float,
    tau_plus: Any = None,
    tau_minus: Any = None,
    mu_plus: float | None = None,
    mu_minus: float | None = None,
    on: bool = True,
) -> dict[str, Any]:
    """Spike-timing-dependent plasticity of pairs (Gütig et al. 2003).

    Parameters
    ----------
    w_max : weight
        The largest weight, in the unit of the weights.
    learning_rate : float
        Rate of learning, λ.
    alpha : float
        Depression relative to potentiation.
    tau_plus, tau_minus : time, optional
        Time constants of the pre- and the postsynaptic trace; 20 ms by default.
    mu_plus, mu_minus : float, optional
        Exponents of potentiation and depression: 0 (the default) is additive, 1 multiplicative.
    on : bool, default True
        Whether it learns from the start.

    Returns
    -------
    dict
        The table `plasticity` of a projection.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> stdp(w_max="0.2 mV", learning_rate=0.001, alpha=1.05)["lambda"]
    0.001
    """
    values = {"tau_plus": tau_plus, "tau_minus": tau_minus, "lambda": learning_rate, "alpha": alpha}
    values |= {"mu_plus": mu_plus, "mu_minus": mu_minus, "w_max": w_max}
    return _plasticity("stdp", on, values)


def stdp_power_law(
    *,
    w_0: Any,
    learning_rate: float,
    alpha: float,
    mu: float | None = None,
    tau_plus: Any = None,
    tau_minus: Any = None,
    on: bool = True,
) -> dict[str, Any]:
    """Spike-timing-dependent plasticity with a power law (Morrison et al. 2007).

    Parameters
    ----------
    w_0 : weight
        Reference weight.
    learning_rate : float
        Rate of learning, λ.
    alpha : float
        Depression relative to potentiation.
    mu : float, optional
        Exponent of potentiation; 0.4 by default.
    tau_plus, tau_minus : time, optional
        Time constants of the pre- and the postsynaptic trace; 20 ms by default.
    on : bool, default True
        Whether it learns from the start.

    Returns
    -------
    dict
        The table `plasticity` of a projection.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> stdp_power_law(w_0="1 pA", learning_rate=0.1, alpha=0.05)["w_0"]
    '1 pA'
    """
    values = {"tau_plus": tau_plus, "tau_minus": tau_minus, "lambda": learning_rate, "alpha": alpha}
    return _plasticity("stdp_power_law", on, {**values, "mu": mu, "w_0": w_0})

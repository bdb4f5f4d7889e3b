"""Inputs: views of those of a network, and functions that make their tables.

A *drive* is a voltage (R·I, in mV) or a current in pA. Wherever a drive is needed, a number alone
is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rheobase import schema
from rheobase._names import mistake
from rheobase.document import plain
from rheobase.functions import Function
from rheobase.quantities import Quantity, as_quantity
from rheobase.table import Table, refuse_bare_number
from rheobase.time_functions import series

if TYPE_CHECKING:
    from rheobase.network_parts import NetworkParts

__all__ = [
    "Input",
    "constant",
    "current",
    "ou",
    "per_neuron",
    "poisson",
    "spike_train",
    "step_noise",
    "white_noise",
]


class Input(Table):
    """An input of a network; which keys it has depends on its `kind`."""

    __slots__ = ("_name", "_network")

    def __init__(self, network: NetworkParts, name: str):
        object.__setattr__(self, "_network", network)
        object.__setattr__(self, "_name", name)
        super().__init__(network._tables("input")[name], f"input.{name}")

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    def _keys(self) -> schema.Keys:
        return schema.input_keys(self._data.get("kind"))

    def _remove(self) -> None:
        self._network._take_out("input", self._name)


def _table(kind: str, **values: Any) -> dict[str, Any]:
    """A table in which what needs a unit has one."""
    for key, value in values.items():
        known = schema.input_keys(kind).get(key, schema.Key())
        if known.example and value is not None:
            refuse_bare_number(f"{kind}({key}=…)", value, known.example)
    return plain({"kind": kind, **values})


def constant(mean: Any, *, sd: Any = None) -> dict[str, Any]:
    """A drive that is constant in time.

    Parameters
    ----------
    mean : drive
        In mV or pA.
    sd : drive, optional
        Standard deviation across neurons, drawn once; 0 by default.

    Returns
    -------
    dict
        The input's table, for `Network.add_input`.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> constant("20 mV", sd="1 mV")
    {'kind': 'constant', 'mean': '20 mV', 'sd': '1 mV'}
    """
    return _table("constant", mean=mean, sd=sd)


def per_neuron(value: Any) -> dict[str, Any]:
    """A drive that is constant in time, given or drawn for each neuron.

    Parameters
    ----------
    value : quantity, array or distribution
        An array times a unit (``np.linspace(15, 25, 100) * rb.mV``), one value per neuron; or
        `normal`, `uniform`, `lognormal`.

    Returns
    -------
    dict
        The input's table.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> import rheobase as rb
    >>> rb.per_neuron(rb.normal("20 mV", "2 mV"))["value"]["distribution"]
    'normal'
    """
    return _table("per_neuron", value=value)


def current(value: Any, *, every: Any = None) -> dict[str, Any]:
    """A drive that changes in time.

    Parameters
    ----------
    value : drive, array, dict or Function
        `steps`, `ramp`, `sine`, `series`, `function`, a constant; or an array times a unit, its
        samples, of shape (samples,) for all neurons or (samples, neurons).
    every : time, optional
        Interval of the samples, for an array.

    Returns
    -------
    dict
        The input's table.

    Raises
    ------
    SpecError
        If a number has no unit, or samples have no interval.

    Examples
    --------
    >>> import numpy as np
    >>> import rheobase as rb
    >>> samples = np.array([0.0, 1.0, 2.0]) * rb.mV
    >>> rb.current(samples, every="50 ms")["value"]["interval"]
    '50 ms'
    """
    quantity = as_quantity(value)
    if quantity is not None and np.ndim(quantity.value):
        if every is None:
            help = "say how far they are apart, as in every='1 ms'"
            raise mistake("current", "samples without an interval", help)
        value = series(quantity, every=every)
    elif np.ndim(value):
        help = "multiply it by its unit, as in samples * rb.mV"
        raise mistake("current", "samples without a unit", help)
    elif every is not None:
        raise mistake("current", "every=… goes with an array of samples alone")
    return _table("current", value=value)


def step_noise(sd: Any) -> dict[str, Any]:
    """Normal noise drawn anew in each step, **not scaled with dt** (the original's noise).

    Parameters
    ----------
    sd : voltage
        Standard deviation.

    Returns
    -------
    dict
        The input's table.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> step_noise("2 mV")
    {'kind': 'step_noise', 'sd': '2 mV'}
    """
    return _table("step_noise", sd=sd)


def white_noise(sigma: Any) -> dict[str, Any]:
    """White noise.

    Parameters
    ----------
    sigma : voltage
        Stationary standard deviation of the free membrane potential, whatever dt.

    Returns
    -------
    dict
        The input's table.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> white_noise("3 mV")
    {'kind': 'white_noise', 'sigma': '3 mV'}
    """
    return _table("white_noise", sigma=sigma)


def ou(*, sigma: Any, tau: Any, mean: Any = None) -> dict[str, Any]:
    """An Ornstein–Uhlenbeck process, stationary from the start.

    Parameters
    ----------
    sigma : drive
        Stationary standard deviation.
    tau : time
        Correlation time.
    mean : drive, optional
        Mean; 0 by default.

    Returns
    -------
    dict
        The input's table.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> ou(sigma="50 pA", tau="20 ms", mean="100 pA")["kind"]
    'ornstein_uhlenbeck'
    """
    return _table("ornstein_uhlenbeck", mean=mean, sigma=sigma, tau=tau)


def poisson(
    rate: Any, *, weight: Any, sources: int = 1, receptor: str | None = None, shared: bool = False
) -> dict[str, Any]:
    """Spikes of Poisson processes.

    Parameters
    ----------
    rate : frequency, dict or Function
        Rate of one source: a constant, `steps`, `ramp`, `sine`, `series` or `function`, in Hz.
    weight : weight
        Strength of a spike, in the units of the weights of a projection.
    sources : int, default 1
        Independent sources for each neuron.
    receptor : str, optional
        Receptor that is reached; the target's only one by default.
    shared : bool, default False
        Whether all neurons get the same spikes.

    Returns
    -------
    dict
        The input's table.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> poisson("8 Hz", sources=500, weight="0.5 mV")["sources"]
    500
    """
    return _table(
        "poisson",
        rate=rate,
        sources=sources if sources != 1 else None,
        shared=shared or None,
        receptor=receptor,
        weight=weight,
    )


def spike_train(
    times: Any, ids: Any = None, *, weight: Any, receptor: str | None = None
) -> dict[str, Any]:
    """Given spikes.

    Parameters
    ----------
    times : quantity or path
        An array of times with a unit (``np.array([10, 12.5]) * rb.ms``) or a list of quantities,
        multiples of dt; or a file with columns ``time_ms`` and ``id``.
    ids : array_like of int, optional
        The neuron that each reaches, counted within the target; all reach neuron 0 by default.
    weight : weight
        Strength of a spike.
    receptor : str, optional
        Receptor that is reached; the target's only one by default.

    Returns
    -------
    dict
        The input's table.

    Raises
    ------
    SpecError
        If times have no unit, or there are not as many ids.

    Examples
    --------
    >>> spike_train(["10 ms", "12.5 ms"], [0, 3], weight="30 mV")["times"]
    ['10 ms', '12.5 ms']
    """
    rest = {"receptor": receptor, "weight": weight}
    if isinstance(times, str) or hasattr(times, "__fspath__"):
        return _table("spike_train", file=times, **rest)
    quantity = as_quantity(times)
    if quantity is None:
        listed = list(times)
        for one in listed:
            refuse_bare_number("spike_train(times=…)", one, "10 ms")
    else:
        listed = np.atleast_1d(quantity.value) * Quantity(1.0, quantity.unit)
    ids = np.zeros(len(listed), dtype=int) if ids is None else np.asarray(ids)
    if len(ids) != len(listed):
        message = f"{len(listed)} times and {len(ids)} ids"
        raise mistake("spike_train", message, "as many are needed")
    return _table("spike_train", times=listed, ids=ids, **rest)


def as_input(value: Any) -> dict[str, Any]:
    """What may be given for an input: its table, a function of time, or a constant drive."""
    if isinstance(value, Function):
        return {"kind": "current", "value": value}
    quantity = as_quantity(value)
    if quantity is not None:
        return per_neuron(value) if np.ndim(quantity.value) else constant(value)
    if isinstance(value, dict | Table):
        table = plain(value)
        # A function of time stands for the current that follows it.
        is_function = table.get("kind") in ("steps", "ramp", "sine", "series")
        return {"kind": "current", "value": table} if is_function else table
    help = "use rb.poisson(…), rb.constant('20 mV') and the like"
    if np.ndim(value) or isinstance(value, int | float):
        help = "it needs a unit, as in '20 mV' or values * rb.mV (one for each neuron)"
    raise mistake("", f"{value!r} is no input", help)

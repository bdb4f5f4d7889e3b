"""Values drawn for each neuron or synapse.

Draws out of the bounds `min` and `max` are drawn again.
"""

from __future__ import annotations

from typing import Any

from rheobase.document import plain
from rheobase.table import refuse_bare_number

__all__ = ["lognormal", "normal", "uniform"]


def _distribution(kind: str, **values: Any) -> dict[str, Any]:
    for key, value in values.items():
        if value is not None:
            refuse_bare_number(f"{kind}({key}=…)", value, "10 ms")
    return plain({"distribution": kind, **values})


def normal(mean: Any, sd: Any, *, min: Any = None, max: Any = None) -> dict[str, Any]:
    """A normal distribution.

    Parameters
    ----------
    mean, sd : quantity
        Mean and standard deviation, before truncation.
    min, max : quantity, optional
        Bounds.

    Returns
    -------
    dict
        The value, for a parameter, a weight or a delay.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> normal("10 ms", "1 ms", min="5 ms")["mean"]
    '10 ms'
    """
    return _distribution("normal", mean=mean, sd=sd, min=min, max=max)


def uniform(low: Any, high: Any) -> dict[str, Any]:
    """A uniform distribution on [low, high).

    Parameters
    ----------
    low, high : quantity
        Its ends.

    Returns
    -------
    dict
        The value, for a parameter, a weight or a delay.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> uniform("0.5 ms", "2 ms")
    {'distribution': 'uniform', 'low': '0.5 ms', 'high': '2 ms'}
    """
    return _distribution("uniform", low=low, high=high)


def lognormal(mean: Any, sd: Any, *, min: Any = None, max: Any = None) -> dict[str, Any]:
    """A lognormal distribution.

    Parameters
    ----------
    mean, sd : quantity
        Mean and standard deviation **of the value itself**; a negative mean mirrors it.
    min, max : quantity, optional
        Bounds.

    Returns
    -------
    dict
        The value, for a parameter, a weight or a delay.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> lognormal("0.5 mV", "0.3 mV", max="3 mV")["max"]
    '3 mV'
    """
    return _distribution("lognormal", mean=mean, sd=sd, min=min, max=max)

"""Functions of time that a network file can hold: for `current`, and for the rate of `poisson`."""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase._names import mistake
from rheobase.document import plain
from rheobase.quantities import as_quantity

__all__ = ["ramp", "series", "sine", "steps"]


def steps(base: Any, *bursts: tuple[Any, Any, Any]) -> dict[str, Any]:
    """A function of time: a base and the steps ("bursts") that are on.

    Parameters
    ----------
    base : drive or frequency
        Value outside steps.
    *bursts : (start, duration, value)
        Times, and what is added from start on, for the duration.

    Returns
    -------
    dict
        For `current` or the rate of `poisson`.

    Examples
    --------
    >>> steps("0 pA", ("100 ms", "50 ms", "300 pA"))["steps"]
    [{'start': '100 ms', 'duration': '50 ms', 'value': '300 pA'}]
    """
    keys = ("start", "duration", "value")
    listed = [dict(zip(keys, burst, strict=True)) for burst in bursts]
    return plain({"kind": "steps", "base": base, "steps": listed})


def ramp(start: Any, stop: Any, *, start_value: Any, stop_value: Any) -> dict[str, Any]:
    """A function of time: linear between two times, constant before and after.

    Parameters
    ----------
    start, stop : time
        Where it begins and ends.
    start_value, stop_value : drive or frequency
        From which value to which.

    Returns
    -------
    dict
        For `current` or the rate of `poisson`.

    Examples
    --------
    >>> ramp("0 ms", "500 ms", start_value="0 mV", stop_value="10 mV")["to"]
    '10 mV'
    """
    table = {"kind": "ramp", "start": start, "stop": stop}
    return plain({**table, "from": start_value, "to": stop_value})


def sine(
    amplitude: Any, frequency: Any, *, offset: Any = None, phase: float | None = None
) -> dict[str, Any]:
    """A function of time: offset + amplitude·sin(2π·frequency·t + phase).

    Parameters
    ----------
    amplitude : drive or frequency
        Amplitude.
    frequency : frequency
        Of the sine.
    offset : drive or frequency, optional
        Mean; 0 by default.
    phase : float, optional
        At the start of the run, in radians; 0 by default.

    Returns
    -------
    dict
        For `current` or the rate of `poisson`.

    Examples
    --------
    >>> sine("3 mV", "8 Hz", offset="1 mV")["frequency"]
    '8 Hz'
    """
    table = {"kind": "sine", "amplitude": amplitude, "frequency": frequency}
    return plain({**table, "offset": offset, "phase": phase})


def series(values: Any, *, every: Any, start: Any = None) -> dict[str, Any]:
    """A function of time: samples, each held for an interval; 0 before and after.

    Parameters
    ----------
    values : quantity
        An array times a unit, of shape (samples,), or (samples, neurons) for a column per neuron.
    every : time
        Interval of the samples, at least a step.
    start : time, optional
        Time of the first one; 0 by default.

    Returns
    -------
    dict
        For `current` or the rate of `poisson`.

    Raises
    ------
    SpecError
        If the values have no unit.

    Examples
    --------
    >>> import numpy as np
    >>> import rheobase as rb
    >>> rb.series(np.zeros((3, 100)) * rb.pA, every="10 ms")["unit"]
    'pA'
    """
    quantity = as_quantity(values)
    if quantity is None:
        help = "multiply by one, as in np.array([0, 1, 2]) * rb.mV"
        raise mistake("series", "the values have no unit", help)
    samples = np.atleast_1d(quantity.value)
    key = "values" if samples.ndim == 1 else "table"
    table = {"kind": "series", "interval": every, "start": start, "unit": quantity.unit}
    return plain({**table, key: samples})

"""Inputs as a Python function of time, evaluated in blocks of steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rheobase._names import mistake
from rheobase.arrays import real
from rheobase.errors import SpecError
from rheobase.quantities import Quantity, as_quantity

__all__ = ["Function", "function"]

# Steps in one call: long enough that the call costs nothing, short enough for a few megabytes.
BLOCK = 10_000
# Numbers in a description, 400 MB.
MOST = 50_000_000


class Function:
    """A function of time for an input; made by `function`.

    Attributes
    ----------
    call : callable
        The function itself: times in ms in, values out.
    unit : str
        Unit of its values.
    every : Quantity or None
        Interval of the times; None for each step.
    """

    __slots__ = ("call", "every", "unit")

    def __init__(self, call: Callable, unit: str, every: Any = None):
        if not callable(call):
            raise TypeError(f"a function of time is needed, not {call!r}")
        self.call = call
        self.unit = Quantity(1.0, unit).unit
        self.every = None if every is None else Quantity(every)
        if self.every is not None and not self.every.to("ms").value > 0:
            raise ValueError(f"every={every!r} is no time between two values")

    def values(self, first_tick: int, ticks: int, dt: float) -> np.ndarray:
        """The values in a row of steps, in `unit`.

        Parameters
        ----------
        first_tick : int
            The first step; its time is ``first_tick * dt``.
        ticks : int
            Number of steps.
        dt : float
            Time step in ms.

        Returns
        -------
        ndarray of shape (ticks,) or (ticks, neurons)
            One value per step for all neurons, or one per step and neuron.

        Raises
        ------
        SpecError
            If the function returns another shape, or a value that is not finite.
        """
        blocks = []
        for start in range(first_tick, first_tick + ticks, BLOCK):
            stop = min(start + BLOCK, first_tick + ticks)
            blocks.append(self._block(np.arange(start, stop) * dt))
        return np.concatenate(blocks) if blocks else np.zeros(0)

    def _block(self, times: np.ndarray) -> np.ndarray:
        values = self.call(times)
        quantity = as_quantity(values)
        if quantity is not None:
            values = quantity.to(self.unit).value
        values = real(values, f"{self!r}: what it returned", SpecError).astype(float)
        if values.ndim == 0:
            values = np.full(len(times), float(values))
        if values.ndim > 2 or len(values) != len(times):
            raise mistake(
                repr(self),
                f"it returned an array of shape {values.shape} for {len(times)} times",
                f"a shape of ({len(times)},) or ({len(times)}, neurons) is needed",
            )
        wrong = ~np.isfinite(values if values.ndim == 1 else values.sum(axis=1))
        if wrong.any():
            raise mistake(repr(self), f"its value is not finite at {times[wrong][0]:g} ms")
        return values

    def drive(self, first_tick: int, ticks: int, dt: float) -> np.ndarray:
        """The values that act in a row of steps, each held for `every`, in mV, pA or Hz.

        Parameters
        ----------
        first_tick : int
            The first step.
        ticks : int
            Number of steps.
        dt : float
            Time step in ms.

        Returns
        -------
        ndarray of shape (ticks,) or (ticks, neurons)
            What `series` would say of these steps.

        Raises
        ------
        SpecError
            If the function returns another shape, or a value that is not finite.
        """
        if self.every is None:
            values = self.values(first_tick, ticks, dt)
        else:
            interval = self.every.to("ms").value
            # A hair more than the quotient: a step at the start of an interval belongs to it.
            held = np.floor(np.arange(first_tick, first_tick + ticks) * dt / interval + 1e-9)
            held = held.astype(np.int64)
            samples = self.values(int(held[0]), int(held[-1] - held[0] + 1), interval)
            values = samples[held - held[0]]
        return Quantity(values, self.unit).base

    def series(self, duration: float, dt: float) -> dict[str, Any]:
        """The table ``kind = "series"`` of a network file that holds its values.

        Parameters
        ----------
        duration : float
            How far, in ms.
        dt : float
            Time step in ms.
        """
        interval = dt if self.every is None else self.every.to("ms").value
        count = max(1, int(np.ceil(duration / interval - 1e-9)))
        self._refuse_too_many(count, interval, duration)
        values = self.values(0, count, interval)
        key = "values" if values.ndim == 1 else "table"
        text = str(Quantity(interval, "ms"))
        return {"kind": "series", "interval": text, "unit": self.unit, key: values}

    def _refuse_too_many(self, count: int, interval: float, duration: float) -> None:
        """No description that memory should not hold; a run that goes on needs none."""
        if count <= BLOCK:
            return
        numbers = count * self.values(0, 1, interval).size
        if numbers > MOST:
            help = (
                "evaluate it less often with every=…, or give the network a short duration and go "
                "on with Simulation.run, which evaluates functions as it goes"
            )
            raise mistake(repr(self), f"{duration:g} ms of it are {numbers:,} numbers", help)

    def __eq__(self, other):
        if not isinstance(other, Function):
            return NotImplemented
        mine, its = (self.call, self.unit, self.every), (other.call, other.unit, other.every)
        return mine == its

    def __hash__(self):
        return hash((self.call, self.unit))

    def __repr__(self):
        name = getattr(self.call, "__qualname__", repr(self.call))
        return f"function({name}, unit={self.unit!r})"


def function(call: Callable, *, unit: str, every: Any = None) -> Function:
    """An input as a function of time.

    The function is called with an array of times and returns all their values at once, thousands
    of steps in one call. For runs in other processes it must be one that can be pickled: defined
    in a module, not a lambda.

    Parameters
    ----------
    call : callable
        Takes times in ms as an array of shape (n,), counted from the start of the run, and returns
        values of shape (n,), one for all neurons, or (n, neurons), as numbers in `unit` or as a
        quantity. It should depend on nothing but the time.
    unit : str
        Unit of the values: ``"mV"`` or ``"pA"`` of a drive, ``"Hz"`` of a rate.
    every : quantity, optional
        Interval of the times, at least a step; a value holds until the next one. Each step by
        default.

    Returns
    -------
    Function
        For `current`, `poisson` or directly for `Network.add_input`.

    Raises
    ------
    TypeError
        If `call` cannot be called.
    ValueError
        If the unit is not known.

    Examples
    --------
    >>> import numpy as np
    >>> import rheobase as rb
    >>> wave = rb.function(lambda t: 20 + 2 * np.sin(2 * np.pi * 0.008 * t), unit="mV")
    >>> wave.values(0, 3, 0.1).round(3)
    array([20.  , 20.01, 20.02])
    """
    return Function(call, unit, every)

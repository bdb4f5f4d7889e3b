"""Arrays of real numbers, where NumPy would lose something without a word."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["indices", "real"]


def real(value: Any, what: str, error: type[Exception] = ValueError) -> np.ndarray:
    """An array of real numbers.

    NumPy drops masks and imaginary parts; here they are refused, as is what holds no numbers.

    Parameters
    ----------
    value : array_like
        What should be one.
    what : str
        What it is, for messages.
    error : type, optional
        Of the exception.

    Examples
    --------
    >>> real([1, 2], "weights")
    array([1, 2])
    """
    if np.ma.is_masked(value):
        raise error(f"{what}: some of its numbers are masked; fill them in, as in values.filled(0)")
    try:
        array = np.asarray(value)
        if array.dtype == object:
            array = array.astype(float)
    except (TypeError, ValueError):
        raise error(
            f"{what}: {_short(value)} is no array of numbers; give one, or one times a unit, as in "
            "np.array([1.0, 2.0]) * rb.mV"
        ) from None
    if array.dtype.kind not in "iufb":
        raise error(f"{what}: an array of {array.dtype} holds no real numbers")
    return array


def indices(value: Any, size: int, what: str, error: type[Exception] = ValueError) -> np.ndarray:
    """Neurons out of so many: by a list of indices, a range, or a mask of `size` truth values.

    Examples
    --------
    >>> indices([True, False, True], 3, "ids")
    array([0, 2])
    """
    if isinstance(value, slice):
        return np.arange(size)[value]
    array = np.atleast_1d(
        real(list(value) if isinstance(value, range | set) else value, what, error)
    )
    if array.size == 0:
        return np.zeros(0, dtype=np.int64)
    if array.dtype == bool:
        if array.shape != (size,):
            raise error(f"{what}: a mask of shape {array.shape} for {size} neurons")
        return np.flatnonzero(array)
    if array.dtype.kind not in "iu" or array.ndim != 1:
        raise error(f"{what}: {_short(value)}: whole numbers or a mask of {size} are needed")
    wrong = (array < 0) | (array >= size)
    if wrong.any():
        raise error(f"{what}: there is no neuron {array[wrong][0]} of {size}: 0 to {size - 1}")
    return array.astype(np.int64)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:56]} …"

"""Arguments as the extension module wants them."""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase.arrays import real
from rheobase.quantities import as_quantity, in_unit


def milliseconds(value: Any, name: str) -> float:
    """A time with its unit, as a number of ms."""
    try:
        number = in_unit(value, "ms")
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    if np.ndim(number):
        raise ValueError(f"{name} must be a single time, not {np.size(number)} of them")
    return float(number)


def times(values: Any, name: str = "times") -> np.ndarray:
    """Times in ms: plain numbers are, quantities become so."""
    if hasattr(values, "rescale"):
        # The dimension of a Neo spike train is that of its times.
        values = values.rescale("ms").magnitude
    elif not isinstance(values, str) and (quantity := as_quantity(values)) is not None:
        values = quantity.to("ms").value
    return floats(values, name)


def floats(values: Any, name: str) -> np.ndarray:
    """A one-dimensional array of float64, without a copy where it is one."""
    array = np.asarray(real(values, name), dtype=np.float64, order="C")
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension, not the shape {array.shape}")
    return array


def indices(values: Any, name: str) -> np.ndarray:
    """A one-dimensional array of uint32; what is no index is an error."""
    array = real(values, name)
    if array.size == 0:
        array = array.astype(np.uint32)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise ValueError(
            f"{name} must be whole numbers in one dimension, not {array.dtype} {array.shape}"
        )
    if array.dtype != np.uint32 and array.size and (array.min() < 0 or array.max() >= 2**32):
        wrong = array[(array < 0) | (array >= 2**32)][0]
        raise ValueError(f"{name} has the entry {wrong}; indices are 0 or more and below 2^32")
    return np.ascontiguousarray(array, dtype=np.uint32)


def whole(value: Any, name: str, least: int = 0) -> int:
    """A whole number that is not too small."""
    if isinstance(value, bool) or int(value) != value or value < least:
        raise ValueError(f"{name} is {value!r}; it must be a whole number, {least} or more")
    return int(value)


def number(value: float | None) -> float:
    """NaN for what is undefined."""
    return float("nan") if value is None else value


def signed(counts: np.ndarray) -> np.ndarray:
    """Counts of which differences may be taken: unsigned numbers would wrap around."""
    return counts.view(np.int64) if counts.dtype == np.uint64 else counts.astype(np.int64)

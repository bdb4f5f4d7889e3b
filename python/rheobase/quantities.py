"""Physical quantities: a number, or an array of numbers, with its unit.

A quantity can be written in three ways wherever one is needed: as text (``"10 ms"``), as a product
(``10 * rb.ms``), or as an object of pint, quantities or astropy. They all end as the text of a
network file, where a prefix moves the decimal point: ``0.1 * rb.s`` is exactly 100 ms.
"""

from __future__ import annotations

import math
import os
import re
from functools import total_ordering
from typing import Any

import numpy as np

from rheobase.foreign import foreign
from rheobase.unit_table import DIMENSIONS, TO_SI, UNITS, scaled, unit_name

__all__ = ["Quantity", "as_quantity", "in_unit", "plain", "units"]

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$", re.DOTALL)


@total_ordering
class Quantity:
    """A number or an array with a unit.

    Quantities can be scaled, added to and compared with others of the same kind, and multiplied
    or divided where the result has a unit that is known here.

    Parameters
    ----------
    value : float, array_like, str or Quantity
        The number, or a text that holds the unit too, as in ``"10 ms"``.
    unit : str, optional
        One of ms, s, us, ns; mV, V, uV; mV*ms and so on; pA, nA, uA, mA, A; nS, pS, uS, mS, S;
        pF, nF, uF, F; Hz, kHz, 1/s, 1/ms; um, mm, nm, m.

    Raises
    ------
    ValueError
        If the text holds no number, or the unit is missing or not known.

    Examples
    --------
    >>> import rheobase as rb
    >>> 10 * rb.ms
    Quantity('10 ms')
    >>> rb.Quantity("0.1 s").to("ms")
    Quantity('100 ms')
    >>> 10 * rb.ms + "1 s" > 1 * rb.s
    True
    >>> (20 * rb.mV) * (10 * rb.nS)
    Quantity('200 pA')
    >>> (1 * rb.s) / (0.1 * rb.ms)
    10000.0
    """

    __slots__ = ("_unit", "_value")
    _value: Any
    _unit: str
    # NumPy arrays and numbers leave arithmetic with a quantity to the quantity.
    __array_ufunc__ = None

    def __init__(self, value: Any, unit: str | None = None) -> None:
        if unit is None:
            found = as_quantity(value)
            if found is None:
                raise ValueError(f"{value!r} is no quantity: it needs a unit, as in '10 ms'")
            value, unit = found._value, found._unit
        name = unit_name(unit)
        if name is None:
            raise ValueError(f"{unit!r} is no unit that is known here: {', '.join(UNITS)}")
        if np.ma.is_masked(value):
            raise ValueError("some numbers are masked; fill them in, as in values.filled(0)")
        array = np.asarray(value)
        if array.dtype.kind not in "iufb":
            raise ValueError(f"{value!r} is no number")
        self._value = array.astype(float) if array.ndim else float(array)
        self._unit = name

    @property
    def value(self) -> Any:
        """The number or array, in `unit`."""
        return self._value

    @property
    def unit(self) -> str:
        """The unit, as it is written in a network file."""
        return self._unit

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit.

        Parameters
        ----------
        unit : str
            A unit of the same kind.

        Raises
        ------
        ValueError
            If the unit is not known or measures something else.

        Examples
        --------
        >>> Quantity("0.3 nA").to("pA").value
        300.0
        """
        name = unit_name(unit)
        if name is None:
            raise ValueError(f"{unit!r} is no unit that is known here: {', '.join(UNITS)}")
        (noun, exponent), (other, wanted) = UNITS[self._unit], UNITS[name]
        if noun != other:
            raise ValueError(f"{self} is {noun}, not {other}")
        return Quantity(scaled(self._value, exponent - wanted), name)

    @property
    def base(self) -> Any:
        """The number or array in the base unit: ms, mV, mV*ms, pA, nS, pF, Hz, um."""
        _, exponent = UNITS[self._unit]
        return scaled(self._value, exponent)

    def _same(self, other: Any) -> Quantity | None:
        """The other one in this unit; None where it is no quantity."""
        other = as_quantity(other)
        if other is None:
            return None
        if UNITS[other._unit][0] != UNITS[self._unit][0]:
            raise TypeError(f"{self} is {UNITS[self._unit][0]}, {other} is {UNITS[other._unit][0]}")
        return other.to(self._unit)

    def __add__(self, other: Any) -> Quantity:
        other = self._same(other)
        return NotImplemented if other is None else Quantity(self._value + other._value, self._unit)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Quantity:
        other = self._same(other)
        return NotImplemented if other is None else Quantity(self._value - other._value, self._unit)

    def __rsub__(self, other: Any) -> Quantity:
        return (-self) + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Quantity):
            return _combined(self, other, 1)
        if not _is_numeric(other):
            return NotImplemented
        return Quantity(self._value * np.asarray(other), self._unit)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Quantity):
            return _combined(self, other, -1)
        if not _is_numeric(other):
            return NotImplemented
        return Quantity(self._value / np.asarray(other), self._unit)

    def __rtruediv__(self, other: Any) -> Any:
        return _combined(other, self, -1) if _is_numeric(other) else NotImplemented

    def __neg__(self) -> Quantity:
        return Quantity(-self._value, self._unit)

    def __pos__(self) -> Quantity:
        return self

    def __abs__(self) -> Quantity:
        return Quantity(abs(self._value), self._unit)

    def __eq__(self, other: object) -> bool:
        other = as_quantity(other)
        if other is None:
            return NotImplemented
        if UNITS[other._unit][0] != UNITS[self._unit][0]:
            return False
        equal = np.array_equal(self.base, other.base)
        return bool(equal)

    def __lt__(self, other: Any) -> bool:
        other = self._same(other)
        return NotImplemented if other is None else bool(np.all(self.base < other.base))

    def __hash__(self) -> int:
        base = self.base
        base = base.tobytes() if isinstance(base, np.ndarray) else base
        return hash((base, UNITS[self._unit][0]))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __len__(self) -> int:
        if isinstance(self._value, float):
            raise TypeError(f"{self} is a single quantity and has no length")
        return len(self._value)

    def __getitem__(self, index: Any) -> Quantity:
        if isinstance(self._value, float):
            raise TypeError(f"{self} is a single quantity and has no items")
        return Quantity(self._value[index], self._unit)

    def __float__(self) -> float:
        raise TypeError(f"{self} has a unit: take its number with .to({self._unit!r}).value")

    def __str__(self) -> str:
        if isinstance(self._value, float):
            return f"{_plain(self._value)} {self._unit}"
        return f"{np.array2string(self._value, threshold=6)} {self._unit}"

    def __repr__(self) -> str:
        return f"Quantity({str(self)!r})"

    def __format__(self, spec: str) -> str:
        if not spec or not isinstance(self._value, float):
            return format(str(self), spec)
        return f"{self._value:{spec}} {self._unit}"

    def __reduce__(self) -> tuple[Any, ...]:
        return Quantity, (self._value, self._unit)


def _plain(number: float) -> str:
    """A whole number without the point, any other in full."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def _is_numeric(value: Any) -> bool:
    return isinstance(value, int | float | np.number | np.ndarray | list | tuple)


def _dimension(quantity: Any) -> tuple[tuple[int, ...], Any]:
    """Dimension, and the number in V, A, s and m as (number, power of ten)."""
    if not isinstance(quantity, Quantity):
        return (0, 0, 0, 0), (np.asarray(quantity, dtype=float), 0)
    noun, exponent = UNITS[quantity._unit]
    dimension, table = DIMENSIONS[noun]
    return dimension, (quantity._value, exponent + TO_SI[next(iter(table))])


def _combined(a: Any, b: Any, sign: int) -> Any:
    """a·b or a/b, if its dimension is none or has a unit that is known."""
    (dim_a, (value_a, exp_a)), (dim_b, (value_b, exp_b)) = _dimension(a), _dimension(b)
    dimension = tuple(x + sign * y for x, y in zip(dim_a, dim_b, strict=True))
    value = value_a * value_b if sign > 0 else value_a / value_b
    exponent = exp_a + sign * exp_b
    if not np.ndim(value):
        value = float(value)
    if not any(dimension):
        return scaled(value, exponent)
    for known, table in DIMENSIONS.values():
        if known == dimension:
            base = next(iter(table))
            return Quantity(scaled(value, exponent - TO_SI[base]), base)
    sign_text = "*" if sign > 0 else "/"
    raise TypeError(f"({a}) {sign_text} ({b}) has no unit that is known here: {', '.join(UNITS)}")


def as_quantity(value: Any) -> Quantity | None:
    """A quantity from text or an object of another package; None for anything else.

    Parameters
    ----------
    value : object
        A `Quantity`, a text such as ``"10 ms"``, or an object of pint, quantities or astropy.

    Returns
    -------
    Quantity or None
        None for what is no quantity: a bare number, another text.

    Raises
    ------
    ValueError
        If an object of another package has a unit that is not known here, such as kg.
    """
    if isinstance(value, Quantity):
        return value
    if isinstance(value, str):
        match = _NUMBER.match(value)
        unit = unit_name(match[2]) if match else None
        number = float(match[1]) if match and unit else math.inf
        return Quantity(number, unit) if unit and math.isfinite(number) else None
    found = foreign(value)
    return None if found is None else Quantity(*found)


def plain(value: Any) -> Any:
    """An object as it stands in a document: text, a number, an array.

    Parameters
    ----------
    value : object
        A quantity of any package, a number of NumPy, a path, or what can become an array.

    Returns
    -------
    str, float, int, bool, ndarray or dict
        A quantity as text, an array of quantities as ``{"values": …, "unit": …}``.

    Raises
    ------
    TypeError
        If it is nothing of that.
    """
    quantity = as_quantity(value)
    if quantity is not None:
        if np.ndim(quantity.value):
            return {"values": np.array(quantity.value), "unit": quantity.unit}
        return str(quantity)
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "__array__"):
        array = np.array(value)
        if array.dtype.kind in "iufb":
            return array if array.ndim else array.item()
    raise TypeError(
        f"{value!r} cannot stand in a network: text, a number, a quantity, a list, a dict or an "
        "array of numbers is needed"
    )


def in_unit(value: Any, unit: str) -> Any:
    """The number of a quantity in a unit.

    Parameters
    ----------
    value : quantity
        Text, a `Quantity` or an object of another package.
    unit : str
        The unit.

    Returns
    -------
    float or ndarray
        The number, or numbers.

    Raises
    ------
    ValueError
        If it has no unit or another kind of unit.

    Examples
    --------
    >>> in_unit("1 s", "ms")
    1000.0
    """
    quantity = as_quantity(value)
    if quantity is None:
        if _is_numeric(value):
            raise ValueError(f"the number {value} has no unit: write it as in '{value} {unit}'")
        raise ValueError(f"{value!r} is no quantity: write it as in '10 {unit}'")
    return quantity.to(unit).value


class _Units:
    """All units as attributes: ``units.mV``; products such as mV*ms by multiplication."""

    def __init__(self) -> None:
        for name in UNITS:
            if name.isidentifier():
                setattr(self, name, Quantity(1.0, name))

    def __getattr__(self, name: str) -> Quantity:
        raise AttributeError(f"{name!r} is no unit that is known here: {', '.join(vars(self))}")

    def __repr__(self) -> str:
        return f"units: {', '.join(vars(self))}"


units = _Units()

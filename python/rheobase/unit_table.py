"""The units that are known: those of network files, powers of ten of one another."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

import numpy as np

__all__ = ["DIMENSIONS", "TO_SI", "UNITS", "scaled", "unit_name"]

# Accepted units with the power of ten that leads to the base unit, which comes first; the same
# table as in the network file. Dimensions are exponents of (voltage, current, time, length).
DIMENSIONS = {
    "a time": ((0, 0, 1, 0), {"ms": 0, "s": 3, "us": -3, "ns": -6}),
    "a voltage": ((1, 0, 0, 0), {"mV": 0, "V": 3, "uV": -3}),
    "a voltage times a time": (
        (1, 0, 1, 0),
        {"mV*ms": 0, "V*ms": 3, "mV*s": 3, "V*s": 6, "uV*ms": -3},
    ),
    "a current": ((0, 1, 0, 0), {"pA": 0, "nA": 3, "uA": 6, "mA": 9, "A": 12}),
    "a conductance": ((-1, 1, 0, 0), {"nS": 0, "pS": -3, "uS": 3, "mS": 6, "S": 9}),
    "a capacitance": ((-1, 1, 1, 0), {"pF": 0, "nF": 3, "uF": 6, "F": 12}),
    "a frequency": ((0, 0, -1, 0), {"Hz": 0, "kHz": 3, "1/s": 0, "1/ms": 3}),
    "a length": ((0, 0, 0, 1), {"um": 0, "mm": 3, "nm": -3, "m": 6}),
}
# The power of ten that leads from the base unit to V, A, s and m, for products.
TO_SI = {"mV": -3, "pA": -12, "ms": -3, "um": -6, "mV*ms": -6, "nS": -9, "pF": -12, "Hz": 0}

UNITS = {
    unit: (noun, exponent)
    for noun, (_, table) in DIMENSIONS.items()
    for unit, exponent in table.items()
}
_OTHER_SPELLINGS = {"/s": "1/s", "s^-1": "1/s", "/ms": "1/ms", "ms^-1": "1/ms"}


def unit_name(text: str) -> str | None:
    """The unit as network files write it; None where it is not known."""
    text = text.strip().replace("µ", "u").replace("μ", "u").replace("·", "*")
    text = re.sub(r"\s*\*\s*|\s+", "*", text)
    text = _OTHER_SPELLINGS.get(text, text)
    if text not in UNITS and text.count("*") == 1:
        text = "*".join(reversed(text.split("*")))
    return text if text in UNITS else None


def _shift(number: float, exponent: int) -> float:
    """number × 10^exponent, rounded once: the decimal point of the text is moved."""
    if exponent == 0 or number == 0 or not math.isfinite(number):
        return number
    return float(Decimal(repr(float(number))).scaleb(exponent))


def scaled(value: Any, exponent: int) -> Any:
    """value × 10^exponent, a number or an array."""
    if exponent == 0:
        return value
    if isinstance(value, np.ndarray):
        # A power of ten up to 10^22 is exact: one rounding, as when the decimal point is moved.
        return value * 10.0**exponent if exponent > 0 else value / 10.0**-exponent
    return _shift(value, exponent)

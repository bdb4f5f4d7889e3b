"""Quantities of other packages, told by what they can do: none of the packages is imported."""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase.unit_table import DIMENSIONS, TO_SI, UNITS, scaled, unit_name

__all__ = ["foreign"]


def foreign(value: Any) -> tuple[Any, str] | None:
    """From quantities (`dimensionality`), pint (`magnitude`, `units`) or astropy (`to_value`)."""
    if hasattr(value, "dimensionality") and hasattr(value, "rescale"):
        unit, magnitude, convert = value.dimensionality.string, value.magnitude, value.rescale
    elif hasattr(value, "magnitude") and hasattr(value, "units"):
        unit, magnitude, convert = f"{value.units:~}", value.magnitude, value.to
    elif hasattr(value, "unit") and hasattr(value, "to_value"):
        unit, magnitude, convert = value.unit.to_string(), value.value, value.to
    elif hasattr(value, "get_best_unit") and hasattr(value, "dim"):
        return _brian2(value)
    else:
        return None
    known = unit_name(unit)
    if known:
        return magnitude, known
    # Another spelling or prefix: whichever base unit it can be converted to.
    for _, table in DIMENSIONS.values():
        base = next(iter(table))
        try:
            converted = convert(base)
        except Exception:  # each package has an exception of its own for this
            continue
        number = converted.magnitude if hasattr(converted, "magnitude") else converted.value
        return number, base
    raise ValueError(f"{value} has the unit {unit!r}, which is none of: {', '.join(UNITS)}")


def _brian2(value: Any) -> tuple[Any, str] | None:
    """From Brian2, whose numbers are those of SI and whose units are dimensions."""
    kilogram, metre, second, ampere = (
        round(value.dim.get_dimension(name)) for name in ("kg", "m", "s", "A")
    )
    # A volt is kg·m²·s⁻³·A⁻¹: what is left after the volts is A, s and m.
    dimension = (kilogram, ampere + kilogram, second + 3 * kilogram, metre - 2 * kilogram)
    # Brian2 multiplied by the prefix: the number that was written is found by its 15 digits.
    number = np.asarray(value) if np.ndim(value) else float(f"{float(np.asarray(value)):.15g}")
    for known, table in DIMENSIONS.values():
        if known == dimension:
            base = next(iter(table))
            return scaled(number, -TO_SI[base]), base
    if not any(dimension):
        return None
    raise ValueError(f"{value!r} has no unit that is known here: {', '.join(UNITS)}")

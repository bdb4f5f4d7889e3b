"""Documents: a network as nested dicts and lists, exactly as in a network file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rheobase._names import mistake
from rheobase.functions import Function
from rheobase.quantities import Quantity, as_quantity
from rheobase.quantities import plain as simple

__all__ = ["copied", "has_functions", "plain", "quantity_or", "resolved", "same"]


def plain(value: Any) -> Any:
    """A value as it stands in a document: text, numbers, lists, dicts, arrays of numbers.

    Quantities become text, arrays of quantities ``{values, unit}``. Everything is copied, save
    arrays that cannot be written to.
    """
    if value is None or isinstance(value, str | bool | Function):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, int | float) and not isinstance(value, np.generic):
        return value
    if isinstance(value, np.ndarray) and as_quantity(value) is None:
        return _array(value) if value.ndim else value.item()
    if hasattr(value, "_rheobase_table"):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple | range):
        return [plain(item) for item in value]
    return simple(value)


def _array(values: np.ndarray) -> np.ndarray:
    """An array of our own: later changes of the caller's do not reach it."""
    if np.ma.is_masked(values):
        raise TypeError("a masked array cannot stand in a network; fill it, as in values.filled(0)")
    if values.dtype.kind not in "iufb":
        raise TypeError(f"an array of {values.dtype} cannot stand in a network: numbers are needed")
    values = np.asarray(values)
    return np.array(values) if values.flags.writeable else values


def copied(value: Any) -> Any:
    """A copy of a document that shares nothing that can be changed."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    if isinstance(value, np.ndarray):
        return _array(value)
    return value


def same(a: Any, b: Any) -> bool:
    """Whether two documents say the same; ``"0.01 s"`` is ``"10 ms"``, an array is its list."""
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return _same_numbers(a, b)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, str) and isinstance(b, str) and a != b:
        first = as_quantity(a)
        return first is not None and first == b
    return (type(a) is type(b) and a == b) or (_both_numbers(a, b) and a == b)


def _same_numbers(a: Any, b: Any) -> bool:
    if not all(isinstance(x, np.ndarray | list) for x in (a, b)):
        return False
    try:
        return np.array_equal(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    except (TypeError, ValueError):  # a list that holds no numbers, or rows of many lengths
        return False


def _both_numbers(a: Any, b: Any) -> bool:
    return all(isinstance(x, int | float) and not isinstance(x, bool) for x in (a, b))


def refuse_other_forms(document: dict[str, Any]) -> None:
    """Sections are dicts of dicts, phases a list of them; what stands there the engine checks."""
    for section in ("population", "block", "projection", "input", "record"):
        tables = document.get(section, {})
        if not isinstance(tables, dict):
            raise mistake(section, f"{tables!r} is no dict", "a dict is needed, a table by name")
        for name, table in tables.items():
            if not isinstance(table, dict):
                raise mistake(f"{section}.{name}", f"{table!r} is no dict", "a table is needed")
    phases = document.get("phase", [])
    if not isinstance(phases, list) or not all(isinstance(phase, dict) for phase in phases):
        raise mistake("phase", f"{phases!r} is no list of dicts", "a table for each is needed")
    for name in ("seeds", "analysis"):
        if not isinstance(document.get(name, {}), dict):
            raise mistake(name, f"{document[name]!r} is no dict", "a table is needed")


def has_functions(document: dict[str, Any]) -> bool:
    """Whether an input follows a Python function of time."""
    inputs = document.get("input", {}).values()
    return any(isinstance(value, Function) for table in inputs for value in table.values())


def resolved(document: dict[str, Any], duration: float, dt: float) -> dict[str, Any]:
    """The document with every function of time as the series of its values.

    Parameters
    ----------
    document : dict
        A network.
    duration, dt : float
        How far and in which steps functions are evaluated, in ms.
    """
    made = {
        name: {
            key: item.series(duration, dt) if isinstance(item, Function) else item
            for key, item in table.items()
        }
        for name, table in document.get("input", {}).items()
    }
    return {**document, "input": made}


def quantity_or(value: Any) -> Any:
    """Text that is a quantity as a `Quantity`, ``{values, unit}`` too; all else as it is."""
    if isinstance(value, str):
        quantity = as_quantity(value)
        return value if quantity is None else quantity
    if isinstance(value, dict) and value.keys() == {"values", "unit"}:
        return Quantity(value["values"], value["unit"])
    return value

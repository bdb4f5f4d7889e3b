"""Where neurons are: the key `positions` of a population, for the rule `distance`."""

from __future__ import annotations

from typing import Any

from rheobase.document import plain
from rheobase.table import refuse_bare_number

__all__ = ["grid", "random", "ring"]


def _positions(kind: str, values: dict[str, Any], lengths: tuple[str, ...]) -> dict[str, Any]:
    for key in lengths:
        refuse_bare_number(f"{kind}({key}=…)", values[key], "50 um")
    return plain({"kind": kind, **values})


def grid(*, columns: int, spacing: Any, periodic: bool = False) -> dict[str, Any]:
    """Neuron i in column i mod columns and row ⌊i / columns⌋.

    Parameters
    ----------
    columns : int
        Number of columns.
    spacing : length
        Between neighbours.
    periodic : bool, default False
        Whether opposite edges touch.

    Returns
    -------
    dict
        The table `positions`.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> grid(columns=10, spacing="50 um")
    {'kind': 'grid', 'columns': 10, 'spacing': '50 um', 'periodic': False}
    """
    values = {"columns": columns, "spacing": spacing, "periodic": periodic}
    return _positions("grid", values, ("spacing",))


def random(*, width: Any, height: Any, periodic: bool = False) -> dict[str, Any]:
    """Uniformly in a rectangle.

    Parameters
    ----------
    width, height : length
        Its size.
    periodic : bool, default False
        Whether opposite edges touch.

    Returns
    -------
    dict
        The table `positions`.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> random(width="1 mm", height="0.5 mm")["height"]
    '0.5 mm'
    """
    values = {"width": width, "height": height, "periodic": periodic}
    return _positions("random", values, ("width", "height"))


def ring(*, circumference: Any) -> dict[str, Any]:
    """Evenly on a ring; distances are along the arc.

    Parameters
    ----------
    circumference : length
        Of the ring.

    Returns
    -------
    dict
        The table `positions`.

    Raises
    ------
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> ring(circumference="3 mm")
    {'kind': 'ring', 'circumference': '3 mm'}
    """
    return _positions("ring", {"circumference": circumference}, ("circumference",))

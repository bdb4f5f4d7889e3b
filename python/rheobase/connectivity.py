"""Connectivity that is given: matrices and edge lists, as the rules of a projection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rheobase._names import mistake
from rheobase.arrays import real
from rheobase.errors import SpecError
from rheobase.quantities import Quantity, as_quantity

__all__ = ["from_edges", "from_matrix"]


def from_matrix(matrix: Any, unit: str | None, path: str) -> tuple[dict[str, Any], str | None]:
    """The rule for a matrix, and the unit of its weights; None where it has none.

    Row = target, column = source, 0 = no synapse. A sparse matrix becomes its list of edges.
    """
    quantity = as_quantity(matrix)
    if quantity is not None:
        matrix, unit = quantity.value, _one_unit(quantity.unit, unit, path)
    if hasattr(matrix, "tocoo"):
        _refuse(matrix.ndim != 2, path, f"a sparse array of {matrix.ndim} dimensions")
        _refuse(matrix.dtype.kind not in "iufb", path, f"a sparse matrix of {matrix.dtype}")
        coo = matrix.tocsc().tocoo()  # doubled entries are added up, sources ascend
        kept = coo.data != 0
        return {
            "kind": "edges",
            "source": coo.col[kept].astype(np.int64),
            "target": coo.row[kept].astype(np.int64),
            **({} if unit is None else {"weight": coo.data[kept].astype(float)}),
        }, unit
    values = real(matrix, f"{path}.matrix", SpecError)
    _refuse(values.ndim != 2, path, f"a matrix of shape {values.shape}")
    return {"kind": "matrix", "values": values.astype(float)}, unit


def _refuse(wrong: bool, path: str, said: str) -> None:
    if wrong:
        help = "numbers in rows (targets) and columns (sources): an array, or one of scipy.sparse"
        raise mistake(path, said, help)


def from_edges(edges: Any, unit: str | None, path: str) -> tuple[dict[str, Any], str | None]:
    """The rule for a list of edges, and the unit of its weights; None where it has none."""
    columns = _columns(edges, path)
    rule: dict[str, Any] = {"kind": "edges"}
    for name in ("source", "target"):
        ids = real(columns[name], f"{path}.edges: {name}", SpecError)
        if ids.dtype.kind == "f" and (np.abs(ids) < 2**53).all() and (ids == np.round(ids)).all():
            ids = ids.astype(np.int64)
        if ids.dtype.kind not in "iu" or ids.ndim != 1:
            help = "indices, counted from 0 within the selection"
            raise mistake(f"{path}.edges", f"{name} is no list of whole numbers", help)
        rule[name] = ids
    if "weight" in columns:
        rule["weight"], unit = _weights(columns["weight"], unit, path)
    if "delay" in columns:
        quantity = as_quantity(columns["delay"])
        try:
            values = columns["delay"] if quantity is None else quantity.to("ms").value
        except ValueError as error:
            raise mistake(f"{path}.edges", f"delay: {error}") from None
        rule["delay"] = real(values, f"{path}.edges: delay", SpecError).astype(float)
    lengths = {name: len(column) for name, column in rule.items() if name != "kind"}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{count} of {name}" for name, count in lengths.items())
        raise mistake(f"{path}.edges", f"columns of several lengths: {said}")
    return rule, unit


def _columns(edges: Any, path: str) -> dict[str, Any]:
    """The columns by name, from a tuple, a dict, a DataFrame or a structured array."""
    order = ("source", "target", "weight", "delay")
    names = getattr(getattr(edges, "dtype", None), "names", None)
    if isinstance(edges, Mapping) or hasattr(edges, "columns") or names:
        present = names or list(getattr(edges, "columns", edges))
        columns = {name: edges[name] for name in order if name in present}
        unknown = [str(name) for name in present if name not in order]
    elif isinstance(edges, tuple | list) and 2 <= len(edges) <= 4:
        columns = {n: column for n, column in zip(order, edges, strict=False) if column is not None}
        unknown = []
    else:
        columns, unknown = {}, []
    if unknown or not {"source", "target"} <= columns.keys():
        help = "give (source, target), (source, target, weight) or (source, target, weight, delay)"
        message = f"unknown columns {', '.join(unknown)}" if unknown else "these are no edges"
        raise mistake(f"{path}.edges", message, help)
    return columns


def _weights(column: Any, unit: str | None, path: str) -> tuple[np.ndarray, str | None]:
    quantity = as_quantity(column)
    if quantity is not None:
        column, unit = quantity.value, _one_unit(quantity.unit, unit, path)
    elif unit is None:
        help = "multiply by one (weights * rb.mV) or give unit='mV'"
        raise mistake(f"{path}.edges", "the weights have no unit", help)
    return real(column, f"{path}.edges: weight", SpecError).astype(float), unit


def _one_unit(has: str, given: str | None, path: str) -> str:
    if given is not None and Quantity(1, given).unit != has:
        raise mistake(path, f"the weights are in {has}, but unit={given!r}")
    return has

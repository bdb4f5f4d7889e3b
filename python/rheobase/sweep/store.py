"""Where a sweep keeps its points: a file for each, which appears when the point is done."""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import os
import textwrap
from pathlib import Path
from typing import Any

import numpy as np

from rheobase.results.storage import write_whole
from rheobase.sweep.grid import Point, SweepError, canonical

__all__ = ["Store", "fingerprint", "row_of"]

FORMAT = 1


def fingerprint(text: str, duration: Any, functions: Any, measure: Any) -> str:
    """What all points of a store have in common, as a hash."""
    told: list[Any] = [text, None if duration is None else str(duration)]
    told += [[name, _identity(f)] for name, f in sorted(dict(functions).items())]
    told.append(_identity(measure))
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _identity(function: Any) -> Any:
    """A function's name and what it does; another one gives other results."""
    if function is None:
        return None
    inner = getattr(function, "function", function)
    code = getattr(inner, "__code__", None)
    name = getattr(inner, "__qualname__", type(inner).__name__)
    if code is None:
        return [name, repr(inner)[:200]]
    cells = [cell.cell_contents for cell in inner.__closure__ or ()]
    return [name, _source(inner), repr([c for c in cells if isinstance(c, int | float | str)])]


def _source(function: Any) -> str:
    """Its text without comments; of what has none, as some lambdas, what it compiles to."""
    try:
        return ast.unparse(ast.parse(textwrap.dedent(inspect.getsource(function))))
    except (OSError, TypeError, SyntaxError):
        code = function.__code__
        constants = [c for c in code.co_consts if isinstance(c, int | float | str | None)]
        return repr((code.co_code.hex(), constants, code.co_names))


class Store:
    """A folder of finished points."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)

    def claim(self, mark: str) -> None:
        """Make the folder, or see that it is of the same sweep."""
        self._points.mkdir(parents=True, exist_ok=True)
        # Looked at first: jobs may share a store, and none writes a point before the head is there.
        occupied = any(self._points.iterdir())
        head = self.folder / "sweep.json"
        if head.exists():
            kept = json.loads(head.read_text())
            if kept.get("fingerprint") != mark or kept.get("format") != FORMAT:
                raise SweepError(
                    f"{self.folder} holds points of another network, duration or measure; choose "
                    "another store, or remove this one"
                )
            return
        if occupied:
            raise SweepError(f"{self.folder} holds points but no sweep.json; choose another store")
        write_whole(
            head,
            lambda file: file.write(json.dumps({"format": FORMAT, "fingerprint": mark}).encode()),
        )

    @property
    def _points(self) -> Path:
        return self.folder / "points"

    def _path(self, point: Point) -> Path:
        return self._points / f"{point.key}.json"

    def get(self, point: Point) -> dict[str, Any] | None:
        """The row of a finished point."""
        try:
            kept = json.loads(self._path(point).read_text())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise SweepError(
                f"{self._path(point)} is damaged ({error}); remove it to run {point} again"
            ) from None
        return {name: _revived(value) for name, value in kept["row"].items()}

    def put(self, point: Point, row: dict[str, Any]) -> None:
        """Keep the row of a finished point."""
        kept = {"values": canonical(point.values), "seed": point.seed}
        kept["row"] = {name: _told(value) for name, value in row.items()}
        write_whole(self._path(point), lambda file: file.write(json.dumps(kept).encode()))


def row_of(found: Any, measure: Any) -> dict[str, Any]:
    """What a measure returned, as columns of a table."""
    if not isinstance(found, dict):
        found = {getattr(measure, "__name__", "measure"): found}
    row = {}
    for name, value in found.items():
        if isinstance(value, np.generic):
            value = value.item()
        array = isinstance(value, np.ndarray) and value.dtype.kind in "iufb"
        if not (array or value is None or isinstance(value, bool | int | float | str)):
            raise TypeError(
                f"measure returned {type(value).__name__} as {name!r}; a number, text or an array "
                "of numbers can be kept"
            )
        row[str(name)] = value
    return row


def _told(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.str, "shape": value.shape, "array": value.ravel().tolist()}
    return value


def _revived(value: Any) -> Any:
    if isinstance(value, dict):
        return np.array(value["array"], dtype=value["dtype"]).reshape(value["shape"])
    return value

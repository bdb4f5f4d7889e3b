"""The points of a sweep: which there are, what they are called, how they differ."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rheobase.document import plain
from rheobase.errors import Error

__all__ = ["Point", "SweepError", "canonical", "grid"]


class SweepError(Error):
    """Points of a sweep that failed, or a store that belongs to another sweep.

    Attributes
    ----------
    failures : dict
        What went wrong, by the point.
    results : DataFrame or None
        The points that did not fail.
    """

    def __init__(self, message: str, failures: dict[str, str] | None = None, results: Any = None):
        super().__init__(message)
        self.failures = failures or {}
        self.results = results


@dataclass(frozen=True)
class Point:
    """One network of a sweep: a value for each path, and a seed."""

    values: dict[str, Any]
    seed: int

    @property
    def key(self) -> str:
        """Name of its file: a hash of what it is."""
        told = json.dumps([canonical(self.values), self.seed], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:24]

    def __str__(self) -> str:
        words = [f"{path} = {_short(value)}" for path, value in self.values.items()]
        return ", ".join([*words, f"seed = {self.seed}"])

    def network(self, base: Any) -> Any:
        """The network of this point."""
        network = base.copy()
        for path, value in self.values.items():
            network.set(path, value)
        return network


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def canonical(value: Any) -> Any:
    """A value as JSON would tell it, the same for the same value."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): canonical(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(entry) for entry in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    return canonical(plain(value))


def grid(parameters: Mapping[Any, Any], seeds: list[int]) -> list[Point]:
    """All combinations, the last parameter varying fastest and the seed faster still."""
    axes = [_axis(path, values) for path, values in parameters.items()]
    paths = [path for axis in axes for path in axis[0]]
    if len(set(paths)) < len(paths):
        raise ValueError(f"a parameter stands twice among {', '.join(paths)}")
    points = []
    for combination in itertools.product(*axes):
        values = {path: value for part in combination for path, value in part.items()}
        points += [Point(values, seed) for seed in seeds]
    return points


def _axis(path: Any, values: Any) -> list[dict[str, Any]]:
    """The values of one parameter, or of several that go together."""
    if isinstance(values, str) or not np.iterable(values):
        raise ValueError(f"{path}: a sweep needs a list of values, not {values!r}")
    values = [value.item() if isinstance(value, np.generic) else value for value in values]
    if not values:
        raise ValueError(f"{path}: the list of values is empty")
    if isinstance(path, str):
        return [{path: value} for value in values]
    paths = tuple(path)
    for value in values:
        if not isinstance(value, list | tuple | np.ndarray) or len(value) != len(paths):
            raise ValueError(f"{paths} go together: each needs {len(paths)} values, not {value!r}")
    return [dict(zip(paths, value, strict=True)) for value in values]

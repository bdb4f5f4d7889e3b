"""Who reaches whom: components, and the lengths of shortest paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import number, signed
from rheobase.analysis.wiring import native

__all__ = ["Components", "ShortestPaths", "shortest_paths", "strong_components", "weak_components"]


@dataclass(frozen=True)
class Components:
    """A partition of the neurons into components, numbered by their lowest neuron.

    Attributes
    ----------
    labels : ndarray of int
        Component of each neuron.
    sizes : list of int
        Number of neurons of each component.
    """

    labels: np.ndarray
    sizes: list[int]

    @classmethod
    def _of(cls, found: tuple[np.ndarray, list[int]]) -> Components:
        return cls(signed(found[0]), found[1])

    def __len__(self) -> int:
        return len(self.sizes)

    @property
    def largest(self) -> int:
        """The component with most neurons, the lowest numbered of equals."""
        if not self.sizes:
            raise ValueError("there is no component of no neurons")
        return self.sizes.index(max(self.sizes))

    def members(self, component: int) -> np.ndarray:
        """Neurons of one component, ascending."""
        return np.flatnonzero(self.labels == component)


@dataclass(frozen=True)
class ShortestPaths:
    """Lengths of shortest paths, in edges, along their direction.

    If not every neuron reaches every other, radius and diameter of the whole graph are infinite;
    then they are those of its largest strongly connected component.

    Attributes
    ----------
    strongly_connected : bool
        Whether every neuron reaches every other.
    nodes : ndarray of int
        Neurons of the largest strongly connected component: all, if it is strongly connected.
    eccentricity : ndarray of int
        Of each of `nodes` the distance to the one farthest from it.
    radius, diameter : int
        Smallest and largest eccentricity; 0 without neurons.
    centre, periphery : ndarray of int
        Neurons whose eccentricity is the radius, and the diameter.
    average_path_length : float
        Mean distance over ordered pairs within the component; NaN for a single neuron.
    reachable_pairs, unreachable_pairs : int
        Ordered pairs of different neurons of the whole graph of which the first reaches the second,
        and of which it does not.
    average_reachable_length : float
        Mean distance over all reachable pairs; NaN if there are none.
    """

    strongly_connected: bool
    nodes: np.ndarray
    eccentricity: np.ndarray
    radius: int
    diameter: int
    centre: np.ndarray
    periphery: np.ndarray
    average_path_length: float
    reachable_pairs: int
    unreachable_pairs: int
    average_reachable_length: float

    @classmethod
    def _of(cls, found: dict[str, Any]) -> ShortestPaths:
        none = np.zeros(0, dtype=np.uint32)
        return cls(
            strongly_connected=found["kind"] == "strongly_connected",
            nodes=signed(found.get("nodes", none)),
            eccentricity=signed(found.get("eccentricity", none)),
            radius=found.get("radius", 0),
            diameter=found.get("diameter", 0),
            centre=signed(found.get("centre", none)),
            periphery=signed(found.get("periphery", none)),
            average_path_length=number(found.get("average_path_length")),
            reachable_pairs=found.get("reachable_pairs", 0),
            unreachable_pairs=found.get("unreachable_pairs", 0),
            average_reachable_length=number(found.get("average_reachable_length")),
        )


def weak_components(graph: Any) -> Components:
    """Components within which every neuron reaches every other if edges may be walked both ways.

    Parameters
    ----------
    graph : Graph or matrix
        The wiring.

    Examples
    --------
    >>> weak_components([[0, 1, 0], [0, 0, 0], [0, 0, 0]]).sizes
    [2, 1]
    """
    return Components._of(_native.weak_components(native(graph)))


def strong_components(graph: Any) -> Components:
    """Components within which every neuron reaches every other along the edges.

    Parameters
    ----------
    graph : Graph or matrix
        The wiring.

    References
    ----------
    R. Tarjan (1972). SIAM J. Comput. 1:146.

    Examples
    --------
    >>> strong_components([[0, 1, 0], [0, 0, 0], [0, 0, 0]]).sizes
    [1, 1, 1]
    """
    return Components._of(_native.strong_components(native(graph)))


def shortest_paths(graph: Any) -> ShortestPaths:
    """Lengths of shortest paths: eccentricities, radius, diameter, centre, periphery, mean.

    Parameters
    ----------
    graph : Graph or matrix
        The wiring; weights are not used.

    Returns
    -------
    ShortestPaths
        Within the largest strongly connected component, and how much of the whole is connected.

    Examples
    --------
    >>> from rheobase.analysis import Graph
    >>> shortest_paths(Graph([0, 1, 2], [1, 2, 0], 3)).diameter
    2
    """
    return ShortestPaths._of(_native.shortest_paths(native(graph)))

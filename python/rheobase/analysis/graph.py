"""Measures of wiring as a directed graph: nodes are neurons, edges run from source to target.

Degrees and strengths count every connection. All other measures are those of the *simple* graph:
several connections from one neuron to another are one edge, and connections of a neuron to itself
are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import floats, indices, number, signed, whole
from rheobase.analysis.summary import Summary

__all__ = [
    "Components",
    "Graph",
    "ShortestPaths",
    "clustering",
    "clustering_coefficients",
    "degree_histogram",
    "density",
    "graph_stats",
    "reciprocity",
    "shortest_paths",
    "strong_components",
    "weak_components",
]


class Graph:
    """A directed graph of connections.

    Parameters
    ----------
    sources, targets : array_like of int
        The two neurons of each connection, from 0.
    size : int
        Number of neurons.
    weights : array_like, optional
        Weight of each connection, in any unit; for strengths only.

    Attributes
    ----------
    in_degrees, out_degrees : ndarray of int
        Connections that each neuron receives, and makes.
    in_strengths, out_strengths : ndarray or None
        Sums of the weights that each neuron receives, and sends; None without weights.

    Raises
    ------
    ValueError
        Columns of unequal length, a neuron that is not below `size`, a weight that is not finite.

    Examples
    --------
    >>> from rheobase import analysis
    >>> ring = analysis.Graph([0, 1, 2], [1, 2, 0], 3)
    >>> analysis.density(ring)
    0.5
    """

    def __init__(self, sources: Any, targets: Any, size: int, *, weights: Any = None) -> None:
        weights = None if weights is None else floats(weights, "weights")
        columns = indices(sources, "sources"), indices(targets, "targets")
        self._native = _native.Graph(whole(size, "size"), *columns, weights)
        self.in_degrees: np.ndarray = signed(self._native.in_degrees())
        self.out_degrees: np.ndarray = signed(self._native.out_degrees())
        self.in_strengths: np.ndarray | None = self._native.in_strengths()
        self.out_strengths: np.ndarray | None = self._native.out_strengths()

    @classmethod
    def from_matrix(cls, matrix: Any) -> Graph:
        """Graph of a square matrix of weights, dense or of `scipy.sparse`.

        Parameters
        ----------
        matrix : array_like or sparse matrix
            Row = target, column = source; an entry of 0 is no connection.

        Examples
        --------
        >>> Graph.from_matrix([[0, 2], [0, 0]]).in_degrees
        array([1, 0])
        """
        if hasattr(matrix, "tocoo"):
            matrix = matrix.tocoo()
            (targets, sources), weights, shape = (matrix.row, matrix.col), matrix.data, matrix.shape
            stored = weights != 0
            targets, sources, weights = targets[stored], sources[stored], weights[stored]
        else:
            matrix = np.asarray(matrix)
            shape = matrix.shape
            if len(shape) == 2:
                targets, sources = np.nonzero(matrix)
                weights = matrix[targets, sources]
        if len(shape) != 2 or shape[0] != shape[1]:
            raise ValueError(f"a matrix of wiring is square, one row for each neuron, not {shape}")
        return cls(sources, targets, shape[0], weights=weights)

    @property
    def size(self) -> int:
        """Number of neurons."""
        return self._native.nodes

    @property
    def connections(self) -> int:
        """Number of connections, repeated ones and those of a neuron to itself included."""
        return self._native.connections

    @property
    def self_connections(self) -> int:
        """Number of connections of a neuron to itself."""
        return self._native.self_connections

    @property
    def edges(self) -> int:
        """Number of edges of the simple graph."""
        return self._native.edges

    def __repr__(self) -> str:
        return f"<Graph: {self.connections} connections between {self.size} neurons>"


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


def _graph(graph: Any) -> Any:
    if not isinstance(graph, Graph):
        graph = Graph.from_matrix(graph)
    return graph._native


def density(graph: Any) -> float:
    """Share of the possible edges that exist: m / (n·(n - 1)) of the simple graph.

    Parameters
    ----------
    graph : Graph or matrix
        The wiring; a matrix has row = target, column = source.

    Returns
    -------
    float
        NaN with fewer than two neurons.

    Examples
    --------
    >>> density([[0, 1], [0, 0]])
    0.5
    """
    return number(_native.density(_graph(graph)))


def reciprocity(graph: Any) -> float:
    """Share of the edges whose reverse exists too.

    Parameters
    ----------
    graph : Graph or matrix
        The wiring.

    Returns
    -------
    float
        NaN without edges.

    References
    ----------
    M. E. J. Newman, S. Forrest, J. Balthrop (2002). Phys. Rev. E 66:035101.

    Examples
    --------
    >>> reciprocity([[0, 1], [1, 0]])
    1.0
    """
    return number(_native.reciprocity(_graph(graph)))


def degree_histogram(degrees: Any) -> np.ndarray:
    """Number of neurons by degree: entry d is the number of neurons with degree d.

    Parameters
    ----------
    degrees : array_like of int
        Degree of each neuron, such as ``graph.in_degrees``.

    Examples
    --------
    >>> degree_histogram([0, 2, 2])
    array([1, 0, 2])
    """
    return signed(_native.degree_histogram(indices(degrees, "degrees")))


def clustering_coefficients(graph: Any) -> np.ndarray:
    """Directed clustering coefficient of each neuron; weights are not used.

    The directed triangles through a neuron over those possible.

    Parameters
    ----------
    graph : Graph or matrix
        The wiring.

    Returns
    -------
    ndarray
        One for each neuron, NaN where no triangle is possible (NetworkX says 0 there).

    References
    ----------
    G. Fagiolo (2007). Phys. Rev. E 76:026107, equations 6-8.

    Examples
    --------
    >>> clustering_coefficients([[0, 1, 1], [1, 0, 1], [1, 1, 0]])
    array([1., 1., 1.])
    """
    return _native.clustering_coefficients(_graph(graph))


def clustering(graph: Any) -> Summary:
    """Mean of `clustering_coefficients` over the neurons that have one.

    Parameters
    ----------
    graph : Graph or matrix
        The wiring.

    Examples
    --------
    >>> clustering([[0, 1, 1], [1, 0, 1], [1, 1, 0]]).value
    1.0
    """
    return Summary._of(_native.clustering(_graph(graph)))


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
    return Components._of(_native.weak_components(_graph(graph)))


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
    return Components._of(_native.strong_components(_graph(graph)))


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
    >>> shortest_paths(Graph([0, 1, 2], [1, 2, 0], 3)).diameter
    2
    """
    return ShortestPaths._of(_native.shortest_paths(_graph(graph)))


def graph_stats(graph: Any) -> dict[str, Any]:
    """All figures of a graph in one call.

    Parameters
    ----------
    graph : Graph or matrix
        The wiring.

    Returns
    -------
    dict
        ``nodes``, ``connections``, ``self_connections``, ``edges``, ``density``, ``mean_degree``,
        ``sd_in_degree``, ``sd_out_degree``, ``in_strength`` and ``out_strength`` (`Summary`, or
        None without weights), ``reciprocity``, ``clustering`` (`Summary`), ``strong_components``
        and ``weak_components`` (numbers of them), ``paths`` (`ShortestPaths`).

    Examples
    --------
    >>> graph_stats(Graph([0, 1, 2], [1, 2, 0], 3))["mean_degree"]
    1.0
    """
    found = _native.graph_stats(_graph(graph))
    found = {name: number(value) for name, value in found.items()}
    for name in ("in_strength", "out_strength", "clustering"):
        found[name] = Summary._of(found[name]) if isinstance(found[name], tuple) else None
    found["paths"] = ShortestPaths._of(found["paths"])
    return found

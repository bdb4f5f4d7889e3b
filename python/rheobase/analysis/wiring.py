"""Wiring as a directed graph: nodes are neurons, edges run from source to target."""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import floats, indices, signed, whole

__all__ = ["Graph"]


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


def native(graph: Any) -> Any:
    """What the extension module calls a graph, of a `Graph` or a matrix."""
    if not isinstance(graph, Graph):
        graph = Graph.from_matrix(graph)
    return graph._native

"""Measures of wiring as a directed graph: nodes are neurons, edges run from source to target.

Degrees and strengths count every connection. All other measures are those of the *simple* graph:
several connections from one neuron to another are one edge, and connections of a neuron to itself
are left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase._native import analysis as _native
from rheobase.analysis._arguments import indices, number, signed
from rheobase.analysis.paths import ShortestPaths
from rheobase.analysis.summary import Summary
from rheobase.analysis.wiring import native

__all__ = [
    "clustering",
    "clustering_coefficients",
    "degree_histogram",
    "density",
    "graph_stats",
    "reciprocity",
]


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
    return number(_native.density(native(graph)))


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
    return number(_native.reciprocity(native(graph)))


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
    return _native.clustering_coefficients(native(graph))


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
    return Summary._of(_native.clustering(native(graph)))


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
    >>> from rheobase.analysis import Graph
    >>> graph_stats(Graph([0, 1, 2], [1, 2, 0], 3))["mean_degree"]
    1.0
    """
    found = _native.graph_stats(native(graph))
    found = {name: number(value) for name, value in found.items()}
    for name in ("in_strength", "out_strength", "clustering"):
        found[name] = Summary._of(found[name]) if isinstance(found[name], tuple) else None
    found["paths"] = ShortestPaths._of(found["paths"])
    return found

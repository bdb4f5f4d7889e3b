"""What a call gives back, and what is printed, as the original makes it."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np


def numbers(monitor_ind: Any, total: int) -> np.ndarray:
    """The monitored neurons; any text stands for all."""
    if isinstance(monitor_ind, str):
        return np.arange(total)
    ids = np.asarray(monitor_ind)
    return np.arange(total)[ids if ids.size else ids.astype(int)]


def raster(
    kept: np.ndarray, place: np.ndarray, steps: np.ndarray, ids: np.ndarray, total: int
) -> np.ndarray:
    """Whether each monitored neuron spiked in each step, shape (neurons, total)."""
    spiked = np.zeros((kept.size, total), dtype=bool)
    seen = np.isin(ids, kept)
    spiked[np.searchsorted(kept, ids[seen]), steps[seen]] = True
    return spiked[place]


def rates(
    steps: np.ndarray, ids: np.ndarray, total: int, Tag: np.ndarray, populations: int, dt: float
) -> np.ndarray:
    """Fraction of each population that spikes in each step, per ms."""
    counts = np.zeros((populations, total))
    np.add.at(counts, (Tag[ids], steps), 1)
    sizes = np.bincount(Tag, minlength=populations)[:populations]
    return counts / sizes[:, None] / dt


def mark(V: np.ndarray, spiked: np.ndarray, Vspike: np.ndarray, faithful: bool) -> None:
    """Put the mark of a spike in the sample before it, the last one above threshold."""
    neuron, step = np.nonzero(spiked)
    if faithful and V.shape[1] > 1:
        # The original puts the mark of step 0 in the last sample, which the run then overwrites.
        neuron, step = neuron[step > 0], step[step > 0]
    V[neuron, np.maximum(step - 1, 0)] = Vspike[neuron]


def warn_of_weights(Wmat: np.ndarray, delivered: np.ndarray, stacklevel: int) -> None:
    """Say so where spikes will not bring `Wmat`."""
    if Wmat is not delivered and not np.array_equal(Wmat, delivered):
        warnings.warn(
            "spikes bring Neuron.Wmat_with_failure, which is not Neuron.Wmat: as in the original, "
            "weights that were learned or assigned are not delivered, and the last failures stay "
            "on; ns.faithful = False mends this",
            stacklevel=stacklevel + 1,
        )


def tell_graph(graph: Any) -> None:
    """Print distances in a graph."""
    import networkx as nx

    for name in ("radius", "diameter", "eccentricity", "center", "periphery", "density"):
        print(f"{name}: {getattr(nx, name)(graph)}")

"""Connections drawn in NumPy where Brian2 has no rule for them; ordered by source, so that its
programs find the synapses of a spike side by side in memory."""

import numpy as np


def by_source(i, j):
    order = np.lexsort((j, i))
    return i[order].astype(np.int32), j[order].astype(np.int32)


def fixed_in_degree(rng, sources, targets, n, first):
    """Each target draws n sources with repeats, itself left out; `first` is the target's index
    of source 0."""
    j = np.repeat(np.arange(targets), n)
    i = rng.integers(0, sources, len(j))
    while (own := np.flatnonzero(i + first == j)).size:
        i[own] = rng.integers(0, sources, len(own))
    return by_source(i, j)


def bernoulli(rng, sources, targets, p, same):
    """Each pair with probability p; `same`: sources and targets are the same neurons."""
    chosen = rng.random((sources, targets)) < p
    if same:
        np.fill_diagonal(chosen, False)
    return by_source(*np.nonzero(chosen))

"""What a call gives back, made from its spikes and voltages as the original makes it."""

import warnings

import numpy as np


def raster(kept, place, steps, ids, total):
    """Whether each monitored neuron spiked in each step, shape (neurons, total)."""
    spiked = np.zeros((kept.size, total), dtype=bool)
    seen = np.isin(ids, kept)
    spiked[np.searchsorted(kept, ids[seen]), steps[seen]] = True
    return spiked[place]


def rates(steps, ids, total, Tag, populations, dt):
    """Fraction of each population that spikes in each step, per ms."""
    counts = np.zeros((populations, total))
    np.add.at(counts, (Tag[ids], steps), 1)
    sizes = np.bincount(Tag, minlength=populations)[:populations]
    return counts / sizes[:, None] / dt


def mark(V, spiked, Vspike, faithful):
    """Put the mark of a spike in the sample before it, the last one above threshold."""
    neuron, step = np.nonzero(spiked)
    if faithful and V.shape[1] > 1:
        # The original puts the mark of step 0 in the last sample, which the run then overwrites.
        neuron, step = neuron[step > 0], step[step > 0]
    V[neuron, np.maximum(step - 1, 0)] = Vspike[neuron]


def warn_of_weights(Wmat, delivered, stacklevel):
    """Say so where spikes will not bring `Wmat`."""
    if Wmat is not delivered and not np.array_equal(Wmat, delivered):
        warnings.warn(
            "spikes bring Neuron.Wmat_with_failure, which is not Neuron.Wmat: as in the original, "
            "weights that were learned or assigned are not delivered, and the last failures stay "
            "on; ns.faithful = False mends this",
            stacklevel=stacklevel + 1,
        )

"""Spike trains: rates, intervals, counts, correlograms, pairwise correlation."""

import warnings

import elephant.statistics as es
import numpy as np
import quantities as pq
import scipy.ndimage
import scipy.stats
from elephant.conversion import BinnedSpikeTrain
from elephant.spike_train_correlation import correlation_coefficient, cross_correlation_histogram
from neo import SpikeTrain

START, STOP = 100.0, 1900.0
NEURONS = 14
MIN_ISIS = 5


def draw(rng):
    """Trains in [0, 2000) ms: regular to bursty, with common events; 3 silent, 7 nearly so."""
    common = np.sort(rng.uniform(0, 2000, 12))
    trains = []
    for i in range(NEURONS):
        shape = [0.5, 1.0, 4.0][i % 3]
        isi = rng.gamma(shape, rng.uniform(25, 90) / shape, 200)
        own = np.cumsum(isi)
        both = np.concatenate([own, common + rng.normal(2.0 * (i % 2), 1.0, common.size)])
        trains.append(np.unique(np.round(both[(both > 0) & (both < 2000)], 4)))
    trains[3] = np.array([])
    trains[7] = np.array([300.5, 700.25, 1999.0])
    return trains


def to_elephant(trains):
    inside = [t[(t >= START) & (t < STOP)] for t in trains]
    return [SpikeTrain(t, units="ms", t_start=START, t_stop=STOP) for t in inside]


def mean_over(values):
    used = [v for v in values if v is not None]
    return {
        "value": float(np.mean(used)),
        "sd": float(np.std(used)),
        "used": len(used),
        "left_out": len(values) - len(used),
    }


def intervals(trains):
    def measure(f):
        isis = [es.isi(t.magnitude) for t in trains]
        return mean_over([float(f(i)) if len(i) >= MIN_ISIS else None for i in isis])

    return {
        "isi_cv": measure(scipy.stats.variation),
        "isi_cv2": measure(es.cv2),
        "isi_lv": measure(es.lv),
    }


def counts(trains, bin_ms):
    histogram = es.time_histogram(trains, bin_ms * pq.ms, output="counts")
    return histogram.magnitude[:, 0].astype(float)


def rates(trains):
    per_neuron = np.array(
        [es.mean_firing_rate(t).rescale(pq.Hz).item() for t in trains]
    )
    binned = counts(trains, 5.0) / len(trains) / 5e-3
    smooth = lambda x: scipy.ndimage.gaussian_filter1d(x, 12.0 / 5.0, mode="constant", truncate=5.0)
    edges = [0.0, 2.5, 5.0, 10.0, 20.0, float(per_neuron.max())]
    return {
        "rates_hz": per_neuron.tolist(),
        "mean_hz": float(per_neuron.mean()),
        "sd_hz": float(per_neuron.std()),
        "silent_fraction": float(np.mean(per_neuron == 0)),
        "count_histogram": np.bincount([len(t) for t in trains]).tolist(),
        "rate_edges": edges,
        "rate_histogram": np.histogram(per_neuron, edges)[0].tolist(),
        "population_rate_5ms": binned.tolist(),
        "smoothed_rate_5ms_sigma12": (smooth(binned) / smooth(np.ones_like(binned))).tolist(),
        "cv_pop": {
            str(b): float(np.std(c := counts(trains, b)) / np.mean(c)) for b in (0.5, 1.0, 5.0)
        },
    }


def fano(trains, width):
    """Elephant's Fano factor, each neuron's counting windows as its trials."""
    starts = np.arange(START, STOP, width)
    values = []
    for t in trains:
        pieces = [t.time_slice(s * pq.ms, (s + width) * pq.ms) for s in starts]
        values.append(float(es.fanofactor(pieces)) if len(t) else None)
    return mean_over(values)


def pairwise(trains, bin_ms):
    matrix = correlation_coefficient(BinnedSpikeTrain(trains, bin_size=bin_ms * pq.ms))
    pairs = matrix[np.triu_indices(len(trains), 1)]
    return mean_over([None if np.isnan(r) else float(r) for r in pairs])


def spike_synchrony(trains, bin_ms):
    x = BinnedSpikeTrain(trains, bin_size=bin_ms * pq.ms).to_array().astype(float)
    return float(np.sqrt(x.mean(axis=0).var() / x.var(axis=1).mean()))


def correlograms(rng):
    """On a grid elephant's binned histogram is exact; off it, all differences are counted."""
    edges_of = lambda bins, side: (np.arange(2 * side + 2) - side - 0.5) * bins
    steps = np.sort(rng.choice(1000, 60, replace=False))
    a = steps.astype(float)
    b = np.unique(np.concatenate([steps[::2] + 3, rng.choice(1000, 30)]))
    b = b[b < 1000].astype(float)
    binned = [
        BinnedSpikeTrain(
            SpikeTrain(t, units="ms", t_stop=1000.0), bin_size=1 * pq.ms, tolerance=1e-8
        )
        for t in (a, b)
    ]
    grid, _ = cross_correlation_histogram(*binned, window=[-20, 20])
    c, d = (np.sort(rng.uniform(0, 1000, n)) for n in (70, 55))
    off = np.histogram(np.subtract.outer(d, c).ravel(), edges_of(2.5, 16))[0]
    own = np.subtract.outer(c, c)[~np.eye(len(c), dtype=bool)]
    return {
        "grid": {"reference": a.tolist(), "target": b.tolist(),
                 "counts": grid.magnitude[:, 0].astype(int).tolist()},
        "off_grid": {"reference": c.tolist(), "target": d.tolist(), "counts": off.tolist(),
                     "auto_counts": np.histogram(own, edges_of(2.5, 16))[0].tolist()},
    }


def make():
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(20)
    drawn = draw(rng)
    trains = to_elephant(drawn)
    times = np.concatenate(drawn)
    ids = np.repeat(np.arange(NEURONS), [len(t) for t in drawn])
    order = np.argsort(times, kind="stable")
    return {
        "times_ms": times[order].tolist(),
        "ids": ids[order].tolist(),
        "neurons": NEURONS,
        "start_ms": START,
        "stop_ms": STOP,
        "min_isis": MIN_ISIS,
        **rates(trains),
        **intervals(trains),
        "fano": {str(w): fano(trains, w) for w in (100.0, 50.0)},
        "pairwise": {str(b): pairwise(trains, b) for b in (2.0, 10.0)},
        "spike_synchrony": {str(b): spike_synchrony(trains, b) for b in (2.0, 10.0)},
        "correlograms": correlograms(rng),
    }

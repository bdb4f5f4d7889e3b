"""What every network of this folder shares: its arguments, its statistics, the line it prints."""

import argparse
import json
import resource

import numpy as np

# A neuron needs so many intervals to count in the mean ISI CV, as in rheobase's summary.json.
MIN_INTERVALS = 5


def arguments():
    """Times in ms. Statistics are those from `warmup` to `stop`; all of the time is measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--time", type=float, required=True)
    parser.add_argument("--warmup", type=float, default=0.0)
    parser.add_argument("--stop", type=float)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0)
    args = parser.parse_args()
    args.stop = args.time if args.stop is None else args.stop
    if not 0.0 <= args.warmup < args.stop <= args.time:
        parser.error(f"0 <= warmup {args.warmup} < stop {args.stop} <= time {args.time} is needed")
    return args


def population(times, ids, size, start, stop):
    """Mean rate (Hz) and mean ISI CV of the spikes with start < t <= stop; ids count from 0."""
    times, ids = np.asarray(times, float), np.asarray(ids, int)
    keep = (times > start) & (times <= stop)
    times, ids = times[keep], ids[keep]
    order = np.lexsort((times, ids))
    times, ids = times[order], ids[order]
    same = ids[1:] == ids[:-1]
    intervals, who = np.diff(times)[same], ids[1:][same]
    n = np.bincount(who, minlength=size)
    total = np.bincount(who, intervals, size)
    squares = np.bincount(who, intervals**2, size)
    enough = n >= MIN_INTERVALS
    n, total, squares = n[enough], total[enough], squares[enough]
    mean = total / n
    cv = np.sqrt(np.maximum(squares / n - mean**2, 0.0)) / mean
    return {
        "rate_hz": len(times) / size / ((stop - start) / 1000.0),
        "isi_cv": float(cv.mean()) if len(cv) else None,
    }


def synaptic_events(spikes, synapses, sizes):
    """Spikes times synapses: each population's spikes times its neurons' mean out-degree."""
    return sum(spikes[p] * synapses[p] / sizes[p] for p in sizes)


def report(**numbers):
    """Prints the one line that the benchmark reads; the last line of the program's output."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    numbers["peak_memory_bytes"] = max(peak, children)
    print(json.dumps(numbers), flush=True)

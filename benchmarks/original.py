"""How much faster than the original, in one process, on the same seed, with the same spikes.

    git clone https://github.com/AghilZadeh/spiking-network-simulator
    python benchmarks/original.py spiking-network-simulator [MILLISECONDS]

needs numpy, networkx, seaborn, matplotlib, tqdm and rheobase. One simulated second of the Striatum
takes the original some ten seconds or more. Prints a table in Markdown.
"""

import importlib
import sys
import time

import numpy as np

import rheobase as rb
import rheobase.neurosimulator.populations as populations
import rheobase.neurosimulator.spiking as spiking


def original(folder):
    """Its modules, as they run with libraries of today and without its progress bar."""
    import matplotlib
    import networkx
    import tqdm

    matplotlib.use("Agg")
    networkx.from_numpy_matrix = networkx.from_numpy_array
    tqdm.tqdm_notebook = lambda iterable: iterable
    sys.path.insert(0, folder)
    modules = ("neurosimulator.spiking", "neurosimulator.populations")
    return [importlib.import_module(name) for name in modules]


def run(ns, Striatum, sigma, endtime):
    """Seconds of one run, and all that must be the same."""
    Striatum.SigmaNoise[:] = sigma
    np.random.seed(1)
    ns.initNetwork(Striatum)
    ids = ns.monitorind([40, 40, 20])
    start = time.perf_counter()
    _, spikes, V = ns.rundynamics(endtime, ids)
    seconds = time.perf_counter() - start
    generator = np.random.get_state()[1]
    state = ns.Neuron.V, ns.Neuron.SpikeCount, ns.Population.SpikeRate
    return seconds, (spikes, V, *state, generator)


def own(sigma, endtime):
    """Seconds of the same network through rheobase's own interface, drawing included."""
    net = rb.presets.striatum()
    if not sigma:
        for name in [name for name, made in net.inputs.items() if made.kind == "step_noise"]:
            del net.inputs[name]
    start = time.perf_counter()
    net.run(f"{endtime} ms", progress=False)
    return time.perf_counter() - start


def main(folder, endtime=1000.0):
    ns, classes = original(folder)
    print("| Striatum | original | `rheobase.neurosimulator` | `rheobase` | the same numbers |")
    print("|---|---|---|---|---|")
    for sigma in (2.0, 0.0):
        fast = [run(spiking, populations.Striatum, sigma, endtime) for _ in range(3)]
        rheobase = min(own(sigma, endtime) for _ in range(3))
        slow, expected = run(ns, classes.Striatum, sigma, endtime)
        seconds = min(taken for taken, _ in fast)
        same = all(np.array_equal(a, b) for a, b in zip(fast[0][1], expected, strict=True))
        print(
            f"| {endtime:g} ms, noise of {sigma:g} mV | {slow:.2f} s "
            f"| {seconds:.3f} s, {slow / seconds:.0f} times faster "
            f"| {rheobase:.3f} s, {slow / rheobase:.0f} times | {'yes' if same else 'NO'} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1], *map(float, sys.argv[2:3]))

"""NEST: the kernel, its clocks and its recorders."""

from time import perf_counter

import nest

from common import population, report, synaptic_events


class Run:
    """One simulation. Build time is everything up to the first step; simulation time is `Run`."""

    def __init__(self, args, resolution=0.1):
        self.args = args
        self.began = perf_counter()
        self.recorders, self.models = {}, {}
        nest.verbosity = nest.VerbosityLevel.ERROR
        nest.ResetKernel()
        nest.set(
            resolution=resolution,
            local_num_threads=args.threads,
            rng_seed=args.seed,
            print_time=False,
        )

    def synapses(self, source, model, **parameters):
        """A synapse model of its own for each source, whose connections NEST then counts. (It
        also caps one model at 134,217,726 connections per thread.)"""
        name = f"{model}_{source}_{len(self.models.setdefault(source, []))}"
        nest.CopyModel(model, name, parameters)
        self.models[source].append(name)
        return name

    def record(self, name, nodes, delay):
        """All spikes, to memory. The delay must not shorten the interval of communication."""
        recorder = nest.Create("spike_recorder")
        nest.Connect(nodes, recorder, syn_spec={"delay": delay})
        self.recorders[name] = (nodes, recorder)

    def finish(self, **more):
        """Runs the network and prints its numbers."""
        args = self.args
        nest.Prepare()
        started = perf_counter()
        nest.Run(args.time)
        ended = perf_counter()
        nest.Cleanup()
        spikes, sizes, populations = {}, {}, {}
        for name, (nodes, recorder) in self.recorders.items():
            events = recorder.get("events")
            ids = events["senders"] - nodes[0].global_id
            spikes[name], sizes[name] = len(ids), len(nodes)
            populations[name] = population(
                events["times"], ids, len(nodes), args.warmup, args.stop
            )
        synapses = {
            name: sum(nest.GetDefaults(m, "num_connections") for m in self.models.get(name, []))
            for name in sizes
        }
        report(
            program="NEST",
            version=nest.__version__,
            threads=nest.local_num_threads,
            sim_ms=args.time,
            build_s=started - self.began,
            sim_s=ended - started,
            compile_s=0.0,
            neurons=sum(sizes.values()),
            synapses=sum(synapses.values()),
            spikes=sum(spikes.values()),
            events=synaptic_events(spikes, synapses, sizes),
            populations=populations,
            **more,
        )

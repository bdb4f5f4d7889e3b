"""Brian2 as C++ standalone program: its clocks and its recorders."""

import tempfile
from time import perf_counter

import brian2
from brian2 import Network, SpikeMonitor, device, ms, prefs, second, seed, set_device

from common import population, report, synaptic_events


class Run:
    """One simulation. Compiler and flags are Brian2's default (-O3 -march=native and more)."""

    def __init__(self, args):
        self.args = args
        self.began = perf_counter()
        set_device("cpp_standalone", build_on_run=False)
        # 0 compiles without OpenMP, which is faster than OpenMP with one thread.
        prefs.devices.cpp_standalone.openmp_threads = args.threads if args.threads > 1 else 0
        brian2.defaultclock.dt = 0.1 * ms
        seed(args.seed)
        self.objects, self.monitors, self.projections = [], {}, []

    def add(self, *objects):
        self.objects += objects

    def record(self, name, group, size):
        """All spikes of a group or of a part of one."""
        monitor = SpikeMonitor(group)
        self.monitors[name] = (monitor, size)
        self.objects.append(monitor)

    def project(self, source, synapses):
        """Synapses whose sources are one population."""
        self.projections.append((source, synapses))
        self.objects.append(synapses)

    def count(self, source, synapses):
        """The number of a population's synapses, where they are part of a larger group."""
        self.projections.append((source, range(synapses)))

    def finish(self, **more):
        """Compiles and runs the network and prints its numbers."""
        args = self.args
        net = Network(self.objects)
        net.run(args.time * ms)
        with tempfile.TemporaryDirectory() as folder:
            code = perf_counter()
            device.build(directory=folder, compile=True, run=False, with_output=False)
            compiled = perf_counter()
            device.run(folder, "results", with_output=False, run_args=[])
            ended = perf_counter()
            self.collect(compiled - code, code - self.began, ended - compiled, more)

    def collect(self, compile_s, prepare_s, program_s, more):
        """The loop over time is clocked by the program itself; the rest of it builds the network."""
        args, sim_s = self.args, device._last_run_time
        spikes, sizes, populations = {}, {}, {}
        for name, (monitor, size) in self.monitors.items():
            times = monitor.t[:] / second * 1000.0
            spikes[name], sizes[name] = len(times), size
            # Brian2 gives a spike the time at which its step begins.
            populations[name] = population(times + 0.1, monitor.i[:], size, args.warmup, args.stop)
        synapses = dict.fromkeys(sizes, 0)
        for source, projection in self.projections:
            synapses[source] += len(projection)
        report(
            program="Brian2",
            version=brian2.__version__,
            threads=args.threads,
            sim_ms=args.time,
            build_s=prepare_s + program_s - sim_s,
            sim_s=sim_s,
            compile_s=compile_s,
            neurons=sum(sizes.values()),
            synapses=sum(synapses.values()),
            spikes=sum(spikes.values()),
            events=synaptic_events(spikes, synapses, sizes),
            populations=populations,
            **more,
        )

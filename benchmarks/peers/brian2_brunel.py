"""Brunel (2000), model A, asynchronous irregular: delta synapses, fixed in-degree with repeats."""

import numpy as np
from brian2 import NeuronGroup, PoissonInput, Synapses, ms, mV

from common import arguments
from wiring import fixed_in_degree
from with_brian2 import Run

args = arguments()
run = Run(args)
NE, NI = round(10_000 * args.scale), round(2_500 * args.scale)
CE, CI = round(1_000 * args.scale), round(250 * args.scale)
J, g, eta = 0.1 / args.scale**0.5 * mV, 5.0, 2.0
theta, tau = 20 * mV, 20 * ms
threshold_rate = theta / (J * CE * tau)

# Two ms of rest after the step of the spike; what arrives meanwhile is lost.
neurons = NeuronGroup(
    NE + NI, "dv/dt = -v/tau : volt (unless refractory)", method="exact",
    threshold="v >= theta", reset="v = 10*mV", refractory=2.1 * ms,
    namespace={"tau": tau, "theta": theta, "J": J},
)
neurons.v = "rand()*theta"
run.add(neurons)

rng = np.random.default_rng(args.seed)
for name, source, n, weight in (("E", neurons[:NE], CE, J), ("I", neurons[NE:], CI, -g * J)):
    synapses = Synapses(
        source, neurons, on_pre="v_post += w*int(not_refractory_post)",
        delay=1.5 * ms, namespace={"w": weight},
    )
    first = 0 if name == "E" else NE
    i, j = fixed_in_degree(rng, len(source), NE + NI, n, first)
    synapses.connect(i=i, j=j)
    run.project(name, synapses)

run.add(PoissonInput(neurons, "v", CE, eta * threshold_rate, "J*int(not_refractory)"))
run.record("E", neurons[:NE], NE)
run.record("I", neurons[NE:], NI)
run.finish()

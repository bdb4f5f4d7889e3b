"""The network of `brian2_brunel.py` with additive pair STDP on E to E.

Brian2 delivers and learns in one pass over a spike's synapses, when the spike arrives: its delay is
axonal. (A dendritic one would need a second pass and cost it more.)"""

import numpy as np
from brian2 import NeuronGroup, PoissonInput, Synapses, ms, mV

import stdp
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

neurons = NeuronGroup(
    NE + NI, "dv/dt = -v/tau : volt (unless refractory)", method="exact",
    threshold="v >= theta", reset="v = 10*mV", refractory=2.1 * ms,
    namespace={"tau": tau, "theta": theta, "J": J},
)
neurons.v = "rand()*theta"
E, I = neurons[:NE], neurons[NE:]
run.add(neurons)

rng = np.random.default_rng(args.seed)
plastic = Synapses(
    E, E,
    """w : volt
       dbefore/dt = -before/tau_plus : 1 (event-driven)
       dafter/dt = -after/tau_minus : 1 (event-driven)""",
    on_pre="""v_post += w*int(not_refractory_post)
              w = clip(w - alpha*rate*w_max*after, 0*mV, w_max)
              before += 1""",
    on_post="""w = clip(w + rate*w_max*before, 0*mV, w_max)
               after += 1""",
    delay=1.5 * ms,
    namespace={
        "tau_plus": stdp.TAU_PLUS * ms, "tau_minus": stdp.TAU_MINUS * ms, "rate": stdp.LAMBDA,
        "alpha": stdp.ALPHA, "w_max": stdp.W_MAX / args.scale**0.5 * mV,
    },
)
# Synapses are (source, first index of the sources among the targets, ...).
for name, source, target, n, first, synapses, weight in (
    ("E", E, E, CE, 0, plastic, None),
    ("E", E, I, CE, -NE, None, J),
    ("I", I, neurons, CI, NE, None, -g * J),
):
    if synapses is None:
        synapses = Synapses(
            source, target, on_pre="v_post += w*int(not_refractory_post)", delay=1.5 * ms,
            namespace={"w": weight},
        )
    i, j = fixed_in_degree(rng, len(source), len(target), n, first)
    synapses.connect(i=i, j=j)
    run.project(name, synapses)
plastic.w = J

run.add(PoissonInput(neurons, "v", CE, eta * threshold_rate, "J*int(not_refractory)"))
run.record("E", E, NE)
run.record("I", I, NI)
run.finish()

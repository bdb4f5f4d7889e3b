"""Vogels & Abbott (2005) with conductance synapses (R. Brette et al. 2007, benchmark 1)."""

from brian2 import NeuronGroup, Synapses, ms, mV, nS, pA, pF

from common import arguments
from with_brian2 import Run

args = arguments()
run = Run(args)
NE, NI = round(3_200 * args.scale), round(800 * args.scale)
neurons = NeuronGroup(
    NE + NI,
    """dv/dt = (gL*(-60*mV - v) - ge*v + gi*(-80*mV - v) + bias)/C : volt (unless refractory)
       dge/dt = -ge/(5*ms) : siemens
       dgi/dt = -gi/(10*ms) : siemens""",
    method="exponential_euler",
    threshold="v >= -50*mV", reset="v = -60*mV", refractory=5.1 * ms,
    namespace={"gL": 10 * nS, "C": 200 * pF, "bias": 200 * pA},
)
neurons.v = "-60*mV + rand()*10*mV"
run.add(neurons)
for name, source, on_pre in (
    ("E", neurons[:NE], "ge_post += 6*nS"),
    ("I", neurons[NE:], "gi_post += 67*nS"),
):
    synapses = Synapses(source, neurons, on_pre=on_pre, delay=0.1 * ms)
    synapses.connect(p=0.02 / args.scale)
    run.project(name, synapses)
run.record("E", neurons[:NE], NE)
run.record("I", neurons[NE:], NI)
run.finish()

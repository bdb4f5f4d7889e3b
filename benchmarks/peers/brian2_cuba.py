"""Vogels & Abbott (2005) with current synapses (R. Brette et al. 2007, benchmark 2)."""

from brian2 import NeuronGroup, Synapses, ms, mV

from common import arguments
from with_brian2 import Run

args = arguments()
run = Run(args)
NE, NI = round(3_200 * args.scale), round(800 * args.scale)
# 16.2 pA and -90 pA at R = 100 MOhm.
neurons = NeuronGroup(
    NE + NI,
    """dv/dt = (ge + gi - (v + 49*mV))/(20*ms) : volt (unless refractory)
       dge/dt = -ge/(5*ms) : volt
       dgi/dt = -gi/(10*ms) : volt""",
    method="exact", threshold="v >= -50*mV", reset="v = -60*mV", refractory=5.1 * ms,
)
neurons.v = "-60*mV + rand()*10*mV"
run.add(neurons)
for name, source, on_pre in (
    ("E", neurons[:NE], "ge_post += 1.62*mV"),
    ("I", neurons[NE:], "gi_post -= 9*mV"),
):
    synapses = Synapses(source, neurons, on_pre=on_pre, delay=0.1 * ms)
    synapses.connect(p=0.02 / args.scale)
    run.project(name, synapses)
run.record("E", neurons[:NE], NE)
run.record("I", neurons[NE:], NI)
run.finish()

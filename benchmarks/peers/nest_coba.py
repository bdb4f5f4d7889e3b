"""Vogels & Abbott (2005) with conductance synapses (R. Brette et al. 2007, benchmark 1)."""

import nest

from common import arguments
from with_nest import Run

args = arguments()
run = Run(args)
NE, NI = round(3_200 * args.scale), round(800 * args.scale)
p, delay = 0.02 / args.scale, 0.1
neuron = {
    "C_m": 200.0, "g_L": 10.0, "E_L": -60.0, "V_th": -50.0, "V_reset": -60.0, "t_ref": 5.0,
    "tau_syn_ex": 5.0, "tau_syn_in": 10.0, "E_ex": 0.0, "E_in": -80.0, "I_e": 200.0,
}
E, I = nest.Create("iaf_cond_exp", NE, neuron), nest.Create("iaf_cond_exp", NI, neuron)
for nodes in (E, I):
    nodes.V_m = nest.random.uniform(-60.0, -50.0)
for name, source, weight in (("E", E, 6.0), ("I", I, -67.0)):
    model = run.synapses(name, "static_synapse_hom_w", weight=weight)
    rule = {"rule": "pairwise_bernoulli", "p": p, "allow_autapses": False}
    nest.Connect(source, E + I, rule, {"synapse_model": model, "delay": delay})
run.record("E", E, delay)
run.record("I", I, delay)
run.finish()

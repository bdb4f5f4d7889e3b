"""The network of `nest_brunel.py` with additive pair STDP on E to E."""

import nest

import stdp
from common import arguments
from with_nest import Run

args = arguments()
run = Run(args)
NE, NI = round(10_000 * args.scale), round(2_500 * args.scale)
CE, CI = round(1_000 * args.scale), round(250 * args.scale)
J, g, eta, delay = 0.1 / args.scale**0.5, 5.0, 2.0, 1.5
theta, tau = 20.0, 20.0

neuron = {
    "C_m": 1.0, "tau_m": tau, "E_L": 0.0, "V_th": theta, "V_reset": 10.0, "t_ref": 2.0,
    "tau_minus": stdp.TAU_MINUS,
}
E, I = nest.Create("iaf_psc_delta", NE, neuron), nest.Create("iaf_psc_delta", NI, neuron)
for nodes in (E, I):
    nodes.V_m = nest.random.uniform(0.0, theta)

plastic = run.synapses(
    "E", "stdp_synapse", weight=J, delay=delay, tau_plus=stdp.TAU_PLUS, alpha=stdp.ALPHA,
    mu_plus=0.0, mu_minus=0.0, Wmax=stdp.W_MAX / args.scale**0.5, **{"lambda": stdp.LAMBDA},
)
excitatory = run.synapses("E", "static_synapse_hom_w", weight=J)
inhibitory = run.synapses("I", "static_synapse_hom_w", weight=-g * J)
for source, target, n, model in (
    (E, E, CE, plastic), (E, I, CE, excitatory), (I, E + I, CI, inhibitory),
):
    rule = {
        "rule": "fixed_indegree", "indegree": n, "allow_autapses": False, "allow_multapses": True,
    }
    nest.Connect(source, target, rule, {"synapse_model": model, "delay": delay})

external = nest.Create("poisson_generator", params={"rate": eta * theta / (J * tau) * 1000.0})
nest.Connect(external, E + I, syn_spec={"weight": J, "delay": delay})
run.record("E", E, delay)
run.record("I", I, delay)
run.finish()

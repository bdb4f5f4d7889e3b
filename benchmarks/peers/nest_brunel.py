"""Brunel (2000), model A, asynchronous irregular: delta synapses, fixed in-degree with repeats."""

import nest

from common import arguments
from with_nest import Run

args = arguments()
run = Run(args)
NE, NI = round(10_000 * args.scale), round(2_500 * args.scale)
CE, CI = round(1_000 * args.scale), round(250 * args.scale)
J, g, eta, delay = 0.1 / args.scale**0.5, 5.0, 2.0, 1.5
theta, tau = 20.0, 20.0
external_hz = eta * theta / (J * tau) * 1000.0  # of all external synapses together

neuron = {
    "C_m": 1.0, "tau_m": tau, "E_L": 0.0, "V_th": theta, "V_reset": 10.0, "t_ref": 2.0,
}
E, I = nest.Create("iaf_psc_delta", NE, neuron), nest.Create("iaf_psc_delta", NI, neuron)
for nodes in (E, I):
    nodes.V_m = nest.random.uniform(0.0, theta)

for name, source, n, weight in (("E", E, CE, J), ("I", I, CI, -g * J)):
    model = run.synapses(name, "static_synapse_hom_w", weight=weight)
    rule = {
        "rule": "fixed_indegree", "indegree": n, "allow_autapses": False, "allow_multapses": True,
    }
    nest.Connect(source, E + I, rule, {"synapse_model": model, "delay": delay})

external = nest.Create("poisson_generator", params={"rate": external_hz})
nest.Connect(external, E + I, syn_spec={"weight": J, "delay": delay})
run.record("E", E, delay)
run.record("I", I, delay)
run.finish()

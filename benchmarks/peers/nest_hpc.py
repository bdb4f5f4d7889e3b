"""NEST's own `hpc_benchmark` (A. Morrison et al. 2007): power-law STDP on E to E, 11,250 synapses
into each neuron; `scale` 1 has 11,250 neurons."""

import math

import nest
import numpy as np

from common import arguments
from with_nest import Run

args = arguments()
run = Run(args)
NE, NI = round(9_000 * args.scale), round(2_250 * args.scale)
CE, CI, delay = 9_000, 2_250, 1.5
g, eta = -5.0, 1.685
C_m, tau_m, tau_syn, theta = 250.0, 10.0, 0.32582722403722841, 20.0


def peak_psp(weight):
    """Peak (mV) of the potential that an alpha current of this peak (pA) evokes."""
    t = np.linspace(0.0, 10.0, 1_000_001)
    rate = 1.0 / tau_syn - 1.0 / tau_m
    psp = (np.exp(-t / tau_m) - np.exp(-t / tau_syn)) / rate - t * np.exp(-t / tau_syn)
    return weight * math.e / (tau_syn * C_m * rate) * psp.max()


JE = 0.14 / peak_psp(1.0)
threshold_rate = theta / (CE * tau_m / C_m * JE * math.e * tau_syn)
neuron = {
    "C_m": C_m, "tau_m": tau_m, "tau_syn_ex": tau_syn, "tau_syn_in": tau_syn, "E_L": 0.0,
    "V_reset": 0.0, "V_th": theta, "t_ref": 0.5, "tau_minus": 30.0,
}
E, I = nest.Create("iaf_psc_alpha", NE, neuron), nest.Create("iaf_psc_alpha", NI, neuron)
for nodes in (E, I):
    nodes.V_m = nest.random.normal(5.7, 7.2)

nest.SetDefaults(
    "stdp_pl_synapse_hom_hpc", {"tau_plus": 15.0, "alpha": 0.0513, "lambda": 0.1, "mu": 0.4}
)
plastic = run.synapses("E", "stdp_pl_synapse_hom_hpc", weight=JE, delay=delay)
excitatory = run.synapses("E", "static_synapse_hom_w_hpc", weight=JE)
inhibitory = run.synapses("I", "static_synapse_hom_w_hpc", weight=g * JE)
for source, target, n, model in (
    (E, E, CE, plastic), (E, I, CE, excitatory), (I, E + I, CI, inhibitory),
):
    rule = {
        "rule": "fixed_indegree", "indegree": n, "allow_autapses": False, "allow_multapses": True,
    }
    nest.Connect(source, target, rule, {"synapse_model": model, "delay": delay})

external = nest.Create("poisson_generator", params={"rate": eta * threshold_rate * CE * 1000.0})
nest.Connect(external, E + I, syn_spec={"weight": JE, "delay": delay})
run.record("E", E, delay)
run.record("I", I, delay)
run.finish()

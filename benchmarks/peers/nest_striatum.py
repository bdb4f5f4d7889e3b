"""rheobase's preset `striatum`: with C_m 10 pF and tau_m 10 ms, 1 pA is 1 mV."""

import nest

from common import arguments
from striatum import DRIVE, NOISE, PROBABILITY, SIZE, STRENGTH, TAU_SYN, WEIGHT
from with_nest import Run

args = arguments()
run = Run(args)
populations = {}
for name, size in SIZE.items():
    neuron = {
        "C_m": 10.0, "tau_m": 10.0, "E_L": -70.0, "V_th": -50.0, "V_reset": -80.0, "t_ref": 0.1,
        "tau_syn_ex": TAU_SYN, "tau_syn_in": TAU_SYN, "I_e": DRIVE[name],
    }
    populations[name] = nest.Create("iaf_psc_exp", size, neuron)
    populations[name].V_m = nest.random.uniform(-80.0, -50.0)

noise = nest.Create("noise_generator", params={"std": NOISE, "dt": 0.1})
for row, (target, nodes) in enumerate(populations.items()):
    nest.Connect(noise, nodes, syn_spec={"delay": 0.1})
    for column, (source, sources) in enumerate(populations.items()):
        if PROBABILITY[row][column] == 0.0:
            continue
        jump = WEIGHT[row][column] * STRENGTH / TAU_SYN
        model = run.synapses(source, "static_synapse_hom_w", weight=jump)
        rule = {
            "rule": "pairwise_bernoulli", "p": PROBABILITY[row][column], "allow_autapses": False,
        }
        nest.Connect(sources, nodes, rule, {"synapse_model": model, "delay": 0.1})
for name, nodes in populations.items():
    run.record(name, nodes, 0.1)
run.finish()

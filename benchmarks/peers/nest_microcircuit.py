"""The cortical microcircuit (T. C. Potjans & M. Diesmann 2014, Cereb. Cortex 24:785-806) with
Poisson drive. `scale` scales neurons and in-degrees; weights and a constant current keep mean and
variance of the input (S. J. van Albada, M. Helias & M. Diesmann 2015)."""

import math

import nest
import numpy as np

from common import arguments
from with_nest import Run

args = arguments()
run = Run(args)
NAMES = ["L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I"]
FULL = np.array([20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948])
# Rows are targets, columns sources.
PROBABILITY = np.array([
    [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0, 0.0076, 0.0],
    [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0, 0.0042, 0.0],
    [0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0.0],
    [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0, 0.1057, 0.0],
    [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0],
    [0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0.0],
    [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
    [0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443],
])
EXTERNAL = np.array([1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100])
EXTERNAL_HZ = 8.0
RATES = np.array([0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829])
V_MEAN = [-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43]
V_SD = [5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48]
TAU_M, TAU_SYN, C_M = 10.0, 0.5, 250.0


def current_for_psp(psp):
    """Jump of an exponential current (pA) whose potential peaks at `psp` (mV)."""
    rate = 1.0 / (TAU_SYN - TAU_M)
    ratio = (TAU_M / TAU_SYN) ** rate
    return psp / (TAU_M * TAU_SYN / C_M * rate * (ratio**TAU_M - ratio**TAU_SYN))


scale = args.scale
sizes = np.round(FULL * scale).astype(int)
pairs = np.outer(FULL, FULL)
totals = np.log(1.0 - PROBABILITY) / np.log(1.0 - 1.0 / pairs)  # at full scale
unit = current_for_psp(0.15)
weights = np.tile(np.array([unit, -4.0 * unit] * 4), (8, 1))
weights[0, 2] *= 2.0  # layer 4 E to layer 2/3 E
into = totals / FULL[:, None]
mean_full = (weights * into) @ RATES + unit * EXTERNAL * EXTERNAL_HZ
constant = 0.001 * TAU_SYN * (1.0 - math.sqrt(scale)) * mean_full
weights /= math.sqrt(scale)

populations = []
for index in range(8):
    neuron = {
        "C_m": C_M, "tau_m": TAU_M, "tau_syn_ex": TAU_SYN, "tau_syn_in": TAU_SYN, "t_ref": 2.0,
        "E_L": -65.0, "V_th": -50.0, "V_reset": -65.0, "I_e": constant[index],
    }
    nodes = nest.Create("iaf_psc_exp", int(sizes[index]), neuron)
    nodes.V_m = nest.random.normal(V_MEAN[index], V_SD[index])
    populations.append(nodes)

for column, source in enumerate(populations):
    excites = column % 2 == 0
    model = run.synapses(NAMES[column], "static_synapse")
    mean_delay = 1.5 if excites else 0.75
    delay = nest.math.redraw(
        nest.random.normal(mean_delay, 0.5 * mean_delay), min=0.05, max=math.inf
    )
    for row, target in enumerate(populations):
        number = int(round(totals[row, column] * scale * scale))
        if number == 0:
            continue
        w = weights[row, column]
        weight = nest.math.redraw(
            nest.random.normal(w, 0.1 * abs(w)),
            min=0.0 if excites else -math.inf, max=math.inf if excites else 0.0,
        )
        nest.Connect(
            source, target, {"rule": "fixed_total_number", "N": number},
            {"synapse_model": model, "weight": weight, "delay": delay},
        )

for index, nodes in enumerate(populations):
    rate = EXTERNAL_HZ * EXTERNAL[index] * scale
    external = nest.Create("poisson_generator", params={"rate": rate})
    nest.Connect(external, nodes, syn_spec={"weight": unit / math.sqrt(scale), "delay": 1.5})
    run.record(NAMES[index], nodes, 0.1)
run.finish()

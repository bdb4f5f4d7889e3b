"""rheobase's preset `striatum`. One group of neurons and one of synapses, which suits Brian2."""

import numpy as np
from brian2 import NeuronGroup, Synapses, ms, mV

from common import arguments
from striatum import DRIVE, NOISE, PROBABILITY, SIZE, STRENGTH, TAU_SYN, WEIGHT
from wiring import bernoulli
from with_brian2 import Run

args = arguments()
run = Run(args)
sizes = list(SIZE.values())
starts = np.concatenate([[0], np.cumsum(sizes)])
neurons = NeuronGroup(
    starts[-1],
    """dv/dt = (-70*mV - v + I + E)/tau + sigma*sqrt(dt)/tau*xi : volt
       dI/dt = -I/tau_syn : volt
       E : volt (constant)""",
    method="euler", threshold="v > -50*mV", reset="v = -80*mV",
    namespace={"tau": 10 * ms, "tau_syn": TAU_SYN * ms, "sigma": NOISE * mV},
)
neurons.v = "-80*mV + rand()*30*mV"
neurons.E = np.repeat(list(DRIVE.values()), sizes) * mV
run.add(neurons)

rng = np.random.default_rng(args.seed)
pieces = []
for row in range(3):
    for column in range(3):
        i, j = bernoulli(
            rng, sizes[column], sizes[row], PROBABILITY[row][column], row == column
        )
        jump = np.full(len(i), WEIGHT[row][column] * STRENGTH / TAU_SYN)
        pieces.append((i + starts[column], j + starts[row], jump))
i, j, jump = (np.concatenate(each) for each in zip(*pieces))
order = np.lexsort((j, i))
i, j, jump = i[order], j[order], jump[order]
synapses = Synapses(neurons, neurons, "w : volt (constant)", on_pre="I_post += w", delay=0.1 * ms)
synapses.connect(i=i, j=j)
synapses.w = jump * mV
run.add(synapses)
for index, name in enumerate(SIZE):
    part = slice(starts[index], starts[index + 1])
    run.record(name, neurons[part], sizes[index])
    run.count(name, int(np.isin(i, np.arange(part.start, part.stop)).sum()))
run.finish()

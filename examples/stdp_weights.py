"""Competition among synapses: additive STDP makes them strong or weak (Song et al. 2000)."""

import matplotlib.pyplot as plt
import numpy as np

import rheobase as rb

net = rb.Network("competition", duration="100 s", seed=1)
# Every spike of its Poisson process makes a relay fire.
net.add_population("input", 500, V_init="-70 mV", receptors={"relay": rb.delta()})
net.add_input("input", rb.poisson("12 Hz", weight="40 mV"))
net.add_population(
    "cell", 10, tau_m="20 ms", V_reset="-60 mV", receptors={"exc": rb.exponential("5 ms")}
)
net.connect(
    "input",
    "cell",
    rule="all_to_all",
    delay="1 ms",
    weight=rb.uniform("0 mV", "2 mV"),
    plasticity=rb.stdp(w_max="2 mV", learning_rate=0.01, alpha=1.05),
)
net.record("weights", of="input->cell", times=["0 s", "5 s", "20 s", "100 s"])
net.record("spikes", of="cell")
weights = net.run().weights["input->cell"]

figure, axes = plt.subplots(1, 4, figsize=(9, 2.8), sharey=True, layout="constrained")
for ax, time, row in zip(axes, weights.times, np.asarray(weights), strict=True):
    ax.hist(row, bins=25, range=(0, 2), weights=np.full(len(row), 1 / len(row)), color="#0072b2")
    ax.set(title=f"{time / 1000:g} s", xlabel="Weight (mV)")
    ax.spines[["top", "right"]].set_visible(False)
axes[0].set_ylabel("Share of synapses")
plt.show()

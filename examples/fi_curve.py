"""Rate over drive (the f-I curve), without noise and with more and more of it."""

import matplotlib.pyplot as plt
import numpy as np

import rheobase as rb

# One neuron for each drive and trial.
drive = np.repeat(np.linspace(12, 30, 73), 60)  # mV

figure, ax = plt.subplots(figsize=(6, 4), layout="constrained")
for noise, color in ((0, "#333333"), (2, "#0072b2"), (4, "#009e73"), (8, "#d55e00")):
    net = rb.Network("fi", duration="3 s", seed=1)
    net.add_population("cell", len(drive), tau_m="20 ms", V_reset="-60 mV", t_ref="2 ms")
    net.add_input("cell", drive * rb.mV)
    if noise:
        net.add_input("cell", rb.white_noise(noise * rb.mV))
    rates = net.run()["cell"].rates.reshape(-1, 60).mean(axis=1)
    ax.plot(drive[::60], rates, color=color, label=f"{noise} mV")
ax.axvline(20, color="#777777", linewidth=0.8, linestyle=":")
ax.text(20.2, 2, "threshold", color="#777777")
ax.set(xlabel="Mean drive R·I (mV)", ylabel="Rate (Hz)")
ax.spines[["top", "right"]].set_visible(False)
ax.legend(title="Noise of V", frameon=False)
plt.show()

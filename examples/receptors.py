"""What one spike does, by receptor: the same synapse, four ways to write its weight."""

import matplotlib.pyplot as plt

import rheobase as rb

# Each kind of receptor with a weight for it, and what of it is drawn.
receptors = {
    "delta": (rb.delta(), "1 mV", "V"),
    "exponential": (rb.exponential("5 ms"), "5 mV", "I.syn"),
    "alpha": (rb.alpha("5 ms"), "2 mV", "I.syn"),
    "conductance": (rb.conductance("5 ms", reversal="0 mV"), "1 nS", "g.syn"),
}
axis = {"V": "V (mV)", "I.syn": "R·I (mV)", "g.syn": "g (nS)"}

figure, axes = plt.subplots(2, 4, figsize=(9, 3.8), sharex=True, layout="constrained")
for column, (kind, (receptor, weight, variable)) in enumerate(receptors.items()):
    net = rb.Network(kind, duration="50 ms")
    net.add_population(
        "cell", 1, tau_m="10 ms", C_m="200 pF", V_init="-70 mV", receptors={"syn": receptor}
    )
    net.add_input("cell", rb.spike_train(["10 ms"], weight=weight))
    net.record("V", *({variable} - {"V"}), of="cell")
    run = net.run()
    times = run["cell"].V.times
    upper, lower = axes[:, column]
    upper.set_title(f"{kind}, {weight}", fontsize=10)
    if variable == "V":
        upper.plot([0, 10, 10, 10, 50], [0, 0, 1, 0, 0], color="#0072b2")
        upper.set_ylabel("jump (mV)")
    else:
        upper.plot(times, run["cell"].traces[variable][:, 0], color="#0072b2")
        upper.set_ylabel(axis[variable])
    lower.plot(times, run["cell"].V[:, 0], color="#d55e00")
    lower.set(ylim=(-70.2, -68.0), xlabel="Time (ms)")
axes[1, 0].set_ylabel("V (mV)")
for ax in axes.flat:
    ax.spines[["top", "right"]].set_visible(False)
plt.show()

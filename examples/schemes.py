"""Exact integration and the Euler step: a membrane that charges, with fine and coarse steps."""

import matplotlib.pyplot as plt
import numpy as np

import rheobase as rb

COLORS = {"euler": "#d55e00", "exact": "#0072b2"}


def charging(scheme, dt):
    """V of a neuron under 15 mV from t = 0 on: times (ms) and voltages (mV)."""
    net = rb.Network("charging", dt=dt * rb.ms, scheme=scheme, duration="40 ms")
    net.add_population("cell", 1, tau_m="10 ms", V_init="-70 mV")
    net.add_input("cell", "15 mV")
    net.record("V", of="cell", every=dt * rb.ms)
    V = net.run()["cell"].V
    return V.times, V[:, 0]


def closed_form(times):
    return -70 + 15 * (1 - np.exp(-times / 10))


figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.4), layout="constrained")
fine = np.linspace(0, 40, 400)
left.plot(fine, closed_form(fine), color="#777777", label="closed form")
steps = [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0]
for scheme, marker in (("euler", "s"), ("exact", "o")):
    times, V = charging(scheme, 4.0)
    left.plot(times, V, marker, color=COLORS[scheme], label=f'"{scheme}", dt = 4 ms')
    errors = []
    for dt in steps:
        times, V = charging(scheme, dt)
        errors.append(np.abs(V - closed_form(times)).max())
    right.plot(steps, errors, marker + "-", color=COLORS[scheme], label=f'scheme = "{scheme}"')
left.set(xlabel="Time (ms)", ylabel="V (mV)")
right.set(xscale="log", yscale="log", xlabel="Time step dt (ms)", ylabel="Largest error of V (mV)")
right.set_ylim(1e-15, 10)
for ax in (left, right):
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, loc="lower right" if ax is left else "center right")
plt.show()

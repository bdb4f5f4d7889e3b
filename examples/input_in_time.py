"""A population follows its input: a Python function of time, and the rate that it causes."""

import matplotlib.pyplot as plt
import numpy as np

import rheobase as rb


def chirp(t):
    """A sine that becomes faster, from 0 to 40 Hz in two seconds; t in ms, result in mV."""
    return 18 + 4 * np.sin(2 * np.pi * 1e-5 * t**2)


net = rb.Network("chirp", duration="2 s", seed=1)
net.add_population("E", 2000, tau_m="10 ms", V_reset="-60 mV", t_ref="2 ms", color="blue")
net.add_input("E", rb.function(chirp, unit="mV"))
net.add_input("E", rb.white_noise("3 mV"))
run = net.run()

figure, (drive, raster, rate) = plt.subplots(
    3, 1, figsize=(8, 6), sharex=True, height_ratios=[1, 2, 1.5], layout="constrained"
)
times = np.arange(0, 2000)
drive.plot(times, chirp(times), color="#777777")
drive.set_ylabel("Drive (mV)")
drive.spines[["top", "right"]].set_visible(False)
run.plot_raster(neurons=50, ax=raster)
raster.set_xlabel("")
run.plot_rates(bin="2 ms", ax=rate)
plt.show()

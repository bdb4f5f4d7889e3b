"""The striatum: spikes of all neurons, and rates of the three populations."""

import matplotlib.pyplot as plt

import rheobase as rb

run = rb.run(rb.presets.striatum(), "1 s", seed=1)

figure, (raster, rates) = plt.subplots(
    2, 1, figsize=(8, 6.5), height_ratios=[3.5, 1], sharex=True, layout="constrained"
)
run.plot_raster(neurons={"dSPN": 40, "iSPN": 40, "FSI": 20}, ax=raster)
raster.set_xlabel("")
run.plot_rates(sigma="10 ms", ax=rates)
plt.show()

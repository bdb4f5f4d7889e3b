"""Below a square millimetre of cortex: Potjans & Diesmann (2014), at a tenth of its size."""

import matplotlib.pyplot as plt

import rheobase as rb

run = rb.run(rb.presets.microcircuit(scale=0.1), "600 ms", seed=1).between("200 ms")

figure, (raster, bars) = plt.subplots(
    1, 2, figsize=(9, 5), width_ratios=[3, 1], layout="constrained"
)
run.plot_raster(ax=raster)
names = list(run.rates)
colors = ["#0072b2" if name.endswith("E") else "#d55e00" for name in names]
bars.barh(names, [run.rates[name] for name in names], color=colors)
bars.invert_yaxis()
bars.set_xlabel("Mean rate (Hz)")
bars.spines[["top", "right"]].set_visible(False)
plt.show()

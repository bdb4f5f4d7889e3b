"""Four regimes of a sparsely connected network: Brunel (2000), figure 8."""

import matplotlib.pyplot as plt

import rheobase as rb

TITLES = {
    "SR": "synchronous regular",
    "SI_fast": "synchronous irregular, fast",
    "AI": "asynchronous irregular",
    "SI_slow": "synchronous irregular, slow",
}

figure, axes = plt.subplots(
    4, 2, figsize=(9, 6.5), sharex="col", height_ratios=[2, 1, 2, 1], layout="constrained"
)
for place, (regime, title) in enumerate(TITLES.items()):
    run = rb.run(rb.presets.brunel(regime=regime), "300 ms", seed=1).between("100 ms")
    row, column = 2 * (place // 2), place % 2
    raster, rate = axes[row, column], axes[row + 1, column]
    run.plot_raster(populations="E", neurons=40, ax=raster)
    raster.set(xlabel="", title=f"{title}: {run.rates['E']:.0f} Hz")
    run.plot_rates(bin="1 ms", populations="E", ax=rate)
    rate.get_legend().remove()  # the title says it
    for label in list(raster.texts):
        label.remove()
    if row == 0:
        rate.set_xlabel("")
    if column == 1:
        raster.set_ylabel("")
        rate.set_ylabel("")
plt.show()

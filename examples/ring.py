"""A bump of activity on a ring, called up by a cue."""

from pathlib import Path

import matplotlib.pyplot as plt

import rheobase as rb

net = rb.Network.load(Path(__file__).with_name("ring.toml"))
run = net.run()

figure, ax = plt.subplots(figsize=(8, 3.5), layout="constrained")
run.plot_raster(populations="E", ax=ax)
ax.axvspan(500, 800, ymin=1 - 220 / 400, ymax=1 - 180 / 400, color="#e69f00", alpha=0.35, lw=0)
ax.text(810, 175, "cue", color="#8c510a")
plt.show()

"""A sweep over two parameters: how interneurons of the striatum rule the direct pathway."""

import matplotlib.pyplot as plt

import rheobase as rb

drives = [20, 21, 22, 23, 24, 25]  # mV
weights = [0, -20, -40, -60, -80, -100]  # mV*ms

table = rb.sweep(
    rb.presets.striatum(),
    {
        "FSI.input.mean": [drive * rb.mV for drive in drives],
        "FSI->dSPN.weight": [f"{weight} mV*ms" for weight in weights],
    },
    duration="500 ms",
)
rates = table["dSPN.rate"].to_numpy().reshape(len(drives), len(weights)).T

figure, ax = plt.subplots(figsize=(5.5, 4), layout="constrained")
image = ax.imshow(rates, origin="lower", cmap="viridis")
ax.set(
    xticks=range(len(drives)),
    xticklabels=drives,
    xlabel="Drive of the FSI (mV)",
    yticks=range(len(weights)),
    yticklabels=weights,
    ylabel="Weight FSI→dSPN (mV·ms)",
)
figure.colorbar(image, label="Rate of dSPN (Hz)")
plt.show()

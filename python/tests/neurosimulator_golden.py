"""Runs of the original simulator, as the engine's own tests keep them."""

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[2] / "crates" / "rheobase" / "tests" / "golden"
FIELDS = (
    "NN CP CW Tau Tausyn consider_failure FailRate failure_update_time "
    "Vthr Vreset Vrest Vspike MeanIx SigmaIx SigmaNoise"
).split()


class Case:
    """One file: its arrays by name, and the population class that it was run with."""

    def __init__(self, name):
        self.arrays = np.load(FOLDER / f"{name}.npz")
        self.seed, self.dt = int(self["seed"]), float(self["dt"])

    def __getitem__(self, key):
        return self.arrays[key]

    def population(self):
        """A class of the original's shape, made anew for each test."""
        fields = {name: self[f"pop_{name}"] for name in FIELDS}
        for name in ("Tausyn", "consider_failure", "failure_update_time"):
            fields[name] = fields[name].item()
        fields["size"] = len(fields["NN"])
        fields["Tag"] = {f"p{p}": p for p in range(fields["size"])}
        fields["Colors"] = np.eye(3)[np.arange(fields["size"]) % 3]
        return type("Population", (), fields)

    def matrix(self):
        """The weights before the run, row = post."""
        if "Wmat0" in self.arrays.files:
            return self["Wmat0"]
        n = self["Tag"].size
        matrix = np.zeros((n, n))
        matrix[self["W_post"], self["W_pre"]] = self["W_val"]
        return matrix

    def spikes(self):
        return list(zip(self["spk_step"].tolist(), self["spk_id"].tolist()))

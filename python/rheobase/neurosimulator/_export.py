"""The network of a script as a `rheobase.Network`."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ._bridge import each, matrix, projection, values
from ._neurons import Neurons


def document(neurons: Neurons, Population: Any, dt: float) -> dict[str, Any]:
    """Describe the network as it stands: weights, voltages and inputs are given, not drawn.

    Populations have the names of `Population.Tag`; weights are those delivered when nothing fails.
    """
    names = [identifier(name) for name in list(Population.Tag)[: Population.size]]
    places = [np.flatnonzero(neurons.Tag == p) for p in range(Population.size)]
    network: dict[str, Any] = {
        "rheobase": 1,
        "name": identifier(getattr(Population, "__name__", "network")),
        "dt": f"{float(dt)!r} ms",
        "scheme": "euler",
        "population": {},
        "projection": {},
        "input": {},
    }
    for p, (name, ids) in enumerate(zip(names, places)):
        if ids.size:
            network["population"][name] = population(neurons, Population, p, ids)
            network["input"] |= inputs(neurons, Population, p, name, ids)
    Wmat = matrix(neurons, "Wmat")
    for post, target in enumerate(names):
        for pre, source in enumerate(names):
            weights = Wmat[np.ix_(places[post], places[pre])]
            if weights.any():
                rows, columns = np.nonzero(weights)
                made = projection(rows, columns, weights, source, target)
                network["projection"][f"{source}->{target}"] = made
                if Population.FailRate[post, pre] > 0:
                    made["failure"] = failure(Population, post, pre)
    return network


def population(neurons: Neurons, Population: Any, p: int, ids: np.ndarray) -> dict[str, Any]:
    tau = f"{float(Population.Tausyn)!r} ms"
    red, green, blue = (round(255 * float(c)) for c in Population.Colors[p][:3])
    return {
        "size": int(ids.size),
        "color": f"#{red:02x}{green:02x}{blue:02x}",
        "tau_m": each(values(neurons, "Tau")[ids], "ms"),
        "V_rest": each(values(neurons, "Vrest")[ids], "mV"),
        "V_thr": each(values(neurons, "Vthr")[ids], "mV"),
        "V_reset": each(values(neurons, "Vreset")[ids], "mV"),
        "V_spike": f"{float(values(neurons, 'Vspike')[ids[0]])!r} mV",
        "V_init": each(values(neurons, "V")[ids], "mV"),
        "receptors": {"syn": {"kind": "exponential", "tau": tau}},
    }


def inputs(neurons: Neurons, Population: Any, p: int, name: str, ids: np.ndarray) -> dict[str, Any]:
    value = each(values(neurons, "Ix")[ids], "mV")
    made = {f"{name}.Ix": {"target": name, "kind": "per_neuron", "value": value}}
    sigma = float(Population.SigmaNoise[p])
    if sigma > 0:
        made[f"{name}.noise"] = {"target": name, "kind": "step_noise", "sd": f"{sigma!r} mV"}
    return made


def failure(Population: Any, post: int, pre: int) -> dict[str, Any]:
    return {
        "probability": float(Population.FailRate[post, pre]),
        "mode": "mask",
        "every": f"{float(Population.failure_update_time)!r} ms",
        "on": bool(Population.consider_failure),
    }


def identifier(name: Any) -> str:
    """A name that a network file accepts."""
    name = re.sub(r"\W", "_", str(name)).strip("_")
    return name if name[:1].isalpha() else f"P{name}"

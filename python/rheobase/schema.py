"""The keys of a network file, for attributes: which there are, their defaults, which need a unit.

The engine checks what a network says; this table is for what is to be known before: a mistyped
attribute, a number without a unit, the value of a key that was not given. A test compares it with
the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["Key", "Keys", "input_keys", "nested", "plasticity_keys", "record_keys"]


class Key(NamedTuple):
    """A key: its default, an example where it needs a unit, whether it holds a table."""

    default: Any = None
    example: str = ""
    table: bool = False


def _time(default: Any = None) -> Key:
    return Key(default, "10 ms")


def _voltage(default: Any = None) -> Key:
    return Key(default, "20 mV")


Keys = Mapping[str, Key]

TOP: Keys = {
    "name": Key("network"),
    "description": Key(""),
    "duration": _time("1000 ms"),
    "dt": Key("0.1 ms", "0.1 ms"),
    "scheme": Key("exact"),
    "seed": Key(1),
    "seeds": Key(table=True),
    "analysis": Key(table=True),
}
SEEDS: Keys = {"wiring": Key(), "initial": Key(), "noise": Key()}
ANALYSIS: Keys = {"start": _time("0 ms"), "stop": _time(), "bin": _time("5 ms")}

POPULATION: Keys = {
    "size": Key(),
    "color": Key(),
    "model": Key("lif"),
    "tau_m": _time("10 ms"),
    "C_m": Key(None, "200 pF"),
    "V_rest": _voltage("-70 mV"),
    "V_thr": _voltage("-50 mV"),
    "V_reset": _voltage("-80 mV"),
    "t_ref": _time("0 ms"),
    "V_spike": _voltage("40 mV"),
    "V_init": _voltage(),
    "receptors": Key(table=True),
    "positions": Key(),
}
RECEPTOR: Keys = {"kind": Key(), "tau": _time(), "reversal": _voltage()}
POSITIONS: Keys = {
    "kind": Key(),
    "columns": Key(),
    "spacing": Key(None, "50 um"),
    "width": Key(None, "1 mm"),
    "height": Key(None, "1 mm"),
    "circumference": Key(None, "3 mm"),
    "periodic": Key(False),
}

FAILURE: Keys = {
    "probability": Key(),
    "mode": Key("per_spike"),
    "every": _time(),
    "on": Key(True),
}
PROJECTION: Keys = {
    "source": Key(),
    "target": Key(),
    "receptor": Key(),
    "rule": Key(),
    "weight": Key(None, "0.1 mV"),
    "delay": Key(None, "1.5 ms"),
    "allow_self": Key(False),
    "allow_multiple": Key(False),
    "failure": Key(),
    "plasticity": Key(),
}
BLOCK: Keys = {
    "populations": Key(),
    "receptor": Key(),
    "probability": Key(),
    "weight": Key(),
    "unit": Key(),
    "strength": Key(1),
    "delay": Key(None, "1.5 ms"),
    "allow_self": Key(False),
    "failure": Key(),
    "plasticity": Key(),
}
_RULES: Mapping[str, Keys] = {
    "all_to_all": {},
    "one_to_one": {},
    "bernoulli": {"p": Key()},
    "fixed_in_degree": {"n": Key()},
    "fixed_out_degree": {"n": Key()},
    "fixed_total": {"n": Key()},
    "distance": {
        "kernel": Key(),
        "p_max": Key(),
        "sigma": Key(None, "100 um"),
        "lambda": Key(None, "200 um"),
        "p": Key(),
        "radius": Key(None, "120 um"),
    },
    "small_world": {"k": Key(), "rewire": Key()},
    "matrix": {"file": Key(), "values": Key()},
    "edges": {"file": Key(), "source": Key(), "target": Key(), "weight": Key(), "delay": Key()},
}
_PAIRS: Keys = {
    "rule": Key(),
    "on": Key(True),
    "tau_plus": _time("20 ms"),
    "tau_minus": _time("20 ms"),
    "lambda": Key(),
    "alpha": Key(),
}
_PLASTICITY: Mapping[str, Keys] = {
    "anti_hebbian": {
        "rule": Key(),
        "on": Key(True),
        "alpha": Key("0.1 1/ms", "0.1 1/ms"),
        "window": _time("20 ms"),
        "delivery": Key("live"),
    },
    "stdp": {
        **_PAIRS,
        "mu_plus": Key(0),
        "mu_minus": Key(0),
        "w_max": Key(None, "0.2 mV"),
    },
    "stdp_power_law": {**_PAIRS, "mu": Key(0.4), "w_0": Key(None, "1 pA")},
}

_TARGET: Keys = {"target": Key(), "kind": Key()}
_SPIKES: Keys = {"receptor": Key(), "weight": Key(None, "0.1 mV")}
_INPUTS: Mapping[str, Keys] = {
    "constant": {"mean": _voltage(), "sd": _voltage("0 mV")},
    "per_neuron": {"value": _voltage()},
    "current": {"value": _voltage()},
    "step_noise": {"sd": _voltage()},
    "white_noise": {"sigma": _voltage()},
    "ornstein_uhlenbeck": {"mean": _voltage("0 mV"), "sigma": _voltage(), "tau": _time()},
    "poisson": {
        "rate": Key(None, "8 Hz"),
        "sources": Key(1),
        "shared": Key(False),
        **_SPIKES,
    },
    "spike_train": {
        "file": Key(),
        "unit": Key("ms"),
        "times": Key(),
        "ids": Key(),
        **_SPIKES,
    },
}
_RECORDS: Mapping[str, Keys] = {
    "spikes": {"of": Key(), "sample": Key()},
    "state": {"of": Key(), "sample": Key(), "variables": Key(), "every": _time()},
    "rate": {"of": Key(), "bin": _time()},
    "weights": {"projection": Key(), "times": Key()},
    "connectivity": {"projection": Key()},
}
INPUT_KINDS = tuple(_INPUTS)
PHASE: Keys = {
    "duration": _time(),
    "name": Key(""),
    "plasticity": Key(),
    "failures": Key(),
    "scale": Key(),
    "inputs": Key(),
    "silence": Key(),
}


def _by_kind(table: Mapping[str, Keys], kind: Any, first: Keys) -> Keys:
    if isinstance(kind, str) and kind in table:
        return {**first, **table[kind]}
    everything = {key: value for keys in table.values() for key, value in keys.items()}
    return {**first, **everything}


def input_keys(kind: Any) -> Keys:
    """The keys of an input of this kind; of all kinds where it is not known."""
    return _by_kind(_INPUTS, kind, _TARGET)


def record_keys(kind: Any) -> Keys:
    """The keys of a recording of this kind."""
    return _by_kind(_RECORDS, kind, {"kind": Key()})


def plasticity_keys(rule: Any) -> Keys:
    """The keys of a plasticity rule."""
    return _by_kind(_PLASTICITY, rule, {})


def nested(key: str, table: Mapping[str, Any]) -> Keys | None:
    """The keys of a table that is the value of `key`; None where names are free."""
    match key:
        case "failure":
            return FAILURE
        case "plasticity" if "rule" in table:
            return plasticity_keys(table["rule"])
        case "rule":
            return _by_kind(_RULES, table.get("kind"), {"kind": Key()})
        case "positions":
            return POSITIONS
        case "analysis":
            return ANALYSIS
        case "seeds":
            return SEEDS
        case _:
            return None

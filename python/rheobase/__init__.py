"""Simulate networks of spiking neurons.

Networks are described (`Network`, `presets`), simulated (`run`, `Simulation`) and looked at
(`Run`).

>>> import rheobase as rb
>>> run = rb.run(rb.presets.fsi(), "200 ms", seed=1)
>>> run.rates["FSI"] > 0
True

Quantities have units: ``10 * rb.ms``, ``"10 ms"``, or objects of pint and quantities. Results are
NumPy arrays in ms, mV, pA, nS and Hz.
"""

from rheobase import analysis, positions, presets
from rheobase._native import Spec, __version__
from rheobase.distributions import lognormal, normal, uniform
from rheobase.errors import BuildError, Error, RunError, SpecError, StateError
from rheobase.functions import function
from rheobase.inputs import (
    constant,
    current,
    ou,
    per_neuron,
    poisson,
    spike_train,
    step_noise,
    white_noise,
)
from rheobase.network import Network
from rheobase.plasticity import PlasticityRule
from rheobase.quantities import Quantity, units
from rheobase.receptors import alpha, conductance, delta, exponential
from rheobase.results import NotRecorded, Run, concatenate, load_run
from rheobase.rules import (
    all_to_all,
    bernoulli,
    distance,
    fixed_in_degree,
    fixed_out_degree,
    fixed_total,
    one_to_one,
    small_world,
)
from rheobase.simulation import Simulation, load, run
from rheobase.sweep import SweepError, sweep
from rheobase.synapses import anti_hebbian, failure, stdp, stdp_power_law
from rheobase.time_functions import ramp, series, sine, steps

ms, s, us = units.ms, units.s, units.us
mV, V = units.mV, units.V
pA, nA = units.pA, units.nA
nS, uS = units.nS, units.uS
pF, nF = units.pF, units.nF
Hz, kHz = units.Hz, units.kHz
um, mm = units.um, units.mm

__all__ = [
    "BuildError",
    "Error",
    "Hz",
    "Network",
    "NotRecorded",
    "PlasticityRule",
    "Quantity",
    "Run",
    "RunError",
    "Simulation",
    "Spec",
    "SpecError",
    "StateError",
    "SweepError",
    "V",
    "__version__",
    "all_to_all",
    "alpha",
    "analysis",
    "anti_hebbian",
    "bernoulli",
    "concatenate",
    "conductance",
    "constant",
    "current",
    "delta",
    "distance",
    "exponential",
    "failure",
    "fixed_in_degree",
    "fixed_out_degree",
    "fixed_total",
    "function",
    "kHz",
    "load",
    "load_run",
    "lognormal",
    "mV",
    "mm",
    "ms",
    "nA",
    "nF",
    "nS",
    "normal",
    "one_to_one",
    "ou",
    "pA",
    "pF",
    "per_neuron",
    "poisson",
    "positions",
    "presets",
    "ramp",
    "run",
    "s",
    "series",
    "sine",
    "small_world",
    "spike_train",
    "stdp",
    "stdp_power_law",
    "step_noise",
    "steps",
    "sweep",
    "uS",
    "um",
    "uniform",
    "units",
    "us",
    "white_noise",
]

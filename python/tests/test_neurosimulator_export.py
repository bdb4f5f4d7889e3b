"""One network, noise-free, in three interfaces: the same spikes."""

import json
import subprocess
import sys

import numpy as np
import pytest

import rheobase as rb
from rheobase.neurosimulator import populations
from rheobase.neurosimulator import spiking as ns
from rheobase.neurosimulator._bridge import Bridge


@pytest.fixture
def striatum(monkeypatch):
    """A striatum without noise, with inputs that differ."""
    monkeypatch.setattr(ns, "_bridge", Bridge())
    quiet = type("Striatum", (populations.Striatum,), {})
    quiet.SigmaNoise = np.zeros(3)
    quiet.SigmaIx = np.ones(3)
    np.random.seed(9)
    ns.initNetwork(quiet)
    return quiet


def test_three_interfaces_give_the_same_spikes(striatum, tmp_path):
    net = ns.to_network()
    net.duration = "150 ms"
    path = tmp_path / "striatum.toml"
    net.save(path)

    run = rb.run(net)
    times, spikes, V = ns.rundynamics(150, "all")
    command = [sys.executable, "-m", "rheobase", "run", str(path), "--json", "--no-plots"]
    command += ["--out", str(tmp_path / "results")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert spikes.sum() > 300
    assert run.spike_hash == ns._bridge._simulation.spike_hash
    assert json.loads(printed)["spike_hash"] == run.spike_hash
    assert len(run.spikes) == spikes.sum()


def test_what_a_script_changed_is_exported(striatum):
    striatum.consider_failure = True
    ns.Neuron.V[3] = -61.5
    ns.Neuron.Wmat[0, 1] = -2.5
    ns.Neuron.Vthr[5] = -40
    ns.dt = 0.1
    net = ns.to_network()
    assert list(net.populations) == ["dSPN", "iSPN", "FSI"]
    assert net["FSI"].size == 20 and net["FSI"].color == "#ff0000"
    assert net["iSPN->dSPN"].failure["probability"] == 0.5
    sim = rb.Simulation(net)
    assert sim["dSPN"].V[3] == -61.5
    weights = sim["dSPN->dSPN"].matrix()
    weights = weights.toarray() if hasattr(weights, "toarray") else weights
    np.testing.assert_array_equal(weights, ns.Neuron.Wmat[:490, :490])


def test_noise_is_exported_as_noise():
    ns.initNetwork(populations.FSI)
    populations.FSI.SigmaNoise[:] = 3.0
    try:
        net = ns.to_network()
    finally:
        populations.FSI.SigmaNoise[:] = 0.0
    noise = net.inputs["FSI.noise"]
    assert noise.kind == "step_noise" and noise.sd == "3 mV"


def test_names_become_those_of_a_network_file():
    class Odd(populations.FSI):
        Tag = {"fast spiking/1": 0}

    ns.initNetwork(Odd)
    assert list(ns.to_network().populations) == ["fast_spiking_1"]

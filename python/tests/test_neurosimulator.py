"""`rheobase.neurosimulator` against runs of the original."""

import subprocess
import sys

import numpy as np
import pytest
from neurosimulator_golden import Case

from rheobase.neurosimulator import plasticity
from rheobase.neurosimulator import spiking as ns


@pytest.fixture(autouse=True)
def fresh_module():
    """Each test begins with the module as it is imported."""
    ns.dt, ns.faithful = 0.1, True
    yield
    ns.dt, ns.faithful = 0.1, True
    ns.stopPlasticity()


def begin(name):
    """The network of a case, drawn from its seed."""
    case = Case(name)
    ns.dt = case.dt
    np.random.seed(case.seed)
    ns.initNetwork(case.population())
    np.testing.assert_array_equal(ns.Neuron.Wmat, case.matrix())
    if name == "G1_tiny":
        ns.Neuron.V = case["V0"]
    np.testing.assert_array_equal(ns.Neuron.V, case["V0"])
    np.testing.assert_array_equal(ns.Neuron.Ix, case["Ix"])
    np.testing.assert_array_equal(ns.Neuron.Tag, case["Tag"])
    return case


def compare(case, calls, tolerance=0.0):
    """Spikes of all calls, and the state after the last one."""
    starts = np.cumsum([0] + [spikes.shape[1] for _, spikes, _ in calls])
    found = []
    for first, (_, spikes, _) in zip(starts, calls):
        step, neuron = np.nonzero(spikes.T)
        found += zip((step + first).tolist(), neuron.tolist())
    assert found == case.spikes()
    np.testing.assert_allclose(ns.Neuron.V, case["V_end"], rtol=0, atol=tolerance)
    np.testing.assert_allclose(ns.Neuron.Isyn, case["Isyn_end"], rtol=0, atol=tolerance)
    np.testing.assert_array_equal(ns.Neuron.Spike, case["Spike_end"])
    if "SpikeCount_lastcall" in case.arrays.files:
        np.testing.assert_array_equal(ns.Neuron.SpikeCount, case["SpikeCount_lastcall"])
    np.testing.assert_array_equal(ns.Neuron.Time, case["Time_lastcall"])
    np.testing.assert_array_equal(ns.Population.MeanSpikeRate, case["MeanSpikeRate"])


@pytest.mark.parametrize("name", ["G1_tiny", "G2_fsi", "G3_striatum", "G7_noise"])
def test_one_call_is_that_of_the_original(name):
    case = begin(name)
    found = ns.rundynamics(case["endtimes"].item(), "all")
    compare(case, [found])
    np.testing.assert_array_equal(found[2][case["mon_ids"]], case["V_mon"])
    np.testing.assert_array_equal(ns.Population.SpikeRate, case["SpikeRate"])
    if "Noise" in case.arrays.files:
        np.testing.assert_array_equal(ns.Neuron.Noise, case["Noise"][-1])


@pytest.mark.parametrize("name", ["G4a_antihebb", "G4b_antihebb_feedback"])
def test_learning_is_that_of_the_original(name):
    case = begin(name)
    initial = ns.Neuron.Wmat.copy()
    ns.initPlasticity(plasticity.AntiHebbian)
    found = ns.rundynamics(case["endtimes"].item(), "all")
    compare(case, [found], tolerance=1e-9)
    close = {"rtol": 0, "atol": 1e-9}
    np.testing.assert_allclose(ns.Neuron.Wmat, case["Wmat_end"], **close)
    np.testing.assert_allclose(ns.Neuron.Wmat_with_failure, case["Wdelivered_end"], **close)
    np.testing.assert_array_equal(ns.Neuron.initWmat, initial)
    np.testing.assert_allclose(ns.Plasticity.Kernelarray, case["plast_kernel"], rtol=0, atol=0)


def test_learning_seen_from_every_step_is_the_same():
    """A subclass is called after each step; the rule itself, after many."""
    case = begin("G4b_antihebb_feedback")
    series = []

    class Watched(plasticity.AntiHebbian):
        def updatedW(self):
            series.append(super().updatedW())
            return series[-1]

    ns.initPlasticity(Watched)
    found = ns.rundynamics(case["endtimes"].item(), "all")
    compare(case, [found], tolerance=1e-9)
    for k, expected in zip(case["W_series_step"], case["W_series"]):
        np.testing.assert_allclose(series[k], expected, rtol=0, atol=1e-9)


def test_failures_are_those_of_the_original():
    case = begin("G5_failures")
    calls = [ns.rundynamics(endtime, "all") for endtime in case["endtimes"]]
    compare(case, calls)
    np.testing.assert_array_equal(ns.Neuron.Wmat_with_failure, ns.Neuron.Wmat * case["Mask"][-1])


def test_bursts_are_those_of_the_original():
    case = begin("G6_burst")

    class Burst:
        steps = len(case["burst_time"])
        time = case["burst_time"]
        MeanIx = case["burst_MeanIx"]
        TimeArray = case["burst_TimeArray"]

    mean = ns.Population.MeanIx
    found = ns.runburst(Burst, "all")
    compare(case, [found])
    np.testing.assert_array_equal(found[2], case["V_mon"])
    np.testing.assert_array_equal(ns.Population.SpikeRate, case["SpikeRate"])
    np.testing.assert_array_equal(ns.Neuron.Ix, case["Ix_after"])
    assert ns.Population.MeanIx is mean


def test_three_calls_at_another_step():
    case = begin("G8_dt_carryover")
    calls = []
    for k, endtime in enumerate(case["endtimes"]):
        calls.append(ns.rundynamics(endtime, "all"))
        np.testing.assert_array_equal(calls[-1][2], case[f"V_mon_{k}"])
        np.testing.assert_array_equal(ns.Neuron.Time, case[f"Time_{k}"])
        np.testing.assert_array_equal(ns.Neuron.SpikeCount, case[f"SpikeCount_{k}"])
        np.testing.assert_array_equal(ns.Population.SpikeRate, case[f"SpikeRate_{k}"])
    compare(case, calls)


NAMES = """
    Network Neuron Plasticity Plasticityoff Population create_Ix create_Wmat
    create_randomV crosscorr dt initNetwork initNeuron initPlasticity meanplot monitorind
    networkprop plot_ratePDF rasterplot runburst runburstplot rundynamics runplot stopPlasticity
    update_FailureMat update_Neurons update_Noise vec_autocorr vec_cv vec_meanrate
"""


def test_the_names_of_the_original_are_there():
    missing = [name for name in NAMES.split() if not hasattr(ns, name)]
    assert not missing
    fields = (
        "Cmat Colors Cpairs Graph Isyn Ix Noise Spike SpikeCount Tag Tau Time V Vreset Vrest "
        "Vspike Vthr Wmat Wmat_with_failure failure_update_steps initWmat"
    )
    begin("G8_dt_carryover")
    assert not [name for name in fields.split() if not hasattr(ns.Neuron, name)]


def test_pictures_and_graphs_are_imported_when_needed():
    code = "import sys, rheobase.neurosimulator.spiking; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not {"matplotlib", "networkx", "scipy", "pandas"} & set(loaded.stdout.split())

"""The reference step against runs of the original: bit by bit, from the seed on."""

import neurosimulator_reference as reference
import numpy as np
import pytest
from neurosimulator_golden import Case


def begin(name):
    """The state after `np.random.seed`, with what the case set by hand."""
    case = Case(name)
    np.random.seed(case.seed)
    state = reference.start(case.population(), case.dt)
    np.testing.assert_array_equal(state.weights, case.matrix())
    if name == "G1_tiny":
        state.V = case["V0"]
    np.testing.assert_array_equal(state.V, case["V0"])
    np.testing.assert_array_equal(state.Ix, case["Ix"])
    return case, state


def compare(case, state, runs, tolerance=0.0):
    voltages = np.vstack([row for run in runs for row in run.voltages])
    starts = np.cumsum([0] + [len(run.voltages) for run in runs])
    spikes = [(first + k, i) for first, run in zip(starts, runs) for k, i in run.spikes]
    assert spikes == case.spikes()
    np.testing.assert_allclose(voltages[:, case["V_ids"]], case["V_raw"], rtol=0, atol=tolerance)
    np.testing.assert_allclose(state.V, case["V_end"], rtol=0, atol=tolerance)
    np.testing.assert_allclose(state.Isyn, case["Isyn_end"], rtol=0, atol=tolerance)
    np.testing.assert_array_equal(state.spike, case["Spike_end"])


@pytest.mark.parametrize("name", ["G1_tiny", "G2_fsi", "G3_striatum", "G7_noise"])
def test_one_call(name):
    case, state = begin(name)
    run = reference.run(state, case["endtimes"].item())
    compare(case, state, [run])
    np.testing.assert_array_equal(run.marked[case["mon_ids"]], case["V_mon"])
    np.testing.assert_array_equal(run.rates, case["SpikeRate"])


@pytest.mark.parametrize("name", ["G4a_antihebb", "G4b_antihebb_feedback"])
def test_learning(name):
    case, state = begin(name)
    rule = reference.AntiHebbian(state)
    run = reference.run(state, case["endtimes"].item(), rule)
    compare(case, state, [run], tolerance=1e-9 if "feedback" in name else 0.0)
    for k, expected in zip(case["W_series_step"], case["W_series"]):
        np.testing.assert_allclose(run.weights[k], expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(state.delivered, case["Wdelivered_end"], rtol=0, atol=1e-9)


def test_failures():
    case, state = begin("G5_failures")
    runs = [reference.run(state, endtime) for endtime in case["endtimes"]]
    compare(case, state, runs)
    masks = [mask for run in runs for _, mask in run.masks]
    np.testing.assert_array_equal(masks, case["Mask"])


def test_bursts():
    case, state = begin("G6_burst")
    population = state.population
    mean = population.MeanIx
    runs = []
    for k, endtime in enumerate(case["burst_time"]):
        population.MeanIx = mean + case["burst_MeanIx"][k]
        state.Ix = reference.draw_inputs(population)
        np.testing.assert_array_equal(state.Ix, case["Ix_steps"][k])
        runs.append(reference.run(state, endtime))
    compare(case, state, runs)


def test_three_calls_at_another_step():
    case, state = begin("G8_dt_carryover")
    runs = [reference.run(state, endtime) for endtime in case["endtimes"]]
    compare(case, state, runs)
    for k, run in enumerate(runs):
        np.testing.assert_array_equal(run.marked, case[f"V_mon_{k}"])

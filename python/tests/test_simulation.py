"""Simulations: runs, state between runs, switches, files, interruptions."""

import os
import pickle
import signal
import threading
import time

import numpy as np
import pytest

import rheobase as rb


def small() -> rb.Network:
    """Two populations with failures, plasticity, noise and delays: everything that has a state."""
    net = rb.Network("small", dt="0.1 ms", duration="200 ms", seed=3)
    receptors = {"exc": rb.exponential("3 ms"), "inh": rb.exponential("6 ms")}
    net.add_population(
        "E",
        80,
        tau_m="20 ms",
        V_thr="-50 mV",
        V_reset="-60 mV",
        V_rest="-65 mV",
        t_ref="2 ms",
        receptors=receptors,
    )
    net.add_population(
        "I",
        20,
        tau_m="10 ms",
        V_thr="-50 mV",
        V_reset="-60 mV",
        V_rest="-65 mV",
        t_ref="1 ms",
        receptors=receptors,
    )
    net.connect(
        "E",
        "I",
        rule=rb.bernoulli(0.3),
        receptor="exc",
        weight="1 mV",
        delay="1 ms",
        failure=rb.failure(0.2),
    )
    net.connect("I", "E", rule=rb.bernoulli(0.3), receptor="inh", weight="-1.5 mV", delay="0.5 ms")
    net.connect(
        "E",
        "E",
        rule=rb.bernoulli(0.1),
        receptor="exc",
        weight="0.8 mV",
        delay="1.5 ms",
        plasticity=rb.stdp(w_max="2 mV", learning_rate=0.01, alpha=1.05),
    )
    net.add_input("E", rb.white_noise(sigma="3 mV"), name="noise_E")
    net.add_input("E", rb.constant("14.5 mV"), name="drive_E")
    net.add_input("I", rb.constant("15.5 mV"), name="drive_I")
    return net


def hash_of(*lengths: str, threads: int = 1) -> str:
    sim = rb.Simulation(small(), threads=threads)
    for length in lengths:
        sim.run(length)
    return sim.spike_hash


def test_splitting_and_threads_change_no_bit():
    whole = hash_of("200 ms")
    assert hash_of("50 ms", "0.1 ms", "149.9 ms") == whole
    assert hash_of("200 ms", threads=3) == whole
    assert rb.run(small()).spike_hash == whole
    assert rb.run(small(), seed=4).spike_hash != whole


def test_a_run_tells_only_its_own_stretch():
    sim = rb.Simulation(small())
    first, second = sim.run("100 ms"), sim.run("100 ms")
    whole = rb.run(small())
    assert sim.time == 200.0
    times = np.concatenate([first.spikes.times, second.spikes.times])
    assert np.array_equal(times, whole.spikes.times) and len(times) > 100
    assert second.spikes.times.min() > 100.0
    assert np.array_equal(np.concatenate([first.spikes.ids, second.spikes.ids]), whole.spikes.ids)


def test_state_is_read_and_set():
    sim = rb.Simulation(small())
    sim.run("20 ms")
    before = sim["E"].V
    sim["E"].V = before
    assert np.array_equal(sim["E"].V, before)
    sim["E"].V = "-58 mV"
    assert (sim["E"].V == -58).all()
    sim["E"].V = np.linspace(-64, -55, 80)
    sim["E"].currents["exc"] = 2 * rb.mV
    assert (sim["E"].currents["exc"] == 2).all()
    sim.run("20 ms")
    assert not np.array_equal(sim["E"].V, np.linspace(-64, -55, 80))


def test_weights_as_array_matrix_and_sparse():
    sparse = pytest.importorskip("scipy.sparse")
    sim = rb.Simulation(small())
    projection = sim["I->E"]
    assert projection.shape == (80, 20) and projection.unit == "mV"
    dense = projection.matrix()
    assert dense.shape == (80, 20) and np.count_nonzero(dense) == len(projection)
    projection.weights = 2 * projection.weights
    assert np.array_equal(projection.matrix(), 2 * dense)
    projection.weights = dense
    assert np.array_equal(projection.matrix(), dense)
    projection.weights = sparse.csr_array(3 * dense)
    assert np.array_equal(projection.sparse().toarray(), 3 * dense)
    projection.weights = "-1 mV"
    assert (projection.weights == -1).all()
    with pytest.raises(rb.StateError, match="where no synapse is"):
        projection.weights = np.ones((80, 20))
    with pytest.raises(rb.StateError, match="shape"):
        projection.weights = np.ones(3)


def test_weights_that_were_set_are_delivered():
    sim = rb.Simulation(small())
    other = sim.copy()
    sim["I->E"].weights = 0 * sim["I->E"].weights
    sim.run("100 ms"), other.run("100 ms")
    assert sim.spike_hash != other.spike_hash


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda sim: setattr(sim["E"], "V", -60.0), "no unit"),
        (lambda sim: setattr(sim["E"], "V", np.zeros(3)), "shape"),
        (lambda sim: setattr(sim["E"], "V", np.full(80, np.nan)), "NaN|nan|finite"),
        (lambda sim: setattr(sim["E"], "V", "3 ms"), "time"),
        (lambda sim: setattr(sim.inputs["drive_E"], "mean", "3 nS"), "conductance"),
        (lambda sim: sim["E"].currents["exk"], "did you mean"),
        (lambda sim: sim["EI"], "there is no population or projection"),
        (lambda sim: sim.run(100), "unit"),
        (lambda sim: sim.run("0.05 ms"), "nearest"),
        (lambda sim: sim.run("-1 ms"), "-1"),
        (lambda sim: sim.silence("E", [80]), "80"),
        (lambda sim: setattr(sim["E->I"], "scale", np.inf), "inf"),
    ],
)
def test_mistakes_are_errors_that_say_what_is_wrong(change, message):
    sim = rb.Simulation(small())
    with pytest.raises((rb.Error, ValueError, KeyError), match=message):
        change(sim)
    assert sim.run("10 ms") is not None


def test_switches():
    sim = rb.Simulation(small())
    assert sim["E->E"].plasticity and sim["E->I"].failures
    sim.run("50 ms")
    learned = sim["E->E"].weights
    assert len(np.unique(learned)) > 1
    sim["E->E"].plasticity = False
    sim["E->I"].failures = False
    sim.run("50 ms")
    assert np.array_equal(sim["E->E"].weights, learned)
    assert not sim["E->E"].plasticity and not sim["E->I"].failures
    sim.inputs["drive_E"].mean = "0 mV"
    sim.inputs["drive_I"].mean = 0 * rb.mV
    sim.run("50 ms")
    assert len(sim.run("50 ms")["I"].times) == 0
    sim.inputs["drive_I"].mean = None
    assert sim.inputs["drive_I"].mean is None
    assert len(sim.run("50 ms")["I"].times) > 0
    sim.silence("I", range(20))
    assert len(sim.run("50 ms")["I"].times) == 0


def test_copies_branch_and_files_and_pickles_go_on(tmp_path):
    sim = rb.Simulation(small())
    sim.run("100 ms")
    path = tmp_path / "state.rheo"
    sim.save(path)
    others = [sim.copy(), rb.load(path, threads=2), pickle.loads(pickle.dumps(sim))]
    sim.run("100 ms")
    for other in others:
        assert other.time == 100.0
        run = other.run("100 ms")
        assert other.spike_hash == sim.spike_hash
        assert run.spikes.times.min() > 100.0
    branch = rb.load(path)
    branch["E"].V = "-60 mV"
    branch.run("100 ms")
    assert branch.spike_hash != sim.spike_hash


def test_files_that_are_none_are_refused(tmp_path):
    path = tmp_path / "state.rheo"
    rb.Simulation(small()).save(path)
    whole = path.read_bytes()
    for damaged in (b"", whole[:100], whole[:-1], whole[:200] + b"x" + whole[201:]):
        path.write_bytes(damaged)
        with pytest.raises(rb.StateError):
            rb.load(path)
    with pytest.raises((rb.Error, OSError), match="none"):
        rb.load(tmp_path / "none")


def test_ctrl_c_leaves_a_usable_simulation_and_the_data_so_far():
    sim = rb.Simulation(rb.presets.striatum())
    pressed = []

    def press():
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(0.3, press)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        sim.run("10000 s")
    # Generous: the point is that it does not take the hours of the whole run.
    assert time.monotonic() - pressed[0] < 5
    assert sim.last is not None and sim.last.spikes.times.max() < sim.time + sim.dt
    assert sim.run("10 ms").spikes is not None


def test_other_threads_go_on_meanwhile():
    counted = []
    stop = threading.Event()

    def count():
        while not stop.is_set():
            counted.append(1)
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    rb.run(rb.presets.striatum(), "5 s")
    stop.set()
    thread.join()
    assert len(counted) > 5


class Growth(rb.PlasticityRule):
    """Each synapse grows by 1 % when its source fires."""

    def start(self, step):
        self.steps = 0

    def update(self, step):
        self.steps += 1
        step.weights[np.isin(step.sources, step.pre)] *= 1.01


def test_a_rule_of_ones_own_changes_weights():
    sim = rb.Simulation(small())
    before = sim["E->I"].weights
    rule = Growth()
    sim.add_rule(rule, "E->I")
    run = sim.run("50 ms")
    assert rule.steps == 500
    counts = np.bincount(run["E"].ids, minlength=80)
    expected = before * 1.01 ** counts[sim["E->I"].sources]
    assert np.allclose(sim["E->I"].weights, expected, rtol=1e-12) and counts.sum() > 0
    rule.on = False
    sim.run("10 ms")
    assert rule.steps == 500
    sim.remove_rule(rule)


def test_a_rule_that_changes_nothing_changes_no_bit():
    class Idle(rb.PlasticityRule):
        def update(self, step):
            pass

    sim = rb.Simulation(small())
    sim.add_rule(Idle(), "E->I")
    sim.run("50 ms")
    assert sim.spike_hash == hash_of("50 ms")


def test_functions_of_time_hold_as_long_as_the_run_goes_on():
    def network(duration):
        net = small()
        net.duration = duration
        wave = rb.function(lambda t: 3 * np.sin(2 * np.pi * t / 50), unit="mV")
        net.add_input("I", rb.current(wave), name="wave")
        return net

    long = rb.Simulation(network("200 ms"))
    short = rb.Simulation(network("20 ms"))
    long.run("200 ms")
    short.run("200 ms")
    assert long.spike_hash == short.spike_hash != hash_of("200 ms")


def test_a_rate_that_ends_is_told(tmp_path):
    net = small()
    rate = rb.function(lambda t: 10 + t, unit="Hz")
    net.add_input("I", rb.poisson(rate, receptor="exc", weight="1 mV"), name="wave")
    sim = rb.Simulation(net)
    sim.run("200 ms")
    with pytest.raises(rb.RunError, match=r"wave.*200 ms"):
        sim.run("1 ms")
    with pytest.warns(UserWarning, match="wave"):
        sim.save(tmp_path / "state")


def test_what_is_recorded_may_change_between_runs():
    sim = rb.Simulation(small())
    sim.run("10 ms")
    sim.record(volts={"kind": "state", "of": "E[0:3]", "variables": ["V"], "every": "0.1 ms"})
    run = sim.run("10 ms")
    assert run["E"].V.shape[1] == 3


def test_what_cannot_fit_is_refused_with_the_numbers():
    net = rb.Network("huge")
    net.add_population("E", 1_000_000_000)
    with pytest.raises(rb.SpecError, match="GiB"):
        rb.Simulation(net)
    sim = rb.Simulation(small())
    sim.record(V={"kind": "state", "of": "E", "variables": ["V"], "every": "0.1 ms"})
    with pytest.raises(rb.RunError, match=r"GiB|TiB"):
        sim.run("100000 s")
    assert sim.run("1 ms").stop == 1.0

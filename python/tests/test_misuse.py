"""What users do by mistake: each is told, with the thing, its value and what would be accepted.

Nothing is silently taken for something else, nothing panics, and the simulation stays usable.
"""

import gc
import os
import pickle
import signal
import threading
import time
import warnings
import weakref

import numpy as np
import pytest

import rheobase as rb

SIZE = 20


@pytest.fixture(autouse=True)
def no_warning_in_place_of_an_error():
    """NumPy warns where it drops an imaginary part; that must not happen."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def network(*, learns: bool = False) -> rb.Network:
    net = rb.Network("misuse", duration="20 ms", seed=1)
    net.add_population("E", SIZE, receptors={"exc": rb.exponential("5 ms")})
    net.add_population("I", 5, receptors={"exc": rb.exponential("5 ms")})
    net.add_input("E", rb.ou(mean="22 mV", sigma="5 mV", tau="10 ms"), name="drive")
    rule = rb.stdp(w_max="2 mV", learning_rate=0.01, alpha=1.05) if learns else None
    net.connect("E", "E", rule=rb.bernoulli(0.5), weight="1 mV", delay="1 ms", plasticity=rule)
    return net


MATRIX = np.zeros((5, SIZE))
MATRIX[0, 1], MATRIX[4, 9] = 1.0, 0.3
LOCKED = MATRIX.copy()
LOCKED.flags.writeable = False


@pytest.mark.parametrize(
    "matrix",
    [
        MATRIX.astype("f4"),
        MATRIX.astype(">f8"),
        MATRIX.astype(object),
        MATRIX.astype(np.longdouble),
        np.asfortranarray(MATRIX),
        np.repeat(np.repeat(MATRIX, 2, axis=0), 2, axis=1)[::2, ::2],
        MATRIX[::-1, ::-1],
        LOCKED,
        MATRIX.tolist(),
        np.ma.masked_array(MATRIX, mask=False),
    ],
)
def test_matrices_of_any_memory_layout_are_taken(matrix):
    net = network()
    net.connect("E", "I", matrix=matrix, unit="mV", delay="1 ms")
    assert len(rb.Simulation(net)["E->I"]) == 2


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (MATRIX.astype(complex), "complex"),
        (np.ma.masked_equal(MATRIX, 1.0), "masked"),
        (np.where(MATRIX == 1, np.nan, MATRIX), "NaN"),
        (np.where(MATRIX == 1, np.inf, MATRIX), "inf"),
        (MATRIX.astype(str), "no real numbers"),
        (MATRIX[0], r"shape \(20,\)"),
        (MATRIX.T, "20 rows and 5 columns"),
        ([[1, 2], [3]], "no array of numbers"),
        ("abc", "no real numbers"),
        (np.zeros((0, 0)), "0 rows"),
    ],
)
def test_matrices_that_are_none(matrix, message):
    net = network()
    with pytest.raises(rb.SpecError, match=message):
        net.connect("E", "I", matrix=matrix, unit="mV", delay="1 ms")
        net.check()


def test_sparse_matrices_that_do_not_fit():
    sparse = pytest.importorskip("scipy.sparse")
    net = network()
    # All indices of this one are in range: only its shape shows that it lies on its side.
    lying = sparse.csr_array(MATRIX.T[:, :5])
    with pytest.raises(rb.SpecError, match="20 rows and 5 columns"):
        net.connect("E", "I", matrix=lying, unit="mV", delay="1 ms")
    with pytest.raises(rb.SpecError, match=r"5 rows \(targets\) and 3 columns"):
        net.connect(net["E"][[1, 2, 7]], "I", matrix=lying, unit="mV", delay="1 ms")
    with pytest.raises(rb.SpecError, match="complex"):
        net.connect("E", "I", matrix=sparse.csr_array(MATRIX * 1j), unit="mV", delay="1 ms")
    net.connect("E", "I", matrix=sparse.csr_array(MATRIX), unit="mV", delay="1 ms")


@pytest.mark.parametrize(
    ("edges", "message"),
    [
        (([-1], [0], [1.0]), "-1"),
        (([SIZE], [0], [1.0]), f"{SIZE} neurons"),
        (([2**40], [0], [1.0]), str(2**40)),
        (([0.5], [0], [1.0]), "whole numbers"),
        (([np.nan], [0], [1.0]), "whole numbers"),
        (([np.inf], [0], [1.0]), "whole numbers"),
        (([True], [False], [1.0]), "whole numbers"),
        ((np.array([1j]), [0], [1.0]), "complex"),
        ((np.ma.masked_array([0, 1], [0, 1]), [0, 1], [1.0, 1.0]), "masked"),
        (([0, 1], [0], [1.0]), "2 of source, 1 of target"),
        (([0], [0], [np.nan]), "NaN"),
        (([0], [0], np.array([1j])), "complex"),
        (([0], [0], ["a"]), "weight"),
        (([0], [0], [1.0], [0.0]), "not positive"),
        (([0], [0], [1.0], [-1.0]), "not positive"),
        (([0], [0], [1.0], [1.0] * rb.mV), "delay.*voltage"),
        ("abc", "no edges"),
    ],
)
def test_edges_that_are_none(edges, message):
    net = network()
    delay = None if len(edges) == 4 else "1 ms"
    with pytest.raises(rb.SpecError, match=message):
        net.connect("E", "I", edges=edges, unit="mV", delay=delay)
        net.check()


def test_a_weight_for_each_synapse_of_a_rule():
    with pytest.raises(rb.SpecError, match="a rule draws the synapses"):
        network().connect("E", "I", rule=rb.bernoulli(0.1), weight=np.ones(3) * rb.mV, delay="1 ms")


@pytest.mark.parametrize("size", [0, -1, 2.5, "10", True, None, 2**31 + 1, np.nan, [1]])
def test_sizes_that_are_none(size):
    net = rb.Network()
    net.add_population("E", size)
    with pytest.raises(rb.SpecError, match=r"population\.E\.size"):
        net.check()


@pytest.mark.parametrize("size", [np.int64(3), np.uint8(3), 3.0, np.array(3)])
def test_sizes_that_numpy_makes(size):
    net = rb.Network(duration="1 ms")
    net.add_population("E", size)
    assert rb.Simulation(net)["E"].size == 3


@pytest.mark.parametrize("name", ["size", "input", "run", "V", "keys", "é", "日本"])
def test_names_like_attributes_and_of_any_script(name):
    net = rb.Network("names", duration="5 ms")
    net.add_population(name, 3, receptors={"exc": rb.exponential("5 ms")})
    net.add_input(name, "25 mV")
    net.connect(name, name, rule=rb.all_to_all(), weight="1 mV", delay="1 ms")
    sim = rb.Simulation(net)
    run = sim.run()
    assert len(run[name].counts) == len(sim[name].V) == net[name].size == 3
    assert len(sim[f"{name}->{name}"]) == 6
    assert rb.Network.from_toml(net.toml()) == net


@pytest.mark.parametrize("seed", [2**63, 2**64 - 1, np.int64(5), np.uint64(2**63 + 1), "7", None])
def test_seeds_are_whole(seed):
    net = network()
    net.seed = seed
    again = rb.Network.from_toml(net.toml())
    assert again == net and again.run().spike_hash == net.run().spike_hash


@pytest.mark.parametrize("seed", [-1, 2**64, 1.5, "x", True, np.nan])
def test_seeds_that_are_none(seed):
    with pytest.raises(rb.SpecError, match="seed"):
        rb.run(network(), seed=seed)


@pytest.mark.parametrize("threads", [0, -1, 1.5, "2", True, 2**70])
def test_threads_that_are_none(threads):
    with pytest.raises(rb.BuildError, match="threads"):
        rb.Simulation(network(), threads=threads)


def test_networks_that_say_the_same_are_equal():
    net = network(learns=True)
    assert net == network(learns=True) == rb.Network.from_toml(net.toml())
    assert net != network() and net != 5 and net is not None
    broken = network()
    broken["E"].size = -1
    assert broken != network()


@pytest.mark.parametrize(
    ("duration", "message"),
    [
        ("-1 ms", "-1"),
        ("0.05 ms", "nearest"),
        ("1e300 ms", "1e\\+300"),
        ("nan ms", "nan"),
        ("5", "unit"),
        (5, "unit"),
        (True, "unit"),
        ("5 mV", "voltage"),
        (np.array([1, 2]) * rb.ms, "unit"),
    ],
)
def test_durations_that_are_none(duration, message):
    sim = rb.Simulation(network())
    with pytest.raises(rb.RunError, match=message):
        sim.run(duration)
    assert sim.run("0 ms").stop == 0.0
    with pytest.raises((rb.SpecError, ValueError)):
        rb.run(network(), duration)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (np.full(SIZE, -60j), "complex"),
        (np.ma.masked_array(np.full(SIZE, -60.0), np.arange(SIZE) < 3), "masked"),
        (["x"] * SIZE, "no real numbers"),
        ([[1], [1, 2]], "no array of numbers"),
        ([rb.mV] * SIZE, "no array of numbers"),
        (np.full(SIZE, np.nan), "NaN"),
        (np.zeros((1, SIZE)), "shape"),
        (None, "NaN|unit"),
        ("x", "no real numbers"),
        (-60, "unit"),
    ],
)
def test_voltages_that_are_none(value, message):
    sim = rb.Simulation(network())
    before = sim["E"].V
    with pytest.raises(rb.StateError, match=message):
        sim["E"].V = value
    assert np.array_equal(sim["E"].V, before)


@pytest.mark.parametrize(
    ("of", "name", "message"),
    [
        (lambda sim: sim["E"], "v", "did you mean 'V'"),
        (lambda sim: sim["E->E"], "weigths", "did you mean 'weights'"),
        (lambda sim: sim.inputs["drive"], "sigma", "accepted: mean"),
    ],
)
def test_what_is_not_there_cannot_be_set(of, name, message):
    with pytest.raises(AttributeError, match=message):
        setattr(of(rb.Simulation(network())), name, 1.0)


def test_switches_of_what_is_not_there():
    sim = rb.Simulation(network())
    with pytest.raises(rb.StateError, match="no rule of plasticity"):
        sim["E->E"].plasticity = True
    with pytest.raises(rb.StateError, match="no failures"):
        sim["E->E"].failures = True
    with pytest.raises(rb.StateError, match="neither True nor False"):
        sim["E->E"].plasticity = "off"
    sim["E->E"].plasticity = np.False_


def test_silence_takes_indices_and_masks():
    def silent(ids):
        sim = rb.Simulation(network())
        sim.silence("E", ids)
        return np.flatnonzero(sim.run("100 ms")["E"].counts == 0).tolist()

    spiking = set(range(SIZE)) - set(silent([]))
    assert {0, 1, 2} & spiking
    for ids in (range(3), [0, 1, 2], np.arange(SIZE) < 3, {0, 1, 2}):
        assert set(silent(ids)) >= {0, 1, 2} and set(silent(ids)) == set(silent(range(3)))
    for wrong in ([-1], [SIZE], [2**40], [1.5], "0:5", np.ones(3, bool)):
        with pytest.raises(rb.StateError, match="to silence"):
            silent(wrong)


def test_selections_by_index_are_those_of_python():
    e = network()["E"]
    assert e[[-1]] == "E[19]" and e[-1] == "E[19]"
    with pytest.raises(IndexError, match="-21"):
        e[-21]
    with pytest.raises(IndexError, match="mask"):
        e[np.ones(3, bool)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda t: t * np.nan, "not finite"),
        (lambda t: t[:3], "shape"),
        (lambda t: "x", "no real numbers"),
        (lambda t: t * 1j, "complex"),
        (lambda t: np.ma.masked_less(t, 5), "masked"),
        (lambda t: np.zeros((len(t), 7)), "7 columns"),
    ],
)
def test_functions_that_return_something_else(call, message):
    net = network()
    net.add_input("E", rb.function(call, unit="mV"))
    with pytest.raises(rb.SpecError, match=message):
        net.run()


def test_arrays_without_a_unit():
    net = network()
    with pytest.raises(rb.SpecError, match="unit"):
        net.add_input("E", np.ones(SIZE))
    with pytest.raises(rb.SpecError, match="unit"):
        net.add_input("E", rb.current(np.ones(5), every="1 ms"))
    with pytest.raises(ValueError, match="0 ms"):
        rb.function(np.sin, unit="mV", every="0 ms")


class Calls(rb.PlasticityRule):
    """A rule that calls something in its tenth step."""

    def __init__(self, act):
        self.act, self.steps = act, 0

    def update(self, step):
        self.steps += 1
        if self.steps == 10:
            self.act(step)


def spoil(step):
    step.weights[0] = np.nan


def shorten(step):
    step.weights = step.weights[:3]


def lose(step):
    step.weights = None


def fail(step):
    raise ZeroDivisionError("mine")


def interrupt(step):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (spoil, rb.RunError),
        (shorten, rb.StateError),
        (lose, rb.Error),
        (fail, ZeroDivisionError),
        (interrupt, KeyboardInterrupt),
    ],
)
def test_rules_that_fail_leave_the_data_so_far(act, error):
    sim = rb.Simulation(network())
    rule = Calls(act)
    sim.add_rule(rule, "E->E")
    with pytest.raises(error):
        sim.run("5 ms")
    assert sim.time == sim.last.stop == 1.0
    assert sim.run("1 ms").stop == 2.0 and rule.steps == 20


def test_rules_that_are_none():
    sim = rb.Simulation(network(learns=True))
    with pytest.raises(rb.StateError, match="learns by a rule of the engine"):
        sim.add_rule(Calls(fail), "E->E")
    with pytest.raises(TypeError, match="PlasticityRule"):
        sim.add_rule(Calls, "E->E")
    sim = rb.Simulation(network())
    sim.add_rule(Calls(lambda step: sim.run("1 ms")), "E->E")
    with pytest.raises(rb.RunError, match="is running"):
        sim.run("5 ms")


def test_a_running_simulation_says_so_to_other_threads():
    sim = rb.Simulation(rb.presets.striatum())
    ended = []

    def go():
        try:
            sim.run("1000 s")
        except rb.RunError as error:
            ended.append(error)

    # Interrupted by an observer's error: the thread itself gets no signals.
    started = threading.Event()
    native = sim._native

    class Watched:
        def __getattr__(self, name):
            return getattr(native, name)

        def run(self, ticks, observe):
            def stop(*_):
                if started.is_set():
                    raise rb.RunError("enough")

            native.run(ticks, stop)

    sim._handle.engine = Watched()
    thread = threading.Thread(target=go)
    thread.start()
    while not sim._handle.running:
        time.sleep(0.001)
    for use in (lambda: sim.time, lambda: sim["FSI"].V, sim.copy, lambda: sim.run("1 ms")):
        with pytest.raises(rb.RunError, match="is running"):
            use()
    started.set()
    thread.join()
    assert [str(error) for error in ended] == ["enough"]
    sim._handle.engine = native
    assert sim.run("1 ms").spikes is not None


def test_simulations_that_nobody_holds_are_freed_at_once():
    gc.collect()
    gc.disable()
    try:
        net = network(learns=True)
        net.record("V", of="E")
        sim = rb.Simulation(net)
        run = sim.run("5 ms")
        run.rates, run["E"].V, run.isi_cv()
        sim["E"].V, sim["E->E"].weights
        gone = [weakref.ref(of) for of in (sim, sim.copy(), run)]
        part = sim["E"]
        del sim, run
        assert not any(ref() for ref in gone)
        assert len(part.V) == SIZE  # a part keeps what it needs
    finally:
        gc.enable()


def test_errors_pickle_with_their_list():
    with pytest.raises(rb.SpecError) as caught:
        rb.Network().run()
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value) and again.problems == caught.value.problems


@pytest.mark.skipif(os.name != "posix", reason="signals are sent by number")
def test_ctrl_c_is_answered_soon():
    sim = rb.Simulation(rb.presets.striatum())
    pressed = []

    def press():
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Timer(0.2, press).start()
    with pytest.raises(KeyboardInterrupt):
        sim.run("1000 s")
    # 0.02 s where nothing else runs.
    assert time.monotonic() - pressed[0] < 2.0


@pytest.mark.skipif(os.name != "posix", reason="signals are sent by number")
def test_ctrl_c_leaves_a_network_that_is_being_built():
    net = rb.presets.microcircuit(scale=0.1)
    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        rb.run(net, "1000 s")
    assert rb.run(network()).spikes is not None


def test_documents_that_are_none():
    endless = {}
    endless["population"] = endless
    for wrong in (endless, None, 5, {"population": [1]}):
        with pytest.raises(rb.SpecError):
            rb.Network.from_dict(wrong)


def test_parts_are_no_attributes():
    net = network()
    for use in (lambda: net.E, lambda: setattr(net, "E", 3)):
        with pytest.raises(AttributeError, match=r"net\['E'\]"):
            use()
    assert not hasattr(net, "E")


def test_names_of_a_simulation():
    sim = rb.Simulation(network())
    assert list(sim) == ["E", "I"] and "E->E" in sim and "X" not in sim
    with pytest.raises(KeyError, match="no population or projection 5"):
        sim[5]


class Broken:
    """A stream that nobody reads any more."""

    def write(self, text):
        raise OSError("closed")

    flush = isatty = lambda self: False


@pytest.mark.parametrize("stream", [None, Broken()])
def test_a_bar_that_cannot_be_shown_costs_no_run(monkeypatch, stream):
    expected = network().run().spike_hash
    monkeypatch.setattr("sys.stderr", stream)
    assert network().run().spike_hash == network().run(progress=True).spike_hash == expected


def test_files_that_are_none(tmp_path):
    junk = tmp_path / "junk"
    junk.write_bytes(bytes(range(128, 256)))
    for read in (rb.load, rb.load_run, rb.Network.load, rb.run):
        with pytest.raises(rb.Error, match="junk"):
            read(junk)
        with pytest.raises((rb.Error, OSError), match="nowhere"):
            read(tmp_path / "nowhere")
    sim = rb.Simulation(network())
    for write in (sim.save, network().save, network().run().save):
        with pytest.raises((rb.Error, OSError), match=str(tmp_path)):
            write(tmp_path / "no folder" / "file")
    assert sorted(tmp_path.iterdir()) == [junk]

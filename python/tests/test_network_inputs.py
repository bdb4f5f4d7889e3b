"""Inputs: kinds, arrays, functions of time."""

import pickle

import numpy as np
import pytest

import rheobase as rb
from rheobase import SpecError


@pytest.fixture
def net():
    """Three neurons that integrate slowly and never spike."""
    net = rb.Network(duration="20 ms", dt="0.1 ms")
    net.add_population("E", 3, V_thr="1 V", V_init="-70 mV", receptors={"r": rb.delta()})
    net.record("V", of="E", every="0.1 ms")
    return net


def voltages(net):
    """V of the three neurons in all steps."""
    sim = rb.Simulation(net)
    sim._native.run(None, None)
    return sim._native.take()["traces"][0]["samples"]


def test_every_kind_is_understood_by_the_engine(net):
    for what in [
        "20 mV",
        rb.constant("20 mV", sd="1 mV"),
        rb.per_neuron([1, 2, 3] * rb.mV),
        rb.per_neuron(rb.normal("0 mV", "1 mV")),
        [1, 2, 3] * rb.mV,
        rb.current("2 mV"),
        rb.steps("0 mV", ("1 ms", "2 ms", "3 mV")),
        rb.ramp("0 ms", "10 ms", start_value="0 mV", stop_value="1 mV"),
        rb.sine("1 mV", "8 Hz", offset="1 mV", phase=0.5),
        rb.current(np.arange(4.0) * rb.mV, every="5 ms"),
        rb.series(np.zeros((4, 3)) * rb.mV, every="5 ms", start="1 ms"),
        rb.step_noise("1 mV"),
        rb.white_noise("1 mV"),
        rb.ou(sigma="1 mV", tau="5 ms", mean="1 mV"),
        rb.poisson("8 Hz", sources=10, weight="0.1 mV", shared=True, receptor="r"),
        rb.poisson(rb.sine("5 Hz", "4 Hz", offset="5 Hz"), weight="0.1 mV"),
        rb.spike_train([1.0, 2.5] * rb.ms, [0, 2], weight="1 mV"),
        rb.spike_train(["1 ms", 2 * rb.ms], weight="1 mV"),
        rb.function(np.sin, unit="mV"),
    ]:
        net.add_input("E", what)
    net.check()
    assert rb.Network.from_toml(net.toml()).spec() == net.spec()


def test_names_are_made_and_do_not_clash(net):
    first, second = (net.add_input("E[0:2]", "1 mV") for _ in range(2))
    assert (first.name, second.name) == ("constant_E", "constant_E.2")
    assert list(net["E"].inputs) == ["constant_E", "constant_E.2"]


def test_a_series_per_neuron_reaches_each(net):
    table = np.zeros((20, 3))
    table[5:, 1] = 10.0
    net.add_input("E", rb.series(table * rb.mV, every="1 ms"))
    v = voltages(net)
    assert np.allclose(v[:, [0, 2]], -70.0)
    assert v[45, 1] == -70.0 and v[60, 1] > -70.0


def test_a_function_of_time_is_its_series(net):
    net.add_input("E", rb.function(lambda t: 5 * np.sin(0.5 * t), unit="mV"), name="f")
    other = net.copy()
    samples = 5 * np.sin(0.5 * np.arange(200) * 0.1)
    other.inputs["f"].value = rb.series(samples * rb.mV, every="0.1 ms")
    assert np.array_equal(voltages(net), voltages(other))


def test_a_function_is_called_with_many_times_at_once():
    calls = []

    def f(t):
        calls.append(len(t))
        return np.zeros((len(t), 3))

    values = rb.function(f, unit="mV").values(0, 25_000, 0.1)
    assert values.shape == (25_000, 3)
    assert calls == [10_000, 10_000, 5_000]


def test_blocks_join_without_a_seam():
    f = rb.function(lambda t: t, unit="mV")
    whole = f.values(0, 25_000, 0.1)
    assert np.array_equal(whole[7000:21_000], f.values(7000, 14_000, 0.1))


def test_functions_may_return_quantities_and_hold_values(net):
    f = rb.function(lambda t: t * rb.units.uV, unit="mV", every="1 ms")
    assert f.series(3.0, 0.1)["values"].tolist() == [0.0, 0.001, 0.002]
    assert f.series(3.0, 0.1)["interval"] == "1 ms"
    net.add_input("E", rb.poisson(rb.function(lambda t: 0 * t + 8, unit="Hz"), weight="1 mV"))
    net.check()
    assert list(net.functions) == ["poisson_E"]


def test_functions_are_evaluated_as_far_as_asked(net):
    ends = []

    def f(t):
        ends.append(t[-1])
        return 0 * t

    net.add_input("E", rb.function(f, unit="mV"), name="f")
    net.spec(duration="100 ms")
    assert ends[-1] == pytest.approx(99.9)
    assert list(net.functions) == ["f"]


def test_the_drive_of_any_stretch_is_that_of_the_series():
    for f in (
        rb.function(np.sin, unit="mV"),
        rb.function(np.sin, unit="nA", every="0.7 ms"),
        rb.function(lambda t: t[:, None] * [1, 2], unit="V", every="1 ms"),
    ):
        series = f.series(100.0, 0.1)
        samples = rb.Quantity(series.get("values", series.get("table")), f.unit).base
        interval = rb.Quantity(series["interval"]).to("ms").value
        expected = np.array([samples[int(tick * 0.1 / interval + 1e-9)] for tick in range(1000)])
        assert np.array_equal(f.drive(0, 1000, 0.1), expected)
        assert np.array_equal(f.drive(333, 500, 0.1), expected[333:833])


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (lambda t: np.zeros(3), r"shape \(3,\) for 200 times"),
        (lambda t: np.zeros((len(t), 2, 2)), "neurons"),
        (lambda t: np.where(t > 5, np.nan, 0), "not finite at 5.1 ms"),
    ],
)
def test_what_a_function_may_not_return(net, f, says):
    net.add_input("E", rb.function(f, unit="mV"))
    with pytest.raises(SpecError, match=says):
        net.check()


def test_a_function_needs_a_unit_that_is_known():
    with pytest.raises(ValueError, match="no unit that is known"):
        rb.function(np.sin, unit="kg")
    with pytest.raises(TypeError, match="function of time"):
        rb.function(3, unit="mV")


def test_networks_with_functions_pickle(net):
    net.add_input("E", rb.function(np.sin, unit="mV"))
    assert pickle.loads(pickle.dumps(net)) == net
    assert "function(sin, unit='mV')" in repr(net.inputs)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rb.spike_train([1.0, 2.0], weight="1 mV"), "number 1.0 has no unit"),
        (lambda: rb.spike_train([1.0] * rb.ms, [0, 1], weight="1 mV"), "1 times and 2 ids"),
        (lambda: rb.series([1, 2], every="1 ms"), "values have no unit"),
        (lambda: rb.current([1, 2] * rb.mV), "without an interval"),
        (lambda: rb.constant(20), "number 20 has no unit"),
        (lambda: rb.ou(sigma=1, tau="5 ms"), "number 1 has no unit"),
    ],
)
def test_mistakes(make, says):
    with pytest.raises(SpecError, match=says):
        make()


def test_functions_go_on_beyond_the_described_duration():
    def driven(duration):
        net = rb.Network(duration=duration)
        net.add_population("E", 3, V_thr="1 V", V_init="-70 mV", receptors={"r": rb.delta()})
        net.add_input("E", rb.function(lambda t: 5 * np.sin(t / 7), unit="mV"))
        each = rb.function(lambda t: np.sin(t[:, None] / 7) * [1, 2, 3], unit="mV", every="1 ms")
        net.add_input("E", each)
        net.record("V", of="E")
        return net

    whole = rb.run(driven("100 ms"))["E"].traces["V"]
    sim = rb.Simulation(driven("30 ms"))
    parts = [sim.run(duration)["E"].traces["V"] for duration in ("20 ms", "30 ms", "50 ms")]
    assert np.array_equal(whole, np.concatenate(parts))


def test_a_description_that_memory_should_not_hold_is_refused(net):
    net.add_input("E", rb.function(lambda t: np.zeros((len(t), 3)), unit="mV"))
    net.duration = "10000 s"
    with pytest.raises(SpecError, match=r"300,000,000 numbers\n.*every="):
        net.check()

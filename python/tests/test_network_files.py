"""Networks as files: large arrays beside them, functions as their values."""

import shutil

import numpy as np
import pytest

import rheobase as rb


@pytest.fixture
def net():
    """Every form that many numbers have."""
    rng = np.random.default_rng(1)
    net = rb.Network("large", duration="300 ms")
    receptors = {"r": rb.delta()}
    net.add_population(
        "E", 1500, receptors=receptors, V_rest=rng.normal(-70, 1, 1500) * rb.mV, V_init="-70 mV"
    )
    net.add_population("I", 40, receptors=receptors)
    net.connect("E", "I", matrix=rng.normal(0.1, 0.01, (40, 1500)), unit="mV", delay="1 ms")
    ids = rng.integers(0, 40, (2, 2000))
    weights, delays = rng.normal(0.1, 0.01, 2000), np.full(2000, 1.5)
    many = {"allow_multiple": True, "allow_self": True}
    net.connect("I", "I", edges=(*ids, weights, delays), unit="mV", **many)
    net.connect("I", "I", edges=(*ids, None, delays), weight="-0.1 mV", name="b", **many)
    net.connect("I", "I", edges=(*ids,), weight="-0.1 mV", delay="1 ms", name="I>>I", **many)
    net.add_input("E", rng.normal(25, 5, 1500) * rb.mV)
    net.add_input("I", rb.function(lambda t: 25 + np.sin(t), unit="mV"))
    net.add_input("I", rb.function(lambda t: t[:, None] * np.linspace(0, 0.01, 40), unit="mV"))
    times = np.sort(rng.integers(0, 3000, 1200)) / 10
    net.add_input("I", rb.spike_train(times * rb.ms, rng.integers(0, 40, 1200), weight="0.5 mV"))
    return net


def spikes(net):
    """The hash of all spikes."""
    sim = rb.Simulation(net)
    sim.run()
    return sim.spike_hash


def test_a_saved_network_is_the_same_network(net, tmp_path):
    path = tmp_path / "net.toml"
    net.save(path)
    assert len(path.read_text()) < 10_000
    assert str(tmp_path) not in path.read_text()  # it can be moved elsewhere
    files = sorted(file.name for file in (tmp_path / "net.data").iterdir())
    assert "projection.I-_I.rule.npy" in files and "projection.I_I.rule.npy" in files
    assert len(files) == 9
    expected = spikes(net)
    assert spikes(rb.Network.load(path)) == expected
    shutil.move(tmp_path, tmp_path.with_name("elsewhere"))
    assert spikes(rb.Network.load(tmp_path.with_name("elsewhere") / "net.toml")) == expected


def test_a_small_network_has_no_folder(tmp_path):
    net = rb.Network()
    net.add_population("E", 3, V_rest=[-70, -71, -72] * rb.mV, V_init="-70 mV")
    net.save(tmp_path / "net.toml")
    assert [path.name for path in tmp_path.iterdir()] == ["net.toml"]


def test_nothing_is_written_of_a_network_with_a_mistake(net, tmp_path):
    net["E"].V_thr = "1 ms"
    with pytest.raises(rb.SpecError):
        net.save(tmp_path / "net.toml")
    assert not list(tmp_path.iterdir())


def test_a_network_with_a_wrong_duration_can_still_be_looked_at():
    net = rb.Network()
    net.add_population("E", 1)
    net.add_input("E", rb.function(np.sin, unit="mV"))
    net.duration = "long"
    assert "long" in repr(net)
    with pytest.raises(rb.SpecError, match="duration"):
        net.check()
    net.duration = None
    net.add_phase("soon")
    assert net.duration is None
    with pytest.raises(rb.SpecError, match="soon"):
        net.check()


def test_a_network_that_was_loaded_and_saved_moves_with_its_folder(tmp_path):
    net = rb.Network("moved", duration="10 ms")
    net.add_population("E", 40, receptors={"exc": rb.exponential("5 ms")})
    net.add_input("E", "25 mV")
    W = np.triu(np.random.default_rng(1).random((40, 40)), 1)
    net.connect("E", "E", matrix=W, unit="mV", delay="1 ms")
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    net.save(here / "net.toml")
    again = rb.Network.load(here / "net.toml")
    again["E"].color = "blue"
    again.save(here / "net.toml")
    shutil.move(here, there)
    moved = rb.Network.load(there / "net.toml")
    assert moved["E"].color == "blue"
    assert moved.run().spike_hash == net.run().spike_hash

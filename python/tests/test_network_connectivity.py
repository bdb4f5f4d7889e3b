"""Connectivity that is given as a matrix or as edges."""

import numpy as np
import pytest

import rheobase as rb
from rheobase import SpecError


@pytest.fixture
def net():
    """Three source and two target neurons."""
    net = rb.Network(duration="10 ms")
    net.add_population("a", 3, receptors={"r": rb.delta()})
    net.add_population("b", 2, receptors={"r": rb.delta()})
    return net


W = np.array([[0.5, 0.0, 1.0], [0.0, 0.2, 0.0]])  # row = target, column = source


def synapses(net, name="a->b"):
    """(source, target, weight) as the engine has them, sorted."""
    sim = rb.Simulation(net)
    source, target, _ = sim._native.synapses_of(name)
    return sorted(
        zip(source.tolist(), target.tolist(), sim._native.weights(name).tolist(), strict=True)
    )


EXPECTED = [(0, 0, 0.5), (1, 1, 0.2), (2, 0, 1.0)]


def test_a_dense_matrix(net):
    net.connect("a", "b", matrix=W, unit="mV", delay="1 ms")
    net.check()
    assert synapses(net) == EXPECTED


def test_a_matrix_times_a_unit(net):
    net.connect("a", "b", matrix=W / 1000 * rb.V, delay="1 ms")
    assert net["a->b"].weight.unit == "V"
    assert [round(w, 9) for *_, w in synapses(net)] == [0.5, 0.2, 1.0]


@pytest.mark.parametrize("kind", ["coo_array", "csr_array", "csc_matrix", "lil_matrix"])
def test_a_sparse_matrix(net, kind):
    sparse = pytest.importorskip("scipy.sparse")
    net.connect("a", "b", matrix=getattr(sparse, kind)(W), unit="mV", delay="1 ms")
    assert synapses(net) == EXPECTED


def test_a_matrix_says_only_who_is_connected_where_there_is_a_weight(net):
    sparse = pytest.importorskip("scipy.sparse")
    net.connect("a", "b", matrix=W > 0, weight="0.3 mV", delay="1 ms", name="dense")
    net.connect("a", "b", matrix=sparse.csr_array(W), weight="0.3 mV", delay="1 ms", name="sparse")
    assert synapses(net, "dense") == synapses(net, "sparse")
    assert {w for *_, w in synapses(net, "dense")} == {0.3}


def test_edges(net):
    net.connect("a", "b", edges=([0, 1, 2], [0, 1, 0], [0.5, 0.2, 1.0]), unit="mV", delay="1 ms")
    assert synapses(net) == EXPECTED


def test_edges_with_delays(net):
    delays = np.array([1.0, 1.5, 2.0])
    weights = np.array([0.5, 0.2, 1.0]) * rb.mV
    net.connect("a", "b", edges=([0, 1, 2], [0, 1, 0], weights, delays))
    sim = rb.Simulation(net)
    source, _, ticks = sim._native.synapses_of("a->b")
    assert ticks[np.argsort(source)].tolist() == [10, 15, 20]


def test_edges_with_one_weight_and_with_delays_that_have_a_unit(net):
    edges = {"source": [0, 1], "target": [0, 1], "delay": [0.001, 0.002] * rb.s}
    net.connect("a", "b", edges=edges, weight="1 mV")
    assert synapses(net) == [(0, 0, 1.0), (1, 1, 1.0)]


def test_edges_of_a_table(net):
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"source": [0, 1, 2], "target": [0, 1, 0], "weight": [0.5, 0.2, 1.0]})
    net.connect("a", "b", edges=table, unit="mV", delay="1 ms")
    assert synapses(net) == EXPECTED


def test_large_edges_stay_arrays(net):
    ids = np.zeros(1000, dtype=int)
    net.connect("a", "b", edges=(ids, ids), weight="1 mV", delay="1 ms", allow_multiple=True)
    assert isinstance(net.to_dict()["projection"]["a->b"]["rule"]["source"], np.ndarray)
    assert net.copy() == net
    assert net.check()["synapses"] == 1000
    assert rb.Network.from_toml(net.toml()).spec() == net.spec()


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"matrix": W, "delay": "1 ms"}, "weights have no unit"),
        ({"matrix": W[0], "unit": "mV", "delay": "1 ms"}, r"matrix of shape \(3,\)"),
        ({"matrix": W * rb.mV, "unit": "pA", "delay": "1 ms"}, "weights are in mV, but unit='pA'"),
        ({"edges": ([0], [0], [1.0]), "delay": "1 ms"}, "weights have no unit"),
        ({"edges": ([0], [0]), "unit": "mV", "delay": "1 ms"}, "edges have no weights"),
        ({"edges": ([0, 1], [0]), "weight": "1 mV"}, "several lengths: 2 of source, 1 of target"),
        ({"edges": ([0.5], [0]), "weight": "1 mV"}, "no list of whole numbers"),
        ({"edges": 3, "weight": "1 mV"}, "these are no edges"),
        ({"edges": {"source": [0], "target": [0], "wieght": [1]}}, "unknown columns wieght"),
        ({"edges": ([0], [0], [1] * rb.mV, [1]), "delay": "1 ms"}, "delays of their own"),
        ({"rule": "all_to_all", "unit": "mV"}, "unit goes with a matrix or edges"),
        ({"rule": "all_to_all", "matrix": W}, "one of rule, matrix and edges"),
    ],
)
def test_mistakes(net, keys, says):
    with pytest.raises(SpecError, match=says):
        net.connect("a", "b", **keys)
    assert not net.projections


def test_a_matrix_of_another_size_is_told_by_the_engine(net):
    net.connect("a", "b", matrix=W.T, unit="mV", delay="1 ms")
    with pytest.raises(SpecError, match="a->b"):
        net.check()


def test_rules_are_those_of_the_file(net):
    net["a"].positions = rb.positions.ring(circumference="1 mm")
    for n, rule in enumerate(
        [
            rb.all_to_all(),
            rb.fixed_in_degree(1),
            rb.fixed_out_degree(1),
            rb.fixed_total(2),
            rb.bernoulli(0.5),
            "all_to_all",
        ]
    ):
        net.connect("a", "b", rule=rule, weight="1 mV", delay="1 step", name=f"p{n}")
    net.connect("a", "a", rule=rb.one_to_one(), weight="1 mV", delay="1 ms", allow_self=True)
    near = rb.distance("exponential", p_max=0.3, lambda_="0.2 mm")
    net.connect("a", "a", rule=near, weight="1 mV", delay="1 ms", name="near")
    world = rb.small_world(2, 0.1)
    net.connect("a", "a", rule=world, weight="1 mV", delay="1 ms", name="world")
    net.check()

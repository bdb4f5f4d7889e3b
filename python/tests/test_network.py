"""Networks: attributes that read and write the document, constructors, files."""

import copy
import pickle

import numpy as np
import pytest

import rheobase as rb
from rheobase import SpecError


@pytest.fixture
def net():
    """Two populations, one projection, one input."""
    net = rb.Network("EI", dt="0.1 ms", duration="200 ms", seed=3)
    receptors = {"exc": rb.exponential("5 ms"), "inh": rb.exponential("10 ms")}
    net.add_population("E", 80, tau_m=20 * rb.ms, receptors=receptors)
    net.add_population("I", 20, receptors=receptors)
    net.connect("E", "I", rule=rb.bernoulli(0.1), weight="0.5 mV", delay="1 ms", receptor="exc")
    net.add_input("E", rb.constant("25 mV", sd="1 mV"))
    return net


def test_the_document_is_that_of_a_network_file(net):
    assert net.to_dict() == {
        "rheobase": 1,
        "name": "EI",
        "dt": "0.1 ms",
        "duration": "200 ms",
        "seed": 3,
        "population": {
            "E": {
                "size": 80,
                "tau_m": "20 ms",
                "receptors": {
                    "exc": {"kind": "exponential", "tau": "5 ms"},
                    "inh": {"kind": "exponential", "tau": "10 ms"},
                },
            },
            "I": {
                "size": 20,
                "receptors": {
                    "exc": {"kind": "exponential", "tau": "5 ms"},
                    "inh": {"kind": "exponential", "tau": "10 ms"},
                },
            },
        },
        "projection": {
            "E->I": {
                "source": "E",
                "target": "I",
                "receptor": "exc",
                "rule": {"kind": "bernoulli", "p": 0.1},
                "weight": "0.5 mV",
                "delay": "1 ms",
            }
        },
        "input": {"constant_E": {"target": "E", "kind": "constant", "mean": "25 mV", "sd": "1 mV"}},
    }


def test_attributes_read_values_and_defaults(net):
    assert net.dt == 0.1 * rb.ms
    assert net["E"].tau_m == "20 ms"
    assert net["I"].tau_m == "10 ms"  # by default
    assert net["I"].C_m is None
    assert net["E"].receptors.exc.tau == "5 ms"
    assert net["E->I"].rule.p == 0.1
    assert net["E->I"].allow_self is False
    assert net.size == 100
    assert list(net) == ["E", "I"]
    assert "E" in net and "E->I" in net and "X" not in net


def test_attributes_write_the_document(net):
    net["E"].tau_m = "15 ms"
    net["E"].receptors.exc.tau = 6 * rb.ms
    net["E"].receptors["nmda"] = rb.exponential("100 ms")
    net["E"].input.mean = "22 mV"
    net["E->I"].failure = rb.failure(0.2, every="50 ms")
    net["E->I"].failure.on = False
    net.analysis.start = "50 ms"
    document = net.to_dict()
    assert document["population"]["E"]["tau_m"] == "15 ms"
    assert document["population"]["E"]["receptors"]["exc"]["tau"] == "6 ms"
    assert list(document["population"]["E"]["receptors"]) == ["exc", "inh", "nmda"]
    assert document["input"]["constant_E"]["mean"] == "22 mV"
    assert document["projection"]["E->I"]["failure"]["on"] is False
    assert document["analysis"] == {"start": "50 ms"}
    net["E"].tau_m = None
    assert net["E"].tau_m == "10 ms"
    net.check()


def test_reading_does_not_change_the_network(net):
    before = net.copy()
    _ = net.analysis.start, net.seeds, net.blocks, net.records, net["E"].positions, repr(net)
    assert net.to_dict() == before.to_dict()


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda net: net["EE"], "'EE'.*\n.*did you mean 'E'"),
        (lambda net: net["E"].taum, "'taum'.*\n.*did you mean 'tau_m'"),
        (lambda net: setattr(net["E"], "v_thr", "-50 mV"), "did you mean 'V_thr'"),
        (lambda net: setattr(net, "dT", "1 ms"), "did you mean 'dt'"),
        (lambda net: net.inputs["constant"], "did you mean 'constant_E'"),
        (lambda net: net["constant_E"], r"net.inputs\['constant_E'\]"),
        (lambda net: net["E"].input.rate, "none of its inputs .* has 'rate'"),
        (lambda net: net["I"].input.mean, r"net.add_input\('I'"),
        (lambda net: setattr(net["E"], "tau_m", 10), r"number 10 has no unit.*\n.*10 \* rb.ms"),
        (lambda net: setattr(net["E"], "tau_m", np.ones(80)), r"no unit.*\n.*values \* rb.ms"),
        (lambda net: setattr(net["E->I"], "weight", 1.5), "number 1.5 has no unit"),
        (lambda net: net.add_population("E", 3), "already a population 'E'"),
        (lambda net: net.add_population("X", 3, taum="1 ms"), "did you mean 'tau_m'"),
        (lambda net: net.connect("E", "I", rule="all_to_all"), "already a projection 'E->I'"),
        (lambda net: net.connect("I", "E"), "one of rule, matrix and edges"),
        (lambda net: net.add_input("E", 25), "25 is no input"),
        (lambda net: rb.poisson(8, weight="1 mV"), "number 8 has no unit"),
        (lambda net: rb.exponential(5), "number 5 has no unit"),
        (lambda net: rb.normal(5, "1 mV"), "number 5 has no unit"),
        (lambda net: net.record("V", "spikes", of="E"), "cannot be recorded"),
        (lambda net: net.record("V", of="E", evry="1 ms"), "did you mean 'every'"),
        (lambda net: setattr(net["E"], "input", "5 mV"), "cannot be set as a whole"),
        (lambda net: setattr(net["E"], "receptors", rb.exponential("5 ms")), "has no name"),
    ],
)
def test_mistakes_are_told_where_they_are_made(net, edit, says):
    before = net.to_dict()
    with pytest.raises(SpecError, match=says) as caught:
        edit(net)
    assert caught.value.problems
    assert net.to_dict() == before


def test_unknown_names_are_key_errors_and_attribute_errors(net):
    with pytest.raises(KeyError):
        net["X"]
    assert not hasattr(net["E"], "taum")
    assert net.inputs.get("x") is None


def test_the_engine_finds_all_mistakes(net):
    net["E"].V_thr = "10 ms"
    net["E->I"].source = "X"
    net.seed = -1
    with pytest.raises(SpecError) as caught:
        net.check()
    assert "not a voltage" in str(caught.value)
    assert "there is no population `X`" in str(caught.value)
    assert len(caught.value.problems) >= 3


def test_check_tells_the_size(net):
    estimate = net.check()
    assert 100 < estimate["synapses"] < 250
    assert estimate["bytes"] > 0


def test_copies_share_nothing(net):
    net["E"].V_rest = np.linspace(-71, -69, 80) * rb.mV
    other = net.copy()
    assert other == net
    other["E"].V_rest = "-65 mV"
    other["E"].receptors.exc.tau = "1 ms"
    assert other != net
    assert net["E"].receptors.exc.tau == "5 ms"
    for again in (copy.copy(net), copy.deepcopy(net), pickle.loads(pickle.dumps(net))):
        assert again == net and again is not net


def test_a_value_is_copied_when_it_is_set(net):
    values = np.full(80, -70.0)
    net["E"].V_rest = values * rb.mV
    values[:] = 0
    assert net["E"].V_rest.value.max() == -70.0


def test_equal_is_what_says_the_same(net):
    other = net.copy()
    other["E"].tau_m = "0.02 s"
    other["E"].input.mean = 25 * rb.mV
    assert other == net
    other.seed = 4
    assert other != net
    assert net != "EI"


def test_files(net, tmp_path):
    net["E"].V_rest = rb.normal("-70 mV", "1 mV")
    net["E"].V_init = "-70 mV"
    net.save(tmp_path / "net.toml")
    again = rb.Network.load(tmp_path / "net.toml")
    assert again.spec() == net.spec()
    assert again["E"].V_rest.sd == "1 mV"
    assert rb.Network.from_toml(net.toml()).spec() == net.spec()
    assert [path.name for path in tmp_path.iterdir()] == ["net.toml"]


def test_a_file_with_a_mistake_is_told_with_its_line(tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text('rheobase = 1\n[population.E]\nsize = "ten"\n')
    with pytest.raises(SpecError, match=r"wrong.toml:3:8"):
        rb.Network.load(path)


def test_data_files_are_found_beside_the_network_file(tmp_path):
    np.save(tmp_path / "rest.npy", np.linspace(-71, -69, 5))
    text = 'rheobase = 1\n[population.E]\nsize = 5\nV_rest = { file = "rest.npy", unit = "mV" }\n'
    (tmp_path / "net.toml").write_text(text)
    net = rb.Network.load(tmp_path / "net.toml")
    net.check()
    pickle.loads(pickle.dumps(net)).check()


def test_a_dict_is_a_network(net):
    again = rb.Network.from_dict(net.to_dict())
    assert again == net


def test_what_can_be_simulated(net, tmp_path):
    net.save(tmp_path / "net.toml")
    hashes = {
        rb.run(what, "50 ms").spike_hash
        for what in (
            net,
            net.spec(),
            net.to_dict(),
            tmp_path / "net.toml",
            str(tmp_path / "net.toml"),
        )
    }
    assert len(hashes) == 1
    assert rb.run(net.spec(), "50 ms", seed=4).spike_hash not in hashes
    with pytest.raises(SpecError, match="3 is no network"):
        rb.run(3)
    with pytest.raises(SpecError, match=r"rb.presets.brunel_stdp\(\)"):
        rb.run("brunel-stdp")
    with pytest.raises(OSError, match="nowhere"):
        rb.run("nowhere.toml")


def test_selections(net):
    e = net["E"]
    assert e[0:10] == "E[0:10]"
    assert e[3] == "E[3]"
    assert e[-1] == "E[79]"
    assert e[:] == "E[0:80]"
    assert e[[5, 3, 4, 9]] == "E[3:6, 9]"
    assert e[np.arange(80) > 77] == "E[78:80]"
    assert e[0:6:2] == "E[0, 2, 4]"
    net.record("V", of=e[0:3], every="1 ms")
    net.connect(e[0:5], e[5:10], rule=rb.one_to_one(), weight="1 mV", delay="1 ms", receptor="exc")
    assert "E->E" in net.projections
    net.check()


def test_records(net):
    assert net.record("V", "I.exc", of="E[0:2]", every="0.5 ms").variables == ["V", "I.exc"]
    net.record("spikes", of=net["E"], sample=5)
    net.record("rate", of="I", bin=5 * rb.ms)
    net.record("weights", of="E->I", times=["0 ms", 100 * rb.ms])
    net.record("connectivity")
    assert list(net.records) == [
        "V_I.exc_E_0_2",
        "spikes_E",
        "rate_I",
        "weights_E-_I",
        "connectivity_all",
    ]
    net.check()
    del net.records["rate_I"]
    assert len(net.records) == 4


def test_what_is_recorded_by_default(net):
    assert net.record("V", of="E[0]").every == "0.1 ms"
    assert net.record("rate", of="E").bin == "5 ms"
    assert net.record("weights", of="E->I").times == ["0 ms", "200 ms"]
    net.check()


def test_phases(net):
    net["E->I"].plasticity = rb.anti_hebbian(on=False)
    net.add_phase("100 ms", name="plain")
    phase = net.add_phase(100 * rb.ms, plasticity={"E->*": True}, inputs={"constant_E": 30 * rb.mV})
    assert net.duration == "200 ms"
    phase.scale = {"E->I": 0.5}
    assert net.phases[1].scale["E->I"] == 0.5
    net.check()


def test_parts_can_be_taken_out(net):
    del net["E->I"]
    del net.inputs["constant_E"]
    del net["I"]
    assert list(net.populations) == ["E"] and not net.projections and not net.inputs
    net.check()


def test_representations_are_short(net):
    assert (
        repr(net) == "Network('EI': E 80, I 20; 1 projection, 1 input; 200 ms in steps of 0.1 ms)"
    )
    assert repr(net["E"]) == "Population('E', size=80, tau_m='20 ms', receptors=['exc', 'inh'])"
    assert repr(net["E->I"]).startswith("Projection('E->I', source='E', target='I'")
    assert "mean='25 mV'" in repr(net.inputs)
    assert dir(net["E"]).count("tau_m") == 1 and "mean" in dir(net["E"].input)


def test_quantities_of_other_packages(net):
    pint = pytest.importorskip("pint")
    ureg = pint.UnitRegistry()
    net["E"].tau_m = 15 * ureg.ms
    assert net.to_dict()["population"]["E"]["tau_m"] == "15 ms"
    pq = pytest.importorskip("quantities")
    net["E"].V_rest = np.linspace(-71, -69, 80) * pq.mV
    net["E"].V_init = "-70 mV"
    net.check()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("dt", "0.05 ms"),
        ("E.tau_m", "15 ms"),
        ("population.E.receptors.exc.tau", "3 ms"),
        ("E.input.mean", "22 mV"),
        ("input.constant_E.sd", "2 mV"),
        ("E->I.weight", "0.7 mV"),
        ("E->I.rule.p", 0.2),
        ("projection.E->I.2.delay", "2 ms"),
        ("phase[1].duration", "50 ms"),
        ("analysis.start", "10 ms"),
    ],
)
def test_values_by_path(net, path, value):
    net.connect("E", "I", rule="all_to_all", weight="1 mV", delay="1 ms", name="E->I.2")
    net.add_phase("100 ms")
    net.add_phase("100 ms")
    net.set(path, value)
    assert net.get(path) == value
    assert rb.Network.from_dict(net.to_dict()).get(path) == value


def test_cells_of_matrices_by_path():
    net = rb.presets.striatum()
    net.set("block.striatum.weight[2][1]", -0.5)
    assert net.get("block.striatum.weight[2][1]") == -0.5
    net.set("FSI->FSI.weight", "-9 mV*ms")
    assert net.get("block.striatum.weight[2][2]") == -0.9


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("EE.tau_m", "did you mean 'E'"),
        ("E.tau", "'tau'"),
        ("input.drive.mean", "no input 'drive'"),
        ("phase[0].duration", "no item 0"),
        ("E.size[0]", "no list"),
        ("E..tau_m", "is no path"),
        ("E[0]x", "is no path"),
        ("", "is no path"),
    ],
)
def test_paths_that_lead_nowhere(net, path, says):
    for reach in (net.get, lambda path: net.set(path, "1 ms")):
        with pytest.raises(SpecError, match=says):
            reach(path)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"population": []}, "population: .* is no dict"),
        ({"population": {"E": 3}}, "population.E: 3 is no dict"),
        ({"input": {"i": "20 mV"}}, "input.i"),
        ({"phase": {"duration": "1 s"}}, "phase: .* no list"),
        ({"analysis": "all"}, "analysis: 'all' is no dict"),
    ],
)
def test_documents_of_another_form(document, says):
    with pytest.raises(SpecError, match=says):
        rb.Network.from_dict(document)


def test_what_is_wrong_can_still_be_looked_at():
    net = rb.presets.striatum()
    net["FSI"].size = "many"
    net.blocks["striatum"].probability = [[1, 2], ["a"]]
    net.dt = "5 mV"
    net.add_phase("3 mV")
    net.add_input("FSI", rb.function(np.sin, unit="mV"))
    assert "many" in repr(net) and "Not ready" in net._repr_html_()
    with pytest.raises(SpecError):
        net.check()

"""The table of keys says what the engine says."""

import re

import pytest

import rheobase as rb
from rheobase import SpecError, network_document, population, projection, schema

E = {"size": 3, "receptors": {"r": {"kind": "delta"}}}
BASE = {"rheobase": 1, "population": {"E": E}}
PROJECTION = {"source": "E", "target": "E", "rule": "all_to_all", "weight": "1 mV", "delay": "1 ms"}


def accepted(document, path):
    """The keys that the engine accepts where it refuses the key `nothing_like_it`."""
    with pytest.raises(SpecError) as caught:
        rb.Network.from_dict(document).check()
    helps = [help for where, _, help in caught.value.problems if where == f"{path}nothing_like_it"]
    assert len(helps) == 1, caught.value.problems
    return set(re.search(r"ccepted: (.*)", helps[0])[1].split(", "))


def with_wrong_key(path, table, base=BASE):
    """The base with this table at a path such as ("population", "E"), a wrong key in it."""
    document = rb.Network.from_dict(base).to_dict()
    place = document
    for step in path[:-1]:
        place = place.setdefault(step, {})
    place[path[-1]] = {**table, "nothing_like_it": 1}
    return document, ".".join(path) + "."


def check(path, table, keys, base=BASE):
    document, where = with_wrong_key(path, table, base)
    assert accepted(document, where) == set(keys)


def test_top():
    document = {**BASE, "nothing_like_it": 1}
    sections = {"rheobase", "population", "block", "projection", "input", "record", "phase"}
    assert accepted(document, "") == set(schema.TOP) | sections


def test_tables():
    check(("population", "E"), E, schema.POPULATION)
    check(("projection", "p"), PROJECTION, schema.PROJECTION)
    check(("seeds",), {}, schema.SEEDS)
    check(("analysis",), {}, schema.ANALYSIS)
    block = {"populations": ["E"], "probability": [[0.5]], "weight": [[1]], "unit": "mV"}
    check(("block", "b"), {**block, "delay": "1 ms"}, schema.BLOCK)


def test_phases():
    document = {**BASE, "phase": [{"duration": "1 s", "nothing_like_it": 1}]}
    assert accepted(document, "phase[0].") == set(schema.PHASE)


@pytest.mark.parametrize("kind", schema.INPUT_KINDS)
def test_inputs(kind):
    table = {"target": "E", "kind": kind}
    if kind == "spike_train":
        table |= {"file": "spikes.csv"}
    keys = set(schema.input_keys(kind))
    document, where = with_wrong_key(("input", "i"), table)
    found = accepted(document, where)
    # A spike train is either a file or lists; the engine tells the keys of the one that it sees.
    assert found <= keys and (found == keys or kind == "spike_train")


@pytest.mark.parametrize("kind", ["spikes", "state", "rate", "weights", "connectivity"])
def test_records(kind):
    check(("record", "r"), {"kind": kind}, schema.record_keys(kind))


@pytest.mark.parametrize("rule", ["anti_hebbian", "stdp", "stdp_power_law"])
def test_plasticity(rule):
    base = {**BASE, "projection": {"p": PROJECTION}}
    path = ("projection", "p", "plasticity")
    check(path, {"rule": rule}, schema.plasticity_keys(rule), base)


def test_failure():
    base = {**BASE, "projection": {"p": PROJECTION}}
    check(
        ("projection", "p", "failure"), {"probability": 0.1, "mode": "mask"}, schema.FAILURE, base
    )


@pytest.mark.parametrize(
    "kind", ["bernoulli", "fixed_in_degree", "fixed_out_degree", "fixed_total", "small_world"]
)
def test_rules(kind):
    base = {**BASE, "projection": {"p": PROJECTION}}
    table = {"kind": kind}
    check(("projection", "p", "rule"), table, schema.nested("rule", table), base)


@pytest.mark.parametrize("section", ["POPULATION", "ANALYSIS", "TOP"])
def test_defaults(section):
    net = rb.Network()
    net.add_population("E", 3)
    complete = rb.Network.from_toml(net.toml())
    of = {"POPULATION": complete["E"], "ANALYSIS": complete.analysis, "TOP": complete}[section]
    for key, (default, *_) in getattr(schema, section).items():
        if default is not None and key in of.to_dict():
            assert getattr(of, key) == default, key


def test_what_needs_a_unit_needs_one():
    for key, (_, example, *_) in schema.POPULATION.items():
        document = {**BASE, "population": {"E": {**E, key: 12345}}}
        with pytest.raises(SpecError) as caught:
            rb.Network.from_dict(document).check()
            raise SpecError("accepted")  # size = 12345
        assert bool(example) == ("has no unit" in str(caught.value)), key


@pytest.mark.parametrize(
    ("view", "keys"),
    [
        (population.Population, schema.POPULATION),
        (projection.Projection, schema.PROJECTION),
        (projection.Block, schema.BLOCK),
        (network_document.NetworkDocument, set(schema.TOP) - {"duration"}),
    ],
)
def test_editors_know_the_keys(view, keys):
    assert set(view.__annotations__) == set(keys)

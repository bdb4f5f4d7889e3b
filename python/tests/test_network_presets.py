"""Presets, and the projections of blocks."""

import inspect

import pytest

import rheobase as rb
from rheobase import SpecError, _native


def _function(name):
    return getattr(rb.presets, name.replace("-", "_"))


@pytest.mark.parametrize("name", list(rb.presets.names()))
def test_every_preset_has_a_function_with_its_parameters(name):
    function = _function(name)
    parameters = next(p for n, _, p in _native.presets() if n == name)
    names = {"lambda": "learning_rate"}
    expected = [names.get(key, key) for key, _ in parameters]
    assert sorted(inspect.signature(function).parameters) == sorted(expected)


@pytest.mark.parametrize("name", list(rb.presets.names()))
def test_a_preset_is_a_plain_network(name):
    net = _function(name)()
    assert net.spec() == _native.Spec.preset(name)
    assert rb.Network.from_toml(net.toml()) == net


def test_parameters():
    net = rb.presets.brunel(regime="SR", scale=0.1, J=0.2 * rb.mV)
    assert net["E"].size == 1000
    assert net["E->E"].weight == "0.2 mV"
    with pytest.raises(SpecError, match="regime"):
        rb.presets.brunel(regime="XY")
    with pytest.raises(SpecError, match="brunel"):
        rb.presets.make("brunell")
    assert (
        rb.presets.brunel_stdp(scale=0.1, learning_rate=0.002)["E->E"].plasticity["lambda"] == 0.002
    )


def test_inputs_of_a_population_taken_together():
    net = rb.presets.striatum()
    net["FSI"].input.mean = "21 mV"
    assert net.inputs["drive_FSI"].mean == "21 mV"
    with pytest.raises(
        SpecError, match=r"net.inputs\['drive_FSI'\].sd or net.inputs\['noise_FSI'\].sd"
    ):
        net["FSI"].input.sd = "1 mV"


def test_a_projection_of_a_block_is_a_cell_of_its_matrices():
    net = rb.presets.striatum()
    fsi = net["FSI->FSI"]
    assert (fsi.source, fsi.target, fsi.probability) == ("FSI", "FSI", 0.58)
    assert fsi.weight == "-6 mV*ms"
    assert net["FSI->dSPN"].weight == "-50 mV*ms"  # row = target, column = source
    fsi.weight = -9 * rb.mV * rb.ms
    assert net.blocks["striatum"].weight[2][2] == -0.9
    net.blocks["striatum"].weight[2][2] = -1.2
    assert fsi.weight == "-12 mV*ms"
    fsi.probability = 0.5
    assert net.blocks["striatum"].probability[2][2] == 0.5
    assert fsi.failure == {"mode": "mask", "every": "50 ms", "on": False, "probability": 0.0}
    assert fsi.delay == "1 step"
    assert "FSI->FSI" in net.projections and len(net.projections) == 7
    net.check()
    del net["FSI->FSI"]
    assert "FSI->FSI" not in net


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda p: setattr(p, "weight", -6), "number -6 has no unit"),
        (lambda p: setattr(p, "weight", "-6 pA"), "weights of the block are in mV"),
        (
            lambda p: setattr(p, "weight", rb.normal("-6 mV*ms", "1 mV*ms")),
            "projection of their own",
        ),
        (lambda p: setattr(p, "delay", "2 ms"), r"set net.blocks\['striatum'\].delay"),
        (
            lambda p: setattr(p, "plasticity", rb.anti_hebbian()),
            r"net.blocks\['striatum'\].plasticity",
        ),
        (lambda p: setattr(p, "source", "dSPN"), "cannot be set"),
        (lambda p: setattr(p, "wieght", "1 mV"), "did you mean 'weight'"),
        (lambda p: p.wieght, "did you mean 'weight'"),
    ],
)
def test_what_a_cell_cannot_be(edit, says):
    net = rb.presets.striatum()
    before = net.to_dict()
    with pytest.raises(SpecError, match=says):
        edit(net["FSI->FSI"])
    assert net.to_dict() == before

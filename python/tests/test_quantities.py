"""Quantities: numbers with units, as text, as products and from other packages."""

import copy
import pickle

import numpy as np
import pytest

import rheobase as rb
from rheobase.quantities import as_quantity, in_unit, plain


def test_a_number_times_a_unit_is_what_the_text_says():
    assert 10 * rb.ms == rb.Quantity("10 ms") == rb.Quantity(10, "ms") == "10 ms"
    assert rb.ms * 10 == "10ms"
    assert str(0.1 * rb.s) == "0.1 s"
    assert repr(-50 * rb.mV * rb.ms) == "Quantity('-50 mV*ms')"


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("0.1 s", "ms", 100.0),
        ("0.3 nA", "pA", 300.0),
        ("1e-3 V", "mV", 1.0),
        ("5 µs", "ms", 0.005),
        ("0.1 1/ms", "Hz", 100.0),
        ("2 mV·ms", "mV*ms", 2.0),
        ("2 ms*mV", "mV*ms", 2.0),
        ("2 V ms", "mV*ms", 2000.0),
        ("-.5mV", "mV", -0.5),
        ("7 ms^-1", "1/ms", 7.0),
    ],
)
def test_a_prefix_moves_the_decimal_point(text, unit, number):
    assert rb.Quantity(text).to(unit).value == number


@pytest.mark.parametrize(
    "text", ["10", "ms", "ten ms", "10 kg", "10 ms mV mV", "nan ms", "1e400 ms", "1 step"]
)
def test_other_texts_are_no_quantities(text):
    assert as_quantity(text) is None
    with pytest.raises(ValueError, match="needs a unit"):
        rb.Quantity(text)


def test_an_unknown_unit_is_told_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"'kg' is no unit .* ms, s"):
        rb.Quantity(3, "kg")
    with pytest.raises(ValueError, match="10 ms is a time, not a voltage"):
        rb.Quantity("10 ms").to("mV")


def test_arithmetic_keeps_units_apart():
    assert 10 * rb.ms + "1 s" == "1010 ms"
    assert "1 s" - 10 * rb.ms == "990 ms"
    assert -(3 * rb.mV) / 2 == "-1.5 mV"
    assert abs(-3 * rb.mV) == "3 mV"
    assert 1 * rb.s > "999 ms" and 1 * rb.s >= "1000 ms"
    assert 1 * rb.s != "1 mV"
    with pytest.raises(TypeError, match="10 ms is a time, 1 mV is a voltage"):
        10 * rb.ms + "1 mV"
    with pytest.raises(TypeError):
        10 * rb.ms + 1
    with pytest.raises(TypeError, match="has a unit"):
        float(10 * rb.ms)


def test_products_that_have_a_unit():
    assert (20 * rb.mV) * (10 * rb.nS) == "200 pA"
    assert (200 * rb.pA) / (20 * rb.mV) == "10 nS"
    assert 1 / (10 * rb.ms) == "100 Hz"
    assert (2 * rb.s) / (1 * rb.ms) == 2000.0
    assert (250 * rb.pF) / (10 * rb.nS) == "25 ms"
    with pytest.raises(TypeError, match="no unit that is known"):
        (1 * rb.mV) * (1 * rb.mV)


def test_arrays_times_a_unit():
    taus = np.array([9.0, 10.0]) * rb.ms
    assert isinstance(taus, rb.Quantity)
    assert taus.to("s").value.tolist() == [0.009, 0.01]
    assert len(taus) == 2 and taus[1] == "10 ms"
    assert [1, 2] * rb.mV == np.array([1, 2]) * rb.mV
    assert plain(taus)["values"].tolist() == [9.0, 10.0]
    with pytest.raises(TypeError, match="no length"):
        len(1 * rb.ms)
    with pytest.raises(ValueError, match="no number"):
        rb.Quantity(["a"], "ms")


def test_pickle_copy_hash():
    for quantity in (10 * rb.ms, np.arange(3) * rb.mV):
        assert pickle.loads(pickle.dumps(quantity)) == quantity == copy.deepcopy(quantity)
    assert hash(1 * rb.s) == hash(1000 * rb.ms)
    assert f"{0.123456 * rb.ms:.2f}" == "0.12 ms"


def test_pint():
    pint = pytest.importorskip("pint")
    ureg = pint.UnitRegistry()
    assert rb.Quantity(10 * ureg.ms) == "10 ms"
    assert rb.Quantity(3 * ureg.mV * ureg.ms) == "3 mV*ms"
    assert rb.Quantity(2 * ureg.siemens) == "2 S"
    assert rb.Quantity(2 * ureg.minute) == "120 s"  # no unit here, but one that converts
    assert rb.Quantity(np.array([1, 2]) * ureg.mV) == [1, 2] * rb.mV
    assert plain(10 * ureg.ms) == "10 ms"
    with pytest.raises(ValueError, match="kilogram"):
        rb.Quantity(1 * ureg.kg)


def test_quantities_package():
    pq = pytest.importorskip("quantities")
    assert rb.Quantity(10 * pq.ms) == "10 ms"
    assert rb.Quantity(5 * pq.Hz) == "5 Hz"
    assert rb.Quantity(3 * pq.mV * pq.ms) == "3 mV*ms"
    assert rb.Quantity(np.array([1, 2]) * pq.mV) == [1, 2] * rb.mV
    assert rb.Quantity(2 * pq.min) == "120 s"


def test_astropy():
    u = pytest.importorskip("astropy.units")
    assert rb.Quantity(10 * u.ms) == "10 ms"
    assert rb.Quantity([1, 2] * u.nA) == [1, 2] * rb.nA
    assert rb.Quantity(2 * u.min) == "120 s"


def test_brian2():
    brian2 = pytest.importorskip("brian2")
    assert rb.Quantity(10 * brian2.ms) == "10 ms"
    assert rb.Quantity(0.2 * brian2.nA) == "200 pA"
    assert rb.Quantity(3 * brian2.mV * brian2.ms) == "3 mV*ms"
    assert rb.Quantity(250 * brian2.pF) == "250 pF"
    assert rb.Quantity(5 * brian2.nS) == "5 nS"
    assert rb.Quantity(8 * brian2.Hz) == "8 Hz"
    assert rb.Quantity(50 * brian2.umetre) == "50 um"
    assert rb.Quantity([1, 2] * brian2.mV) == [1, 2] * rb.mV
    assert as_quantity(1 * brian2.ms / brian2.ms) is None
    with pytest.raises(ValueError, match="no unit that is known"):
        rb.Quantity(1 * brian2.kilogram)


def test_a_bare_number_where_a_unit_is_needed_is_told():
    assert in_unit("1 s", "ms") == 1000.0
    with pytest.raises(ValueError, match="the number 10 has no unit: write it as in '10 ms'"):
        in_unit(10, "ms")
    with pytest.raises(TypeError, match="cannot stand in a network"):
        plain(object())

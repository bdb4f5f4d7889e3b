"""Statistics as plain functions, against the reference values of the crate and SciPy."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import scipy.signal
import scipy.sparse

import rheobase as rb
from rheobase import analysis

DATA = Path(__file__).parents[2] / "crates/rheobase-analysis/tests/data"


def close(found, expected):
    expected = np.array(expected, dtype=float)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


def same_summary(found, expected):
    close([found.value, found.sd], [expected["value"], expected["sd"]])
    assert (found.used, found.left_out) == (expected["used"], expected["left_out"])


@pytest.fixture(scope="module")
def reference():
    return json.loads((DATA / "spikes.json").read_text())


@pytest.fixture(scope="module")
def trains(reference):
    columns = reference["times_ms"], reference["ids"], reference["neurons"]
    window = {key: f"{reference[f'{key}_ms']} ms" for key in ("start", "stop")}
    return analysis.SpikeTrains(*columns, **window)


def test_rates_of_neurons(reference, trains):
    close(analysis.rates(trains), reference["rates_hz"])
    stats = analysis.rate_stats(trains)
    close(stats, [reference["mean_hz"], reference["sd_hz"], reference["silent_fraction"]])
    close(analysis.mean_sd(analysis.rates(trains)), stats[:2])
    histogram = analysis.spike_count_histogram(trains)
    assert histogram.tolist() == reference["count_histogram"]
    found = analysis.histogram(analysis.rates(trains), edges=reference["rate_edges"])
    assert found.counts.tolist() == reference["rate_histogram"]


def test_population_rates(reference, trains):
    times, rate = analysis.population_rate(trains, bin="5 ms")
    close(rate, reference["population_rate_5ms"])
    assert times[:2].tolist() == [102.5, 107.5]
    smooth = analysis.smoothed_rate(trains, bin=5 * rb.ms, sigma="12 ms")
    close(smooth.rate, reference["smoothed_rate_5ms_sigma12"])
    for bin, cv in reference["cv_pop"].items():
        close(analysis.cv_population_rate(trains, bin=f"{bin} ms"), cv)


def test_intervals(reference, trains):
    least = {"min_isis": reference["min_isis"]}
    same_summary(analysis.isi_cv(trains, **least), reference["isi_cv"])
    same_summary(analysis.isi_cv2(trains, **least), reference["isi_cv2"])
    same_summary(analysis.isi_lv(trains, **least), reference["isi_lv"])
    each = [analysis.isis(train) for train in trains]
    enough = [isis for isis in each if len(isis) >= reference["min_isis"]]
    close(np.mean([analysis.cv(isis) for isis in enough]), reference["isi_cv"]["value"])
    close(np.mean([analysis.cv2(isis) for isis in enough]), reference["isi_cv2"]["value"])
    close(np.mean([analysis.lv(isis) for isis in enough]), reference["isi_lv"]["value"])
    close(analysis.pooled_isis(trains), np.concatenate(each))
    cvs = analysis.isi_cvs(trains, **least)
    close(np.nanmean(cvs), reference["isi_cv"]["value"])
    assert np.isnan(cvs).sum() == reference["isi_cv"]["left_out"]
    assert float(analysis.isi_cv(trains)) == analysis.isi_cv(trains).value


def test_fano_pairs_and_synchrony(reference, trains):
    for window, expected in reference["fano"].items():
        factors = analysis.fano_factors(trains, window=f"{window} ms")
        close(np.nanmean(factors), expected["value"])
        assert np.isnan(factors).sum() == expected["left_out"]
    for bin, expected in reference["pairwise"].items():
        found = analysis.pairwise_correlation(trains, bin=f"{bin} ms")
        same_summary(found, expected)
        assert not found.sampled
        some = analysis.pairwise_correlation(trains, bin=f"{bin} ms", max_pairs=40, seed=1)
        assert some.sampled and some.used == 40
    for bin, expected in reference["spike_synchrony"].items():
        close(analysis.spike_synchrony(trains, bin=f"{bin} ms"), expected)


def test_figures_in_one_call(reference, trains):
    found = analysis.population_stats(trains)
    assert found["size"] == 14 and found["isi_neurons"] == 12
    close(found["mean_rate_hz"], reference["mean_hz"])
    close(found["fano"], reference["fano"]["100.0"]["value"])
    close(found["cv_pop_1ms"], reference["cv_pop"]["1.0"])


def test_correlograms(reference):
    case = reference["correlograms"]["grid"]
    found = analysis.cross_correlogram(case["reference"], case["target"], max_lag="20 ms")
    assert found.counts.tolist() == case["counts"]
    assert found.lags.tolist() == list(range(-20, 21))
    close(found.rate, found.counts * 1000 / len(case["reference"]))
    case = reference["correlograms"]["off_grid"]
    options = {"bin": "2.5 ms", "max_lag": "40 ms"}
    found = analysis.cross_correlogram(case["reference"], case["target"], **options)
    assert found.counts.tolist() == case["counts"]
    own = analysis.auto_correlogram(case["reference"], **options)
    assert own.counts.tolist() == case["auto_counts"]
    assert np.isnan(analysis.auto_correlogram([], **options).rate).all()


def test_signals():
    reference = json.loads((DATA / "signals.json").read_text())
    a, b = np.array(reference["a"]), np.array(reference["b"])
    auto = analysis.auto_correlation(a, max_lag=10_000)
    close(auto.values, reference["auto_a"]["values"])
    assert auto.lags[0] == reference["auto_a"]["first_lag"]
    close(analysis.cross_correlation(a, b, max_lag=999).values, reference["cross_ab"]["values"])
    assert len(analysis.auto_correlation(np.ones(5), max_lag=2).values) == 0
    for case in reference["spectra"]:
        interval = case["sample_ms"]
        found = analysis.power_spectrum(
            a[: case["samples"]],
            interval=f"{interval} ms",
            segment=f"{case['segment'] * interval} ms",
            overlap=case["overlap"] / case["segment"],
        )
        close(found.frequency, case["frequency_hz"])
        close(found.density, case["density"])
    samples = np.reshape(reference["voltages"], (-1, reference["voltage_signals"]))
    close(analysis.synchrony(samples), reference["synchrony"])
    # Columns of a larger array, not contiguous.
    close(analysis.synchrony(np.repeat(samples, 2, axis=1)[:, ::2]), reference["synchrony"])


def test_spectrum_is_that_of_scipy():
    signal = np.random.default_rng(1).normal(size=5000)
    found = analysis.power_spectrum(signal, interval="0.5 ms", segment="200 ms")
    frequency, density = scipy.signal.welch(signal, 2000.0, "hann", 400, 200)
    close(found.frequency, frequency)
    close(found.density, density)
    assert analysis.power_spectrum(signal[:10], interval="1 ms").segments == 0


def test_graphs():
    for case in json.loads((DATA / "graphs.json").read_text()):
        columns = case["sources"], case["targets"], case["nodes"]
        graph = analysis.Graph(*columns, weights=case["weights"])
        assert graph.edges == case["edges"]
        assert graph.self_connections == case["self_connections"]
        assert graph.in_degrees.tolist() == case["in_degrees"]
        assert graph.out_degrees.tolist() == case["out_degrees"]
        close(graph.in_strengths, case["in_strengths"])
        close(graph.out_strengths, case["out_strengths"])
        close(analysis.density(graph), case["density"])
        close(analysis.reciprocity(graph), case["reciprocity"])
        close(analysis.clustering_coefficients(graph), case["clustering"])
        assert analysis.strong_components(graph).labels.tolist() == case["strong"]
        assert analysis.weak_components(graph).labels.tolist() == case["weak"]
        same_paths(analysis.shortest_paths(graph), case)
        strong = analysis.strong_components(graph)
        assert strong.members(strong.largest).tolist() == case["paths"]["nodes"]
        stats = analysis.graph_stats(graph)
        assert stats["edges"] == case["edges"] and stats["in_strength"].used == case["nodes"]
        close(stats["clustering"].value, analysis.clustering(graph).value)
        same_paths(stats["paths"], case)
        assert analysis.degree_histogram(graph.in_degrees).sum() == case["nodes"]


def same_paths(found, case):
    expected = case["paths"]
    assert found.strongly_connected == case["strongly_connected"]
    for name in ("nodes", "eccentricity", "centre", "periphery"):
        assert getattr(found, name).tolist() == expected[name]
    assert (found.radius, found.diameter) == (expected["radius"], expected["diameter"])
    close(found.average_path_length, expected["average_path_length"])
    nodes = case["nodes"]
    assert found.reachable_pairs + found.unreachable_pairs == nodes * (nodes - 1)
    if not found.strongly_connected:
        assert found.reachable_pairs == expected["reachable_pairs"]
        close(found.average_reachable_length, expected["average_reachable_length"])


def test_matrices_are_graphs():
    dense = np.random.default_rng(2).random((30, 30)) * (
        np.random.default_rng(3).random((30, 30)) < 0.2
    )
    targets, sources = np.nonzero(dense)
    graph = analysis.Graph(sources, targets, 30, weights=dense[targets, sources])
    for matrix in (dense, scipy.sparse.csr_array(dense), scipy.sparse.coo_matrix(dense)):
        found = analysis.Graph.from_matrix(matrix)
        assert found.in_degrees.tolist() == (dense != 0).sum(axis=1).tolist()
        close(found.out_strengths, dense.sum(axis=0))
        close(analysis.clustering_coefficients(matrix), analysis.clustering_coefficients(graph))
    empty = analysis.shortest_paths(analysis.Graph([], [], 0))
    assert empty.diameter == 0 and np.isnan(empty.average_path_length)
    with pytest.raises(ValueError, match="square"):
        analysis.density(np.ones((2, 3)))
    with pytest.raises(ValueError, match="node 3"):
        analysis.Graph([0], [3], 3)


def test_spikes_of_others(trains):
    quantities = pytest.importorskip("quantities")
    lists = [list(train) for train in trains]
    window = {"start": "100 ms", "stop": "1.9 s"}
    again = analysis.SpikeTrains.from_trains(lists, **window)
    assert [t.tolist() for t in again] == lists
    seconds = [np.array(train) / 1000 * quantities.s for train in lists]
    close(analysis.SpikeTrains.from_trains(seconds, **window).times, again.times)
    backwards = analysis.SpikeTrains(trains.times[::-1], trains.ids[::-1], 14, **window)
    close(backwards.times, trains.times)
    assert backwards[-1].tolist() == trains[13].tolist()
    assert len(trains[2:5]) == 3
    restored = pickle.loads(pickle.dumps(trains))
    close(restored.times, trains.times)
    assert restored.counts.tolist() == trains.counts.tolist()
    assert (restored.start, restored.stop, restored.size) == (100.0, 1900.0, 14)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: analysis.SpikeTrains([1.0], [0], 1, stop=100), "no unit"),
        (lambda: analysis.SpikeTrains([1.0], [0], 1, stop="0 ms"), "must be finite and end after"),
        (lambda: analysis.SpikeTrains([1.0], [1], 1, stop="9 ms"), "neuron id 1"),
        (lambda: analysis.SpikeTrains([1.0], [-1], 1, stop="9 ms"), "entry -1"),
        (lambda: analysis.SpikeTrains([1.0], [0.5], 1, stop="9 ms"), "whole numbers"),
        (lambda: analysis.SpikeTrains([1.0, 2.0], [0], 1, stop="9 ms"), "must be equal"),
        (lambda: analysis.SpikeTrains([np.nan], [0], 1, stop="9 ms"), "finite"),
        (lambda: analysis.SpikeTrains([1.0], [0], 0, stop="9 ms"), "size is 0"),
        (lambda: analysis.isi_cv([[1.0, 2.0]]), "SpikeTrains.from_trains"),
        (lambda: analysis.power_spectrum([1.0], interval="0 ms"), "above zero"),
        (lambda: analysis.power_spectrum([1.0], interval="1 ms", overlap=1.0), "below 1"),
        (lambda: analysis.synchrony([1.0, 2.0]), "shape"),
        (lambda: analysis.histogram([1.0]), "either edges or width"),
        (lambda: analysis.histogram([1.0], width=0.0), "width"),
        (lambda: analysis.cross_correlogram([1.0], [1.0], bin="-1 ms"), "bin_ms"),
        (lambda: analysis.auto_correlation([1.0, 2.0], max_lag=-1), "max_lag"),
    ],
)
def test_mistakes_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_what_is_undefined_is_nan():
    silent = analysis.SpikeTrains([], [], 3, stop="1 s")
    assert np.isnan(analysis.isi_cv(silent).value) and analysis.isi_cv(silent).left_out == 3
    assert np.isnan(analysis.spike_synchrony(silent))
    assert np.isnan(analysis.cv_population_rate(silent))
    assert np.isnan(analysis.cv([])) and np.isnan(analysis.lv([1.0]))
    assert analysis.rate_stats(silent) == (0.0, 0.0, 1.0)
    assert np.isnan(analysis.mean_sd([])[0])

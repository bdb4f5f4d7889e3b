"""What a run gives: spikes, statistics, traces, rates, weights."""

import json
import pickle

import numpy as np
import pytest

import rheobase as rb
from rheobase import analysis, cli
from rheobase.results import NotRecorded


@pytest.fixture(scope="module")
def net():
    net = rb.presets.striatum()
    net.record("V", of="FSI[0:3]", every="0.5 ms", name="fsi")
    net.record("V", "I", of="dSPN[5:7]", every="1 ms", name="dspn")
    net.record("rate", of="iSPN", bin="5 ms", name="ispn")
    return net


@pytest.fixture(scope="module")
def run(net):
    return rb.run(net, "500 ms", seed=4)


def test_spikes_are_columns(run):
    times, ids = run.spikes
    assert len(times) == len(ids) == len(run.spikes) > 100
    assert ids.dtype == np.uint32 and np.all(np.diff(times) >= 0)
    assert np.all(times > 0) and times.max() <= 500.0001
    np.testing.assert_allclose(times, (run.spikes.ticks + 1) * 0.1)
    assert run.populations == ("dSPN", "iSPN", "FSI")
    assert set(run.spikes.populations) <= set(run.populations)
    fsi = run["FSI"]
    of_fsi = run.spikes.populations == "FSI"
    np.testing.assert_array_equal(fsi.times, times[of_fsi])
    np.testing.assert_array_equal(fsi.ids, run.spikes.neurons[of_fsi])
    assert fsi.ids.max() < fsi.size == 20
    assert sum(len(part.ids) for part in run.values()) == len(times)


def test_spikes_are_not_copied(run):
    assert run.spikes.ids is run._taken["spike_ids"]
    assert run["FSI"].V.values is run._taken["traces"][0]["samples"]
    assert np.asarray(run["FSI"].V) is run["FSI"].V.values


def test_trains_have_an_entry_for_each_neuron(run):
    fsi = run["FSI"]
    trains = fsi.trains()
    assert len(trains) == 20 and sum(map(len, trains)) == len(fsi.times)
    np.testing.assert_array_equal(trains[3], fsi.times[fsi.ids == 3])
    np.testing.assert_array_equal(fsi.counts, [len(train) for train in trains])
    assert fsi.spike_trains.start == pytest.approx(0.05)


def test_statistics_are_those_of_the_functions(run):
    part = run["dSPN"]
    trains = part.spike_trains
    assert run.rates["dSPN"] == part.rate == analysis.rate_stats(trains).mean
    assert run.isi_cv()["dSPN"] == part.isi_cv() == analysis.isi_cv(trains).value
    assert run.isi_cv2(min_isis=3)["dSPN"] == analysis.isi_cv2(trains, min_isis=3).value
    assert run.isi_lv()["dSPN"] == analysis.isi_lv(trains).value
    factors = analysis.fano_factors(trains, window="50 ms")
    assert run.fano(window="50 ms")["dSPN"] == pytest.approx(np.nanmean(factors))
    assert run.synchrony(bin="2 ms")["dSPN"] == analysis.spike_synchrony(trains, bin="2 ms")
    found = analysis.pairwise_correlation(trains, bin="5 ms")
    assert run.pairwise_correlation()["dSPN"] == found.value
    assert run.cv_population_rate()["dSPN"] == analysis.cv_population_rate(trains)
    np.testing.assert_array_equal(
        run.spike_count_histogram()["dSPN"], analysis.spike_count_histogram(trains)
    )
    assert len(part.isis()) == len(analysis.pooled_isis(trains))
    assert len(part.rates) == part.size


def test_rates_in_bins(run):
    times, rate = run.population_rate(bin="10 ms")["FSI"]
    assert times[:2].tolist() == pytest.approx([5.0, 15.0]) and len(rate) == 50
    counts = np.histogram(run["FSI"].times - 0.05, np.arange(0, 501, 10))[0]
    np.testing.assert_allclose(rate, counts / 20 * 100)
    smooth = run["FSI"].population_rate(bin="10 ms", sigma="20 ms")
    assert smooth.rate.std() < rate.std()


def test_spectra_and_correlograms(run):
    spectrum = run.power_spectrum(segment="200 ms")["FSI"]
    assert spectrum.frequency[1] == pytest.approx(5.0) and spectrum.segments == 4
    # Two segments of a run that is shorter.
    assert run.power_spectrum(segment="2 s")["FSI"].frequency[1] == pytest.approx(4.0)
    found = run.cross_correlogram("FSI", "dSPN", bin="1 ms", max_lag="10 ms")
    backward = run.cross_correlogram("dSPN", "FSI", bin="1 ms", max_lag="10 ms")
    assert found.counts.sum() == pytest.approx(backward.counts.sum(), rel=0.1)
    own = run.cross_correlogram(("FSI", 1), ("FSI", 1), bin="1.1 ms", max_lag="100 ms")
    assert own.counts[own.lags == 0] == 0
    np.testing.assert_array_equal(own.counts, own.counts[::-1])


def test_statistics_agree_with_the_command_line(tmp_path, run, net):
    net.save(tmp_path / "net.toml")
    command = ["run", tmp_path / "net.toml", "--out", tmp_path / "out", "--no-plots"]
    options = ["--set", "seed=4", "--set", "duration=500 ms"]
    assert cli.call([*map(str, command), *options]) == 0
    told = json.loads((tmp_path / "out/summary.json").read_text())
    assert told["spike_hash"] == run.spike_hash
    start, stop = run.window
    assert (told["analysis"]["start_ms"], told["analysis"]["stop_ms"]) == (start, stop)
    for name in run.populations:
        expected = told["populations"][name]
        assert run.rates[name] == pytest.approx(expected["mean_rate_hz"], rel=1e-12)
        assert run.isi_cv()[name] == pytest.approx(expected["isi_cv"], rel=1e-9)
        assert run.fano()[name] == pytest.approx(expected["fano"], rel=1e-12)
        bin = f"{told['analysis']['bin_ms']} ms"
        assert run.synchrony(bin=bin)[name] == pytest.approx(expected["synchrony"], rel=1e-12)


def test_traces_have_times(run):
    V = run["FSI"].V
    assert V.shape == (1001, 3) and V.unit == "mV" and V.interval == 0.5
    assert V.times[0] == 0.0 and V.times[-1] == pytest.approx(500.0)
    assert V.ids.tolist() == [0, 1, 2]
    assert V[:, 0].max() < 0 and len(V) == 1001
    current = run["dSPN"].I
    assert current.shape == (501, 2) and current.ids.tolist() == [5, 6]
    assert list(run["dSPN"].traces) == ["V", "I"]
    frame = current.to_dataframe()
    assert frame.shape == (501, 2) and frame.index.name == "time_ms"


def test_recorded_rates_are_those_of_the_spikes(run):
    record = run.rate_records["ispn"]
    times, rate = run["iSPN"].population_rate(bin="5 ms")
    np.testing.assert_allclose(record.times, times)
    np.testing.assert_allclose(record.rate, rate)


def test_the_window_is_that_of_the_analysis(net):
    net = net.copy()
    net.set("analysis.start", "200 ms")
    run = rb.run(net, "500 ms", seed=4)
    assert run.window == (200.0, 500.0)
    fsi = run["FSI"]
    late = (fsi.times > 200.05).sum()
    assert run.rates["FSI"] == pytest.approx(late / 20 / 0.3)
    assert len(fsi.times) > late  # the spikes themselves are all there
    assert run.between("0 ms", "200 ms").window == (0.0, 200.0)
    early = rb.Simulation(net).run("100 ms")
    assert early.window == (0.0, 100.0)  # nothing of it lies in the window: all of it


def test_a_part_of_a_run(run):
    part = run.between("100 ms", "300 ms")
    assert (part.start, part.stop, part.duration) == (100.0, 300.0, 200.0)
    times = run.spikes.times
    np.testing.assert_array_equal(part.spikes.times, times[(times > 100.05) & (times < 300.05)])
    V = part["FSI"].V
    assert V.times[0] == pytest.approx(100.0) and V.times[-1] == pytest.approx(300.0)
    np.testing.assert_array_equal(V.values, run["FSI"].V.values[200:601])
    np.testing.assert_array_equal(part.rate_records["ispn"].counts, _counts(run)[20:60])
    assert part.rate_records["ispn"].edges[0] == pytest.approx(100.0)
    assert run.between("450 ms").stop == 500.0
    odd = run.between("101 ms", "299.5 ms")
    assert odd.rate_records["ispn"].edges[[0, -1]].tolist() == pytest.approx([105.0, 295.0])
    np.testing.assert_array_equal(odd.rate_records["ispn"].counts, _counts(run)[21:59])
    assert odd["FSI"].V.times[-1] == pytest.approx(299.5)
    assert odd["dSPN"].V.times[[0, -1]].tolist() == pytest.approx([101.0, 299.0])
    with pytest.raises(ValueError, match="cut within a bin at 295 ms"):
        odd + run.between("299.5 ms")
    with pytest.raises(ValueError, match="nothing between"):
        run.between("600 ms")
    with pytest.raises(ValueError, match="no unit"):
        run.between(100)


def _counts(run):
    return run.rate_records["ispn"].counts


def test_what_was_not_recorded_says_how(run, net):
    with pytest.raises(NotRecorded, match=r"net.record\('V', of='iSPN'"):
        _ = run["iSPN"].V
    with pytest.raises(NotRecorded, match=r"I.gaba of dSPN was not recorded \(but V, I\)"):
        run["dSPN"].traces["I.gaba"]
    with pytest.raises(NotRecorded, match=r"weights of x were not recorded\. Record them"):
        run.weights["x"]
    with pytest.raises(rb.Error, match="did you mean 'FSI'"):
        run["FSi"]
    few = net.copy()
    few.record("spikes", of="FSI[0:5]", name="few")
    few = rb.run(few, "500 ms", seed=4)
    assert few["FSI"].recorded.tolist() == [0, 1, 2, 3, 4]
    assert len(few["FSI"].trains()) == 5
    np.testing.assert_array_equal(few["FSI"].trains()[4], run["FSI"].trains()[4])
    assert few.spike_hash == run.spike_hash
    # All spikes are counted, recorded or not.
    assert few.rates["dSPN"] == pytest.approx(run.rates["dSPN"])
    assert few["dSPN"].counts.tolist() == run["dSPN"].counts.tolist()
    assert np.isnan(few.isi_cv()["dSPN"]) and few.isi_cv()["FSI"] > 0
    with pytest.raises(NotRecorded, match="spikes of dSPN were not recorded"):
        few["dSPN"].isi_cv()
    with pytest.raises(NotRecorded, match="neuron 7 of FSI"):
        few.cross_correlogram(("FSI", 7), ("FSI", 1))
    assert "dSPN" not in few.population_rate()
    none = net.copy()
    none.record("spikes", of="FSI", sample=0, name="none")
    none = rb.run(none, "100 ms")
    with pytest.raises(NotRecorded, match="any population"):
        none.isi_cv()
    assert "dSPN" in repr(none) and none._repr_html_()


def test_too_few_spikes_are_nan(net):
    run = rb.run(net, "20 ms", seed=4)
    assert np.isnan(run.isi_cv()["dSPN"])
    assert np.isnan(run.fano()["FSI"])  # no two windows of 100 ms
    assert len(run.power_spectrum(bin="15 ms")["FSI"].density) == 0


def test_it_shows_itself(run):
    assert "striatum" in repr(run) and "FSI" in repr(run) and "0–500 ms" in repr(run)
    page = run._repr_html_()
    assert "<table" in page and run.spike_hash in page and "FSI" in page
    assert "FSI: 2" in repr(run.rates) and "rate (Hz)" in run.rates._repr_html_()
    assert "neurons" in repr(run["FSI"]) and "V (mV)" in repr(run["FSI"].V)
    with pytest.raises(KeyError, match="there are dSPN, iSPN, FSI"):
        run.rates["x"]


def test_tables(run):
    pandas = pytest.importorskip("pandas")
    table = run.summary()
    assert isinstance(table, pandas.DataFrame)
    assert (
        table.loc["FSI", "neurons"] == 20 and table.loc["FSI", "mean_rate_hz"] == run.rates["FSI"]
    )
    frame = run.to_dataframe()
    assert list(frame.columns) == ["time_ms", "population", "neuron"]
    assert len(frame) == len(run.spikes)
    own = run["FSI"].to_dataframe()
    np.testing.assert_array_equal(own["neuron"], run["FSI"].ids)


def test_tables_without_pandas(run, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    table = run.summary()
    assert table["neurons"] == [490, 490, 20]
    assert "isi_cv" in repr(table) and "<table" in table._repr_html_()
    with pytest.raises(ImportError, match=r"pip install 'rheobase\[pandas\]'"):
        run.to_dataframe()


def test_a_run_of_no_time(net):
    run = rb.Simulation(net).run("0 ms")
    assert run.duration == 0.0 and len(run.spikes) == 0
    assert np.isnan(run.rates["FSI"]) and np.isnan(run.isi_cv()["FSI"])
    assert "FSI" in run and list(run) == list(run.populations)
    assert repr(run) and run._repr_html_()


def test_traces_count_as_arrays():
    net = rb.presets.fsi()
    net.record("V", of="FSI[0:3]", every="1 ms")
    V = rb.run(net, "20 ms")["FSI"].V
    assert V.shape == V.T.shape[::-1] == (21, 3) and V.ndim == 2
    assert np.array_equal(V - V.mean(axis=0), V.values - V.values.mean(axis=0))
    assert np.array_equal(2 * V > V, 2 * V.values > V.values)
    assert (V == V.values).all() and np.abs(V).max() == abs(V.values).max()
    again = pickle.loads(pickle.dumps(V))
    assert np.array_equal(again, V) and again.name == V.name
    with pytest.raises(AttributeError, match="'men'"):
        getattr(V, "men")  # noqa: B009 - misspelt, as it would be written

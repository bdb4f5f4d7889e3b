"""Runs in files, joined, pickled, and as blocks of Neo."""

import pickle
import threading

import numpy as np
import pytest

import rheobase as rb


@pytest.fixture(scope="module")
def net():
    net = rb.presets.fsi()
    net.record("V", of="FSI[0:3]", every="0.3 ms", name="traces")
    net.record("rate", of="FSI", bin="7 ms", name="rate")
    net.record("weights", of="FSI->FSI", times=["0 ms", "100 ms"], name="weights")
    return net


@pytest.fixture(scope="module")
def run(net):
    return rb.run(net, "200 ms")


def same(a, b):
    assert (a.name, a.dt, a.seed, a.populations) == (b.name, b.dt, b.seed, b.populations)
    assert (a.start, a.stop, a.window, a.spike_hash) == (b.start, b.stop, b.window, b.spike_hash)
    np.testing.assert_array_equal(a.spikes.ticks, b.spikes.ticks)
    np.testing.assert_array_equal(a.spikes.ids, b.spikes.ids)
    for x, y in zip(a.values(), b.values()):
        assert (x.size, x.color) == (y.size, y.color)
        np.testing.assert_array_equal(x.recorded, y.recorded)
        assert list(x.traces) == list(y.traces)
        for name in x.traces:
            np.testing.assert_array_equal(x.traces[name].values, y.traces[name].values)
            np.testing.assert_array_equal(x.traces[name].times, y.traces[name].times)
    assert list(a.rate_records) == list(b.rate_records)
    for name in a.rate_records:
        np.testing.assert_array_equal(a.rate_records[name].rate, b.rate_records[name].rate)
    assert list(a.weights) == list(b.weights)
    for name in a.weights:
        np.testing.assert_array_equal(a.weights[name].values, b.weights[name].values)
        np.testing.assert_array_equal(a.weights[name].times, b.weights[name].times)


def test_a_saved_run_is_the_same(run, tmp_path):
    path = tmp_path / "run.npz"
    run.save(path)
    loaded = rb.load_run(path)
    same(run, loaded)
    assert loaded.spec == run.spec
    assert loaded.isi_cv()["FSI"] == run.isi_cv()["FSI"]
    loaded.save(path)
    same(run, rb.load_run(path))
    assert [p.name for p in tmp_path.iterdir()] == ["run.npz"]


def test_a_part_keeps_its_window(run, tmp_path):
    part = run.between("50 ms", "90 ms")
    part.save(tmp_path / "part.npz")
    same(part, rb.load_run(tmp_path / "part.npz"))
    same(part, pickle.loads(pickle.dumps(part)))


def test_a_file_is_whole_or_not_there(run, tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    run.save(path)
    before = path.read_bytes()

    def full(file, **arrays):
        file.write(b"some")
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        run.save(path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "other.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(rb.Error, match="no run that rheobase has saved"):
        rb.load_run(path)
    np.savez(path, a=np.arange(3))
    with pytest.raises(rb.Error, match="no run that rheobase has saved"):
        rb.load_run(path)
    with pytest.raises(FileNotFoundError):
        rb.load_run(tmp_path / "none.npz")


def test_runs_pickle(run):
    same(run, pickle.loads(pickle.dumps(run)))
    loop = []
    worker = threading.Thread(target=lambda: loop.append(pickle.loads(pickle.dumps(run))))
    worker.start()
    worker.join()
    same(run, loop[0])


def test_runs_that_follow_each_other_are_one(net, run):
    sim = rb.Simulation(net)
    parts = [sim.run(f"{length} ms") for length in (31.1, 0.2, 100, 68.7)]
    same(run, rb.concatenate(parts))
    same(run, parts[0] + parts[1] + parts[2] + parts[3])
    halves = run.between("0 ms", "84 ms") + run.between("84 ms")
    np.testing.assert_array_equal(halves.rate_records["rate"].rate, run.rate_records["rate"].rate)
    np.testing.assert_array_equal(halves["FSI"].V.values, run["FSI"].V.values)
    assert parts[2].start == pytest.approx(31.3) and parts[2]["FSI"].V.times[0] > 31.3
    for part in parts:
        whole = run.between(f"{part.start} ms", f"{part.stop} ms")
        np.testing.assert_array_equal(part.spikes.ticks, whole.spikes.ticks)
    with pytest.raises(ValueError, match=r"ends at 31\.1 ms and the next begins at 31\.3 ms"):
        parts[0] + parts[2]
    with pytest.raises(ValueError, match="different simulations"):
        rb.concatenate([parts[0], rb.run(net, seed=9)])
    with pytest.raises(ValueError, match="no run"):
        rb.concatenate([])


def test_neo(run):
    pytest.importorskip("neo")
    statistics = pytest.importorskip("elephant.statistics")
    block = run.to_neo()
    segment = block.segments[0]
    trains = segment.spiketrains
    assert len(trains) == run["FSI"].size
    assert trains[2].annotations == {"population": "FSI", "neuron": 2}
    np.testing.assert_allclose(trains[2].rescale("ms").magnitude, run["FSI"].trains()[2])
    rates = [statistics.mean_firing_rate(train).rescale("Hz").magnitude for train in trains]
    assert np.mean(rates) == pytest.approx(run.rates["FSI"])
    cvs = [statistics.cv(statistics.isi(train)) for train in trains if len(train) > 5]
    assert np.mean(cvs) == pytest.approx(run.isi_cv()["FSI"])
    (signal,) = segment.analogsignals
    assert signal.shape == run["FSI"].V.shape
    assert signal.sampling_period.rescale("ms").magnitude == pytest.approx(0.3)
    assert [group.name for group in block.groups] == ["FSI"]
    part = run.between("50 ms", "100 ms").to_neo().segments[0]
    assert part.spiketrains[0].t_start.rescale("ms").magnitude == 50.0

"""Sweeps: the grid, the store, resuming after a kill, and the tools of clusters."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

import rheobase as rb
from rheobase.sweep import SweepError

pandas = pytest.importorskip("pandas")

GRID = {"FSI.size": [10, 20], "FSI->FSI.weight": ["-3 mV*ms", "-6 mV*ms"]}


def fsi():
    net = rb.presets.fsi()
    net.duration = "50 ms"
    return net


def spikes(run):
    """A measure that a new process can import."""
    return {"spikes": len(run.spikes), "counts": run["FSI"].counts, "name": run.name}


def failing(run):
    if run["FSI"].size == 20:
        raise RuntimeError("no twenty")
    return {"size": run["FSI"].size}


def one_number(run):
    return float(run.rates["FSI"])


def test_a_grid_in_order():
    table = rb.sweep(fsi(), GRID, seeds=[3, 5], workers=1)
    assert list(table.columns) == [*GRID, "seed", "FSI.rate", "FSI.isi_cv", "spike_hash"]
    assert table["FSI.size"].tolist() == [10] * 4 + [20] * 4
    assert table["FSI->FSI.weight"].tolist() == (["-3 mV*ms"] * 2 + ["-6 mV*ms"] * 2) * 2
    assert table["seed"].tolist() == [3, 5] * 4
    net = fsi()
    net["FSI"].size = 20
    net["FSI->FSI"].weight = "-3 mV*ms"
    run = rb.run(net, seed=5)
    row = table.iloc[5]
    assert row["spike_hash"] == run.spike_hash and row["FSI.rate"] == run.rates["FSI"]


def test_processes_give_the_same():
    here = rb.sweep(fsi(), GRID, seeds=2, duration="30 ms", workers=1)
    there = rb.sweep(fsi(), GRID, seeds=2, duration="30 ms", workers=2)
    pandas.testing.assert_frame_equal(here, there)
    assert here["seed"].tolist() == [1, 2] * 4


def test_parameters_that_go_together():
    parameters = {("FSI.size", "FSI->FSI.weight"): [(10, -1 * rb.mV * rb.ms), (12, "-2 mV*ms")]}
    table = rb.sweep(fsi(), parameters, workers=1, measure=one_number)
    assert table["FSI.size"].tolist() == [10, 12]
    assert table["FSI->FSI.weight"].tolist()[1] == "-2 mV*ms"
    assert list(table.columns)[-1] == "one_number"


def test_whatever_stands_for_a_network(tmp_path):
    fsi().save(tmp_path / "fsi.toml")
    options = {"parameters": {"FSI.size": np.array([10, 12])}, "workers": 1, "seeds": np.int64(1)}
    networks = [fsi(), fsi().spec(), fsi().to_dict(), tmp_path / "fsi.toml"]
    tables = [rb.sweep(network, **options) for network in networks]
    for table in tables:
        pandas.testing.assert_frame_equal(table, tables[0])


def test_arrays_can_be_measured(tmp_path):
    options = {"workers": 1, "measure": spikes, "store": tmp_path}
    table = rb.sweep(fsi(), {"FSI.size": [10, 20]}, **options)
    again = rb.sweep(fsi(), {"FSI.size": [10, 20]}, **options)
    assert [len(counts) for counts in again["counts"]] == [10, 20]
    for a, b in zip(table["counts"], again["counts"]):
        np.testing.assert_array_equal(a, b)
        assert a.dtype == b.dtype


def test_finished_points_are_not_run_again(tmp_path):
    store, log = tmp_path / "store", tmp_path / "log"

    def counted(run):
        with open(log, "a") as file:
            file.write("x")
        return {"spikes": len(run.spikes)}

    options = {"measure": counted, "store": store, "workers": 1}
    first = rb.sweep(fsi(), {"FSI.size": [10, 20]}, **options)
    assert log.read_text() == "xx"
    more = rb.sweep(fsi(), {"FSI.size": [20, 30, 10]}, seeds=[1, 2], **options)
    assert log.read_text() == "xx" + "xxxx"
    assert more["spikes"].tolist()[0] == first["spikes"].tolist()[1]
    one = next((store / "points").iterdir())
    one.unlink()
    rb.sweep(fsi(), {"FSI.size": [20, 30, 10]}, seeds=[1, 2], **options)
    assert len(log.read_text()) == 7


def test_another_network_is_refused(tmp_path):
    rb.sweep(fsi(), {"FSI.size": [10]}, store=tmp_path, workers=1)
    other = fsi()
    other["FSI"].tau_m = "11 ms"
    with pytest.raises(SweepError, match="another network"):
        rb.sweep(other, {"FSI.size": [10]}, store=tmp_path, workers=1)
    with pytest.raises(SweepError, match="another network, duration or measure"):
        rb.sweep(fsi(), {"FSI.size": [10]}, store=tmp_path, workers=1, duration="20 ms")
    with pytest.raises(SweepError, match="measure"):
        rb.sweep(fsi(), {"FSI.size": [10]}, store=tmp_path, workers=1, measure=one_number)
    point = next((tmp_path / "points").iterdir())
    assert json.loads(point.read_text())["values"] == {"FSI.size": 10}
    point.write_text("{")
    with pytest.raises(SweepError, match=r"damaged.*FSI.size = 10"):
        rb.sweep(fsi(), {"FSI.size": [10]}, store=tmp_path, workers=1)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_point_that_fails_is_named_and_the_others_are_done(workers, tmp_path):
    with pytest.raises(SweepError, match=r"FSI.size = 20, seed = 1: .*no twenty") as caught:
        rb.sweep(
            fsi(), {"FSI.size": [10, 20, 30]}, measure=failing, workers=workers, store=tmp_path
        )
    assert caught.value.results["FSI.size"].tolist() == [10, 30]
    assert list(caught.value.failures) == ["FSI.size = 20, seed = 1"]
    assert len(list((tmp_path / "points").iterdir())) == 2


@pytest.mark.parametrize(
    ("parameters", "options", "message"),
    [
        ({"FSI.sise": [1]}, {}, "did you mean 'size'"),
        ({"FSI.size": 5}, {}, "list of values"),
        ({"FSI.size": []}, {}, "empty"),
        ({"FSI.size": [1], ("FSI.size",): [(1,)]}, {}, "twice"),
        ({("FSI.size", "dt"): [(1,)]}, {}, "each needs 2 values"),
        ({"FSI.size": [1]}, {"seeds": []}, "seeds is empty"),
        ({"FSI.size": [1]}, {"seeds": [1.5]}, "a seed is 1.5"),
        ({"FSI.size": [1]}, {"workers": 0}, "workers is 0"),
        ({"FSI->FSI.weight": [1]}, {}, "unit"),
        ({"FSI.size": [0, 5]}, {}, r"FSI.size = 0, seed = 1: "),
        ({"FSI.size": [5]}, {"duration": 10}, "unit"),
        ({"seed": [5]}, {}, "given by seeds="),
        ({"duration": ["5 ms"]}, {"duration": "9 ms"}, "given by duration="),
    ],
)
def test_mistakes_are_told_before_anything_runs(parameters, options, message):
    with pytest.raises((ValueError, rb.Error), match=message):
        rb.sweep(fsi(), parameters, **{"workers": 1, **options})


def test_what_cannot_be_kept_is_refused():
    with pytest.raises(SweepError, match="measure returned Run as 'run'"):
        rb.sweep(fsi(), {"FSI.size": [10]}, workers=1, measure=lambda run: {"run": run})


SCRIPT = """
import rheobase as rb, sys, time

def slow(run):
    with open({log!r}, "a") as file:
        file.write("x")
    time.sleep({pause})
    return {{"spikes": len(run.spikes)}}

net = rb.presets.fsi()
net.duration = "10 ms"
table = rb.sweep(net, {{"FSI.size": list(range(10, 22))}}, measure=slow, store={store!r}, workers=2)
print(len(table), table["spikes"].sum())
"""


def script(tmp_path, pause):
    """A script as people write it, without ``if __name__ == "__main__"``."""
    path = tmp_path / "script.py"
    names = {"log": str(tmp_path / "log"), "store": str(tmp_path / "store"), "pause": pause}
    path.write_text(textwrap.dedent(SCRIPT).format(**names))
    return [sys.executable, str(path)]


def points(tmp_path):
    folder = tmp_path / "store/points"
    return list(folder.glob("*.json")) if folder.exists() else []


def test_a_killed_sweep_goes_on(tmp_path):
    pytest.importorskip("cloudpickle")
    # What a measure is made of belongs to the store, so both scripts have the same pause.
    process = subprocess.Popen(script(tmp_path, 0.15), stdout=subprocess.PIPE, text=True)
    limit = time.monotonic() + 60
    while len(points(tmp_path)) < 3 and time.monotonic() < limit:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    # Its processes go with it.
    time.sleep(0.5)
    done = len(points(tmp_path))
    assert 3 <= done < 12
    for path in points(tmp_path):
        json.loads(path.read_text())
    (tmp_path / "log").unlink()
    out = subprocess.run(script(tmp_path, 0.15), capture_output=True, text=True, timeout=120)
    assert out.returncode == 0, out.stderr
    assert out.stdout.startswith("12 ")
    assert len((tmp_path / "log").read_text()) == 12 - done


def test_an_interrupted_sweep_keeps_what_is_done(tmp_path):
    pytest.importorskip("cloudpickle")
    process = subprocess.Popen(script(tmp_path, 5.0), stderr=subprocess.PIPE, text=True)
    limit = time.monotonic() + 60
    while not (tmp_path / "log").exists() and time.monotonic() < limit:
        time.sleep(0.02)
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert time.monotonic() - begin < 4
    assert "KeyboardInterrupt" in told


def run_one(net, size, seed):
    net = net.copy()
    net["FSI"].size = size
    return rb.run(net, seed=seed, threads=1)


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_runs_travel_between_processes(method):
    with ProcessPoolExecutor(1, get_context(method)) as pool:
        found = pool.submit(run_one, fsi(), 15, 4).result()
    here = run_one(fsi(), 15, 4)
    assert found.spike_hash == here.spike_hash and found.rates["FSI"] == here.rates["FSI"]


def gone(run):
    os._exit(3)


def test_a_process_that_dies_is_told(tmp_path):
    with pytest.raises(SweepError, match=r"ended abruptly at one of: FSI.size = 10, seed = 1"):
        rb.sweep(fsi(), {"FSI.size": [10, 20]}, measure=gone, workers=2, store=tmp_path)

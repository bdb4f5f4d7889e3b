"""Opens the files of `cargo run --example format_samples -- FOLDER` with h5py,
libsonata and scipy and compares them with the formulas of that example.

    python -m pip install -r xtask/verify/formats/requirements.txt
    python xtask/verify/formats/check.py FOLDER

Exits with 1 after naming everything that differs.
"""

import sys
import traceback
from pathlib import Path

import h5py
import libsonata
import numpy as np
import scipy.io

SORTING = {"none": 0, "by_id": 1, "by_time": 2}


def same(found, wanted, what):
    """Bit for bit, type and shape included where a dtype is wanted."""
    found, wanted = np.asarray(found), np.asarray(wanted)
    assert found.shape == wanted.shape, f"{what}: shape {found.shape}, wanted {wanted.shape}"
    assert np.array_equal(found, wanted), f"{what}: values differ"


def text(value):
    """h5py gives strings of fixed length as bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)


def dataset(file, path, dtype, wanted):
    assert file[path].dtype == dtype, f"{path}: type {file[path].dtype}, wanted {dtype}"
    same(file[path][...], wanted, path)


def marks(file):
    assert file.attrs["magic"] == 0x0A7A and file.attrs["magic"].dtype == np.uint32
    same(file.attrs["version"], np.array([0, 1], np.uint32), "version")


def spike_formulas():
    i = np.arange(100_000)
    return {
        "dSPN": (0.1 * (i + 1.0), 7 * i % 490, "by_time"),
        "iSPN": (np.zeros(0), np.zeros(0, int), "by_time"),
        "FSI": (np.array([5.0, 1.0, 2.0]), np.array([0, 0, 19]), "by_id"),
    }


def check_spikes_h5py(folder):
    with h5py.File(folder / "spikes.h5") as file:
        marks(file)
        assert set(file["spikes"]) == {"dSPN", "iSPN", "FSI"}
        for name, (times, ids, order) in spike_formulas().items():
            group = file["spikes"][name]
            dataset(group, "timestamps", np.float64, times)
            dataset(group, "node_ids", np.uint64, ids)
            assert text(group["timestamps"].attrs["units"]) == "ms"
            enum = h5py.check_enum_dtype(group.attrs.get_id("sorting").dtype)
            assert enum == SORTING, f"{name}: enum {enum}"
            assert group.attrs["sorting"] == SORTING[order], f"{name}: sorting"


def check_spikes_libsonata(folder):
    reader = libsonata.SpikeReader(str(folder / "spikes.h5"))
    assert set(reader.get_population_names()) == {"dSPN", "iSPN", "FSI"}
    for name, (times, ids, order) in spike_formulas().items():
        population = reader[name]
        assert population.sorting == order and population.time_units == "ms"
        raw = population.get_dict()
        same(raw["timestamps"], times, f"{name} timestamps")
        same(raw["node_ids"], ids, f"{name} node_ids")
    times, ids, _ = spike_formulas()["dSPN"]
    wanted = [(7, time) for time in times[(ids == 7) & (times <= 100.0)]]
    assert len(wanted) == 15 and reader["dSPN"].get([7], 0.0, 100.0) == wanted


def trace_formulas():
    k, j = np.arange(5000)[:, None], np.arange(50)[None, :]
    ids = 9 * np.arange(50)
    grid = (0.0, 500.0, 0.1)
    return {
        "dSPN": ("V", np.float32, -70.0 + k / 8 + j / 1024, ids, grid),
        "dSPN/V": ("V", np.float32, -70.0 + k / 8 + j / 1024, ids, grid),
        "dSPN/I": ("I", np.float64, k * j / 3.0, ids, grid),
        "FSI": ("V", np.float32, np.arange(200).reshape(100, 2) / 4, [19, 3], (100.0, 150.0, 0.5)),
    }


def check_traces_h5py(folder):
    with h5py.File(folder / "traces.h5") as file:
        marks(file)
        for name, (variable, dtype, values, ids, grid) in trace_formulas().items():
            group = file["report"][name]
            dataset(group, "data", dtype, values.astype(dtype))
            assert text(group["data"].attrs["units"]) == "mV"
            assert text(group["data"].attrs["variable"]) == variable
            mapping = group["mapping"]
            dataset(mapping, "node_ids", np.uint64, ids)
            dataset(mapping, "index_pointers", np.uint64, np.arange(len(ids) + 1))
            dataset(mapping, "element_ids", np.uint32, np.zeros(len(ids)))
            dataset(mapping, "time", np.float64, grid)
            assert text(mapping["time"].attrs["units"]) == "ms"
        assert file["report/dSPN/data"] == file["report/dSPN/V/data"], "not one object"


def check_traces_libsonata(folder):
    for kind in (libsonata.ElementReportReader, libsonata.SomaReportReader):
        reader = kind(str(folder / "traces.h5"))
        assert set(reader.get_population_names()) == {"dSPN", "FSI"}
        for name, (_, dtype, values, ids, grid) in trace_formulas().items():
            population = reader[name]
            assert population.times == grid and population.time_units == "ms", name
            assert population.data_units == "mV", name
            assert list(population.get_node_ids()) == list(ids), name
            assert population.sorted == (list(ids) == sorted(ids)), name
            if dtype is not np.float32:
                continue  # libsonata reads single precision only
            frame = population.get()
            same(frame.data, values.astype(np.float32), name)
            assert np.allclose(frame.times, grid[0] + grid[2] * np.arange(len(values)), atol=1e-9)
            shown = np.asarray(frame.ids)
            same(shown[:, 0] if shown.ndim == 2 else shown, ids, f"{name} ids")
        part = reader["FSI"].get(node_ids=[3], tstart=110.0, tstop=110.5)
        same(np.ravel(part.data), [41 / 4, 43 / 4], "part of FSI")


def edge_formulas():
    e = np.arange(3000)
    return 31 * e % 20, 17 * e % 490, e / -7.0, (1 + e % 4 / 8).astype(np.float32)


def check_edges_h5py(folder):
    source, target, weight, delay = edge_formulas()
    with h5py.File(folder / "edges.h5") as file:
        marks(file)
        group = file["edges/FSI_to_dSPN"]
        dataset(group, "source_node_id", np.uint64, source)
        dataset(group, "target_node_id", np.uint64, target)
        dataset(group, "edge_type_id", np.int64, np.zeros(3000))
        dataset(group, "edge_group_id", np.uint64, np.zeros(3000))
        dataset(group, "edge_group_index", np.uint64, np.arange(3000))
        dataset(group, "0/syn_weight", np.float64, weight)
        dataset(group, "0/delay", np.float32, delay)
        assert text(group["source_node_id"].attrs["node_population"]) == "FSI"
        assert text(group["target_node_id"].attrs["node_population"]) == "dSPN"
        assert text(group["0/syn_weight"].attrs["units"]) == "mV*ms"
        second = file["edges/FSI_to_FSI"]
        dataset(second, "edge_type_id", np.int64, [1, 1, 1])
        dataset(second, "0/syn_weight", np.float64, [-60.0] * 3)
        assert "delay" not in second["0"]


def check_edges_libsonata(folder):
    source, target, weight, delay = edge_formulas()
    storage = libsonata.EdgeStorage(str(folder / "edges.h5"))
    assert storage.population_names == {"FSI_to_dSPN", "FSI_to_FSI"}
    edges = storage.open_population("FSI_to_dSPN")
    assert (edges.size, edges.source, edges.target) == (3000, "FSI", "dSPN")
    everything = edges.select_all()
    same(edges.source_nodes(everything), source, "source_nodes")
    same(edges.target_nodes(everything), target, "target_nodes")
    same(edges.get_attribute("syn_weight", everything), weight, "syn_weight")
    same(edges.get_attribute("delay", everything), delay, "delay")
    for node in range(20):
        same(edges.efferent_edges(node).flatten(), np.flatnonzero(source == node), f"out of {node}")
    for node in range(490):
        same(edges.afferent_edges(node).flatten(), np.flatnonzero(target == node), f"into {node}")
    both = np.flatnonzero((source == 3) & (target == target[93]))
    same(edges.connecting_edges(3, int(target[93])).flatten(), both, "connecting_edges")
    second = storage.open_population("FSI_to_FSI")
    same(second.efferent_edges(0).flatten(), [0, 1], "out of 0")
    assert second.efferent_edges(7).flat_size == 0


def check_matrix(folder):
    source, target, weight, _ = edge_formulas()
    matrix = scipy.io.mmread(folder / "weights.mtx").tocsr()
    wanted = np.zeros((490, 20))
    wanted[target[:980], source[:980]] = weight[:980] * 1e-200
    same(matrix.toarray(), wanted, "weights.mtx")
    assert matrix.nnz == 980


def check_values(folder):
    with h5py.File(folder / "values.h5") as file:
        group = file["a/b"]
        dataset(group, "matrix", np.float64, [[0.5, 1.5, 2.5], [3.5, 4.5, 5.5]])
        attributes = group["again"].attrs
        same(attributes["times"], [1.0, 2.0], "times")
        assert text(attributes["unit µ"]) == "µV²" and text(attributes["empty"]) == ""
        assert attributes["large"] == 2**64 - 1 and attributes["number"] == -1e300
        dataset(group, "u8", np.uint8, [0, 1, 255])
        dataset(group, "u32", np.uint32, [0, 2**32 - 1])
        dataset(group, "i32", np.int32, [-(2**31), 2**31 - 1])
        dataset(group, "i64", np.int64, [-(2**63), 2**63 - 1])
        dataset(group, "f32", np.float32, np.array([np.finfo(np.float32).tiny, -1.5], np.float32))
        assert group["nothing"].shape == (0, 4) and group["nothing"][...].size == 0
        assert len(file["many"]) == 500
        for i in range(500):
            one = file["many"][f"member {i}"]
            assert one[0] == i and len(one.attrs) == 20 and one.attrs["attribute 19"] == 19 * i
    # The HDF5 library accepts it for editing, too: every header is sound.
    copy = folder / "edited.h5"
    copy.write_bytes((folder / "values.h5").read_bytes())
    with h5py.File(copy, "r+") as file:
        file["a/b"].create_dataset("new", data=np.arange(5))
        del file["a/b/matrix"]
    with h5py.File(copy) as file:
        same(file["a/b/new"], np.arange(5), "new")
        assert file["a/b/again"].shape == (2, 3)
    copy.unlink()


def check_leftovers(folder):
    wanted = {"spikes.h5", "traces.h5", "edges.h5", "weights.mtx", "values.h5", "text.txt"}
    found = {path.name for path in folder.iterdir()}
    assert found == wanted, f"files {sorted(found ^ wanted)}"
    assert (folder / "text.txt").read_text() == "whole\n"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder, passed, failed = Path(sys.argv[1]), 0, 0
    for name, check in list(globals().items()):
        if not name.startswith("check_"):
            continue
        try:
            check(folder)
            passed += 1
            print(f"ok      {name.removeprefix('check_')}")
        except Exception as error:  # one broken file must not hide the others
            failed += 1
            where = traceback.extract_tb(error.__traceback__)
            line = next(f.lineno for f in reversed(where) if f.filename == __file__)
            print(f"FAILED  {name.removeprefix('check_')} (line {line}): {error!r}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

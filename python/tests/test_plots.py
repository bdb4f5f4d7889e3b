"""Pictures of runs: what is on them, and that nothing covers anything else."""

import subprocess
import sys

import numpy as np
import pytest

import rheobase as rb
from rheobase.plotting.canvas import spread
from rheobase.plotting.colors import PALETTE, colors, nth
from rheobase.results import NotRecorded

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def run():
    net = rb.presets.striatum()
    net.record("V", of="FSI[0:2]", every="0.1 ms", name="fsi")
    net.record("V", "I", of="dSPN[0:2]", every="1 ms", name="dspn")
    return rb.run(net, "300 ms")


@pytest.fixture(scope="module")
def learned():
    net = rb.presets.fsi()
    net.record("weights", of="FSI->FSI", times=["0 ms", "50 ms", "100 ms"], name="w")
    return rb.run(net, "100 ms")


@pytest.fixture(scope="module")
def many():
    net = rb.Network("many", dt="0.1 ms", duration="100 ms", seed=1)
    for k in range(11):
        name = f"a_population_with_a_long_name_{k}" if k < 2 else f"P{k}"
        part = net.add_population(name, 400 if k == 0 else 3, tau_m="20 ms")
        net.add_input(part, rb.constant("25 mV"), name=f"drive{k}")
        net.add_input(part, rb.step_noise("5 mV"), name=f"noise{k}")
    return rb.run(net)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def boxes_apart(artists, renderer):
    """Whether no two of these cover each other, but for a pixel."""
    boxes = [artist.get_window_extent(renderer) for artist in artists]
    for k, a in enumerate(boxes):
        for b in boxes[k + 1 :]:
            wide = min(a.x1, b.x1) - max(a.x0, b.x0)
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            if wide > 1 and high > 1:
                return False
    return True


def test_raster_has_a_mark_for_each_spike(run):
    ax = run.plot_raster()
    assert sum(len(line.get_xdata()) for line in ax.lines if line.get_marker() != "None") == len(
        run.spikes
    )
    assert ax.get_ylim() == (999.5, -0.5) and ax.get_xlim() == (0, 300)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Time (ms)", "Neuron")
    assert [text.split()[0] for text in texts(ax)] == ["dSPN", "iSPN", "FSI"]
    assert f"FSI {run.rates['FSI']:.1f} Hz" in texts(ax)


def test_raster_of_some_neurons(run):
    ax = run.plot_raster(populations=["FSI", "dSPN"], neurons={"FSI": [3, 7], "dSPN": 10})
    assert ax.get_ylim() == (11.5, -0.5)
    fsi = ax.lines[0]
    trains = run["FSI"].trains()
    np.testing.assert_allclose(
        np.sort(fsi.get_xdata()), np.sort(np.concatenate([trains[3], trains[7]]))
    )
    assert set(fsi.get_ydata()) == {0, 1}


def test_pictures_are_drawn_where_they_are_asked_to(run):
    _, axes = plt.subplots(2, 2)
    assert run.plot_raster(ax=axes[0, 0]) is axes[0, 0]
    assert run.plot_rates(ax=axes[0, 1]) is axes[0, 1]
    assert run.plot_distribution(ax=axes[1, 0]) is axes[1, 0]
    assert run.plot_voltages(ax=axes[1, 1]) is axes[1, 1]
    assert len(plt.get_fignums()) == 1


def test_rates_are_those_of_the_run(run):
    ax = run.plot_rates(bin="10 ms")
    line = ax.lines[2]
    times, rate = run["FSI"].population_rate(bin="10 ms")
    np.testing.assert_allclose(line.get_xdata()[1:-1], times)
    np.testing.assert_allclose(line.get_ydata()[1:-1], rate)
    assert ax.get_ylabel() == "Rate (Hz)"
    assert [t.get_text().split()[0] for t in ax.get_legend().get_texts()] == list(run.populations)


@pytest.mark.parametrize("of", ["rate", "count", "isi", "cv"])
def test_distributions_add_up(run, of):
    ax = run.plot_distribution(of, populations="FSI")
    (stairs,) = ax.patches
    assert stairs.get_data().values.sum() == pytest.approx(1.0)
    assert ax.get_xlabel() and ax.get_ylabel().startswith("Share of")
    with pytest.raises(ValueError, match="there are rate, count, isi, cv"):
        run.plot_distribution("x")


def test_voltages(run):
    ax = run.plot_voltages()
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["dSPN 0", "dSPN 1", "FSI 0", "FSI 1"]
    assert "mV" in texts(ax)[0]
    one = run.plot_voltages("FSI", neurons=1)
    assert one.get_ylabel() == "V of FSI 0 (mV)"
    np.testing.assert_array_equal(one.lines[0].get_ydata(), run["FSI"].V[:, 0])
    spikes = one.collections[0].get_segments()
    assert len(spikes) == len(run["FSI"].trains()[0])
    assert run.plot_voltages(variable="I").get_yticklabels()[0].get_text() == "dSPN 0"
    with pytest.raises(NotRecorded, match=r"net\.record"):
        run.plot_voltages("iSPN")


def test_long_traces_keep_their_extremes():
    net = rb.presets.fsi()
    net.record("V", of="FSI[0]", every="0.1 ms", name="v")
    run = rb.run(net, "3 s")
    line = run.plot_voltages().lines[0]
    assert len(line.get_xdata()) < len(run["FSI"].V) == 30001
    assert line.get_ydata().min() == run["FSI"].V.values.min()
    assert line.get_ydata().max() == run["FSI"].V.values.max()


def test_weights(learned, run):
    ax = learned.plot_weights()
    unit = learned.weights["FSI->FSI"].unit
    assert unit and ax.get_xlabel() == f"Weight of FSI->FSI ({unit})"
    counts = ax.patches[0].get_data().values
    assert counts.sum() == pytest.approx(1.0)
    assert len(learned.plot_weights(times="50 ms").patches) == 1
    assert len(learned.plot_weights(times=["0 ms", "51 ms", "100 ms"]).patches) == 3
    with pytest.raises(NotRecorded, match=r"net\.record"):
        run.plot_weights()


def test_overview(run, learned):
    figure = run.plot()
    labels = [ax.get_ylabel() for ax in figure.axes]
    assert labels[:2] == ["Neuron", "Rate (Hz)"] and len(labels) == 5
    assert len(learned.plot().axes) == 5


def test_names_do_not_cover_each_other(many):
    for ax in (many.plot_raster(), many.plot().axes[0]):
        figure = ax.get_figure().figure
        figure.canvas.draw()
        renderer = figure.canvas.get_renderer()
        assert len(ax.texts) == 11
        assert boxes_apart(ax.texts, renderer)
        width, height = figure.canvas.get_width_height()
        for text in ax.texts:
            box = text.get_window_extent(renderer)
            assert 0 <= box.x0 and box.x1 <= width and 0 <= box.y0 and box.y1 <= height


def test_axes_keep_clear_of_each_other(run):
    figure = run.plot()
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    boxes = [ax.get_tightbbox(renderer) for ax in figure.axes]

    class Box:
        def __init__(self, box):
            self.box = box

        def get_window_extent(self, _):
            return self.box

    assert boxes_apart([Box(box) for box in boxes], renderer)


def test_places_are_spread_no_more_than_they_must():
    assert spread([0.9, 0.5, 0.1], 0.1) == pytest.approx([0.9, 0.5, 0.1])
    found = spread([0.5, 0.5, 0.45], 0.1)
    assert np.diff(found) == pytest.approx([-0.1, -0.1])
    found = spread([0.02, 0.01, 0.0], 0.1)
    assert min(found) >= 0.05 - 1e-12 and np.all(np.diff(found) < -0.099)
    assert spread([], 0.1) == []


def test_colors_are_those_of_the_network(run):
    found = colors(run)
    assert list(found) == list(run.populations)
    assert all(color.startswith("#") for color in found.values())
    assert nth(0) == PALETTE[0] and nth(8) != nth(0) and len({nth(k) for k in range(24)}) == 24


def test_a_silent_run_can_be_drawn():
    net = rb.Network("silent", dt="0.1 ms", duration="10 ms")
    net.add_population("E", 4, tau_m="20 ms")
    run = rb.run(net)
    assert "no spikes" in texts(run.plot_raster())
    run.plot().canvas.draw()
    net.record("spikes", of="E", sample=0, name="none")
    run = rb.run(net)
    assert "no spikes recorded" in texts(run.plot_raster())
    run.plot().canvas.draw()


def test_matplotlib_is_imported_when_it_is_needed():
    late = {"matplotlib", "pandas", "neo", "scipy"}
    code = f"import sys, rheobase; assert not {late} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_matplotlib_it_says_how_to_get_it(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"pip install 'rheobase\[plot\]'"):
        run.plot_raster()


def test_a_notebook_shows_each_figure_once():
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    cells = [
        "import rheobase as rb\nrun = rb.run(rb.presets.fsi(), '50 ms')",
        "run.plot()",
        "figure = run.plot()",
        "run.plot_raster()",
        "run",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(book, kernel_name="python3").execute()
    kinds = [[list(out.get("data", {})) for out in cell.outputs] for cell in book.cells]
    pictures = [sum("image/png" in kind for kind in cell) for cell in kinds]
    assert pictures == [0, 1, 1, 1, 0]
    assert "text/html" in kinds[4][0]

"""Statistics, pictures and interruption of `rheobase.neurosimulator`."""

import signal

import numpy as np
import pytest

from rheobase.neurosimulator import populations
from rheobase.neurosimulator import spiking as ns
from rheobase.neurosimulator._bridge import Bridge


@pytest.fixture
def figures():
    """Figures that a test draws, closed after it."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    plt.close("all")
    yield lambda: [plt.figure(number) for number in plt.get_fignums()]
    plt.close("all")


def test_statistics_of_rates():
    rate = np.array([[0.0, 2.0, 4.0], [1.0, 1.0, 4.0]])
    np.testing.assert_allclose(ns.vec_meanrate(rate), [2000, 2000])
    np.testing.assert_allclose(ns.vec_cv(rate), [np.sqrt(8 / 3) / 2, np.sqrt(2) / 2])


def test_correlations_are_means_over_what_overlaps():
    a, b = np.random.default_rng(1).normal(size=(2, 30))
    lag, found = ns.crosscorr(a, b[:20])
    assert lag.tolist() == list(range(-19, 30))
    x, y = (a - a.mean()) / a.std(), (b[:20] - b[:20].mean()) / b[:20].std()
    for k, value in zip(lag, found):
        pairs = [x[i] * y[i - k] for i in range(30) if 0 <= i - k < 20]
        np.testing.assert_allclose(value, np.mean(pairs), atol=1e-12)
    lag, rows = ns.vec_autocorr(np.array([a, b]))
    assert rows.shape == (2, 59)
    np.testing.assert_allclose(rows[:, lag == 0], 1)
    assert ns.vec_autocorr(a[None, :])[1].shape == (59,)


@pytest.mark.filterwarnings("ignore:.*non-interactive")
def test_a_raster_and_rates(figures):
    np.random.seed(1)
    ns.initNetwork(populations.Striatum)
    times, spikes, V = ns.runplot(100, ns.monitorind([4, 4, 2]))
    raster, rates = (figure.axes[0] for figure in figures())
    assert len(raster.collections) == 10
    drawn = [len(row.get_positions()) for row in raster.collections]
    assert drawn == spikes.sum(axis=1).tolist()
    legend = [text.get_text() for text in raster.get_legend().get_texts()]
    assert legend == ["dSPN", "iSPN", "FSI"]
    assert len(rates.lines) == 3
    mean = ns.Population.MeanSpikeRate[2]
    assert rates.get_legend().get_texts()[2].get_text() == f"FSI:{mean:.1f}Hz"
    assert "1/ms" in rates.get_ylabel()


@pytest.mark.filterwarnings("ignore:.*non-interactive")
def test_nothing_monitored_is_no_raster(figures):
    ns.initNetwork(populations.FSI)
    ns.runplot(10)
    assert len(figures()) == 1


def test_a_distribution_of_rates(figures):
    np.random.seed(1)
    ns.initNetwork(populations.Striatum)
    ns.rundynamics(200)
    ns.plot_ratePDF()
    (figure,) = figures()
    counts = sum(patch.get_height() for patch in figure.axes[0].patches)
    assert counts == 1000 and figure.axes[0].get_yscale() == "log"


@pytest.mark.filterwarnings("ignore:.*non-interactive")
def test_bursts_are_drawn(figures):
    class Burst:
        steps = 2
        time = [20, 30]
        MeanIx = np.array([[0.0], [10.0]])
        TimeArray = np.arange(500) * 0.1

    ns.initNetwork(populations.FSI)
    times, spikes, V = ns.runburstplot(Burst, [1, 2])
    assert spikes.shape == (2, 500) and len(figures()) == 2


def test_graph_properties(capsys):
    pytest.importorskip("networkx")
    np.random.seed(1)
    ns.initNetwork(populations.FSI)
    ns.networkprop()
    printed = capsys.readouterr().out
    assert printed.startswith("radius: 2\ndiameter: 2\n") and "density: 0.5" in printed


def test_an_interrupted_run_may_go_on(monkeypatch):
    """Ctrl-C is answered soon; neurons and generator are as after the steps that were taken."""

    def interrupt(number, frame):
        raise KeyboardInterrupt

    monkeypatch.setattr(ns, "_bridge", Bridge())
    monkeypatch.setattr(populations.FSI, "SigmaNoise", np.array([1.0]))
    np.random.seed(3)
    ns.initNetwork(populations.FSI)
    ns.rundynamics(1)
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            ns.rundynamics(20_000)
    finally:
        signal.signal(signal.SIGALRM, before)
    interrupted = ns.Neuron.V
    ns.rundynamics(10)
    found = ns.Neuron.V

    # How far it was, from a run that was left alone (spikes are painted into its voltages).
    np.random.seed(3)
    ns.initNetwork(populations.FSI)
    voltages = ns.rundynamics(20_001, range(20))[2]
    same = (voltages == interrupted[:20, None]).mean(axis=0)
    (step,) = np.flatnonzero(same > 0.5)

    np.random.seed(3)
    ns.initNetwork(populations.FSI)
    ns.rundynamics((step + 1) * ns.dt)
    np.testing.assert_array_equal(ns.Neuron.V, interrupted)
    ns.rundynamics(10)
    np.testing.assert_array_equal(ns.Neuron.V, found)


def test_no_network_is_an_error(monkeypatch):
    monkeypatch.setattr(ns, "Neuron", None)
    with pytest.raises(Exception, match="initNetwork"):
        ns.rundynamics(10)

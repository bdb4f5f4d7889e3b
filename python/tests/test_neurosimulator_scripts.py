"""What scripts may do between and during runs, against the step in plain NumPy."""

import contextlib

import neurosimulator_reference as reference
import numpy as np
import pytest

import rheobase as rb
from rheobase.neurosimulator import _draw, _dynamics, plasticity, populations
from rheobase.neurosimulator import spiking as ns

FIELDS = [name for name in vars(populations.Striatum) if not name.startswith("__")]


@pytest.fixture(autouse=True)
def fresh_module():
    """Each test begins with the module as it is imported."""
    ns.dt, ns.faithful = 0.1, True
    yield
    ns.dt, ns.faithful = 0.1, True
    ns.stopPlasticity()


class Small:
    """Three populations of different kinds; all weights are whole, so that sums are exact."""

    NN = np.array([30, 1, 20])
    Tag = {"a": 0, "b": 1, "c": 2}
    Colors = np.eye(3)
    size = 3
    CP = np.array([[0.3, 1.0, 0.5], [0.2, 0.0, 0.9], [0.4, 1.0, 0.1]])
    CW = np.array([[10.0, 30.0, -40.0], [18.0, 0.0, -7.0], [25.0, -3.0, -30.0]])
    Tau = np.array([10.0, 20.0, 7.0])
    Tausyn = 8.0
    consider_failure = False
    FailRate = np.array([[0.5, 0.2, 0.0], [0.7, 0.1, 1.0], [0.3, 0.3, 0.3]])
    failure_update_time = 5
    Vthr = np.array([-50.0, -52.0, -48.0])
    Vreset = np.array([-80.0, -75.0, -70.0])
    Vrest = np.array([-70.0, -68.0, -65.0])
    Vspike = np.array([40.0, 30.0, 20.0])
    MeanIx = np.array([30.0, 27.0, 20.0])
    SigmaIx = np.array([2.0, 0.0, 1.0])
    SigmaNoise = np.array([20.0, 0.0, 5.0])


def small():
    """A class of its own for each test."""
    fields = {k: v for k, v in vars(Small).items() if not k.startswith("__")}
    return type("Small", (), {k: v.copy() if hasattr(v, "copy") else v for k, v in fields.items()})


def both(population, seed, dt=0.1):
    """The same network here and in the reference; NumPy's generator as after one of them."""
    np.random.seed(seed)
    state = reference.start(population, dt)
    np.random.seed(seed)
    ns.dt = dt
    ns.initNetwork(population)
    return state


def run_both(state, endtime, rule=None):
    """One call of each, from the generator as it is; all must agree to the last bit."""
    generator = np.random.get_state()
    expected = reference.run(state, endtime, rule)
    after = np.random.get_state()
    np.random.set_state(generator)
    times, spikes, V = ns.rundynamics(endtime, "all")
    step, neuron = np.nonzero(spikes.T)
    assert list(zip(step.tolist(), neuron.tolist())) == expected.spikes
    np.testing.assert_array_equal(V, expected.marked)
    np.testing.assert_array_equal(ns.Population.SpikeRate, expected.rates)
    np.testing.assert_array_equal(ns.Neuron.V, state.V)
    np.testing.assert_array_equal(ns.Neuron.Isyn, state.Isyn)
    np.testing.assert_array_equal(ns.Neuron.Noise, state.noise)
    np.testing.assert_array_equal(ns.Neuron.Wmat_with_failure, state.delivered)
    now = np.random.get_state()
    np.testing.assert_array_equal(now[1], after[1])
    assert now[2:] == after[2:]
    return spikes


def test_networks_are_drawn_in_order():
    for population in (populations.Striatum, populations.FSI, populations.OnePopulation, small()):
        state = both(population, seed=7)
        np.testing.assert_array_equal(ns.Neuron.Wmat, state.weights)
        np.testing.assert_array_equal(ns.Neuron.V, state.V)
        np.testing.assert_array_equal(ns.Neuron.Ix, state.Ix)
        assert ns.Neuron.Wmat.dtype == state.weights.dtype


def test_a_column_without_neurons_is_no_neuron():
    population = small()
    population.NN = np.array([4, 0, 3])
    state = both(population, seed=3)
    np.testing.assert_array_equal(ns.Neuron.Wmat, state.weights)


def test_the_striatum_with_noise():
    state = both(populations.Striatum, seed=5)
    spikes = run_both(state, 30)
    assert spikes.sum() > 20


@pytest.mark.parametrize("failing", [False, True])
@pytest.mark.parametrize("dt", [0.1, 0.25])
def test_calls_follow_each_other(failing, dt):
    population = small()
    population.consider_failure = failing
    state = both(population, seed=11, dt=dt)
    spiked = sum(run_both(state, endtime).sum() for endtime in (40, 0.2, 33.33, 7))
    assert spiked > 50


def test_an_interval_of_failures_that_is_not_whole():
    population = small()
    population.consider_failure = True
    population.failure_update_time = 0.25
    run_both(both(population, seed=2, dt=0.1), 20)


def test_parameters_that_are_read_live():
    population = small()
    state = both(population, seed=13)
    run_both(state, 20)
    population.Tausyn = 3.0
    population.SigmaNoise[:] = 0
    run_both(state, 20)
    population.consider_failure = True
    population.FailRate[0, 2] = 0.9
    run_both(state, 20)
    population.consider_failure = False  # the last failures stay on
    with pytest.warns(UserWarning, match="Wmat_with_failure"):
        run_both(state, 20)
    population.Tau[:] = 1.0  # counts at the next network only
    with pytest.warns(UserWarning):
        ns.rundynamics(1)
    assert ns.Neuron.Tau[0] == 10


def test_what_may_be_assigned_between_runs():
    population = small()
    state = both(population, seed=17)
    run_both(state, 15)
    n = ns.Neuron.Tag.size
    ns.Neuron.V = state.V = np.linspace(-80, -40, n)
    ns.Neuron.Isyn = state.Isyn = np.linspace(-5, 5, n)
    ns.Neuron.Ix = state.Ix = np.full(n, 25.0)
    ns.Neuron.Spike = state.spike = np.arange(n) % 3 == 0
    ns.Neuron.Wmat[0, 5] = 64.0  # in place: the array that is delivered, too
    state.weights[0, 5] = 64.0
    run_both(state, 15)
    assigned = np.where(np.arange(n * n).reshape(n, n) % 7 == 0, -16.0, 0.0)
    ns.Neuron.Wmat_with_failure = state.delivered = assigned
    with pytest.warns(UserWarning):
        run_both(state, 15)


def test_parameters_of_single_neurons():
    state = both(small(), seed=19)
    run_both(state, 5)
    ns.Neuron.Vthr[0] = -1000.0  # below what it is reset to
    with pytest.raises(rb.Error):
        ns.rundynamics(5)
    ns.Neuron.Vthr[:] = 1e5
    assert not ns.rundynamics(50, "all")[1].any()


def test_an_assigned_matrix_counts_when_mended():
    """`faithful`: assigned weights are not delivered. Else: they are, and nothing is left on."""
    state = both(small(), seed=23)
    ns.Neuron.Wmat = np.zeros_like(state.weights)
    with pytest.warns(UserWarning, match="not delivered"):
        run_both(state, 20)
    ns.faithful = False
    state.delivered = np.zeros_like(state.weights)
    run_both(state, 20)
    assert ns.Neuron.Wmat_with_failure is ns.Neuron.Wmat


def test_failures_are_lifted_when_mended():
    population = small()
    population.consider_failure = True
    state = both(population, seed=29)
    ns.faithful = False
    run_both(state, 12)
    population.consider_failure = False
    state.delivered = state.weights
    run_both(state, 12)


@pytest.mark.parametrize("mended", [False, True])
def test_learned_weights_count_when_mended(mended):
    """The rule of the original, delivered at every step or never."""
    population = small()
    population.SigmaNoise[:] = 0
    state = both(population, seed=31)
    ns.faithful = not mended
    rule = reference.AntiHebbian(state)
    learn = rule.learn

    def learn_and_deliver():
        learn()
        state.delivered = state.weights

    if mended:
        rule.learn = learn_and_deliver
    ns.initPlasticity(plasticity.AntiHebbian)
    reference_run = reference.run(state, 40, rule)
    _, spikes, _ = ns.rundynamics(40, "all")
    step, neuron = np.nonzero(spikes.T)
    assert list(zip(step.tolist(), neuron.tolist())) == reference_run.spikes
    np.testing.assert_allclose(ns.Neuron.Wmat, state.weights, rtol=0, atol=1e-9)
    np.testing.assert_allclose(ns.Neuron.V, state.V, rtol=0, atol=1e-9)
    assert np.any(ns.Neuron.Wmat != ns.Neuron.initWmat)


def test_a_mark_in_the_first_step():
    """`faithful`: it is lost, but for calls of one step. Else: it stands in the first sample."""
    for faithful, steps, marked in [(True, 2, False), (True, 1, True), (False, 2, True)]:
        ns.faithful = faithful
        ns.initNetwork(small())
        ns.Neuron.V[3] = 0.0
        times, spikes, V = ns.rundynamics(steps * ns.dt, [3])
        assert spikes[0, 0] and times[0][0] == ns.dt
        assert (V[0, 0] == 40) == marked


def test_a_rule_of_ones_own_sees_every_step():
    seen = []

    class Rule:
        def __init__(self):
            self.istrue = True

        def updatedW(self):
            seen.append((ns.Neuron.V.copy(), ns.Neuron.Spike.copy(), ns.Neuron.SpikeCount.sum()))
            ns.Neuron.Ix[0] = 100.0
            if len(seen) == 150:
                self.istrue = False
            return ns.Neuron.Wmat * 0.5

    np.random.seed(43)
    ns.initNetwork(small())
    ns.initPlasticity(Rule)
    _, spikes, _ = ns.rundynamics(20, "all")
    assert len(seen) == 150
    # The count is that before the step, as in the original.
    assert [count for _, _, count in seen] == [spikes[:, :k].sum() for k in range(150)]
    np.testing.assert_array_equal([spike for _, spike, _ in seen], spikes[:, :150].T)
    assert spikes[0].sum() >= 3
    assert np.abs(ns.Neuron.Wmat).max() < 1e-40
    ns.stopPlasticity()
    assert not ns.Plasticity.istrue


def test_a_rule_that_ends_itself():
    class Once:
        istrue = True

        def updatedW(self):
            ns.stopPlasticity()
            return ns.Neuron.Wmat + 1

    ns.initNetwork(small())
    first = ns.Neuron.Wmat.copy()
    ns.initPlasticity(Once)
    ns.rundynamics(5)
    np.testing.assert_array_equal(ns.Neuron.Wmat, first + 1)


def test_new_synapses_of_a_rule_are_delivered_when_mended():
    class Grow:
        istrue = True

        def updatedW(self):
            return np.full(ns.Neuron.Wmat.shape, 50.0)

    ns.faithful = False
    population = small()
    population.CP = np.zeros((3, 3))
    ns.initNetwork(population)
    ns.initPlasticity(Grow)
    ns.rundynamics(10)
    assert (ns.Neuron.Isyn > 0).all()


def test_the_kernel_of_a_subclass():
    """Lag by lag, as the original sums it."""

    class Smooth(plasticity.AntiHebbian):
        def Kernel(self, t):
            return t / 10 * np.exp(-np.abs(t) / 5)

    population = small()
    population.NN = np.array([4, 1, 3])
    np.random.seed(1)
    ns.initNetwork(population)
    ns.initPlasticity(Smooth)
    rule, W = ns.Plasticity, ns.Neuron.Wmat.copy()
    history = np.zeros((rule.monitorsize, 8))
    raster = np.random.random_sample((300, 8)) < 0.05
    for spike in raster:
        ns.Neuron.Spike = spike
        ns.Neuron.Wmat = rule.updatedW()
        history = np.vstack([history[1:], spike])
        for i, j in ns.Neuron.Cpairs:
            if spike[i] or spike[j]:
                pairs = np.append(history[:, i] * spike[j], (history[:-1, j] * spike[i])[::-1])
                target = np.sum(rule.TargetW[:, i, j] * rule.absKernel * pairs)
                W[i, j] += -rule.alpha * (W[i, j] - target) * ns.dt
    np.testing.assert_allclose(ns.Neuron.Wmat, W, rtol=1e-12)
    np.testing.assert_array_equal(rule.Monitor, history)


def test_monitored_neurons_come_in_the_order_asked_for():
    ns.initNetwork(small())
    generator, V = np.random.get_state(), ns.Neuron.V
    _, all_spikes, all_V = ns.rundynamics(30, "all")
    for ids in ([5, 2, 2, -1], range(3), np.array([], dtype=float), []):
        np.random.set_state(generator)
        ns.Neuron.V, ns.Neuron.Isyn = V, np.zeros(V.size)
        ns.Neuron.Spike = np.zeros(V.size, dtype=bool)
        times, spikes, found = ns.rundynamics(30, ids)
        rows = np.array(ids, dtype=int)
        np.testing.assert_array_equal(spikes, all_spikes[rows])
        np.testing.assert_array_equal(found, all_V[rows])
        assert [len(t) for t in times] == spikes.sum(axis=1).tolist()
    drawn = ns.monitorind([5, 1, 7])
    assert ns.Neuron.Tag[drawn].tolist() == [0] * 5 + [1] + [2] * 7


def test_single_steps_are_those_of_a_run():
    state = both(small(), seed=37)
    generator = np.random.get_state()
    for _ in range(20):
        ns.update_Neurons()
    stepped = ns.Neuron.V
    np.random.set_state(generator)
    reference.run(state, 2)
    np.testing.assert_array_equal(stepped, state.V)
    ns.update_Noise()
    assert ns.Neuron.Noise.shape == stepped.shape
    with pytest.raises(AttributeError, match="update_Neurons"):
        ns.update_Spikes()


def test_edits_of_a_class_count_at_the_next_network():
    class Mine(populations.Striatum):
        CW = populations.Striatum.CW.copy()
        NN = np.array([20, 20, 20])

    Mine.CW[2, 2] = -9.0
    ns.initNeuron(Mine)
    fsi = ns.Neuron.Wmat[np.ix_(ns.Neuron.Tag == 2, ns.Neuron.Tag == 2)]
    assert set(np.unique(fsi)) == {-9.0, 0.0}
    assert populations.Striatum.CW[2, 2] == -6.0


def test_pairs_and_graph_are_made_when_asked_for():
    ns.initNetwork(small())
    assert ns.Neuron._graph is None and ns.Neuron._pairs is None
    assert len(ns.Neuron.Cpairs) == ns.Neuron.Cmat.sum()
    post, pre = ns.Neuron.Cpairs[0]
    assert ns.Neuron.Wmat[post, pre] != 0
    graph = pytest.importorskip("networkx") and ns.Neuron.Graph
    assert graph.number_of_edges() == ns.Neuron.Cmat.sum() and graph.has_edge(pre, post)
    ns.Neuron.Graph = "mine"
    assert ns.Neuron.Graph == "mine"


def test_mistakes_are_named():
    class Wrong(populations.Striatum):
        Tau = np.array([10.0, 10.0])
        CP = np.zeros((2, 3))

    with pytest.raises(rb.SpecError, match=r"Wrong.Tau: has fewer than 3(.|\n)*Wrong.CP") as caught:
        ns.initNetwork(Wrong)
    assert [path for path, _, _ in caught.value.problems] == ["Wrong.Tau", "Wrong.CP"]
    with pytest.raises(rb.SpecError, match="MeanIx: is missing"):
        ns.initNetwork(type("Empty", (), {"NN": np.array([1])}))
    population = small()
    population.CP[0, 0] = 1.5
    with pytest.raises(rb.SpecError, match=r"CP\[0, 0\]: is 1.5"):
        ns.initNetwork(population)
    ns.initNetwork(small())
    ns.Population.SigmaNoise[2] = -1
    with pytest.raises(rb.SpecError, match=r"SigmaNoise\[2\]: is -1"):
        ns.rundynamics(1)
    ns.Population.SigmaNoise[2] = 0
    ns.Population.FailRate[1, 0] = -0.5
    ns.Population.consider_failure = True
    with pytest.raises(rb.SpecError, match=r"FailRate\[1, 0\]: is -0.5"):
        ns.rundynamics(1)


@pytest.mark.parametrize("name", "V Isyn Ix Spike Tau Vthr Vreset Vrest Wmat_with_failure".split())
def test_arrays_of_a_wrong_shape_are_refused(name):
    ns.initNetwork(small())
    setattr(ns.Neuron, name, getattr(ns.Neuron, name)[:-1])
    with pytest.warns() if "W" in name else contextlib.nullcontext():
        with pytest.raises(rb.errors.StateError, match=rf"Neuron.{name} has the shape \(50,"):
            ns.rundynamics(1)


def test_one_number_stands_for_all_neurons():
    state = both(small(), seed=47)
    ns.Neuron.Ix, state.Ix = 30, np.full(51, 30.0)
    ns.Neuron.V, state.V = -60, np.full(51, -60.0)
    run_both(state, 20)


def test_a_run_of_no_steps():
    state = both(small(), seed=41)
    with np.errstate(all="ignore"), pytest.warns(RuntimeWarning):
        times, spikes, V = ns.rundynamics(0.01, "all")
    assert spikes.shape == V.shape == (51, 0)
    np.testing.assert_array_equal(ns.Neuron.V, state.V)


@pytest.mark.parametrize("count", [0, 1, 7, 59_999, 60_001, 400_000, 400_001])
@pytest.mark.parametrize("before", [0, 1])
def test_numbers_that_are_not_needed_are_skipped(count, before):
    """The generator is where drawing them would have left it, with a number left over or not."""
    np.random.seed(53)
    np.random.standard_normal(before)
    start = np.random.get_state()
    np.random.standard_normal(count)
    expected = np.random.get_state()
    np.random.set_state(start)
    _draw.skip(count)
    found = np.random.get_state()
    np.testing.assert_array_equal(found[1], expected[1])
    assert found[2:] == expected[2:]


def test_a_long_quiet_run_in_several_stretches():
    population = small()
    population.SigmaNoise[:] = 0
    state = both(population, seed=59)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_dynamics, "QUIET_BLOCK", 51 * 70)
        run_both(state, 30)

//! The anti-Hebbian rule against a slow and readable simulation that looks at every pair of
//! neurons in every step. (Reference runs of the original itself are in `golden`.)

#![allow(clippy::needless_range_loop, reason = "pairs are named by their two indices")]

use super::lab::*;
use rheobase::network::{InputDrive, Network};

const DT: f64 = 0.1;
const ALPHA: f64 = 0.1;
/// Window of the rule in steps: 5 ms, so that spikes leave it within the run.
const WINDOW: usize = 50;
const MASK: usize = 80;
const STEPS: usize = 2000;

fn network(learning: &str, times: &[usize]) -> String {
    let times: Vec<_> = times.iter().map(|&t| format!("{} us", t * 100)).collect();
    format!(
        r#"
        scheme = "euler"
        dt = "0.1 ms"
        duration = "200 ms"
        seed = 3
        [population.a]
        size = 14
        receptors.r = {{ kind = "exponential", tau = "10 ms" }}
        [population.b]
        size = 9
        receptors.r = {{ kind = "exponential", tau = "10 ms" }}
        [block.all]
        populations = ["a", "b"]
        probability = [[0.6, 0.7], [0.8, 0.5]]
        weight = [[-6, -9], [-12, 4]]
        unit = "mV*ms"
        delay = "1 step"
        plasticity = {{ rule = "anti_hebbian", window = "5 ms", {learning} }}
        failure = {{ mode = "mask", every = "8 ms", probability = [[0, 0], [0, 0]] }}
        [input.a]
        target = "a"
        kind = "constant"
        mean = "45 mV"
        sd = "5 mV"
        [input.b]
        target = "b"
        kind = "constant"
        mean = "50 mV"
        sd = "5 mV"
        [record.spikes_a]
        kind = "spikes"
        of = "a"
        [record.spikes_b]
        kind = "spikes"
        of = "b"
        [record.w]
        kind = "weights"
        projection = "*"
        times = {times:?}
        "#
    )
}

/// How a variant of the rule departs from the right one.
#[derive(Clone, Copy, PartialEq)]
enum Variant {
    Right,
    /// The window holds the current step too.
    CurrentStep,
    /// The window is a step short.
    ShortWindow,
    /// Pre and post swapped.
    Swapped,
    /// Every pair in every step, whether one of its neurons fired or not.
    Always,
    /// Learned weights are not delivered at once but at each redraw of the masks.
    Frozen,
}

/// Every neuron and every pair, one by one. `w[post][pre]`; 0 is no synapse.
struct Slow {
    v: Vec<f64>,
    i: Vec<f64>,
    drive: Vec<f64>,
    initial: Vec<Vec<f64>>,
    w: Vec<Vec<f64>>,
    delivered: Vec<Vec<f64>>,
    /// Which neurons fired in each step.
    fired: Vec<Vec<bool>>,
    variant: Variant,
}

impl Slow {
    fn new(network: &Network, variant: Variant) -> Slow {
        let n = network.size() as usize;
        let mut w = vec![vec![0.0; n]; n];
        for (index, p) in network.projections.iter().enumerate() {
            let first = |q: usize| network.populations[q].first as usize;
            let synapses = network.wire(index).unwrap();
            for source in 0..synapses.offsets.len() - 1 {
                for s in synapses.row(source) {
                    let post = first(p.target) + synapses.targets[s] as usize;
                    w[post][first(p.source) + source] = synapses.weights.get(s);
                }
            }
        }
        let drive = network.inputs.iter().flat_map(|input| match &input.drive {
            InputDrive::Constant { mean, deviation } => {
                deviation.iter().map(|d| mean + d).collect()
            }
            _ => vec![],
        });
        Slow {
            v: network.populations.iter().flat_map(|p| p.v_init.clone()).collect(),
            i: vec![0.0; n],
            drive: drive.collect(),
            initial: w.clone(),
            delivered: w.clone(),
            w,
            fired: Vec::new(),
            variant,
        }
    }

    fn step(&mut self) {
        let (n, k) = (self.v.len(), self.fired.len());
        if self.variant != Variant::Frozen || k.is_multiple_of(MASK) {
            self.delivered.clone_from(&self.w);
        }
        let before = self.fired.last().cloned().unwrap_or(vec![false; n]);
        let mut now = vec![false; n];
        for post in 0..n {
            let arrived = (0..n).filter(|&pre| before[pre]).map(|pre| self.delivered[post][pre]);
            let sum: f64 = arrived.sum();
            self.i[post] += (-self.i[post] + sum / DT) / 10.0 * DT;
            if self.v[post] > -50.0 {
                now[post] = true;
                self.v[post] = -80.0;
            } else {
                let v = self.v[post];
                self.v[post] += (-70.0 - v + self.i[post] + self.drive[post]) * DT / 10.0;
            }
        }
        self.fired.push(now);
        self.learn(k);
    }

    /// Spikes of a neuron in the window before step k, that step left out.
    fn count(&self, neuron: usize, k: usize) -> f64 {
        let (length, stop) = match self.variant {
            Variant::CurrentStep => (WINDOW, k + 1),
            Variant::ShortWindow => (WINDOW - 1, k),
            _ => (WINDOW, k),
        };
        let window = &self.fired[k.saturating_sub(length)..stop];
        window.iter().filter(|fired| fired[neuron]).count() as f64
    }

    fn learn(&mut self, k: usize) {
        let n = self.v.len();
        let s = |neuron: usize| f64::from(u8::from(self.fired[k][neuron]));
        let mut w = self.w.clone();
        for post in 0..n {
            for pre in 0..n {
                let fires = self.fired[k][post] || self.fired[k][pre];
                if self.initial[post][pre] == 0.0 || !(fires || self.variant == Variant::Always) {
                    continue;
                }
                let (mut i, mut j) = (post, pre);
                if self.variant == Variant::Swapped {
                    (i, j) = (pre, post);
                }
                let t = self.initial[post][pre]
                    * (2.0 * self.count(i, k) * s(j) + 0.5 * self.count(j, k) * s(i));
                w[post][pre] -= ALPHA * DT * (w[post][pre] - t);
            }
        }
        self.w = w;
    }

    fn spikes(&self) -> Vec<(u64, u32)> {
        let neurons = |k: usize| (0..self.v.len()).filter(move |&n| self.fired[k][n]);
        (0..self.fired.len()).flat_map(|k| neurons(k).map(move |n| (k as u64, n as u32))).collect()
    }
}

/// What the engine gave: spikes, and all weights as a matrix at some times.
struct Fast {
    spikes: Vec<(u64, u32)>,
    weights: Vec<Vec<Vec<f64>>>,
}

const TIMES: [usize; 4] = [1, 700, 1301, STEPS];

fn fast(learning: &str, threads: usize) -> (Fast, std::sync::Arc<Network>) {
    let run = run_spec(&spec(&network(learning, &TIMES)), threads);
    let network = run.engine.network().clone();
    let n = network.size() as usize;
    let mut weights = vec![vec![vec![0.0; n]; n]; TIMES.len()];
    for kept in &run.recording.weights {
        let at = TIMES.iter().position(|&t| t as u64 == kept.tick).expect("a time of the file");
        let p = &network.projections[kept.projection];
        let first = |q: usize| network.populations[q].first as usize;
        let synapses = network.wire(kept.projection).unwrap();
        for source in 0..synapses.offsets.len() - 1 {
            for s in synapses.row(source) {
                let post = first(p.target) + synapses.targets[s] as usize;
                weights[at][post][first(p.source) + source] = kept.weights[s];
            }
        }
    }
    let spikes = run.recording.spikes.iter().map(|s| (s.tick, s.neuron)).collect();
    (Fast { spikes, weights }, network)
}

/// Whether the slow simulation has the same spikes and weights.
fn agrees(fast: &Fast, network: &Network, variant: Variant) -> bool {
    let mut slow = Slow::new(network, variant);
    let mut worst = 0f64;
    for step in 1..=STEPS {
        slow.step();
        if let Some(at) = TIMES.iter().position(|&t| t == step) {
            worst = worst.max(gap(&slow.w.concat(), &fast.weights[at].concat()));
        }
    }
    worst < 1e-9 && slow.spikes() == fast.spikes
}

#[test]
fn what_is_learned_is_delivered_at_once() {
    for threads in [1, 3] {
        let (fast, network) = fast("delivery = \"live\"", threads);
        assert!(fast.spikes.len() > 300, "{} spikes", fast.spikes.len());
        assert!(agrees(&fast, &network, Variant::Right));
        use Variant::*;
        for wrong in [CurrentStep, ShortWindow, Swapped, Always, Frozen] {
            assert!(!agrees(&fast, &network, wrong));
        }
    }
}

#[test]
fn a_snapshot_is_retaken_at_each_redraw_of_the_masks() {
    for threads in [1, 3] {
        let (fast, network) = fast("delivery = \"frozen\"", threads);
        assert!(agrees(&fast, &network, Variant::Frozen));
        assert!(!agrees(&fast, &network, Variant::Right));
    }
}

#[test]
fn nothing_is_learned_while_learning_is_off() {
    let (off, _) = fast("on = false", 1);
    assert!(off.weights.windows(2).all(|w| w[0] == w[1]));
    let (on, _) = fast("on = true", 1);
    assert!(on.weights.windows(2).all(|w| w[0] != w[1]));
}

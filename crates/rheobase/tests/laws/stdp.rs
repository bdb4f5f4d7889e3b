//! Spike-timing dependent plasticity in a network, against a slow and readable simulation in which
//! each synapse looks at all spikes of its two neurons in every step.

use super::lab::*;
use rheobase::network::{InputDrive, Network};
use std::sync::Arc;

const DT: f64 = 0.1;
const STEPS: usize = 3000;
/// Steps in which learning is off.
const OFF: std::ops::Range<usize> = 1000..1400;
const TIMES: [usize; 6] = [1, 700, 1000, 1400, 1703, STEPS];

fn network(with_records: bool) -> String {
    let times: Vec<_> = TIMES.iter().map(|&t| format!("{} us", t * 100)).collect();
    let records = format!(
        "[record.w]\nkind = \"weights\"\nprojection = \"*\"\ntimes = {times:?}\n\
         [record.a]\nkind = \"spikes\"\nof = \"a\"\n[record.b]\nkind = \"spikes\"\nof = \"b\"\n"
    );
    let records = if with_records { records } else { String::new() };
    format!(
        r#"
        scheme = "euler"
        dt = "0.1 ms"
        duration = "300 ms"
        seed = 3
        [population.a]
        size = 14
        receptors.r = {{ kind = "exponential", tau = "10 ms" }}
        [population.b]
        size = 9
        receptors.r = {{ kind = "exponential", tau = "10 ms" }}
        [projection.additive]
        source = "a"
        target = "b"
        rule = {{ kind = "bernoulli", p = 0.7 }}
        weight = {{ distribution = "uniform", low = "0 mV*ms", high = "8 mV*ms" }}
        delay = "1.5 ms"
        plasticity = {{ rule = "stdp", lambda = 0.3, alpha = 1.05, w_max = "8 mV*ms" }}
        [projection.soft]
        source = "b"
        target = "a"
        rule = {{ kind = "fixed_in_degree", n = 4 }}
        allow_multiple = true
        weight = {{ distribution = "uniform", low = "1 mV*ms", high = "8 mV*ms" }}
        delay = {{ distribution = "uniform", low = "0.1 ms", high = "30 ms" }}
        plasticity = {{ rule = "stdp", lambda = 0.1, alpha = 1, mu_plus = 0.4, mu_minus = 1, tau_plus = "9 ms", tau_minus = "31 ms", w_max = "9 mV*ms" }}
        [projection.power]
        source = "a"
        target = "a"
        rule = {{ kind = "bernoulli", p = 0.5 }}
        weight = "4 mV*ms"
        delay = "2 steps"
        plasticity = {{ rule = "stdp_power_law", lambda = 0.1, alpha = 0.8, mu = 0.4, w_0 = "2 mV*ms" }}
        [input.a]
        target = "a"
        kind = "constant"
        mean = "28 mV"
        sd = "7 mV"
        [input.b]
        target = "b"
        kind = "constant"
        mean = "22 mV"
        sd = "5 mV"
        [[phase]]
        duration = "100 ms"
        [[phase]]
        duration = "40 ms"
        plasticity = false
        [[phase]]
        duration = "160 ms"
        {records}
        "#
    )
}

/// How a variant of the rule departs from the right one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Variant {
    Right,
    /// The presynaptic spike comes late to the synapse, not the postsynaptic one.
    Axonal,
    /// Only the nearest spike before counts.
    Nearest,
    /// Pairs that meet in one step depress.
    Together,
    /// What a spike delivers is the weight before it.
    DeliversBefore,
    /// Learning is never switched off.
    Always,
    /// Traces forget what happened while learning was off.
    Amnesia,
}

enum Law {
    /// lambda, alpha, mu_plus, mu_minus, w_max
    Soft(f64, f64, f64, f64, f64),
    /// lambda, alpha, mu, w_0
    Power(f64, f64, f64, f64),
}

impl Law {
    fn up(&self, w: f64, k: f64) -> f64 {
        match *self {
            Law::Soft(lambda, _, mu, _, max) => {
                (w + lambda * max * (1.0 - w / max).powf(mu) * k).min(max)
            }
            Law::Power(lambda, _, mu, w_0) => w + lambda * w_0.powf(1.0 - mu) * w.powf(mu) * k,
        }
    }

    fn down(&self, w: f64, k: f64) -> f64 {
        let step = match *self {
            Law::Soft(lambda, alpha, _, mu, max) => lambda * alpha * max * (w / max).powf(mu) * k,
            Law::Power(lambda, alpha, ..) => lambda * alpha * w * k,
        };
        (w - step).max(0.0)
    }
}

/// A rule and its two time constants, by projection.
fn rule(name: &str) -> (Law, f64, f64) {
    match name {
        "additive" => (Law::Soft(0.3, 1.05, 0.0, 0.0, 8.0), 20.0, 20.0),
        "soft" => (Law::Soft(0.1, 1.0, 0.4, 1.0, 9.0), 9.0, 31.0),
        _ => (Law::Power(0.1, 0.8, 0.4, 2.0), 20.0, 20.0),
    }
}

struct Synapse {
    projection: usize,
    pre: usize,
    post: usize,
    delay: usize,
    w: f64,
}

/// Every neuron and every synapse, one by one.
struct Slow<'a> {
    network: &'a Network,
    v: Vec<f64>,
    i: Vec<f64>,
    drive: Vec<f64>,
    synapses: Vec<Synapse>,
    /// What arrives in each step at each neuron.
    arriving: Vec<Vec<f64>>,
    /// Times of the spikes of each neuron in steps: a spike found in step k has the time k + 1.
    spikes: Vec<Vec<usize>>,
    variant: Variant,
}

impl Slow<'_> {
    fn new(network: &Network, variant: Variant) -> Slow<'_> {
        let n = network.size() as usize;
        let mut synapses = Vec::new();
        for (projection, p) in network.projections.iter().enumerate() {
            let first = |q: usize| network.populations[q].first as usize;
            let drawn = network.wire(projection).unwrap();
            for source in 0..drawn.offsets.len() - 1 {
                for s in drawn.row(source) {
                    synapses.push(Synapse {
                        projection,
                        pre: first(p.source) + source,
                        post: first(p.target) + drawn.targets[s] as usize,
                        delay: drawn.delays.get(s) as usize,
                        w: drawn.weights.get(s),
                    });
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
            network,
            v: network.populations.iter().flat_map(|p| p.v_init.clone()).collect(),
            i: vec![0.0; n],
            drive: drive.collect(),
            synapses,
            arriving: vec![vec![0.0; n]; STEPS + 400],
            spikes: vec![Vec::new(); n],
            variant,
        }
    }

    fn step(&mut self, k: usize) {
        for n in 0..self.v.len() {
            self.i[n] += (-self.i[n] + self.arriving[k][n] / DT) / 10.0 * DT;
            if self.v[n] > -50.0 {
                self.spikes[n].push(k + 1);
                self.v[n] = -80.0;
            } else {
                let v = self.v[n];
                self.v[n] += (-70.0 - v + self.i[n] + self.drive[n]) * DT / 10.0;
            }
        }
    }

    /// What happens at the synapses at a time.
    fn synapses_at(&mut self, now: usize) {
        let (variant, spikes) = (self.variant, &self.spikes);
        let learns = !OFF.contains(&now) || variant == Variant::Always;
        for s in &mut self.synapses {
            let (law, tau_plus, tau_minus) = rule(&self.network.projections[s.projection].name);
            // How late the two spikes come to the synapse.
            let (late_pre, late_post) =
                if variant == Variant::Axonal { (s.delay, 0) } else { (0, s.delay) };
            let trace = |neuron: usize, late: usize, tau: f64, with_now: bool| -> f64 {
                let counts = |t: &usize| {
                    let forgotten = variant == Variant::Amnesia && OFF.contains(t);
                    (*t < now || with_now && *t == now) && !forgotten
                };
                let mut arrived = spikes[neuron].iter().map(|spike| spike + late).filter(counts);
                let arrived: Vec<usize> = if variant == Variant::Nearest {
                    arrived.next_back().into_iter().collect()
                } else {
                    arrived.collect()
                };
                arrived.iter().map(|&t| (-((now - t) as f64) * DT / tau).exp()).sum()
            };
            let comes = |neuron: usize, late: usize| {
                now >= late && spikes[neuron].binary_search(&(now - late)).is_ok()
            };
            let before = s.w;
            if comes(s.post, late_post) && learns {
                s.w = law.up(s.w, trace(s.pre, late_pre, tau_plus, false));
            }
            if comes(s.pre, late_pre) && learns {
                let together = variant == Variant::Together;
                s.w = law.down(s.w, trace(s.post, late_post, tau_minus, together));
            }
            if comes(s.pre, 0) {
                let w = if variant == Variant::DeliversBefore { before } else { s.w };
                self.arriving[now + s.delay - 1][s.post] += w;
            }
        }
    }

    /// Runs and compares with what the engine did.
    fn agrees(mut self, fast: &Fast) -> bool {
        let mut worst = 0f64;
        for k in 0..STEPS {
            if k > 0 {
                self.synapses_at(k);
            }
            self.step(k);
            // The weights of a time are those before what happens at it.
            if let Some(at) = TIMES.iter().position(|&t| t == k + 1) {
                let weights: Vec<f64> = self.synapses.iter().map(|s| s.w).collect();
                worst = worst.max(gap(&weights, &fast.weights[at]));
            }
        }
        worst < 1e-11 && self.spikes == fast.spikes
    }
}

/// What the engine gave: times of spikes by neuron, and all weights at some times.
struct Fast {
    spikes: Vec<Vec<usize>>,
    weights: Vec<Vec<f64>>,
}

fn fast(threads: usize) -> (Fast, Arc<Network>) {
    let run = run_spec(&spec(&network(true)), threads);
    let network = run.engine.network().clone();
    let mut weights = vec![Vec::new(); TIMES.len()];
    for projection in 0..network.projections.len() {
        for kept in run.recording.weights.iter().filter(|kept| kept.projection == projection) {
            let at = TIMES.iter().position(|&t| t as u64 == kept.tick).expect("a time of the file");
            weights[at].extend(&kept.weights);
        }
    }
    let spikes = (0..network.size())
        .map(|neuron| spikes_of(&run, neuron).iter().map(|&tick| tick as usize + 1).collect())
        .collect();
    (Fast { spikes, weights }, network)
}

#[test]
fn a_network_learns_as_each_of_its_synapses_says() {
    for threads in [1, 3] {
        let (fast, network) = fast(threads);
        // More spikes than are kept without sweeps, and several in a step.
        let counts: Vec<usize> = fast.spikes.iter().map(Vec::len).collect();
        assert!(counts.iter().sum::<usize>() > 16 * counts.len(), "{counts:?}");
        let all = fast.weights.concat();
        assert!(all.contains(&8.0) && all.contains(&0.0), "no weight came to a bound");
        assert!(Slow::new(&network, Variant::Right).agrees(&fast));
        use Variant::*;
        for wrong in [Axonal, Nearest, Together, DeliversBefore, Always, Amnesia] {
            assert!(!Slow::new(&network, wrong).agrees(&fast), "{wrong:?}");
        }
    }
}

#[test]
fn nothing_is_learned_while_learning_is_off() {
    let (fast, _) = fast(1);
    let place = |t: usize| TIMES.iter().position(|&time| time == t).expect("a time");
    let (start, stop) = (&fast.weights[place(OFF.start)], &fast.weights[place(OFF.end)]);
    assert_eq!(start, stop);
    assert_ne!(stop, &fast.weights[place(1703)]);
}

#[test]
fn reading_weights_changes_nothing() {
    let run = |records: bool| {
        let run = run_spec(&spec(&network(records)), 2);
        let weights: Vec<_> = (0..3).map(|p| run.engine.weights(p)).collect();
        (run.recording.hash.to_string(), weights)
    };
    assert_eq!(run(true), run(false));
}

/// Learning does not need what is delivered: a blocked projection delivers nothing and learns.
#[test]
fn a_blocked_or_failing_projection_learns_from_all_spikes() {
    let pair = |extra: &str| {
        format!(
            "duration = \"50 ms\"\n[population.a]\nsize = 2\nreceptors.r = \"delta\"\n\
             [input.s]\ntarget = \"a\"\nkind = \"spike_train\"\nweight = \"30 mV\"\n\
             times = [\"1 ms\", \"4 ms\", \"9 ms\", \"11 ms\", \"20 ms\", \"21 ms\"]\nids = [0, 1, 0, 1, 1, 0]\n\
             [projection.p]\nsource = \"a[0]\"\ntarget = \"a[1]\"\nrule = \"all_to_all\"\n\
             weight = \"0.1 mV\"\ndelay = \"1 ms\"\n\
             plasticity = {{ rule = \"stdp\", lambda = 0.01, alpha = 1, w_max = \"0.2 mV\" }}\n{extra}"
        )
    };
    let weights = |extra: &str| run(&pair(extra)).engine.weights(0);
    let plain = weights("");
    assert_ne!(plain, [0.1]);
    assert_eq!(weights("failure = { probability = 1 }\n"), plain);
    assert_eq!(weights("[[phase]]\nduration = \"50 ms\"\nscale = { p = 0 }\n"), plain);
}

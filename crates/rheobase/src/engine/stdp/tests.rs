//! Rows of random trains against the definition, pair by pair, and against themselves with sweeps.

use super::row::{PreTrace, Row};
use super::traces::PostTraces;
use crate::engine::chance::Random;
use crate::network::{Decay, Exponent, Law, Stdp};
use std::sync::Arc;

const TARGETS: usize = 70;
const SYNAPSES: usize = 150;
const STEPS: u32 = 6000;
const DT: f64 = 0.1;
const TAU_PLUS: f64 = 8.0;
const TAU_MINUS: f64 = 13.0;

/// Ascending stamps of a train.
fn train(random: &mut Random, probability: f64) -> Vec<u32> {
    (1..STEPS).filter(|_| random.uniform() < probability).collect()
}

/// One source and its synapses.
struct Case {
    stdp: Stdp,
    pre: Vec<u32>,
    post: Vec<Vec<u32>>,
    targets: Vec<u32>,
    /// Delay of each synapse, the same for all of a group.
    delays: Vec<u32>,
    /// Synapses of each group.
    groups: Vec<std::ops::Range<usize>>,
    weights: Vec<f64>,
}

impl Case {
    fn new(seed: u64, law: Law, uniform: bool) -> Case {
        let mut random = Random(seed);
        let decay = |tau| Arc::new(Decay::new(tau, DT).unwrap());
        let mut targets: Vec<u32> =
            (0..SYNAPSES).map(|_| 100 + random.below(TARGETS as u32)).collect();
        targets.sort_unstable();
        let size = if uniform { SYNAPSES } else { 11 };
        let groups: Vec<_> =
            (0..SYNAPSES).step_by(size).map(|k| k..(k + size).min(SYNAPSES)).collect();
        let mut delays = Vec::new();
        for group in &groups {
            let delay = if uniform { 15 } else { 1 + random.below(90) };
            delays.extend(group.clone().map(|_| delay));
        }
        Case {
            stdp: Stdp { law, plus: decay(TAU_PLUS), minus: decay(TAU_MINUS), on: true },
            pre: train(&mut random, 0.01),
            // Some fire seldom, some in bursts that are longer than what is looked at first.
            post: (0..TARGETS)
                .map(|_| {
                    let p = 0.06 * random.uniform() * random.uniform();
                    train(&mut random, p)
                })
                .collect(),
            targets,
            delays,
            groups,
            weights: (0..SYNAPSES).map(|_| random.uniform()).collect(),
        }
    }

    /// The weights after `stop` steps from stamp `origin` on, with sweeps after these steps.
    fn run(&self, origin: u32, sweeps: &[u32], stop: u32) -> (Vec<f64>, usize) {
        let mut traces = PostTraces::new(TARGETS, Arc::clone(&self.stdp.minus));
        let mut pre = vec![PreTrace::default(); self.groups.len()];
        // The way there, in steps that a comparison of stamps can tell from a way back.
        for now in (1..=8).map(|part| (u64::from(origin) * part / 8) as u32) {
            pre.iter_mut().for_each(|pre| pre.skip(&self.stdp, now));
            traces.forget(now.wrapping_sub(90), now);
        }
        let mut weights = self.weights.clone();
        let mut kept = 0;
        for step in 1..=stop {
            let stamp = origin.wrapping_add(step);
            for (neuron, train) in self.post.iter().enumerate() {
                if train.binary_search(&step).is_ok() {
                    traces.push(neuron, stamp);
                }
            }
            for (group, pre) in pre.iter_mut().enumerate() {
                let mut row = self.row(&mut weights, group);
                if self.pre.binary_search(&step).is_ok() {
                    pre.spike(&self.stdp, &traces, &mut row, stamp, true);
                }
                if sweeps.contains(&step) {
                    pre.catch_up(&self.stdp, &traces, &mut row, stamp);
                }
            }
            if sweeps.contains(&step) {
                traces.forget(stamp.wrapping_sub(90), stamp);
            }
            kept = kept.max(traces.kept());
        }
        for (group, pre) in pre.iter().enumerate() {
            let mut row = self.row(&mut weights, group);
            pre.peek(&self.stdp, &traces, &mut row, origin.wrapping_add(stop));
        }
        (weights, kept)
    }

    fn row<'a>(&'a self, weights: &'a mut [f64], group: usize) -> Row<'a> {
        let synapses = self.groups[group].clone();
        Row {
            delay: self.delays[synapses.start],
            weights: &mut weights[synapses.clone()],
            targets: &self.targets[synapses],
            first: 100,
        }
    }

    /// The definition: at each step every synapse looks at all spikes before.
    fn slow(&self, stop: u32) -> Vec<f64> {
        let mut weights = self.weights.clone();
        for (s, w) in weights.iter_mut().enumerate() {
            let arrivals: Vec<u32> = self.post[(self.targets[s] - 100) as usize]
                .iter()
                .map(|p| p + self.delays[s])
                .collect();
            let trace = |spikes: &[u32], now: u32, tau: f64| -> f64 {
                let before = spikes.iter().filter(|&&spike| spike < now);
                before.map(|&spike| (-f64::from(now - spike) * DT / tau).exp()).sum()
            };
            for now in 1..=stop {
                if arrivals.binary_search(&now).is_ok() {
                    *w = slow_up(self.stdp.law, *w, trace(&self.pre, now, TAU_PLUS));
                }
                if self.pre.binary_search(&now).is_ok() {
                    *w = slow_down(self.stdp.law, *w, trace(&arrivals, now, TAU_MINUS));
                }
            }
        }
        weights
    }
}

fn mu(exponent: Exponent) -> f64 {
    match exponent {
        Exponent::Zero => 0.0,
        Exponent::One => 1.0,
        Exponent::Mu(mu) => mu,
    }
}

fn slow_up(law: Law, w: f64, k: f64) -> f64 {
    match law {
        Law::Additive { up, max, .. } => (w + up * k).min(max),
        Law::SoftBounds { up, max, mu_plus, .. } => {
            (w + up * (1.0 - w / max).powf(mu(mu_plus)) * k).min(max)
        }
        Law::PowerLaw { up, mu: m, .. } => w + up * w.powf(mu(m)) * k,
    }
}

fn slow_down(law: Law, w: f64, k: f64) -> f64 {
    let new = match law {
        Law::Additive { down, .. } => w - down * k,
        Law::SoftBounds { down, max, mu_minus, .. } => w - down * (w / max).powf(mu(mu_minus)) * k,
        Law::PowerLaw { down, .. } => w - down * w * k,
    };
    new.max(0.0)
}

fn laws() -> Vec<Law> {
    let (up, down, max) = (0.2, 0.18, 1.0);
    let soft = |mu_plus, mu_minus| Law::SoftBounds { up, down, max, mu_plus, mu_minus };
    vec![
        Law::Additive { up, down, max },
        soft(Exponent::Mu(0.3), Exponent::Mu(0.7)),
        soft(Exponent::One, Exponent::One),
        soft(Exponent::Zero, Exponent::One),
        Law::PowerLaw { up, down, mu: Exponent::Mu(0.4) },
    ]
}

fn gap(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn rows_follow_the_definition() {
    let mut bounds = [false; 2];
    for (seed, law) in (1..).zip(laws()) {
        for uniform in [true, false] {
            let case = Case::new(seed, law, uniform);
            let (weights, _) = case.run(0, &[], STEPS);
            let worst = gap(&weights, &case.slow(STEPS));
            assert!(worst < 1e-12, "{law:?}, uniform {uniform}: {worst:e}");
            // The trains are worth it: weights move, some to a bound where there is one.
            assert!(gap(&weights, &case.weights) > 0.1, "{law:?}");
            bounds[0] |= weights.contains(&0.0);
            bounds[1] |= weights.contains(&law.max());
        }
    }
    assert_eq!(bounds, [true, true], "no weight came to a bound");
}

#[test]
fn sweeps_and_where_time_begins_change_no_bit() {
    for (seed, law) in (20..).zip(laws()) {
        for uniform in [true, false] {
            let case = Case::new(seed, law, uniform);
            let (plain, all) = case.run(0, &[], STEPS);
            let sweeps: Vec<u32> = (0..STEPS).filter(|s| s % 7 == 3 || s % 500 < 4).collect();
            let (swept, few) = case.run(0, &sweeps, STEPS);
            assert_eq!(swept, plain, "{law:?}, uniform {uniform}");
            assert!(few < all / 3, "nothing is forgotten: {few} of {all}");
            // Stamps go round after 2³² steps.
            for origin in [u32::MAX - 3000, u32::MAX - 20, 1 << 31, (1 << 31) - 77] {
                assert_eq!(case.run(origin, &sweeps, STEPS).0, plain, "from {origin}");
            }
        }
    }
}

#[test]
fn targets_may_be_narrow() {
    for law in laws() {
        let case = Case::new(3, law, true);
        let mut traces = PostTraces::new(TARGETS, Arc::clone(&case.stdp.minus));
        (0..TARGETS).for_each(|neuron| traces.push(neuron, 5 + neuron as u32));
        let narrow: Vec<u16> = case.targets.iter().map(|&t| t as u16).collect();
        let (mut wide, mut pre) = (case.weights.clone(), [PreTrace::default(); 2]);
        let mut slim = wide.clone();
        for stamp in [10, 60, 200] {
            let mut row = case.row(&mut wide, 0);
            pre[0].spike(&case.stdp, &traces, &mut row, stamp, true);
            let weights = &mut slim[..];
            let mut row = Row { weights, targets: &narrow, first: 100, delay: 15 };
            pre[1].spike(&case.stdp, &traces, &mut row, stamp, true);
        }
        assert_eq!(slim, wide);
        assert_ne!(slim, case.weights);
    }
}

#[test]
fn reading_is_no_writing() {
    let case = Case::new(7, laws()[1], true);
    let mut traces = PostTraces::new(TARGETS, Arc::clone(&case.stdp.minus));
    let mut pre = PreTrace::default();
    let mut weights = case.weights.clone();
    let mut row = case.row(&mut weights, 0);
    pre.spike(&case.stdp, &traces, &mut row, 10, true);
    (0..TARGETS).for_each(|neuron| traces.push(neuron, 30));
    let (before, mut copy) = (pre, case.weights.clone());
    let mut row = case.row(&mut copy, 0);
    pre.peek(&case.stdp, &traces, &mut row, 200);
    assert_eq!((pre, &weights), (before, &case.weights));
    assert!(copy.iter().zip(&weights).all(|(read, kept)| read > kept));
}

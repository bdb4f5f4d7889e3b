//! Rows that see spikes late, against weights that are changed at once, bit by bit.

use super::{History, PlasticRows};
use crate::engine::Spike;
use crate::engine::calendar::Due;
use crate::engine::chance::Random;
use crate::engine::rows::{Bundle, Groups, Rows, Targets, Weights};
use crate::network::Learning;
use crate::spec::Delivery;

const SOURCES: u32 = 12;
const TARGETS: u32 = 40;
const WINDOW: u64 = 30;
const STEPS: u64 = 4000;

/// Rows of about 300 synapses: more than are looked at together.
fn rows(random: &mut Random, wide: bool, weights: fn(f64) -> f64) -> Rows {
    let (mut starts, mut targets) = (vec![0], Vec::new());
    for _ in 0..SOURCES {
        for target in 0..TARGETS {
            targets.extend((0..10).filter(|_| random.uniform() < 0.75).map(|_| target));
        }
        starts.push(targets.len() as u64);
    }
    let weights: Vec<f64> = targets.iter().map(|_| weights(random.uniform())).collect();
    Rows {
        bundle: Bundle {
            source: 0,
            projections: vec![0],
            weight: Err(false),
            delay: Some(1),
            factor: 1.0,
            fails: false,
            plastic: true,
        },
        base: 0,
        members: Vec::new(),
        starts,
        groups: Groups::Same(1),
        targets: match wide {
            true => Targets::Wide(targets),
            false => Targets::Narrow(targets.iter().map(|&t| t as u16).collect()),
        },
        weights: match weights.iter().all(|&w| w == weights[0]) {
            true => Weights::Same(weights[0]),
            false if wide => Weights::F64(weights),
            false => Weights::F32(weights.iter().map(|&w| w as f32).collect()),
        },
    }
}

/// The rule at once: sources are neurons 0 to 11, targets those from 8 on, so that some are both.
struct AtOnce {
    weights: Vec<f64>,
    fired: Vec<Vec<u32>>,
}

const FIRST_TARGET: u32 = 8;

impl AtOnce {
    fn count(&self, neuron: u32, tick: u64) -> f64 {
        let window = &self.fired[tick.saturating_sub(WINDOW) as usize..tick as usize];
        window.iter().filter(|fired| fired.contains(&neuron)).count() as f64
    }

    fn learn(&mut self, rows: &Rows, step: f64, tick: u64) {
        let now = &self.fired[tick as usize];
        for source in 0..SOURCES {
            for s in rows.row(source) {
                let target = FIRST_TARGET + rows.targets.get(s) as u32;
                let (pre, post) = (now.contains(&source), now.contains(&target));
                if pre || post {
                    let flag = |fired| if fired { 1.0 } else { 0.0 };
                    let toward = 2.0 * self.count(target, tick) * flag(pre)
                        + 0.5 * self.count(source, tick) * flag(post);
                    let w = self.weights[s];
                    self.weights[s] = w - step * (w - rows.weights.get(s) * toward);
                }
            }
        }
    }
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.iter().map(|w| w.to_bits()).eq(b.iter().map(|w| w.to_bits()))
}

fn compare(seed: u64, wide: bool, initial: fn(f64) -> f64) {
    let mut random = Random(seed);
    let rows = rows(&mut random, wide, initial);
    let learning = Learning { step: 0.01, window: WINDOW, delivery: Delivery::Live, on: true };
    let new = || PlasticRows::new(learning, &rows, TARGETS as usize);
    let (mut late, mut history) = (new(), History::new(WINDOW, (FIRST_TARGET + TARGETS) as usize));
    let mut at_once = AtOnce { weights: late.weights(&rows, 0), fired: Vec::new() };
    let (mut on, mut looks) = (true, 0);
    for tick in 0..STEPS {
        if random.one_in(300) {
            on = !on;
            late.switch(&rows, on, tick);
        }
        // Some neurons never fire, others every few steps: more than what rows look at first.
        let rate = |neuron: u32| 0.3 * f64::from(neuron % 7).powi(3) / 216.0;
        let fires = (0..FIRST_TARGET + TARGETS).filter(|&n| random.uniform() < rate(n));
        at_once.fired.push(fires.collect());
        if on {
            at_once.learn(&rows, learning.step, tick);
        }
        let spike = |&neuron: &u32| Spike { tick, neuron };
        let spikes: Vec<_> = at_once.fired[tick as usize].iter().map(spike).collect();
        history.expire(tick);
        let (pre, post) = (super::within(&spikes, 0..SOURCES), super::within(&spikes, 8..48));
        late.note(post.iter().map(|s| (s.neuron - FIRST_TARGET) as usize), tick + 1);
        for spike in pre {
            let (half_pre, targets) = (
                0.25 * history.factors()[spike.neuron as usize],
                &history.factors()[FIRST_TARGET as usize..],
            );
            late.spike(&rows, spike.neuron, tick + 1, half_pre, targets);
        }
        history.add(&spikes);
        if random.one_in(20) {
            let source = random.below(SOURCES);
            let row = rows.row(source);
            let due = Due { start: row.start as u64, length: row.len() as u32, source };
            late.arrive(&rows, &[due], tick + 1);
            assert!(same(&late.delivered()[row.clone()], &at_once.weights[row]));
        }
        if random.one_in(50) {
            assert!(same(&late.weights(&rows, tick + 1), &at_once.weights));
            looks += 1;
        }
        if random.one_in(200) {
            late.sweep(&rows, tick + 1);
        }
        if random.one_in(400) {
            let weights = late.weights(&rows, tick + 1);
            late = new();
            late.switch(&rows, on, tick + 1);
            weights.iter().enumerate().for_each(|(s, &w)| late.set_weight(s, w));
            let pre = history.recent().filter(|spike| spike.neuron < SOURCES);
            late.restore(pre.map(|spike| (spike.neuron, spike.tick + 1)), tick + 1);
        }
        late.sweep_if_full(&rows, tick + 1);
    }
    assert!(looks > 20 && !same(&late.weights(&rows, STEPS), &new().weights(&rows, 0)));
}

#[test]
fn rows_that_see_spikes_late_have_the_weights_of_those_that_see_them_at_once() {
    compare(1, false, |_| -1.1);
    compare(2, true, |_| 0.3);
    compare(3, false, |u| f64::from((2.0 * u - 0.5) as f32));
    compare(4, true, |u| -u);
}

#[test]
fn spikes_that_wait_are_swept_before_their_stamps_are_too_long() {
    let mut random = Random(5);
    let rows = rows(&mut random, false, |_| 1.0);
    let learning = Learning { step: 0.01, window: WINDOW, delivery: Delivery::Live, on: true };
    let mut late = PlasticRows::new(learning, &rows, TARGETS as usize);
    let mut weights = late.weights(&rows, 0);
    for stamp in [1, 1 << 20, (1 << 31) + 2, 1 << 33, (1 << 33) + 1, 1 << 40] {
        late.sweep_if_full(&rows, stamp - 1);
        late.note(std::iter::once(3), stamp);
        for s in (0..rows.len()).filter(|&s| rows.targets.get(s) == 3) {
            weights[s] -= 0.01 * weights[s];
        }
        assert!(same(&late.weights(&rows, stamp), &weights));
    }
}

//! The synapses of one source: the postsynaptic spikes since they were last looked at, then the
//! presynaptic spike.

use super::post::PostSpikes;
use crate::engine::rows::{Rows, Targets, Weights};
use crate::simd::multiversion;
use std::ops::Range;

/// Synapses that are looked at together.
const CHUNK: usize = 256;

/// What a row has still to see, and what comes then.
#[derive(Clone, Copy)]
pub struct Event<'a> {
    /// Share of the way to the target that one update goes.
    pub step: f64,
    /// The postsynaptic spikes up to this stamp have had their effect.
    pub seen: u64,
    /// Those up to this one have it now.
    pub until: u64,
    /// Stamps of the last steps in which each of the source's spikes counts, ascending.
    pub ends: &'a [u64],
    /// The presynaptic spike of the step after, if there is one.
    pub spike: Option<Presynaptic<'a>>,
}

/// A presynaptic spike: T/W0 = 2·n_post + S_post·n_pre/2.
#[derive(Clone, Copy)]
pub struct Presynaptic<'a> {
    /// n_pre/2.
    pub half_pre: f64,
    /// 2·n_post of each target.
    pub factors: &'a [f64],
}

multiversion! {
    /// Changes the weights of the given synapses, which are those of one source.
    pub fn change(
        weights: &mut [f64], rows: &Rows, synapses: Range<usize>, post: &PostSpikes,
        event: Event<'_>,
    ) {
        let weights = &mut weights[synapses.clone()];
        match &rows.targets {
            Targets::Narrow(t) => of_targets(weights, &t[synapses.clone()], rows, synapses, post, event),
            Targets::Wide(t) => of_targets(weights, &t[synapses.clone()], rows, synapses, post, event),
        }
    }
}

#[inline(always)]
fn of_targets<T: Copy + Into<u32>>(
    weights: &mut [f64],
    targets: &[T],
    rows: &Rows,
    synapses: Range<usize>,
    post: &PostSpikes,
    event: Event,
) {
    match &rows.weights {
        Weights::Same(w) => each_chunk(weights, targets, |_| *w, post, event),
        Weights::F32(each) => {
            let initial = &each[synapses];
            each_chunk(weights, targets, |k| f64::from(initial[k]), post, event);
        }
        Weights::F64(each) => {
            let initial = &each[synapses];
            each_chunk(weights, targets, |k| initial[k], post, event);
        }
    }
}

#[inline(always)]
fn each_chunk<T: Copy + Into<u32>>(
    weights: &mut [f64],
    targets: &[T],
    initial: impl Fn(usize) -> f64,
    post: &PostSpikes,
    event: Event,
) {
    let step = event.step;
    let mut places = [0; CHUNK];
    for (chunk, targets) in targets.chunks(CHUNK).enumerate() {
        let start = chunk * CHUNK;
        let weights = &mut weights[start..][..targets.len()];
        // Places are picked without a branch: nobody can foretell which targets have fired.
        let (newest, seen) = (post.newest(), post.since_sweep(event.seen));
        let mut busy = 0;
        for (k, &target) in targets.iter().enumerate() {
            places[busy % CHUNK] = k as u16;
            busy += usize::from(newest[target.into() as usize] > seen);
        }
        for &k in &places[..busy] {
            let k = usize::from(k);
            let initial = initial(start + k);
            let approach = |w: f64, n_pre: f64| w - step * (w - initial * (0.5 * n_pre));
            weights[k] = see(weights[k], targets[k].into() as usize, post, event, approach);
        }
        if let Some(Presynaptic { half_pre, factors }) = event.spike {
            let until = post.since_sweep(event.until);
            for (k, (w, &target)) in weights.iter_mut().zip(targets).enumerate() {
                let target = target.into() as usize;
                let with_it = if newest[target] > until { half_pre } else { 0.0 };
                *w -= step * (*w - initial(start + k) * (factors[target] + with_it));
            }
        }
    }
}

/// A weight after the spikes of its target that it has not seen, given what one does to it with the
/// number of presynaptic spikes in the window before.
#[inline(always)]
fn see(
    mut weight: f64,
    target: usize,
    post: &PostSpikes,
    event: Event,
    approach: impl Fn(f64, f64) -> f64,
) -> f64 {
    let Event { ends, .. } = event;
    let (seen, until) = (post.since_sweep(event.seen), post.since_sweep(event.until));
    let n_pre = |stamp| {
        let stamp = post.stamp(stamp);
        match ends.len() {
            // Without a branch.
            0..=8 => f64::from(ends.iter().map(|&end| u32::from(end >= stamp)).sum::<u32>()),
            all => (all - ends.partition_point(|&end| end < stamp)) as f64,
        }
    };
    let recent = &post.recent()[target];
    if recent[0] > seen {
        for &stamp in post.older(target, seen) {
            weight = if stamp <= until { approach(weight, n_pre(stamp)) } else { weight };
        }
    }
    let first = recent.iter().map(|&stamp| u32::from(stamp <= seen)).sum::<u32>();
    for &stamp in &recent[first as usize..] {
        if stamp <= until {
            weight = approach(weight, n_pre(stamp));
        }
    }
    weight
}

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
    let counting = Counting::new(post, event);
    let mut places = [0; CHUNK];
    for (chunk, targets) in targets.chunks(CHUNK).enumerate() {
        let start = chunk * CHUNK;
        let weights = &mut weights[start..][..targets.len()];
        // Places are picked without a branch: nobody can foretell which targets have fired.
        let (newest, seen) = (post.newest(), counting.seen);
        let mut busy = 0;
        for (k, &target) in targets.iter().enumerate() {
            places[busy % CHUNK] = k as u16;
            busy += usize::from(newest[target.into() as usize] > seen);
        }
        for &k in &places[..busy] {
            let k = usize::from(k);
            let initial = initial(start + k);
            let approach = |w: f64, factor: f64| w - step * (w - initial * factor);
            weights[k] = counting.see(weights[k], targets[k].into() as usize, approach);
        }
        if let Some(Presynaptic { half_pre, factors }) = event.spike {
            for (k, (w, &target)) in weights.iter_mut().zip(targets).enumerate() {
                let target = target.into() as usize;
                let with_it = if newest[target] > counting.until { half_pre } else { 0.0 };
                *w -= step * (*w - initial(start + k) * (factors[target] + with_it));
            }
        }
    }
}

/// Ends that are looked at without a branch.
const FEW: usize = 4;

/// Counts a source's spikes in the windows before those of its targets.
struct Counting<'a> {
    post: &'a PostSpikes,
    /// The stamps of an event as the targets' are counted.
    seen: u32,
    until: u32,
    /// The last of the ends, 0 in place of those that there are not.
    few: [u32; FEW],
    /// All that matter.
    ends: &'a [u64],
}

impl<'a> Counting<'a> {
    #[inline(always)]
    fn new(post: &'a PostSpikes, event: Event<'a>) -> Counting<'a> {
        let ends = &event.ends[event.ends.partition_point(|&end| end <= event.seen)..];
        let mut few = [0; FEW];
        for (few, &end) in few.iter_mut().zip(ends.iter().rev()) {
            *few = post.since_sweep(end);
        }
        let (seen, until) = (post.since_sweep(event.seen), post.since_sweep(event.until));
        Counting { post, seen, until, few, ends }
    }

    /// T/W0 at a postsynaptic spike: half the number of presynaptic ones in the window before.
    #[inline(always)]
    fn factor(&self, stamp: u32) -> f64 {
        let of_few = self.few.map(|end| usize::from(end >= stamp)).iter().sum::<usize>();
        if self.ends.len() <= FEW {
            return [0.0, 0.5, 1.0, 1.5, 2.0][of_few];
        }
        let stamp = self.post.stamp(stamp);
        0.5 * (self.ends.len() - self.ends.partition_point(|&end| end < stamp)) as f64
    }

    /// A weight after the spikes of its target that it has not seen, given what one does to it.
    #[inline(always)]
    fn see(&self, mut weight: f64, target: usize, approach: impl Fn(f64, f64) -> f64) -> f64 {
        let recent = &self.post.recent()[target];
        if recent[0] > self.seen {
            for &stamp in self.post.older(target, self.seen) {
                if stamp <= self.until {
                    weight = approach(weight, self.factor(stamp));
                }
            }
        }
        let first = recent.iter().map(|&stamp| u32::from(stamp <= self.seen)).sum::<u32>();
        for &stamp in &recent[first as usize..] {
            if stamp <= self.until {
                weight = approach(weight, self.factor(stamp));
            }
        }
        weight
    }
}

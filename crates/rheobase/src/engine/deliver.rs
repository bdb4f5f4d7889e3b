//! Delivery: spikes are put into calendars when they are found, and added to the inputs of their
//! targets in the step in which they arrive.

use super::calendar::Due;
use super::memory::prefetch;
use super::part::Part;
use super::rows::{Groups, Rows, Targets, Weights};
use super::{Spike, Supply};
use crate::network::{Controls, Network};
use std::ops::Range;

/// Synapses that lie between those that are added and those that are fetched into the cache
/// meanwhile, about.
const AHEAD: usize = 768;

/// Stretches ahead at most.
const MOST_AHEAD: usize = 8;

/// Synapses that are added between two fetches.
const CHUNK: usize = 32;

impl Part {
    /// Notes when the spikes, given in order of tick and neuron, arrive at their targets in this
    /// part. Arrivals before step `from` are left out.
    pub fn release(&mut self, network: &Network, spikes: &[Spike], from: u64) {
        for spike in spikes {
            let population = network.population_of(spike.neuron);
            let source = spike.neuron - network.populations[population].first;
            // The spike of a step before the first has a number below 0, modulo 2⁶⁴.
            let sent = spike.tick.wrapping_add(network.arrival_lag());
            for &index in &self.outgoing[population] {
                let (rows, calendar) = (&self.rows[index], &mut self.calendars[index]);
                let mut row = rows.row(source);
                let mut note = |delay: u64, length: usize| {
                    let start = row.start as u64;
                    row.start += length;
                    let arrival = sent.wrapping_add(delay);
                    if length > 0 && arrival >= from {
                        let length = length as u32;
                        calendar.note(arrival, Due { start, length, source });
                    }
                };
                match &rows.groups {
                    Groups::Same(delay) => note(u64::from(*delay), rows.row(source).len()),
                    Groups::Each(table) => {
                        let groups = table.starts[source as usize] as usize
                            ..table.starts[source as usize + 1] as usize;
                        let lengths = &table.lengths[groups.clone()];
                        for (delay, length) in table.delays[groups].iter().zip(lengths) {
                            note(u64::from(*delay), usize::from(*length));
                        }
                    }
                }
            }
        }
    }

    /// Adds what arrives in step `tick` to the inputs. Everything about a transmission (weight,
    /// scale, failure) is that of this step.
    pub fn deliver(
        &mut self,
        network: &Network,
        controls: &Controls,
        supply: Option<&dyn Supply>,
        tick: u64,
    ) {
        for index in 0..self.rows.len() {
            let due = self.calendars[index].take(tick);
            if !due.is_empty() {
                let rows = &self.rows[index];
                self.stdp.arrive(network, rows, index, &due, tick);
                let learned = match &mut self.plastic[index] {
                    Some(plastic) => {
                        plastic.arrive(rows, &due, tick);
                        Some(plastic.delivered())
                    }
                    None => self.stdp.delivered(index),
                };
                let inputs = &mut self.inputs[rows.base..];
                let delivery = Delivery { network, controls, supply, rows, learned, tick };
                self.events += delivery.add(&due, inputs);
            }
            self.calendars[index].give_back(tick, due);
        }
    }
}

/// What arrives in one step over one bundle.
struct Delivery<'a> {
    network: &'a Network,
    controls: &'a Controls,
    supply: Option<&'a dyn Supply>,
    rows: &'a Rows,
    /// Learned weights, where there are any.
    learned: Option<&'a [f64]>,
    tick: u64,
}

impl Delivery<'_> {
    /// Adds everything that is due and returns the number of synaptic events.
    fn add(&self, due: &[Due], inputs: &mut [f64]) -> u64 {
        let bundle = &self.rows.bundle;
        let scale = self.controls.scale[bundle.projections[0]];
        let alike = bundle.projections.iter().all(|&p| self.controls.scale[p] == scale);
        let fails = bundle.fails && self.controls.failures[bundle.projections[0]];
        if !alike || fails {
            return self.add_each(due, inputs, fails);
        }
        if scale == 0.0 {
            return 0;
        }
        let factor = bundle.factor * scale;
        match (&self.rows.targets, &self.rows.weights, self.learned) {
            (Targets::Narrow(t), _, Some(w)) => add_weights(due, inputs, t, w, factor),
            (Targets::Wide(t), _, Some(w)) => add_weights(due, inputs, t, w, factor),
            (Targets::Narrow(t), Weights::Same(w), _) => add_weight(due, inputs, t, w * factor),
            (Targets::Wide(t), Weights::Same(w), _) => add_weight(due, inputs, t, w * factor),
            (Targets::Narrow(t), Weights::F32(w), _) => add_weights(due, inputs, t, w, factor),
            (Targets::Wide(t), Weights::F32(w), _) => add_weights(due, inputs, t, w, factor),
            (Targets::Narrow(t), Weights::F64(w), _) => add_weights(due, inputs, t, w, factor),
            (Targets::Wide(t), Weights::F64(w), _) => add_weights(due, inputs, t, w, factor),
        }
        due.iter().map(|due| u64::from(due.length)).sum()
    }

    /// The same where synapses fail, or where projections of the bundle have several scales.
    fn add_each(&self, due: &[Due], inputs: &mut [f64], fails: bool) -> u64 {
        let mut events = 0;
        for due in due {
            for synapse in due.start as usize..due.start as usize + due.length as usize {
                let input = self.rows.targets.get(synapse);
                let member = self.rows.member(input);
                let scale = self.controls.scale[member.projection];
                if scale == 0.0 {
                    continue;
                }
                events += 1;
                if !fails || self.transmits(due.source, synapse, input) {
                    let weights = &self.rows.weights;
                    let weight = self.learned.map_or_else(|| weights.get(synapse), |w| w[synapse]);
                    inputs[input] += weight * (self.rows.bundle.factor * scale);
                }
            }
        }
        events
    }

    /// Whether a synapse does not fail: depends on (projection, source, target, which of their
    /// synapses, tick or mask interval) alone, so that no mask need be kept.
    fn transmits(&self, source: u32, synapse: usize, input: usize) -> bool {
        let member = self.rows.member(input);
        let projection = &self.network.projections[member.projection];
        let Some(failure) = &projection.failure else { return true };
        let target = (input - member.inputs.start) as u32 + member.first;
        let supplied =
            self.supply.and_then(|s| s.transmits(&projection.name, self.tick, source, target));
        if let Some(transmits) = supplied {
            return transmits;
        }
        let repeats = projection.repeats;
        let earlier = if repeats { self.rows.row(source).start..synapse } else { 0..0 };
        let repeat = earlier.filter(|&other| self.rows.targets.get(other) == input).count();
        let epoch = failure.mask.map_or(self.tick, |mask| self.tick / mask.every);
        let place = epoch | (repeat as u64) << 48;
        failure.key.uniform(source, target, place) >= failure.probability
    }
}

/// A number that tells an input.
trait Input: Copy {
    /// Adds a value to each of some inputs, in order.
    fn add(inputs: &mut [f64], places: &[Self], values: impl Iterator<Item = f64>);
}

impl Input for u16 {
    #[inline(always)]
    fn add(inputs: &mut [f64], places: &[u16], values: impl Iterator<Item = f64>) {
        // Any 16-bit number is a place in such a stretch: nothing is left to check.
        let Some(inputs) = inputs.first_chunk_mut::<{ 1 << 16 }>() else { return };
        for (&place, value) in places.iter().zip(values) {
            inputs[place as usize] += value;
        }
    }
}

impl Input for u32 {
    #[inline(always)]
    fn add(inputs: &mut [f64], places: &[u32], values: impl Iterator<Item = f64>) {
        for (&place, value) in places.iter().zip(values) {
            inputs[place as usize] += value;
        }
    }
}

/// One weight for all synapses.
#[inline(never)]
fn add_weight<I: Input>(due: &[Due], inputs: &mut [f64], targets: &[I], weight: f64) {
    for (now, next) in with_next(due) {
        let mut done = 0;
        for targets_now in targets[now.synapses()].chunks(CHUNK) {
            fetch(targets, next, done..done + CHUNK);
            done += CHUNK;
            I::add(inputs, targets_now, std::iter::repeat(weight));
        }
        fetch(targets, next, done..next.length as usize + CHUNK);
    }
}

/// A weight for each synapse.
#[inline(never)]
fn add_weights<I: Input, W: Copy + Into<f64>>(
    due: &[Due],
    inputs: &mut [f64],
    targets: &[I],
    weights: &[W],
    factor: f64,
) {
    for (now, next) in with_next(due) {
        let both = targets[now.synapses()].chunks(CHUNK).zip(weights[now.synapses()].chunks(CHUNK));
        let mut done = 0;
        for (targets_now, weights_now) in both {
            fetch(targets, next, done..done + CHUNK);
            fetch(weights, next, done..done + CHUNK);
            done += CHUNK;
            let values = weights_now.iter().map(|&w| w.into() * factor);
            I::add(inputs, targets_now, values);
        }
        fetch(targets, next, done..next.length as usize + CHUNK);
        fetch(weights, next, done..next.length as usize + CHUNK);
    }
}

/// Each stretch with the one that is to be fetched meanwhile: some stretches ahead where they are
/// short, as the memory takes its time; at the end none is left, and the last is taken again.
fn with_next(due: &[Due]) -> impl Iterator<Item = (&Due, &Due)> {
    let synapses: usize = due.iter().map(|due| due.length as usize).sum();
    let ahead = (AHEAD * due.len()).div_ceil(synapses.max(1)).min(MOST_AHEAD);
    let last = due.len().saturating_sub(1);
    due.iter().enumerate().map(move |(k, now)| (now, &due[(k + ahead).min(last)]))
}

/// Fetches those of a stretch's synapses into the cache that have these places in it.
#[inline(always)]
fn fetch<T>(values: &[T], due: &Due, places: Range<usize>) {
    let per_line = 64 / size_of::<T>();
    for place in places.step_by(per_line) {
        prefetch(values, due.start as usize + place);
    }
}

//! Spike-timing dependent plasticity in the parts of the engine.

use super::rows::Place;
use super::{PostTraces, StdpRows};
use crate::engine::Spike;
use crate::engine::layer::Layer;
use crate::engine::part::{Cuts, Part};
use crate::network::{Controls, Network};
use std::sync::Arc;

/// What one part knows of spike-timing dependent plasticity.
#[derive(Clone, Debug)]
pub struct StdpState {
    /// The plastic rows of each projection, where there are some, with the number of the traces of
    /// its targets.
    rows: Vec<Option<(usize, StdpRows)>>,
    /// Traces of the targets; projections with the same targets and time constant share them.
    traces: Vec<Shared>,
}

#[derive(Clone, Debug)]
struct Shared {
    population: usize,
    /// Longest delay of the projections that look here.
    longest: u32,
    traces: PostTraces,
}

/// The stamp of a spike that is found in step `tick`.
fn stamp(tick: u64) -> u32 {
    (tick as u32).wrapping_add(1)
}

/// The last stamp of which every spike has been released where step `tick` is the next but those
/// found in the step before are still to be released: weights "at" that step are those of then.
fn settled(tick: u64) -> u32 {
    (tick as u32).wrapping_sub(1)
}

impl StdpState {
    pub fn new(network: &Network, cuts: &[Cuts], layers: &[Layer]) -> StdpState {
        let mut traces: Vec<Shared> = Vec::new();
        let mut rows = Vec::with_capacity(cuts.len());
        for (projection, cuts) in network.projections.iter().zip(cuts) {
            let Some(stdp) = &projection.stdp else {
                rows.push(None);
                continue;
            };
            let (population, longest) = (projection.target, projection.delay_range.1);
            let fits = |s: &Shared| s.population == population && s.traces.decay() == &stdp.minus;
            let index = traces.iter().position(fits).unwrap_or_else(|| {
                let neurons = layers[population].v.len();
                let traces_here = PostTraces::new(neurons, Arc::clone(&stdp.minus));
                traces.push(Shared { population, longest, traces: traces_here });
                traces.len() - 1
            });
            traces[index].longest = traces[index].longest.max(longest);
            let first = layers[population].start;
            rows.push(Some((index, StdpRows::new(projection, cuts, first))));
        }
        StdpState { rows, traces }
    }

    /// New spikes of this part's neurons.
    pub fn note(&mut self, network: &Network, layers: &[Layer], spikes: &[Spike]) {
        for shared in &mut self.traces {
            let first = network.populations[shared.population].first;
            let layer = &layers[shared.population];
            let first = first + layer.start;
            for spike in spikes {
                let neuron = spike.neuron.wrapping_sub(first) as usize;
                if neuron < layer.v.len() {
                    shared.traces.push(neuron, stamp(spike.tick));
                }
            }
        }
    }

    /// A presynaptic spike reaches its synapses.
    pub fn spike(
        &mut self,
        network: &Network,
        cuts: &[Cuts],
        index: usize,
        source: usize,
        tick: u64,
        learn: bool,
    ) {
        let projection = &network.projections[index];
        if let (Some((traces, rows)), Some(stdp)) = (&mut self.rows[index], &projection.stdp) {
            let place = Place { projection, stdp, cuts: &cuts[index] };
            rows.spike(&place, &self.traces[*traces].traces, source, stamp(tick), learn);
        }
    }

    /// The weights of a source that a spike delivers.
    pub fn delivered(&self, index: usize, source: usize) -> Option<&[f64]> {
        self.rows[index].as_ref().map(|(_, rows)| rows.weights_of(source))
    }

    /// Brings rows up to date where too many spikes are waiting for them. All spikes found before
    /// step `tick` must have been released.
    pub fn sweep_if_full(
        &mut self,
        network: &Network,
        controls: &Controls,
        cuts: &[Cuts],
        tick: u64,
    ) {
        let now = tick as u32;
        for of in 0..self.traces.len() {
            if !self.traces[of].traces.is_full(now) {
                continue;
            }
            for index in 0..self.rows.len() {
                if self.rows[index].as_ref().is_some_and(|(traces, _)| *traces == of) {
                    self.sweep(network, cuts, index, now, controls.learning[index]);
                }
            }
            let shared = &mut self.traces[of];
            shared.traces.forget(now.wrapping_sub(shared.longest), now);
        }
    }

    fn sweep(&mut self, network: &Network, cuts: &[Cuts], index: usize, until: u32, learn: bool) {
        let projection = &network.projections[index];
        if let (Some((traces, rows)), Some(stdp)) = (&mut self.rows[index], &projection.stdp) {
            let place = Place { projection, stdp, cuts: &cuts[index] };
            rows.sweep(&place, &self.traces[*traces].traces, until, learn);
        }
    }

    /// Writes the weights at the start of step `tick` to their places in the whole projection.
    fn read(
        &self,
        network: &Network,
        cuts: &[Cuts],
        index: usize,
        tick: u64,
        learn: bool,
        all: &mut [f64],
    ) {
        let projection = &network.projections[index];
        if let (Some((traces, rows)), Some(stdp)) = (&self.rows[index], &projection.stdp) {
            let place = Place { projection, stdp, cuts: &cuts[index] };
            rows.read(&place, &self.traces[*traces].traces, settled(tick), learn, all);
        }
    }
}

impl Part {
    /// Learning is switched on or off before step `tick`: what happened at the synapses before
    /// counts under the old controls.
    pub fn switch_stdp(&mut self, network: &Network, old: &Controls, new: &Controls, tick: u64) {
        for index in 0..network.projections.len() {
            if old.learning[index] != new.learning[index] {
                let learnt = old.learning[index];
                self.stdp.sweep(network, &self.cuts, index, settled(tick), learnt);
            }
        }
    }

    /// Writes this part's weights into a list of all of the projection's weights.
    pub fn copy_stdp_weights(
        &self,
        network: &Network,
        controls: &Controls,
        index: usize,
        tick: u64,
        all: &mut [f64],
    ) {
        let learn = controls.learning[index];
        self.stdp.read(network, &self.cuts, index, tick, learn, all);
    }
}

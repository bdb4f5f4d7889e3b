//! Delivery: spikes of the last steps are released into the delay rings.

use super::part::Part;
use super::{Spike, Supply};
use crate::network::{Controls, Failure, Network, Projection};
use crate::wiring::{Delays, Weights};
use std::ops::Range;

impl Part {
    /// Releases spikes, given in order of tick and neuron, to the targets in this part. A failure
    /// is decided in the step of the release, the one after the step in which the spike was found.
    pub fn deliver(
        &mut self,
        network: &Network,
        controls: &Controls,
        supply: Option<&dyn Supply>,
        spikes: &[Spike],
    ) {
        for spike in spikes {
            let population = network.population_of(spike.neuron);
            let source = spike.neuron - network.populations[population].first;
            for &index in network.outgoing(population) {
                let learn = controls.learning[index];
                self.stdp.spike(network, &self.cuts, index, source as usize, spike.tick, learn);
                if controls.scale[index] == 0.0 {
                    continue;
                }
                let projection = &network.projections[index];
                let row = self.cuts[index].row(projection, source as usize);
                if row.is_empty() {
                    continue;
                }
                self.events += row.len() as u64;
                let release = Release {
                    network,
                    projection,
                    arrival: spike.tick + network.arrival_lag(),
                    factor: projection.factor * controls.scale[index],
                    row,
                    source,
                };
                let failure = projection.failure.as_ref().filter(|_| controls.failures[index]);
                match failure {
                    None => self.release(&release, index, |_, _| true),
                    Some(failure) => {
                        let coin =
                            Coin { failure, supply, tick: spike.tick + 1, release: &release };
                        self.release(&release, index, |synapse, target| {
                            coin.transmits(synapse, target)
                        });
                    }
                }
            }
        }
    }

    /// Adds one spike's row to the sums of its targets.
    #[inline]
    fn release(&mut self, r: &Release, index: usize, passes: impl Fn(usize, u32) -> bool) {
        if let Some(weights) = self.stdp.delivered(index, r.source as usize) {
            let weight = |s: usize| weights[s - r.row.start];
            add_row(&mut self.layers[r.projection.target], r, weight, passes);
            return;
        }
        let synapses = &r.projection.synapses;
        match &self.plastic[index] {
            // Learned weights lie row by row as this part's share of the wiring.
            Some(plastic) => {
                let (first, weights) = (plastic.row_start(r.source), plastic.delivered());
                let weight = |s: usize| weights[first + (s - r.row.start)];
                add_row(&mut self.layers[r.projection.target], r, weight, passes);
            }
            None => {
                let layer = &mut self.layers[r.projection.target];
                match &synapses.weights {
                    Weights::Uniform(w) => add_row(layer, r, |_| *w, passes),
                    Weights::F32(each) => add_row(layer, r, |s| f64::from(each[s]), passes),
                    Weights::F64(each) => add_row(layer, r, |s| each[s], passes),
                }
            }
        }
    }
}

/// One spike on its way through one projection.
struct Release<'a> {
    network: &'a Network,
    projection: &'a Projection,
    /// Tick of arrival for a delay of zero.
    arrival: u64,
    factor: f64,
    row: Range<usize>,
    /// Index in the source population.
    source: u32,
}

#[inline]
fn add_row(
    layer: &mut super::layer::Layer,
    r: &Release,
    weight: impl Fn(usize) -> f64,
    passes: impl Fn(usize, u32) -> bool,
) {
    let (synapses, receptor) = (&r.projection.synapses, r.projection.receptor);
    let start = layer.start;
    let population = &r.network.populations[r.projection.target];
    let resistance = population.resistance.as_ref().filter(|_| r.projection.per_resistance);
    match (&synapses.delays, resistance) {
        (Delays::Uniform(delay), None) => {
            let slot = layer.ring.slot_mut(r.arrival + u64::from(*delay), receptor);
            for (s, &target) in r.row.clone().zip(&synapses.targets[r.row.clone()]) {
                if passes(s, target) {
                    slot[(target - start) as usize] += weight(s) * r.factor;
                }
            }
        }
        (_, resistance) => {
            for s in r.row.clone() {
                let target = synapses.targets[s];
                if passes(s, target) {
                    let arrival = r.arrival + u64::from(synapses.delays.get(s));
                    let resistance = resistance.map_or(1.0, |each| each[target as usize]);
                    let slot = layer.ring.slot_mut(arrival, receptor);
                    slot[(target - start) as usize] += weight(s) * r.factor * resistance;
                }
            }
        }
    }
}

/// Decides which synapses of a release fail.
struct Coin<'a> {
    failure: &'a Failure,
    supply: Option<&'a dyn Supply>,
    tick: u64,
    release: &'a Release<'a>,
}

impl Coin<'_> {
    /// Depends on (projection, source, target, which of their synapses, tick or mask interval)
    /// alone, so that no mask need be kept.
    fn transmits(&self, synapse: usize, target: u32) -> bool {
        let r = self.release;
        let supplied =
            self.supply.and_then(|s| s.transmits(&r.projection.name, self.tick, r.source, target));
        if let Some(transmits) = supplied {
            return transmits;
        }
        let targets = &r.projection.synapses.targets;
        let row = r.projection.synapses.row(r.source as usize);
        let repeat = (row.start..synapse).rev().take_while(|&s| targets[s] == target).count();
        let epoch = self.failure.mask.map_or(self.tick, |mask| self.tick / mask.every);
        let place = epoch | (repeat as u64) << 48;
        self.failure.key.uniform(r.source, target, place) >= self.failure.probability
    }
}

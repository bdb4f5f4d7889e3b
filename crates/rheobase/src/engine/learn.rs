//! Plasticity: the original's anti-Hebbian rule in closed form.

use super::Spike;
use super::memory::prefetch;
use super::part::Part;
use super::rows::Rows;
use crate::network::{Controls, Network, Projection};
use crate::spec::Delivery;
use std::collections::VecDeque;

/// Synapses of a column that are fetched ahead: they stand anywhere among the rows.
const AHEAD: usize = 24;

/// Learned weights of the synapses of one projection that belong to one part, in order of its rows.
#[derive(Clone, Debug)]
pub struct PlasticRows {
    /// Weights now, in the projection's unit.
    pub weights: Vec<f64>,
    /// Snapshot that spikes deliver, where the projection says so.
    pub snapshot: Option<Vec<f64>>,
    /// Synapses by target: first entry of each neuron of the layer; one more at the end.
    column_offsets: Vec<usize>,
    /// (source, synapse) of each column's entries.
    columns: Vec<(u32, u32)>,
}

impl PlasticRows {
    /// `neurons` is the number of targets in the part.
    pub fn new(projection: &Projection, rows: &Rows, neurons: usize) -> PlasticRows {
        let weights: Vec<f64> = (0..rows.len()).map(|s| rows.weights.get(s)).collect();
        let mut column_offsets = vec![0; neurons + 1];
        for synapse in 0..rows.len() {
            column_offsets[rows.targets.get(synapse) + 1] += 1;
        }
        for k in 1..column_offsets.len() {
            column_offsets[k] += column_offsets[k - 1];
        }
        let mut next = column_offsets.clone();
        let mut columns = vec![(0, 0); rows.len()];
        for source in 0..rows.starts.len() as u32 - 1 {
            for synapse in rows.row(source) {
                let place = &mut next[rows.targets.get(synapse)];
                columns[*place] = (source, synapse as u32);
                *place += 1;
            }
        }
        let frozen = projection.learning.is_some_and(|l| l.delivery == Delivery::Frozen);
        PlasticRows { snapshot: frozen.then(|| weights.clone()), weights, column_offsets, columns }
    }

    /// The weights that a spike delivers.
    pub fn delivered(&self) -> &[f64] {
        self.snapshot.as_deref().unwrap_or(&self.weights)
    }

    /// Retakes the snapshot, if the projection delivers one.
    fn retake(&mut self) {
        if let Some(snapshot) = &mut self.snapshot {
            snapshot.copy_from_slice(&self.weights);
        }
    }
}

/// Numbers of spikes of all neurons in the window before a step.
#[derive(Clone, Debug)]
pub struct History {
    window: u64,
    counts: Vec<u32>,
    recent: VecDeque<Spike>,
}

impl History {
    /// One history for each window length of the network's projections.
    pub fn for_network(network: &Network) -> Vec<History> {
        let mut windows: Vec<_> =
            network.projections.iter().filter_map(|p| p.learning).map(|l| l.window).collect();
        windows.sort_unstable();
        windows.dedup();
        let counts = vec![0; network.size() as usize];
        let new = |window| History { window, counts: counts.clone(), recent: VecDeque::new() };
        windows.into_iter().map(new).collect()
    }

    /// Length of the window.
    pub fn window(&self) -> u64 {
        self.window
    }

    /// The spikes that count.
    pub fn recent(&self) -> impl Iterator<Item = &Spike> {
        self.recent.iter()
    }

    /// Takes these in place of all.
    pub fn set_recent(&mut self, spikes: &[Spike]) {
        self.counts.fill(0);
        self.recent.clear();
        self.add(spikes);
    }

    /// Forgets spikes before the window of `tick`.
    fn expire(&mut self, tick: u64) {
        while self.recent.front().is_some_and(|s| s.tick + self.window < tick) {
            if let Some(old) = self.recent.pop_front() {
                self.counts[old.neuron as usize] -= 1;
            }
        }
    }

    fn add(&mut self, spikes: &[Spike]) {
        for spike in spikes {
            self.counts[spike.neuron as usize] += 1;
            self.recent.push_back(*spike);
        }
    }
}

impl Part {
    /// Changes the weights after step `tick`, whose spikes are given in order of neuron.
    pub fn learn(&mut self, network: &Network, controls: &Controls, tick: u64, spikes: &[Spike]) {
        for history in &mut self.histories {
            history.expire(tick);
        }
        for (rows, plastic) in self.rows.iter().zip(&mut self.plastic) {
            let index = rows.bundle.projections[0];
            let projection = &network.projections[index];
            let Some(learning) = projection.learning else { continue };
            if controls.learning[index]
                && let Some(plastic) = plastic
                && let Some(history) = self.histories.iter().find(|h| h.window == learning.window)
            {
                let pre = of_population(network, projection.source, spikes);
                let post = of_population(network, projection.target, spikes);
                let layer = &self.layers[projection.target];
                let update = Update {
                    rows,
                    counts: &history.counts,
                    first_pre: network.populations[projection.source].first,
                    first_post: network.populations[projection.target].first + layer.start,
                    step: learning.step,
                    post_neurons: layer.v.len() as u32,
                };
                update.apply(plastic, pre, post);
            }
        }
        for history in &mut self.histories {
            history.add(spikes);
        }
    }

    /// Retakes snapshots at the start of step `tick` where the projection's mask is redrawn.
    pub fn retake_snapshots(&mut self, network: &Network, controls: &Controls, tick: u64) {
        for (rows, plastic) in self.rows.iter().zip(&mut self.plastic) {
            let index = rows.bundle.projections[0];
            let redrawn =
                network.projections[index].failure.as_ref().and_then(|f| f.mask).is_some_and(
                    |mask| controls.failures[index] && tick.is_multiple_of(mask.every),
                );
            if redrawn && let Some(plastic) = plastic {
                plastic.retake();
            }
        }
    }
}

/// The stretch of a step's spikes that are of one population.
fn of_population<'a>(network: &Network, population: usize, spikes: &'a [Spike]) -> &'a [Spike] {
    let p = &network.populations[population];
    let start = spikes.partition_point(|s| s.neuron < p.first);
    let stop = spikes.partition_point(|s| s.neuron < p.first + p.size);
    &spikes[start..stop]
}

/// One application of the rule: with W0 the initial weight,
/// `T = W0·(2·n_post·S_pre + n_pre·S_post/2)` and `W -= alpha·dt·(W - T)`, at every synapse whose
/// pre- or postsynaptic neuron has just fired.
struct Update<'a> {
    rows: &'a Rows,
    counts: &'a [u32],
    first_pre: u32,
    first_post: u32,
    post_neurons: u32,
    step: f64,
}

impl Update<'_> {
    fn apply(&self, plastic: &mut PlasticRows, pre: &[Spike], post: &[Spike]) {
        let fired = |spikes: &[Spike], neuron: u32| {
            spikes.binary_search_by_key(&neuron, |s| s.neuron).is_ok()
        };
        for spike in pre {
            let source = spike.neuron - self.first_pre;
            let n_pre = f64::from(self.counts[spike.neuron as usize]);
            for s in self.rows.row(source) {
                let neuron = self.first_post + self.rows.targets.get(s) as u32;
                let n_post = f64::from(self.counts[neuron as usize]);
                let post_fired = if fired(post, neuron) { 1.0 } else { 0.0 };
                self.approach(&mut plastic.weights, s, 2.0 * n_post + 0.5 * n_pre * post_fired);
            }
        }
        for spike in post {
            let Some(target) = spike.neuron.checked_sub(self.first_post) else { continue };
            if target >= self.post_neurons {
                continue;
            }
            let PlasticRows { weights, columns, column_offsets, .. } = &mut *plastic;
            let target = target as usize;
            let column = &columns[column_offsets[target]..column_offsets[target + 1]];
            for (k, &(source, s)) in column.iter().enumerate() {
                if let Some(&(_, later)) = column.get(k + AHEAD) {
                    prefetch(weights, later as usize);
                }
                let neuron = self.first_pre + source;
                if !fired(pre, neuron) {
                    let n_pre = f64::from(self.counts[neuron as usize]);
                    self.approach(weights, s as usize, 0.5 * n_pre);
                }
            }
        }
    }

    fn approach(&self, weights: &mut [f64], s: usize, factor: f64) {
        let w = weights[s];
        weights[s] = w - self.step * (w - self.rows.weights.get(s) * factor);
    }
}

//! Plasticity: the original's anti-Hebbian rule in closed form. With W0 the initial weight, at every
//! synapse whose pre- or postsynaptic neuron has just fired,
//! `T = W0·(2·n_post·S_pre + n_pre·S_post/2)` and `W -= alpha·dt·(W - T)`, where S tells who fired
//! and n counts the spikes in the window before.

mod history;
mod post;
mod row;
mod rows;
#[cfg(test)]
mod tests;

pub use history::History;
pub use post::KEPT as KEPT_BY_ROWS;
pub use rows::PlasticRows;

use super::Spike;
use super::part::Part;
use crate::network::{Controls, Network};

impl Part {
    /// Changes the weights after step `tick`, whose spikes are given in order of neuron.
    pub fn learn(&mut self, network: &Network, tick: u64, spikes: &[Spike]) {
        if spikes.is_empty() {
            return;
        }
        for history in &mut self.histories {
            history.expire(tick);
        }
        for (rows, plastic) in self.rows.iter().zip(&mut self.plastic) {
            let projection = &network.projections[rows.bundle.projections[0]];
            let Some(plastic) = plastic else { continue };
            let of_window = |history: &&History| history.window() == plastic.window();
            let Some(history) = self.histories.iter().find(of_window) else { continue };
            let layer = &self.layers[projection.target];
            let first = network.populations[projection.target].first + layer.start;
            let post = within(spikes, first..first + layer.v.len() as u32);
            plastic.sweep_if_full(rows, tick);
            plastic.note(post.iter().map(|spike| (spike.neuron - first) as usize), tick + 1);
            let factors = history.factors();
            let mine = &factors[first as usize..][..layer.v.len()];
            let source = &network.populations[projection.source];
            for spike in within(spikes, source.first..source.first + source.size) {
                let half_pre = 0.25 * factors[spike.neuron as usize];
                plastic.spike(rows, spike.neuron - source.first, tick + 1, half_pre, mine);
            }
        }
        for history in &mut self.histories {
            history.add(spikes);
        }
    }

    /// Learning is on or off from step `tick` on.
    pub fn switch_learning(&mut self, controls: &Controls, tick: u64) {
        self.stdp.switch(&self.rows, controls, tick);
        for (rows, plastic) in self.rows.iter().zip(&mut self.plastic) {
            if let Some(plastic) = plastic {
                plastic.switch(rows, controls.learning[rows.bundle.projections[0]], tick);
            }
        }
    }

    /// Takes over the spikes of a window before step `tick`, with all weights up to date.
    pub fn restore_recent(&mut self, network: &Network, k: usize, recent: &[Spike], tick: u64) {
        let history = &mut self.histories[k];
        history.set_recent(recent);
        for (rows, plastic) in self.rows.iter().zip(&mut self.plastic) {
            let Some(plastic) = plastic.as_mut().filter(|p| p.window() == history.window()) else {
                continue;
            };
            let source = &network.populations[rows.bundle.source];
            let mine = recent.iter().filter_map(|spike| {
                let index = spike.neuron.checked_sub(source.first)?;
                (index < source.size).then_some((index, spike.tick + 1))
            });
            plastic.restore(mine, tick);
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
                plastic.retake(rows, tick);
            }
        }
    }
}

/// The stretch of a step's spikes that are of neurons in a range.
fn within(spikes: &[Spike], neurons: std::ops::Range<u32>) -> &[Spike] {
    let start = spikes.partition_point(|s| s.neuron < neurons.start);
    let stop = spikes.partition_point(|s| s.neuron < neurons.end);
    &spikes[start..stop]
}

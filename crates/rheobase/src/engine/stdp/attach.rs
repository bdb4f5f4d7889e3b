//! Spike-timing dependent plasticity in the parts of the engine.

use super::rows::{Setting, StdpRows};
use super::traces::PostTraces;
use crate::engine::Spike;
use crate::engine::calendar::{Calendar, Due};
use crate::engine::layer::Layer;
use crate::engine::rows::Rows;
use crate::network::{Controls, Network};
use std::sync::Arc;

/// What one part knows of spike-timing dependent plasticity.
#[derive(Clone, Debug)]
pub struct StdpState {
    /// The plastic rows of each bundle, where there are some, with the number of the traces of
    /// their targets.
    pub(super) rows: Vec<Option<(usize, StdpRows)>>,
    /// Traces of the targets; projections with the same targets and time constant share them.
    pub(super) traces: Vec<Shared>,
}

#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) population: usize,
    pub(super) traces: PostTraces,
}

impl StdpState {
    /// The state at time zero. It takes over the weights of plastic rows.
    pub fn new(network: &Network, rows: &mut [Rows], layers: &[Layer]) -> StdpState {
        let mut traces: Vec<Shared> = Vec::new();
        let mut plastic = Vec::with_capacity(rows.len());
        for rows in rows {
            let projection = &network.projections[rows.bundle.projections[0]];
            let Some(stdp) = &projection.stdp else {
                plastic.push(None);
                continue;
            };
            let (population, minus) = (projection.target, &stdp.minus);
            let fits = |s: &Shared| s.population == population && s.traces.decay() == minus;
            let index = traces.iter().position(fits).unwrap_or_else(|| {
                let neurons = layers[population].v.len();
                let new = PostTraces::new(neurons, Arc::clone(minus));
                traces.push(Shared { population, traces: new });
                traces.len() - 1
            });
            plastic.push(Some((index, StdpRows::new(rows, stdp, stdp.on))));
        }
        StdpState { rows: plastic, traces }
    }

    /// New spikes of this part's neurons.
    pub fn note(&mut self, network: &Network, layers: &[Layer], spikes: &[Spike]) {
        for shared in &mut self.traces {
            let layer = &layers[shared.population];
            let first = network.populations[shared.population].first + layer.start;
            for spike in spikes {
                let neuron = spike.neuron.wrapping_sub(first) as usize;
                if neuron < layer.v.len() {
                    shared.traces.push(neuron, (spike.tick as u32).wrapping_add(1));
                }
            }
        }
    }

    /// What arrives in step `tick` over a bundle changes its weights.
    pub fn arrive(&mut self, network: &Network, rows: &Rows, index: usize, due: &[Due], tick: u64) {
        if let Some((traces, plastic)) = &mut self.rows[index] {
            let traces = &self.traces[*traces].traces;
            if let Some(set) = setting(network, rows, traces) {
                plastic.arrive(set, due, tick);
            }
        }
    }

    /// The weights of a bundle that a spike delivers once it has changed them.
    pub fn delivered(&self, index: usize) -> Option<&[f64]> {
        self.rows[index].as_ref().map(|(_, plastic)| &plastic.weights[..])
    }

    /// Learning is on or off from step `tick` on.
    pub fn switch(&mut self, rows: &[Rows], controls: &Controls, tick: u64) {
        for (plastic, rows) in self.rows.iter_mut().zip(rows) {
            if let Some((_, plastic)) = plastic {
                plastic.switch(tick as u32, controls.learning[rows.bundle.projections[0]]);
            }
        }
    }

    /// Brings rows up to date where too many spikes are waiting for them; step `tick` is the next,
    /// and `reach` is as long as the longest spike of the network is on its way.
    pub fn sweep_if_full(&mut self, network: &Network, rows: &[Rows], tick: u64, reach: u64) {
        for (of, shared) in self.traces.iter_mut().enumerate() {
            if !shared.traces.is_full(tick as u32) {
                continue;
            }
            let mine = self.rows.iter_mut().zip(rows);
            for (plastic, rows) in mine.filter_map(|(p, rows)| p.as_mut().map(|p| (p, rows))) {
                if plastic.0 == of
                    && let Some(set) = setting(network, rows, &shared.traces)
                {
                    plastic.1.sweep(set, tick, reach);
                }
            }
            // A spike that arrives now was sent a delay ago, and sees what was sent another before.
            shared.traces.forget(earliest(tick, reach), tick as u32);
        }
    }

    /// Gives what is at the synapses of a bundle before step `tick` its effect; see
    /// [`StdpRows::settle`].
    pub fn settle(
        &mut self,
        network: &Network,
        rows: &Rows,
        calendar: &Calendar,
        index: usize,
        tick: u64,
    ) {
        let Some((traces, plastic)) = &mut self.rows[index] else { return };
        if let Some(set) = setting(network, rows, &self.traces[*traces].traces) {
            plastic.settle(set, calendar, tick);
        }
    }

    /// Sets the weight of a synapse of a bundle.
    pub fn set_weight(&mut self, index: usize, synapse: usize, weight: f64) {
        if let Some((_, plastic)) = &mut self.rows[index] {
            plastic.weights[synapse] = weight;
        }
    }

    /// The weights of a bundle at step `tick`, where they learn from the times of spikes.
    pub fn weights(
        &self,
        network: &Network,
        rows: &Rows,
        calendar: &Calendar,
        index: usize,
        tick: u64,
    ) -> Option<Vec<f64>> {
        let (traces, plastic) = self.rows[index].as_ref()?;
        let set = setting(network, rows, &self.traces[*traces].traces)?;
        Some(plastic.read(set, calendar, tick))
    }
}

/// No row asks for postsynaptic spikes up to this stamp, but for the trace of the last of them.
pub(super) fn earliest(tick: u64, reach: u64) -> u32 {
    (tick as u32).wrapping_sub((reach as u32).wrapping_mul(2))
}

pub(super) fn setting<'a>(
    network: &'a Network,
    rows: &'a Rows,
    traces: &'a PostTraces,
) -> Option<Setting<'a>> {
    let stdp = network.projections[rows.bundle.projections[0]].stdp.as_ref()?;
    Some(Setting { stdp, rows, traces, lag: network.arrival_lag() as u32 })
}

//! The spikes of all neurons in the window before a step.

use crate::engine::Spike;
use crate::network::Network;
use std::collections::VecDeque;

/// Numbers of spikes of all neurons in the window before a step.
#[derive(Clone, Debug)]
pub struct History {
    window: u64,
    /// Twice the numbers: what they come to in the rule for a target.
    factors: Vec<f64>,
    recent: VecDeque<Spike>,
}

impl History {
    /// One history for each window length of the network's projections.
    pub fn for_network(network: &Network) -> Vec<History> {
        let mut windows: Vec<_> =
            network.projections.iter().filter_map(|p| p.learning).map(|l| l.window).collect();
        windows.sort_unstable();
        windows.dedup();
        windows.into_iter().map(|w| History::new(w, network.size() as usize)).collect()
    }

    /// That of so many neurons before the first step.
    pub fn new(window: u64, neurons: usize) -> History {
        History { window, factors: vec![0.0; neurons], recent: VecDeque::new() }
    }

    /// Length of the window.
    pub fn window(&self) -> u64 {
        self.window
    }

    /// Twice the number of spikes of each neuron.
    pub fn factors(&self) -> &[f64] {
        &self.factors
    }

    /// The spikes that count.
    pub fn recent(&self) -> impl Iterator<Item = &Spike> {
        self.recent.iter()
    }

    /// Takes these in place of all.
    pub fn set_recent(&mut self, spikes: &[Spike]) {
        self.factors.fill(0.0);
        self.recent.clear();
        self.add(spikes);
    }

    /// Forgets spikes before the window of `tick`.
    pub fn expire(&mut self, tick: u64) {
        while self.recent.front().is_some_and(|s| s.tick + self.window < tick) {
            if let Some(old) = self.recent.pop_front() {
                self.factors[old.neuron as usize] -= 2.0;
            }
        }
    }

    /// Spikes of the step whose window was looked at last.
    pub fn add(&mut self, spikes: &[Spike]) {
        for spike in spikes {
            self.factors[spike.neuron as usize] += 2.0;
            self.recent.push_back(*spike);
        }
    }
}

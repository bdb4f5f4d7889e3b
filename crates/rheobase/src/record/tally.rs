//! Counts and interspike intervals of every neuron, without storing a spike.

use crate::engine::Spike;
use crate::network::Network;
use crate::state::{State, StateError};

/// Sums over the spikes of each neuron within the analysis window.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// First tick of the window.
    start: u64,
    /// First tick after the window.
    stop: u64,
    /// Steps done.
    done: u64,
    dt: f64,
    populations: Vec<(u32, u32)>,
    counts: Vec<u32>,
    last: Vec<u64>,
    /// Sum and sum of squares of each neuron's interspike intervals, in ticks.
    sums: Vec<(f64, f64)>,
}

/// Statistics of one population over the window; see [`Tally::population`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PopulationTally {
    /// Number of neurons.
    pub size: u32,
    /// Spikes in the window.
    pub spikes: u64,
    /// Mean rate over neurons, Hz.
    pub mean_rate_hz: f64,
    /// Standard deviation of the rate across neurons (dividing by n), Hz.
    pub sd_rate_hz: f64,
    /// Share of neurons without a spike in the window.
    pub silent_fraction: f64,
    /// Mean over neurons of the coefficient of variation of their interspike intervals; `None` if
    /// no neuron has enough of them.
    pub isi_cv: Option<f64>,
    /// Neurons with enough intervals.
    pub isi_neurons: u32,
}

/// Interspike intervals that a neuron must have to count in `isi_cv`.
pub const MIN_INTERVALS: u32 = 5;

impl Tally {
    /// Counts spikes of the steps `start..stop`.
    pub fn new(network: &Network, start: u64, stop: u64) -> Tally {
        let n = network.size() as usize;
        Tally {
            start,
            stop,
            done: 0,
            dt: network.dt(),
            populations: network.populations.iter().map(|p| (p.first, p.size)).collect(),
            counts: vec![0; n],
            last: vec![0; n],
            sums: vec![(0.0, 0.0); n],
        }
    }

    /// Takes in the spikes of the steps up to `done`.
    pub fn extend(&mut self, spikes: &[Spike], done: u64) {
        self.done = done;
        for spike in spikes.iter().filter(|s| (self.start..self.stop).contains(&s.tick)) {
            let n = spike.neuron as usize;
            if self.counts[n] > 0 {
                let interval = (spike.tick - self.last[n]) as f64;
                self.sums[n].0 += interval;
                self.sums[n].1 += interval * interval;
            }
            self.counts[n] += 1;
            self.last[n] = spike.tick;
        }
    }

    pub(super) fn save(&self, state: &mut State) {
        state.put("tally.counts", self.counts.clone());
        state.put("tally.last", self.last.clone());
        state.put("tally.sums", self.sums.iter().map(|s| s.0).collect::<Vec<_>>());
        state.put("tally.squares", self.sums.iter().map(|s| s.1).collect::<Vec<_>>());
    }

    /// The way back, after so many steps.
    pub(super) fn restore(&mut self, state: &State, done: u64) -> Result<(), StateError> {
        let neurons = self.counts.len();
        self.done = done;
        self.counts = state.list("tally.counts", neurons)?.to_vec();
        self.last = state.list("tally.last", neurons)?.to_vec();
        if self.counts.iter().zip(&self.last).any(|(&n, &last)| n > 0 && last >= done) {
            return Err(StateError::new("tally.last", "has spikes that are still to come"));
        }
        let sums = state.list::<f64>("tally.sums", neurons)?.iter();
        let squares = state.list::<f64>("tally.squares", neurons)?.iter();
        self.sums = sums.copied().zip(squares.copied()).collect();
        Ok(())
    }

    /// Spikes of each neuron (by global id) in the window.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Length of the part of the window that is done, ms.
    pub fn window_ms(&self) -> f64 {
        self.done.min(self.stop).saturating_sub(self.start) as f64 * self.dt
    }

    /// Rates of the neurons of a population in the window, Hz; empty before the window begins.
    pub fn rates_hz(&self, population: usize) -> Vec<f64> {
        let (first, size) = self.populations[population];
        let seconds = self.window_ms() / 1000.0;
        if seconds == 0.0 {
            return Vec::new();
        }
        let range = first as usize..(first + size) as usize;
        self.counts[range].iter().map(|&c| f64::from(c) / seconds).collect()
    }

    /// Statistics of a population. Where no time or no neuron was counted, rates are 0.
    pub fn population(&self, population: usize) -> PopulationTally {
        let (first, size) = self.populations[population];
        let range = first as usize..(first + size) as usize;
        let rates = self.rates_hz(population);
        let n = rates.len().max(1) as f64;
        let mean = rates.iter().sum::<f64>() / n;
        let variance = rates.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / n;
        let cvs: Vec<_> = range.clone().filter_map(|i| self.isi_cv(i)).collect();
        let silent = self.counts[range.clone()].iter().filter(|&&c| c == 0).count();
        PopulationTally {
            size,
            spikes: self.counts[range].iter().map(|&c| u64::from(c)).sum(),
            mean_rate_hz: mean,
            sd_rate_hz: libm::sqrt(variance),
            silent_fraction: silent as f64 / f64::from(size.max(1)),
            isi_cv: (!cvs.is_empty()).then(|| cvs.iter().sum::<f64>() / cvs.len() as f64),
            isi_neurons: cvs.len() as u32,
        }
    }

    fn isi_cv(&self, neuron: usize) -> Option<f64> {
        let intervals = self.counts[neuron].saturating_sub(1);
        if intervals < MIN_INTERVALS {
            return None;
        }
        let n = f64::from(intervals);
        let (sum, squares) = self.sums[neuron];
        let mean = sum / n;
        Some(libm::sqrt((squares / n - mean * mean).max(0.0)) / mean)
    }
}

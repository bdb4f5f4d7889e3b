//! What a run leaves behind: spikes, traces, rates, weights, and a tally of every neuron.

mod file;
mod hash;
mod plan;
mod simulation;
mod sink;
mod state;
mod stretch;
mod tally;
mod trace;

pub use file::{LoadError, LoadProblem, SaveError};
pub use hash::SpikeHash;
pub use simulation::{Progress, Simulation};
pub use sink::{Sink, SinkError, Stretch};
pub use tally::{PopulationTally, Tally};
pub use trace::{RateTrace, Trace, WeightSnapshot};

use crate::engine::Spike;

/// Everything that was recorded, in base units; complete up to `ticks` whenever it is looked at.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// First step: what was recorded before was taken out by [`Simulation::take`].
    pub start: u64,
    /// Steps done.
    pub ticks: u64,
    /// Spikes of the neurons whose spikes are recorded, in order of step and neuron; empty where
    /// a [`Sink`] takes them.
    pub spikes: Vec<Spike>,
    /// Whether spikes of each neuron (by global id) are recorded.
    pub recorded: Vec<bool>,
    /// State variables; without samples where a [`Sink`] takes them.
    pub traces: Vec<Trace>,
    /// Population rates.
    pub rates: Vec<RateTrace>,
    /// Weights at given times.
    pub weights: Vec<WeightSnapshot>,
    /// Spikes of each neuron (by global id) since `start`, recorded or not.
    pub counts: Vec<u32>,
    /// Counts and interspike intervals of all neurons, recorded or not, of the whole run.
    pub tally: Tally,
    /// Hash of all spikes of the whole run, recorded or not.
    pub hash: SpikeHash,
}

//! What is kept of a run.

use super::Selection;

/// One recording.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordSpec {
    /// Unique name.
    pub name: String,
    /// What is recorded.
    pub kind: RecordKind,
}

/// Kinds of recording.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordKind {
    /// Spike times of the selected neurons, or of `sample` of them drawn at random; with a sample
    /// of 0 none is kept, and rates and statistics are counted all the same.
    Spikes {
        /// Neurons to choose from.
        of: Selection,
        /// How many of them, drawn at random; `None`: all.
        sample: Option<u64>,
    },
    /// State variables of neurons after every `every`-th step, and their initial values.
    State {
        /// Neurons to choose from.
        of: Selection,
        /// How many of them, drawn at random; `None`: all.
        sample: Option<u64>,
        /// `"V"` (mV), `"I"` (all synaptic current, as R·I in mV), `"I.<receptor>"`.
        variables: Vec<String>,
        /// Sampling interval, ms (a multiple of dt).
        every: f64,
    },
    /// Mean rate of the selected neurons in bins.
    Rate {
        /// The neurons.
        of: Selection,
        /// Width of a bin, ms (a multiple of dt).
        bin: f64,
    },
    /// Weights of a projection at given times.
    Weights {
        /// Name of a projection or a pattern with `*`.
        projection: String,
        /// Times, ms (multiples of dt).
        times: Vec<f64>,
    },
    /// The drawn connectivity itself, as SONATA edges and MatrixMarket files.
    Connectivity {
        /// Name of a projection or a pattern with `*`.
        projection: String,
    },
}

/// The window and bin of all statistics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnalysisSpec {
    /// Start of the window, ms: the warm-up before it is left out.
    pub start: f64,
    /// End of the window, ms; `None`: the end of the run.
    pub stop: Option<f64>,
    /// Bin of population rates, ms.
    pub bin: f64,
}

impl Default for AnalysisSpec {
    fn default() -> Self {
        AnalysisSpec { start: 0.0, stop: None, bin: 5.0 }
    }
}

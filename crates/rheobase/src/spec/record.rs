//! What is kept of a run.

use super::{Selection, ticks};

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
        /// `"V"` (mV), `"I"` (all synaptic current, as R·I in mV), `"I.<receptor>"`,
        /// `"g.<receptor>"` of conductances (nS).
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

impl AnalysisSpec {
    /// The bin of a network that names none, ms: 5, or the next multiple of `dt`.
    pub fn default_bin(dt: f64) -> f64 {
        let usual = AnalysisSpec::default().bin;
        match ticks(usual, dt) {
            None if dt > 0.0 && dt.is_finite() => libm::ceil(usual / dt) * dt,
            _ => usual,
        }
    }
}

impl Default for AnalysisSpec {
    fn default() -> Self {
        AnalysisSpec { start: 0.0, stop: None, bin: 5.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::AnalysisSpec;

    #[test]
    fn a_bin_that_nobody_gave_fits_every_time_step() {
        assert_eq!(AnalysisSpec::default_bin(0.1), 5.0);
        assert_eq!(AnalysisSpec::default_bin(2.0), 6.0);
        assert_eq!(AnalysisSpec::default_bin(8.0), 8.0);
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(AnalysisSpec::default_bin(bad), 5.0);
        }
    }
}

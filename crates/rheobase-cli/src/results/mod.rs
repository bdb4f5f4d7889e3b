//! The results of a run as plain columns, the same whether they come from a run that has just
//! ended or from the files of an earlier one: [`collect`] → [`write`] → [`read`] is the identity.
//! Spikes and samples go from where a run [`Kept`] them to files as a stream; what is held of
//! them for statistics and pictures is limited.

mod collect;
mod connectivity;
pub mod files;
mod folder;
mod kept;
mod load;
mod paint;
mod read;
mod reader;
mod statistics;
mod stream;
mod summary;
mod weights_file;
pub use wiring::sources;
mod wiring;
mod write;

pub use collect::{Timing, collect};
pub use folder::{Lock, Staged, check_folder, make_folder};
pub use kept::Kept;
pub use read::{read, read_stretch};
pub use stream::write_streams;
pub use summary::{
    Analysis, GraphSummary, OverTrials, PopulationSummary, Profile, Status, Summary, TrialSummary,
    Version,
};
pub use write::{write, write_json, write_text};

use rheobase::spec::NetworkSpec;
use rheobase_analysis::{SpikeTrains, Window};
use rheobase_plot::Color;

/// What a run left behind.
#[derive(Clone, Debug)]
pub struct Results {
    /// The network and its run.
    pub spec: NetworkSpec,
    /// Numbers about the run and each population.
    pub summary: Summary,
    /// Spikes, one entry per population; where they are too many to hold the leading part, up to
    /// `summary.statistics_until_ms`.
    pub spikes: Vec<Spikes>,
    /// Spikes of every neuron in the analysis window, counted whether recorded or not; one list
    /// per population.
    pub counts: Vec<Vec<u32>>,
    /// Indices of the neurons whose spikes were recorded, ascending; one list per population.
    pub recorded: Vec<Vec<u32>>,
    /// Recorded state variables: of many neurons or samples the leading part.
    pub traces: Vec<Trace>,
    /// Recorded population rates.
    pub rates: Vec<Rate>,
    /// Recorded weights.
    pub weights: Vec<WeightSeries>,
}

impl Results {
    /// The colour of a population in every picture: its own, or the palette's at its place.
    pub fn color(&self, population: usize) -> String {
        let own = self.spec.populations[population].color.clone();
        own.unwrap_or_else(|| Color::nth(population).to_hex())
    }

    /// End of the stretch from 0 of which recorded spikes are held, ms.
    pub fn spikes_until_ms(&self) -> f64 {
        let all = self.summary.duration_ms;
        self.summary.statistics_until_ms.map_or(all, |until| until.min(all))
    }

    /// The same of recorded states.
    pub fn traces_until_ms(&self) -> f64 {
        let ends = self.traces.iter().map(|trace| {
            let rows = trace.samples.len() / trace.ids.len().max(1);
            rows as f64 * trace.step_ms
        });
        ends.fold(0.0, f64::max).min(self.summary.duration_ms)
    }

    /// Spike trains of the recorded neurons of a population in the analysis window, in the order
    /// of `recorded`; `None` where no neuron was recorded or nothing of the window simulated.
    pub fn trains(&self, population: usize) -> Option<SpikeTrains> {
        let Analysis { start_ms, stop_ms, .. } = self.summary.analysis;
        let stop_ms = self.summary.statistics_until_ms.map_or(stop_ms, |until| until.min(stop_ms));
        let window = Window::of_steps(start_ms, stop_ms, self.summary.dt_ms).ok()?;
        self.spikes[population].trains(&self.recorded[population], window)
    }
}

/// Recorded spikes of one population, in order of time, then neuron.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spikes {
    /// Times, ms.
    pub times_ms: Vec<f64>,
    /// Index of the neuron within the population.
    pub ids: Vec<u32>,
}

impl Spikes {
    /// For each spike the rank of its neuron among the recorded ones.
    pub fn ranks(&self, recorded: &[u32]) -> Vec<u32> {
        // Where the first so many are recorded, ranks are indices.
        if recorded.last().is_none_or(|&last| last as usize + 1 == recorded.len()) {
            return self.ids.clone();
        }
        self.ids.iter().map(|id| recorded.partition_point(|other| other < id) as u32).collect()
    }

    /// The trains of the recorded neurons, silent ones included.
    pub fn trains(&self, recorded: &[u32], window: Window) -> Option<SpikeTrains> {
        SpikeTrains::new(&self.times_ms, &self.ranks(recorded), recorded.len(), window).ok()
    }
}

/// A state variable of some neurons over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Index of the population.
    pub population: usize,
    /// `V`, `I` or `I.<receptor>`, in mV, or `g.<receptor>`, in nS. A second recording of a variable has its recording's
    /// name behind it.
    pub variable: String,
    /// Indices of the neurons: of many the first, as many as pictures show.
    pub ids: Vec<u32>,
    /// How many neurons were recorded.
    pub recorded: usize,
    /// Time of the first sample, ms.
    pub start_ms: f64,
    /// Interval of the samples, ms.
    pub step_ms: f64,
    /// Sample after sample, one value per neuron. Voltages have their spikes painted in.
    pub samples: Vec<f32>,
}

impl Trace {
    /// Times of the samples, ms.
    pub fn times_ms(&self) -> Vec<f64> {
        let samples = self.samples.len() / self.ids.len().max(1);
        (0..samples).map(|k| self.start_ms + k as f64 * self.step_ms).collect()
    }

    /// The samples of one neuron, by its column.
    pub fn column(&self, column: usize) -> Vec<f64> {
        self.samples.iter().skip(column).step_by(self.ids.len()).map(|&v| f64::from(v)).collect()
    }
}

/// A population rate in bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// Name of the recording.
    pub name: String,
    /// Name of the population.
    pub population: String,
    /// Width of a bin, ms.
    pub bin_ms: f64,
    /// Mean rate of a neuron in each bin, Hz.
    pub rate_hz: Vec<f64>,
}

/// Weights of one projection at several times.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightSeries {
    /// Name of the projection.
    pub projection: String,
    /// Unit of the weights.
    pub unit: String,
    /// Source of each synapse, by its index in the source population.
    pub source: Vec<u32>,
    /// Target of each synapse.
    pub target: Vec<u32>,
    /// Times, ms.
    pub times_ms: Vec<f64>,
    /// One list of weights per time.
    pub weights: Vec<Vec<f64>>,
}

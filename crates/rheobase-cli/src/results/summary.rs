//! `summary.json`: what can be said of a run in numbers. docs/results.md explains every key.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Version of the file's schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(u32);

impl Version {
    /// The one that is written and read.
    pub const CURRENT: Version = Version(1);
}

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Version of the schema.
    pub format: Version,
    /// Version of rheobase that ran the network.
    pub version: String,
    /// Name of the network.
    pub name: String,
    /// How the run ended.
    pub status: Status,
    /// Why it ended early.
    pub message: Option<String>,
    /// Seed of the run.
    pub seed: u64,
    /// Time step, ms.
    pub dt_ms: f64,
    /// Simulated time, ms; less than asked for where the run ended early.
    pub duration_ms: f64,
    /// Number of neurons.
    pub neurons: u64,
    /// Number of synapses.
    pub synapses: u64,
    /// Number of spikes of all neurons, recorded or not.
    pub spikes: u64,
    /// Synapses that transmitted a spike, each time counted.
    pub synaptic_events: u64,
    /// Hash over all spikes as (step, global neuron id), in order; equal for equal runs.
    pub spike_hash: String,
    /// The window of all statistics.
    pub analysis: Analysis,
    /// Where the recorded spikes are too many to hold: end of the leading part that statistics of
    /// recorded spikes, and pictures of them, are about, ms.
    #[serde(default)]
    pub statistics_until_ms: Option<f64>,
    /// Statistics of each population, by name, in the order of the network.
    pub populations: IndexMap<String, PopulationSummary>,
    /// The wiring as a graph; `null` where the network is too large for that.
    pub graph: Option<GraphSummary>,
    /// Threads used.
    pub threads: usize,
    /// Wall seconds of drawing the network.
    pub build_s: f64,
    /// Wall seconds of the simulation.
    pub simulation_s: f64,
    /// Wall seconds of simulation per simulated second.
    pub slowdown: f64,
    /// Memory of the synapses, bytes.
    #[serde(default)]
    pub synapse_bytes: u64,
    /// Most memory that the process had, bytes; `null` where the system does not say.
    pub peak_memory_bytes: Option<u64>,
    /// Seconds of each phase on the first thread; there with `--profile` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// Names of the files that belong to the run: data, this one, and what pictures it may have.
    pub files: Vec<String>,
}

/// Wall seconds by phase of a step: `deliver`, `drive`, `update`, `learn`, `exchange`, `record`.
pub type Profile = IndexMap<String, f64>;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All of it was simulated.
    Finished,
    /// The user ended it.
    Interrupted,
    /// A membrane potential ran away.
    Unstable,
}

/// The window of all statistics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Its start, ms.
    pub start_ms: f64,
    /// Its end, ms.
    pub stop_ms: f64,
    /// Bin of correlations, ms.
    pub bin_ms: f64,
}

/// Statistics of one population in the analysis window; what is undefined is `null`.
///
/// Rates, silent fraction and ISI CV cover every neuron; the others those whose spikes were
/// recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PopulationSummary {
    /// Number of neurons.
    pub size: u32,
    /// Mean rate, Hz; like the two below `null` where nothing of the window was simulated.
    pub mean_rate_hz: Option<f64>,
    /// Standard deviation of the rate across neurons (divided by n), Hz.
    pub sd_rate_hz: Option<f64>,
    /// Share of neurons without a spike.
    pub silent_fraction: Option<f64>,
    /// Mean over neurons of the coefficient of variation of interspike intervals.
    pub isi_cv: Option<f64>,
    /// Neurons with enough intervals (five) to count in `isi_cv`.
    pub isi_neurons: u32,
    /// Neurons left out of it.
    pub isi_left_out: u32,
    /// Neurons whose spikes were recorded.
    pub recorded: u32,
    /// Mean CV2 of interspike intervals.
    pub isi_cv2: Option<f64>,
    /// Mean local variation of interspike intervals.
    pub isi_lv: Option<f64>,
    /// Mean Fano factor of spike counts in windows of 100 ms.
    pub fano: Option<f64>,
    /// Coefficient of variation of the population rate in bins of 5 ms.
    pub cv_pop_5ms: Option<f64>,
    /// Synchrony of spike counts in bins of `analysis.bin_ms`.
    pub synchrony: Option<f64>,
    /// Mean correlation of the spike counts of pairs of neurons in such bins.
    pub pair_correlation: Option<f64>,
}

/// The wiring of the whole network as a directed graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GraphSummary {
    /// Share of the possible edges that exist.
    pub density: Option<f64>,
    /// Mean number of connections into (and out of) a neuron.
    pub mean_degree: Option<f64>,
    /// Standard deviation of the in-degree.
    pub sd_in_degree: Option<f64>,
    /// Standard deviation of the out-degree.
    pub sd_out_degree: Option<f64>,
    /// Share of edges whose reverse exists.
    pub reciprocity: Option<f64>,
    /// Mean clustering coefficient.
    pub clustering: Option<f64>,
    /// Weakly connected components.
    pub weak_components: usize,
    /// Strongly connected components.
    pub strong_components: usize,
    /// Neurons in the largest strongly connected component, to which radius, diameter, centre and
    /// periphery refer.
    pub largest_component: usize,
    /// Its radius.
    pub radius: Option<u32>,
    /// Its diameter.
    pub diameter: Option<u32>,
    /// Mean length of the shortest path between its neurons.
    pub average_path_length: Option<f64>,
    /// Number of neurons in its centre.
    pub centre: usize,
    /// Number of neurons in its periphery.
    pub periphery: usize,
}

/// Statistics over several networks that differ in their seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialSummary {
    /// Version of the schema.
    pub format: Version,
    /// Version of rheobase that ran the networks.
    pub version: String,
    /// Name of the network.
    pub name: String,
    /// How the trials ended.
    pub status: Status,
    /// Why they ended early.
    pub message: Option<String>,
    /// Networks asked for; `runs` has those that were finished.
    pub trials: u32,
    /// For each population and each statistic: mean and standard deviation (divided by n-1) over
    /// networks, and how many of them had it.
    pub populations: IndexMap<String, IndexMap<String, OverTrials>>,
    /// The summaries of the networks, in order of their seeds.
    pub runs: Vec<Summary>,
    /// Names of the files beside this one, and its own.
    pub files: Vec<String>,
}

/// One statistic over networks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverTrials {
    /// Mean.
    pub mean: Option<f64>,
    /// Standard deviation, with n-1.
    pub sd: Option<f64>,
    /// Networks in which it is defined.
    pub networks: usize,
}

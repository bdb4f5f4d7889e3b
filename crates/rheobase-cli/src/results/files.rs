//! Names of the files in a folder of results.

/// The network, complete: running it gives the same bits.
pub const SPEC: &str = "spec.toml";
/// Numbers about the run.
pub const SUMMARY: &str = "summary.json";
/// Spike count of every neuron.
pub const NEURONS: &str = "neurons.csv";
/// Spikes, SONATA.
pub const SPIKES: &str = "spikes.h5";
/// State variables, SONATA element reports.
pub const TRACES: &str = "traces.h5";
/// Population rates.
pub const RATES: &str = "rates.csv";
/// Weights over time.
pub const WEIGHTS: &str = "weights.h5";
/// The wiring, SONATA edges.
pub const EDGES: &str = "edges.h5";
/// The report.
pub const REPORT: &str = "report.html";
/// Statistics of each network of several.
pub const TRIALS: &str = "trials.csv";

/// All of them.
pub const ALL: [&str; 10] =
    [SPEC, SUMMARY, NEURONS, SPIKES, TRACES, RATES, WEIGHTS, EDGES, REPORT, TRIALS];

/// The name of a projection as part of a file's name: `FSI->dSPN` is `FSI_to_dSPN`.
pub fn plain_name(projection: &str) -> String {
    let keep = |c: char| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' };
    projection.replace("->", "_to_").chars().map(keep).collect()
}

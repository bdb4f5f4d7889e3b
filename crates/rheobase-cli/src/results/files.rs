//! Names of the files in a folder of results.

use crate::figures::NAMES;
use rheobase::spec::{NetworkSpec, RecordKind, matches_pattern};

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

/// Data files, those of projections (`.mtx`) left out.
pub const DATA: [&str; 9] = [SPEC, SUMMARY, NEURONS, SPIKES, TRACES, RATES, WEIGHTS, EDGES, TRIALS];

/// Characters of a name in a file's name, at most: file systems end at 255 bytes.
const MOST_OF_NAME: usize = 50;

/// A name as part of a file's name: `FSI->dSPN` is `FSI_to_dSPN`.
pub fn plain_name(name: &str) -> String {
    let keep = |c: char| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' };
    name.replace("->", "_to_").chars().map(keep).take(MOST_OF_NAME).collect()
}

/// The projections whose connections a network asks to be written, by name, with the MatrixMarket
/// file of each: `A->B` and `A_to_B` are two projections and one plain name.
pub fn matrices(spec: &NetworkSpec) -> Vec<(String, String)> {
    let wanted = |name: &str| {
        spec.record.iter().any(|record| match &record.kind {
            RecordKind::Connectivity { projection } => matches_pattern(projection, name),
            _ => false,
        })
    };
    let mut all: Vec<(String, String)> = Vec::new();
    for projection in spec.all_projections().into_iter().filter(|p| wanted(&p.name)) {
        let plain = plain_name(&projection.name);
        let numbered = (2..).map(|k| format!("{plain}_{k}.mtx"));
        let mut names = std::iter::once(format!("{plain}.mtx")).chain(numbered);
        let free = names.find(|name| all.iter().all(|(_, taken)| taken != name));
        all.push((projection.name, free.unwrap_or_default()));
    }
    all
}

/// Pictures and report.
pub fn drawn() -> Vec<String> {
    let pictures = NAMES.iter().flat_map(|name| [format!("{name}.png"), format!("{name}.svg")]);
    pictures.chain([REPORT.to_owned()]).collect()
}

/// Everything that a run of the network may write.
pub fn planned(spec: &NetworkSpec, trials: bool, pictures: bool) -> Vec<String> {
    let mut all = vec![SPEC, SUMMARY];
    if trials {
        all.push(TRIALS);
        return all.into_iter().map(str::to_owned).collect();
    }
    all.extend([NEURONS, SPIKES]);
    all.extend(spec.record.iter().filter_map(|record| match &record.kind {
        RecordKind::Spikes { .. } => None,
        RecordKind::State { .. } => Some(TRACES),
        RecordKind::Rate { .. } => Some(RATES),
        RecordKind::Weights { .. } => Some(WEIGHTS),
        RecordKind::Connectivity { .. } => Some(EDGES),
    }));
    let mut all: Vec<_> = all.into_iter().map(str::to_owned).collect();
    all.extend(matrices(spec).into_iter().map(|(_, file)| file));
    all.extend(drawn().into_iter().filter(|_| pictures));
    all
}

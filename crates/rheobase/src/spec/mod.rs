//! The description of a network: plain data with names and units, nothing drawn, nothing running.
//!
//! A [`NetworkSpec`] is what a network file says, what a preset is and what Python builds. It is
//! complete: together with nothing else it determines every bit of a run. All numbers are held in
//! the base units ms, mV, pA, nS, pF, Hz and µm, whatever unit the user wrote.

mod block;
mod check;
mod data_files;
mod document;
mod estimate;
mod fingerprint;
mod input;
mod phase;
mod population;
mod problem;
mod projection;
mod read;
mod record;
mod set;
mod source_map;
mod ticks;
mod value;
mod with_data;
mod write;

pub use block::*;
pub use document::{Matrix, Value};
pub use estimate::{Estimate, ProjectionEstimate, bytes_text};
pub use input::*;
pub use phase::*;
pub use population::*;
pub use problem::*;
pub use projection::*;
pub use read::Parsed;
pub use record::*;
pub use set::set_value;
pub use source_map::SourceMap;
pub use ticks::ticks;
pub use value::*;
pub(crate) use write::records_to_toml;

/// Version of the network file's format, the value of its key `rheobase`.
pub const FORMAT_VERSION: u32 = 1;

/// A whole network and its run.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkSpec {
    /// Short name; results go to a folder of this name.
    pub name: String,
    /// One or more sentences for people, shown in listings and reports.
    pub description: String,
    /// How the membrane equations advance in time.
    pub scheme: Scheme,
    /// Time step in ms.
    pub dt: f64,
    /// Simulated time in ms. Where there are phases it is their sum.
    pub duration: f64,
    /// Seed of everything that is drawn, unless `seeds` sets one apart.
    pub seed: u64,
    /// Seeds set apart from `seed`.
    pub seeds: Seeds,
    /// Populations; their order fixes the global neuron ids.
    pub populations: Vec<PopulationSpec>,
    /// Whole multi-population networks given as matrices.
    pub blocks: Vec<BlockSpec>,
    /// Projections given one by one.
    pub projections: Vec<ProjectionSpec>,
    /// External inputs; those to one neuron add up.
    pub inputs: Vec<InputSpec>,
    /// Consecutive phases of the run; empty: one phase of `duration` in which nothing changes.
    pub phases: Vec<PhaseSpec>,
    /// What is kept of the run. Without a recording of spikes those of all neurons are kept.
    pub record: Vec<RecordSpec>,
    /// The time window and bin of all statistics.
    pub analysis: AnalysisSpec,
}

/// Integration scheme of the subthreshold dynamics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Exact integration of the linear subthreshold dynamics on the grid (Rotter & Diesmann 1999).
    #[default]
    Exact,
    /// The forward Euler step of the original NumPy simulator, with its order of operations.
    Euler,
}

/// Seeds set apart; `None` follows [`NetworkSpec::seed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seeds {
    /// Of connections, weights, delays and positions.
    pub wiring: Option<u64>,
    /// Of initial voltages and distributed neuron parameters.
    pub initial: Option<u64>,
    /// Of noise, Poisson spikes, frozen inputs and synaptic failures.
    pub noise: Option<u64>,
}

impl NetworkSpec {
    /// A network of nothing, with the defaults of a new file: exact integration, dt 0.1 ms, 1 s.
    pub fn new(name: impl Into<String>) -> Self {
        NetworkSpec {
            name: name.into(),
            description: String::new(),
            scheme: Scheme::Exact,
            dt: 0.1,
            duration: 1000.0,
            seed: 1,
            seeds: Seeds::default(),
            populations: Vec::new(),
            blocks: Vec::new(),
            projections: Vec::new(),
            inputs: Vec::new(),
            phases: Vec::new(),
            record: Vec::new(),
            analysis: AnalysisSpec::default(),
        }
    }

    /// The population of that name.
    pub fn population(&self, name: &str) -> Option<&PopulationSpec> {
        self.populations.iter().find(|p| p.name == name)
    }

    /// All projections, those of the blocks first and written out one by one.
    pub fn all_projections(&self) -> Vec<ProjectionSpec> {
        let mut all: Vec<_> = self.blocks.iter().flat_map(BlockSpec::projections).collect();
        all.extend(self.projections.iter().cloned());
        all
    }

    /// The run as phases: those of the file, or one over the whole duration.
    pub fn all_phases(&self) -> Vec<PhaseSpec> {
        if self.phases.is_empty() {
            vec![PhaseSpec { duration: self.duration, ..PhaseSpec::default() }]
        } else {
            self.phases.clone()
        }
    }
}

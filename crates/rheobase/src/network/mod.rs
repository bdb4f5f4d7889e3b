//! The compiled network: names resolved, units gone, times in ticks of dt.
//!
//! A [`Network`] is immutable and shared; everything that changes is in the engine's state. Its
//! synapses are a function of it: each part of an engine draws those onto its own neurons, so that
//! they exist once, where they are used.

mod conductance;
mod input;
mod phase;
mod population;
mod projection;
mod stdp;
mod time_function;

pub use input::{Input, InputDrive, Region, SpikeTable};
pub use phase::{Controls, Phase};
pub use population::{Population, Receptor};
pub use projection::{Failure, Learning, Mask, Projection};
pub use stdp::{Decay, Exponent, Law, Stdp};
pub(crate) use stdp::{decay_entries, longest_tau};
pub use time_function::Function;

use crate::spec::{self, NetworkSpec, ProjectionSpec, Rule, Scheme, Selection};
use crate::wiring::{self, Recipe, Synapses};

/// A network ready to run.
#[derive(Debug)]
pub struct Network {
    /// The description that it was compiled from.
    pub spec: NetworkSpec,
    /// Populations in order of their global ids.
    pub populations: Vec<Population>,
    /// Projections, those of blocks first.
    pub projections: Vec<Projection>,
    /// External inputs.
    pub inputs: Vec<Input>,
    /// Phases of the run, back to back from tick 0.
    pub phases: Vec<Phase>,
    /// The description of each projection.
    described: Vec<ProjectionSpec>,
}

/// What keeps a description from becoming a network, and where in the description it is.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{path}: {message}")]
pub struct CompileError {
    /// Place in the description, as in `projection.a.delay`.
    pub path: String,
    /// What is wrong and what would be accepted.
    pub message: String,
}

impl From<wiring::WiringError> for CompileError {
    fn from(error: wiring::WiringError) -> Self {
        CompileError { path: error.path().to_string(), message: error.to_string() }
    }
}

impl CompileError {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        CompileError { path: path.into(), message: message.into() }
    }
}

impl Network {
    /// Draws and resolves everything that a description says.
    ///
    /// The description should have passed [`NetworkSpec::check`] before: that finds all problems
    /// at once and refuses what does not fit into memory; here the first problem stops.
    pub fn compile(spec: &NetworkSpec) -> Result<Network, CompileError> {
        let mut populations = Vec::with_capacity(spec.populations.len());
        let mut first = 0u64;
        for population in &spec.populations {
            populations.push(Population::compile(population, spec, first)?);
            first += population.size;
        }
        if first > u64::from(u32::MAX) {
            let message = format!("{first} neurons; at most {} are possible", u32::MAX);
            return Err(CompileError::new("population", message));
        }
        let described = spec.all_projections();
        let projections = described
            .iter()
            .map(|p| Projection::compile(p, spec, &populations))
            .collect::<Result<Vec<_>, _>>()?;
        let inputs = spec
            .inputs
            .iter()
            .map(|i| Input::compile(i, spec, &populations))
            .collect::<Result<Vec<_>, _>>()?;
        let mut network = Network {
            spec: spec.clone(),
            populations,
            projections,
            inputs,
            phases: Vec::new(),
            described,
        };
        network.phases = phase::compile(spec, &network)?;
        Ok(network)
    }

    /// Everything that is wrong in the data of a description that has passed
    /// [`NetworkSpec::check`]: values of neurons, inputs, and rules that read a file or list. Costs
    /// reading them, and memory for the neurons and the synapses that they give.
    pub fn data_mistakes(spec: &NetworkSpec) -> Vec<CompileError> {
        let mut mistakes = Vec::new();
        let mut first = 0;
        let mut populations = Vec::new();
        for population in &spec.populations {
            // What is wrong is put aside, to find what else is.
            let mut tried = population.clone();
            populations.push(loop {
                match Population::compile(&tried, spec, first) {
                    Ok(compiled) => break compiled,
                    Err(error) => {
                        let known = population::set_aside(&mut tried, &error.path);
                        mistakes.push(error);
                        if !known {
                            return mistakes;
                        }
                    }
                }
            });
            first += population.size;
        }
        for input in &spec.inputs {
            mistakes.extend(Input::compile(input, spec, &populations).err());
        }
        let given = |p: &&ProjectionSpec| {
            let rule = &p.rule;
            matches!(rule, Rule::Matrix { .. } | Rule::EdgeFile { .. })
                || matches!(rule, Rule::WeightMatrix(_) | Rule::Edges(_))
        };
        for projection in spec.projections.iter().filter(given) {
            mistakes.extend(Projection::compile(projection, spec, &populations).err());
        }
        mistakes
    }

    /// Time step in ms.
    pub fn dt(&self) -> f64 {
        self.spec.dt
    }

    /// Integration scheme.
    pub fn scheme(&self) -> Scheme {
        self.spec.scheme
    }

    /// Length of the whole run in ticks.
    pub fn ticks(&self) -> u64 {
        self.phases.last().map_or(0, |p| p.stop)
    }

    /// Number of neurons of all populations.
    pub fn size(&self) -> u32 {
        self.populations.last().map_or(0, |p| p.first + p.size)
    }

    /// What draws the synapses of a projection.
    pub fn recipe(&self, projection: usize) -> Result<Recipe<'_>, CompileError> {
        let p = &self.projections[projection];
        let (source, target) = (&self.spec.populations[p.source], &self.spec.populations[p.target]);
        let seed = self.spec.seeds.wiring.unwrap_or(self.spec.seed);
        let described = &self.described[projection];
        Ok(Recipe::new(described, source, target, self.spec.dt, seed, p.given.clone())?)
    }

    /// The synapses of a projection, drawn for the caller.
    pub fn wire(&self, projection: usize) -> Result<Synapses, CompileError> {
        Ok(self.recipe(projection)?.synapses()?)
    }

    /// The population that a global neuron id belongs to.
    pub fn population_of(&self, neuron: u32) -> usize {
        self.populations.partition_point(|p| p.first + p.size <= neuron)
    }

    /// Index of a population by name.
    pub fn population(&self, name: &str) -> Option<usize> {
        self.populations.iter().position(|p| p.name == name)
    }

    /// Index of a projection by name.
    pub fn projection(&self, name: &str) -> Option<usize> {
        self.projections.iter().position(|p| p.name == name)
    }

    /// Indices of the projections whose names fit a pattern; an error at `path` if none does.
    pub fn matching(&self, pattern: &str, path: &str) -> Result<Vec<usize>, CompileError> {
        let names = self.projections.iter().map(|p| p.name.as_str()).enumerate();
        let found: Vec<_> = names
            .filter(|(_, name)| spec::matches_pattern(pattern, name))
            .map(|(i, _)| i)
            .collect();
        if found.is_empty() {
            return Err(CompileError::new(path, format!("no projection fits `{pattern}`")));
        }
        Ok(found)
    }

    /// Index of an input by name.
    pub fn input(&self, name: &str) -> Option<usize> {
        self.inputs.iter().position(|i| i.name == name)
    }

    /// Ticks between emission and arrival beyond the delay: a spike found *within* a step of the
    /// Euler scheme began at the end of the step before.
    pub fn arrival_lag(&self) -> u64 {
        match self.spec.scheme {
            Scheme::Euler => 0,
            Scheme::Exact => 1,
        }
    }
}

/// Population and indices of a selection.
fn select(
    selection: &Selection,
    populations: &[Population],
    path: &str,
) -> Result<(usize, Vec<u32>), CompileError> {
    let index =
        populations.iter().position(|p| p.name == selection.population).ok_or_else(|| {
            let names: Vec<_> = populations.iter().map(|p| p.name.as_str()).collect();
            let message = format!(
                "no population `{}`; there are: {}",
                selection.population,
                names.join(", ")
            );
            CompileError::new(path, message)
        })?;
    Ok((index, wiring::select(selection, u64::from(populations[index].size))))
}

/// A time in ms as a whole number of ticks; an error that says the nearest two unless it is one.
pub fn ticks(time: f64, dt: f64, path: &str) -> Result<u64, CompileError> {
    spec::ticks(time, dt).ok_or_else(|| {
        let below = libm::floor(time / dt).max(0.0);
        let (low, high) = (below * dt, (below + 1.0) * dt);
        let message = format!(
            "{time} ms is no whole number of steps of {dt} ms; the nearest are {low} ms and {high} ms"
        );
        CompileError::new(path, message)
    })
}

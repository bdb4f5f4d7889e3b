//! The compiled network: names resolved, units gone, times in ticks of dt, wiring drawn.
//!
//! A [`Network`] is immutable and shared; everything that changes is in the engine's state.

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

use crate::spec::{self, NetworkSpec, ProjectionSpec, Rule, Scheme, Selection, bytes_text};
use crate::wiring;

/// Most steps between two meetings of the parts: more would gain nothing, and a run can be ended
/// only where they meet.
const LONGEST_ROUND: u64 = 64;

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
    /// Projections that leave each population.
    outgoing: Vec<Vec<usize>>,
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
        let projections = spec
            .all_projections()
            .iter()
            .map(|p| Projection::compile(p, spec, &populations))
            .collect::<Result<Vec<_>, _>>()?;
        let inputs = spec
            .inputs
            .iter()
            .map(|i| Input::compile(i, spec, &populations))
            .collect::<Result<Vec<_>, _>>()?;
        let mut outgoing = vec![Vec::new(); populations.len()];
        for (index, projection) in projections.iter().enumerate() {
            outgoing[projection.source].push(index);
        }
        let mut network = Network {
            spec: spec.clone(),
            populations,
            projections,
            inputs,
            phases: Vec::new(),
            outgoing,
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
            matches!(p.rule, Rule::Matrix { .. } | Rule::EdgeFile { .. } | Rule::Edges(_))
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

    /// Number of synapses of all projections.
    pub fn synapses(&self) -> u64 {
        self.projections.iter().map(|p| p.synapses.targets.len() as u64).sum()
    }

    /// The population that a global neuron id belongs to.
    pub fn population_of(&self, neuron: u32) -> usize {
        self.populations.partition_point(|p| p.first + p.size <= neuron)
    }

    /// Indices of the projections that leave a population.
    pub fn outgoing(&self, population: usize) -> &[usize] {
        &self.outgoing[population]
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

    /// Most ticks that parts of the network may advance without exchanging spikes.
    pub fn exchange_interval(&self) -> u64 {
        // Anti-Hebbian learning reads the spikes of all parts after every step.
        if self.projections.iter().any(|p| p.learning.is_some()) {
            return 1;
        }
        let shortest = self.projections.iter().map(|p| p.delay_range.0).min();
        shortest.map_or(1, |d| u64::from(d) + self.arrival_lag()).min(LONGEST_ROUND)
    }

    /// Steps that the inputs under way to a population span.
    pub(crate) fn ring_slots(&self, population: usize) -> u64 {
        let incoming = self.projections.iter().filter(|p| p.target == population);
        let longest = incoming.map(|p| u64::from(p.delay_range.1)).max().unwrap_or(0);
        longest + self.arrival_lag() + 1
    }

    /// Refuses to run where the inputs under way do not fit into `available` bytes: the longest
    /// delay of a file is known only now.
    pub fn check_memory(&self, available: u64) -> Result<(), CompileError> {
        let bytes = |(index, p): (usize, &Population)| {
            8.0 * self.ring_slots(index) as f64 * p.receptors.len() as f64 * f64::from(p.size)
        };
        let needed: f64 = self.populations.iter().enumerate().map(bytes).sum();
        let longest = self.projections.iter().max_by_key(|p| p.delay_range.1);
        let Some(longest) = longest.filter(|_| needed > available as f64) else { return Ok(()) };
        let message = format!(
            "inputs under way for up to {} ms need about {} of memory, but {} are available; \
             shorter delays or a larger dt need less",
            f64::from(longest.delay_range.1) * self.dt(),
            bytes_text(needed),
            bytes_text(available as f64)
        );
        Err(CompileError::new(format!("projection.{}.delay", longest.name), message))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn delays_of_a_list_that_need_too_much_memory_are_refused() {
        let text = "rheobase = 1\n[population.a]\nsize = 1000\nreceptors.r = \"delta\"\n\
                    [projection.p]\nsource = \"a\"\ntarget = \"a\"\nweight = \"1 mV\"\n\
                    delay = { from = \"rule\" }\nrule = { kind = \"edges\", source = [0, 1], \
                    target = [1, 0], delay = [1.0, 6000.0] }\n";
        let spec = NetworkSpec::from_toml(text, Path::new("")).unwrap_or_else(|p| panic!("{p}"));
        let network = Network::compile(&spec.spec).unwrap();
        // 60,000 steps and one more, 8 bytes for each neuron.
        assert!(network.check_memory(500 << 20).is_ok());
        let error = network.check_memory(400 << 20).unwrap_err();
        assert_eq!(error.path, "projection.p.delay");
        assert!(error.message.contains("6000 ms") && error.message.contains("457."), "{error}");
    }
}

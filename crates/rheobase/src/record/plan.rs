//! What a description asks to record, resolved to ids and ticks.

use super::{RateTrace, Trace};
use crate::engine::{Probe, Variable};
use crate::network::{CompileError, Network, Population, Receptor, ticks};
use crate::rng::{Key, Purpose};
use crate::spec::{RecordKind, RecordSpec, Selection};
use crate::wiring;

/// All recordings of a run.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Whether the spikes of each neuron are kept.
    pub spikes: Vec<bool>,
    /// Probes with the name of their recording and of their variable.
    pub probes: Vec<(String, String, Probe)>,
    /// Name, population, whether each neuron (by global id) counts, how many do, bin in ticks.
    pub rates: Vec<RatePlan>,
    /// Whether a sink gets the spikes of each neuron: those that are kept, and those that are
    /// painted into recorded voltages.
    pub sunk: Vec<bool>,
    /// When the weights of which projections are kept, in order of time.
    pub weights: Vec<(u64, usize)>,
}

#[derive(Debug)]
pub(super) struct RatePlan {
    pub name: String,
    pub population: usize,
    pub counts: Vec<bool>,
    pub neurons: u32,
    pub bin: u64,
}

impl Plan {
    /// The plan of some recordings of a network.
    pub fn new(network: &Network, records: &[RecordSpec]) -> Result<Plan, CompileError> {
        // Spikes of all, unless it is said whose.
        let chosen = |r: &RecordSpec| matches!(r.kind, RecordKind::Spikes { .. });
        let all = !records.iter().any(chosen);
        let mut plan = Plan { spikes: vec![all; network.size() as usize], ..Plan::default() };
        for record in records {
            plan.add(network, record)?;
        }
        plan.weights.sort_unstable();
        plan.weights.dedup();
        plan.sunk.clone_from(&plan.spikes);
        for (_, _, probe) in plan.probes.iter().filter(|p| p.2.variable == Variable::Voltage) {
            let first = network.populations[probe.population].first;
            probe.neurons.iter().for_each(|n| plan.sunk[(first + n) as usize] = true);
        }
        Ok(plan)
    }

    fn add(&mut self, network: &Network, record: &RecordSpec) -> Result<(), CompileError> {
        let path = format!("record.{}", record.name);
        let dt = network.dt();
        match &record.kind {
            RecordKind::Spikes { of, sample } => {
                let (population, ids) = choose(network, &record.name, of, *sample, &path)?;
                let first = network.populations[population].first;
                for id in ids {
                    self.spikes[(first + id) as usize] = true;
                }
            }
            RecordKind::State { of, sample, variables, every } => {
                let (population, neurons) = choose(network, &record.name, of, *sample, &path)?;
                let every = positive(ticks(*every, dt, &format!("{path}.every"))?, &path, "every")?;
                for name in variables {
                    let variable = variable(network, population, name, &path)?;
                    let probe = Probe { population, neurons: neurons.clone(), variable, every };
                    self.probes.push((record.name.clone(), name.clone(), probe));
                }
            }
            RecordKind::Rate { of, bin } => {
                let (population, ids) = choose(network, &record.name, of, None, &path)?;
                let bin = positive(ticks(*bin, dt, &format!("{path}.bin"))?, &path, "bin")?;
                let mut counts = vec![false; network.size() as usize];
                let first = network.populations[population].first;
                ids.iter().for_each(|id| counts[(first + id) as usize] = true);
                let (name, neurons) = (record.name.clone(), ids.len() as u32);
                self.rates.push(RatePlan { name, population, counts, neurons, bin });
            }
            RecordKind::Weights { projection, times } => {
                let found = network.matching(projection, &format!("{path}.projection"))?;
                for time in times {
                    let tick = ticks(*time, dt, &format!("{path}.times"))?;
                    self.weights.extend(found.iter().map(|&p| (tick, p)));
                }
            }
            // Written from the network itself; here only the name is checked.
            RecordKind::Connectivity { projection } => {
                network.matching(projection, &format!("{path}.projection"))?;
            }
        }
        Ok(())
    }
}

/// What a plan's recordings begin with at a step.
impl Plan {
    /// Traces without samples; the next ones are those behind the step, at 0 the initial state too.
    pub fn traces(&self, start: u64) -> Vec<Trace> {
        let trace = |(name, variable, probe): &(String, String, Probe)| Trace {
            name: name.clone(),
            population: probe.population,
            neurons: probe.neurons.clone(),
            variable: variable.clone(),
            every: probe.every,
            start: if start == 0 { 0 } else { (start / probe.every + 1) * probe.every },
            samples: Vec::new(),
            spikes: Vec::new(),
        };
        self.probes.iter().map(trace).collect()
    }

    /// Rates without counts.
    pub fn rate_traces(&self, start: u64) -> Vec<RateTrace> {
        let rate = |plan: &RatePlan| RateTrace {
            name: plan.name.clone(),
            population: plan.population,
            neurons: plan.neurons,
            bin: plan.bin,
            start,
            counts: Vec::new(),
            ticks: start,
        };
        self.rates.iter().map(rate).collect()
    }
}

fn positive(ticks: u64, path: &str, field: &str) -> Result<u64, CompileError> {
    if ticks > 0 {
        return Ok(ticks);
    }
    Err(CompileError::new(format!("{path}.{field}"), "must be at least one step of dt"))
}

/// The recorded neurons, drawn at random where the description says so.
fn choose(
    network: &Network,
    name: &str,
    of: &Selection,
    sample: Option<u64>,
    path: &str,
) -> Result<(usize, Vec<u32>), CompileError> {
    let population = network.population(&of.population).ok_or_else(|| {
        CompileError::new(format!("{path}.of"), format!("no population `{}`", of.population))
    })?;
    let size = u64::from(network.populations[population].size);
    let ids = match sample {
        None => wiring::select(of, size),
        Some(k) => {
            let key = Key::new(network.spec.seed, Purpose::Sample, name);
            wiring::sample_neurons(&network.spec.populations[population], of, k, key)
        }
    };
    Ok((population, ids))
}

/// `I.<receptor>`, and `g.<receptor>` of conductances.
fn of_receptor(population: &Population, name: &str) -> Option<Variable> {
    if let Some(receptor) = name.strip_prefix("I.") {
        return population.receptor(receptor).map(Variable::ReceptorCurrent);
    }
    let receptor = population.receptor(name.strip_prefix("g.")?)?;
    population.receptors[receptor].kind.reversal().map(|_| Variable::Conductance(receptor))
}

fn variable(
    network: &Network,
    population: usize,
    name: &str,
    path: &str,
) -> Result<Variable, CompileError> {
    let population = &network.populations[population];
    match name {
        "V" => Ok(Variable::Voltage),
        "I" => Ok(Variable::Current),
        _ => of_receptor(population, name).ok_or_else(|| {
            let variables = |r: &Receptor| match r.kind.reversal() {
                Some(_) => format!(", I.{0}, g.{0}", r.name),
                None => format!(", I.{}", r.name),
            };
            let receptors = population.receptors.iter().map(variables).collect::<String>();
            let message = format!("no variable `{name}`; there are: V, I{receptors}");
            CompileError::new(format!("{path}.variables"), message)
        }),
    }
}

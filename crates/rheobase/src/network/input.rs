//! Compiled inputs.

use super::projection::{find_receptor, needs_capacitance, refused_unit, weight_factor};
use super::{CompileError, Function, Population, conductance, select, ticks};
use crate::data;
use crate::rng::{Key, Purpose};
use crate::spec::{DriveUnit, InputKind, InputSpec, NetworkSpec, SpikeSource, Weight, WeightValue};
use crate::wiring;

/// A compiled input.
#[derive(Clone, Debug)]
pub struct Input {
    /// Name.
    pub name: String,
    /// Index of the population that receives it.
    pub population: usize,
    /// Indices of the receiving neurons in the population, as contiguous regions.
    pub regions: Vec<Region>,
    /// What arrives.
    pub drive: InputDrive,
    /// Whether values are multiplied by each neuron's resistance (given in pA). Weights are not where
    /// all neurons share it.
    pub per_resistance: bool,
    /// Random numbers of this input.
    pub key: Key,
}

/// Neurons `start..start+len` of a population are the target's neurons `offset..offset+len`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First index in the population.
    pub start: u32,
    /// Number of neurons.
    pub len: u32,
    /// Index of the first one within the target.
    pub offset: u32,
}

/// What an input adds.
#[derive(Clone, Debug)]
pub enum InputDrive {
    /// `mean + deviation` per neuron; the mean may be changed by a phase.
    Constant {
        /// Mean.
        mean: f64,
        /// Deviation of each neuron of the target.
        deviation: Vec<f64>,
    },
    /// A function of time.
    Current(Function),
    /// Normal numbers per step, not scaled with dt.
    StepNoise {
        /// Standard deviation, mV.
        sd: f64,
    },
    /// White noise.
    WhiteNoise {
        /// Stationary standard deviation of the free V, mV.
        sigma: f64,
    },
    /// Ornstein–Uhlenbeck process.
    OrnsteinUhlenbeck {
        /// Mean.
        mean: f64,
        /// Stationary standard deviation.
        sigma: f64,
        /// `exp(-dt/tau)`.
        decay: f64,
        /// `sqrt(1 - exp(-2 dt/tau))`.
        spread: f64,
    },
    /// Poisson spikes.
    Poisson {
        /// Rate of one source, Hz.
        rate: Function,
        /// Sources per neuron.
        sources: f64,
        /// Whether all neurons share one count.
        shared: bool,
        /// Receptor reached.
        receptor: usize,
        /// Input of one spike, before a resistance of each neuron's own.
        weight: f64,
    },
    /// Given spikes.
    SpikeTrain {
        /// The spikes.
        spikes: SpikeTable,
        /// Receptor reached.
        receptor: usize,
        /// Input of one spike, before a resistance of each neuron's own.
        weight: f64,
    },
}

impl InputDrive {
    /// Whether a step of it depends on the one before, or adds to what arrives over synapses.
    pub fn has_state_or_spikes(&self) -> bool {
        match self {
            InputDrive::Constant { .. }
            | InputDrive::Current(_)
            | InputDrive::StepNoise { .. }
            | InputDrive::WhiteNoise { .. } => false,
            InputDrive::OrnsteinUhlenbeck { .. }
            | InputDrive::Poisson { .. }
            | InputDrive::SpikeTrain { .. } => true,
        }
    }

    /// The receptor that spikes reach.
    pub fn receptor(&self) -> Option<usize> {
        match self {
            InputDrive::Poisson { receptor, .. } | InputDrive::SpikeTrain { receptor, .. } => {
                Some(*receptor)
            }
            _ => None,
        }
    }
}

/// Given spikes in order of tick, then neuron.
#[derive(Clone, Debug, Default)]
pub struct SpikeTable {
    /// Tick at whose start each spike acts.
    pub ticks: Vec<u64>,
    /// Index of each spike's neuron in the population.
    pub neurons: Vec<u32>,
}

impl SpikeTable {
    /// The neurons of the spikes that act at a tick.
    pub fn at(&self, tick: u64) -> &[u32] {
        let start = self.ticks.partition_point(|&t| t < tick);
        let stop = start + self.ticks[start..].partition_point(|&t| t == tick);
        &self.neurons[start..stop]
    }
}

impl Input {
    pub(super) fn compile(
        input: &InputSpec,
        spec: &NetworkSpec,
        populations: &[Population],
    ) -> Result<Input, CompileError> {
        let path = format!("input.{}", input.name);
        let (index, ids) = select(&input.target, populations, &format!("{path}.target"))?;
        let population = &populations[index];
        let seed = spec.seeds.noise.unwrap_or(spec.seed);
        let purpose = match input.kind {
            InputKind::Poisson { .. } => Purpose::Poisson,
            _ => Purpose::Noise,
        };
        let context = Context { spec, population, ids: &ids, path: &path, seed, name: &input.name };
        let (drive, per_resistance) = context.drive(&input.kind)?;
        if per_resistance && population.resistance.is_none() {
            return Err(needs_capacitance(&population.name, &path));
        }
        Ok(Input {
            name: input.name.clone(),
            population: index,
            regions: regions(&ids),
            drive,
            per_resistance,
            key: Key::new(seed, purpose, &input.name),
        })
    }

    /// Number of receiving neurons.
    pub fn neurons(&self) -> usize {
        self.regions.iter().map(|r| r.len as usize).sum()
    }
}

/// What the compilation of one input needs to know.
struct Context<'a> {
    spec: &'a NetworkSpec,
    population: &'a Population,
    ids: &'a [u32],
    path: &'a str,
    seed: u64,
    name: &'a str,
}

impl Context<'_> {
    /// The drive, and whether it is in pA.
    fn drive(&self, kind: &InputKind) -> Result<(InputDrive, bool), CompileError> {
        let in_pa = |unit: DriveUnit| unit == DriveUnit::PicoAmpere;
        let n = self.ids.len();
        Ok(match kind {
            &InputKind::Constant { mean, sd, unit } => {
                let key = Key::new(self.seed, Purpose::Noise, self.name);
                let deviation = (0..n as u32)
                    .map(|i| if sd == 0.0 { 0.0 } else { sd * key.draws(i, u32::MAX).normal() })
                    .collect();
                (InputDrive::Constant { mean, deviation }, in_pa(unit))
            }
            InputKind::PerNeuron { value, unit } => {
                let key = Key::new(self.seed, Purpose::Noise, self.name);
                let path = format!("{}.value", self.path);
                let values = wiring::resolve_param(value, n, key, &path)?;
                let deviation = (0..n).map(|i| values.get(i)).collect();
                (InputDrive::Constant { mean: 0.0, deviation }, in_pa(*unit))
            }
            InputKind::Current { function, unit } => {
                let path = format!("{}.value", self.path);
                let function = Function::compile(function, n, self.spec.dt, &path)?;
                (InputDrive::Current(function), in_pa(*unit))
            }
            &InputKind::StepNoise { sd } => (InputDrive::StepNoise { sd }, false),
            &InputKind::WhiteNoise { sigma } => (InputDrive::WhiteNoise { sigma }, false),
            &InputKind::OrnsteinUhlenbeck { mean, sigma, tau, unit } => {
                let x = self.spec.dt / tau;
                let (decay, spread) = (libm::exp(-x), libm::sqrt(-libm::expm1(-2.0 * x)));
                (InputDrive::OrnsteinUhlenbeck { mean, sigma, decay, spread }, in_pa(unit))
            }
            InputKind::Poisson { rate, sources, shared, receptor, weight } => {
                let (receptor, weight, per_resistance) = self.spike_weight(receptor, weight)?;
                let path = format!("{}.rate", self.path);
                let rate = Function::compile(rate, n, self.spec.dt, &path)?;
                if *shared && rate.columns() > 1 {
                    let message = "neurons that share one train have one rate: give one column of \
                                   rates, or leave `shared` out";
                    return Err(CompileError::new(format!("{}.shared", self.path), message));
                }
                let (sources, shared) = (*sources as f64, *shared);
                // A million spikes per step: more would be drawn from a table as long.
                rate.check_rates(1e9 / (sources * self.spec.dt), &path)?;
                let drive = InputDrive::Poisson { rate, sources, shared, receptor, weight };
                (drive, per_resistance)
            }
            InputKind::SpikeTrain { spikes, receptor, weight } => {
                let (receptor, weight, per_resistance) = self.spike_weight(receptor, weight)?;
                let spikes = self.spike_table(spikes)?;
                (InputDrive::SpikeTrain { spikes, receptor, weight }, per_resistance)
            }
        })
    }

    fn spike_weight(
        &self,
        receptor: &str,
        weight: &Weight,
    ) -> Result<(usize, f64, bool), CompileError> {
        let index = find_receptor(self.population, receptor, self.path)?;
        let kind = self.population.receptors[index].kind;
        let (factor, per_resistance) = weight_factor(kind, weight.unit, self.spec.scheme)
            .ok_or_else(|| refused_unit(kind, weight.unit, self.path))?;
        match weight.value {
            WeightValue::Constant(w) if w < 0.0 && kind.reversal().is_some() => {
                Err(conductance::negative(w, self.path))
            }
            WeightValue::Constant(w) => {
                let (factor, per_resistance) =
                    self.population.shared_resistance(factor, per_resistance);
                Ok((index, w * factor, per_resistance))
            }
            _ => Err(CompileError::new(
                format!("{}.weight", self.path),
                "the weight of an input must be constant, as in \"0.1 mV\"",
            )),
        }
    }

    fn spike_table(&self, source: &SpikeSource) -> Result<SpikeTable, CompileError> {
        let path = format!("{}.file", self.path);
        let place = |row: usize, column: &str| match source {
            SpikeSource::File(_) => (path.clone(), format!("in row {row} (from 0): ")),
            SpikeSource::Values { .. } => (format!("{}.{column}[{row}]", self.path), String::new()),
        };
        let (times, ids) = match source {
            SpikeSource::Values { times, ids } => (times.clone(), ids.clone()),
            SpikeSource::File(file) => {
                let trains = data::read_spikes(&file.path, None)
                    .map_err(|e| CompileError::new(&path, e.to_string()))?;
                (trains.times_ms.iter().map(|t| t * file.scale).collect(), trains.ids)
            }
        };
        if times.len() != ids.len() {
            let message = format!("{} times but {} neurons", times.len(), ids.len());
            return Err(CompileError::new(path, message));
        }
        let mut spikes = Vec::with_capacity(times.len());
        for (row, (&time, &id)) in times.iter().zip(&ids).enumerate() {
            let neuron = *self.ids.get(id as usize).ok_or_else(|| {
                let (path, row) = place(row, "ids");
                let count = self.ids.len();
                CompileError::new(path, format!("{row}neuron {id}; the target has {count} neurons"))
            })?;
            let tick = ticks(time, self.spec.dt, "").map_err(|error| {
                let (path, row) = place(row, "times");
                CompileError::new(path, row + &error.message)
            })?;
            spikes.push((tick, neuron));
        }
        spikes.sort_unstable();
        let (ticks, neurons) = spikes.into_iter().unzip();
        Ok(SpikeTable { ticks, neurons })
    }
}

/// Ascending indices as contiguous regions.
fn regions(ids: &[u32]) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    for (offset, &id) in ids.iter().enumerate() {
        match regions.last_mut() {
            Some(last) if last.start + last.len == id => last.len += 1,
            _ => regions.push(Region { start: id, len: 1, offset: offset as u32 }),
        }
    }
    regions
}

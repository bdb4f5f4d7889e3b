//! Compiled phases.

use super::{CompileError, InputDrive, Network, select, ticks};
use crate::spec::{NetworkSpec, PhaseSpec};

/// A stretch of the run with its settings.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Name; may be empty.
    pub name: String,
    /// First tick.
    pub start: u64,
    /// First tick after.
    pub stop: u64,
    /// What holds in it.
    pub controls: Controls,
}

/// The switches of a network: what may change between two runs without touching the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Controls {
    /// Whether each projection learns.
    pub learning: Vec<bool>,
    /// Whether each projection's synapses may fail.
    pub failures: Vec<bool>,
    /// Factor on what each projection delivers.
    pub scale: Vec<f64>,
    /// New mean of each input; `None`: its own.
    pub means: Vec<Option<f64>>,
    /// Silenced neurons of each population, ascending indices.
    pub silenced: Vec<Vec<u32>>,
}

impl Controls {
    /// What the description says outside of any phase.
    pub fn new(network: &Network) -> Controls {
        let projections = &network.projections;
        Controls {
            learning: projections.iter().map(|p| p.learns()).collect(),
            failures: projections
                .iter()
                .map(|p| p.failure.as_ref().is_some_and(|f| f.on))
                .collect(),
            scale: vec![1.0; projections.len()],
            means: vec![None; network.inputs.len()],
            silenced: vec![Vec::new(); network.populations.len()],
        }
    }
}

pub(super) fn compile(spec: &NetworkSpec, network: &Network) -> Result<Vec<Phase>, CompileError> {
    let mut start = 0;
    let mut phases = Vec::new();
    for (index, phase) in spec.all_phases().iter().enumerate() {
        let path = format!("phase[{index}]");
        let duration_path =
            if spec.phases.is_empty() { "duration".into() } else { format!("{path}.duration") };
        let stop = start + ticks(phase.duration, spec.dt, &duration_path)?;
        let controls = compile_controls(phase, network, &path)?;
        phases.push(Phase { name: phase.name.clone(), start, stop, controls });
        start = stop;
    }
    Ok(phases)
}

fn compile_controls(
    phase: &PhaseSpec,
    network: &Network,
    path: &str,
) -> Result<Controls, CompileError> {
    let mut controls = Controls::new(network);
    controls.change(phase, network, path)?;
    Ok(controls)
}

impl Controls {
    /// Makes the changes that a phase describes, and leaves the rest as it is; the phase's name and
    /// duration mean nothing here. `path` is where errors say they are.
    ///
    /// # Errors
    /// A name or a pattern that fits nothing, an input without a mean. Changes before it are made.
    pub fn change(
        &mut self,
        phase: &PhaseSpec,
        network: &Network,
        path: &str,
    ) -> Result<(), CompileError> {
        let controls = self;
        for (pattern, on) in &phase.plasticity {
            for p in network.matching(pattern, &format!("{path}.plasticity"))? {
                if network.projections[p].is_plastic() {
                    controls.learning[p] = *on;
                }
            }
        }
        for (pattern, on) in &phase.failures {
            for p in network.matching(pattern, &format!("{path}.failures"))? {
                controls.failures[p] = *on && network.projections[p].failure.is_some();
            }
        }
        for (pattern, factor) in &phase.scale {
            for p in network.matching(pattern, &format!("{path}.scale"))? {
                controls.scale[p] = *factor;
            }
        }
        for (name, mean) in &phase.inputs {
            let path = format!("{path}.inputs.{name}");
            let input = network
                .input(name)
                .ok_or_else(|| CompileError::new(&path, format!("no input `{name}`")))?;
            if !network.inputs[input].drive.has_mean() {
                let message = format!("input `{name}` has no mean that could be changed");
                return Err(CompileError::new(path, message));
            }
            controls.means[input] = Some(*mean);
        }
        for selection in &phase.silence {
            let (population, ids) =
                select(selection, &network.populations, &format!("{path}.silence"))?;
            let silenced = &mut controls.silenced[population];
            silenced.extend(ids);
            silenced.sort_unstable();
            silenced.dedup();
        }
        Ok(())
    }
}

impl InputDrive {
    /// Whether a phase may set its mean: constant drives and processes have one, and the rate of a
    /// Poisson input counts as its mean.
    pub fn has_mean(&self) -> bool {
        matches!(
            self,
            InputDrive::Constant { .. }
                | InputDrive::OrnsteinUhlenbeck { .. }
                | InputDrive::Poisson { .. }
                | InputDrive::Current(_)
        )
    }
}

//! Compiled projections.

use super::stdp::{self, Stdp};
use super::{CompileError, Population, conductance, ticks};
use crate::rng::{Key, Purpose};
use crate::spec::{
    Delivery, FailureMode, NetworkSpec, Plasticity, PlasticityRule, ProjectionSpec, ReceptorKind,
    Scheme, WeightUnit,
};
use crate::wiring::{Pairs, Recipe};
use std::f64::consts::E;
use std::sync::Arc;

/// A projection with its names resolved; its synapses are drawn by those who need them, from
/// [`super::Network::recipe`].
#[derive(Debug)]
pub struct Projection {
    /// Name.
    pub name: String,
    /// Index of the source population.
    pub source: usize,
    /// Index of the target population.
    pub target: usize,
    /// Index of the receptor in the target population.
    pub receptor: usize,
    /// The pairs of a rule that reads a list or a file.
    pub(crate) given: Option<Arc<Pairs>>,
    /// Unit of the weights.
    pub unit: WeightUnit,
    /// Factor from a weight to what is added to the receptor's input.
    pub factor: f64,
    /// Whether that is also multiplied by each target's resistance (weights in pA); one that all share
    /// is in the factor.
    pub per_resistance: bool,
    /// Whether a pair may have several synapses.
    pub repeats: bool,
    /// Unreliable transmission.
    pub failure: Option<Failure>,
    /// Anti-Hebbian learning.
    pub learning: Option<Learning>,
    /// Spike-timing dependent plasticity.
    pub stdp: Option<Stdp>,
}

/// Unreliable transmission in ticks.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Probability that a transmission fails.
    pub probability: f64,
    /// The interval of the masks; `None`: drawn for each spike and synapse.
    pub mask: Option<Mask>,
    /// Whether failures are on unless a phase says otherwise.
    pub on: bool,
    /// Random numbers of this projection's failures.
    pub key: Key,
}

/// Masks that are drawn anew at absolute multiples of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Interval in ticks.
    pub every: u64,
}

/// Anti-Hebbian learning in ticks.
#[derive(Clone, Copy, Debug)]
pub struct Learning {
    /// `alpha·dt`: share of the way to the target that one update goes.
    pub step: f64,
    /// Window of the spike counts in ticks.
    pub window: u64,
    /// Which weights are delivered.
    pub delivery: Delivery,
    /// Whether it is on unless a phase says otherwise.
    pub on: bool,
}

impl Projection {
    pub(super) fn compile(
        projection: &ProjectionSpec,
        spec: &NetworkSpec,
        populations: &[Population],
    ) -> Result<Projection, CompileError> {
        let path = format!("projection.{}", projection.name);
        let find = |name: &str, field: &str| {
            populations.iter().position(|p| p.name == name).ok_or_else(|| {
                CompileError::new(format!("{path}.{field}"), format!("no population `{name}`"))
            })
        };
        let source = find(&projection.source.population, "source")?;
        let target = find(&projection.target.population, "target")?;
        let receptor = find_receptor(&populations[target], &projection.receptor, &path)?;
        let kind = populations[target].receptors[receptor].kind;
        let (factor, per_resistance) = weight_factor(kind, projection.weight.unit, spec.scheme)
            .ok_or_else(|| refused_unit(kind, projection.weight.unit, &path))?;
        if per_resistance && populations[target].resistance.is_none() {
            return Err(needs_capacitance(&populations[target].name, &format!("{path}.weight")));
        }
        let (factor, per_resistance) =
            populations[target].shared_resistance(factor, per_resistance);
        let seed = spec.seeds.wiring.unwrap_or(spec.seed);
        let (from, to) = (&spec.populations[source], &spec.populations[target]);
        let recipe = Recipe::new(projection, from, to, spec.dt, seed, None)?;
        let given = recipe.given();
        conductance::no_negative(kind, &projection.weight, given.as_deref(), &path)?;
        Ok(Projection {
            name: projection.name.clone(),
            source,
            target,
            receptor,
            stdp: stdp::compile(projection, given.as_deref(), spec, &path)?,
            given,
            unit: projection.weight.unit,
            factor,
            per_resistance,
            repeats: projection.allow_multiple,
            failure: compile_failure(projection, spec, &path)?,
            learning: compile_learning(projection.plasticity, spec, &path)?,
        })
    }

    /// Whether its weights learn by any rule.
    pub fn is_plastic(&self) -> bool {
        self.learning.is_some() || self.stdp.is_some()
    }

    /// Whether they do so unless a phase says otherwise.
    pub(super) fn learns(&self) -> bool {
        self.learning.is_some_and(|l| l.on) || self.stdp.as_ref().is_some_and(|s| s.on)
    }
}

/// The receptor of that name, or an error that lists those there are.
pub(super) fn find_receptor(
    population: &Population,
    name: &str,
    path: &str,
) -> Result<usize, CompileError> {
    population.receptor(name).ok_or_else(|| {
        let names: Vec<_> = population.receptors.iter().map(|r| r.name.as_str()).collect();
        CompileError::new(
            format!("{path}.receptor"),
            format!(
                "population `{}` has no receptor `{name}`; it has: {}",
                population.name,
                names.join(", ")
            ),
        )
    })
}

pub(super) fn needs_capacitance(population: &str, path: &str) -> CompileError {
    CompileError::new(
        path,
        format!("a value in pA needs `C_m` of population `{population}`; give it, or use mV"),
    )
}

pub(super) fn refused_unit(kind: ReceptorKind, unit: WeightUnit, path: &str) -> CompileError {
    let accepted = match kind {
        ReceptorKind::Delta => "mV (jump of V)",
        ReceptorKind::Exponential { .. } => "mV*ms (area), mV (jump of R·I) or pA (jump of I)",
        ReceptorKind::Alpha { .. } => "mV (peak of R·I) or pA (peak of I)",
        ReceptorKind::Conductance { .. } => "nS (jump of g)",
    };
    CompileError::new(
        format!("{path}.weight"),
        format!(
            "a weight in {} has no meaning on a receptor of kind {}; accepted: {accepted}",
            unit.word(),
            kind.word()
        ),
    )
}

/// Factor from a weight to the input of a receptor, and whether R comes on top.
///
/// The input of an exponential receptor is its area in the Euler scheme, as in the original, and
/// its jump in the exact one; that of an alpha receptor is the jump of its inner variable, e/tau
/// times the peak.
pub(super) fn weight_factor(
    kind: ReceptorKind,
    unit: WeightUnit,
    scheme: Scheme,
) -> Option<(f64, bool)> {
    let in_pa = unit == WeightUnit::PicoAmpere;
    match (kind, unit) {
        (ReceptorKind::Delta, WeightUnit::MilliVolt) => Some((1.0, false)),
        (ReceptorKind::Delta, _) => None,
        (ReceptorKind::Conductance { .. }, WeightUnit::NanoSiemens) => Some((1.0, false)),
        (ReceptorKind::Conductance { .. }, _) | (_, WeightUnit::NanoSiemens) => None,
        (ReceptorKind::Exponential { tau }, unit) => {
            let area = unit == WeightUnit::MilliVoltMs;
            let factor = match scheme {
                Scheme::Euler if area => 1.0,
                Scheme::Euler => tau,
                Scheme::Exact if area => 1.0 / tau,
                Scheme::Exact => 1.0,
            };
            Some((factor, in_pa))
        }
        (ReceptorKind::Alpha { .. }, WeightUnit::MilliVoltMs) => None,
        (ReceptorKind::Alpha { tau }, _) => Some((E / tau, in_pa)),
    }
}

fn compile_failure(
    projection: &ProjectionSpec,
    spec: &NetworkSpec,
    path: &str,
) -> Result<Option<Failure>, CompileError> {
    let Some(failure) = projection.failure else { return Ok(None) };
    let mask = match failure.mode {
        FailureMode::PerSpike => None,
        FailureMode::Mask { every } => {
            let path = format!("{path}.failure.every");
            let every = ticks(every, spec.dt, &path)?;
            if every == 0 {
                return Err(CompileError::new(path, "must be at least one step"));
            }
            Some(Mask { every })
        }
    };
    let seed = spec.seeds.noise.unwrap_or(spec.seed);
    Ok(Some(Failure {
        probability: failure.probability,
        mask,
        on: failure.on,
        key: Key::new(seed, Purpose::Failure, &projection.name),
    }))
}

fn compile_learning(
    plasticity: Option<Plasticity>,
    spec: &NetworkSpec,
    path: &str,
) -> Result<Option<Learning>, CompileError> {
    let Some(plasticity) = plasticity else { return Ok(None) };
    let PlasticityRule::AntiHebbian { alpha, window } = plasticity.rule else { return Ok(None) };
    Ok(Some(Learning {
        step: alpha * spec.dt,
        window: ticks(window, spec.dt, &format!("{path}.plasticity.window"))?,
        delivery: plasticity.delivery,
        on: plasticity.on,
    }))
}

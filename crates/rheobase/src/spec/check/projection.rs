//! Projections and blocks: ends, receptors, weights, delays, failures.

use super::super::source_map::join;
use super::super::{
    Delay, FailureMode, NeuronModel, PopulationSpec, ProjectionSpec, ReceptorKind, Shape, Weight,
    WeightUnit, WeightValue, ticks,
};
use super::Checker;
use super::value::{LEAST_SHARE, share};
use crate::suggest::did_you_mean;
use crate::units::number_text;

/// Longest delay in steps.
pub(super) const MOST_DELAY: u64 = u16::MAX as u64;

/// Largest mean, deviation or bound of drawn weights: single precision ends at 3e38.
const MOST_WEIGHT: f64 = 1e30;

impl Checker<'_> {
    pub(super) fn projections(&mut self) {
        let names: Vec<_> = self.projection_names().into_iter().map(str::to_owned).collect();
        self.unique("projection", names.iter().map(String::as_str));
        for projection in &self.spec.projections {
            let path = join("projection", &projection.name);
            self.name(&path, &projection.name, true);
            self.projection(&path, projection);
        }
    }

    fn projection(&mut self, path: &str, p: &ProjectionSpec) {
        let sources = self.selection(&join(path, "source"), &p.source);
        let targets = self.selection(&join(path, "target"), &p.target);
        let kind = self.receptor(&join(path, "receptor"), &p.target.population, &p.receptor);
        self.weight(&join(path, "weight"), &p.weight, &p.target.population, kind);
        self.delay(&join(path, "delay"), &p.delay);
        self.rule(path, p, sources.zip(targets));
        if let Some(failure) = &p.failure {
            let path = join(path, "failure");
            self.probability(&join(&path, "probability"), failure.probability);
            self.failure_mode(&path, failure.mode);
        }
        if let Some(plasticity) = &p.plasticity {
            self.plasticity(&join(path, "plasticity"), plasticity);
            self.plastic_weight(path, plasticity, &p.weight, Some(&p.rule));
        }
    }

    /// The kind of a receptor of a population, where both are known.
    pub(super) fn receptor(
        &mut self,
        path: &str,
        population: &str,
        name: &str,
    ) -> Option<ReceptorKind> {
        let population = self.population(population, "receptors")?;
        if let Some(index) = population.receptor(name) {
            let receptor = &population.receptors[index];
            return Some(receptor.kind);
        }
        let of = &population.name;
        let names: Vec<_> = population.receptors.iter().map(|r| r.name.as_str()).collect();
        if names.is_empty() {
            let help = format!(
                "add one to [population.{of}], for example \
                 receptors.gaba = {{ kind = \"exponential\", tau = \"10 ms\" }}"
            );
            self.say(path, format!("`{of}` has no receptor"), help);
        } else if name.is_empty() {
            let message = format!("`{of}` has several receptors: say which one is reached");
            self.say(path, message, format!("accepted: {}", names.join(", ")));
        } else {
            let message = format!("`{of}` has no receptor `{name}`");
            self.say(path, message, did_you_mean(name, &names));
        }
        None
    }

    /// A weight must mean something on the receptor that it reaches.
    pub(super) fn weight(
        &mut self,
        path: &str,
        weight: &Weight,
        population: &str,
        kind: Option<ReceptorKind>,
    ) {
        match &weight.value {
            WeightValue::Constant(value) => {
                self.finite(path, *value);
            }
            WeightValue::Drawn(distribution) => {
                let before = self.problems.len();
                self.distribution(path, distribution);
                let sound = self.problems.len() == before;
                let (a, b) = match distribution.shape {
                    Shape::Normal { mean, sd } | Shape::LogNormal { mean, sd } => (mean, sd),
                    Shape::Uniform { low, high } => (low, high),
                };
                if sound && a.abs().max(b.abs()) > MOST_WEIGHT {
                    let message = "such weights do not fit into the single precision of drawn ones";
                    self.say(path, message, format!("expected numbers up to {MOST_WEIGHT:e}"));
                }
                let centre = distribution.shape.centre();
                let beyond = centre > 0.0 && distribution.max.is_some_and(|max| max < 0.0)
                    || centre < 0.0 && distribution.min.is_some_and(|min| min > 0.0);
                if (centre == 0.0 || beyond) && sound {
                    let help = "weights keep the sign of their mean: give excitation and \
                                inhibition a projection each";
                    self.say(path, "the mean of these weights has no sign that can be kept", help);
                }
            }
            WeightValue::FromRule => {}
        }
        if let Some(kind) = kind {
            self.weight_unit(path, weight.unit, population, kind);
            self.not_inhibiting(path, kind, weight);
        }
    }

    pub(super) fn weight_unit(
        &mut self,
        path: &str,
        unit: WeightUnit,
        population: &str,
        kind: ReceptorKind,
    ) {
        let accepted = match kind {
            ReceptorKind::Delta => "mV (the jump of V)",
            ReceptorKind::Exponential { .. } => {
                "mV*ms (the area of R*I), mV (the jump of R*I), or pA (the jump of I, with C_m)"
            }
            ReceptorKind::Alpha { .. } => "mV (the peak of R*I), or pA (the peak of I, with C_m)",
            ReceptorKind::Conductance { .. } => "nS (the jump of g)",
        };
        let means_something = match kind {
            ReceptorKind::Delta => unit == WeightUnit::MilliVolt,
            ReceptorKind::Exponential { .. } => unit != WeightUnit::NanoSiemens,
            ReceptorKind::Alpha { .. } => {
                matches!(unit, WeightUnit::MilliVolt | WeightUnit::PicoAmpere)
            }
            ReceptorKind::Conductance { .. } => unit == WeightUnit::NanoSiemens,
        };
        if !means_something {
            let word = kind.word();
            let a = if matches!(word, "delta" | "conductance") { "a" } else { "an" };
            let message =
                format!("a weight in {} means nothing on {a} {word} receptor", unit.word());
            self.say(path, message, format!("accepted: {accepted}"));
        } else if unit == WeightUnit::PicoAmpere {
            self.needs_capacitance(path, population);
        }
    }

    /// A current in pA needs the membrane's capacitance.
    pub(super) fn needs_capacitance(&mut self, path: &str, population: &str) {
        let Some(PopulationSpec { name, model: NeuronModel::Lif(lif), .. }) =
            self.population(population, "C_m")
        else {
            return;
        };
        if lif.c_m.is_none() {
            let help =
                format!("add for example C_m = \"250 pF\" to [population.{name}], or use mV");
            self.say(
                path,
                format!("pA needs the capacitance of `{name}`, which is not given"),
                help,
            );
        }
    }

    pub(super) fn delay(&mut self, path: &str, delay: &Delay) {
        match delay {
            Delay::Time(time) => {
                self.multiple(path, *time, 1);
                if let Some(steps) = self.dt().and_then(|dt| ticks(*time, dt)) {
                    self.not_too_late(path, steps);
                }
            }
            Delay::Steps(0) => self.say(path, "a delay of 0 steps", "expected 1 step or more"),
            Delay::Steps(steps) => self.not_too_late(path, u64::from(*steps)),
            Delay::FromRule => {}
            Delay::Drawn(distribution) => {
                let before = self.problems.len();
                self.distribution(path, distribution);
                let Some(dt) = self.dt() else { return };
                // Draws below half a step round to no step and are drawn again.
                let least = distribution.min.unwrap_or(f64::MIN).max(dt / 2.0);
                let share = share(&distribution.shape, least, distribution.max.unwrap_or(f64::MAX));
                if share < LEAST_SHARE && self.problems.len() == before {
                    let help =
                        format!("dt is {} ms; delays are at least one step", number_text(dt));
                    self.say(path, "almost all of these delays are below one step", help);
                }
            }
        }
    }

    /// Delays of synapses are stored in 16 bits.
    pub(super) fn not_too_late(&mut self, path: &str, steps: u64) {
        if steps > MOST_DELAY {
            let message = format!("a delay of {steps} steps is too long");
            self.say(path, message, format!("expected at most {MOST_DELAY} steps of dt"));
        }
    }

    pub(super) fn failure_mode(&mut self, path: &str, mode: FailureMode) {
        if let FailureMode::Mask { every } = mode {
            self.multiple(&join(path, "every"), every, 1);
        }
    }
}

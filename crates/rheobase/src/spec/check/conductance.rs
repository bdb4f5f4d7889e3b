//! What conductances ask of the rest of a network.

use super::super::source_map::join;
use super::super::{
    BlockSpec, NeuronModel, PopulationSpec, ProjectionSpec, ReceptorKind, Scheme, Weight,
    WeightValue, matches_pattern,
};
use super::Checker;
use crate::units::number_text;

impl Checker<'_> {
    /// A receptor at `path` that is a conductance: only one scheme can integrate it, and a
    /// conductance in nS means something only beside that of the leak, C_m / tau_m.
    pub(super) fn conductance(&mut self, path: &str, population: &PopulationSpec) {
        if self.spec.scheme == Scheme::Euler && self.intact("scheme") {
            let message = "a conductance is not integrated by scheme = \"euler\"";
            self.say(path, message, "use scheme = \"exact\", or a receptor that is a current");
        }
        let NeuronModel::Lif(lif) = &population.model;
        let c_m = join(&join("population", &population.name), "C_m");
        if lif.c_m.is_none() && self.intact(&c_m) {
            let name = &population.name;
            let message =
                format!("a conductance needs the capacitance of `{name}`, which is not given");
            let help = format!("add for example C_m = \"200 pF\" to [population.{name}]");
            self.say(path, message, help);
        }
    }

    /// A conductance cannot be negative: whether it excites or inhibits is in its reversal
    /// potential.
    pub(super) fn not_inhibiting(&mut self, path: &str, kind: ReceptorKind, weight: &Weight) {
        let lowest = match &weight.value {
            WeightValue::Constant(value) => *value,
            // Draws keep the sign of their centre.
            WeightValue::Drawn(distribution) => distribution.shape.centre(),
            WeightValue::FromRule => 0.0,
        };
        self.say_inhibiting(path, kind, lowest);
    }

    /// The same of the weights of a block at `path`, for its targets of that kind of receptor.
    pub(super) fn block_not_inhibiting(
        &mut self,
        path: &str,
        kind: ReceptorKind,
        target: &str,
        block: &BlockSpec,
    ) {
        let rows = block.populations.iter().zip(&block.weight).enumerate();
        for (i, (_, row)) in rows.filter(|(_, (name, _))| *name == target) {
            let negative = |w: &&f64| **w * block.strength < 0.0;
            if let Some(j) = row.iter().position(|w| negative(&w)) {
                let at = format!("{}[{i}][{j}]", join(path, "weight"));
                self.say_inhibiting(&at, kind, row[j] * block.strength);
                return;
            }
        }
    }

    /// A phase's factor would make what a projection delivers negative.
    pub(super) fn scale_not_inhibiting(&mut self, path: &str, pattern: &str, factor: f64) {
        let conducting = |p: &&ProjectionSpec| {
            let target = self.spec.population(&p.target.population);
            let receptor = target.and_then(|t| Some(&t.receptors[t.receptor(&p.receptor)?]));
            matches_pattern(pattern, &p.name)
                && receptor.is_some_and(|r| r.kind.reversal().is_some())
        };
        if factor >= 0.0 || factor.is_nan() {
            return;
        }
        let found = self.all_projections().find(conducting).map(|p| p.name.clone());
        if let Some(name) = found {
            let message = format!("the conductances of `{name}` cannot become negative");
            self.say(path, message, "expected a factor of 0 or more");
        }
    }

    fn say_inhibiting(&mut self, path: &str, kind: ReceptorKind, weight: f64) {
        if !matches!(kind, ReceptorKind::Conductance { .. }) || weight >= 0.0 || weight.is_nan() {
            return;
        }
        let message = format!("a conductance of {} nS: it cannot be negative", number_text(weight));
        let help = "an inhibitory synapse has a positive weight on a receptor whose reversal is \
                    below V_thr";
        self.say(path, message, help);
    }
}

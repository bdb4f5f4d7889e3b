//! Learning rules, and the weights that they can change.

use super::super::source_map::join;
use super::super::{
    Delivery, Plasticity, PlasticityRule, Rule, RuleWeight, Shape, Weight, WeightUnit, WeightValue,
};
use super::Checker;
use crate::network::longest_tau;
use crate::units::number_text;

impl Checker<'_> {
    pub(super) fn plasticity(&mut self, path: &str, plasticity: &Plasticity) {
        match plasticity.rule {
            PlasticityRule::AntiHebbian { alpha, window } => {
                self.not_negative(&join(path, "alpha"), alpha, "1/ms");
                self.multiple(&join(path, "window"), window, 1);
                return;
            }
            PlasticityRule::Stdp {
                tau_plus, tau_minus, lambda, alpha, mu_plus, mu_minus, ..
            } => {
                self.pair_stdp(path, [tau_plus, tau_minus], lambda, alpha);
                self.not_negative(&join(path, "mu_plus"), mu_plus, "");
                self.not_negative(&join(path, "mu_minus"), mu_minus, "");
            }
            PlasticityRule::StdpPowerLaw { tau_plus, tau_minus, lambda, alpha, mu, .. } => {
                self.pair_stdp(path, [tau_plus, tau_minus], lambda, alpha);
                self.not_negative(&join(path, "mu"), mu, "");
            }
        }
        if plasticity.delivery == Delivery::Frozen {
            let message = "only anti_hebbian can deliver a snapshot of its weights";
            self.say(&join(path, "delivery"), message, "leave `delivery` out");
        }
        if let Some((key, weight)) = scale(&plasticity.rule) {
            self.positive(&join(path, key), weight.value, weight.unit.word());
        }
    }

    fn pair_stdp(&mut self, path: &str, taus: [f64; 2], lambda: f64, alpha: f64) {
        for (key, tau) in ["tau_plus", "tau_minus"].into_iter().zip(taus) {
            let at = join(path, key);
            self.positive(&at, tau, "ms");
            let Some(longest) = self.dt().map(longest_tau) else { continue };
            if tau.is_finite() && tau > longest {
                let message = format!("{} ms is too long for this dt", number_text(tau));
                self.say(&at, message, format!("expected at most {} ms", number_text(longest)));
            }
        }
        self.not_negative(&join(path, "lambda"), lambda, "");
        self.not_negative(&join(path, "alpha"), alpha, "");
    }

    /// The weights of a projection must lie where its rule works, before anything is learned.
    /// Those that a file gives are looked at when it is read.
    pub(super) fn plastic_weight(
        &mut self,
        path: &str,
        plasticity: &Plasticity,
        weight: &Weight,
        rule: Option<&Rule>,
    ) {
        let list = join(&join(path, "rule"), "weight");
        let whole = self.intact(&join(path, "plasticity"));
        let path = &join(path, "weight");
        if !whole || !self.plastic_unit(path, plasticity, weight.unit) {
            return;
        }
        let max = match plasticity.rule {
            PlasticityRule::Stdp { w_max, .. } if w_max.value > 0.0 => w_max.value,
            _ => f64::INFINITY,
        };
        let mut at = path.clone();
        let (low, high) = match &weight.value {
            WeightValue::Constant(value) => (*value, *value),
            WeightValue::Drawn(d) => {
                // Draws keep the sign of their mean.
                let (centre, high) = match d.shape {
                    Shape::Normal { mean, sd: 0.0 } => (mean, mean),
                    Shape::Normal { mean, .. } => (mean, f64::INFINITY),
                    Shape::LogNormal { mean, sd: 0.0 } => (mean, mean),
                    Shape::LogNormal { mean, .. } => (mean, f64::INFINITY),
                    Shape::Uniform { low, high } => (low + high, high),
                };
                (centre, d.max.map_or(high, |max| max.min(high)))
            }
            WeightValue::FromRule => {
                let Some(Rule::Edges(edges)) = rule else { return };
                let given = edges.weight.iter().flatten();
                let wrong = given.enumerate().find(|(_, w)| !(0.0..=max).contains(*w));
                let Some((index, &weight)) = wrong.filter(|_| self.intact(&list)) else { return };
                at = format!("{list}[{index}]");
                (weight, weight)
            }
        };
        let path = &at;
        let word = plasticity.rule.word();
        if low < 0.0 {
            let message = format!("`{word}` is for excitatory synapses: negative weights");
            self.say(path, message, "expected weights of 0 or more");
        } else if high > max {
            let of = if matches!(weight.value, WeightValue::Drawn(_)) {
                "these can be above"
            } else {
                "this is above"
            };
            let unit = weight.unit.word();
            let message = format!("`{word}` keeps weights up to w_max; {of} it");
            let help = format!("expected at most {} {unit}", number_text(max));
            self.say(path, message, help);
        }
    }

    /// Whether the unit of the rule is that of the weights.
    fn plastic_unit(&mut self, path: &str, plasticity: &Plasticity, unit: WeightUnit) -> bool {
        match scale(&plasticity.rule) {
            None => false,
            Some((_, weight)) if weight.unit == unit => true,
            Some((key, weight)) => {
                let message = format!(
                    "the weight is in {}, but {key} of `{}` in {}",
                    unit.word(),
                    plasticity.rule.word(),
                    weight.unit.word()
                );
                self.say(path, message, "give both in the same unit");
                false
            }
        }
    }
}

/// The weight that a rule has as a parameter, with its key.
fn scale(rule: &PlasticityRule) -> Option<(&'static str, RuleWeight)> {
    match *rule {
        PlasticityRule::AntiHebbian { .. } => None,
        PlasticityRule::Stdp { w_max, .. } => Some(("w_max", w_max)),
        PlasticityRule::StdpPowerLaw { w_0, .. } => Some(("w_0", w_0)),
    }
}

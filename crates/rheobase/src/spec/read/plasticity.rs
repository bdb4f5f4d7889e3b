//! Learning rules of projections and blocks.

use super::decoder::{At, Context, Fields};
use super::synapse::WEIGHTS;
use crate::spec::{Delivery, Plasticity, PlasticityRule, RuleWeight, WeightUnit};
use crate::units::Dimension::{Frequency, Time};
use crate::units::split_number;

const RULES: &[&str] = &["anti_hebbian", "stdp", "stdp_power_law"];
const RULES_LATER: &[&str] = &[
    "triplet_stdp",
    "vogels",
    "vogels_sprekeler",
    "istdp",
    "hebbian",
    "bcm",
    "oja",
    "stp",
    "tsodyks_markram",
    "homeostatic",
    "clopath",
];

impl Context {
    pub(super) fn plasticity(&mut self, at: &At) -> Option<Plasticity> {
        let mut f =
            self.fields(at, "a table such as { rule = \"anti_hebbian\", alpha = \"0.1 1/ms\" }");
        let rule = f.require(self, "rule", "\"anti_hebbian\"")?;
        let word = self.word_or_later(&rule, "the learning rule", RULES, RULES_LATER)?;
        let mut delivery = Delivery::Live;
        let rule = match word {
            "stdp" => self.stdp(&mut f),
            "stdp_power_law" => self.stdp_power_law(&mut f),
            _ => {
                delivery = self.delivery(&mut f);
                self.anti_hebbian(&mut f)
            }
        };
        let on = f.boolean(self, "on", true);
        f.finish(self);
        Some(Plasticity { rule, on, delivery })
    }

    fn anti_hebbian(&mut self, f: &mut Fields) -> PlasticityRule {
        PlasticityRule::AntiHebbian {
            alpha: f.get("alpha").and_then(|at| self.rate_per_ms(&at)).unwrap_or(0.1),
            window: f.quantity(self, "window", Time).unwrap_or(20.0),
        }
    }

    fn delivery(&mut self, f: &mut Fields) -> Delivery {
        let delivery = f.get("delivery").and_then(|at| self.word(&at, &["live", "frozen"]));
        if delivery == Some("frozen") { Delivery::Frozen } else { Delivery::Live }
    }

    fn stdp(&mut self, f: &mut Fields) -> PlasticityRule {
        PlasticityRule::Stdp {
            tau_plus: f.quantity(self, "tau_plus", Time).unwrap_or(20.0),
            tau_minus: f.quantity(self, "tau_minus", Time).unwrap_or(20.0),
            lambda: f.need_number(self, "lambda", "0.001"),
            alpha: f.need_number(self, "alpha", "1.05"),
            mu_plus: self.exponent(f, "mu_plus", 0.0),
            mu_minus: self.exponent(f, "mu_minus", 0.0),
            w_max: self.rule_weight(f, "w_max", "\"0.2 mV\""),
        }
    }

    fn stdp_power_law(&mut self, f: &mut Fields) -> PlasticityRule {
        PlasticityRule::StdpPowerLaw {
            tau_plus: f.quantity(self, "tau_plus", Time).unwrap_or(20.0),
            tau_minus: f.quantity(self, "tau_minus", Time).unwrap_or(20.0),
            lambda: f.need_number(self, "lambda", "0.1"),
            alpha: f.need_number(self, "alpha", "0.0513"),
            mu: self.exponent(f, "mu", 0.4),
            w_0: self.rule_weight(f, "w_0", "\"1 pA\""),
        }
    }

    fn exponent(&mut self, f: &mut Fields, key: &'static str, default: f64) -> f64 {
        f.get(key).and_then(|at| self.number(&at, 0)).unwrap_or(default)
    }

    /// A weight that must be there.
    fn rule_weight(&mut self, f: &mut Fields, key: &'static str, example: &str) -> RuleWeight {
        let at = f.require(self, key, example);
        let found = at.and_then(|at| self.quantity_of(&at, WEIGHTS));
        let unit = found.map_or(WeightUnit::MilliVolt, |(_, unit)| WeightUnit::of(unit.dimension));
        RuleWeight { value: found.map_or(1.0, |(value, _)| value), unit }
    }

    /// A rate whose base unit is 1/ms, not Hz. The text is read again with a shifted exponent, so
    /// that `"0.1 1/ms"` stays 0.1.
    fn rate_per_ms(&mut self, at: &At) -> Option<f64> {
        let (_, unit) = self.quantity_of(at, &[Frequency])?;
        let text = self.string(at)?;
        crate::units::shifted(split_number(text.trim()).0, unit.exponent - 3)
    }
}

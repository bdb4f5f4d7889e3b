//! What projections and blocks share: weights, delays, failures, learning.

use super::decoder::{At, Context, Fields};
use super::tree::Kind;
use crate::spec::{
    Delay, Delivery, Distribution, Failure, FailureMode, Plasticity, PlasticityRule, Weight,
    WeightUnit, WeightValue,
};
use crate::units::Dimension::{self, Conductance, Current, Frequency, Time, Voltage, VoltageTime};
use crate::units::{Unit, split_number};

pub(super) const WEIGHTS: &[Dimension] = &[VoltageTime, Voltage, Current, Conductance];
const RULES: &[&str] = &["anti_hebbian"];
const RULES_LATER: &[&str] = &[
    "stdp",
    "pair_stdp",
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

impl WeightUnit {
    /// The dimension of the unit.
    pub fn dimension(self) -> Dimension {
        match self {
            WeightUnit::MilliVolt => Voltage,
            WeightUnit::MilliVoltMs => VoltageTime,
            WeightUnit::PicoAmpere => Current,
            WeightUnit::NanoSiemens => Conductance,
        }
    }

    pub(super) fn of(dimension: Dimension) -> Self {
        match dimension {
            Current => WeightUnit::PicoAmpere,
            Conductance => WeightUnit::NanoSiemens,
            Voltage => WeightUnit::MilliVolt,
            _ => WeightUnit::MilliVoltMs,
        }
    }
}

/// A weight and the unit that its numbers were given in.
pub(super) struct ReadWeight {
    pub(super) weight: Weight,
    /// For numbers that the rule gives.
    pub(super) unit: Unit,
}

impl Context {
    pub(super) fn weight(&mut self, at: &At) -> ReadWeight {
        let (value, unit) = match &at.node.kind {
            Kind::Table(_) => self.weight_table(at),
            _ => {
                let found = self.quantity_of(at, WEIGHTS);
                let base = Unit { dimension: VoltageTime, exponent: 0 };
                let (value, unit) = found.unwrap_or((1.0, base));
                (WeightValue::Constant(value), unit)
            }
        };
        ReadWeight { weight: Weight { unit: WeightUnit::of(unit.dimension), value }, unit }
    }

    fn weight_table(&mut self, at: &At) -> (WeightValue, Unit) {
        let mut f = self.fields(at, "a table");
        let found = if f.has("from") {
            self.given_by_rule(&mut f);
            (WeightValue::FromRule, f.unit(self, WEIGHTS))
        } else {
            let (distribution, dimension) = f.distribution(self, WEIGHTS);
            (WeightValue::Drawn(distribution), Unit { dimension, exponent: 0 })
        };
        f.finish(self);
        found
    }

    fn given_by_rule(&mut self, f: &mut Fields) {
        if let Some(from) = f.get("from") {
            self.word(&from, &["rule"]);
        }
    }

    pub(super) fn delay(&mut self, at: &At) -> Delay {
        match &at.node.kind {
            Kind::Table(_) => {
                let mut f = self.fields(at, "a table");
                let delay = if f.has("from") {
                    self.given_by_rule(&mut f);
                    Delay::FromRule
                } else {
                    let (distribution, _): (Distribution, _) = f.distribution(self, &[Time]);
                    Delay::Drawn(distribution)
                };
                f.finish(self);
                delay
            }
            Kind::String(text) => match split_number(text.trim()) {
                (number, "step" | "steps") => self.steps(at, number),
                _ => Delay::Time(self.quantity(at, Time).unwrap_or(1.0)),
            },
            Kind::Integer(_) | Kind::Float(_) => {
                self.wrong(
                    at,
                    "a delay needs a unit",
                    "write a time such as \"1.5 ms\" or a number of steps such as \"1 step\"",
                );
                Delay::Steps(1)
            }
            _ => {
                self.wrong_type(
                    at,
                    "a time such as \"1.5 ms\", steps such as \"1 step\", or a table",
                );
                Delay::Steps(1)
            }
        }
    }

    fn steps(&mut self, at: &At, number: &str) -> Delay {
        match number.parse::<u32>() {
            Ok(n) if n > 0 => Delay::Steps(n),
            _ => {
                let message = format!("`{number}` is no number of steps");
                self.wrong(at, message, "expected a whole number, 1 or more, as in \"3 steps\"");
                Delay::Steps(1)
            }
        }
    }

    /// `mode = …`, `every = …` of failures.
    pub(super) fn failure_mode(&mut self, f: &mut Fields) -> FailureMode {
        let Some(at) = f.get("mode") else { return FailureMode::PerSpike };
        match self.word(&at, &["per_spike", "mask"]) {
            Some("mask") => FailureMode::Mask { every: f.need_quantity(self, "every", Time) },
            Some(_) => FailureMode::PerSpike,
            None => {
                let _ = f.get("every"); // whether it belongs here cannot be known
                FailureMode::PerSpike
            }
        }
    }

    pub(super) fn failure(&mut self, at: &At) -> Failure {
        let mut f = self.fields(at, "a table such as { probability = 0.5, mode = \"per_spike\" }");
        let probability = f.need_number(self, "probability", "0.5");
        let mode = self.failure_mode(&mut f);
        let on = f.boolean(self, "on", true);
        f.finish(self);
        Failure { probability, mode, on }
    }

    pub(super) fn plasticity(&mut self, at: &At) -> Option<Plasticity> {
        let mut f =
            self.fields(at, "a table such as { rule = \"anti_hebbian\", alpha = \"0.1 1/ms\" }");
        let rule = f.require(self, "rule", "\"anti_hebbian\"")?;
        self.word_or_later(&rule, "the learning rule", RULES, RULES_LATER)?;
        let alpha = f.get("alpha").and_then(|at| self.rate_per_ms(&at)).unwrap_or(0.1);
        let window = f.quantity(self, "window", Time).unwrap_or(20.0);
        let on = f.boolean(self, "on", true);
        let delivery = f.get("delivery").and_then(|at| self.word(&at, &["live", "frozen"]));
        let delivery = if delivery == Some("frozen") { Delivery::Frozen } else { Delivery::Live };
        f.finish(self);
        Some(Plasticity { rule: PlasticityRule::AntiHebbian { alpha, window }, on, delivery })
    }

    /// A rate whose base unit is 1/ms, not Hz. The text is read again with a shifted exponent, so
    /// that `"0.1 1/ms"` stays 0.1.
    fn rate_per_ms(&mut self, at: &At) -> Option<f64> {
        let (_, unit) = self.quantity_of(at, &[Frequency])?;
        let text = self.string(at)?;
        crate::units::shifted(split_number(text.trim()).0, unit.exponent - 3)
    }
}

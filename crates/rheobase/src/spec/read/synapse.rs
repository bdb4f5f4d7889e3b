//! What projections and blocks share: weights, delays, failures.

use super::decoder::{At, Context, Fields};
use super::tree::Kind;
use crate::spec::{Delay, Distribution, Failure, FailureMode, Weight, WeightUnit, WeightValue};
use crate::units::Dimension::{self, Conductance, Current, Time, Voltage, VoltageTime};
use crate::units::{Unit, split_number};

pub(super) const WEIGHTS: &[Dimension] = &[VoltageTime, Voltage, Current, Conductance];

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
}

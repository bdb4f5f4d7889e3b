//! What a preset can be made from: named parameters with ranges and standards.

use crate::suggest::did_you_mean;
use crate::units::{Dimension, number_text, parse_quantity, quantity_text};
use std::fmt;
use thiserror::Error;

/// A parameter of a preset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// The word before `=`.
    pub name: &'static str,
    /// What it does, for listings.
    pub about: &'static str,
    /// What it can be.
    pub kind: Kind,
    /// What it is where nothing is said.
    pub standard: Standard,
}

/// What a parameter can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number from `low` to `high`.
    Number {
        /// Least value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// A quantity; bounds in the base unit.
    Quantity {
        /// What it measures.
        dimension: Dimension,
        /// Least value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// One of these words.
    Word(&'static [&'static str]),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Kind::Number { low, high } => write!(f, "{low} to {high}"),
            Kind::Quantity { dimension, low, high } => {
                write!(f, "{low} to {}", quantity_text(high, dimension))
            }
            Kind::Word(words) => f.write_str(&words.join(", ")),
        }
    }
}

/// What a parameter is where nothing is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standard {
    /// This number, in the base unit.
    Number(f64),
    /// This word.
    Word(&'static str),
    /// It follows from other parameters, in words.
    Follows(&'static str),
}

impl Parameter {
    /// The standard as text.
    pub fn standard_text(&self) -> String {
        match self.standard {
            Standard::Number(value) => self.number_text(value),
            Standard::Word(word) => word.into(),
            Standard::Follows(what) => what.into(),
        }
    }

    fn number_text(&self, value: f64) -> String {
        match self.kind {
            Kind::Quantity { dimension, .. } => quantity_text(value, dimension),
            _ => number_text(value),
        }
    }

    /// What is wrong with a text, or its value.
    fn value(&self, text: &str) -> Result<Value, String> {
        let text = text.trim().trim_matches('"').trim();
        let within = |value: f64, low: f64, high: f64| {
            let accepted = value >= low && value <= high;
            let wrong = || format!("{text} is out of range; accepted: {}", self.kind);
            if accepted { Ok(Value::Number(value)) } else { Err(wrong()) }
        };
        match self.kind {
            Kind::Number { low, high } => match text.parse::<f64>() {
                Ok(value) => within(value, low, high),
                Err(_) => Err(format!("`{text}` is no number; accepted: {}", self.kind)),
            },
            Kind::Quantity { dimension, low, high } => match parse_quantity(text) {
                Ok((value, unit)) if unit.dimension == dimension => within(value, low, high),
                Ok(_) => {
                    Err(format!("`{text}` is not {}; accepted: {}", dimension.noun(), self.kind))
                }
                Err(error) => Err(format!("{error}; accepted: {}", self.kind)),
            },
            Kind::Word(words) => match words.iter().find(|word| **word == text) {
                Some(word) => Ok(Value::Word(word)),
                None => Err(format!("`{text}` is not known; {}", did_you_mean(text, words))),
            },
        }
    }
}

/// Why a preset cannot be made from what was said.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SettingError {
    /// There is no such parameter.
    #[error("the preset `{preset}` has no parameter `{name}`: {help}")]
    Unknown {
        /// Name of the preset.
        preset: String,
        /// The parameter asked for.
        name: String,
        /// What there is.
        help: String,
    },
    /// A value that it cannot have.
    #[error("parameter `{name}` of the preset `{preset}`: {problem}")]
    Value {
        /// Name of the preset.
        preset: String,
        /// Name of the parameter.
        name: String,
        /// What is wrong and what would be accepted.
        problem: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Number(f64),
    Word(&'static str),
}

/// Values for the parameters of a preset.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    values: Vec<(&'static Parameter, Option<Value>)>,
}

impl Settings {
    /// Every parameter at its standard.
    pub(super) fn standard(parameters: &'static [Parameter]) -> Settings {
        let standard = |p: &Parameter| match p.standard {
            Standard::Number(value) => Some(Value::Number(value)),
            Standard::Word(word) => Some(Value::Word(word)),
            Standard::Follows(_) => None,
        };
        Settings { values: parameters.iter().map(|p| (p, standard(p))).collect() }
    }

    pub(super) fn read(
        preset: &str,
        parameters: &'static [Parameter],
        given: &[(&str, &str)],
    ) -> Result<Settings, SettingError> {
        let mut settings = Settings::standard(parameters);
        for &(name, text) in given {
            let Some((parameter, value)) =
                settings.values.iter_mut().find(|(parameter, _)| parameter.name == name)
            else {
                let names: Vec<_> = parameters.iter().map(|p| p.name).collect();
                let help = did_you_mean(name, &names);
                return Err(SettingError::Unknown {
                    preset: preset.into(),
                    name: name.into(),
                    help,
                });
            };
            *value = Some(parameter.value(text).map_err(|problem| SettingError::Value {
                preset: preset.into(),
                name: name.into(),
                problem,
            })?);
        }
        Ok(settings)
    }

    fn get(&self, name: &str) -> Option<Value> {
        self.values.iter().find(|(parameter, _)| parameter.name == name).and_then(|(_, v)| *v)
    }

    /// A number, in the base unit; `None` where it follows from others.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        match self.get(name) {
            Some(Value::Number(value)) => Some(value),
            _ => None,
        }
    }

    /// A word; empty where there is none of that name.
    pub(super) fn word(&self, name: &str) -> &'static str {
        match self.get(name) {
            Some(Value::Word(word)) => word,
            _ => "",
        }
    }

    /// The settings as a line of comment for the file; `derived` has the values of those that
    /// follow from others.
    pub(super) fn comment(&self, preset: &str, derived: &[(&str, f64)]) -> String {
        let one = |(parameter, value): &(&'static Parameter, Option<Value>)| {
            let derived = derived.iter().find(|(name, _)| *name == parameter.name).map(|(_, v)| *v);
            let value = match (value, derived) {
                (Some(Value::Word(word)), _) => (*word).to_owned(),
                (Some(Value::Number(value)), _) => parameter.number_text(*value),
                (None, Some(value)) => parameter.number_text(value),
                (None, None) => return None,
            };
            Some(format!("{}={value}", parameter.name))
        };
        let all: Vec<_> = self.values.iter().filter_map(one).collect();
        format!("# The preset `{preset}` with {}.", all.join(", "))
    }
}

//! Numbers with units.

use super::decoder::{At, Context, Fields};
use super::tree::Kind;
use crate::units::{Dimension, QuantityError, Unit, parse_quantity};

/// Names of all units of some dimensions, for messages.
fn unit_list(dimensions: &[Dimension]) -> String {
    let names: Vec<_> =
        dimensions.iter().flat_map(|d| d.units().iter().map(|(name, _)| *name)).collect();
    names.join(", ")
}

fn nouns(dimensions: &[Dimension]) -> String {
    dimensions.iter().map(|d| d.noun()).collect::<Vec<_>>().join(" or ")
}

impl Context {
    /// A quantity of one of some dimensions: its value in base units and its unit.
    pub(super) fn quantity_of(&mut self, at: &At, dimensions: &[Dimension]) -> Option<(f64, Unit)> {
        let base = dimensions[0];
        match &at.node.kind {
            Kind::String(text) => self.parse_as(at, text, dimensions),
            Kind::Integer(_) | Kind::Float(_) => {
                let number = match &at.node.kind {
                    Kind::Integer(value) => value.to_string(),
                    Kind::Float(text) => text.clone(),
                    _ => String::new(),
                };
                let examples: Vec<_> =
                    dimensions.iter().map(|d| format!("\"{number} {}\"", d.base())).collect();
                let message = format!("the number {number} has no unit");
                let help = format!("write {} with its unit: {}", nouns(dimensions), {
                    examples.join(" or ")
                });
                self.wrong(at, message, help);
                None
            }
            _ => {
                self.wrong_type(
                    at,
                    &format!("{} such as \"{}\"", nouns(dimensions), base.example()),
                );
                None
            }
        }
    }

    fn parse_as(&mut self, at: &At, text: &str, dimensions: &[Dimension]) -> Option<(f64, Unit)> {
        let units = unit_list(dimensions);
        let example = dimensions[0].example();
        match parse_quantity(text) {
            Ok((value, unit)) if dimensions.contains(&unit.dimension) => Some((value, unit)),
            Ok((_, unit)) => {
                let is = unit.dimension.noun();
                let message = format!("`{text}` is {is}, not {}", nouns(dimensions));
                self.wrong(at, message, format!("accepted units: {units}"));
                None
            }
            Err(error) => {
                let help = match &error {
                    QuantityError::NoNumber(_) => {
                        format!("write {} such as \"{example}\"", nouns(dimensions))
                    }
                    QuantityError::NoUnit(_) | QuantityError::UnknownUnit(_) => {
                        format!("accepted units: {units}")
                    }
                    QuantityError::NotFinite(_) => "NaN and infinity are not accepted".into(),
                };
                self.wrong(at, error.to_string(), help);
                None
            }
        }
    }

    /// A quantity of one dimension, in base units.
    pub(super) fn quantity(&mut self, at: &At, dimension: Dimension) -> Option<f64> {
        self.quantity_of(at, &[dimension]).map(|(value, _)| value)
    }

    /// A unit alone, as in `unit = "mV"`.
    pub(super) fn unit_of(&mut self, at: &At, dimensions: &[Dimension]) -> Option<Unit> {
        let text = self.string(at)?;
        let units = unit_list(dimensions);
        match Unit::parse(text) {
            Some(unit) if dimensions.contains(&unit.dimension) => Some(unit),
            Some(unit) => {
                let is = unit.dimension.noun();
                let message = format!("`{text}` is the unit of {is}, not of {}", nouns(dimensions));
                self.wrong(at, message, format!("accepted units: {units}"));
                None
            }
            None => {
                let message = format!("`{text}` is no unit that is known here");
                self.wrong(at, message, format!("accepted units: {units}"));
                None
            }
        }
    }

    /// A list of numbers in a unit. The first that is none is reported: the next are likely wrong in
    /// the same way, and lists may be long.
    pub(super) fn numbers(&mut self, at: &At, exponent: i32) -> Vec<f64> {
        let Some(items) = self.items(at, "a list of numbers") else { return Vec::new() };
        let mut values = Vec::with_capacity(items.len());
        for (index, node) in items.iter().enumerate() {
            // Paths are built for reports only: lists may be long.
            let value = match &node.kind {
                Kind::Integer(value) if exponent == 0 && value.unsigned_abs() < 1 << 53 => {
                    Some(*value as f64)
                }
                _ => self.number(&at.item(index, node), exponent),
            };
            values.push(value.unwrap_or(0.0));
            if value.is_none() {
                break;
            }
        }
        values
    }

    /// A list of lists of numbers.
    pub(super) fn matrix(&mut self, at: &At, exponent: i32) -> Vec<Vec<f64>> {
        let Some(rows) = self.items(at, "a matrix: a list of rows, each a list of numbers") else {
            return Vec::new();
        };
        let mut matrix = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let before = self.problems.len();
            matrix.push(self.numbers(&at.item(index, row), exponent));
            if self.problems.len() > before {
                break;
            }
        }
        matrix
    }

    /// A list of whole numbers that fit 32 bits. The first that does not is reported.
    pub(super) fn indices(&mut self, at: &At) -> Vec<u32> {
        let Some(items) = self.items(at, "a list of whole numbers") else { return Vec::new() };
        let mut values = Vec::with_capacity(items.len());
        for (index, node) in items.iter().enumerate() {
            let value = match &node.kind {
                Kind::Integer(value) => u32::try_from(*value).ok(),
                _ => None,
            };
            if value.is_none() {
                self.wrong(
                    &at.item(index, node),
                    "this is no index",
                    "expected a whole number, 0 or more, below 2^32",
                );
                break;
            }
            values.push(value.unwrap_or(0));
        }
        values
    }
}

impl Fields<'_> {
    /// An optional quantity.
    pub(super) fn quantity(
        &mut self,
        cx: &mut Context,
        key: &'static str,
        dimension: Dimension,
    ) -> Option<f64> {
        let at = self.get(key)?;
        cx.quantity(&at, dimension)
    }

    /// A quantity that must be there; 1 stands in for one that is missing or wrong.
    pub(super) fn need_quantity(
        &mut self,
        cx: &mut Context,
        key: &'static str,
        dimension: Dimension,
    ) -> f64 {
        let example = format!("\"{}\"", dimension.example());
        let at = self.require(cx, key, &example);
        at.and_then(|at| cx.quantity(&at, dimension)).unwrap_or(1.0)
    }

    /// A plain number that must be there.
    pub(super) fn need_number(&mut self, cx: &mut Context, key: &'static str, ex: &str) -> f64 {
        let at = self.require(cx, key, ex);
        at.and_then(|at| cx.number(&at, 0)).unwrap_or(1.0)
    }

    /// A whole number that must be there.
    pub(super) fn need_whole(&mut self, cx: &mut Context, key: &'static str, ex: &str) -> u64 {
        let at = self.require(cx, key, ex);
        at.and_then(|at| cx.whole(&at)).unwrap_or(1)
    }

    /// An optional switch.
    pub(super) fn boolean(&mut self, cx: &mut Context, key: &'static str, default: bool) -> bool {
        let at = self.get(key);
        at.and_then(|at| cx.boolean(&at)).unwrap_or(default)
    }

    /// An optional text.
    pub(super) fn string(&mut self, cx: &mut Context, key: &'static str) -> Option<String> {
        let at = self.get(key)?;
        cx.string(&at).map(str::to_owned)
    }
}

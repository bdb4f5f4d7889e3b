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

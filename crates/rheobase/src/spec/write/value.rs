//! Parameters, distributions, data files.

use super::text::{numbers, quantity, quote};
use crate::spec::{DataFile, Distribution, Param, Shape};
use crate::units::Dimension;

pub(super) fn param(param: &Param, dimension: Dimension) -> String {
    match param {
        Param::Constant(value) => quantity(*value, dimension),
        Param::Drawn(distribution) => format!("{{ {} }}", drawn(distribution, dimension)),
        Param::Values(values) => {
            format!("{{ values = {}, unit = \"{}\" }}", numbers(values), dimension.base())
        }
        Param::File(file) => format!("{{ {} }}", data_file(file)),
    }
}

/// The keys of a distribution, without braces.
pub(super) fn drawn(distribution: &Distribution, dimension: Dimension) -> String {
    let q = |value| quantity(value, dimension);
    let mut text = match distribution.shape {
        Shape::Normal { mean, sd } => {
            format!("distribution = \"normal\", mean = {}, sd = {}", q(mean), q(sd))
        }
        Shape::LogNormal { mean, sd } => {
            format!("distribution = \"lognormal\", mean = {}, sd = {}", q(mean), q(sd))
        }
        Shape::Uniform { low, high } => {
            format!("distribution = \"uniform\", low = {}, high = {}", q(low), q(high))
        }
    };
    for (key, bound) in [("min", distribution.min), ("max", distribution.max)] {
        if let Some(bound) = bound {
            text.push_str(&format!(", {key} = {}", q(bound)));
        }
    }
    text
}

/// The keys of a data file, without braces.
pub(super) fn data_file(file: &DataFile) -> String {
    let path = quote(&file.path.to_string_lossy());
    if file.unit.is_empty() {
        format!("file = {path}")
    } else {
        format!("file = {path}, unit = {}", quote(&file.unit))
    }
}

//! Lists of numbers, as lists of a file or as arrays in memory.
//!
//! Of each list the first number that is none is reported: the next are likely wrong in the same way,
//! and lists may be long.

use super::decoder::{At, Context};
use super::tree::{Kind, Node};
use crate::spec::Matrix;
use crate::units::{Dimension::Time, number_text, shifted};

const INDEX: &str = "expected a whole number, 0 or more, below 2^32";
const NOT_FINITE: &str = "NaN and infinity are not accepted";

impl Context {
    /// A list of numbers in a unit.
    pub(super) fn numbers(&mut self, at: &At, exponent: i32) -> Vec<f64> {
        if let Kind::Numbers(numbers) = &at.node.kind {
            return self.array(at, numbers, exponent);
        }
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

    /// An array of numbers in a unit: rounded once, as those of a text.
    fn array(&mut self, at: &At, numbers: &[f64], exponent: i32) -> Vec<f64> {
        let in_base = |&number: &f64| match exponent {
            0 => Some(number).filter(|number| number.is_finite()),
            _ => shifted(&number_text(number), exponent),
        };
        let values: Vec<_> = numbers.iter().map_while(in_base).collect();
        if let Some(wrong) = numbers.get(values.len()) {
            let path = format!("{}[{}]", at.path, values.len());
            let at = At { node: at.node, path };
            self.wrong(&at, format!("{wrong} is not a finite number"), NOT_FINITE);
        }
        values
    }

    /// A list of lists of numbers.
    pub(super) fn matrix(&mut self, at: &At, exponent: i32) -> Vec<Vec<f64>> {
        if let Kind::Matrix(matrix) = &at.node.kind {
            return self.rows(at, matrix, exponent);
        }
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

    fn rows(&mut self, at: &At, matrix: &Matrix, exponent: i32) -> Vec<Vec<f64>> {
        let before = self.problems.len();
        let mut rows = Vec::with_capacity(matrix.rows());
        for row in 0..matrix.rows() {
            let at = At { node: at.node, path: format!("{}[{row}]", at.path) };
            rows.push(self.array(&at, matrix.row(row), exponent));
            if self.problems.len() > before {
                break;
            }
        }
        rows
    }

    /// A matrix all of whose rows are of one length.
    pub(super) fn regular_matrix(&mut self, at: &At, exponent: i32) -> Option<Matrix> {
        if let Kind::Matrix(matrix) = &at.node.kind
            && exponent == 0
            && matrix.values().iter().all(|value| value.is_finite())
        {
            return Some(matrix.clone());
        }
        let before = self.problems.len();
        let rows = self.matrix(at, exponent);
        if self.problems.len() > before {
            return None;
        }
        let columns = rows.first().map_or(0, Vec::len);
        if let Some(row) = rows.iter().position(|row| row.len() != columns) {
            let at = At { node: at.node, path: format!("{}[{row}]", at.path) };
            let message = format!("a row of {} numbers after one of {columns}", rows[row].len());
            self.wrong(&at, message, "all rows must have the same length");
            return None;
        }
        Matrix::new(rows.len(), columns, rows.concat())
    }

    /// A list of whole numbers that fit 32 bits.
    pub(super) fn indices(&mut self, at: &At) -> Vec<u32> {
        if let Kind::Numbers(numbers) = &at.node.kind {
            let values: Vec<_> = numbers.iter().map_while(|&number| index(number)).collect();
            if let Some(&wrong) = numbers.get(values.len()) {
                let at = At { node: at.node, path: format!("{}[{}]", at.path, values.len()) };
                self.wrong(&at, format!("{} is no index", number_text(wrong)), INDEX);
            }
            return values;
        }
        let Some(items) = self.items(at, "a list of whole numbers") else { return Vec::new() };
        let whole = |node: &Node| match &node.kind {
            Kind::Integer(value) => u32::try_from(*value).ok(),
            Kind::Float(text) => index(shifted(text, 0)?),
            _ => None,
        };
        let values: Vec<_> = items.iter().map_while(whole).collect();
        if let Some(wrong) = items.get(values.len()) {
            self.wrong(&at.item(values.len(), wrong), "this is no index", INDEX);
        }
        values
    }

    /// A list of times, each with its unit, or a table of numbers and their unit.
    pub(super) fn times(&mut self, at: &At) -> Vec<f64> {
        if let Kind::Table(_) = at.node.kind {
            let mut f = self.fields(at, "a table");
            let unit = f.unit(self, &[Time]);
            let values = f.require(self, "values", "[0, 10.5]");
            let values = values.map_or(Vec::new(), |at| self.numbers(&at, unit.exponent));
            f.finish(self);
            return values;
        }
        let expected =
            "a list of times such as [\"0 ms\", \"1 s\"], or { values = [0, 1], unit = \"s\" }";
        let Some(items) = self.items(at, expected) else { return Vec::new() };
        let items = items.iter().enumerate();
        items.map_while(|(i, node)| self.quantity(&at.item(i, node), Time)).collect()
    }
}

/// A number that is an index.
fn index(number: f64) -> Option<u32> {
    let is_index = number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
    is_index.then_some(number as u32)
}

//! A rectangle of numbers that remembers the file it came from, so that a
//! complaint about one number can say where that number stands.

use std::path::Path;

use super::error::{DataError, DataErrorKind as Kind, Place};
use super::open::{Format, format_of, read_bytes, read_text};
use super::{Array, npy, text};

/// Endings that hold plain arrays.
const ENDINGS: &str = "a file named *.npy, *.csv, *.tsv, *.txt or *.dat";

/// An array, its column names if it has some, and its origin.
pub(crate) struct Grid<'a> {
    pub path: &'a Path,
    pub array: Array,
    pub names: Option<Vec<String>>,
    origin: Origin,
}

enum Origin {
    Text(String),
    Npy(npy::Layout),
}

impl<'a> Grid<'a> {
    /// Reads a `.npy` file or a text table.
    pub fn read(path: &'a Path) -> Result<Self, DataError> {
        match format_of(path, ENDINGS)? {
            Format::Npy => {
                let npy = npy::parse(path, &read_bytes(path)?)?;
                Ok(Grid { path, array: npy.array, names: None, origin: Origin::Npy(npy.layout) })
            }
            Format::Text => {
                let text = read_text(path)?;
                let table = text::parse(path, &text)?;
                let array = Array { shape: vec![table.rows, table.columns], data: table.data };
                Ok(Grid { path, array, names: table.names, origin: Origin::Text(text) })
            }
            Format::MatrixMarket => Err(DataError::new(
                path,
                Place::File,
                Kind::Format,
                "a MatrixMarket file",
                format!("{ENDINGS}; *.mtx is for matrices"),
            )),
        }
    }

    /// Rows and columns; a vector is a matrix of one column.
    pub fn sides(&self) -> (usize, usize) {
        match self.array.shape[..] {
            [rows, columns] => (rows, columns),
            _ => (self.array.data.len(), 1),
        }
    }

    /// Where the number at `row`, `column` stands.
    pub fn place(&self, row: usize, column: usize) -> Place {
        match &self.origin {
            Origin::Text(text) => text::locate(text, self.names.is_some(), row, column),
            Origin::Npy(layout) => layout.place(row, column),
        }
    }

    /// Where the name of a column stands.
    pub fn name_place(&self, column: usize) -> Place {
        match &self.origin {
            Origin::Text(text) => text::locate_name(text, column),
            Origin::Npy(_) => Place::File,
        }
    }

    /// A complaint about the shape.
    pub fn wrong_shape(&self, accepted: impl Into<String>) -> DataError {
        let found = match &self.origin {
            Origin::Text(_) => {
                let (rows, columns) = self.sides();
                format!("{rows} rows of {columns} values")
            }
            Origin::Npy(_) => format!("the shape {}", npy::shape_text(&self.array.shape)),
        };
        DataError::new(self.path, Place::File, Kind::Shape, found, accepted)
    }

    /// A complaint about the number at `row`, `column`.
    pub fn wrong_value(&self, row: usize, column: usize, kind: Kind, accepted: &str) -> DataError {
        let (_, columns) = self.sides();
        let found = match self.array.data.get(row * columns + column) {
            Some(value) => value.to_string(),
            None => "nothing".into(),
        };
        DataError::new(self.path, self.place(row, column), kind, found, accepted)
    }

    /// One column as finite numbers for which `good` holds.
    pub fn column(
        &self,
        column: usize,
        good: impl Fn(f64) -> bool,
        accepted: &str,
    ) -> Result<Vec<f64>, DataError> {
        self.each(column, Kind::Value, accepted, |value| good(value).then_some(value))
    }

    /// One column as neuron ids below `limit`.
    pub fn ids(&self, column: usize, limit: Option<u32>) -> Result<Vec<u32>, DataError> {
        let last = match limit {
            Some(0) => None,
            Some(limit) => Some(limit - 1),
            None => Some(u32::MAX),
        };
        let accepted = match (limit, last) {
            (_, None) => "no id, as the population is empty".to_owned(),
            (None, _) => "a neuron id: an integer, not negative".to_owned(),
            (_, Some(last)) => format!("a neuron id from 0 to {last}"),
        };
        self.each(column, Kind::Id, &accepted, |value| {
            let fits =
                value.fract() == 0.0 && value >= 0.0 && last.is_some_and(|l| value <= l.into());
            fits.then_some(value as u32)
        })
    }

    fn each<T>(
        &self,
        column: usize,
        kind: Kind,
        accepted: &str,
        convert: impl Fn(f64) -> Option<T>,
    ) -> Result<Vec<T>, DataError> {
        let (_, columns) = self.sides();
        let values = self.array.data.iter().skip(column).step_by(columns.max(1));
        values
            .enumerate()
            .map(|(row, &value)| {
                convert(value).ok_or_else(|| self.wrong_value(row, column, kind, accepted))
            })
            .collect()
    }
}

//! A network description in memory: what a network file says, without its text.

use std::sync::Arc;

/// A value of a network description that is not in a text, as Python and other programs build it.
///
/// It has the keys and the words of a network file: tables, lists, texts with units (`"10 ms"`),
/// numbers, switches. Wherever a file has a list of numbers there may be [`Value::Numbers`], and
/// [`Value::Matrix`] where it has a list of rows; these cost no more than the numbers themselves.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text, a quantity such as `"10 ms"`, a word, a selection.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A switch.
    Bool(bool),
    /// A list.
    List(Vec<Value>),
    /// A table; each key is used once.
    Table(Vec<(String, Value)>),
    /// A list of numbers.
    Numbers(Arc<[f64]>),
    /// A matrix of numbers.
    Matrix(Matrix),
}

/// Numbers in rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    columns: usize,
    rows: usize,
    values: Arc<[f64]>,
}

impl Matrix {
    /// A matrix of that shape, its values row after row; `None` if these are more or fewer than
    /// `rows` times `columns`.
    pub fn new(rows: usize, columns: usize, values: impl Into<Arc<[f64]>>) -> Option<Matrix> {
        let values = values.into();
        (rows.checked_mul(columns) == Some(values.len())).then_some(Matrix {
            columns,
            rows,
            values,
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All values, row after row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// A row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }
}

impl Value {
    /// A table of entries.
    pub fn table<K: Into<String>>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
        Value::Table(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Integer(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Float(number)
    }
}

impl From<bool> for Value {
    fn from(on: bool) -> Value {
        Value::Bool(on)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Value {
        Value::List(items)
    }
}

impl From<Vec<f64>> for Value {
    fn from(numbers: Vec<f64>) -> Value {
        Value::Numbers(numbers.into())
    }
}

//! Pieces of TOML.

use crate::spec::source_map::key_text;
use crate::units::{Dimension, number_text, quantity_text};
use std::fmt::{Display, Write};

/// A file as it is being written.
#[derive(Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    pub(super) fn line(&mut self, key: &str, value: impl Display) {
        self.push(&format!("{key} = {value}\n"));
    }

    /// A line with a remark after it (on the line before where the value takes several lines).
    pub(super) fn line_with(&mut self, key: &str, value: impl Display, remark: &str) {
        let value = value.to_string();
        if value.contains('\n') {
            self.comment(remark);
            self.line(key, value);
        } else {
            self.push(&format!("{key} = {value}  # {remark}\n"));
        }
    }

    pub(super) fn comment(&mut self, text: &str) {
        self.push(&format!("# {text}\n"));
    }

    pub(super) fn blank(&mut self) {
        self.push("\n");
    }

    pub(super) fn table(&mut self, kind: &str, name: &str) {
        self.push(&format!("\n[{kind}.{}]\n", key(name)));
    }

    pub(super) fn item(&mut self, kind: &str) {
        self.push(&format!("\n[[{kind}]]\n"));
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A text in quotes, with what cannot stand in a TOML string escaped.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", c as u32); // writing to a String cannot fail
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A key, in quotes where it must be.
pub(super) fn key(name: &str) -> String {
    let bare = key_text(name);
    if bare.starts_with('"') { quote(name) } else { bare }
}

/// A number; -0 is written as 0.
pub(super) fn number(value: f64) -> String {
    number_text(value)
}

/// A quantity in its base unit, in quotes.
pub(super) fn quantity(value: f64, dimension: Dimension) -> String {
    format!("\"{}\"", quantity_text(value, dimension))
}

pub(super) fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// `[a, b]`, broken into lines where it is long.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let mut text = String::from("[");
    let mut column = 1;
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
            if column + item.len() > 96 {
                text.push_str("\n    ");
                column = 4;
            } else {
                text.push(' ');
                column += 2;
            }
        }
        column += item.len();
        text.push_str(&item);
    }
    text + "]"
}

pub(super) fn numbers(values: &[f64]) -> String {
    list(values.iter().copied().map(number))
}

pub(super) fn indices(values: &[u32]) -> String {
    list(values.iter().map(u32::to_string))
}

pub(super) fn strings(values: &[String]) -> String {
    list(values.iter().map(|text| quote(text)))
}

/// The rows of a matrix.
pub(super) fn rows(matrix: &[Vec<f64>]) -> impl Iterator<Item = &[f64]> {
    matrix.iter().map(Vec::as_slice)
}

/// One row to a line, columns aligned where the matrix is small.
pub(super) fn matrix<'a>(rows: impl Iterator<Item = &'a [f64]>) -> String {
    let texts: Vec<Vec<String>> =
        rows.map(|row| row.iter().copied().map(number).collect()).collect();
    if texts.iter().all(|row| row.len() <= 1) {
        return list(texts.iter().map(|row| format!("[{}]", row.join(", "))));
    }
    let width = texts.iter().flatten().map(String::len).max().unwrap_or(0).min(12);
    let mut text = String::from("[\n");
    for row in &texts {
        let cells: Vec<_> = row.iter().map(|cell| format!("{cell:>width$}")).collect();
        text.push_str(&format!("    [{}],\n", cells.join(", ")));
    }
    text + "]"
}

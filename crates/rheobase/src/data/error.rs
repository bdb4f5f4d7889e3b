//! What can be wrong with a file, as a value.

use std::fmt;
use std::path::{Path, PathBuf};

/// Where in a file the trouble is. Lines, columns, rows and elements count as
/// the format's own users do: text from 1, arrays from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A place in a text file; both numbers start at 1, columns count characters.
    Text {
        /// Line, from 1.
        line: usize,
        /// Character in the line, from 1.
        column: usize,
    },
    /// A byte of a binary file, from 0.
    Byte(u64),
    /// An element of a binary array, from 0, and the byte where it starts.
    Element {
        /// Row, from 0.
        row: usize,
        /// Column, from 0; `None` in a one-dimensional array.
        column: Option<usize>,
        /// Byte of the file, from 0.
        byte: u64,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Place::File => Ok(()),
            Place::Text { line, column } => write!(f, ":{line}:{column}"),
            Place::Byte(byte) => write!(f, ", byte {byte}"),
            Place::Element { row, column: None, byte } => {
                write!(f, ", element [{row}] (byte {byte})")
            }
            Place::Element { row, column: Some(column), byte } => {
                write!(f, ", element [{row}, {column}] (byte {byte})")
            }
        }
    }
}

/// The sort of trouble, for a caller that wants to tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataErrorKind {
    /// There is no such file.
    Missing,
    /// It is there and cannot be read: a folder, no permission, a failing disk.
    Unreadable,
    /// The name's ending is none that is understood here.
    Format,
    /// The text or the header does not follow the format.
    Syntax,
    /// The file ends before what its header promises.
    Truncated,
    /// Numbers of a type that is not supported.
    Type,
    /// Another shape than the place in the network needs.
    Shape,
    /// A number that makes no sense: not finite, a negative time.
    Value,
    /// An id that is negative, no integer, or beyond the population.
    Id,
}

/// One problem with one file: the file, the place, what was found there and
/// what would be accepted.
///
/// ```text
/// wiring/edges.csv:4:1: found "-3", expected a neuron id from 0 to 99
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{place}: found {found}, expected {accepted}", path.display())]
pub struct DataError {
    /// The file, as the user named it.
    pub path: PathBuf,
    /// Where in it.
    pub place: Place,
    /// What sort of problem.
    pub kind: DataErrorKind,
    /// What stands there.
    pub found: String,
    /// What would be accepted, with a suggestion where there is a likely one.
    pub accepted: String,
}

impl DataError {
    /// A problem at `place` of `path`.
    pub(crate) fn new(
        path: &Path,
        place: Place,
        kind: DataErrorKind,
        found: impl Into<String>,
        accepted: impl Into<String>,
    ) -> Self {
        let (found, accepted) = (found.into(), accepted.into());
        DataError { path: path.to_path_buf(), place, kind, found, accepted }
    }
}

/// A piece of the file for an error message: quoted, control characters
/// escaped, and cut so that a binary file cannot flood the terminal.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("{shown:?}")
}

//! Weights as MatrixMarket, which NumPy, Julia, MATLAB and R read.

use std::io;
use std::path::Path;

use super::{ExportError, atomic_write};

/// Writes a sparse matrix in coordinate form: `entries` are (row = target,
/// column = source, value), counted from 0; `comment` may have several lines.
/// Values are printed so that reading gives the same bits.
///
/// # Errors
/// Writing fails, an entry lies outside `shape` = (rows, columns), or a value is
/// not finite, which the format cannot hold.
pub fn write_matrix_market(
    path: impl AsRef<Path>,
    shape: (u32, u32),
    entries: impl ExactSizeIterator<Item = (u32, u32, f64)>,
    comment: &str,
) -> Result<(), ExportError> {
    let (rows, columns) = shape;
    let path = path.as_ref();
    atomic_write(path, |out| {
        writeln!(out, "%%MatrixMarket matrix coordinate real general")?;
        for line in comment.lines() {
            writeln!(out, "% {line}")?;
        }
        writeln!(out, "{rows} {columns} {}", entries.len())?;
        for (row, column, value) in entries {
            if row >= rows || column >= columns || !value.is_finite() {
                let what = format!(
                    "the entry {value} at row {row}, column {column} does not fit a matrix of \
                     {rows} rows and {columns} columns of finite numbers"
                );
                return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
            }
            writeln!(out, "{} {} {value:?}", row + 1, column + 1)?;
        }
        Ok(())
    })
}

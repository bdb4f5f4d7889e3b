//! Reading what users bring: arrays, matrices, edge lists, spike trains and
//! time series, from `.npy`, text tables and MatrixMarket.
//!
//! Nothing here knows what the numbers are for; the caller says what shape and
//! which ids it needs. Everything that can be wrong with a file is a
//! [`DataError`] that names the file, the place, what was found and what would
//! be accepted. No byte sequence makes these functions panic, and none makes
//! them ask for more memory than a small multiple of the file's length.
//!
//! | ending | holds |
//! |---|---|
//! | `.npy` | one- or two-dimensional array of floats, integers or bools, C or Fortran order |
//! | `.csv` `.tsv` `.txt` `.dat` | table with commas, tabs or blanks; `#` starts a comment; one line of names allowed |
//! | `.mtx` | MatrixMarket, coordinate or array |
//!
//! Numbers are finite: NaN and infinities are refused where they stand.

mod error;
mod grid;
mod mtx;
mod npy;
mod npy_header;
mod open;
mod tables;
mod text;

use std::path::Path;

pub(crate) use open::near_file;

pub use error::{DataError, DataErrorKind, Place};
pub use tables::{
    read_array, read_coo, read_edges, read_matrix, read_series, read_spikes, read_vector,
};

/// Whether the ending of a name is one of a format that can hold what is wanted: MatrixMarket is for
/// matrices only.
pub(crate) fn known_ending(path: &Path, matrix: bool) -> bool {
    let format = open::format_of(path, "");
    format.is_ok_and(|format| matrix || format != open::Format::MatrixMarket)
}

/// Numbers in C order (the last index runs fastest).
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// Length along each of the one or two dimensions.
    pub shape: Vec<usize>,
    /// The product of `shape` many finite numbers.
    pub data: Vec<f64>,
}

/// A sparse matrix as a list of entries, in the order of the file. An entry may
/// be there more than once and its value may be zero (a synapse of weight 0).
#[derive(Debug, Clone, PartialEq)]
pub struct Coo {
    /// Number of rows (targets, in a weight matrix).
    pub rows: u32,
    /// Number of columns (sources, in a weight matrix).
    pub cols: u32,
    /// Row and column from 0, and the finite value.
    pub entries: Vec<(u32, u32, f64)>,
}

/// A list of connections; all columns have the same length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edges {
    /// Presynaptic neuron, from 0 in its population.
    pub source: Vec<u32>,
    /// Postsynaptic neuron, from 0 in its population.
    pub target: Vec<u32>,
    /// Weight, in whatever unit the projection says.
    pub weight: Option<Vec<f64>>,
    /// Delay in ms, above zero.
    pub delay: Option<Vec<f64>>,
}

/// Spikes in the order of the file, which need not be that of time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spikes {
    /// Time in ms, not negative.
    pub times_ms: Vec<f64>,
    /// Neuron, from 0 in its population.
    pub ids: Vec<u32>,
}

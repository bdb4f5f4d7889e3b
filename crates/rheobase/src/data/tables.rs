//! The files by meaning: what a vector, a matrix, an edge list, a spike train
//! or a time series looks like.

use std::path::Path;

use super::error::{DataError, DataErrorKind as Kind, quoted};
use super::grid::Grid;
use super::open::{Format, format_of, read_text};
use super::{Array, Coo, Edges, Spikes, mtx};
use crate::suggest::nearest;

/// Any array of one or two dimensions. A text table has two, `[rows, columns]`.
///
/// # Errors
/// Whatever is wrong with the file, see [`DataError`]; so for all functions here.
pub fn read_array(path: impl AsRef<Path>) -> Result<Array, DataError> {
    Ok(Grid::read(path.as_ref())?.array)
}

/// A vector: a one-dimensional array, or a table of one row or one column; of
/// `length` numbers, if given.
///
/// # Errors
/// Also when the shape is another ([`DataErrorKind::Shape`](super::DataErrorKind::Shape)).
pub fn read_vector(path: impl AsRef<Path>, length: Option<usize>) -> Result<Vec<f64>, DataError> {
    let grid = Grid::read(path.as_ref())?;
    let (rows, columns) = grid.sides();
    let count = grid.array.data.len();
    let is_vector = rows == 1 || columns == 1 || count == 0;
    match length {
        Some(length) if !is_vector || count != length => {
            Err(grid.wrong_shape(format!("a vector of {length} values")))
        }
        None if !is_vector => Err(grid.wrong_shape("a vector: one row or one column")),
        _ => Ok(grid.array.data),
    }
}

/// A dense matrix of `shape` = (rows, columns), if given.
///
/// # Errors
/// Also when the shape is another.
pub fn read_matrix(
    path: impl AsRef<Path>,
    shape: Option<(usize, usize)>,
) -> Result<Array, DataError> {
    let grid = Grid::read(path.as_ref())?;
    let sides = (grid.array.shape.len() == 2).then(|| grid.sides());
    match (sides, shape) {
        (Some(sides), Some(shape)) if sides == shape => Ok(grid.array),
        (Some(_), None) => Ok(grid.array),
        (_, Some((rows, columns))) => {
            Err(grid.wrong_shape(format!("a matrix of {rows} rows and {columns} columns")))
        }
        (None, None) => Err(grid.wrong_shape("a matrix, of two dimensions")),
    }
}

/// A matrix as entries, of `shape` = (rows, columns) if given: MatrixMarket, or
/// a dense matrix of which the zeros are no entries.
///
/// # Errors
/// Also when the shape is another.
pub fn read_coo(path: impl AsRef<Path>, shape: Option<(u32, u32)>) -> Result<Coo, DataError> {
    let path = path.as_ref();
    const ENDINGS: &str = "a file named *.mtx, *.npy, *.csv, *.tsv, *.txt or *.dat";
    if format_of(path, ENDINGS)? != Format::MatrixMarket {
        let dense = read_matrix(path, shape.map(|(r, c)| (r as usize, c as usize)))?;
        return sparse(path, &dense);
    }
    let matrix = mtx::parse(path, &read_text(path)?)?;
    match shape {
        Some((rows, columns)) if (rows, columns) != (matrix.rows, matrix.cols) => {
            let found = format!("a matrix of {} rows and {} columns", matrix.rows, matrix.cols);
            let accepted = format!("{rows} rows and {columns} columns");
            Err(DataError::new(path, super::Place::File, Kind::Shape, found, accepted))
        }
        _ => Ok(matrix),
    }
}

fn sparse(path: &Path, dense: &Array) -> Result<Coo, DataError> {
    let side = |n: usize| {
        u32::try_from(n).map_err(|_| {
            let found = format!("a side of {n}");
            DataError::new(path, super::Place::File, Kind::Shape, found, "sides below 2^32")
        })
    };
    let (rows, cols) = (side(dense.shape[0])?, side(dense.shape[1])?);
    let places = (0..rows).flat_map(|row| (0..cols).map(move |column| (row, column)));
    let entries = places
        .zip(&dense.data)
        .filter(|&(_, &value)| value != 0.0)
        .map(|((row, column), &value)| (row, column, value))
        .collect();
    Ok(Coo { rows, cols, entries })
}

/// An edge list: columns `source`, `target`, and optionally `weight` and
/// `delay` (ms, above zero). Named columns may stand in any order; without
/// names, as in `.npy`, the order is this one. `limits` are the sizes of the
/// source and the target population.
///
/// # Errors
/// Also for ids outside the populations, unknown columns and delays that are
/// not above zero.
pub fn read_edges(path: impl AsRef<Path>, limits: Option<(u32, u32)>) -> Result<Edges, DataError> {
    let grid = Grid::read(path.as_ref())?;
    let [source, target, weight, delay] =
        columns(&grid, ["source", "target", "weight", "delay"], 2)?;
    let missing = || grid.wrong_shape("the columns source and target");
    Ok(Edges {
        source: grid.ids(source.ok_or_else(missing)?, limits.map(|l| l.0))?,
        target: grid.ids(target.ok_or_else(missing)?, limits.map(|l| l.1))?,
        weight: weight.map(|c| grid.column(c, |_| true, "a number")).transpose()?,
        delay: delay
            .map(|c| grid.column(c, |d| d > 0.0, "a delay in ms above zero"))
            .transpose()?,
    })
}

/// Spike trains: columns `time_ms` and `id`, in this order where they have no
/// names. `size` is that of the population.
///
/// # Errors
/// Also for negative times and for ids outside the population.
pub fn read_spikes(path: impl AsRef<Path>, size: Option<u32>) -> Result<Spikes, DataError> {
    let grid = Grid::read(path.as_ref())?;
    let [time, id] = columns(&grid, ["time_ms", "id"], 2)?;
    let missing = || grid.wrong_shape("the columns time_ms and id");
    let time = time.ok_or_else(missing)?;
    Ok(Spikes {
        times_ms: grid.column(time, |t| t >= 0.0, "a time in ms, not negative")?,
        ids: grid.ids(id.ok_or_else(missing)?, size)?,
    })
}

/// A time series, `[steps, columns]`; a vector is one column. `columns` is how
/// many there must be.
///
/// # Errors
/// Also for another number of columns, and for no step at all.
pub fn read_series(path: impl AsRef<Path>, columns: Option<usize>) -> Result<Array, DataError> {
    let grid = Grid::read(path.as_ref())?;
    let (steps, found) = grid.sides();
    if steps == 0 || columns.is_some_and(|columns| columns != found) {
        return Err(grid.wrong_shape(match columns {
            Some(columns) => format!("one row for each step, of {columns} columns"),
            None => "one row for each step, at least one".into(),
        }));
    }
    Ok(Array { shape: vec![steps, found], data: grid.array.data })
}

/// Which column of the grid holds each of the `wanted`: by name where there are
/// names, else in order. The first `needed` must be there.
fn columns<const N: usize>(
    grid: &Grid,
    wanted: [&str; N],
    needed: usize,
) -> Result<[Option<usize>; N], DataError> {
    let (_, width) = grid.sides();
    let mut at = [None; N];
    let Some(names) = &grid.names else {
        if grid.array.shape.len() != 2 || !(needed..=N).contains(&width) {
            let list = wanted.join(", ");
            let count = if needed == N { N.to_string() } else { format!("{needed} to {N}") };
            return Err(grid.wrong_shape(format!("a table of {count} columns: {list}")));
        }
        at.iter_mut().take(width).enumerate().for_each(|(i, slot)| *slot = Some(i));
        return Ok(at);
    };
    for (column, name) in names.iter().enumerate() {
        let fail = |found: String, accepted: String| {
            Err(DataError::new(grid.path, grid.name_place(column), Kind::Syntax, found, accepted))
        };
        match wanted.iter().position(|w| w == name) {
            Some(i) if at[i].is_none() => at[i] = Some(column),
            Some(_) => return fail(format!("a second column {}", quoted(name)), "one".into()),
            None => {
                let list = wanted.join(", ");
                let hint = nearest(name, wanted)
                    .map_or(String::new(), |near| format!("; did you mean {near:?}?"));
                return fail(quoted(name), format!("the columns {list}{hint}"));
            }
        }
    }
    match (0..needed).find(|&i| at[i].is_none()) {
        Some(i) => {
            let found = format!("no column {:?}", wanted[i]);
            let accepted = format!("the columns {}", wanted.join(", "));
            Err(DataError::new(grid.path, grid.name_place(0), Kind::Syntax, found, accepted))
        }
        None => Ok(at),
    }
}

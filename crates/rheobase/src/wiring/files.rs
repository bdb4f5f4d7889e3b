//! Synapses and parameters from files.

use super::WiringError;
use super::list;
use super::pairs::{Ends, Pairs};
use crate::data::{DataError, read_coo, read_edges, read_matrix, read_vector};
use crate::spec::{DataFile, Delay, EdgeList, Matrix, WeightValue};

/// A matrix of weights, row = target, column = source, sides as the selections; an entry of 0 is
/// no synapse, in a sparse file too.
pub(super) fn matrix(ends: &Ends, file: &DataFile) -> Result<Pairs, WiringError> {
    let (rows, columns) = (ends.target.len(), ends.source.len());
    let fail = |error| in_file(ends.path("rule.file"), error);
    let sparse = file.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("mtx"));
    if !sparse {
        let shape = Some((rows as usize, columns as usize));
        return dense(ends, &read_matrix(&file.path, shape).map_err(fail)?.data, file.scale);
    }
    let mut edges = EdgeList { weight: Some(Vec::new()), ..EdgeList::default() };
    let entries = read_coo(&file.path, Some((rows, columns))).map_err(fail)?.entries;
    for (target, source, value) in entries.into_iter().filter(|entry| entry.2 != 0.0) {
        edges.source.push(source);
        edges.target.push(target);
        edges.weight.get_or_insert_default().push(value * file.scale);
    }
    list::edges(ends, &edges)
}

/// The same in memory.
pub(super) fn weight_matrix(ends: &Ends, matrix: &Matrix) -> Result<Pairs, WiringError> {
    let (rows, columns) = (ends.target.len() as usize, ends.source.len() as usize);
    if (matrix.rows(), matrix.columns()) != (rows, columns) {
        let found = format!("{} rows and {} columns", matrix.rows(), matrix.columns());
        let accepted = format!("{rows} rows (targets) and {columns} columns (sources)");
        return Err(ends.refuse("rule.values", &found, &accepted));
    }
    if let Some(wrong) = matrix.values().iter().find(|value| !value.is_finite()) {
        return Err(ends.refuse("rule.values", &wrong.to_string(), "finite numbers"));
    }
    dense(ends, matrix.values(), 1.0)
}

fn dense(ends: &Ends, values: &[f64], scale: f64) -> Result<Pairs, WiringError> {
    let columns = ends.source.len() as usize;
    let entry = |target: u32, source: u32| values[target as usize * columns + source as usize];
    if ends.no_self {
        let own = |&row: &u32| {
            let source = ends.source.index(ends.target.id(row));
            source.is_some_and(|source| entry(row, source) != 0.0)
        };
        if let Some(row) = (0..ends.target.len()).find(own) {
            let (path, neuron) = (ends.path("rule"), ends.target.id(row));
            return Err(WiringError::SelfConnection { path, row: row as usize, neuron });
        }
    }
    let synapses = values.iter().filter(|&&value| value != 0.0).count();
    let (mut targets, mut weights) = (Vec::with_capacity(synapses), Vec::with_capacity(synapses));
    let sources = ends.source.population.size as usize;
    let mut offsets = Vec::with_capacity(sources + 1);
    for (source, id) in ends.source.ids().enumerate() {
        offsets.resize(id as usize + 1, targets.len() as u64);
        for target in 0..ends.target.len() {
            let value = entry(target, source as u32);
            if value != 0.0 {
                targets.push(ends.target.id(target));
                weights.push(value * scale);
            }
        }
    }
    offsets.resize(sources + 1, targets.len() as u64);
    Ok(Pairs { offsets, targets, weights: Some(weights), ..Pairs::default() })
}

/// A list of synapses; the file's unit is that of its weights, delays are in ms.
pub(super) fn edge_file(ends: &Ends, file: &DataFile) -> Result<Pairs, WiringError> {
    let limits = Some((ends.source.len(), ends.target.len()));
    let read = read_edges(&file.path, limits);
    let read = read.map_err(|error| in_file(ends.path("rule.file"), error))?;
    let weights_asked = ends.projection.weight.value == WeightValue::FromRule;
    let delays_asked = ends.projection.delay == Delay::FromRule;
    for (column, there, asked) in [
        ("weight", read.weight.is_some(), weights_asked),
        ("delay", read.delay.is_some(), delays_asked),
    ] {
        let name = file.path.display();
        if there && !asked {
            let accepted = "no such column, or `from = \"rule\"` to use it";
            return Err(ends.refuse(column, &format!("a column {column} in {name}"), accepted));
        } else if asked && !there {
            let (found, accepted) = (format!("no column {column} in {name}"), "one, or no `from`");
            return Err(ends.refuse(column, &found, accepted));
        }
    }
    let mut weight = read.weight;
    for w in weight.iter_mut().flatten() {
        *w *= file.scale;
    }
    let edges = EdgeList { source: read.source, target: read.target, weight, delay: read.delay };
    list::edges(ends, &edges)
}

/// One value per neuron, in base units.
pub(super) fn per_neuron(file: &DataFile, n: usize, path: &str) -> Result<Vec<f64>, WiringError> {
    let values = read_vector(&file.path, Some(n));
    let mut values = values.map_err(|error| in_file(path.to_string(), error))?;
    for value in &mut values {
        *value *= file.scale;
    }
    Ok(values)
}

fn in_file(path: String, error: DataError) -> WiringError {
    WiringError::File { path, error: Box::new(error) }
}

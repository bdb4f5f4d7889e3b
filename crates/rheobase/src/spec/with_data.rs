//! A network with the contents of its data files in it.

use super::{
    DataFile, EdgeList, InputKind, Matrix, NetworkSpec, NeuronModel, Param, Rule, Samples,
    SpikeSource, TimeFunction, WeightValue,
};
use crate::data::{self, DataError};
use std::sync::Arc;

impl NetworkSpec {
    /// The same network with everything that it reads from files written out, in base units, so that
    /// nothing else is needed to make it. It draws and computes the same numbers, to the bit.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn with_data(&self) -> Result<NetworkSpec, DataError> {
        let mut spec = self.clone();
        for population in &mut spec.populations {
            let NeuronModel::Lif(lif) = &mut population.model;
            let params = [
                &mut lif.tau_m,
                &mut lif.v_rest,
                &mut lif.v_thr,
                &mut lif.v_reset,
                &mut lif.t_ref,
                &mut population.v_init,
            ];
            for param in params.into_iter().chain(&mut lif.c_m) {
                take_param(param)?;
            }
        }
        for projection in &mut spec.projections {
            let weights = projection.weight.value == WeightValue::FromRule;
            if let Some(rule) = written_out(&projection.rule, weights)? {
                projection.rule = rule;
            }
        }
        for input in &mut spec.inputs {
            match &mut input.kind {
                InputKind::PerNeuron { value, .. } => take_param(value)?,
                InputKind::Current { function, .. } | InputKind::Poisson { rate: function, .. } => {
                    take_samples(function)?;
                }
                InputKind::SpikeTrain { spikes, .. } => take_spikes(spikes)?,
                _ => {}
            }
        }
        Ok(spec)
    }
}

/// Numbers of a file in the base unit.
fn scaled(values: Vec<f64>, file: &DataFile) -> Vec<f64> {
    values.into_iter().map(|value| value * file.scale).collect()
}

fn take_param(param: &mut Param) -> Result<(), DataError> {
    if let Param::File(file) = param {
        *param = Param::Values(scaled(data::read_vector(&file.path, None)?, file));
    }
    Ok(())
}

fn take_samples(function: &mut TimeFunction) -> Result<(), DataError> {
    if let TimeFunction::Series { samples, .. } = function
        && let Samples::File(file) = samples
    {
        let table = data::read_series(&file.path, None)?;
        let columns = table.shape.get(1).copied().unwrap_or(1);
        let values = scaled(table.data, file);
        *samples = match columns {
            0 | 1 => Samples::Values(values),
            _ => Samples::Table(values.chunks(columns).map(<[f64]>::to_vec).collect()),
        };
    }
    Ok(())
}

fn take_spikes(spikes: &mut SpikeSource) -> Result<(), DataError> {
    if let SpikeSource::File(file) = spikes {
        let read = data::read_spikes(&file.path, None)?;
        *spikes = SpikeSource::Values { times: scaled(read.times_ms, file), ids: read.ids };
    }
    Ok(())
}

/// The rule in memory, if it is one that reads a file; `weights`: whether its numbers are weights.
fn written_out(rule: &Rule, weights: bool) -> Result<Option<Rule>, DataError> {
    Ok(match rule {
        Rule::Matrix { file }
            if file.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("mtx")) =>
        {
            let entries = data::read_coo(&file.path, None)?.entries;
            let (mut edges, mut values) = (EdgeList::default(), Vec::new());
            for (target, source, value) in entries.into_iter().filter(|entry| entry.2 != 0.0) {
                edges.source.push(source);
                edges.target.push(target);
                values.push(value * file.scale);
            }
            edges.weight = weights.then_some(values);
            Some(Rule::Edges(Arc::new(edges)))
        }
        Rule::Matrix { file } => {
            let read = data::read_matrix(&file.path, None)?;
            let (rows, columns) = (read.shape[0], read.shape[1]);
            Matrix::new(rows, columns, scaled(read.data, file)).map(Rule::WeightMatrix)
        }
        Rule::EdgeFile { file } => {
            let read = data::read_edges(&file.path, None)?;
            let weight = read.weight.map(|column| scaled(column, file));
            let (source, target, delay) = (read.source, read.target, read.delay);
            Some(Rule::Edges(Arc::new(EdgeList { source, target, weight, delay })))
        }
        _ => None,
    })
}

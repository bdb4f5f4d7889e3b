//! Blocks: whole networks as matrices, written out as projections.

use super::{
    Delay, Failure, FailureMode, Plasticity, ProjectionSpec, Rule, Selection, Weight, WeightUnit,
    WeightValue,
};

/// A whole multi-population network as matrices: row = target, column = source.
///
/// It stands for one projection per pair with a positive probability, named
/// `"<source>-><target>"`, wired pairwise (Bernoulli).
#[derive(Clone, Debug, PartialEq)]
pub struct BlockSpec {
    /// Unique name.
    pub name: String,
    /// Names of the populations, in the order of rows and columns.
    pub populations: Vec<String>,
    /// Receptor reached in every population.
    pub receptor: String,
    /// Connection probabilities.
    pub probability: Vec<Vec<f64>>,
    /// Weights in `unit`, multiplied by `strength`.
    pub weight: Vec<Vec<f64>>,
    /// Unit of the weights.
    pub unit: WeightUnit,
    /// Factor on all weights.
    pub strength: f64,
    /// Delay of all synapses.
    pub delay: Delay,
    /// Whether a neuron may connect to itself.
    pub allow_self: bool,
    /// Failure probabilities; `None`: all reliable.
    pub failure: Option<BlockFailure>,
    /// Learning of every projection.
    pub plasticity: Option<Plasticity>,
}

/// Failures of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockFailure {
    /// Failure probabilities, row = target, column = source.
    pub probability: Vec<Vec<f64>>,
    /// How they are drawn.
    pub mode: FailureMode,
    /// Whether they are on.
    pub on: bool,
}

impl BlockSpec {
    /// The projections that the block stands for, row by row. A matrix that lacks a cell, which the
    /// check tells, has a 0 there.
    pub fn projections(&self) -> Vec<ProjectionSpec> {
        let n = self.populations.len();
        let pairs = (0..n).flat_map(|row| (0..n).map(move |column| (row, column)));
        pairs
            .filter(|&(row, column)| cell(&self.probability, row, column) > 0.0)
            .map(|(row, column)| self.projection(row, column))
            .collect()
    }

    fn projection(&self, row: usize, column: usize) -> ProjectionSpec {
        let (source, target) = (&self.populations[column], &self.populations[row]);
        ProjectionSpec {
            name: format!("{source}->{target}"),
            source: Selection::all(source),
            target: Selection::all(target),
            receptor: self.receptor.clone(),
            rule: Rule::Bernoulli { p: cell(&self.probability, row, column) },
            allow_self: self.allow_self,
            allow_multiple: false,
            weight: Weight {
                unit: self.unit,
                value: WeightValue::Constant(self.strength * cell(&self.weight, row, column)),
            },
            delay: self.delay.clone(),
            failure: self.failure.as_ref().map(|f| Failure {
                probability: cell(&f.probability, row, column),
                mode: f.mode,
                on: f.on,
            }),
            plasticity: self.plasticity,
        }
    }
}

fn cell(matrix: &[Vec<f64>], row: usize, column: usize) -> f64 {
    matrix.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0)
}

//! What can be wrong with a projection or a parameter, as a value.

use crate::data::DataError;

/// A mistake in the specification that shows when it is drawn. The text says what is wrong and what
/// would be accepted; [`WiringError::path`] says where in the network file, as in
/// `projection.E->I.rule.n` or `population.E.tau_m`.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WiringError {
    /// A value that makes no sense by itself.
    #[error("found {found}, expected {accepted}")]
    Refused {
        /// Place in the network file.
        path: String,
        /// What stands there.
        found: String,
        /// What would be accepted.
        accepted: String,
    },
    /// More synapses asked for than there are partners.
    #[error(
        "{n} synapses for {neuron} are not possible: it has {available} possible partners; \
         take at most {available}, or allow multiple connections"
    )]
    TooFewPartners {
        /// Place in the network file.
        path: String,
        /// Synapses asked for.
        n: u64,
        /// The neuron (or, for a total, the projection) that cannot have them.
        neuron: String,
        /// Largest possible number without repeats.
        available: u64,
    },
    /// Selections that must have one length have two.
    #[error(
        "the rule pairs neurons one by one, but there are {sources} sources and {targets} \
         targets; select as many of each"
    )]
    UnequalSides {
        /// Place in the network file.
        path: String,
        /// Neurons selected as sources.
        sources: u64,
        /// Neurons selected as targets.
        targets: u64,
    },
    /// An index of a list beyond its selection.
    #[error("row {row}: {side} {index} is out of range, expected 0 to {last}")]
    IndexOutOfRange {
        /// Place in the network file.
        path: String,
        /// Row of the list, from 0.
        row: usize,
        /// `"source"` or `"target"`.
        side: &'static str,
        /// The index found.
        index: u64,
        /// Largest index of the selection (text, since an empty selection has none).
        last: String,
    },
    /// A pair that stands twice in a list.
    #[error(
        "rows {first} and {second} both connect source {source_index} to target \
         {target_index}; remove one, or set allow_multiple = true"
    )]
    RepeatedPair {
        /// Place in the network file.
        path: String,
        /// Row of the list, from 0.
        first: usize,
        /// Row of the list, from 0.
        second: usize,
        /// Index within the source selection.
        source_index: u32,
        /// Index within the target selection.
        target_index: u32,
    },
    /// A list connects a neuron to itself.
    #[error("row {row} connects neuron {neuron} to itself; remove it, or set allow_self = true")]
    SelfConnection {
        /// Place in the network file.
        path: String,
        /// Row of the list, from 0.
        row: usize,
        /// Index of the neuron in its population.
        neuron: u32,
    },
    /// A delay that is no positive multiple of the time step.
    #[error(
        "a delay of {delay} ms{} is no positive multiple of dt = {dt} ms; the nearest are \
         {} ms",
        row_text(*row), candidates(nearest)
    )]
    DelayOffGrid {
        /// Place in the network file.
        path: String,
        /// Row of a list, from 0.
        row: Option<usize>,
        /// The delay, ms.
        delay: f64,
        /// Time step, ms.
        dt: f64,
        /// The nearest delays that are accepted, ms.
        nearest: Vec<f64>,
    },
    /// A delay of more steps than are supported.
    #[error("a delay of {steps} steps is too long, expected at most {most} steps of dt")]
    DelayTooLong {
        /// Place in the network file.
        path: String,
        /// The delay in steps.
        steps: f64,
        /// Largest number of steps.
        most: u32,
    },
    /// A file that cannot be used.
    #[error("{error}")]
    File {
        /// Place in the network file.
        path: String,
        /// What is wrong with the file.
        error: Box<DataError>,
    },
    /// A truncated distribution that hardly ever falls between its bounds.
    #[error(
        "{distribution} gave no acceptable value in {tries} draws; widen the bounds or \
         move the distribution"
    )]
    NeverInBounds {
        /// Place in the network file.
        path: String,
        /// The distribution, its bounds and what else was asked of a value.
        distribution: String,
        /// Draws made.
        tries: u32,
    },
}

impl WiringError {
    /// The place in the network file.
    pub fn path(&self) -> &str {
        match self {
            WiringError::Refused { path, .. }
            | WiringError::TooFewPartners { path, .. }
            | WiringError::UnequalSides { path, .. }
            | WiringError::IndexOutOfRange { path, .. }
            | WiringError::RepeatedPair { path, .. }
            | WiringError::SelfConnection { path, .. }
            | WiringError::DelayOffGrid { path, .. }
            | WiringError::DelayTooLong { path, .. }
            | WiringError::File { path, .. }
            | WiringError::NeverInBounds { path, .. } => path,
        }
    }
}

fn row_text(row: Option<usize>) -> String {
    row.map_or(String::new(), |row| format!(" in row {row}"))
}

fn candidates(values: &[f64]) -> String {
    let texts: Vec<_> = values.iter().map(f64::to_string).collect();
    texts.join(" and ")
}

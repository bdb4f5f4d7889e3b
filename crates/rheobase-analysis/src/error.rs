//! What can be wrong with the columns, windows and bins handed in.

use thiserror::Error;

/// A mistake in the input of a measure; each carries the values that show it.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// Two columns that must run in parallel differ in length.
    #[error("`{left}` has {left_len} entries but `{right}` has {right_len}; they must be equal")]
    LengthMismatch {
        /// Name of the first column.
        left: &'static str,
        /// Its length.
        left_len: usize,
        /// Name of the second column.
        right: &'static str,
        /// Its length.
        right_len: usize,
    },
    /// A value is NaN or infinite.
    #[error("`{column}`[{index}] is {value}; every value must be finite")]
    NotFinite {
        /// Name of the column.
        column: &'static str,
        /// Position in it.
        index: usize,
        /// The value found.
        value: f64,
    },
    /// Spike times go backwards.
    #[error(
        "spike {index} at {time} ms comes after one at {before} ms; sort the columns by time first"
    )]
    Unsorted {
        /// Position of the spike that is too early.
        index: usize,
        /// The spike's time in ms.
        time: f64,
        /// Time of the spike before it in ms.
        before: f64,
    },
    /// A spike belongs to a neuron that does not exist.
    #[error("spike {index} has neuron id {id}, but ids must lie below {neurons}")]
    UnknownNeuron {
        /// Position of the spike.
        index: usize,
        /// Its neuron id.
        id: u32,
        /// Number of neurons.
        neurons: usize,
    },
    /// Statistics over no neuron at all.
    #[error("a population must hold at least one neuron and at most 2^32")]
    BadSize,
    /// A window that is empty, reversed or not finite.
    #[error("the window [{start_ms}, {stop_ms}) ms must be finite and end after its start")]
    BadWindow {
        /// Start in ms.
        start_ms: f64,
        /// Stop in ms.
        stop_ms: f64,
    },
    /// A width, length or rate that must be finite and positive.
    #[error("`{name}` is {value}; it must be finite and above zero")]
    NotPositive {
        /// Name of the argument.
        name: &'static str,
        /// The value found.
        value: f64,
    },
    /// So many bins that they would not fit in memory.
    #[error("`{name}` asks for {bins:e} bins; at most {limit} are allowed, so choose wider bins")]
    TooManyBins {
        /// Name of the argument that sets the bin width.
        name: &'static str,
        /// Bins asked for.
        bins: f64,
        /// Bins allowed.
        limit: usize,
    },
    /// Histogram edges that are fewer than two or do not ascend.
    #[error("histogram edges must be at least two finite numbers in ascending order")]
    BadEdges,
    /// Segment and overlap of a spectrum do not fit together.
    #[error(
        "segments of {segment} samples with an overlap of {overlap} do not fit: \
         take 2 samples or more and an overlap below the segment"
    )]
    BadSegment {
        /// Samples per segment.
        segment: usize,
        /// Samples shared by neighbouring segments.
        overlap: usize,
    },
    /// An edge of a graph names a node that does not exist.
    #[error("edge {index} touches node {node}, but nodes must lie below {nodes}")]
    UnknownNode {
        /// Position of the edge.
        index: usize,
        /// The node named.
        node: u32,
        /// Number of nodes.
        nodes: usize,
    },
    /// Row offsets of a compressed sparse matrix that do not fit its entries.
    #[error("row offsets must start at 0, never descend and end at {edges}, the number of targets")]
    BadOffsets {
        /// Number of targets.
        edges: usize,
    },
    /// More nodes than ids can name.
    #[error("a graph of {nodes} nodes is too large: ids are 32 bits wide")]
    TooManyNodes {
        /// Number of nodes asked for.
        nodes: usize,
    },
}

/// Refuses a width or rate that is not finite and above zero.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, Error> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(Error::NotPositive { name, value })
    }
}

/// Refuses columns of unequal length.
pub(crate) fn same_length(
    (left, left_len): (&'static str, usize),
    (right, right_len): (&'static str, usize),
) -> Result<(), Error> {
    if left_len == right_len {
        Ok(())
    } else {
        Err(Error::LengthMismatch { left, left_len, right, right_len })
    }
}

/// Refuses a column that holds a NaN or an infinity.
pub(crate) fn all_finite(column: &'static str, values: &[f64]) -> Result<(), Error> {
    match values.iter().position(|v| !v.is_finite()) {
        None => Ok(()),
        Some(index) => Err(Error::NotFinite { column, index, value: values[index] }),
    }
}

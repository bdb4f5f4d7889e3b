//! Where recorded spikes and samples go: into the [`Recording`](super::Recording), or to a sink
//! that keeps memory flat however long the run is.

use crate::engine::Spike;
use std::error::Error;

/// What a sink says when it cannot go on.
pub type SinkError = Box<dyn Error + Send + Sync>;

/// Takes recorded spikes and samples as they come, in place of the recording's own lists.
pub trait Sink: Send + Sync {
    /// Takes what a stretch of steps brought. It follows the one before without a gap.
    ///
    /// # Errors
    /// It cannot be kept; the run ends. What was taken before is safe.
    fn take(&mut self, stretch: &Stretch<'_>) -> Result<(), SinkError>;

    /// Brings everything taken so far to where it can be read again, and with `durable` to where
    /// a loss of power spares it. Returns a mark of that place, for a checkpoint.
    ///
    /// # Errors
    /// It cannot be kept.
    fn flush(&mut self, durable: bool) -> Result<u64, SinkError>;
}

/// What a stretch of steps brought of what is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    /// First step.
    pub start: u64,
    /// First step after; that of the initial state's samples is `start`.
    pub stop: u64,
    /// Spikes of neurons whose spikes or voltages are recorded, in order of step and neuron.
    pub spikes: &'a [Spike],
    /// New samples of each trace, row after row, in the order of the recording's traces.
    pub samples: &'a [Vec<f64>],
}

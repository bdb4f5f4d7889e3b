//! One module a figure: plain data in, [`Figure`](crate::Figure) out.

pub(crate) mod colormap;
pub(crate) mod correlation;
pub(crate) mod density;
pub(crate) mod distributions;
pub(crate) mod histogram;
pub(crate) mod lines;
pub(crate) mod matrix;
pub(crate) mod raster;
pub(crate) mod stats;
pub(crate) mod traces;

use crate::error::PlotError;

/// A time window in ms, from start to end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Start in ms.
    pub start_ms: f64,
    /// End in ms, later than the start.
    pub end_ms: f64,
}

impl Window {
    /// From `start_ms` to `end_ms`.
    pub fn new(start_ms: f64, end_ms: f64) -> Self {
        Self { start_ms, end_ms }
    }

    pub(crate) fn check(self) -> Result<Self, PlotError> {
        let Self { start_ms, end_ms } = self;
        let sound = start_ms.abs() < 1e15 && end_ms.abs() < 1e15;
        // Below a nanosecond per tick label nothing could be told apart.
        let wide = end_ms - start_ms > 1e-9 * start_ms.abs().max(end_ms.abs());
        if sound && wide { Ok(self) } else { Err(PlotError::BadWindow { start_ms, end_ms }) }
    }

    pub(crate) fn length(self) -> f64 {
        self.end_ms - self.start_ms
    }

    /// Whether `t` (ms) lies inside, the end included.
    pub(crate) fn holds(self, t: f64) -> bool {
        t >= self.start_ms && t <= self.end_ms
    }
}

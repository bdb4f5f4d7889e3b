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

    /// Whether `t` (ms) lies inside, the end included, whatever the rounding of its last digits:
    /// 26466 steps of 0.1 ms are 2646.6000000000004 ms.
    pub(crate) fn holds(self, t: f64) -> bool {
        let slack = 1e-12 * self.start_ms.abs().max(self.end_ms.abs());
        t >= self.start_ms - slack && t <= self.end_ms + slack
    }
}

#[cfg(test)]
mod tests {
    use super::Window;

    #[test]
    fn the_last_step_is_inside_whatever_its_rounding() {
        let window = Window::new(0.0, 2646.6);
        assert!(26466.0 * 0.1 > 2646.6 && window.holds(26466.0 * 0.1));
        assert!(window.holds(0.0) && !window.holds(2646.7) && !window.holds(-0.1));
    }
}

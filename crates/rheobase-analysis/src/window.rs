//! The stretch of time that statistics look at, and its bins.

use serde::Serialize;

use crate::error::{Error, positive};

/// Most bins that a measure will allocate (2 GiB of `f64`).
const MAX_BINS: usize = 1 << 28;

/// A time this close below a bin's right edge (in bins) counts as on the edge: times such as
/// `3 * 0.1 = 0.30000000000000004` are grid points to a person, whatever their last digit.
const EDGE_TOLERANCE: f64 = 1e-6;

/// An analysis window `[start, stop)` in ms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Window {
    start_ms: f64,
    stop_ms: f64,
}

impl Window {
    /// The window `start_ms <= t < stop_ms`.
    ///
    /// # Errors
    /// [`Error::BadWindow`] unless both are finite and `start_ms < stop_ms`.
    pub fn new(start_ms: f64, stop_ms: f64) -> Result<Self, Error> {
        if start_ms.is_finite() && stop_ms.is_finite() && start_ms < stop_ms {
            Ok(Self { start_ms, stop_ms })
        } else {
            Err(Error::BadWindow { start_ms, stop_ms })
        }
    }

    /// The window that holds the *steps* between two times of a simulation with step `dt_ms`.
    ///
    /// A spike found in step k carries the time (k+1)·dt, the end of its step, so the steps
    /// between `start_ms` and `stop_ms` are those with times in `(start, stop]`. Shifting both
    /// limits by half a step selects exactly these, and puts every spike in the middle of a
    /// grid interval, so that no rounding of a time can move it across a bin's edge.
    ///
    /// # Errors
    /// As [`Window::new`]; [`Error::NotPositive`] for a bad `dt_ms`.
    pub fn of_steps(start_ms: f64, stop_ms: f64, dt_ms: f64) -> Result<Self, Error> {
        let half = positive("dt_ms", dt_ms)? / 2.0;
        Self::new(start_ms + half, stop_ms + half)
    }

    /// Start in ms (inclusive).
    pub fn start_ms(self) -> f64 {
        self.start_ms
    }

    /// Stop in ms (exclusive).
    pub fn stop_ms(self) -> f64 {
        self.stop_ms
    }

    /// Length in ms.
    pub fn duration_ms(self) -> f64 {
        self.stop_ms - self.start_ms
    }

    /// Length in s.
    pub fn duration_s(self) -> f64 {
        self.duration_ms() / 1000.0
    }

    /// Whether a time in ms lies in the window.
    pub fn contains(self, time_ms: f64) -> bool {
        self.start_ms <= time_ms && time_ms < self.stop_ms
    }
}

/// Equal bins from the start of a window; what is left of the window after the last whole bin
/// belongs to none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bins {
    start_ms: f64,
    width_ms: f64,
    count: usize,
}

impl Bins {
    /// As many whole bins of `width_ms` as fit in the window: perhaps none.
    ///
    /// # Errors
    /// [`Error::NotPositive`] for a bad width, [`Error::TooManyBins`] above 2^28.
    pub fn new(window: Window, width_ms: f64) -> Result<Self, Error> {
        positive("bin_ms", width_ms)?;
        let bins = window.duration_ms() / width_ms + EDGE_TOLERANCE;
        if bins > MAX_BINS as f64 {
            return Err(Error::TooManyBins { name: "bin_ms", bins, limit: MAX_BINS });
        }
        Ok(Self { start_ms: window.start_ms, width_ms, count: bins as usize })
    }

    /// Number of bins.
    pub fn count(self) -> usize {
        self.count
    }

    /// Width of a bin in ms.
    pub fn width_ms(self) -> f64 {
        self.width_ms
    }

    /// The bin of a time in ms, `None` outside all bins.
    ///
    /// Bin k is `[start + k·width, start + (k+1)·width)`; a time less than 10⁻⁶ of a width
    /// below an edge counts as on it, except at the last edge.
    pub fn index(self, time_ms: f64) -> Option<usize> {
        let x = (time_ms - self.start_ms) / self.width_ms;
        if !(x >= 0.0 && x < self.count as f64) {
            return None;
        }
        Some(((x + EDGE_TOLERANCE) as usize).min(self.count - 1))
    }

    /// Middle of each bin in ms.
    pub fn centers_ms(self) -> Vec<f64> {
        (0..self.count).map(|k| self.start_ms + (k as f64 + 0.5) * self.width_ms).collect()
    }
}

/// Floor of a position counted in bins, with the same tolerance as [`Bins::index`].
pub(crate) fn floor_in_bins(x: f64) -> f64 {
    (x + EDGE_TOLERANCE).floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grid_times_fall_in_their_own_bin() {
        let bins = Bins::new(Window::new(0.0, 1000.0).unwrap(), 0.1).unwrap();
        assert_eq!(bins.count(), 10_000);
        for k in 0..10_000 {
            assert_eq!(bins.index(k as f64 * 0.1), Some(k));
        }
        assert_eq!(bins.index(1000.0), None);
        assert_eq!(bins.index(1000.0 - 1e-9), Some(9999));
        assert_eq!(bins.index(-1e-9), None);
    }

    #[test]
    fn a_window_of_steps_takes_the_spike_at_its_end() {
        let w = Window::of_steps(200.0, 2200.0, 0.1).unwrap();
        assert!(!w.contains(2000.0 * 0.1));
        assert!(w.contains(2001.0 * 0.1));
        assert!(w.contains(22_000.0 * 0.1));
        assert!(!w.contains(22_001.0 * 0.1));
        let bins = Bins::new(w, 1.0).unwrap();
        assert_eq!((bins.index(200.1), bins.index(201.0)), (Some(0), Some(0)));
        assert_eq!(bins.index(201.1), Some(1));
    }

    #[test]
    fn bad_windows_and_bins_are_refused() {
        assert!(matches!(Window::new(1.0, 1.0), Err(Error::BadWindow { .. })));
        assert!(matches!(Window::new(f64::NAN, 1.0), Err(Error::BadWindow { .. })));
        let w = Window::new(0.0, 10.0).unwrap();
        assert!(matches!(Bins::new(w, 0.0), Err(Error::NotPositive { .. })));
        assert!(matches!(Bins::new(w, 1e-300), Err(Error::TooManyBins { .. })));
        assert_eq!(Bins::new(w, 11.0).unwrap().count(), 0);
        assert_eq!(Bins::new(w, 4.0).unwrap().index(9.0), None);
    }
}

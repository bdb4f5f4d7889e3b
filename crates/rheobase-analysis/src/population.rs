//! The figures of a population in one call, for tables and summary files.

use serde::Serialize;

use crate::error::Error;
use crate::isi::{DEFAULT_MIN_ISIS, isi_cv, isi_cv2, isi_lv};
use crate::rate::{cv_population_rate, fano_factors, rate_stats};
use crate::summary::Summary;
use crate::trains::SpikeTrains;
use crate::window::Window;

/// Choices that the figures depend on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StatsOptions {
    /// Fewest inter-spike intervals of a neuron whose CV, CV2 and Lv are used.
    pub min_isis: usize,
    /// Width of the counting windows of the Fano factor in ms.
    pub fano_window_ms: f64,
}

impl Default for StatsOptions {
    fn default() -> Self {
        Self { min_isis: DEFAULT_MIN_ISIS, fano_window_ms: 100.0 }
    }
}

/// The figures of a population over an analysis window; what is undefined is `None`
/// (`null` in JSON).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PopulationStats {
    /// Number of neurons.
    pub size: usize,
    /// Number of spikes in the window.
    pub spikes: usize,
    /// Mean rate over all neurons in Hz.
    pub mean_rate_hz: f64,
    /// Standard deviation of the rate across neurons (ddof 0) in Hz.
    pub sd_rate_hz: f64,
    /// Fraction of neurons without a spike.
    pub silent_fraction: f64,
    /// Mean over neurons of the CV of inter-spike intervals ([`crate::isi::cv`]).
    pub isi_cv: Option<f64>,
    /// Mean over neurons of CV2 ([`crate::isi::cv2`]).
    pub isi_cv2: Option<f64>,
    /// Mean over neurons of the local variation ([`crate::isi::lv`]).
    pub isi_lv: Option<f64>,
    /// Neurons with enough intervals, over which the three means above run.
    pub isi_neurons: usize,
    /// Neurons with too few intervals, left out.
    pub isi_left_out: usize,
    /// Fewest intervals that were enough.
    pub min_isis: usize,
    /// CV of the population rate in bins of 1 ms.
    pub cv_pop_1ms: Option<f64>,
    /// CV of the population rate in bins of 5 ms.
    pub cv_pop_5ms: Option<f64>,
    /// Mean Fano factor of the neurons that are not silent.
    pub fano: Option<f64>,
    /// Width of its counting windows in ms.
    pub fano_window_ms: f64,
    /// Start of the analysis window in ms.
    pub start_ms: f64,
    /// Stop of the analysis window in ms.
    pub stop_ms: f64,
}

impl PopulationStats {
    /// Figures of the spikes of a population with ids `0..neurons`; columns as in
    /// [`SpikeTrains::new`].
    ///
    /// # Errors
    /// As [`SpikeTrains::new`] and [`PopulationStats::of`].
    pub fn from_columns(
        times_ms: &[f64],
        ids: &[u32],
        neurons: usize,
        window: Window,
        options: &StatsOptions,
    ) -> Result<Self, Error> {
        Self::of(&SpikeTrains::new(times_ms, ids, neurons, window)?, options)
    }

    /// Figures of trains already grouped.
    ///
    /// # Errors
    /// [`Error::TooManyBins`] for a window too long for bins of 1 ms (3 days), and a bad
    /// `fano_window_ms`.
    pub fn of(trains: &SpikeTrains, options: &StatsOptions) -> Result<Self, Error> {
        let rate = rate_stats(trains);
        let cv = isi_cv(trains, options.min_isis);
        let fano = Summary::of(fano_factors(trains, options.fano_window_ms)?);
        Ok(Self {
            size: trains.neurons(),
            spikes: trains.spikes(),
            mean_rate_hz: rate.mean_hz,
            sd_rate_hz: rate.sd_hz,
            silent_fraction: rate.silent_fraction,
            isi_cv: cv.value,
            isi_cv2: isi_cv2(trains, options.min_isis).value,
            isi_lv: isi_lv(trains, options.min_isis).value,
            isi_neurons: cv.used,
            isi_left_out: cv.left_out,
            min_isis: options.min_isis,
            cv_pop_1ms: cv_population_rate(trains, 1.0)?,
            cv_pop_5ms: cv_population_rate(trains, 5.0)?,
            fano: fano.value,
            fano_window_ms: options.fano_window_ms,
            start_ms: trains.window().start_ms(),
            stop_ms: trains.window().stop_ms(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_population_has_no_nan() {
        let w = Window::new(0.0, 3.0).unwrap();
        let s = PopulationStats::from_columns(&[], &[], 2, w, &StatsOptions::default()).unwrap();
        assert_eq!((s.mean_rate_hz, s.sd_rate_hz, s.silent_fraction), (0.0, 0.0, 1.0));
        assert_eq!((s.isi_cv, s.cv_pop_1ms, s.cv_pop_5ms, s.fano), (None, None, None, None));
        assert_eq!((s.isi_neurons, s.isi_left_out), (0, 2));
    }
}

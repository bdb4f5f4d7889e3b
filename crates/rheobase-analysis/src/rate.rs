//! Firing rates: per neuron, per population, in time.

use serde::Serialize;

use crate::error::{Error, positive};
use crate::summary::{coefficient_of_variation, mean_sd};
use crate::trains::SpikeTrains;
use crate::window::Bins;

/// Width at which a Gaussian kernel is cut off, in standard deviations; what lies beyond is
/// 6·10⁻⁷ of its area.
const KERNEL_REACH: f64 = 5.0;

/// Mean rates of a population over the analysis window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RateStats {
    /// Mean over all neurons, silent ones included, in Hz.
    pub mean_hz: f64,
    /// Standard deviation across neurons (ddof 0) in Hz.
    pub sd_hz: f64,
    /// Fraction of neurons without a spike in the window.
    pub silent_fraction: f64,
}

/// A population rate sampled in equal bins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateSeries {
    /// Start of the first bin in ms.
    pub start_ms: f64,
    /// Width of a bin in ms.
    pub bin_ms: f64,
    /// Spikes per neuron and second, in Hz, one value a bin.
    pub rate_hz: Vec<f64>,
}

impl RateSeries {
    /// Middle of each bin in ms.
    pub fn times_ms(&self) -> Vec<f64> {
        (0..self.rate_hz.len()).map(|k| self.start_ms + (k as f64 + 0.5) * self.bin_ms).collect()
    }
}

/// Mean rate of each neuron in Hz: spikes in the window over its duration.
pub fn rates_hz(trains: &SpikeTrains) -> Vec<f64> {
    let seconds = trains.window().duration_s();
    trains.iter().map(|t| t.len() as f64 / seconds).collect()
}

/// Mean and spread of the rates of a population, and how much of it is silent.
pub fn rate_stats(trains: &SpikeTrains) -> RateStats {
    let silent = trains.iter().filter(|t| t.is_empty()).count();
    // `SpikeTrains` holds at least one neuron, so the mean exists.
    let (mean_hz, sd_hz) = mean_sd(&rates_hz(trains)).unwrap_or_default();
    RateStats { mean_hz, sd_hz, silent_fraction: silent as f64 / trains.neurons() as f64 }
}

/// Number of neurons by spike count: entry c is the number of neurons with c spikes in the
/// window; the last entry is not zero.
pub fn spike_count_histogram(trains: &SpikeTrains) -> Vec<u64> {
    let counts = trains.counts();
    let mut histogram = vec![0; counts.iter().max().map_or(0, |&c| c as usize + 1)];
    for c in counts {
        histogram[c as usize] += 1;
    }
    histogram
}

/// Population rate in whole bins of `bin_ms` from the start of the window:
/// spikes in the bin / (neurons · bin), in Hz.
///
/// # Errors
/// A bin width that is not positive, or more than 2^28 bins.
pub fn population_rate(trains: &SpikeTrains, bin_ms: f64) -> Result<RateSeries, Error> {
    let to_hz = 1000.0 / (trains.neurons() as f64 * bin_ms);
    let rate_hz = trains.binned(bin_ms)?.iter().map(|&c| c as f64 * to_hz).collect();
    Ok(RateSeries { start_ms: trains.window().start_ms(), bin_ms, rate_hz })
}

/// Population rate smoothed by a Gaussian of standard deviation `sigma_ms`, sampled in bins of
/// `bin_ms`, in Hz.
///
/// The binned rate r is convolved with the sampled kernel g(j) = exp(−(j·bin)²/2σ²), cut off at
/// 5σ, and divided by the part of the kernel that lies inside the window:
/// Σⱼ g(j)·r(k+j) / Σⱼ g(j), both over the bins k+j that exist. A constant rate therefore stays
/// constant up to the borders. Cost: bins × 10σ/bin.
///
/// # Errors
/// A width that is not positive, more than 2^28 bins, or a kernel of more than 2^28 bins.
pub fn smoothed_rate(
    trains: &SpikeTrains,
    bin_ms: f64,
    sigma_ms: f64,
) -> Result<RateSeries, Error> {
    positive("sigma_ms", sigma_ms)?;
    let mut series = population_rate(trains, bin_ms)?;
    let raw = &series.rate_hz;
    // Beyond the window's length the kernel meets no bin.
    let reach = ((KERNEL_REACH * sigma_ms / bin_ms + 0.5) as usize).min(raw.len());
    let kernel: Vec<f64> = (0..=reach)
        .map(|j| {
            let z = j as f64 * bin_ms / sigma_ms;
            libm::exp(-0.5 * z * z)
        })
        .collect();
    let smooth = |k: usize| {
        let (mut sum, mut area) = (0.0, 0.0);
        for j in k.saturating_sub(reach)..raw.len().min(k + reach + 1) {
            let g = kernel[j.abs_diff(k)];
            sum += g * raw[j];
            area += g;
        }
        sum / area
    };
    series.rate_hz = (0..raw.len()).map(smooth).collect();
    Ok(series)
}

/// Coefficient of variation of the population rate in bins of `bin_ms`: standard deviation over
/// bins (ddof 0) / mean. `None` if the population is silent or no whole bin fits the window.
///
/// With the bin equal to the time step this is `vec_cv` of the original simulator. It grows with
/// finer bins and smaller populations, so state the bin.
///
/// # Errors
/// A bin width that is not positive, or more than 2^28 bins.
pub fn cv_population_rate(trains: &SpikeTrains, bin_ms: f64) -> Result<Option<f64>, Error> {
    let counts: Vec<f64> = trains.binned(bin_ms)?.iter().map(|&c| c as f64).collect();
    Ok(coefficient_of_variation(&counts))
}

/// Fano factor of each neuron: variance (ddof 0) / mean of its spike counts in consecutive
/// windows of `count_ms` (whole ones, from the start of the analysis window).
///
/// `None` for a neuron without a spike in them, and for all where fewer than two windows fit.
/// Source: Fano (1947), Phys. Rev. 72:26; for spike counts, Nawrot et al. (2008),
/// J. Neurosci. Methods 169:374. Poisson trains give 1 − 1/windows on average.
///
/// # Errors
/// A width that is not positive, or more than 2^28 windows.
pub fn fano_factors(trains: &SpikeTrains, count_ms: f64) -> Result<Vec<Option<f64>>, Error> {
    let bins = Bins::new(trains.window(), count_ms)?;
    let factor = |train: &[f64]| {
        let (mut spikes, mut squares) = (0_u64, 0_u64);
        // Ascending times visit the windows in order, so empty ones need no memory.
        for chunk in train.chunk_by(|&a, &b| bins.index(a) == bins.index(b)) {
            if bins.index(chunk[0]).is_some() {
                spikes += chunk.len() as u64;
                squares += (chunk.len() * chunk.len()) as u64;
            }
        }
        // Variance/mean = (m·Σc² − (Σc)²) / (m·Σc), in integers and so without cancellation.
        let (m, sum) = (bins.count() as u128, u128::from(spikes));
        let numerator = m * u128::from(squares) - sum * sum;
        (m >= 2 && spikes > 0).then(|| numerator as f64 / (m * sum) as f64)
    };
    Ok(trains.iter().map(factor).collect())
}

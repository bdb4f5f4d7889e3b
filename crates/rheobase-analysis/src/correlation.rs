//! Auto- and cross-correlation of sampled signals, such as population rates.

use realfft::RealFftPlanner;
use serde::Serialize;

use crate::summary::mean_sd;

/// A correlation function over lags in samples.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrelationFunction {
    /// Lags in samples, ascending.
    pub lags: Vec<i64>,
    /// Correlation at each lag, dimensionless.
    pub values: Vec<f64>,
}

/// Cross-correlation of two signals, each lag normalised by its overlap.
///
/// With means ā, b̄ and standard deviations σ (ddof 0) of the *whole* signals,
///
/// ```text
/// C(ℓ) = 1/m(ℓ) · Σₜ (a[t+ℓ] − ā)(b[t] − b̄) / (σ_a σ_b),
/// ```
///
/// the sum over the m(ℓ) samples t for which both t+ℓ and t exist. At a positive lag *a* follows
/// *b*. This is `crosscorr` of the original simulator (`numpy.correlate(a, b, "full")` over the
/// overlap); it is unbiased in the lag but noisy at large lags, where few samples overlap, and
/// may there leave [−1, 1].
///
/// Lags run from −min(`max_lag`, |b|−1) to min(`max_lag`, |a|−1). `None` if a signal is empty,
/// constant or not finite. Computed by FFT: O(L log L) with L = |a| + |b|, rounding error about
/// 10⁻¹⁵·L^½/m(ℓ)^½.
pub fn cross_correlation(a: &[f64], b: &[f64], max_lag: usize) -> Option<CorrelationFunction> {
    let (a_std, b_std) = (standardised(a)?, standardised(b)?);
    let sums = circular_products(&a_std, &b_std)?;
    let size = sums.len() as i64;
    let first = -(max_lag.min(b.len() - 1) as i64);
    let last = max_lag.min(a.len() - 1) as i64;
    let lags: Vec<i64> = (first..=last).collect();
    let values = lags
        .iter()
        .map(|&lag| {
            let from = lag.max(0);
            let to = (a.len() as i64).min(b.len() as i64 + lag);
            sums[lag.rem_euclid(size) as usize] / (to - from) as f64
        })
        .collect();
    Some(CorrelationFunction { lags, values })
}

/// Autocorrelation: [`cross_correlation`] of a signal with itself, 1 at lag 0.
pub fn auto_correlation(a: &[f64], max_lag: usize) -> Option<CorrelationFunction> {
    cross_correlation(a, a, max_lag)
}

/// The signal less its mean, over its standard deviation.
fn standardised(signal: &[f64]) -> Option<Vec<f64>> {
    let (mean, sd) = mean_sd(signal)?;
    (sd.is_finite() && sd > 0.0).then(|| signal.iter().map(|v| (v - mean) / sd).collect())
}

/// s[ℓ] = Σₜ a[t+ℓ]·b[t], negative lags from the end, by way of the spectra.
///
/// `None` only if the transform refused the lengths of its own plan.
fn circular_products(a: &[f64], b: &[f64]) -> Option<Vec<f64>> {
    // Zeros up to a power of two keep the ends from meeting round the circle.
    let size = (a.len() + b.len()).next_power_of_two();
    let mut planner = RealFftPlanner::<f64>::new();
    let (forward, inverse) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
    let spectrum = |signal: &[f64]| {
        let mut padded = signal.to_vec();
        padded.resize(size, 0.0);
        let mut out = forward.make_output_vec();
        forward.process(&mut padded, &mut out).ok()?;
        Some(out)
    };
    let (mut product, other) = (spectrum(a)?, spectrum(b)?);
    for (x, y) in product.iter_mut().zip(&other) {
        *x *= y.conj();
    }
    let mut sums = inverse.make_output_vec();
    inverse.process(&mut product, &mut sums).ok()?;
    for s in &mut sums {
        *s /= size as f64;
    }
    Some(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delayed_copy_peaks_at_its_delay() {
        let b = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let a = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        let c = cross_correlation(&a, &b, 100).unwrap();
        assert_eq!(c.lags, (-7..=7).collect::<Vec<i64>>());
        let peak = (0..c.values.len()).max_by(|&i, &j| c.values[i].total_cmp(&c.values[j]));
        assert_eq!(c.lags[peak.unwrap()], 3);
    }

    #[test]
    fn undefined_for_constants() {
        assert_eq!(auto_correlation(&[0.1; 5], 3), None);
        assert_eq!(auto_correlation(&[], 3), None);
        assert_eq!(cross_correlation(&[1.0, f64::NAN], &[1.0, 2.0], 1), None);
        let one = auto_correlation(&[1.0, 3.0, 2.0], 0).unwrap();
        assert_eq!(one.lags, [0]);
        assert!((one.values[0] - 1.0).abs() < 1e-14);
    }
}

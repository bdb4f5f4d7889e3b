//! How much of the neurons' fluctuation is common to all of them.

use crate::error::{Error, same_length};
use crate::trains::SpikeTrains;
use crate::window::Bins;

/// Synchrony χ of sampled signals, such as membrane potentials.
///
/// χ² = Var_t(⟨Vᵢ⟩ᵢ) / ⟨Var_t(Vᵢ)⟩ᵢ: the variance in time of the population mean over the mean
/// variance of the single signals. 1 for identical signals; of order 1/√N for independent ones.
/// Source: Golomb & Rinzel (1993), Phys. Rev. E 48:4810; Golomb (2007), Scholarpedia 2(1):1347,
/// equations 1–4.
///
/// `samples` is row-major: one row of `signals` values for each sample time, as recorders write.
/// `None` without samples, if no signal varies, or if a value is not finite.
///
/// # Errors
/// [`Error::BadSize`] without signals; [`Error::LengthMismatch`] unless `samples` holds whole
/// rows.
pub fn synchrony(samples: &[f64], signals: usize) -> Result<Option<f64>, Error> {
    if signals == 0 {
        return Err(Error::BadSize);
    }
    let rows = samples.len() / signals;
    same_length(("samples", samples.len()), ("whole rows of samples", rows * signals))?;
    let mut singles = vec![Moments::default(); signals];
    let mut common = Moments::default();
    for row in samples.chunks_exact(signals) {
        for (moments, &v) in singles.iter_mut().zip(row) {
            moments.add(v);
        }
        common.add(row.iter().sum::<f64>() / signals as f64);
    }
    let single = singles.iter().map(Moments::variance).sum::<f64>() / signals as f64;
    Ok(chi(common.variance(), single))
}

/// Synchrony χ of spike trains: [`synchrony`] of the neurons' spike counts in bins of `bin_ms`.
///
/// For independent neurons χ ≈ 1/√N. `None` if no neuron's count varies. Cost: O(spikes + bins).
///
/// # Errors
/// A bin width that is not positive, or more than 2^28 bins.
pub fn spike_synchrony(trains: &SpikeTrains, bin_ms: f64) -> Result<Option<f64>, Error> {
    let bins = Bins::new(trains.window(), bin_ms)?;
    let b = bins.count() as u128;
    // B² times a variance, in integers and so exact.
    let spread = |sum: u128, squares: u128| b * squares - sum * sum;
    let mut single = 0;
    for train in trains.iter() {
        let (mut sum, mut squares) = (0, 0);
        for chunk in train.chunk_by(|&x, &y| bins.index(x) == bins.index(y)) {
            if bins.index(chunk[0]).is_some() {
                sum += chunk.len() as u128;
                squares += (chunk.len() * chunk.len()) as u128;
            }
        }
        single += spread(sum, squares);
    }
    let (mut sum, mut squares) = (0, 0);
    for c in trains.binned(bin_ms)? {
        sum += u128::from(c);
        squares += u128::from(c) * u128::from(c);
    }
    let n = trains.neurons() as f64;
    Ok(chi(spread(sum, squares) as f64 / (n * n), single as f64 / n))
}

fn chi(common: f64, single: f64) -> Option<f64> {
    let chi = (common / single).sqrt();
    (single > 0.0 && chi.is_finite()).then_some(chi)
}

/// Running mean and sum of squares about it: Welford (1962), Technometrics 4:419.
#[derive(Clone, Default)]
struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, value: f64) {
        self.n += 1.0;
        let delta = value - self.mean;
        self.mean += delta / self.n;
        self.squares += delta * (value - self.mean);
    }

    fn variance(&self) -> f64 {
        self.squares / self.n
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Window;

    #[test]
    fn identical_signals_are_synchronous_and_opposite_ones_not() {
        let same = [1.0, 1.0, 2.0, 2.0, 5.0, 5.0];
        assert!((synchrony(&same, 2).unwrap().unwrap() - 1.0).abs() < 1e-14);
        assert_eq!(synchrony(&[1.0, -1.0, -1.0, 1.0], 2).unwrap(), Some(0.0));
    }

    #[test]
    fn undefined_without_variation() {
        assert_eq!(synchrony(&[3.0; 6], 2).unwrap(), None);
        assert_eq!(synchrony(&[], 2).unwrap(), None);
        assert!(synchrony(&[1.0], 0).is_err());
        assert!(synchrony(&[1.0, 2.0, 3.0], 2).is_err());
        let silent = SpikeTrains::new(&[], &[], 3, Window::new(0.0, 9.0).unwrap()).unwrap();
        assert_eq!(spike_synchrony(&silent, 1.0).unwrap(), None);
    }
}

//! Correlograms of spike trains: how often one neuron fires at each delay after another.

use serde::Serialize;

use crate::error::{Error, positive};
use crate::window::floor_in_bins;

/// Most bins of a correlogram.
const MAX_BINS: usize = 1 << 24;

/// Counts of spike pairs by their lag.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correlogram {
    /// Width of a lag bin in ms.
    pub bin_ms: f64,
    /// Middle of each bin in ms, symmetric about zero.
    pub lags_ms: Vec<f64>,
    /// Number of pairs in each bin.
    pub counts: Vec<u64>,
    /// Spikes of the reference train.
    pub reference_spikes: usize,
}

impl Correlogram {
    /// Rate of the target at each lag from a spike of the reference, in Hz:
    /// counts / (reference spikes · bin). `None` without reference spikes.
    ///
    /// Not corrected for the borders of the window, across which pairs are lost in proportion
    /// to |lag| / duration.
    pub fn rate_hz(&self) -> Option<Vec<f64>> {
        let per_second = 1000.0 / (self.reference_spikes as f64 * self.bin_ms);
        (self.reference_spikes > 0)
            .then(|| self.counts.iter().map(|&c| c as f64 * per_second).collect())
    }
}

/// Cross-correlogram: pairs of a spike r of `reference` and t of `target` (ascending, ms) by
/// their lag t − r, so that a positive lag means that the target follows.
///
/// Bin j of −J…J holds the lags in `[(j − ½)·bin, (j + ½)·bin)` with J the greatest integer for
/// which J·bin does not exceed `max_lag_ms`. Lags are taken from the spike times themselves, not
/// from binned trains; a lag less than 10⁻⁶ of a bin below an edge counts as on it.
/// Cost: O(spikes + pairs within the largest lag).
///
/// Source: Perkel, Gerstein & Moore (1967), Biophys. J. 7:419.
///
/// # Errors
/// A bin that is not positive, a largest lag that is negative or not finite, too many bins.
pub fn cross_correlogram(
    reference: &[f64],
    target: &[f64],
    bin_ms: f64,
    max_lag_ms: f64,
) -> Result<Correlogram, Error> {
    let side = bins_per_side(bin_ms, max_lag_ms)?;
    let mut counts = vec![0; 2 * side + 1];
    let last = (2 * side) as f64;
    // Position of a lag counted in bins from the left end.
    let position = |lag: f64| floor_in_bins(lag / bin_ms + side as f64 + 0.5);
    let mut first = 0;
    for &r in reference {
        while first < target.len() && position(target[first] - r) < 0.0 {
            first += 1;
        }
        for &t in &target[first..] {
            let k = position(t - r);
            if k > last {
                break;
            }
            counts[k as usize] += 1;
        }
    }
    let lags_ms = (0..counts.len()).map(|k| (k as f64 - side as f64) * bin_ms).collect();
    Ok(Correlogram { bin_ms, lags_ms, counts, reference_spikes: reference.len() })
}

/// Auto-correlogram: [`cross_correlogram`] of a train with itself, less the pairing of each
/// spike with itself at lag zero.
///
/// # Errors
/// As [`cross_correlogram`].
pub fn auto_correlogram(train: &[f64], bin_ms: f64, max_lag_ms: f64) -> Result<Correlogram, Error> {
    let mut correlogram = cross_correlogram(train, train, bin_ms, max_lag_ms)?;
    let middle = correlogram.counts.len() / 2;
    correlogram.counts[middle] -= train.len() as u64;
    Ok(correlogram)
}

fn bins_per_side(bin_ms: f64, max_lag_ms: f64) -> Result<usize, Error> {
    positive("bin_ms", bin_ms)?;
    if max_lag_ms != 0.0 {
        positive("max_lag_ms", max_lag_ms)?;
    }
    let side = floor_in_bins(max_lag_ms / bin_ms);
    let bins = 2.0 * side + 1.0;
    if bins > MAX_BINS as f64 {
        return Err(Error::TooManyBins { name: "bin_ms", bins, limit: MAX_BINS });
    }
    Ok(side as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follower_shows_at_positive_lags() {
        let c = cross_correlogram(&[10.0, 20.0], &[12.0, 22.0], 1.0, 3.0).unwrap();
        assert_eq!(c.lags_ms, [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]);
        assert_eq!(c.counts, [0, 0, 0, 0, 0, 2, 0]);
        assert_eq!(c.rate_hz().unwrap()[5], 1000.0);
    }

    #[test]
    fn a_spike_is_no_pair_with_itself() {
        let c = auto_correlogram(&[0.0, 5.0, 10.0], 1.0, 5.0).unwrap();
        assert_eq!(c.counts, [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
        assert!(auto_correlogram(&[], 1.0, 5.0).unwrap().rate_hz().is_none());
    }

    #[test]
    fn bad_bins_are_refused() {
        assert!(cross_correlogram(&[], &[], -1.0, 5.0).is_err());
        assert!(cross_correlogram(&[], &[], 1.0, f64::NAN).is_err());
        assert!(cross_correlogram(&[], &[], 1e-12, 5.0).is_err());
        assert_eq!(cross_correlogram(&[1.0], &[1.0], 1.0, 0.0).unwrap().counts, [1]);
    }
}

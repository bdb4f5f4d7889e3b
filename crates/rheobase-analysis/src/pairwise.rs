//! Mean correlation of pairs of neurons.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::error::Error;
use crate::summary::Summary;
use crate::trains::SpikeTrains;
use crate::window::Bins;

/// Pearson correlations of the binned spike counts of pairs of neurons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairwiseCorrelation {
    /// Mean over pairs of neurons whose counts both vary; the other pairs (with a silent neuron,
    /// say) are left out.
    pub correlation: Summary,
    /// Whether the pairs are a random sample and not all there are.
    pub sampled: bool,
    /// Width of the count bins in ms.
    pub bin_ms: f64,
}

/// Mean Pearson correlation of spike counts in whole bins of `bin_ms`, over all pairs of
/// different neurons whose counts vary if there are at most `max_pairs`, else over `max_pairs`
/// distinct ones of them drawn uniformly by `seed`.
///
/// ρ = (B·Σxy − Σx·Σy) / √((B·Σx² − (Σx)²)(B·Σy² − (Σy)²)) with B bins; all sums are integers
/// and exact. Cost: O(spikes) memory, and per pair O(spikes of the two neurons). The same
/// arguments give the same pairs on every machine.
///
/// # Errors
/// A bin width that is not positive, or more than 2^28 bins.
pub fn pairwise_correlation(
    trains: &SpikeTrains,
    bin_ms: f64,
    max_pairs: usize,
    seed: u64,
) -> Result<PairwiseCorrelation, Error> {
    let bins = Bins::new(trains.window(), bin_ms)?;
    let pairs = |n: usize| (n as u64) * (n as u64).saturating_sub(1) / 2;
    // Pairs with a neuron whose count does not vary have no correlation; none is drawn.
    let mut counts: Vec<SparseCounts> = trains.iter().map(|t| SparseCounts::of(t, bins)).collect();
    counts.retain(|c| c.spread(bins.count() as u128) > 0);
    let all = pairs(counts.len());
    let undefined = pairs(trains.neurons()) - all;
    let sampled = all > max_pairs as u64;
    let rho = |k: u64| {
        let (i, j) = pair(k);
        counts[i].correlation(&counts[j], bins.count())
    };
    let mut correlation = if sampled {
        Summary::of(sample(all, max_pairs as u64, seed).into_iter().map(rho))
    } else {
        Summary::of((0..all).map(rho))
    };
    correlation.left_out += undefined as usize;
    Ok(PairwiseCorrelation { correlation, sampled, bin_ms })
}

/// Spike counts of one neuron: the bins that are not empty, ascending.
struct SparseCounts {
    bins: Vec<(usize, u64)>,
    sum: u128,
    squares: u128,
}

impl SparseCounts {
    fn of(train: &[f64], bins: Bins) -> Self {
        let mut counts: Vec<(usize, u64)> = Vec::new();
        for k in train.iter().filter_map(|&t| bins.index(t)) {
            match counts.last_mut() {
                Some((last, count)) if *last == k => *count += 1,
                _ => counts.push((k, 1)),
            }
        }
        let sum = counts.iter().map(|&(_, c)| u128::from(c)).sum();
        let squares = counts.iter().map(|&(_, c)| u128::from(c) * u128::from(c)).sum();
        Self { bins: counts, sum, squares }
    }

    /// B² times the variance.
    fn spread(&self, bins: u128) -> u128 {
        bins * self.squares - self.sum * self.sum
    }

    fn product(&self, other: &Self) -> u128 {
        let (mut a, mut b) = (self.bins.iter().peekable(), other.bins.iter().peekable());
        let mut sum = 0;
        while let (Some(&&(i, x)), Some(&&(j, y))) = (a.peek(), b.peek()) {
            if i == j {
                sum += u128::from(x) * u128::from(y);
            }
            if i <= j {
                a.next();
            }
            if j <= i {
                b.next();
            }
        }
        sum
    }

    fn correlation(&self, other: &Self, bins: usize) -> Option<f64> {
        let bins = bins as u128;
        let (sx, sy) = (self.spread(bins), other.spread(bins));
        if sx == 0 || sy == 0 {
            return None;
        }
        let (xy, means) = (bins * self.product(other), self.sum * other.sum);
        let size = xy.abs_diff(means) as f64 / ((sx as f64).sqrt() * (sy as f64).sqrt());
        Some(if xy < means { -size } else { size })
    }
}

/// The k-th of the pairs (1,0), (2,0), (2,1), (3,0), …
fn pair(k: u64) -> (usize, usize) {
    // The square root may be off by rounding; the loops put it right.
    let mut i = ((8.0 * k as f64 + 1.0).sqrt() / 2.0 + 0.5) as u64;
    while i * (i - 1) / 2 > k {
        i -= 1;
    }
    while i * (i + 1) / 2 <= k {
        i += 1;
    }
    (i as usize, (k - i * (i - 1) / 2) as usize)
}

/// `size` distinct numbers below `all`, ascending: Floyd's algorithm (Bentley & Floyd 1987,
/// Commun. ACM 30:754).
fn sample(all: u64, size: u64, seed: u64) -> BTreeSet<u64> {
    let mut random = SplitMix64(seed);
    let mut chosen = BTreeSet::new();
    for j in all - size..all {
        let k = random.below(j + 1);
        if !chosen.insert(k) {
            chosen.insert(j);
        }
    }
    chosen
}

/// Steele, Lea & Flood (2014), OOPSLA '14, 453.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `limit`; the bias of at most limit/2^64 is far under any sampling error.
    fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Window;

    #[test]
    fn pairs_are_numbered_without_gaps() {
        let all: Vec<_> = (0..6).map(pair).collect();
        assert_eq!(all, [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]);
        let last = (1 << 32) - 1_u64;
        assert_eq!(pair(last * (last + 1) / 2 - 1), (last as usize, last as usize - 1));
    }

    #[test]
    fn samples_are_distinct_uniform_and_repeatable() {
        let s = sample(100, 60, 7);
        assert_eq!((s.len(), s.last() < Some(&100)), (60, true));
        assert_eq!(s, sample(100, 60, 7));
        assert_ne!(s, sample(100, 60, 8));
        // Each number is in a sample of 30 of 100 with probability 0.3: 3000 ± 46 of 10000.
        let mut hits = [0_i32; 100];
        for seed in 0..10_000 {
            sample(100, 30, seed).iter().for_each(|&k| hits[k as usize] += 1);
        }
        assert!(hits.iter().all(|h| (h - 3000).abs() < 230), "{hits:?}");
    }

    #[test]
    fn equal_trains_correlate_and_silent_ones_are_left_out() {
        let times = [0.5, 0.5, 3.5, 3.5];
        let w = Window::new(0.0, 5.0).unwrap();
        let t = SpikeTrains::new(&times, &[0, 1, 0, 1], 3, w).unwrap();
        let p = pairwise_correlation(&t, 1.0, 100, 0).unwrap();
        assert!((p.correlation.value.unwrap() - 1.0).abs() < 1e-15);
        assert_eq!((p.correlation.used, p.correlation.left_out, p.sampled), (1, 2, false));
        // One pair is defined: it is looked at, however few are asked for.
        let one = pairwise_correlation(&t, 1.0, 1, 0).unwrap();
        assert_eq!((one.correlation.used, one.sampled), (1, false));
        assert!(pairwise_correlation(&t, 1.0, 0, 0).unwrap().sampled);
    }
}

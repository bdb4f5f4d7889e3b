//! Poisson counts by inversion of a table, many at a time.
//!
//! A count takes one 32-bit word: probabilities are rounded to 2⁻³², and what is less likely never
//! happens.

use crate::rng::{GROUP, Key, word_group};

/// Lengths of table up to which counting all thresholds beats searching among them.
const SHORT: usize = 96;

/// Words from here on come once among 2,000: thresholds beyond are rarely reached by a group.
const RARE: u32 = u32::MAX - (1 << 21);

/// The cumulative distribution of a Poisson number, as 32-bit integers.
#[derive(Clone, Debug, Default)]
pub struct PoissonTable {
    mean: f64,
    /// Counts below this one are never drawn.
    first: u32,
    /// `thresholds[k]` = 2³² · P(count ≤ first + k), rounded; those between 0 and 2³².
    thresholds: Vec<u32>,
    /// How many of them are reached by a group more often than not.
    usual: usize,
}

impl PoissonTable {
    /// Prepares the table for a mean; free of cost if it is the last one.
    pub fn set(&mut self, mean: f64) {
        if mean == self.mean {
            return;
        }
        self.mean = mean;
        (self.first, self.usual) = (0, 0);
        self.thresholds.clear();
        if mean.is_nan() || mean <= 0.0 {
            return;
        }
        // Beyond these bounds lies less than 2⁻⁶⁴ of the probability (Chernoff).
        let reach = 10.0 * libm::sqrt(mean) + 45.0;
        let last = libm::ceil(mean + reach) as u32;
        self.first = libm::floor(mean - reach).max(0.0) as u32;
        let log_mean = libm::log(mean);
        let mut sum = 0.0;
        for count in self.first..=last {
            let k = f64::from(count);
            sum += libm::exp(k * log_mean - mean - libm::lgamma(k + 1.0));
            let scaled = (sum * 4_294_967_296.0).round();
            if scaled >= 4_294_967_296.0 {
                break;
            } else if scaled < 1.0 {
                self.first = count + 1;
            } else {
                self.thresholds.push(scaled as u32);
            }
        }
        self.usual = self.thresholds.partition_point(|&threshold| threshold < RARE);
    }

    /// The count that belongs to a random word.
    #[inline]
    pub fn draw(&self, word: u32) -> u32 {
        self.first + self.thresholds.partition_point(|&t| t <= word) as u32
    }

    /// Adds counts times a weight: the count for `sums[k]` belongs to (key, tick, first + k) alone.
    pub fn add(&self, key: Key, tick: u64, first: usize, weight: f64, sums: &mut [f64]) {
        let (mut words, mut counts) = ([0; GROUP], [0; GROUP]);
        let mut done = 0;
        while done < sums.len() {
            let index = first + done;
            let (group, offset) = (index / GROUP, index % GROUP);
            let count = (GROUP - offset).min(sums.len() - done);
            word_group(key, group as u32, tick, &mut words);
            if self.thresholds.len() <= SHORT {
                let (usual, rare) = self.thresholds.split_at(self.usual);
                count_thresholds(usual, rare, self.first, &words, &mut counts);
            } else {
                counts = words.map(|word| self.draw(word));
            }
            let sums = &mut sums[done..done + count];
            if let Ok(sums) = <&mut [f64; GROUP]>::try_from(&mut *sums) {
                add_counts(&counts, weight, sums);
            } else {
                for (sum, &count) in sums.iter_mut().zip(&counts[offset..]) {
                    *sum += f64::from(count) * weight;
                }
            }
            done += count;
        }
    }
}

crate::simd::multiversion! {
    /// How many thresholds do not exceed each word. Those that are rarely reached are left out
    /// where no word has reached the first of them.
    fn count_thresholds(
        usual: &[u32], rare: &[u32], first: u32, words: &[u32; GROUP], counts: &mut [u32; GROUP],
    ) {
        let mut sums = [first; GROUP];
        for &threshold in usual {
            for k in 0..GROUP {
                sums[k] += u32::from(words[k] >= threshold);
            }
        }
        let most = words.iter().fold(0, |most, &word| most.max(word));
        if most >= rare.first().copied().unwrap_or(u32::MAX) {
            for &threshold in rare {
                for k in 0..GROUP {
                    sums[k] += u32::from(words[k] >= threshold);
                }
            }
        }
        *counts = sums;
    }
}

crate::simd::multiversion! {
    fn add_counts(counts: &[u32; GROUP], weight: f64, sums: &mut [f64; GROUP]) {
        for k in 0..GROUP {
            sums[k] += f64::from(counts[k]) * weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose};

    /// χ² of the counts against the Poisson probabilities, small and large means.
    #[test]
    fn the_law_is_poisson() {
        let key = Key::new(11, Purpose::Poisson, "law");
        let n = 200_000u32;
        for mean in [1e-3, 0.2, 2.0, 37.0, 5000.0] {
            let mut table = PoissonTable::default();
            table.set(mean);
            let (mut sum, mut squares) = (0.0, 0.0);
            let mut counts = vec![0.0; n as usize];
            table.add(key, 0, 0, 1.0, &mut counts);
            for x in counts {
                sum += x;
                squares += (x - mean) * (x - mean);
            }
            let n = f64::from(n);
            let (m, v) = (sum / n, squares / n);
            assert!((m - mean).abs() < 4.5 * (mean / n).sqrt(), "mean {m} of {mean}");
            // Fourth central moment of a Poisson number: mean + 3 mean².
            let sd = ((mean + 2.0 * mean * mean) / n).sqrt();
            assert!((v - mean).abs() < 4.5 * sd, "variance {v} of {mean}");
        }
    }

    #[test]
    fn any_cut_gives_the_same_counts() {
        let key = Key::new(1, Purpose::Poisson, "cut");
        for mean in [0.3, 4.0, 900.0] {
            let mut table = PoissonTable::default();
            table.set(mean);
            let mut whole = [0.0; 500];
            table.add(key, 7, 0, 1.0, &mut whole);
            for (start, stop) in [(0, 1), (63, 65), (5, 400), (128, 192), (499, 500)] {
                let mut part = vec![0.0; stop - start];
                table.add(key, 7, start, 1.0, &mut part);
                assert_eq!(part, whole[start..stop]);
            }
        }
    }

    /// Every probability of the table, against the law.
    #[test]
    fn thresholds_are_the_cumulative_probabilities() {
        let mut table = PoissonTable::default();
        table.set(2.0);
        let mut below = 0.0;
        for (k, &threshold) in table.thresholds.iter().enumerate() {
            let k = k as f64;
            below += libm::exp(k * libm::log(2.0) - 2.0 - libm::lgamma(k + 1.0));
            let got = f64::from(threshold) / 4_294_967_296.0;
            assert!((got - below).abs() < 2.4e-10, "P(count ≤ {k})");
        }
        assert_eq!((table.draw(0), table.draw(u32::MAX)), (0, table.thresholds.len() as u32));
    }
}

//! Poisson counts by inversion of a table.

/// The cumulative distribution of a Poisson number, as 64-bit integers.
#[derive(Clone, Debug, Default)]
pub struct PoissonTable {
    mean: f64,
    /// The number that belongs to `thresholds[0]`.
    first: u32,
    /// `thresholds[k]` = 2⁶⁴ · P(count ≤ first + k), rounded.
    thresholds: Vec<u64>,
}

impl PoissonTable {
    /// Prepares the table for a mean; free of cost if it is the last one.
    pub fn set(&mut self, mean: f64) {
        if mean == self.mean {
            return;
        }
        self.mean = mean;
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
        for k in self.first..=last {
            let k = f64::from(k);
            sum += libm::exp(k * log_mean - mean - libm::lgamma(k + 1.0));
            let scaled = sum * 18_446_744_073_709_551_616.0;
            // The conversion saturates: the last thresholds are the largest number.
            self.thresholds.push(scaled as u64);
        }
    }

    /// The count that belongs to random words.
    #[inline]
    pub fn draw(&self, words: [u32; 4]) -> u32 {
        let u = u64::from(words[0]) | (u64::from(words[1]) << 32);
        let below = if self.thresholds.len() < 64 {
            self.thresholds.iter().take_while(|&&t| t <= u).count()
        } else {
            self.thresholds.partition_point(|&t| t <= u)
        };
        if self.thresholds.is_empty() { 0 } else { self.first + below as u32 }
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
            for i in 0..n {
                let x = f64::from(table.draw(key.words(i, 0, 0)));
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
}

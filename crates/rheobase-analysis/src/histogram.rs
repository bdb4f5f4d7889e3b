//! Counts of values in bins; logarithms of them are the plot's affair.

use serde::Serialize;

use crate::error::{Error, positive};
use crate::window::floor_in_bins;

/// Most bins of a histogram.
const MAX_BINS: usize = 1 << 24;

/// Counts of values between ascending edges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    /// Edges, one more than there are bins, in the values' unit.
    pub edges: Vec<f64>,
    /// Number of values in each bin.
    pub counts: Vec<u64>,
    /// Values below the first edge, above the last, or not finite.
    pub left_out: u64,
}

impl Histogram {
    /// Counts values between given edges, as `numpy.histogram` does: bin k is
    /// `[edges[k], edges[k+1])`, and the last one also holds its right edge.
    ///
    /// # Errors
    /// [`Error::BadEdges`] unless there are at least two finite edges that ascend.
    pub fn with_edges(values: &[f64], edges: &[f64]) -> Result<Self, Error> {
        let ascending = edges.windows(2).all(|w| w[0] < w[1]);
        if edges.len() < 2 || !ascending || edges.iter().any(|e| !e.is_finite()) {
            return Err(Error::BadEdges);
        }
        let bins = edges.len() - 1;
        let mut histogram = Self { edges: edges.to_vec(), counts: vec![0; bins], left_out: 0 };
        for &v in values {
            if v >= edges[0] && v <= edges[bins] {
                let k = edges.partition_point(|&e| e <= v) - 1;
                histogram.counts[k.min(bins - 1)] += 1;
            } else {
                histogram.left_out += 1;
            }
        }
        Ok(histogram)
    }

    /// Counts values in bins of one width from zero up to the largest value, for rates and
    /// intervals: bin k is `[k·width, (k+1)·width)`. Negative and non-finite values are left
    /// out; without values there is one empty bin.
    ///
    /// # Errors
    /// A width that is not positive, or more than 2^24 bins.
    pub fn from_zero(values: &[f64], width: f64) -> Result<Self, Error> {
        positive("width", width)?;
        let usable = |v: &f64| v.is_finite() && *v >= 0.0;
        let largest = values.iter().copied().filter(usable).fold(0.0, f64::max);
        let bins = floor_in_bins(largest / width) + 1.0;
        if bins > MAX_BINS as f64 {
            return Err(Error::TooManyBins { name: "width", bins, limit: MAX_BINS });
        }
        let edges = (0..=bins as usize).map(|k| k as f64 * width).collect();
        let mut histogram = Self { edges, counts: vec![0; bins as usize], left_out: 0 };
        for v in values {
            if usable(v) {
                histogram.counts[floor_in_bins(v / width) as usize] += 1;
            } else {
                histogram.left_out += 1;
            }
        }
        Ok(histogram)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_on_edges_belong_to_the_right_but_for_the_last() {
        let h = Histogram::with_edges(&[0.0, 1.0, 2.0, 2.1, -0.1, f64::NAN], &[0.0, 1.0, 2.0]);
        let h = h.unwrap();
        assert_eq!((h.counts, h.left_out), (vec![1, 2], 3));
        assert_eq!(Histogram::with_edges(&[], &[1.0, 1.0]), Err(Error::BadEdges));
    }

    #[test]
    fn bins_reach_the_largest_value() {
        let h = Histogram::from_zero(&[0.0, 0.3, 0.1 * 3.0, 0.05], 0.1).unwrap();
        assert_eq!(h.counts, [2, 0, 0, 2]);
        assert_eq!(h.edges.len(), 5);
        assert_eq!(Histogram::from_zero(&[], 1.0).unwrap().counts, [0]);
        assert!(matches!(Histogram::from_zero(&[1.0], 1e-30), Err(Error::TooManyBins { .. })));
    }
}

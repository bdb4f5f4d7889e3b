//! A mean that says what it is a mean of, and the moments under it.

use serde::Serialize;

/// The mean of a measure over those neurons (or pairs, or nodes) for which it is defined.
///
/// A silent neuron has no inter-spike interval and so no CV: it is *left out*, and counted as
/// such. Where nothing is left, `value` is `None`, never a NaN.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// Arithmetic mean over the members used; `None` if there are none.
    pub value: Option<f64>,
    /// Standard deviation over the members used (ddof 0); `None` if there are none.
    pub sd: Option<f64>,
    /// Number of members for which the measure is defined.
    pub used: usize,
    /// Number of members for which it is not.
    pub left_out: usize,
}

impl Summary {
    /// Summarises values of which some may be undefined.
    ///
    /// A `Some` that is not finite counts as undefined.
    pub fn of(values: impl IntoIterator<Item = Option<f64>>) -> Self {
        let mut defined = Vec::new();
        let mut left_out = 0;
        for value in values {
            match value {
                Some(v) if v.is_finite() => defined.push(v),
                _ => left_out += 1,
            }
        }
        let moments = mean_sd(&defined);
        Self {
            value: moments.map(|m| m.0),
            sd: moments.map(|m| m.1),
            used: defined.len(),
            left_out,
        }
    }
}

/// Mean and population standard deviation (divisor n, as `numpy.std` with `ddof=0`), in two
/// passes; `None` for an empty slice.
pub fn mean_sd(values: &[f64]) -> Option<(f64, f64)> {
    let first = *values.first()?;
    // The mean of equal numbers may differ from them in the last digit, which would give a
    // constant signal a tiny spread and its correlations a meaningless value.
    if values.iter().all(|&v| v == first) {
        return Some((first, 0.0));
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    Some((mean, variance.sqrt()))
}

/// Standard deviation over mean (ddof 0); `None` if empty or the mean is zero.
pub(crate) fn coefficient_of_variation(values: &[f64]) -> Option<f64> {
    let (mean, sd) = mean_sd(values)?;
    (mean != 0.0).then(|| sd / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_members_are_counted_not_averaged() {
        let s = Summary::of([Some(1.0), None, Some(3.0), Some(f64::NAN)]);
        assert_eq!((s.value, s.sd, s.used, s.left_out), (Some(2.0), Some(1.0), 2, 2));
        assert_eq!(Summary::of([None]).value, None);
    }

    #[test]
    fn a_constant_has_no_spread() {
        assert_eq!(mean_sd(&[0.1; 7]), Some((0.1, 0.0)));
        assert_eq!(mean_sd(&[]), None);
        assert_eq!(coefficient_of_variation(&[0.0, 0.0]), None);
    }
}

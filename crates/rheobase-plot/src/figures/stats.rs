//! The few numbers that captions of histograms give.

use super::histogram::usable;
use crate::ticks::{number, significant};

/// Number, mean and coefficient of variation of the values drawn.
pub(crate) struct Stats {
    pub count: usize,
    pub mean: Option<f64>,
    /// Over all values together; the mean of neurons' own CVs is another number.
    pub cv: Option<f64>,
}

impl Stats {
    pub fn of(values: &[f64], positive: bool) -> Self {
        let used = || values.iter().copied().filter(move |v| usable(*v, positive));
        let count = used().count();
        let n = count as f64;
        let mean = (count > 0).then(|| used().sum::<f64>() / n);
        let cv = mean.filter(|&m| m != 0.0 && count > 1).map(|m| {
            let variance = used().map(|v| (v - m).powi(2)).sum::<f64>() / n;
            // Below that it is the rounding of equal values.
            Some(variance.sqrt() / m).filter(|cv| cv.abs() > 1e-12).unwrap_or(0.0)
        });
        Self { count, mean, cv }
    }

    pub fn caption(&self, name: &str, unit: &str, with_cv: bool) -> String {
        let mut said = format!("{name}: n = {}", number(self.count as f64, 1.0));
        if let Some(mean) = self.mean {
            said.push_str(&format!(", mean {} {unit}", significant(mean, 3)));
        }
        if let Some(cv) = self.cv.filter(|_| with_cv) {
            said.push_str(&format!(", pooled CV {}", significant(cv, 3)));
        }
        said.trim_end().to_string()
    }
}

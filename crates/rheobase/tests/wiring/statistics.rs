//! Goodness of fit. Seeds are fixed, so a test passes or fails for ever; the limits are those that
//! a right program would have passed with any seed, all of some hundred comparisons together, with
//! a probability above 0.999.

/// Two-sided limit of a normal deviate: 6.8e-6 a comparison.
pub const Z: f64 = 4.5;

/// Whether a value is likely where a normal one of that mean and standard deviation is expected.
pub fn likely(value: f64, mean: f64, sd: f64) -> bool {
    (value - mean).abs() <= Z * sd
}

/// Pearson's χ² of counts against their expectations (each to be 5 or more).
pub fn chi2(counts: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(counts.len(), expected.len());
    assert!(expected.iter().all(|&e| e >= 5.0), "too few expected: {expected:?}");
    counts.iter().zip(expected).map(|(c, e)| (c - e) * (c - e) / e).sum()
}

/// Whether χ² with so many degrees of freedom is not too large (Wilson & Hilferty 1931).
pub fn chi2_fits(chi2: f64, freedom: f64) -> bool {
    let spread = 2.0 / (9.0 * freedom);
    ((chi2 / freedom).cbrt() - (1.0 - spread)) / spread.sqrt() <= Z
}

/// Whether counts are those of equally likely classes.
pub fn uniform(counts: &[f64]) -> bool {
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    chi2_fits(chi2(counts, &vec![mean; counts.len()]), counts.len() as f64 - 1.0)
}

/// Mean and variance (unbiased).
pub fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0))
}

/// Whether values follow a distribution function (Kolmogorov–Smirnov; 2.5 is passed with a
/// probability of 1 - 7.5e-6).
pub fn follows(values: &[f64], cdf: impl Fn(f64) -> f64) -> bool {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let gap = |(i, &v): (usize, &f64)| {
        let c = cdf(v);
        (c - i as f64 / n).abs().max((c - (i + 1) as f64 / n).abs())
    };
    sorted.iter().enumerate().map(gap).fold(0.0, f64::max) * n.sqrt() < 2.5
}

/// Whether counts are binomial(n, p), by mean, variance and χ² over the classes around the mean.
pub fn binomial(counts: &[u32], n: u32, p: f64) -> bool {
    let mean = f64::from(n) * p;
    let variance = mean * (1.0 - p);
    let draws = counts.len() as f64;
    let values: Vec<f64> = counts.iter().map(|&c| f64::from(c)).collect();
    let (got_mean, got_variance) = moments(&values);
    // Var of a variance: (µ4 - σ⁴)/n, with µ4 = 3σ⁴ + σ²(1 - 6p(1-p)).
    let fourth = 2.0 * variance * variance + variance * (1.0 - 6.0 * p * (1.0 - p));
    likely(got_mean, mean, (variance / draws).sqrt())
        && likely(got_variance, variance, (fourth / draws).sqrt())
        && binomial_classes(counts, n, p)
}

fn binomial_classes(counts: &[u32], n: u32, p: f64) -> bool {
    let ln_p = |k: u32| {
        let (n, k) = (f64::from(n), f64::from(k));
        libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
            + k * p.ln()
            + (n - k) * (1.0 - p).ln()
    };
    let (mut seen, mut expected) = (vec![0.0], vec![0.0]);
    for k in 0..=n {
        if expected[expected.len() - 1] >= 10.0 {
            seen.push(0.0);
            expected.push(0.0);
        }
        let last = expected.len() - 1;
        seen[last] += counts.iter().filter(|&&c| c == k).count() as f64;
        expected[last] += counts.len() as f64 * ln_p(k).exp();
    }
    if expected[expected.len() - 1] < 5.0 {
        let (s, e) = (seen.pop().unwrap(), expected.pop().unwrap());
        *seen.last_mut().unwrap() += s;
        *expected.last_mut().unwrap() += e;
    }
    chi2_fits(chi2(&seen, &expected), seen.len() as f64 - 1.0)
}

/// A generator for the wrong variants and nothing else: SplitMix64.
pub struct Wrong(pub u64);

impl Wrong {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: u32) -> u32 {
        (self.uniform() * f64::from(n)) as u32
    }
}

//! Weights, delays and parameters.

use crate::common::*;
use crate::statistics::*;
use rheobase::rng::{Key, Purpose};
use rheobase::spec::*;
use rheobase::wiring::{Delays, ParamValues, Weights, resolve_param};

/// Weights of 200 × 200 synapses.
fn weights(given: Distribution) -> Vec<f64> {
    let mut p = projection("A", "B", Rule::AllToAll);
    p.weight.value = WeightValue::Drawn(given);
    match forward(200, 200, &p, 3).weights {
        Weights::F32(each) => each.into_iter().map(f64::from).collect(),
        other => panic!("drawn weights are f32, not {other:?}"),
    }
}

fn normal_cdf(mean: f64, sd: f64) -> impl Fn(f64) -> f64 {
    move |w| 0.5 * libm::erfc((mean - w) / sd / std::f64::consts::SQRT_2)
}

const fn normal(mean: f64, sd: f64) -> Distribution {
    Distribution { shape: Shape::Normal { mean, sd }, min: None, max: None }
}

#[test]
fn normal_weights_follow_their_law_and_are_independent() {
    let w = weights(normal(5.0, 0.7));
    assert!(follows(&w, normal_cdf(5.0, 0.7)));
    assert!(!follows(&w, normal_cdf(5.0, 0.7f64.sqrt())), "variance for standard deviation");
    assert!(!follows(&w, normal_cdf(5.02, 0.7)), "a shifted mean");
    let lag = |k: usize| {
        let products = w.windows(k + 1).map(|v| (v[0] - 5.0) * (v[k] - 5.0) / 0.49);
        products.sum::<f64>() / (w.len() as f64).sqrt()
    };
    assert!(likely(lag(1), 0.0, 1.0) && likely(lag(200), 0.0, 1.0), "neighbours correlate");
}

#[test]
fn lognormal_weights_have_the_mean_and_sd_of_the_value() {
    for mean in [2.0, -2.0f64] {
        let w = weights(distribution(Shape::LogNormal { mean, sd: 1.0 }));
        let (got, variance) = moments(&w);
        assert!(likely(got, mean, 1.0 / 200.0), "mean {got}");
        // Var of a variance of a lognormal with sd/mean = 1/2: kurtosis 8.04 - 1 = 7.04 / n.
        assert!(likely(variance, 1.0, (8.0f64 / 4e4).sqrt()), "variance {variance}");
        let (s2, m) = (1.25f64.ln(), mean.abs());
        let cdf = |mu: f64, s: f64| move |w: f64| normal_cdf(mu, s)(w.ln());
        let sizes: Vec<f64> = w.iter().map(|w| w * mean.signum()).collect();
        assert!(sizes.iter().all(|&w| w > 0.0), "mirrored for a negative mean");
        assert!(follows(&sizes, cdf(m.ln() - s2 / 2.0, s2.sqrt())));
        assert!(!follows(&sizes, cdf(m.ln(), s2.sqrt())), "median for mean");
        assert!(!follows(&sizes, cdf(m, 1.0)), "mean and sd of the logarithm");
    }
}

#[test]
fn weights_keep_the_sign_of_the_mean() {
    for sign in [1.0, -1.0] {
        let w: Vec<f64> = weights(normal(sign, 1.0)).iter().map(|w| w * sign).collect();
        let clipped = |w: f64| if w < 0.0 { 0.0 } else { normal_cdf(1.0, 1.0)(w) };
        let zeros = |w: &[f64]| w.iter().filter(|&&w| w == 0.0).count() as f64;
        let (n, p) = (w.len() as f64, normal_cdf(1.0, 1.0)(0.0));
        let law = |w: &[f64]| {
            w.iter().all(|&w| w >= 0.0)
                && likely(zeros(w), n * p, (n * p * (1.0 - p)).sqrt())
                && follows(&w.iter().copied().filter(|&w| w > 0.0).collect::<Vec<_>>(), |w| {
                    (clipped(w) - p) / (1.0 - p)
                })
        };
        assert!(law(&w));
        let wide = Distribution { min: Some(-1e9), ..normal(1.0, 1.0) };
        let unclipped: Vec<f64> =
            weights(wide).iter().map(|w| if *w == 0.0 { -0.5 } else { *w }).collect();
        assert!(!law(&unclipped), "below zero");
        let redrawn = weights(Distribution { min: Some(0.0), ..normal(1.0, 1.0) });
        assert!(!law(&redrawn), "drawn again for clipped");
    }
    let both = weights(distribution(Shape::Uniform { low: -1.0, high: 1.0 }));
    assert!(both.iter().any(|&w| w < 0.0) && both.iter().any(|&w| w > 0.0), "no sign to keep");
    let up = weights(distribution(Shape::Uniform { low: -1.0, high: 3.0 }));
    assert!(up.iter().all(|&w| w >= 0.0), "the sign of the mid-point");
}

#[test]
fn bounds_truncate_and_do_not_clip() {
    let w = weights(Distribution { min: Some(0.5), max: Some(2.0), ..normal(1.0, 1.0) });
    let (a, b) = (normal_cdf(1.0, 1.0)(0.5), normal_cdf(1.0, 1.0)(2.0));
    let cdf = |w: f64| ((normal_cdf(1.0, 1.0)(w) - a) / (b - a)).clamp(0.0, 1.0);
    assert!(w.iter().all(|w| (0.5..=2.0).contains(w)) && follows(&w, cdf));
    let clipped: Vec<f64> = weights(normal(1.0, 1.0)).iter().map(|w| w.clamp(0.5, 2.0)).collect();
    assert!(!follows(&clipped, cdf), "clipped to the bounds");
    let uniform = weights(distribution(Shape::Uniform { low: 2.0, high: 6.0 }));
    assert!(follows(&uniform, |w| ((w - 2.0) / 4.0).clamp(0.0, 1.0)));
}

/// Delays in steps of 200 × 200 synapses.
fn delays(given: Distribution) -> Vec<u16> {
    let mut p = projection("A", "B", Rule::AllToAll);
    p.delay = Delay::Drawn(given);
    match forward(200, 200, &p, 3).delays {
        Delays::Each(each) => each,
        other => panic!("drawn delays are one each, not {other:?}"),
    }
}

/// Whether steps are normal delays (ms) rounded to the nearest step and drawn again below one.
fn rounded(steps: &[u16], mean: f64, sd: f64) -> bool {
    let edge = |step: f64| normal_cdf(mean, sd)((step - 0.5) * DT);
    let kept = 1.0 - edge(1.0);
    let classes: Vec<u16> = (1..=25).collect();
    let counts: Vec<f64> = classes
        .iter()
        .map(|&c| steps.iter().filter(|&&s| s == c || (c == 25 && s > c)).count() as f64)
        .collect();
    let expected: Vec<f64> = classes
        .iter()
        .map(|&c| {
            let upper = if c == 25 { 1.0 } else { edge(f64::from(c) + 1.0) };
            steps.len() as f64 * (upper - edge(f64::from(c))) / kept
        })
        .collect();
    counts.iter().sum::<f64>() == steps.len() as f64 && chi2_fits(chi2(&counts, &expected), 24.0)
}

#[test]
fn drawn_delays_are_rounded_to_the_nearest_step_and_redrawn_below_one() {
    let steps = delays(normal(1.0, 0.5));
    assert!(rounded(&steps, 1.0, 0.5));
    assert!(!rounded(&steps, 1.05, 0.5), "rounded down");
    // The same numbers as a wrong variant would treat them.
    let mut wrong = Wrong(8);
    let mut draw = || {
        let r = (-2.0 * (1.0 - wrong.uniform()).ln()).sqrt();
        1.0 + 0.5 * r * (std::f64::consts::TAU * wrong.uniform()).cos()
    };
    let raw: Vec<f64> = (0..60_000).map(|_| draw()).collect();
    let kept = |step: &dyn Fn(f64) -> f64| -> Vec<u16> {
        raw.iter().map(|&ms| step(ms / DT)).filter(|&s| s >= 1.0).map(|s| s as u16).collect()
    };
    assert!(rounded(&kept(&f64::round), 1.0, 0.5), "a plain reference passes");
    assert!(!rounded(&kept(&f64::floor), 1.0, 0.5), "floor");
    assert!(!rounded(&kept(&f64::ceil), 1.0, 0.5), "ceiling");
    assert!(!rounded(&kept(&|s| s.round().max(1.0)), 1.0, 0.5), "raised to one step");
}

#[test]
fn constant_delays_are_steps() {
    let steps = |delay: Delay| {
        let p = ProjectionSpec { delay, ..projection("E", "E", Rule::AllToAll) };
        recurrent(3, &p, 1).delays
    };
    assert_eq!(steps(Delay::Time(0.1)), Delays::Uniform(1));
    assert_eq!(steps(Delay::Time(1.5)), Delays::Uniform(15));
    assert_eq!(steps(Delay::Time(0.1 + 0.2)), Delays::Uniform(3));
    assert_eq!(steps(Delay::Steps(7)), Delays::Uniform(7));
}

#[test]
fn parameters_are_constant_drawn_or_given() {
    let key = Key::new(1, Purpose::Parameter, "E.tau_m");
    let get = |param: &Param, n| resolve_param(param, n, key, "population.E.tau_m").unwrap();
    assert_eq!(get(&Param::Constant(3.0), 5), ParamValues::Uniform(3.0));
    assert_eq!(get(&Param::Values(vec![1.0, 2.0]), 2).get(1), 2.0);
    let drawn = |n| match get(&Param::Drawn(normal(10.0, 2.0)), n) {
        ParamValues::Each(values) => values,
        other => panic!("drawn are one each, not {other:?}"),
    };
    let all = drawn(20_000);
    assert!(follows(&all, normal_cdf(10.0, 2.0)) && !follows(&all, normal_cdf(10.0, 2.2)));
    assert_eq!(drawn(100), all[..100], "a neuron's value depends on the size of the population");
}

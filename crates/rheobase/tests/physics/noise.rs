//! The original's noise, drawn in each step and not scaled with dt.

use super::lab::*;
use super::{entry, number};

/// Deviation of the free voltage over neurons and over times far apart, and how many they are.
fn deviation(tau: f64, dt: f64, sd: f64) -> (f64, f64) {
    let run = run(&format!(
        r#"
        scheme = "euler"
        dt = "{dt} ms"
        duration = "600 ms"
        seed = 4
        [population.a]
        size = 5000
        tau_m = "{tau} ms"
        V_thr = "0 mV"
        V_init = "-70 mV"
        [input.noise]
        target = "a"
        kind = "step_noise"
        sd = "{sd} mV"
        [record.v]
        kind = "state"
        of = "a"
        variables = ["V"]
        every = "60 ms"
        "#
    ));
    // The first samples still remember the start.
    let values = &trace(&run, "v", "V").samples[3 * 5000..];
    let n = values.len() as f64;
    ((values.iter().map(|v| (v + 70.0) * (v + 70.0)).sum::<f64>() / n).sqrt(), n)
}

/// 4.5 standard errors of a deviation: passed by chance with a probability of 7e-6 if wrong.
fn agrees((found, n): (f64, f64), expected: f64) -> bool {
    (found / expected - 1.0).abs() < 4.5 / (2.0 * n).sqrt()
}

#[test]
fn step_noise_has_the_deviation_of_the_original() {
    for id in ["seed_psp_tm10_ts10", "seed_psp_tm15_ts8"] {
        let entry = entry(id);
        let (tau, dt) = (number(&entry["params"]["tau_m"]), number(&entry["params"]["dt"]));
        let (sigma, free) =
            (number(&entry["noise"]["sigma"]), number(&entry["noise"]["free_sd_mV"]));
        let found = deviation(tau, dt, sigma);
        assert!(agrees(found, free), "{id}: {found:?} instead of {free}");
        // With half the step its effect shrinks by √2; scaled noise would keep it.
        let fine = deviation(tau, dt / 2.0, sigma);
        let a = 1.0 - dt / 2.0 / tau;
        assert!(agrees(fine, sigma * (dt / 2.0 / tau) / (1.0 - a * a).sqrt()), "{fine:?}");
        assert!(!agrees(fine, free), "noise scaled with dt passes");
        assert!(!agrees(deviation(tau, dt, sigma * 1.03), free), "noise 3 % off passes");
    }
}

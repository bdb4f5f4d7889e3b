//! The rate of a neuron with a constant drive, by its closed form.

use super::lab::*;
use super::{entry, number};

/// Steps between spikes, the first of them left out; all must be alike. 0: no second spike.
fn interval(spikes: &[u64]) -> u64 {
    let intervals: Vec<_> = spikes.windows(2).map(|w| w[1] - w[0]).collect();
    let Some(&first) = intervals.first() else { return 0 };
    assert!(intervals.iter().all(|&i| i == first), "intervals differ: {intervals:?}");
    first
}

/// One neuron for each current, with a refractory period of `t_ref` ms.
fn exact_intervals(currents: &[f64], t_ref: f64) -> Vec<u64> {
    let run = run(&format!(
        r#"
        duration = "500 ms"
        [population.a]
        size = {}
        tau_m = "10 ms"
        C_m = "250 pF"
        V_rest = "-70 mV"
        V_thr = "-55 mV"
        V_reset = "-70 mV"
        V_init = "-70 mV"
        t_ref = "{t_ref} ms"
        [input.current]
        target = "a"
        kind = "per_neuron"
        value = {{ values = {currents:?}, unit = "pA" }}
        "#,
        currents.len()
    ));
    (0..currents.len() as u32).map(|n| interval(&spikes_of(&run, n))).collect()
}

#[test]
fn exact_intervals_are_those_of_the_closed_form() {
    let entry = entry("lif_fi");
    let rows = entry["rows"].as_array().unwrap();
    let currents: Vec<_> = rows.iter().map(|r| number(&r["I_pA"])).collect();
    let expected: Vec<_> = rows
        .iter()
        .map(|r| r["nest_isi_dt0p1"].as_f64().map_or(0, |isi| (isi / 0.1).round() as u64))
        .collect();
    let found = exact_intervals(&currents, number(&entry["params"]["t_ref"]));
    assert_eq!(found, expected);
    // The continuous formula, rounded up to the grid.
    for (row, &steps) in rows.iter().zip(&found).filter(|(_, steps)| **steps > 0) {
        let isi = number(&row["isi_ms"]);
        assert!((steps as f64 * 0.1 - isi) <= 0.1 + 1e-9 && steps as f64 * 0.1 > isi, "{isi}");
    }
    let wrong = exact_intervals(&currents, 1.9);
    assert!(wrong.iter().zip(&expected).all(|(w, e)| w == e && *e == 0 || w + 1 == *e));
}

/// At the rheobase itself V only approaches the threshold.
#[test]
fn no_spike_at_or_below_the_rheobase() {
    assert_eq!(exact_intervals(&[374.0, 374.999, 375.0], 0.0), [0, 0, 0]);
    assert!(exact_intervals(&[375.1], 0.0)[0] > 0);
}

fn euler_interval(drive: f64, tau: f64, dt: f64, scheme: &str) -> u64 {
    let run = run(&format!(
        r#"
        scheme = "{scheme}"
        dt = "{dt} ms"
        duration = "200 ms"
        [population.a]
        size = 1
        tau_m = "{tau} ms"
        V_init = "-80 mV"
        [input.drive]
        target = "a"
        kind = "constant"
        mean = "{drive} mV"
        "#
    ));
    interval(&spikes_of(&run, 0))
}

#[test]
fn euler_intervals_are_those_of_the_original() {
    let entry = entry("seed_lif_fi");
    let mut told_apart = 0;
    for row in entry["rows"].as_array().unwrap() {
        let (drive, tau, dt) = (number(&row["Ix"]), number(&row["tau"]), number(&row["dt"]));
        let expected = row["isi_steps"].as_u64().unwrap();
        assert_eq!(euler_interval(drive, tau, dt, "euler"), expected, "{drive} mV");
        told_apart += usize::from(euler_interval(drive, tau, dt, "exact") != expected);
    }
    assert!(told_apart >= 2, "the exact scheme passes for the original's");
}

//! The response to one spike.

use super::lab::*;
use super::{entry, number, numbers};
use serde_json::Value;

/// V minus rest at every step from the arrival of one spike, at 1 ms, on.
fn response(receptor: &str, weight: &str, tau_m: f64, dt: f64) -> Vec<f64> {
    let run = run(&format!(
        r#"
        dt = "{dt} ms"
        duration = "101 ms"
        [population.a]
        size = 1
        tau_m = "{tau_m} ms"
        C_m = "250 pF"
        V_init = "-70 mV"
        receptors.r = {receptor}
        [input.spike]
        target = "a"
        kind = "spike_train"
        times = ["1 ms"]
        ids = [0]
        weight = "{weight}"
        [record.v]
        kind = "state"
        of = "a"
        variables = ["V"]
        every = "{dt} ms"
        "#
    ));
    let samples = column(trace(&run, "v", "V"), 0);
    samples[(1.0 / dt).round() as usize..].iter().map(|v| v + 70.0).collect()
}

/// The largest difference to the reference at its times, the response being `shift` steps late.
fn misfit(entry: &Value, response: &[f64], dt: f64, shift: usize) -> f64 {
    let times = numbers(&entry["t_ms"]);
    let expected = numbers(&entry["dV_mV"]);
    let at = |t: f64| response[(t / dt).round() as usize + shift];
    times.iter().zip(expected).map(|(&t, v)| (at(t) - v).abs()).fold(0.0, f64::max)
}

#[test]
fn exact_responses_are_the_closed_forms() {
    let cases = [
        ("psp_iaf_psc_exp_2.0", r#"{ kind = "exponential", tau = "2 ms" }"#, "100 pA"),
        ("psp_iaf_psc_exp_10.0", r#"{ kind = "exponential", tau = "10 ms" }"#, "-80 pA"),
        ("psp_iaf_psc_alpha_2.0", r#"{ kind = "alpha", tau = "2 ms" }"#, "100 pA"),
        ("psp_iaf_psc_delta_None", "\"delta\"", "3 mV"),
    ];
    for (id, receptor, weight) in cases {
        let entry = entry(id);
        for dt in [0.1, 0.05] {
            let response = response(receptor, weight, 10.0, dt);
            assert!(misfit(&entry, &response, dt, 0) < 1e-9, "{id}");
            assert!(misfit(&entry, &response, dt, 1) > 1e-3, "{id} passes a step late");
        }
        // 1 pA on 250 pF and 10 ms is 0.04 mV: the same response by the other unit.
        if let Some(pa) = weight.strip_suffix(" pA") {
            let mv = 0.04 * pa.parse::<f64>().unwrap();
            let again = response(receptor, &format!("{mv} mV"), 10.0, 0.1);
            assert!(misfit(&entry, &again, 0.1, 0) < 1e-9, "{id} in mV");
            let wrong = response(receptor, &format!("{pa} mV"), 10.0, 0.1);
            assert!(misfit(&entry, &wrong, 0.1, 0) > 1.0, "{id}: pA pass for mV");
        }
        let (peak, at) = (number(&entry["peak_dV"]), number(&entry["peak_t"]));
        let fine = response(receptor, weight, 10.0, 0.1);
        let first = usize::from(id.contains("delta"));
        let largest = (first..fine.len()).max_by(|&a, &b| fine[a].abs().total_cmp(&fine[b].abs()));
        let largest = largest.unwrap();
        assert!((largest as f64 * 0.1 - at).abs() <= 0.1 + 1e-9, "{id} peaks at {largest}");
        assert!((fine[largest] / peak - 1.0).abs() < 0.011, "{id} peaks at {}", fine[largest]);
    }
}

/// What a weight in mV*ms means: the area under R·I, whatever the time constants and the scheme.
#[test]
fn an_area_is_the_area_under_the_voltage() {
    for tau in [2.0, 5.0, 10.0] {
        let receptor = format!("{{ kind = \"exponential\", tau = \"{tau} ms\" }}");
        let area = |weight: &str| {
            let response = response(&receptor, weight, 10.0, 0.1);
            response.windows(2).map(|w| (w[0] + w[1]) / 2.0 * 0.1).sum::<f64>()
        };
        assert!((area("-50 mV*ms") / -50.0 - 1.0).abs() < 0.002, "{tau} ms");
        assert!((area("-50 mV") / -50.0 - 1.0).abs() > 0.5, "a jump passes for an area");
    }
}

/// No jump where the time constants meet: with tau_syn = tau_m (1 + e) the response is that of
/// equal ones up to a change in proportion to e.
#[test]
fn responses_are_stable_where_time_constants_are_close() {
    for kind in ["exponential", "alpha"] {
        let receptor = |tau: f64| format!("{{ kind = \"{kind}\", tau = \"{tau} ms\" }}");
        let equal = response(&receptor(10.0), "1 mV", 10.0, 0.1);
        for digits in 3..=15 {
            for sign in [-1.0, 1.0] {
                let e = sign * 10f64.powi(-digits);
                let close = response(&receptor(10.0 * (1.0 + e)), "1 mV", 10.0, 0.1);
                let change = gap(&close, &equal);
                assert!(change <= 2.0 * e.abs() + 1e-13, "{kind}, {e}: {change} mV");
                if digits < 10 {
                    assert!(change >= 0.1 * e.abs(), "{kind}, {e}: no change, {change} mV");
                }
            }
        }
    }
    // The textbook's difference of exponentials over a difference fails the same limit.
    let (dt, tau) = (0.1, 10.0);
    let naive = |tau_syn: f64| {
        tau_syn / (tau - tau_syn) * (libm::exp(-dt / tau) - libm::exp(-dt / tau_syn))
    };
    let right = dt / tau * libm::exp(-dt / tau);
    let off = (naive(10.0 * (1.0 + 1e-15)) - right).abs() * 100.0;
    assert!(off.is_nan() || off > 2e-15 + 1e-13, "the textbook's formula is stable after all");
}

/// One spike of `a` reaches `b` in the next step of the Euler scheme.
fn euler_response(entry: &Value, weight: f64, delay: u64) -> (Vec<f64>, Vec<f64>) {
    let p = &entry["params"];
    let run = run(&format!(
        r#"
        scheme = "euler"
        dt = "{} ms"
        duration = "400 ms"
        [population.a]
        size = 1
        V_init = "-49 mV"
        [population.b]
        size = 1
        tau_m = "{} ms"
        V_init = "-70 mV"
        receptors.r = {{ kind = "exponential", tau = "{} ms" }}
        [projection.ab]
        source = "a"
        target = "b"
        rule = "all_to_all"
        weight = "{weight} mV*ms"
        delay = "{delay} steps"
        [record.spikes]
        kind = "spikes"
        of = "a"
        [record.v]
        kind = "state"
        of = "b"
        variables = ["V", "I"]
        every = "0.1 ms"
        "#,
        p["dt"], p["tau_m"], p["tau_syn"]
    ));
    assert_eq!(spikes_of(&run, 0), [0], "above threshold at the start, and never again");
    // The sample after step k is number k + 1.
    let column = |name: &str| column(trace(&run, "v", name), 0)[1..].to_vec();
    (column("V").iter().map(|v| v + 70.0).collect(), column("I"))
}

#[test]
fn euler_responses_are_those_of_the_original() {
    for id in ["seed_psp_tm10_ts10", "seed_psp_tm15_ts8"] {
        let entry = entry(id);
        let weight = number(&entry["params"]["W"]);
        let misfit = |v: &[f64]| {
            let n = numbers(&entry["n"]).into_iter().map(|n| n as usize);
            let pairs = n.zip(numbers(&entry["dV_mV"]));
            pairs.map(|(n, expected)| (v[n] - expected).abs()).fold(0.0, f64::max)
        };
        let (v, i) = euler_response(&entry, weight, 1);
        assert!(misfit(&v) < 1e-12, "{id}: {}", misfit(&v));
        let tau = number(&entry["params"]["tau_syn"]);
        assert!((i[1] - weight / tau).abs() < 1e-12, "the current jumps by W/tau_syn");
        let peak = (0..v.len()).max_by(|&a, &b| v[a].abs().total_cmp(&v[b].abs())).unwrap();
        assert!(peak.abs_diff(entry["peak_n"].as_u64().unwrap() as usize) <= 1);
        for area in [&v, &i].map(|x| x.iter().sum::<f64>() * 0.1) {
            assert!((area / weight - 1.0).abs() < 1e-6, "{id}: an area of {area} for {weight}");
        }
        assert!(misfit(&euler_response(&entry, weight, 2).0) > 1e-3, "{id} passes a step late");
        assert!(misfit(&euler_response(&entry, weight * 1.001, 1).0) > 1e-4, "{id}");
    }
}

//! What a weight means on each kind of receptor, by its unit.

use super::lab::*;

const DT: f64 = 0.1;
const TAU: f64 = 5.0;
/// Resistances of the targets, in mV/pA: 10 ms over 100, 200 and 400 pF.
const RESISTANCE: [f64; 3] = [0.1, 0.05, 0.025];

/// The one spike of `a`, through a projection or from outside, to three neurons.
fn network(scheme: &str, receptor: &str, weight: &str, delay: &str, outside: bool) -> String {
    let spike = if outside {
        format!(
            "[input.spikes]\ntarget = \"b\"\nkind = \"spike_train\"\nweight = \"{weight}\"\n\
             times = [\"1 ms\", \"1 ms\", \"1 ms\"]\nids = [0, 1, 2]\n"
        )
    } else {
        format!(
            "[projection.ab]\nsource = \"a\"\ntarget = \"b\"\nrule = \"all_to_all\"\n\
             weight = \"{weight}\"\ndelay = {delay}\n"
        )
    };
    format!(
        r#"
        scheme = "{scheme}"
        duration = "80 ms"
        [population.a]
        size = 1
        V_init = "-49 mV"
        [population.b]
        size = 3
        tau_m = "10 ms"
        C_m = {{ values = [100, 200, 400], unit = "pF" }}
        V_init = "-70 mV"
        V_thr = "1 V"
        receptors.r = {receptor}
        {spike}
        [record.b]
        kind = "state"
        of = "b"
        variables = ["V", "I"]
        every = "0.1 ms"
        "#
    )
}

/// Largest value and area of a variable above its first sample, for each target.
fn response(text: &str, variable: &str) -> Vec<(f64, f64)> {
    let run = run_spec(&spec(text), 2);
    let of = |n: usize| {
        let x = column(trace(&run, "b", variable), n);
        let above: Vec<_> = x.iter().map(|v| v - x[0]).collect();
        (above.iter().copied().fold(0.0, f64::max), above.iter().sum::<f64>() * DT)
    };
    (0..3).map(of).collect()
}

/// Each way for a spike to arrive: one delay for all synapses, one for each, from outside.
const WAYS: [(&str, bool); 3] = [
    ("\"1 step\"", false),
    (r#"{ distribution = "uniform", low = "0.2 ms", high = "3 ms" }"#, false),
    ("", true),
];

/// Within that share of what is expected.
fn near(found: f64, expected: f64, share: f64) -> bool {
    (found - expected).abs() <= share * expected
}

fn check(receptor: &str, weight: &str, variable: &str, fits: impl Fn((f64, f64), usize) -> bool) {
    for scheme in ["euler", "exact"] {
        for (delay, outside) in WAYS {
            let found = response(&network(scheme, receptor, weight, delay, outside), variable);
            for (n, &found) in found.iter().enumerate() {
                assert!(fits(found, n), "{scheme}, {weight}, target {n}: {found:?}");
            }
        }
    }
}

const EXPONENTIAL: &str = r#"{ kind = "exponential", tau = "5 ms" }"#;
const ALPHA: &str = r#"{ kind = "alpha", tau = "5 ms" }"#;

#[test]
fn on_a_delta_receptor_mv_is_the_jump_of_v() {
    // The exact scheme shows V a step later, decayed by 1 %.
    check("\"delta\"", "3 mV", "V", |(peak, _), _| near(peak, 3.0, 0.0101));
}

#[test]
fn on_an_exponential_receptor_each_unit_has_its_meaning() {
    // I is shown after the step of the jump, decayed by 2 % in the exact scheme.
    check(EXPONENTIAL, "3 mV", "I", |(peak, _), _| near(peak, 3.0, 0.0201));
    check(EXPONENTIAL, "3 mV*ms", "I", |(peak, _), _| near(peak, 3.0 / TAU, 0.0201));
    check(EXPONENTIAL, "3 mV*ms", "V", |(_, area), _| near(area, 3.0, 0.02));
    check(EXPONENTIAL, "100 pA", "I", |(peak, _), n| near(peak, 100.0 * RESISTANCE[n], 0.0201));
}

#[test]
fn on_an_alpha_receptor_each_unit_is_the_peak() {
    check(ALPHA, "3 mV", "I", |(peak, _), _| near(peak, 3.0, 0.02));
    check(ALPHA, "100 pA", "I", |(peak, _), n| near(peak, 100.0 * RESISTANCE[n], 0.02));
    // The area of t/tau·exp(1 - t/tau) is e·tau.
    let e = std::f64::consts::E;
    check(ALPHA, "3 mV", "V", |(_, area), _| near(area, 3.0 * e * TAU, 0.02));
}

//! Networks that fall silent: what decays is forgotten before its numbers become slow ones.

use super::lab::*;

/// One spike of every neuron at the start, and nothing after.
fn network(scheme: &str, duration: &str) -> String {
    format!(
        r#"
        scheme = "{scheme}"
        dt = "0.1 ms"
        duration = "{duration}"
        [population.a]
        size = 5
        tau_m = "2 ms"
        V_rest = "0 mV"
        V_thr = "20 mV"
        V_reset = "-1 mV"
        V_init = "21 mV"
        t_ref = "1 ms"
        receptors.exc = {{ kind = "exponential", tau = "1 ms" }}
        receptors.slow = {{ kind = "alpha", tau = "1 ms" }}
        [projection.p]
        source = "a"
        target = "a"
        receptor = "exc"
        rule = "all_to_all"
        weight = "0.1 mV"
        delay = "1 ms"
        [projection.q]
        source = "a"
        target = "a"
        receptor = "slow"
        rule = "all_to_all"
        weight = "-0.1 mV"
        delay = "1 ms"
        "#
    )
}

#[test]
fn what_has_decayed_to_nothing_is_nothing() {
    for scheme in ["exact", "euler"] {
        let state = |duration: &str| {
            let run = run_spec(&spec(&network(scheme, duration)), 1);
            assert_eq!(run.recording.spikes.len(), 5, "{scheme}");
            let engine = run.engine;
            [engine.voltages(0), engine.currents(0, 0), engine.currents(0, 1)].concat()
        };
        // e^-500 is 10^-217, e^-700 would be 10^-304.
        assert!(state("500 ms").iter().all(|&x| x != 0.0 && x.abs() < 1e-90), "{scheme}");
        let quiet = state("2000 ms");
        assert!(quiet.iter().all(|&x| x == 0.0), "{scheme}: {quiet:?}");
        let subnormal = |x: &f64| x.is_subnormal();
        for ms in 660..720 {
            let state = state(&format!("{ms} ms"));
            assert!(!state.iter().any(subnormal), "{scheme}, {ms} ms: {state:?}");
        }
    }
}

//! Spike-timing dependent plasticity of one synapse, whose two neurons fire at given times.

use super::lab::*;
use super::{entry, number, numbers};
use serde_json::Value;

/// Change of the weight by given trains, ms, the postsynaptic one as the synapse sees it.
fn change(pre: &[f64], post: &[f64], delay: f64, a: (f64, f64), tau: (f64, f64)) -> f64 {
    // Both arrive at the synapse after 100 ms of silence.
    let train = |times: &[f64], late: f64| {
        let times = times.iter().map(|t| format!("\"{} us\"", ((t - late + 100.0) * 1e3).round()));
        times.collect::<Vec<_>>().join(", ")
    };
    let (pre, post) = (train(pre, 0.0), train(post, delay));
    let ((a_plus, a_minus), (tau_plus, tau_minus)) = (a, tau);
    let run = run(&format!(
        r#"
        duration = "500 ms"
        [population.pre]
        size = 1
        receptors.r = "delta"
        [population.post]
        size = 1
        receptors.r = "delta"
        [input.pre]
        target = "pre"
        kind = "spike_train"
        weight = "60 mV"
        times = [{pre}]
        ids = {pre_ids:?}
        [input.post]
        target = "post"
        kind = "spike_train"
        weight = "60 mV"
        times = [{post}]
        ids = {post_ids:?}
        [projection.p]
        source = "pre"
        target = "post"
        rule = "one_to_one"
        weight = "0.5 mV"
        delay = "{delay} ms"
        plasticity = {{ rule = "stdp", tau_plus = "{tau_plus} ms", tau_minus = "{tau_minus} ms", lambda = {a_plus}, alpha = {alpha}, w_max = "1 mV" }}
        [record.spikes]
        kind = "spikes"
        of = "post"
        "#,
        pre_ids = vec![0; pre.matches(',').count() + 1],
        post_ids = vec![0; post.matches(',').count() + 1],
        alpha = a_minus / a_plus,
    ));
    // Nothing but the given spikes.
    assert_eq!(run.recording.spikes.len(), post.matches(',').count() + 1);
    run.engine.weights(0)[0] - 0.5
}

#[test]
fn a_pair_of_spikes_and_trains_of_them_are_the_closed_forms() {
    let entry = entry("pair_stdp");
    let parameter = |name: &str| number(&entry["params"][name]);
    let a = (parameter("A_plus"), parameter("A_minus"));
    let tau = (parameter("tau_plus"), parameter("tau_minus"));
    for delay in [0.1, 1.0, 12.3] {
        for pair in entry["window"].as_array().expect("pairs") {
            let pair = numbers(pair);
            let found = change(&[100.0], &[100.0 + pair[0]], delay, a, tau);
            assert!((found - pair[1]).abs() < 1e-12, "{} ms: {found}", pair[0]);
        }
        let (pre, post) = (numbers(&entry["pre"]), numbers(&entry["post"]));
        let found = change(&pre, &post, delay, a, tau);
        let expected = number(&entry["dw_all_to_all"]);
        assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
        // It can tell: nearest pairs alone, and a step of delay more.
        assert!((found - number(&entry["dw_nearest"])).abs() > 1e-3);
        let late: Vec<f64> = post.iter().map(|t| t + 0.1).collect();
        assert!((change(&pre, &late, delay, a, tau) - expected).abs() > 1e-6);
    }
    // Spikes that meet at the synapse do nothing to each other.
    assert_eq!(change(&[100.0], &[100.0], 1.0, a, tau), 0.0);
}

/// The rule of a case of NEST's.
fn rule(case: &Value) -> String {
    let p = |name: &str| number(&case["common"][name]);
    let taus =
        format!("tau_plus = \"{} ms\", tau_minus = \"{} ms\"", p("tau_plus"), p("tau_minus"));
    let rates = format!("lambda = {}, alpha = {}", p("lambda"), p("alpha"));
    let rest = if case["model"] == "stdp_synapse" {
        let (plus, minus, max) = (p("mu_plus"), p("mu_minus"), p("Wmax"));
        format!("rule = \"stdp\", mu_plus = {plus}, mu_minus = {minus}, w_max = \"{max} pA\"")
    } else {
        format!("rule = \"stdp_power_law\", mu = {}, w_0 = \"1 pA\"", p("mu"))
    };
    format!("{{ {rest}, {taus}, {rates} }}")
}

/// Weights right after each presynaptic spike. Nothing is delivered: the spikes are given.
fn weights(case: &Value, late: f64) -> Vec<f64> {
    let (pre, post) = (numbers(&case["pre"]), numbers(&case["post"]));
    let list = |times: &[f64], late: f64| {
        let times = times.iter().map(|t| format!("\"{} us\"", ((t + late) * 1e3).round()));
        times.collect::<Vec<_>>().join(", ")
    };
    // A spike that is pushed over the threshold in a step has the time of the step's end.
    let (pre_times, post_times) = (list(&pre, -0.1), list(&post, -0.1 + late));
    let run = run(&format!(
        r#"
        duration = "1600 ms"
        [population.pre]
        size = 1
        receptors.push = "delta"
        [population.post]
        size = 1
        C_m = "250 pF"
        receptors.push = "delta"
        receptors.r = {{ kind = "exponential", tau = "2 ms" }}
        [input.pre]
        target = "pre"
        kind = "spike_train"
        weight = "60 mV"
        times = [{pre_times}]
        ids = {pre_ids:?}
        [input.post]
        target = "post"
        kind = "spike_train"
        receptor = "push"
        weight = "60 mV"
        times = [{post_times}]
        ids = {post_ids:?}
        [projection.p]
        source = "pre"
        target = "post"
        receptor = "r"
        rule = "one_to_one"
        weight = "{w} pA"
        delay = "{delay} ms"
        plasticity = {rule}
        [record.w]
        kind = "weights"
        projection = "p"
        times = [{after}]
        [[phase]]
        duration = "1600 ms"
        scale = {{ p = 0 }}
        "#,
        pre_ids = vec![0; pre.len()],
        post_ids = vec![0; post.len()],
        w = number(&case["w0"]),
        delay = number(&case["delay"]),
        rule = rule(case),
        after = list(&pre, 0.1),
    ));
    let tally = &run.recording.tally;
    assert_eq!(tally.population(1).spikes as usize, post.len());
    run.recording.weights.iter().map(|kept| kept.weights[0]).collect()
}

#[test]
fn weights_are_those_of_nest() {
    let all: Value = serde_json::from_str(include_str!("../data/stdp_nest.json")).expect("JSON");
    for case in all["cases"].as_array().expect("a list") {
        let nest = numbers(&case["weights"]);
        assert_eq!(nest.len(), numbers(&case["pre"]).len());
        let w = number(&case["w0"]);
        let misfit = |late: f64| gap(&weights(case, late), &nest) / w;
        assert!(misfit(0.0) < 1e-12, "{}: {:e}", case["model"], misfit(0.0));
        assert!(misfit(0.1) > 1e-5, "{}: a step late is as good", case["model"]);
    }
}

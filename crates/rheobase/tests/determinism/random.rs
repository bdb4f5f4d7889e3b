//! Small random networks: whatever the file, threads and splits change nothing.

use super::fingerprint;
use super::lab::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rheobase::record::Simulation;
use std::ops::ControlFlow;

fn receptor() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop_oneof![
        Just(("\"delta\"", "mV")),
        Just(("{ kind = \"exponential\", tau = \"4 ms\" }", "mV")),
        Just(("{ kind = \"exponential\", tau = \"10 ms\" }", "mV*ms")),
        Just(("{ kind = \"alpha\", tau = \"2 ms\" }", "mV")),
    ]
}

fn rule() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("\"all_to_all\""),
        Just("{ kind = \"bernoulli\", p = 0.3 }"),
        Just("{ kind = \"fixed_in_degree\", n = 1 }"),
        Just("{ kind = \"fixed_out_degree\", n = 1 }"),
        Just("{ kind = \"fixed_total\", n = 2 }"),
    ]
}

fn delay() -> impl Strategy<Value = String> {
    prop_oneof![
        (1..40u32).prop_map(|n| format!("\"{n} steps\"")),
        Just(r#"{ distribution = "uniform", low = "0.2 ms", high = "3 ms" }"#.to_string()),
    ]
}

fn extras() -> impl Strategy<Value = String> {
    let failure = prop_oneof![
        Just(""),
        Just("failure = { probability = 0.3 }\n"),
        Just("failure = { probability = 0.5, mode = \"mask\", every = \"4 ms\" }\n"),
    ];
    let learning = prop_oneof![
        3 => Just(""),
        1 => Just("plasticity = { rule = \"anti_hebbian\", window = \"6 ms\" }\n"),
        1 => Just("plasticity = { rule = \"anti_hebbian\", delivery = \"frozen\" }\n"),
        1 => Just("plasticity = { rule = \"stdp\", lambda = 0.1, alpha = 1, w_max = \"4 UNIT\" }\n"),
        1 => Just("plasticity = { rule = \"stdp_power_law\", lambda = 0.2, alpha = 0.4, w_0 = \"1 UNIT\" }\n"),
    ];
    (failure, learning).prop_map(|(f, l)| format!("{f}{l}"))
}

fn noise() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("kind = \"step_noise\"\nsd = \"9 mV\""),
        Just("kind = \"white_noise\"\nsigma = \"4 mV\""),
        Just("kind = \"ornstein_uhlenbeck\"\nsigma = \"5 mV\"\ntau = \"3 ms\""),
        Just("kind = \"poisson\"\nrate = \"300 Hz\"\nweight = \"1 mV\""),
        Just("kind = \"poisson\"\nrate = \"300 Hz\"\nweight = \"2 mV\"\nshared = true"),
    ]
}

/// A projection; `UNIT` stands for the unit of the target's receptor.
fn projection(source: &'static str, target: &'static str) -> impl Strategy<Value = String> {
    (rule(), delay(), extras(), -40..40i32).prop_map(move |(rule, delay, extras, weight)| {
        let weight = f64::from(if weight == 0 { 1 } else { weight }) / 10.0;
        let weight = if extras.contains("stdp") { weight.abs() } else { weight };
        format!(
            "[projection.{source}{target}]\nsource = \"{source}\"\ntarget = \"{target}\"\n\
             rule = {rule}\nweight = \"{weight} UNIT\"\ndelay = {delay}\n{extras}"
        )
    })
}

/// The text of a network file of 20 ms.
pub fn network() -> impl Strategy<Value = String> {
    let sizes = (2..40u32, 2..25u32);
    let scheme = prop_oneof![Just("euler"), Just("exact")];
    let populations = (sizes, scheme, receptor(), prop_oneof![Just("0 ms"), Just("1.3 ms")]);
    let projections = (projection("a", "b"), projection("b", "a"), projection("a", "a"));
    let inputs = (noise(), noise(), 15..45u32, any::<u32>());
    (populations, projections, inputs).prop_map(|(populations, (ab, ba, aa), inputs)| {
        let ((a, b), scheme, (kind, unit), t_ref) = populations;
        let (one, two, mean, seed) = inputs;
        let mut text = format!("scheme = \"{scheme}\"\nduration = \"20 ms\"\nseed = {seed}\n");
        for (name, size) in [("a", a), ("b", b)] {
            text.push_str(&format!(
                "[population.{name}]\nsize = {size}\nt_ref = \"{t_ref}\"\nreceptors.r = {kind}\n\
                 [input.mean_{name}]\ntarget = \"{name}\"\nkind = \"constant\"\nmean = \"{mean} mV\"\nsd = \"3 mV\"\n\
                 [record.state_{name}]\nkind = \"state\"\nof = \"{name}\"\nvariables = [\"V\", \"I\"]\nevery = \"0.5 ms\"\n"
            ));
        }
        text.push_str(&format!("[input.one]\ntarget = \"a[1:{a}]\"\n{one}\n[input.two]\ntarget = \"a\"\n{two}\n"));
        text + &[ab, ba, aa].concat().replace("UNIT", unit)
    })
}

#[test]
fn random_networks_depend_on_nothing_but_the_file() {
    let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
    // A fixed seed: the test passes or fails for ever.
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut spikes = 0;
    let cell = std::cell::RefCell::new(&mut spikes);
    let cases = (network(), 2..6usize);
    let result = runner.run(&cases, |(text, threads)| {
        let spec = spec(&text);
        let one = run_spec(&spec, 1);
        **cell.borrow_mut() += one.recording.hash.spikes();
        let one = fingerprint(&one);
        prop_assert_eq!(fingerprint(&run_spec(&spec, threads)), one.clone());
        let mut pieces = Simulation::new(compile(&spec), threads).expect("recordings");
        let mut observe = |_| ControlFlow::Break(());
        while pieces.run(&mut observe).expect("it runs") == rheobase::engine::Outcome::Stopped {}
        prop_assert_eq!(fingerprint(&pieces), one);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(spikes > 1000, "{spikes} spikes in all");
}

//! What conductances ask of a network, and what is said where it does not give it.

use rheobase::network::Network;
use rheobase::spec::{NetworkSpec, Scheme};
use std::path::Path;

const GOOD: &str = r#"rheobase = 1
duration = "10 ms"
[population.a]
size = 10
C_m = "200 pF"
receptors.exc = { kind = "conductance", tau = "5 ms", reversal = "0 mV" }
receptors.inh = { kind = "conductance", tau = "10 ms", reversal = "-80 mV" }
receptors.jump = "delta"

[projection.p]
source = "a"
target = "a"
receptor = "exc"
rule = { kind = "bernoulli", p = 0.2 }
weight = "6 nS"
delay = "1 ms"

[block.b]
populations = ["a"]
receptor = "inh"
probability = [[0.1]]
weight = [[2.0]]
unit = "nS"
delay = "1 ms"

[input.i]
target = "a"
kind = "poisson"
rate = "10 Hz"
receptor = "exc"
weight = "1 nS"

[[phase]]
duration = "10 ms"
scale = { p = 0.5 }

[record.r]
kind = "state"
of = "a"
variables = ["g.exc"]
every = "1 ms"
"#;

/// Replaces one text and expects one message with these words.
fn case(old: &str, new: &str, words: &[&str]) {
    assert!(GOOD.contains(old), "`{old}` is not in the good network");
    let text = GOOD.replacen(old, new, 1);
    let Err(problems) = NetworkSpec::from_toml(&text, Path::new("")) else {
        panic!("accepted: `{new}`")
    };
    let message = problems.to_string();
    assert_eq!(problems.list.len(), 1, "{message}");
    for word in words {
        assert!(message.contains(word), "`{word}` is not said for `{new}`:\n{message}");
    }
}

#[test]
fn mistakes_are_told() {
    let exc = "receptors.exc = { kind = \"conductance\", tau = \"5 ms\", reversal = \"0 mV\" }";
    case(", reversal = \"0 mV\"", "", &["`reversal`", "missing"]);
    case("\"0 mV\"", "\"0 ms\"", &["a time, not a voltage"]);
    case("tau = \"5 ms\"", "tau = \"-5 ms\"", &["tau", "-5"]);
    case(exc, "receptors.exc = \"conductance\"", &["time constant and its reversal"]);
    case("weight = \"6 nS\"", "weight = \"6 pA\"", &["a conductance receptor", "nS"]);
    case("weight = \"6 nS\"", "weight = \"-6 nS\"", &["-6 nS", "cannot be negative", "reversal"]);
    let drawn = "weight = { distribution = \"normal\", mean = \"-6 nS\", sd = \"1 nS\" }";
    case("weight = \"6 nS\"", drawn, &["cannot be negative"]);
    case("weight = \"1 nS\"", "weight = \"-1 nS\"", &["cannot be negative"]);
    case("[[2.0]]", "[[-2.0]]", &["weight", "-2 nS", "cannot be negative"]);
    case("receptor = \"exc\"", "receptor = \"jump\"", &["nS means nothing on a delta"]);
    case("scale = { p = 0.5 }", "scale = { p = -0.5 }", &["`p`", "cannot become negative"]);
    case("g.exc", "g.jump", &["no variable `g.jump`", "g.exc"]);
}

#[test]
fn capacitance_and_scheme_are_asked_for() {
    let with = |old: &str, new: &str| {
        let text = GOOD.replacen(old, new, 1);
        NetworkSpec::from_toml(&text, Path::new("")).expect_err("accepted").to_string()
    };
    let message = with("C_m = \"200 pF\"\n", "");
    assert!(message.contains("needs the capacitance of `a`"), "{message}");
    let message = with("rheobase = 1\n", "rheobase = 1\nscheme = \"euler\"\n");
    assert!(message.contains("not integrated by scheme = \"euler\""), "{message}");
}

/// What no check sees: a description made by hand, weights in a list.
#[test]
fn the_compilation_refuses_what_has_not_been_checked() {
    let good = NetworkSpec::from_toml(GOOD, Path::new("")).expect("it parses").spec;
    Network::compile(&good).expect("it compiles");
    let euler = NetworkSpec { scheme: Scheme::Euler, ..good.clone() };
    let error = Network::compile(&euler).expect_err("accepted").to_string();
    assert!(error.contains("receptors.exc") && error.contains("euler"), "{error}");
    let mut without = good;
    let rheobase::spec::NeuronModel::Lif(lif) = &mut without.populations[0].model;
    lif.c_m = None;
    let error = Network::compile(&without).expect_err("accepted").to_string();
    assert!(error.contains("needs `C_m`"), "{error}");
    let list = "rule = { kind = \"edges\", source = [0, 1], target = [1, 2], weight = [1, -2] }\n\
                weight = { from = \"rule\", unit = \"nS\" }";
    let text = GOOD.replacen("rule = { kind = \"bernoulli\", p = 0.2 }\n", "", 1).replacen(
        "weight = \"6 nS\"",
        list,
        1,
    );
    let spec = NetworkSpec::from_toml(&text, Path::new("")).expect("it parses").spec;
    let error = Network::compile(&spec).expect_err("accepted").to_string();
    assert!(error.contains("-2 nS") && error.contains("projection.p.weight"), "{error}");
}

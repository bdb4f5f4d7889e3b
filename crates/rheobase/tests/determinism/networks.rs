//! Networks that together use every feature of a network file.

use super::lab::*;
use rheobase::spec::NetworkSpec;

/// Every kind of receptor, input, noise, failure, rule and phase, in a scheme.
fn rich(scheme: &str) -> String {
    let populations = r#"
        dt = "0.1 ms"
        seed = 7
        seeds = { noise = 3 }
        analysis = { start = "10 ms" }
        [population.E]
        size = 61
        tau_m = { distribution = "normal", mean = "12 ms", sd = "2 ms", min = "5 ms" }
        C_m = "200 pF"
        t_ref = "1 ms"
        receptors.ampa = { kind = "exponential", tau = "3 ms" }
        receptors.gaba = { kind = "alpha", tau = "4 ms" }
        receptors.fast = "delta"
        positions = { kind = "ring", circumference = "1 mm" }
        [population.I]
        size = 23
        tau_m = "8 ms"
        receptors.ampa = { kind = "exponential", tau = "8 ms" }
        receptors.gaba = { kind = "exponential", tau = "5 ms" }
        [population.T]
        size = 3
        V_thr = "-49 mV"
    "#;
    format!("scheme = \"{scheme}\"\n{populations}{PROJECTIONS}{INPUTS}{PHASES}")
}

const PROJECTIONS: &str = r#"
    [projection.EE]
    source = "E"
    target = "E"
    receptor = "ampa"
    rule = { kind = "distance", kernel = "gaussian", p_max = 0.5, sigma = "200 um" }
    weight = { distribution = "lognormal", mean = "8 pA", sd = "4 pA" }
    delay = { distribution = "uniform", low = "0.3 ms", high = "2 ms" }
    failure = { probability = 0.3 }
    [projection.EI]
    source = "E"
    target = "I"
    receptor = "ampa"
    rule = { kind = "fixed_in_degree", n = 12 }
    allow_multiple = true
    weight = "4 mV*ms"
    delay = "0.7 ms"
    failure = { probability = 0.4, mode = "mask", every = "7 ms" }
    [projection.IE]
    source = "I"
    target = "E"
    receptor = "gaba"
    rule = { kind = "bernoulli", p = 0.4 }
    weight = "-0.6 mV"
    delay = "0.4 ms"
    [projection.II]
    source = "I[0:20]"
    target = "I[3:23]"
    receptor = "gaba"
    rule = "all_to_all"
    weight = { distribution = "normal", mean = "-3 mV*ms", sd = "1 mV*ms" }
    delay = "1 step"
    [projection.TE]
    source = "T"
    target = "E"
    receptor = "fast"
    rule = { kind = "fixed_out_degree", n = 15 }
    weight = "0.5 mV"
    delay = "3 ms"
"#;

const INPUTS: &str = r#"
    [input.E_mean]
    target = "E"
    kind = "constant"
    mean = "300 pA"
    sd = "20 pA"
    [input.E_noise]
    target = "E[5:40]"
    kind = "white_noise"
    sigma = "2 mV"
    [input.E_more]
    target = "E"
    kind = "white_noise"
    sigma = "1 mV"
    [input.E_step]
    target = "E[50:60, 3]"
    kind = "step_noise"
    sd = "2 mV"
    [input.E_poisson]
    target = "E"
    kind = "poisson"
    rate = { kind = "sine", offset = "900 Hz", amplitude = "500 Hz", frequency = "20 Hz" }
    receptor = "fast"
    weight = "0.3 mV"
    [input.E_shared]
    target = "E"
    kind = "poisson"
    rate = "100 Hz"
    shared = true
    receptor = "ampa"
    weight = "20 pA"
    [input.I_ou]
    target = "I"
    kind = "ornstein_uhlenbeck"
    mean = "22 mV"
    sigma = "4 mV"
    tau = "5 ms"
    [input.I_ramp]
    target = "I[1:12]"
    kind = "current"
    value = { kind = "ramp", start = "20 ms", stop = "60 ms", from = "0 mV", to = "4 mV" }
    [input.I_series]
    target = "I[0, 22]"
    kind = "current"
    value = { kind = "series", table = [[1, 2], [5, -3]], unit = "mV", interval = "30 ms" }
    [input.I_train]
    target = "I"
    kind = "spike_train"
    times = ["3 ms", "3 ms", "41.2 ms"]
    ids = [0, 22, 9]
    receptor = "ampa"
    weight = "60 mV*ms"
    [input.T_mean]
    target = "T"
    kind = "per_neuron"
    value = { values = [30, 35, 40], unit = "mV" }
"#;

const PHASES: &str = r#"
    [[phase]]
    duration = "30 ms"
    [[phase]]
    duration = "31.7 ms"
    failures = { EE = false }
    scale = { "I*" = 0.5 }
    inputs = { I_ou = "25 mV" }
    [[phase]]
    duration = "38.3 ms"
    silence = ["E[0:7]", "T[1]"]
"#;

/// Learning, which makes parts meet after every step.
fn learning(delivery: &str) -> String {
    format!(
        r#"
        scheme = "euler"
        [population.a]
        size = 37
        receptors.r = {{ kind = "exponential", tau = "10 ms" }}
        [population.b]
        size = 11
        receptors.r = {{ kind = "exponential", tau = "6 ms" }}
        [block.all]
        populations = ["a", "b"]
        probability = [[0.3, 0.6], [0.5, 0.5]]
        weight = [[-5, -7], [6, -3]]
        unit = "mV*ms"
        delay = {{ distribution = "uniform", low = "0.1 ms", high = "1 ms" }}
        plasticity = {{ rule = "anti_hebbian", delivery = "{delivery}" }}
        failure = {{ mode = "mask", every = "9 ms", probability = [[0, 0.2], [0.1, 0.5]] }}
        [input.a]
        target = "a"
        kind = "constant"
        mean = "30 mV"
        sd = "4 mV"
        [input.b]
        target = "b"
        kind = "constant"
        mean = "35 mV"
        [input.noise]
        target = "b"
        kind = "step_noise"
        sd = "5 mV"
        [[phase]]
        duration = "40 ms"
        [[phase]]
        duration = "20 ms"
        plasticity = {{ "a->*" = false }}
        [[phase]]
        duration = "40 ms"
        failures = false
        "#
    )
}

/// Conductances, alone and beside currents and jumps.
const CONDUCTANCES: &str = r#"
    [population.C]
    size = 53
    tau_m = { distribution = "normal", mean = "18 ms", sd = "3 ms", min = "5 ms" }
    C_m = "200 pF"
    V_rest = "-60 mV"
    V_reset = "-60 mV"
    V_init = { distribution = "uniform", low = "-60 mV", high = "-50 mV" }
    t_ref = "2 ms"
    receptors.exc = { kind = "conductance", tau = "5 ms", reversal = "0 mV" }
    receptors.inh = { kind = "conductance", tau = "10 ms", reversal = "-80 mV" }
    [population.M]
    size = 21
    C_m = "150 pF"
    t_ref = "1 ms"
    receptors.exc = { kind = "conductance", tau = "3 ms", reversal = "0 mV" }
    receptors.jump = "delta"
    receptors.fast = { kind = "exponential", tau = "2 ms" }
    receptors.slow = { kind = "alpha", tau = "6 ms" }
    [projection.CC]
    source = "C"
    target = "C"
    receptor = "inh"
    rule = { kind = "bernoulli", p = 0.2 }
    weight = { distribution = "lognormal", mean = "3 nS", sd = "2 nS" }
    delay = "0.8 ms"
    [projection.CM]
    source = "C"
    target = "M"
    receptor = "exc"
    rule = { kind = "fixed_in_degree", n = 9 }
    weight = "4 nS"
    delay = { distribution = "uniform", low = "0.2 ms", high = "2 ms" }
    [projection.MC]
    source = "M"
    target = "C"
    receptor = "exc"
    rule = { kind = "bernoulli", p = 0.3 }
    weight = "4 nS"
    delay = "1.1 ms"
    [projection.Mslow]
    source = "C"
    target = "M"
    receptor = "slow"
    rule = { kind = "bernoulli", p = 0.2 }
    weight = "-30 pA"
    delay = "1 ms"
    [input.C]
    target = "C"
    kind = "constant"
    mean = "160 pA"
    [input.C_white]
    target = "C[3:40]"
    kind = "white_noise"
    sigma = "2 mV"
    [input.C_poisson]
    target = "C"
    kind = "poisson"
    rate = "900 Hz"
    receptor = "exc"
    weight = "2.5 nS"
    [input.M_poisson]
    target = "M"
    kind = "poisson"
    rate = "1 kHz"
    receptor = "fast"
    weight = "45 pA"
    [input.M_jump]
    target = "M"
    kind = "poisson"
    rate = "200 Hz"
    receptor = "jump"
    weight = "1 mV"
    [[phase]]
    duration = "60 ms"
    [[phase]]
    duration = "40 ms"
    scale = { CC = 0.5 }
    silence = ["C[0:5]"]
"#;
/// Every rule of spike times, with uniform and drawn delays, and so many spikes that old ones are
/// forgotten within the run.
fn spike_times() -> String {
    r#"
        seed = 11
        [population.a]
        size = 33
        t_ref = "0.5 ms"
        receptors.r = { kind = "exponential", tau = "4 ms" }
        [population.b]
        size = 17
        receptors.r = { kind = "exponential", tau = "6 ms" }
        [projection."a->b"]
        source = "a"
        target = "b"
        rule = { kind = "bernoulli", p = 0.5 }
        weight = { distribution = "uniform", low = "0 mV", high = "1 mV" }
        delay = "0.7 ms"
        plasticity = { rule = "stdp", lambda = 0.05, alpha = 1.05, w_max = "1 mV" }
        [projection."b->a"]
        source = "b"
        target = "a"
        rule = { kind = "fixed_in_degree", n = 6 }
        weight = "0.4 mV"
        delay = { distribution = "uniform", low = "0.5 ms", high = "9 ms" }
        plasticity = { rule = "stdp", lambda = 0.05, alpha = 1, mu_plus = 0.3, mu_minus = 0.6, tau_minus = "12 ms", w_max = "1 mV" }
        failure = { probability = 0.3 }
        [projection."a->a"]
        source = "a"
        target = "a"
        rule = { kind = "fixed_out_degree", n = 9 }
        weight = "0.2 mV"
        delay = "1.5 ms"
        plasticity = { rule = "stdp_power_law", lambda = 0.1, alpha = 0.3, w_0 = "0.1 mV" }
        [projection."b->b"]
        source = "b"
        target = "b"
        rule = { kind = "bernoulli", p = 0.3 }
        weight = "-1 mV"
        delay = "0.5 ms"
        [input.a]
        target = "a"
        kind = "constant"
        mean = "62 mV"
        sd = "4 mV"
        [input.b]
        target = "b"
        kind = "constant"
        mean = "60 mV"
        [input.noise]
        target = "b"
        kind = "white_noise"
        sigma = "3 mV"
        [[phase]]
        duration = "40 ms"
        [[phase]]
        duration = "20 ms"
        plasticity = { "a->*" = false }
        scale = { "b->a" = 0 }
        [[phase]]
        duration = "40 ms"
    "#
    .to_string()
}

/// Recordings of every kind for the populations and a projection.
fn recordings(populations: &[&str], projection: &str) -> String {
    let mut text = String::new();
    for p in populations {
        text.push_str(&format!(
            "[record.spikes_{p}]\nkind = \"spikes\"\nof = \"{p}\"\n\
             [record.rate_{p}]\nkind = \"rate\"\nof = \"{p}\"\nbin = \"2.5 ms\"\n\
             [record.state_{p}]\nkind = \"state\"\nof = \"{p}\"\nsample = 3\n\
             variables = [\"V\", \"I\"]\nevery = \"0.3 ms\"\n"
        ));
    }
    text.push_str(&format!(
        "[record.w]\nkind = \"weights\"\nprojection = \"{projection}\"\n\
         times = [\"0 ms\", \"12.3 ms\", \"40 ms\", \"100 ms\"]\n"
    ));
    text
}

/// The networks by name.
pub fn all() -> Vec<(&'static str, NetworkSpec)> {
    let (rich_records, learning_records) =
        (recordings(&["E", "I", "T"], "*E"), recordings(&["a", "b"], "*"));
    let conducting_records = recordings(&["C", "M"], "*C").replace("\"I\"", "\"I\", \"g.exc\"");
    vec![
        ("rich exact", spec(&(rich("exact") + &rich_records))),
        ("rich euler", spec(&(rich("euler") + &rich_records))),
        ("conductances", spec(&(CONDUCTANCES.to_string() + &conducting_records))),
        ("learning live", spec(&(learning("live") + &learning_records))),
        ("spike times", spec(&(spike_times() + &learning_records))),
        ("learning frozen", spec(&(learning("frozen") + &learning_records))),
    ]
}

#[test]
fn the_networks_are_worth_it() {
    for (name, spec) in all() {
        let run = run_spec(&spec, 1);
        for (p, population) in spec.populations.iter().enumerate() {
            let tally = run.recording.tally.population(p);
            assert!(tally.spikes > 5, "{name}: {} is all but silent", population.name);
            assert!(tally.mean_rate_hz < 300.0, "{name}: {} runs wild", population.name);
        }
        assert!(run.recording.rates.len() == spec.populations.len());
        assert!(!run.recording.weights.is_empty());
    }
}

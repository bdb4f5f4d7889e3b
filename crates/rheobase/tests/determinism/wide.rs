//! Networks with more inputs than 16 bits can tell, or rows longer than that: they are stored in
//! another way or cut into more parts, and must give the same bits.

use super::fingerprint;
use super::lab::*;
use rheobase::spec::NetworkSpec;

/// On one thread the targets take 32 bits, on two they take 16.
fn many_neurons() -> NetworkSpec {
    spec(
        r#"
        scheme = "exact"
        duration = "20 ms"
        [population.a]
        size = 70000
        V_init = { distribution = "uniform", low = "-80 mV", high = "-50.1 mV" }
        receptors.r = { kind = "exponential", tau = "2 ms" }
        [projection.uniform]
        source = "a[0:5000]"
        target = "a"
        rule = { kind = "fixed_out_degree", n = 40 }
        weight = "1.5 mV"
        delay = "1 ms"
        [projection.drawn]
        source = "a[300:4000]"
        target = "a"
        rule = { kind = "fixed_out_degree", n = 30 }
        weight = { distribution = "normal", mean = "2 mV", sd = "1 mV" }
        delay = { distribution = "uniform", low = "0.4 ms", high = "4 ms" }
        [input.drive]
        target = "a"
        kind = "constant"
        mean = "28 mV"
        sd = "2 mV"
        "#,
    )
}

/// Two sources reach 70,000 targets each, all after one and the same drawn delay.
fn long_rows() -> NetworkSpec {
    hubs("")
}

/// The same among many short rows, for whose sake one thread takes one part.
fn long_rows_among_short_ones() -> NetworkSpec {
    hubs(
        r#"
        [projection.short]
        source = "t"
        target = "t"
        rule = { kind = "fixed_out_degree", n = 10 }
        weight = { distribution = "uniform", low = "0.01 mV", high = "0.02 mV" }
        delay = { distribution = "uniform", low = "0.26 ms", high = "0.34 ms" }
        "#,
    )
}

fn hubs(more: &str) -> NetworkSpec {
    let text = format!(
        "{}{more}",
        r#"
        scheme = "exact"
        duration = "10 ms"
        [population.s]
        size = 2
        [population.t]
        size = 70000
        V_init = { distribution = "uniform", low = "-80 mV", high = "-50.1 mV" }
        receptors.r = "delta"
        [projection.all]
        source = "s"
        target = "t"
        rule = "all_to_all"
        weight = { distribution = "uniform", low = "1 mV", high = "9 mV" }
        delay = { distribution = "uniform", low = "0.26 ms", high = "0.34 ms" }
        [input.s]
        target = "s"
        kind = "constant"
        mean = "60 mV"
        "#
    );
    spec(&text)
}

#[test]
fn wide_targets_and_long_groups_give_the_same_bits() {
    let networks = [
        ("many neurons", many_neurons()),
        ("long rows", long_rows()),
        ("long rows among short ones", long_rows_among_short_ones()),
    ];
    for (name, spec) in networks {
        let one = run_spec(&spec, 1);
        assert!(one.recording.spikes.len() > 1000, "{name}: {}", one.recording.spikes.len());
        assert!(one.engine.synaptic_events() > 100_000, "{name} delivers something");
        for threads in [2, 3] {
            let more = run_spec(&spec, threads);
            assert_eq!(fingerprint(&more), fingerprint(&one), "{name}, {threads} threads");
            assert_eq!(more.engine.synaptic_events(), one.engine.synaptic_events(), "{name}");
        }
    }
}

/// Where rows are long, a thread takes two parts, so that targets take 16 bits.
#[test]
fn long_rows_have_narrow_targets_on_one_thread() {
    let bytes = |spec: &NetworkSpec| {
        let engine = run_spec(spec, 1).engine;
        engine.synapse_bytes() as f64 / engine.synapses() as f64
    };
    let (long, short) = (bytes(&long_rows()), bytes(&many_neurons()));
    let mixed = bytes(&long_rows_among_short_ones());
    // A weight of 4 bytes each, or of half of them, and the starts of the rows.
    assert!((6.0..6.1).contains(&long), "{long} bytes per synapse");
    assert!(short > 8.0 && mixed > 8.0, "{short}, {mixed} bytes per synapse");
}

/// Every spike of a source reaches every target once.
#[test]
fn no_synapse_of_a_long_row_is_lost() {
    let run = run_spec(&long_rows(), 1);
    // It takes three steps and the one in which it is found.
    let arrived = run.recording.spikes.iter().filter(|s| s.neuron < 2 && s.tick + 4 < 100);
    assert_eq!(run.engine.synaptic_events(), 70_000 * arrived.count() as u64);
}

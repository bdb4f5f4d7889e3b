//! Phases: what each changes, for how long, and that all else goes on as it was.

use super::lab::*;
use rheobase::record::Simulation;

/// Two populations that fire, with noise, a projection each way, and phases.
fn network(phases: &[(&str, &str)]) -> String {
    let mut text = r#"
        scheme = "euler"
        dt = "0.1 ms"
        [population.a]
        size = 20
        receptors.r = { kind = "exponential", tau = "5 ms" }
        [population.b]
        size = 10
        receptors.r = { kind = "exponential", tau = "5 ms" }
        receptors.s = "delta"
        [input.drive_a]
        target = "a"
        kind = "constant"
        mean = "30 mV"
        sd = "2 mV"
        [input.drive_b]
        target = "b"
        kind = "ornstein_uhlenbeck"
        mean = "28 mV"
        sigma = "3 mV"
        tau = "4 ms"
        [input.extra]
        target = "b"
        kind = "poisson"
        rate = "200 Hz"
        weight = "0.5 mV"
        receptor = "s"
        [projection.ab]
        source = "a"
        target = "b"
        receptor = "r"
        rule = { kind = "bernoulli", p = 0.5 }
        weight = "-5 mV*ms"
        delay = "1.2 ms"
        failure = { probability = 0.4, on = false }
        plasticity = { rule = "anti_hebbian", on = false }
        [projection.ba]
        source = "b"
        target = "a"
        rule = { kind = "bernoulli", p = 0.5 }
        weight = "-5 mV*ms"
        delay = "0.7 ms"
        [record.spikes_a]
        kind = "spikes"
        of = "a"
        [record.spikes_b]
        kind = "spikes"
        of = "b"
        [record.a]
        kind = "state"
        of = "a"
        variables = ["V", "I"]
        every = "0.1 ms"
        [record.b]
        kind = "state"
        of = "b"
        variables = ["V", "I.r"]
        every = "0.1 ms"
        "#
    .to_string();
    for (duration, changes) in phases {
        text.push_str(&format!("[[phase]]\nduration = \"{duration}\"\n{changes}\n"));
    }
    text
}

fn samples(run: &Simulation) -> Vec<&[f64]> {
    run.recording.traces.iter().map(|t| &t.samples[..]).collect()
}

/// Spikes of steps in a range, by global id: `a` is 0–19, `b` is 20–29.
fn spikes(run: &Simulation, steps: std::ops::Range<u64>, ids: std::ops::Range<u32>) -> usize {
    let all = run.recording.spikes.iter();
    all.filter(|s| steps.contains(&s.tick) && ids.contains(&s.neuron)).count()
}

#[test]
fn state_carries_over_to_the_bit() {
    let whole = run(&network(&[("100 ms", "")]));
    assert!(whole.recording.spikes.len() > 100);
    let lengths = [("0.1 ms", ""), ("33.3 ms", ""), ("0.2 ms", ""), ("66.4 ms", "")];
    for threads in [1, 3] {
        let parts = run_spec(&spec(&network(&lengths)), threads);
        assert_eq!(parts.recording.hash, whole.recording.hash);
        assert_eq!(samples(&parts), samples(&whole));
    }
    // A phase that does change something is seen from its first step on and not before.
    let other = run(&network(&[("50 ms", ""), ("50 ms", "scale = { ab = 0.0 }")]));
    let apart = |name: &str, variable: &str| {
        let (x, y) = (trace(&whole, name, variable), trace(&other, name, variable));
        let first = x.samples.iter().zip(&y.samples).position(|(a, b)| a != b);
        first.map(|k| k / x.neurons.len())
    };
    // What arrives from its first step on is delivered under the new rules.
    let first = apart("b", "I.r").expect("the projection was blocked");
    assert!((501..560).contains(&first), "b feels it at sample {first}");
}

#[test]
fn a_scale_multiplies_what_is_delivered() {
    // `a` does not feel `b`: it fires alike whatever b gets.
    let currents = |factor: &str| {
        let changes = format!("scale = {{ ba = 0.0, ab = {factor} }}");
        let run = run(&network(&[("5 ms", "scale = { \"*\" = 0.0 }"), ("60 ms", &changes)]));
        trace(&run, "b", "I.r").samples.clone()
    };
    let (one, half, none) = (currents("1.0"), currents("0.5"), currents("0.0"));
    assert!(one.iter().any(|&i| i < -1.0));
    let halved: Vec<_> = one.iter().map(|i| i / 2.0).collect();
    assert!(gap(&half, &halved) < 1e-12 && gap(&half, &one) > 0.5);
    assert!(none.iter().all(|&i| i == 0.0), "a factor of 0 blocks");
}

#[test]
fn an_input_gets_a_new_mean_for_the_phase_alone() {
    let low = "inputs = { drive_a = \"0 mV\", drive_b = \"-100 mV\", extra = \"0 Hz\" }";
    let run = run(&network(&[("50 ms", ""), ("100 ms", low), ("50 ms", "")]));
    for ids in [0..20, 20..30] {
        assert!(spikes(&run, 0..500, ids.clone()) > 10);
        assert_eq!(spikes(&run, 600..1500, ids.clone()), 0, "without drive nobody fires");
        assert!(spikes(&run, 1500..2000, ids) > 10, "the new mean outlives its phase");
    }
    // Without spikes V settles at rest plus drive; the deviation among neurons stays.
    let v = trace(&run, "a", "V");
    let settled = &v.samples[1490 * 20..1491 * 20];
    let spread = settled.iter().map(|v| (v + 70.0).abs()).fold(0.0, f64::max);
    assert!(spread > 1.0 && spread < 8.0, "the frozen deviation of 2 mV is lost: {spread}");
    let b = trace(&run, "b", "V");
    let mean = b.samples[1400 * 10..1500 * 10].iter().sum::<f64>() / 1000.0;
    assert!((mean + 170.0).abs() < 3.0, "the process keeps its spread around the new mean: {mean}");
}

#[test]
fn a_poisson_input_gets_a_new_rate() {
    let rate = |changes: &str| {
        let text = network(&[("5 ms", ""), ("200 ms", changes)])
            .replace("sigma = \"3 mV\"", "sigma = \"0 mV\"");
        let run = run(&text);
        let v = trace(&run, "b", "V");
        v.samples[1000 * 10..].iter().sum::<f64>() / v.samples[1000 * 10..].len() as f64
    };
    // No spikes and no currents: V is the mean of what the trains bring, rate·weight·tau_m.
    let quiet = "drive_a = \"0 mV\", drive_b = \"0 mV\"";
    for (hz, expected) in [(0.0, -70.0), (1000.0, -65.0), (2000.0, -60.0)] {
        let found = rate(&format!("inputs = {{ {quiet}, extra = \"{hz} Hz\" }}"));
        assert!((found - expected).abs() < 0.4, "{hz} Hz: {found} mV");
    }
}

#[test]
fn silenced_neurons_keep_their_voltage_and_do_not_fire() {
    let run =
        run(&network(&[("50 ms", ""), ("50 ms", "silence = [\"a[3:7]\", \"b\"]"), ("50 ms", "")]));
    let silent = |n: u32| (3..7).contains(&n) || n >= 20;
    for spike in &run.recording.spikes {
        assert!(!silent(spike.neuron) || !(500..1000).contains(&spike.tick), "{spike:?}");
    }
    assert!(spikes(&run, 500..1000, 0..3) > 3, "the others go on");
    assert!(spikes(&run, 1000..1500, 3..7) > 3 && spikes(&run, 1000..1500, 20..30) > 3);
    for (name, neurons) in [("a", 3..7), ("b", 0..10)] {
        for n in neurons {
            let v = column(trace(&run, name, "V"), n);
            assert!(v[500..=1000].iter().all(|&x| x == v[500]), "V of {name}[{n}] moves");
            assert!(v[1001] != v[500] || v[1002] != v[500]);
        }
    }
}

/// Also those that are above threshold when they are silenced, which the Euler scheme would find
/// to spike in every step of the phase: they do so once it is over.
#[test]
fn a_silenced_neuron_above_threshold_waits() {
    let text = network(&[("50 ms", ""), ("5 ms", "silence = [\"a\"]"), ("5 ms", "")]);
    let run = run(&text
        .replace("size = 20", "size = 2000\nt_ref = \"2 ms\"")
        .replace("p = 0.5", "p = 0.01"));
    let v = trace(&run, "a", "V");
    let above = (0..2000).filter(|n| v.samples[500 * 2000 + n] > -50.0).count();
    assert!(above > 3, "{above} neurons are above threshold");
    assert_eq!(spikes(&run, 500..550, 0..2000), 0);
    assert_eq!(spikes(&run, 550..551, 0..2000), above);
}

/// A refractory period goes on in a silence, and none begins.
#[test]
fn a_silence_leaves_the_refractory_period_alone() {
    for scheme in ["euler", "exact"] {
        let held = |phases: &[(&str, &str)]| {
            let text = network(phases)
                .replace("size = 20", "size = 200\nt_ref = \"4 ms\"")
                .replace("\"euler\"", &format!("\"{scheme}\""));
            let run = run_spec(&spec(&text), 2);
            let v = trace(&run, "a", "V");
            // Neurons that spiked 1 to 2 ms before the silence, and their samples at the reset.
            let recent = run.recording.spikes.iter().filter(|s| s.neuron < 200);
            let recent = recent.filter(|s| (480..490).contains(&s.tick));
            let length = |n: u32, tick: u64| {
                let after = column(v, n as usize)[tick as usize + 1..].to_vec();
                after.iter().take_while(|&&v| v == -80.0).count()
            };
            recent.map(|s| (s.neuron, length(s.neuron, s.tick))).collect::<Vec<_>>()
        };
        let plain = held(&[("60 ms", "")]);
        assert!(plain.len() > 5, "{} spikes", plain.len());
        assert_eq!(held(&[("50 ms", ""), ("1 ms", "silence = [\"a\"]"), ("9 ms", "")]), plain);
    }
}

/// "Plain, then learning, then frozen" in one file.
#[test]
fn plain_learning_frozen_is_one_file() {
    let text = network(&[
        ("60 ms", "name = \"plain\""),
        ("60 ms", "name = \"learning\"\nplasticity = true"),
        ("60 ms", "name = \"frozen\"\nplasticity = { \"a*\" = false }"),
    ]) + "[record.w]\nkind = \"weights\"\nprojection = \"ab\"\n\
          times = [\"0 ms\", \"30 ms\", \"60 ms\", \"90 ms\", \"120 ms\", \"150 ms\", \"180 ms\"]\n";
    let run = run(&text);
    let w: Vec<_> = run.recording.weights.iter().map(|w| &w.weights).collect();
    assert_eq!(
        run.recording.weights.iter().map(|w| w.tick).collect::<Vec<_>>(),
        [0, 300, 600, 900, 1200, 1500, 1800]
    );
    assert!(w[0].iter().all(|&w| w == -5.0), "the weights of the file");
    assert!(w[0] == w[1] && w[1] == w[2], "weights change before learning is on");
    assert!(w[2] != w[3] && w[3] != w[4], "nothing is learned");
    assert!(w[4] == w[5] && w[5] == w[6], "weights change after learning was switched off");
    // What was learned goes on to be delivered.
    let fresh = super::lab::run(&text.replace("plasticity = true", ""));
    let late = |run: &Simulation| trace(run, "b", "I.r").samples[1500 * 10..].to_vec();
    assert!(gap(&late(&run), &late(&fresh)) > 0.1, "the learned weights are forgotten");
}

/// A phase may switch failures of a projection; see `failures` for their law.
#[test]
fn failures_are_switched_by_name() {
    let none = run(&network(&[("50 ms", ""), ("50 ms", "failures = { \"*\" = false }")]));
    let some = run(&network(&[("50 ms", ""), ("50 ms", "failures = { ab = true }")]));
    let (x, y) = (trace(&none, "b", "I.r"), trace(&some, "b", "I.r"));
    assert!(x.samples[..501 * 10] == y.samples[..501 * 10]);
    assert!(gap(&x.samples[501 * 10..], &y.samples[501 * 10..]) > 0.1);
}

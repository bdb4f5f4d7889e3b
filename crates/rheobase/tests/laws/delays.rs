//! When a spike acts. Two neurons: what the target feels is the sum of one known response for each
//! spike of the source, shifted by the delay and nothing else.

use super::lab::*;
use rheobase::record::Simulation;

const DT: f64 = 0.1;
const TAU: f64 = 10.0;
const STEPS: [u64; 4] = [1, 2, 7, 33];

/// The issue's formulas: the first step whose sums hold a spike found in `step`.
fn arrival(scheme: &str, step: u64, delay: u64) -> u64 {
    match scheme {
        // The threshold was passed at the end of the step before.
        "euler" => step + delay,
        // Found at the end of `step`, at the time (step + 1)·dt; acts at the start of a step.
        _ => step + 1 + delay,
    }
}

/// `a` fires regularly and reaches `b`, which never fires.
fn network(scheme: &str, receptor: &str, weight: &str, delay: &str) -> String {
    format!(
        r#"
        scheme = "{scheme}"
        dt = "0.1 ms"
        duration = "60 ms"
        [population.a]
        size = 1
        V_init = "-60 mV"
        [population.b]
        size = 1
        V_init = "-70 mV"
        receptors.r = {receptor}
        [projection.ab]
        source = "a"
        target = "b"
        rule = "all_to_all"
        weight = "{weight}"
        delay = "{delay}"
        [input.drive]
        target = "a"
        kind = "constant"
        mean = "45 mV"
        [record.spikes]
        kind = "spikes"
        of = "a"
        [record.b]
        kind = "state"
        of = "b"
        variables = ["V", "I"]
        every = "0.1 ms"
        "#
    )
}

/// The sum of responses that a delta receptor of 1 mV gives for a delay: the jump is there after
/// the step of its arrival, decayed by that step in the exact scheme only.
fn expected_voltage(simulation: &Simulation, scheme: &str, delay: u64) -> Vec<f64> {
    let samples = trace(simulation, "b", "V").len();
    let spikes = spikes_of(simulation, 0);
    assert!(spikes.len() >= 4, "too few spikes to see anything");
    (0..samples as u64)
        .map(|sample| {
            let responses = spikes.iter().filter_map(|&s| {
                let after = sample.checked_sub(arrival(scheme, s, delay) + 1)?;
                Some(match scheme {
                    "euler" => (1.0 - DT / TAU).powi(after as i32),
                    _ => (-(after as f64 + 1.0) * DT / TAU).exp(),
                })
            });
            -70.0 + responses.sum::<f64>()
        })
        .collect()
}

/// Likewise the current of an exponential receptor whose jump is 1 mV.
fn expected_current(simulation: &Simulation, scheme: &str, delay: u64, tau: f64) -> Vec<f64> {
    let samples = trace(simulation, "b", "I").len();
    let spikes = spikes_of(simulation, 0);
    (0..samples as u64)
        .map(|sample| {
            let responses = spikes.iter().filter_map(|&s| {
                let after = sample.checked_sub(arrival(scheme, s, delay) + 1)?;
                Some(match scheme {
                    "euler" => (1.0 - DT / tau).powi(after as i32),
                    _ => (-(after as f64 + 1.0) * DT / tau).exp(),
                })
            });
            responses.sum()
        })
        .collect()
}

/// The check must hold for the delay of the file and for no other.
fn only_fits(delay: u64, misfit: impl Fn(u64) -> f64) {
    for tried in [delay.saturating_sub(1), delay, delay + 1, delay + 2] {
        let misfit = misfit(tried);
        if tried == delay {
            assert!(misfit < 1e-9, "a delay of {delay} steps: {misfit} mV off");
        } else {
            assert!(misfit > 0.5, "a delay of {delay} steps passes for one of {tried}");
        }
    }
}

#[test]
fn a_jump_of_the_voltage_arrives_after_the_delay() {
    for scheme in ["euler", "exact"] {
        for delay in STEPS {
            let text = network(scheme, "\"delta\"", "1 mV", &format!("{delay} steps"));
            for threads in [1, 2] {
                let run = run_spec(&spec(&text), threads);
                let v = column(trace(&run, "b", "V"), 0);
                only_fits(delay, |tried| gap(&v, &expected_voltage(&run, scheme, tried)));
                // Nor does the other scheme's formula hold.
                let other = if scheme == "euler" { "exact" } else { "euler" };
                assert!(gap(&v, &expected_voltage(&run, other, delay)) > 0.5);
            }
        }
    }
}

#[test]
fn a_current_arrives_after_the_delay() {
    let receptor = r#"{ kind = "exponential", tau = "3 ms" }"#;
    for scheme in ["euler", "exact"] {
        for delay in STEPS {
            let time = format!("{} us", delay * 100);
            let run = run(&network(scheme, receptor, "1 mV", &time));
            let i = column(trace(&run, "b", "I"), 0);
            only_fits(delay, |tried| gap(&i, &expected_current(&run, scheme, tried, 3.0)));
        }
    }
}

/// Each synapse of a projection with distributed delays has its own; rows are split over steps.
#[test]
fn distributed_delays_are_each_synapses_own() {
    for (scheme, threads) in [("euler", 1), ("exact", 2)] {
        let text = network(scheme, "\"delta\"", "1 mV", "1 step")
            .replace("[population.b]\n        size = 1", "[population.b]\n        size = 40")
            .replace(
                "delay = \"1 step\"",
                r#"delay = { distribution = "uniform", low = "0.1 ms", high = "4 ms" }"#,
            );
        let run = run_spec(&spec(&text), threads);
        let synapses = &run.engine.network().wire(0).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for (synapse, &target) in synapses.targets.iter().enumerate() {
            let delay = u64::from(synapses.delays.get(synapse));
            let v = column(trace(&run, "b", "V"), target as usize);
            only_fits(delay, |tried| gap(&v, &expected_voltage(&run, scheme, tried)));
            seen.insert(delay);
        }
        assert!(seen.len() > 10, "the delays hardly differ: {seen:?}");
    }
}

/// A projection goes from its source to its target: `b` feels `a`, `a` feels nothing of `b`.
#[test]
fn a_projection_has_a_direction() {
    let text = network("exact", "\"delta\"", "1 mV", "1 step");
    let with = spikes_of(&run(&text), 0);
    let without = spikes_of(&run(&text.replace("weight = \"1 mV\"", "weight = \"0 mV\"")), 0);
    assert_eq!(with, without, "the source feels its own projection");
    let swapped = text
        .replace("source = \"a\"", "source = \"b\"")
        .replace("target = \"b\"\n        rule", "target = \"a\"\n        rule")
        .replace("V_init = \"-60 mV\"", "V_init = \"-60 mV\"\n        receptors.r = \"delta\"");
    let run = run(&swapped);
    let v = column(trace(&run, "b", "V"), 0);
    assert!(gap(&v, &expected_voltage(&run, "exact", 1)) > 0.5, "a swapped projection passes");
}

/// A jump that reaches the threshold makes a spike, found in the step of its arrival (exact) or in
/// the one after (Euler), though V decays below the threshold within that step.
#[test]
fn a_jump_to_the_threshold_is_a_spike() {
    for scheme in ["euler", "exact"] {
        for (jump, fires) in [(20.05, true), (19.95, false)] {
            let text = network(scheme, "\"delta\"", &format!("{jump} mV"), "7 steps")
                .replace("60 ms", "10 ms")
                + "[record.b_spikes]\nkind = \"spikes\"\nof = \"b\"\n";
            let run = run(&text);
            let found = arrival(scheme, spikes_of(&run, 0)[0], 7) + u64::from(scheme == "euler");
            let expected = if fires { vec![found] } else { vec![] };
            assert_eq!(spikes_of(&run, 1), expected, "{scheme}, {jump} mV");
        }
    }
}

/// Spikes that are under way when a run is split, or when the phase changes, are not lost.
#[test]
fn spikes_under_way_survive_a_split() {
    for scheme in ["euler", "exact"] {
        let text = network(scheme, "\"delta\"", "1 mV", "33 steps");
        let mut phases = text.replace("duration = \"60 ms\"\n", "");
        for length in ["0.1", "7.3", "20.1", "0.2", "32.3"] {
            phases.push_str(&format!("[[phase]]\nduration = \"{length} ms\"\n"));
        }
        let run = run(&phases);
        let v = column(trace(&run, "b", "V"), 0);
        only_fits(33, |tried| gap(&v, &expected_voltage(&run, scheme, tried)));
    }
}

//! A voltage beyond all reason ends the run; the error names the neuron, whatever happens to it
//! afterwards.

use super::lab::*;
use rheobase::engine::RunError;
use rheobase::record::Simulation;
use std::ops::ControlFlow;

/// Neuron 5 of `b` gets a huge pulse at 20 ms; spikes travel for 3 ms, in which parts of the
/// network do not meet.
fn network(scheme: &str, pulse: &str) -> String {
    format!(
        r#"
        scheme = "{scheme}"
        duration = "100 ms"
        [population.a]
        size = 4
        [population.b]
        size = 8
        receptors.r = "delta"
        [input.drive]
        target = "a"
        kind = "constant"
        mean = "40 mV"
        [input.pulse]
        target = "b[5]"
        kind = "spike_train"
        times = ["20 ms"]
        ids = [0]
        weight = "{pulse}"
        [projection.ab]
        source = "a"
        target = "b"
        rule = "all_to_all"
        weight = "0.1 mV"
        delay = "3 ms"
        "#
    )
}

fn failed(text: &str, threads: usize) -> (Simulation, RunError) {
    let mut simulation = Simulation::new(compile(&spec(text)), threads).expect("recordings");
    let error = simulation.run(&mut |_| ControlFlow::Continue(())).expect_err("it runs away");
    (simulation, error)
}

#[test]
fn a_runaway_voltage_is_told_with_its_neuron_and_time() {
    // Upwards, the Euler scheme finds a spike in the next step and resets V.
    for (scheme, pulse) in [("euler", "5e6 mV"), ("euler", "-5e6 mV"), ("exact", "-5e6 mV")] {
        for threads in [1, 2, 5] {
            let (simulation, error) = failed(&network(scheme, pulse), threads);
            let RunError::Unstable { population, index, value, time, .. } = error else {
                panic!("{scheme} {pulse}: {error}");
            };
            assert_eq!((population.as_str(), index), ("b", 5), "{scheme} {pulse}");
            assert!(value.abs() > 4e6 && (time - 20.1).abs() < 1e-9, "{value} mV at {time} ms");
            // What was simulated before is kept.
            let recording = &simulation.recording;
            assert!(recording.ticks > 200 && recording.ticks < 240, "{} steps", recording.ticks);
            assert!(recording.spikes.iter().any(|s| s.tick > 100));
        }
    }
}

#[test]
fn a_large_but_finite_excursion_is_none() {
    run(&network("euler", "5e5 mV"));
    run(&network("exact", "-5e5 mV"));
}

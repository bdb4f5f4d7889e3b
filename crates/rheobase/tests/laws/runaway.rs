//! A voltage beyond all reason ends the run; the error names the neuron, whatever happens to it
//! afterwards.

use super::lab::*;
use rheobase::engine::{Block, Engine, Recorder, RunError};
use rheobase::record::{Simulation, SpikeHash};
use std::error::Error;
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

/// Hashes what it sees.
#[derive(Default)]
struct Hash(SpikeHash);

impl Recorder for Hash {
    fn record(
        &mut self,
        block: &Block<'_>,
    ) -> Result<ControlFlow<()>, Box<dyn Error + Send + Sync>> {
        self.0.extend(block.spikes);
        Ok(ControlFlow::Continue(()))
    }
}

fn failed(text: &str, threads: usize) -> (Simulation, RunError) {
    let mut simulation = Simulation::new(compile(&spec(text)), threads).expect("recordings");
    let error = simulation.run(&mut |_| ControlFlow::Continue(())).expect_err("it runs away");
    (simulation, error)
}

#[test]
fn a_runaway_voltage_is_told_with_its_neuron_and_time() {
    // Upwards, the Euler scheme finds a spike in the next step and resets V.
    let pulses = ["5e6 mV", "-5e6 mV"];
    for (scheme, pulse) in [("euler", pulses), ("exact", pulses)]
        .into_iter()
        .flat_map(|(scheme, pulses)| pulses.map(|pulse| (scheme, pulse)))
    {
        for threads in [1, 2, 5] {
            let (simulation, error) = failed(&network(scheme, pulse), threads);
            let RunError::Unstable { population, index, value, time, .. } = error else {
                panic!("{scheme} {pulse}: {error}");
            };
            assert_eq!((population.as_str(), index), ("b", 5), "{scheme} {pulse}");
            assert!(value.abs() > 4e6 && (time - 20.1).abs() < 1e-9, "{value} mV at {time} ms");
            // What was simulated before is kept.
            let recording = &simulation.recording;
            assert_eq!(recording.ticks, 201, "{scheme} {pulse}");
            assert!(recording.spikes.iter().all(|s| s.tick < 201));
            assert!(recording.spikes.iter().any(|s| s.tick > 100));
        }
    }
}

#[test]
fn a_large_but_finite_excursion_is_none() {
    run(&network("euler", "5e5 mV"));
    run(&network("exact", "-5e5 mV"));
}

/// How long the blocks of a run are depends on the clock; what an ended run leaves must not.
#[test]
fn what_is_kept_of_it_depends_on_nothing_else() {
    let recorded =
        "[record.v]\nkind = \"state\"\nof = \"b\"\nvariables = [\"V\"]\nevery = \"0.3 ms\"\n";
    // Spikes that travel for an even and an odd number of steps, or for the least.
    for (delay, time) in
        [("3 ms", "20 ms"), ("1.4 ms", "20.3 ms"), ("1.5 ms", "21 ms"), ("0.1 ms", "20 ms")]
    {
        for scheme in ["exact", "euler"] {
            let text = network(scheme, "5e6 mV").replace("3 ms", delay) + recorded;
            let text = text.replace("\"20 ms\"", &format!("\"{time}\""));
            let kept = |threads: usize| {
                let (simulation, _) = failed(&text, threads);
                let Simulation { recording, engine, .. } = simulation;
                let state = (engine.synaptic_events(), engine.voltages(0), engine.voltages(1));
                (recording.ticks, recording.hash, recording.traces[0].samples.clone(), state)
            };
            let one = kept(1);
            assert_eq!(one.2.len() as u64, 8 * (one.0 / 3 + 1));
            for threads in [2, 3] {
                assert!(kept(threads) == one, "{threads} threads, {delay}, {scheme}");
            }
        }
    }
    let text = network("exact", "5e6 mV");
    let one = failed(&text, 1).0.recording;
    // In pieces of a few steps, which the parts' meetings do not fit.
    let mut engine = Engine::new(compile(&spec(&text)), 2).unwrap();
    let mut hash = Hash::default();
    while engine.run(7, &mut hash).is_ok() {}
    assert_eq!((engine.tick(), hash.0), (one.ticks, one.hash));
    // It goes on only from another state.
    assert!(engine.run(7, &mut hash).is_err());
    assert_eq!(engine.tick(), one.ticks);
}

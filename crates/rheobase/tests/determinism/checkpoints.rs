//! Runs that are saved and taken up again by another engine, of another number of threads.

use super::lab::*;
use super::random::network;
use super::{fingerprint, networks};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rheobase::record::{Simulation, Sink, SinkError, Stretch};
use rheobase::spec::NetworkSpec;
use rheobase::state::State;
use std::ops::ControlFlow;

pub fn new(spec: &NetworkSpec, threads: usize) -> Simulation {
    Simulation::new(compile(spec), threads).expect("recordings")
}

pub fn advance(simulation: &mut Simulation, stop: u64) {
    simulation.run_to(stop, &mut |_| ControlFlow::Continue(())).expect("it is stable");
}

pub fn bytes(simulation: &mut Simulation) -> Vec<u8> {
    let state = simulation.save().expect("nothing to be written");
    let mut bytes = Vec::new();
    state.write(&mut bytes).expect("memory");
    assert_eq!(bytes.len() as u64, state.bytes());
    bytes
}

pub fn read(bytes: &[u8]) -> State {
    State::read(&mut &bytes[..], bytes.len() as u64).expect("a state")
}

/// The run of a network that is saved and restored at each of these steps.
fn broken_at(spec: &NetworkSpec, ticks: &[u64], threads: &[usize]) -> Simulation {
    let mut simulation = new(spec, threads[0]);
    for (k, &tick) in ticks.iter().enumerate() {
        advance(&mut simulation, tick);
        let saved = bytes(&mut simulation);
        let mut other = new(spec, threads[(k + 1) % threads.len()]);
        other.restore(&read(&saved)).expect("its own state");
        // A state does not depend on who saves it.
        assert_eq!(bytes(&mut other), saved, "at step {tick}");
        simulation = other;
    }
    advance(&mut simulation, u64::MAX);
    simulation
}

#[test]
fn a_restored_run_goes_on_as_if_nothing_had_been() {
    for (name, spec) in networks::all() {
        let whole = fingerprint(&run_spec(&spec, 1));
        // At the start, in every phase, at its ends, and at the end; weights are kept at 123.
        let ticks = [0, 1, 122, 123, 124, 299, 300, 301, 400, 616, 617, 618, 999, 1000];
        assert_eq!(fingerprint(&broken_at(&spec, &ticks, &[2, 1, 5])), whole, "{name}");
        assert_eq!(fingerprint(&broken_at(&spec, &[411], &[1, 3])), whole, "{name}");
    }
}

/// Takes nothing in.
struct Nowhere;

impl Sink for Nowhere {
    fn take(&mut self, _: &Stretch<'_>) -> Result<(), SinkError> {
        Ok(())
    }

    fn flush(&mut self, durable: bool) -> Result<u64, SinkError> {
        assert!(durable, "a checkpoint outlives a loss of power");
        Ok(77)
    }
}

/// With a sink a state has its mark in place of spikes and samples, and is as large as expected.
#[test]
fn states_with_a_sink_have_the_size_that_was_estimated() {
    let network = |learns: &str| {
        spec(&format!(
            "duration = \"50 ms\"\n[population.a]\nsize = 3000\nreceptors.r = {{ kind = \"alpha\", \
             tau = \"5 ms\" }}\n[projection.p]\nsource = \"a\"\ntarget = \"a\"\nweight = \"1 mV\"\n\
             delay = \"1 ms\"\nrule = {{ kind = \"fixed_in_degree\", n = 50 }}\n{learns}\
             [input.o]\ntarget = \"a\"\nkind = \"ornstein_uhlenbeck\"\nsigma = \"1 mV\"\n\
             tau = \"5 ms\"\n[record.v]\nkind = \"state\"\nof = \"a\"\nvariables = [\"V\"]\n\
             every = \"0.1 ms\"\n[record.w]\nkind = \"weights\"\nprojection = \"p\"\n\
             times = [\"0 ms\", \"10 ms\"]\n"
        ))
    };
    let frozen = "plasticity = { rule = \"anti_hebbian\", delivery = \"frozen\" }\n";
    for spec in [network(""), network(frozen)] {
        let mut simulation = new(&spec, 1);
        simulation.set_sink(Box::new(Nowhere));
        advance(&mut simulation, 200);
        let state = simulation.save().expect("nowhere is safe");
        assert_eq!(Simulation::mark(&state).expect("a mark"), Some(77));
        let off = spec.checkpoint_bytes() / state.bytes() as f64 - 1.0;
        assert!(off.abs() < 0.02, "{off:+.3}");
        let mut other = new(&spec, 2);
        other.restore(&state).expect("its own state");
        assert!(other.recording.spikes.is_empty());
    }
}

/// Without any one of its sections a state is refused, or it is not needed.
#[test]
fn every_section_counts() {
    for (name, spec) in networks::all() {
        let mut simulation = new(&spec, 2);
        advance(&mut simulation, 411);
        let saved = bytes(&mut simulation);
        let mut at = 0;
        while at < saved.len() {
            let word = |at: usize| u32::from_le_bytes(saved[at..at + 4].try_into().unwrap());
            let length = word(at) as usize;
            let section = std::str::from_utf8(&saved[at + 4..at + 4 + length]).unwrap();
            let values = at + 4 + length;
            let count = u64::from_le_bytes(saved[values + 1..values + 9].try_into().unwrap());
            let width = if saved[values] == 0 { 4 } else { 8 };
            let end = values + 9 + width * count as usize;
            let without = [&saved[..at], &saved[end..]].concat();
            let refused = new(&spec, 1).restore(&read(&without));
            let refused = refused.expect_err(section).to_string();
            assert!(refused.contains("is missing"), "{name}: {refused}");
            at = end;
        }
    }
}

#[test]
fn a_state_of_another_network_is_refused() {
    let all = networks::all();
    let saved = bytes(&mut new(&all[0].1, 1));
    for (name, other) in &all[2..] {
        assert!(new(other, 1).restore(&read(&saved)).is_err(), "{name}");
    }
    let mut larger = all[0].1.clone();
    larger.populations[1].size += 1;
    let mut larger = Simulation::new(compile(&larger), 1).expect("recordings");
    let refused = larger.restore(&read(&saved)).unwrap_err().to_string();
    assert!(refused.contains("has 23 values, where the network needs 24"), "{refused}");
}

#[test]
fn random_networks_are_restored_at_any_step() {
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let cases = (network(), proptest::collection::vec(0..=200u64, 1..4), 1..5usize, 1..5usize);
    let result = runner.run(&cases, |(text, mut ticks, one, two)| {
        ticks.sort_unstable();
        let spec = spec(&text);
        let whole = fingerprint(&run_spec(&spec, 1));
        prop_assert_eq!(fingerprint(&broken_at(&spec, &ticks, &[one, two])), whole);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Damaged states are refused, or are states: never a panic, in restoring or in going on.
#[test]
fn damaged_states_never_panic() {
    let all = networks::all();
    let saved: Vec<_> = all
        .iter()
        .map(|(_, spec)| {
            let mut simulation = new(spec, 1);
            advance(&mut simulation, 411);
            bytes(&mut simulation)
        })
        .collect();
    let config = Config { cases: 400, failure_persistence: None, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let flips = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4);
    let cases = (0..all.len(), flips, any::<prop::sample::Index>(), any::<bool>());
    let result = runner.run(&cases, |(which, flips, cut, cuts)| {
        let mut bytes = saved[which].clone();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= value;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let Ok(state) = State::read(&mut &bytes[..], bytes.len() as u64) else { return Ok(()) };
        let mut simulation = new(&all[which].1, 2);
        if simulation.restore(&state).is_ok() {
            // Any voltage may be in it, and so any end.
            let _ = simulation.run(&mut |_| ControlFlow::Continue(()));
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

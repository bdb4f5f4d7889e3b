//! Runs in pieces.

use super::lab::*;
use super::{fingerprint, networks};
use rheobase::engine::{Engine, Outcome};
use rheobase::record::{Simulation, SpikeHash};
use std::ops::ControlFlow;

/// Ended by its observer after every block, and taken up again.
fn interrupted(spec: &rheobase::spec::NetworkSpec, threads: usize) -> Simulation {
    let mut simulation = Simulation::new(compile(spec), threads).expect("recordings");
    let mut pieces = 0;
    while simulation.run(&mut |_| ControlFlow::Break(())).expect("it runs") == Outcome::Stopped {
        pieces += 1;
        assert!(pieces < 10_000, "it never ends");
    }
    assert!(pieces > 10, "{pieces} pieces");
    simulation
}

#[test]
fn an_interrupted_run_goes_on_as_if_nothing_had_been() {
    for (name, spec) in networks::all() {
        let whole = fingerprint(&run_spec(&spec, 1));
        for threads in [1, 3] {
            assert_eq!(fingerprint(&interrupted(&spec, threads)), whole, "{name}");
        }
    }
}

/// Keeps a hash of the spikes.
#[derive(Default)]
struct Hash(SpikeHash);

impl rheobase::engine::Recorder for Hash {
    fn record(
        &mut self,
        block: &rheobase::engine::Block<'_>,
    ) -> Result<ControlFlow<()>, Box<dyn std::error::Error + Send + Sync>> {
        self.0.extend(block.spikes);
        Ok(ControlFlow::Continue(()))
    }
}

/// The engine itself, in pieces of every length from one step on, no step included.
#[test]
fn pieces_of_any_length_make_the_same_run() {
    for (name, spec) in networks::all() {
        let network = compile(&spec);
        let run = |lengths: &[u64], threads: usize| {
            let (mut engine, mut hash) =
                (Engine::new(network.clone(), threads).unwrap(), Hash::default());
            for &length in lengths {
                engine.run(length, &mut hash).expect("it runs");
            }
            (hash.0, (0..2).map(|p| engine.voltages(p)).collect::<Vec<_>>())
        };
        let whole = run(&[500], 1);
        assert_eq!(run(&[1; 500], 1), whole, "{name}");
        assert_eq!(run(&[1; 500], 2), whole, "{name}");
        assert_eq!(
            run(&[0, 0, 1, 0, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 0, 125], 2),
            whole,
            "{name}"
        );
        assert_ne!(run(&[499], 1), whole);
    }
}

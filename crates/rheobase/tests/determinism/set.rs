//! States that are set from outside: what is told and given back changes nothing, what is changed has
//! the same effect on any number of threads, and is there again after a checkpoint.

use super::checkpoints::{advance, bytes, new, read};
use super::lab::*;
use super::{fingerprint, networks};
use rheobase::engine::{Engine, SetError};
use rheobase::record::Simulation;
use rheobase::spec::{Delivery, NetworkSpec};

/// Gives a population's and a projection's state back, as far as it is one that can be told whole.
fn give_back(simulation: &mut Simulation) {
    let network = simulation.engine.network().clone();
    let engine = &mut simulation.engine;
    for (p, population) in network.populations.iter().enumerate() {
        engine.set_voltages(p, &engine.voltages(p)).expect("voltages");
        for r in 0..population.receptors.len() {
            // Some have one, some the other, some none.
            let _ = engine.set_currents(p, r, &engine.currents(p, r));
            let _ = engine.set_conductances(p, r, &engine.conductances(p, r));
        }
    }
    for (p, projection) in network.projections.iter().enumerate() {
        let frozen = projection.learning.is_some_and(|l| l.delivery == Delivery::Frozen);
        if projection.stdp.is_none() && !frozen {
            engine.set_weights(p, &engine.weights(p)).expect("weights");
        }
    }
    let fired = simulation.recording.spikes.iter().rev();
    let tick = simulation.engine.tick();
    let mut fired: Vec<_> = fired.take_while(|s| s.tick + 1 == tick).map(|s| s.neuron).collect();
    fired.reverse();
    if tick > 0 {
        assert_eq!(simulation.engine.fired(), fired);
    }
    simulation.engine.set_fired(&fired).expect("neurons");
}

#[test]
fn what_is_told_can_be_given_back() {
    for (name, spec) in networks::all() {
        let everything = spec
            .record
            .iter()
            .all(|r| !matches!(r.kind, rheobase::spec::RecordKind::Spikes { .. }));
        let spec = if everything { spec } else { NetworkSpec { record: Vec::new(), ..spec } };
        let whole = fingerprint(&run_spec(&spec, 1));
        for threads in [1, 3] {
            let mut simulation = new(&spec, threads);
            for tick in [0, 1, 50, 123, 300, 618, 1000] {
                advance(&mut simulation, tick);
                give_back(&mut simulation);
            }
            assert_eq!(fingerprint(&simulation), whole, "{name} on {threads} threads");
        }
    }
}

/// Changes everything that can be.
fn disturb(engine: &mut Engine) {
    let network = engine.network().clone();
    let wave = |k: usize| ((k * 37 + 11) % 101) as f64 / 101.0;
    for (p, population) in network.populations.iter().enumerate() {
        let n = population.size as usize;
        let v: Vec<_> = (0..n).map(|k| -75.0 + 20.0 * wave(k)).collect();
        engine.set_voltages(p, &v).expect("voltages");
        for r in 0..population.receptors.len() {
            let some: Vec<_> = (0..n).map(|k| 3.0 * wave(k + r)).collect();
            let _ = engine.set_currents(p, r, &some);
            let _ = engine.set_conductances(p, r, &some);
        }
    }
    for p in 0..network.projections.len() {
        let weights = engine.weights(p).into_iter().enumerate();
        let weights: Vec<_> = weights.map(|(k, w)| w * (0.5 + 0.5 * wave(k))).collect();
        engine.set_weights(p, &weights).expect("weights");
        assert_eq!(engine.weights(p), weights, "{}", network.projections[p].name);
    }
    let neurons: Vec<_> = (0..network.size()).filter(|n| n % 3 == 1).collect();
    engine.set_fired(&neurons).expect("neurons");
}

#[test]
fn what_is_set_does_not_depend_on_threads_and_outlives_a_checkpoint() {
    for (name, spec) in networks::all() {
        let disturbed = |threads: usize, saved: &[u64]| {
            let mut simulation = new(&spec, threads);
            for tick in [0, 123, 125, 126, 140, 617] {
                advance(&mut simulation, tick);
                if [0, 123, 617].contains(&tick) {
                    disturb(&mut simulation.engine);
                }
                if saved.contains(&tick) {
                    let state = bytes(&mut simulation);
                    let mut other = new(&spec, 4 - threads);
                    other.restore(&read(&state)).expect("its own state");
                    assert_eq!(bytes(&mut other), state, "{name} at {tick}");
                    simulation = other;
                }
            }
            advance(&mut simulation, u64::MAX);
            fingerprint(&simulation)
        };
        let whole = disturbed(1, &[]);
        assert_ne!(whole, fingerprint(&run_spec(&spec, 1)), "{name}");
        assert_eq!(disturbed(3, &[]), whole, "{name}");
        assert_eq!(disturbed(1, &[0, 123, 126, 617]), whole, "{name}");
        assert_eq!(disturbed(3, &[125, 140]), whole, "{name}");
    }
}

/// A state without weights set by hand takes them away again.
#[test]
fn a_state_takes_weights_away_again() {
    for (name, spec) in networks::all() {
        let mut simulation = new(&spec, 2);
        advance(&mut simulation, 100);
        let state = bytes(&mut simulation);
        disturb(&mut simulation.engine);
        advance(&mut simulation, 150);
        simulation.restore(&read(&state)).expect("its own state");
        assert_eq!(bytes(&mut simulation), state, "{name}");
        advance(&mut simulation, u64::MAX);
        assert_eq!(fingerprint(&simulation), fingerprint(&run_spec(&spec, 1)), "{name}");
    }
}

const CHAIN: &str = "duration = \"20 ms\"\n[population.a]\nsize = 4\nV_init = \"-70 mV\"\n\
    receptors.d = \"delta\"\nreceptors.e = { kind = \"exponential\", tau = \"5 ms\" }\n\
    receptors.al = { kind = \"alpha\", tau = \"5 ms\" }\n\
    receptors.c = { kind = \"conductance\", tau = \"5 ms\", reversal = \"0 mV\" }\n\
    C_m = \"200 pF\"\n[projection.p]\nsource = \"a\"\ntarget = \"a\"\nreceptor = \"d\"\n\
    rule = { kind = \"edges\", source = [0, 1, 2, 0], target = [1, 2, 3, 3], \
    delay = [0.1, 0.1, 0.1, 0.3] }\nweight = \"30 mV\"\ndelay = { from = \"rule\" }\n\
    [projection.g]\nsource = \"a[0:2]\"\ntarget = \"a[2:4]\"\nreceptor = \"c\"\n\
    rule = \"all_to_all\"\nweight = \"1 nS\"\ndelay = \"1 ms\"\n\
    [record.s]\nkind = \"spikes\"\nof = \"a\"\n";

#[test]
fn given_spikes_arrive_after_their_delays() {
    // In the exact scheme a spike arrives a step later, and is found in that step.
    for scheme in ["euler", "exact"] {
        let text = CHAIN.replace(
            "receptors.c = { kind = \"conductance\", tau = \"5 ms\", reversal = \"0 mV\" }\n",
            "",
        );
        let text = text.split("[projection.g]").next().expect("the head").to_owned();
        let spec = spec(&format!("scheme = \"{scheme}\"\n{text}"));
        for threads in [1, 3] {
            let mut simulation = new(&spec, threads);
            simulation.engine.set_fired(&[0]).expect("a neuron");
            advance(&mut simulation, u64::MAX);
            let spikes: Vec<_> =
                simulation.recording.spikes.iter().map(|s| (s.tick, s.neuron)).collect();
            assert_eq!(spikes, [(1, 1), (3, 2), (3, 3), (5, 3)], "{scheme}");
        }
    }
}

#[test]
fn what_cannot_be_set_is_refused_and_nothing_changes() {
    let spec = spec(CHAIN);
    let mut simulation = new(&spec, 2);
    let before = bytes(&mut simulation);
    let engine = &mut simulation.engine;
    let told = |result: Result<(), SetError>| result.expect_err("a mistake").to_string();
    let cases = [
        (
            told(engine.set_voltages(0, &[0.0; 3])),
            "voltages of population `a`: 3 values; expected 4, one for each neuron",
        ),
        (
            told(engine.set_voltages(0, &[0.0, f64::NAN, 0.0, 0.0])),
            "voltages of population `a`: number 1 (from 0) is NaN; expected a voltage between",
        ),
        (told(engine.set_voltages(1, &[])), "there is no population of index 1; there are 1"),
        (
            told(engine.set_currents(0, 0, &[0.0; 4])),
            "currents of receptor `d` of population `a`: it has no current to set; a delta",
        ),
        (told(engine.set_currents(0, 3, &[0.0; 4])), "currents of receptor `c` of population `a`"),
        (
            told(engine.set_conductances(0, 3, &[0.0, 0.0, -1.0, 0.0])),
            "conductances of receptor `c` of population `a`: number 2 (from 0) is -1; expected",
        ),
        (told(engine.set_conductances(0, 1, &[0.0; 4])), "conductances of receptor `e`"),
        (
            told(engine.set_weights(0, &[1.0; 5])),
            "weights of projection `p`: 5 values; expected 4, one for each synapse",
        ),
        (
            told(engine.set_weights(1, &[1.0, 1.0, 1.0, -0.5])),
            "weights of projection `g`: number 3 (from 0) is -0.5; expected 0 nS or more",
        ),
        (told(engine.set_weights(9, &[])), "there is no projection of index 9; there are 2"),
        (told(engine.set_fired(&[1, 4])), "neurons that fired: number 1 (from 0) is 4; expected"),
    ];
    for (found, expected) in cases {
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
    assert_eq!(bytes(&mut simulation), before);
    let synapses = simulation.engine.synapses_of(0);
    assert_eq!(synapses.sources, [0, 0, 1, 2]);
    assert_eq!(synapses.targets, [1, 3, 2, 3]);
    assert_eq!(synapses.delays, [1, 3, 1, 1]);
}

#[test]
fn synapses_are_listed_as_they_are_drawn() {
    for (name, spec) in networks::all() {
        let simulation = new(&spec, 3);
        let network = simulation.engine.network().clone();
        for p in 0..network.projections.len() {
            let (list, drawn) =
                (simulation.engine.synapses_of(p), network.wire(p).expect("synapses"));
            assert_eq!(list.targets, drawn.targets, "{name}");
            let delays: Vec<_> = (0..drawn.len()).map(|s| drawn.delays.get(s)).collect();
            assert_eq!(list.delays, delays, "{name}");
            let sources =
                (0..drawn.offsets.len() - 1).flat_map(|s| drawn.row(s).map(move |_| s as u32));
            assert_eq!(list.sources, sources.collect::<Vec<_>>(), "{name}");
        }
    }
}

//! Runs in stretches whose recordings are taken out one by one, with what is recorded changed in
//! between, and beyond the described end.

use super::checkpoints::{bytes, new, read};
use super::lab::*;
use super::{fingerprint, networks};
use rheobase::engine::Outcome;
use rheobase::record::{Recording, Simulation};
use rheobase::spec::{NetworkSpec, RecordKind, RecordSpec, Selection};
use std::ops::ControlFlow;

fn advance(simulation: &mut Simulation, ticks: u64) {
    let outcome = simulation.advance(ticks, &mut |_| ControlFlow::Continue(()));
    assert_eq!(outcome.expect("it is stable"), Outcome::Finished);
}

/// Puts a stretch behind those before it.
fn append(all: &mut Recording, next: Recording) {
    assert_eq!(all.ticks, next.start, "no gap");
    all.spikes.extend(next.spikes);
    for (all, next) in all.traces.iter_mut().zip(next.traces) {
        let end = all.start + all.len() as u64 * all.every;
        assert_eq!(next.start, end, "no gap in {}", all.name);
        all.samples.extend(next.samples);
        all.spikes.extend(next.spikes);
    }
    for (all, next) in all.rates.iter_mut().zip(next.rates) {
        let mut counts = next.counts.into_iter();
        assert_eq!(all.ticks, next.start);
        if !next.start.is_multiple_of(next.bin)
            && let Some(last) = all.counts.last_mut()
        {
            *last += counts.next().unwrap_or(0);
        }
        all.counts.extend(counts);
        all.ticks = next.ticks;
    }
    all.weights.extend(next.weights);
    all.counts.iter_mut().zip(next.counts).for_each(|(all, next)| *all += next);
    (all.ticks, all.tally, all.hash) = (next.ticks, next.tally, next.hash);
}

#[test]
fn stretches_are_pieces_of_the_whole() {
    for (name, spec) in networks::all() {
        let whole = run_spec(&spec, 1);
        for threads in [1, 3] {
            let mut simulation = new(&spec, threads);
            let mut all = simulation.take();
            for (k, ticks) in [1, 17, 105, 0, 177, 1, 316, 383].into_iter().enumerate() {
                advance(&mut simulation, ticks);
                if k % 2 == 1 {
                    // A checkpoint within a stretch; the other goes on with it.
                    let state = bytes(&mut simulation);
                    simulation = new(&spec, 4 - threads);
                    simulation.restore(&read(&state)).expect("its own state");
                    assert_eq!(bytes(&mut simulation), state, "{name}");
                }
                append(&mut all, simulation.take());
            }
            assert_eq!(simulation.engine.tick(), 1000);
            let counts: u32 = all.counts.iter().sum();
            assert_eq!(u64::from(counts), whole.recording.hash.spikes(), "{name}");
            simulation.recording = all;
            assert_eq!(fingerprint(&simulation), fingerprint(&whole), "{name} on {threads}");
        }
    }
}

#[test]
fn rates_and_times_say_where_a_stretch_begins() {
    let text = "duration = \"10 ms\"\n[population.a]\nsize = 1\nV_init = \"-50 mV\"\n\
        [input.i]\ntarget = \"a\"\nkind = \"constant\"\nmean = \"200 mV\"\n\
        [record.v]\nkind = \"state\"\nof = \"a\"\nvariables = [\"V\"]\nevery = \"1 ms\"\n\
        [record.r]\nkind = \"rate\"\nof = \"a\"\nbin = \"2 ms\"\n";
    let mut simulation = new(&spec(text), 1);
    advance(&mut simulation, 25);
    let first = simulation.take();
    assert_eq!(first.traces[0].times(0.1), [0.0, 1.0, 2.0]);
    assert_eq!(first.rates[0].counts.len(), 2);
    advance(&mut simulation, 40);
    let second = simulation.take();
    assert_eq!((second.start, second.ticks), (25, 65));
    assert_eq!(second.traces[0].times(0.1), [3.0, 4.0, 5.0, 6.0]);
    let rate = &second.rates[0];
    assert_eq!(rate.counts.len(), 3);
    // Bins of 1.5 ms, 2 ms and 0.5 ms of one neuron.
    let seconds = [0.0015, 0.002, 0.0005];
    for ((hz, &count), seconds) in rate.rates_hz(0.1).iter().zip(&rate.counts).zip(seconds) {
        assert!((hz - count as f64 / seconds).abs() < 1e-6, "{hz} Hz of {count}");
    }
    let spikes = |of: &Recording| of.counts[0] as usize;
    assert!(spikes(&second) > 0 && spikes(&second) == second.spikes.len());
    assert_eq!(second.tally.counts()[0] as usize, spikes(&first) + spikes(&second));
}

#[test]
fn changed_controls_hold_until_the_next_phase() {
    let phases = "[[phase]]\nduration = \"5 ms\"\n[[phase]]\nduration = \"5 ms\"\n\
        inputs = { i = \"30 mV\" }\n";
    let text = format!(
        "[population.a]\nsize = 2\nV_init = \"-70 mV\"\n[input.i]\ntarget = \"a\"\n\
         kind = \"constant\"\nmean = \"10 mV\"\n{phases}"
    );
    let mut simulation = new(&spec(&text), 1);
    let mean = |simulation: &Simulation| simulation.engine.controls().means[0];
    let set = |simulation: &mut Simulation, mean| {
        let mut controls = simulation.engine.controls().clone();
        controls.means[0] = mean;
        simulation.engine.set_controls(controls);
    };
    set(&mut simulation, Some(20.0));
    advance(&mut simulation, 20);
    advance(&mut simulation, 20);
    assert_eq!(mean(&simulation), Some(20.0));
    // At its first step a phase has begun: what is changed then holds in it.
    advance(&mut simulation, 10);
    assert_eq!(mean(&simulation), Some(30.0));
    set(&mut simulation, Some(5.0));
    simulation.run_to(80, &mut |_| ControlFlow::Continue(())).expect("it is stable");
    assert_eq!(mean(&simulation), Some(5.0));
    let state = bytes(&mut simulation);
    let mut other = new(&spec(&text), 2);
    other.restore(&read(&state)).expect("its own state");
    // Beyond the last phase too.
    for simulation in [&mut simulation, &mut other] {
        advance(simulation, 70);
        assert_eq!((mean(simulation), simulation.engine.tick()), (Some(5.0), 150));
    }
    assert_eq!(fingerprint(&simulation), fingerprint(&other));
    // A state from beyond the end is one to go on from.
    let state = bytes(&mut simulation);
    other.restore(&read(&state)).expect("its own state");
    assert_eq!(bytes(&mut other), state);
}

fn records(spec: &NetworkSpec) -> Vec<RecordSpec> {
    let of = Selection::slice(&spec.populations[0].name, 1, 3);
    let kinds = [
        ("some", RecordKind::Spikes { of: of.clone(), sample: None }),
        (
            "v",
            RecordKind::State {
                of: of.clone(),
                sample: Some(1),
                variables: vec!["V".into(), "I".into()],
                every: 0.3,
            },
        ),
        ("r", RecordKind::Rate { of, bin: 0.7 }),
        ("w", RecordKind::Weights { projection: "*".into(), times: vec![0.0, 50.0, 120.0] }),
    ];
    kinds.into_iter().map(|(name, kind)| RecordSpec { name: name.into(), kind }).collect()
}

#[test]
fn what_is_recorded_may_change() {
    for (name, spec) in networks::all() {
        let mut whole = new(&spec, 1);
        advance(&mut whole, 1300);
        for threads in [1, 3] {
            let mut simulation = new(&spec, threads);
            advance(&mut simulation, 200);
            let before = simulation.set_records(&records(&spec)).expect("recordings");
            assert_eq!((before.start, before.ticks), (0, 200));
            assert_eq!(before.spikes.len(), {
                let kept = whole.recording.spikes.iter();
                kept.filter(|s| s.tick < 200).count()
            });
            advance(&mut simulation, 500);
            let state = bytes(&mut simulation);
            let mut other = new(&spec, 4 - threads);
            other.restore(&read(&state)).expect("its own state");
            assert_eq!(other.records(), records(&spec));
            assert_eq!(bytes(&mut other), state, "{name}");
            for simulation in [&mut simulation, &mut other] {
                advance(simulation, 600);
                let taken = simulation.take();
                assert_eq!(taken.hash, whole.recording.hash, "{name}");
                let first = simulation.engine.network().populations[0].first;
                let mine = |s: &&rheobase::engine::Spike| {
                    s.tick >= 200 && (first + 1..first + 3).contains(&s.neuron)
                };
                if spec.record.iter().all(|r| !matches!(r.kind, RecordKind::Spikes { .. })) {
                    let expected = whole.recording.spikes.iter().filter(mine).copied();
                    assert_eq!(taken.spikes, expected.collect::<Vec<_>>(), "{name}");
                }
                assert_eq!(taken.traces[0].start, 201);
                assert_eq!(taken.traces[1].len(), 1300 / 3 - 200 / 3);
                let kept: Vec<_> = taken.weights.iter().map(|w| w.tick).collect();
                let projections = simulation.engine.network().projections.len();
                assert_eq!(kept.len(), 2 * projections, "{kept:?}");
            }
            // A state of what the description records takes the change back.
            let mut fresh = new(&spec, 1);
            let state = bytes(&mut fresh);
            simulation.restore(&read(&state)).expect("its own state");
            assert_eq!(simulation.records(), spec.record);
            assert_eq!(bytes(&mut simulation), state);
        }
    }
}

#[test]
fn an_endless_run_takes_no_room_in_advance() {
    let (_, spec) = networks::all().swap_remove(0);
    let mut simulation = new(&spec, 2);
    let mut calls = 0;
    let outcome = simulation.advance(u64::MAX, &mut |progress| {
        calls += 1;
        assert!(progress.total > 1 << 50);
        if calls > 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(outcome.expect("it is stable"), Outcome::Stopped);
    let tick = simulation.engine.tick();
    let mut whole = new(&spec, 1);
    advance(&mut whole, tick);
    assert_eq!(fingerprint(&simulation), fingerprint(&whole));
}

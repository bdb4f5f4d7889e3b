//! Neurons that are all alike advance at once, those that rest in a queue: the same as one by one.

use super::lab::*;
use rheobase::engine::{Engine, Spike};
use rheobase::record::Simulation;
use std::ops::ControlFlow;

/// Neurons in more than one block, of which the last one hears and tells nobody. Where it is of
/// another kind than the others, they are not all alike.
const NEURONS: usize = 700;

const EXPONENTIAL: &str = "{ kind = \"exponential\", tau = \"3 ms\" }";

fn network(receptors: &[&str], weights: &[&str], drive: &str, alike: bool) -> String {
    let mut text = format!(
        "dt = \"0.1 ms\"\nduration = \"60 ms\"\nseed = 4\n[population.a]\nsize = {NEURONS}\n\
         tau_m = \"10 ms\"\nC_m = \"100 pF\"\nV_reset = \"-60 mV\"\nt_ref = \"2.5 ms\"\n\
         V_init = {{ distribution = \"uniform\", low = \"-60 mV\", high = \"-45 mV\" }}\n"
    );
    let (mut thresholds, last) = (vec![-50; NEURONS - 1], if alike { -50 } else { -40 });
    thresholds.push(last);
    text += &format!("V_thr = {{ values = {thresholds:?}, unit = \"mV\" }}\n");
    for (k, receptor) in receptors.iter().enumerate() {
        text += &format!("receptors.r{k} = {receptor}\n");
    }
    for (k, weight) in weights.iter().enumerate() {
        text += &format!(
            "[projection.p{k}]\nsource = \"a[0:{n}]\"\ntarget = \"a[0:{n}]\"\nreceptor = \"r{k}\"\n\
             rule = {{ kind = \"fixed_in_degree\", n = 20 }}\nweight = \"{weight}\"\n\
             delay = \"0.1 ms\"\n",
            n = NEURONS - 1
        );
    }
    text + &format!("[input.c]\ntarget = \"a\"\nkind = \"constant\"\nmean = \"{drive}\"\n")
}

/// All spikes but those of the last neuron, and the others' V, of a run in pieces; between them V of
/// some is set, most of all while they rest, and some are silenced.
fn course(text: &str, threads: usize, pieces: &[u64]) -> (Vec<Spike>, Vec<u64>) {
    let mut run = Simulation::new(compile(&spec(text)), threads).unwrap();
    for &ticks in pieces {
        run.advance(ticks, &mut |_| ControlFlow::Continue(())).unwrap();
        if run.engine.tick() == 200 {
            meddle(&mut run.engine);
        }
        if run.engine.tick() == 230 {
            let mut controls = run.engine.controls().clone();
            controls.silenced[0].clear();
            run.engine.set_controls(controls);
        }
    }
    let others = |s: &&Spike| s.neuron < NEURONS as u32 - 1;
    let v = run.engine.voltages(0);
    // Zeros have no sign.
    let bits = v[..NEURONS - 1].iter().map(|v| (v + 0.0).to_bits());
    (run.recording.spikes.iter().filter(others).copied().collect(), bits.collect())
}

fn meddle(engine: &mut Engine) {
    let mut v = engine.voltages(0);
    let resting = v.iter().filter(|&&v| v == -60.0).count();
    assert!(resting > 20, "{resting} at rest");
    // Some of them above threshold.
    v.iter_mut().step_by(3).for_each(|v| *v += 3.0);
    v.iter_mut().step_by(31).for_each(|v| *v += 9.0);
    engine.set_voltages(0, &v).unwrap();
    let mut controls = engine.controls().clone();
    controls.silenced[0] = (100..160).collect();
    engine.set_controls(controls);
}

#[test]
fn neurons_that_are_alike_advance_as_each_by_itself() {
    let conductance =
        |e: &str| format!("{{ kind = \"conductance\", tau = \"4 ms\", reversal = \"{e}\" }}");
    let (excites, inhibits) = (conductance("0 mV"), conductance("-80 mV"));
    let kinds: [(&[&str], &[&str], &str); 5] = [
        (&["\"delta\""], &["0.3 mV"], "30 mV"),
        (&[EXPONENTIAL], &["0.3 mV"], "30 mV"),
        (&[EXPONENTIAL, EXPONENTIAL], &["0.5 mV", "-0.6 mV"], "31 mV"),
        (&[&excites, &inhibits], &["0.5 nS", "1 nS"], "60 mV"),
        // So strong that the least step leads from the reset over the threshold.
        (&[&excites, &inhibits], &["500 nS", "1 nS"], "1500 mV"),
    ];
    for (receptors, weights, drive) in kinds {
        let text = |alike| network(receptors, weights, drive, alike);
        let each = course(&text(false), 1, &[200, 30, 370]);
        assert!(each.0.len() > 1000, "{} spikes", each.0.len());
        let pieces: Vec<u64> = std::iter::repeat_n(1, 600).collect();
        assert!(course(&text(true), 1, &[200, 30, 370]) == each, "{receptors:?}");
        assert!(course(&text(true), 3, &[200, 30, 370]) == each, "{receptors:?}, in parts");
        assert!(course(&text(true), 2, &pieces) == each, "{receptors:?}, step by step");
    }
}

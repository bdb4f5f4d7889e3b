//! Numbers that the caller supplies in place of draws and drives.

use crate::lab::*;
use rheobase::engine::SetError;
use rheobase::record::Simulation;
use std::ops::ControlFlow;

const POPULATION: &str = "duration = \"100 ms\"\n[population.a]\nsize = 7\nC_m = \"200 pF\"\n\
    V_init = \"-70 mV\"\nreceptors.r = \"delta\"\n\
    [record.v]\nkind = \"state\"\nof = \"a\"\nvariables = [\"V\"]\nevery = \"0.1 ms\"\n";

fn start(text: &str, threads: usize) -> Simulation {
    Simulation::new(compile(&spec(text)), threads).expect("recordings")
}

fn finish(mut simulation: Simulation, stop: u64) -> Vec<u64> {
    simulation.run_to(stop, &mut |_| ControlFlow::Continue(())).expect("it is stable");
    let samples = simulation.recording.traces[0].samples.iter();
    // -0 is 0.
    samples.map(|v| (v + 0.0).to_bits()).collect()
}

/// Value of a neuron in a step.
fn wave(tick: usize, neuron: usize) -> f64 {
    100.0 + 37.0 * ((tick * 13 + neuron * 7) % 11) as f64
}

fn table(ticks: std::ops::Range<usize>, neurons: usize) -> Vec<f64> {
    ticks.flat_map(|t| (0..neurons).map(move |k| wave(t, k))).collect()
}

#[test]
fn supplied_values_are_those_of_a_series() {
    let rows: Vec<_> = (0..40).map(|t| format!("{:?}", table(t..t + 1, 4))).collect();
    let head = POPULATION.replace("duration", "dt = \"0.1 ms\"\nduration");
    let other = "[input.other]\ntarget = \"a\"\nkind = \"constant\"\nmean = \"15 mV\"\nsd = \"3 mV\"\n\
         [input.noise]\ntarget = \"a[1:5]\"\nkind = \"step_noise\"\nsd = \"2 mV\"\n";
    let series = format!(
        "{head}{other}[input.x]\ntarget = \"a[2:6]\"\nkind = \"current\"\nvalue = {{ kind = \"series\", \
         table = [{}], unit = \"pA\", interval = \"0.1 ms\" }}\n",
        rows.join(", ")
    );
    let zero = format!(
        "{head}{other}[input.x]\ntarget = \"a[2:6]\"\nkind = \"current\"\nvalue = \"0 pA\"\n"
    );
    for scheme in ["exact", "euler"] {
        let with = |text: &str| format!("scheme = \"{scheme}\"\n{text}");
        let expected = finish(start(&with(&series), 1), u64::MAX);
        for threads in [1, 3] {
            // In two tables, the second from within the first on.
            let mut simulation = start(&with(&zero), threads);
            let engine = &mut simulation.engine;
            engine.supply_drive("x", 0, table(0..30, 4), false).expect("a table");
            engine.supply_drive("x", 25, table(25..40, 4), false).expect("a table");
            assert_eq!(finish(simulation, u64::MAX), expected, "{scheme}");
            // Step by step, between runs.
            let mut simulation = start(&with(&zero), threads);
            for t in 0..40 {
                let engine = &mut simulation.engine;
                engine.supply_drive("x", t as u64, table(t..t + 1, 4), false).expect("a row");
                simulation
                    .run_to(t as u64 + 1, &mut |_| ControlFlow::Continue(()))
                    .expect("it is stable");
            }
            assert_eq!(finish(simulation, u64::MAX), expected, "{scheme}, step by step");
        }
    }
}

#[test]
fn supplied_constants_take_the_place_of_constants() {
    let text = |values: &str| {
        format!(
            "{POPULATION}[input.a]\ntarget = \"a\"\nkind = \"constant\"\nmean = \"9 mV\"\nsd = \"1 mV\"\n\
             [input.x]\ntarget = \"a\"\nkind = \"per_neuron\"\n\
             value = {{ values = {values}, unit = \"pA\" }}\n\
             [input.b]\ntarget = \"a[0:3]\"\nkind = \"constant\"\nmean = \"0.3 mV\"\n"
        )
    };
    let (given, other) = (table(3..4, 7), "[0, 0, 0, 0, 0, 0, 0]");
    let expected = finish(start(&text(&format!("{given:?}")), 1), u64::MAX);
    for threads in [1, 3] {
        let mut simulation = start(&text(other), threads);
        simulation.engine.supply_drive("x", 0, given.clone(), true).expect("a row");
        assert_eq!(finish(simulation, u64::MAX), expected);
        // Not in force yet, and taken off again: the input's own values, to the bit.
        let mut simulation = start(&text(&format!("{given:?}")), threads);
        simulation.engine.supply_drive("x", 400, table(0..9, 7), true).expect("a table");
        simulation.run_to(300, &mut |_| ControlFlow::Continue(())).expect("it is stable");
        simulation.engine.clear_supply();
        assert_eq!(finish(simulation, u64::MAX), expected);
    }
}

#[test]
fn supplied_noise_takes_the_place_of_draws() {
    let text = |sd: f64| {
        format!(
            "{POPULATION}[input.n]\ntarget = \"a[1:6]\"\nkind = \"step_noise\"\nsd = \"{sd} mV\"\n"
        )
    };
    let calm = finish(start(&text(0.0), 1), 501);
    let wild = finish(start(&text(5.0), 1), u64::MAX);
    for threads in [1, 3] {
        let mut simulation = start(&text(5.0), threads);
        simulation.engine.supply_noise("n", 0, vec![0.0; 5 * 501]).expect("a table");
        let mine = finish(simulation, u64::MAX);
        assert_eq!(mine[..calm.len()], calm);
        assert_ne!(mine[calm.len()..], wild[calm.len()..]);
        // What comes later draws what it would have drawn.
        let mut simulation = start(&text(5.0), threads);
        simulation.engine.supply_noise("n", 600, vec![1.0; 5]).expect("a row");
        let mine = finish(simulation, u64::MAX);
        assert_eq!(mine[..601 * 7], wild[..601 * 7]);
        assert_ne!(mine, wild);
    }
}

const FAILING: &str = "[projection.p]\nsource = \"a\"\ntarget = \"a\"\nrule = { kind = \"bernoulli\", \
    p = 0.6 }\nweight = \"1.5 mV\"\ndelay = \"0.2 ms\"\nfailure = { probability = 0.5 }\n\
    [input.d]\ntarget = \"a\"\nkind = \"constant\"\nmean = \"30 mV\"\nsd = \"4 mV\"\n";

/// From when on, and whether each synapse transmits.
type Mask = (u64, fn(usize) -> bool);

#[test]
fn masks_say_which_synapses_transmit() {
    let text = format!("{POPULATION}{FAILING}");
    let on = text.replace("probability = 0.5", "probability = 0.5, on = false");
    let without = text.replace("1.5 mV", "0 mV");
    let all = finish(start(&on, 1), u64::MAX);
    let none = finish(start(&without, 1), u64::MAX);
    let drawn = finish(start(&text, 1), u64::MAX);
    assert!(all != none && all != drawn && none != drawn);
    for threads in [1, 3] {
        let masked = |masks: &[Mask]| {
            let mut simulation = start(&text, threads);
            let n = simulation.engine.synapses() as usize;
            for &(first, mask) in masks {
                let mask: Vec<_> = (0..n).map(mask).collect();
                simulation.engine.supply_mask("p", first, mask).expect("a mask");
            }
            finish(simulation, u64::MAX)
        };
        assert_eq!(masked(&[(0, |_| true)]), all);
        assert_eq!(masked(&[(0, |_| false)]), none);
        assert_eq!(masked(&[]), drawn);
        // Later masks take over.
        let some = masked(&[(0, |_| true), (500, |k| k % 2 == 0)]);
        assert_eq!(some[..500 * 7], all[..500 * 7]);
        assert_ne!(some, all);
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let text = format!(
        "{POPULATION}{FAILING}[input.w]\ntarget = \"a\"\nkind = \"white_noise\"\nsigma = \"1 mV\"\n\
         [projection.sure]\nsource = \"a\"\ntarget = \"a\"\nrule = \"all_to_all\"\nweight = \"1 mV\"\n\
         delay = \"1 ms\"\n"
    );
    let mut simulation = start(&text, 1);
    let engine = &mut simulation.engine;
    let told = |result: Result<(), SetError>| result.expect_err("a mistake").to_string();
    let cases = [
        (
            told(engine.supply_drive("e", 0, vec![0.0; 7], true)),
            "there is no input `e`; accepted: d, w",
        ),
        (
            told(engine.supply_drive("w", 0, vec![0.0; 7], true)),
            "values of input `w`: this input is no given function of time; inputs of the kinds",
        ),
        (
            told(engine.supply_noise("d", 0, vec![0.0; 7])),
            "noise of input `d`: this input draws no noise in each step; inputs of the kind step",
        ),
        (
            told(engine.supply_drive("d", 0, vec![0.0; 8], true)),
            "values of input `d`: 8 values; expected 7, one for each neuron, in each step",
        ),
        (
            told(engine.supply_drive("d", 0, vec![], true)),
            "values of input `d`: 0 values; expected 7",
        ),
        (
            told(engine.supply_drive("d", 0, vec![f64::NAN; 7], true)),
            "values of input `d`: number 0 (from 0) is NaN; expected a finite number",
        ),
        (told(engine.supply_mask("q", 0, vec![])), "there is no projection `q`; "),
        (
            told(engine.supply_mask("sure", 0, vec![])),
            "mask of projection `sure`: its synapses never fail; give it for example failure",
        ),
        (told(engine.supply_mask("p", 0, vec![])), "mask of projection `p`: 0 values; expected"),
    ];
    for (found, expected) in cases {
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

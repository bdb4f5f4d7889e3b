//! Unreliable synapses. `a` fires in every second step; `b`, whose V is what arrived in the last
//! step, shows which synapses transmitted.

use super::lab::*;
use super::statistics::{binomial, likely};

/// `a` neurons to `b` neurons by `rule`; `rest` holds failures, phases and what else is needed.
fn network(a: usize, b: usize, rule: &str, failure: &str, time: &str) -> String {
    format!(
        r#"
        scheme = "euler"
        dt = "1 ms"
        {time}
        [population.a]
        size = {a}
        tau_m = "1 ms"
        V_rest = "0 mV"
        V_thr = "10 mV"
        V_reset = "-1 mV"
        V_init = "0 mV"
        [population.b]
        size = {b}
        tau_m = "1 ms"
        V_rest = "0 mV"
        V_thr = "1 V"
        V_reset = "-1 mV"
        V_init = "0 mV"
        receptors.r = "delta"
        [input.drive]
        target = "a"
        kind = "constant"
        mean = "20 mV"
        [projection.ab]
        source = "a"
        target = "b"
        rule = {rule}
        weight = "1 mV"
        delay = "1 step"
        failure = {failure}
        [record.spikes]
        kind = "spikes"
        of = "a"
        [record.v]
        kind = "state"
        of = "b"
        variables = ["V"]
        every = "1 ms"
        "#
    )
}

/// What each `b` got in each step that followed spikes.
fn transmitted(text: &str, threads: usize) -> Vec<(usize, Vec<f64>)> {
    let run = run_spec(&spec(text), threads);
    let mut steps: Vec<_> = run.recording.spikes.iter().map(|s| s.tick as usize).collect();
    steps.dedup();
    assert!(steps.len() > 10);
    assert!(steps.windows(2).all(|w| w[1] == w[0] + 2), "a fires in every second step");
    let v = trace(&run, "v", "V");
    let rows: Vec<_> = v.samples.chunks(v.neurons.len()).collect();
    // A spike found in step k arrives in step k + 1; sample k + 2 is the state after that.
    let arrivals = steps.into_iter().filter(|k| k + 2 < rows.len());
    arrivals.map(|k| (k + 1, rows[k + 2].to_vec())).collect()
}

fn values(rows: &[(usize, Vec<f64>)]) -> Vec<&Vec<f64>> {
    rows.iter().map(|(_, row)| row).collect()
}

/// Whether the share of ones among independent trials is p.
fn share_is<'a>(trials: impl Iterator<Item = &'a f64>, p: f64) -> bool {
    let (mut n, mut ones) = (0.0, 0.0);
    for trial in trials {
        n += 1.0;
        ones += trial;
    }
    likely(ones, n * p, (n * p * (1.0 - p)).sqrt())
}

/// Whether pairs of trials with that share of ones are independent: as many double ones as p².
fn independent<'a>(
    a: impl IntoIterator<Item = &'a f64>,
    b: impl IntoIterator<Item = &'a f64>,
    p: f64,
) -> bool {
    let both: Vec<_> = a.into_iter().zip(b).map(|(a, b)| a * b).collect();
    share_is(both.iter(), p * p)
}

const PER_SPIKE: &str = "{ probability = 0.3, mode = \"per_spike\" }";
const ALL: &str = "\"all_to_all\"";
const TIME: &str = "duration = \"42 ms\"";

#[test]
fn a_spike_fails_at_a_synapse_with_its_probability() {
    let rows = transmitted(&network(1, 4000, ALL, PER_SPIKE, TIME), 2);
    assert_eq!(rows.len(), 20);
    let rows = values(&rows);
    assert!(rows.iter().all(|row| row.iter().all(|&v| v == 0.0 || v == 1.0)));
    let all = || rows.iter().flat_map(|row| row.iter());
    assert!(share_is(all(), 0.7), "transmitted with probability 1 - p");
    assert!(!share_is(all(), 0.3), "p passes for 1 - p");
    // Over its 20 spikes each synapse transmits a binomial number.
    let counts: Vec<u32> =
        (0..4000).map(|b| rows.iter().map(|row| row[b]).sum::<f64>() as u32).collect();
    assert!(binomial(&counts, 20, 0.7), "spikes of one synapse depend on each other");
    assert!(!binomial(&counts, 20, 0.68));
    // So do the synapses of one spike.
    assert!(independent(
        rows.iter().flat_map(|r| &r[1..]),
        rows.iter().flat_map(|r| &r[..3999]),
        0.7
    ));
    assert!(independent(
        rows[1..].iter().copied().flatten(),
        rows[..19].iter().copied().flatten(),
        0.7
    ));
    assert!(!independent(rows[0], rows[0], 0.7));
}

#[test]
fn failures_of_two_sources_are_independent() {
    let edges = |source: &str| {
        let targets: Vec<_> = (0..3000).collect();
        format!("{{ kind = \"edges\", source = {source}, target = {targets:?} }}")
    };
    // Target k hears source 0 in one network and source 1 in another of the same name.
    let of = |source: usize| {
        let text = network(2, 3000, &edges(&format!("{:?}", vec![source; 3000])), PER_SPIKE, TIME);
        transmitted(&text, 1)
    };
    let (one, two) = (of(0), of(1));
    assert!(independent(
        values(&one).into_iter().flatten(),
        values(&two).into_iter().flatten(),
        0.7
    ));
    assert_eq!(one, of(0));
}

/// Synapses that join the same pair fail one by one.
#[test]
fn repeated_synapses_fail_independently() {
    let twice: Vec<_> = (0..6000).map(|k| k / 2).collect();
    let rule = format!("{{ kind = \"edges\", source = {:?}, target = {twice:?} }}", vec![0; 6000]);
    let text = network(1, 3000, &rule, PER_SPIKE, TIME);
    let text = text.replace("delay = \"1 step\"", "delay = \"1 step\"\nallow_multiple = true");
    let rows = transmitted(&text, 3);
    let counts: Vec<u32> = values(&rows).into_iter().flatten().map(|&v| v as u32).collect();
    assert!(binomial(&counts, 2, 0.7), "two synapses of one pair fail together");
}

#[test]
fn certain_failure_and_certain_success() {
    for (p, expected) in [(0, 1.0), (1, 0.0)] {
        for mode in ["mode = \"per_spike\"", "mode = \"mask\", every = \"5 ms\""] {
            let failure = format!("{{ probability = {p}, {mode} }}");
            let rows = transmitted(&network(2, 50, ALL, &failure, TIME), 1);
            assert!(values(&rows).into_iter().flatten().all(|&v| v == 2.0 * expected));
        }
    }
}

const MASK: &str = "{ probability = 0.3, mode = \"mask\", every = \"10 ms\" }";
const N: usize = 4000;

/// One mask for each interval, the transmissions within it being alike.
fn masks(rows: &[(usize, Vec<f64>)], every: usize) -> Option<Vec<Vec<f64>>> {
    let mut masks: Vec<(usize, Vec<f64>)> = Vec::new();
    for (step, row) in rows {
        match masks.last() {
            Some((epoch, mask)) if *epoch == step / every => {
                if mask != row {
                    return None;
                }
            }
            _ => masks.push((step / every, row.clone())),
        }
    }
    Some(masks.into_iter().map(|(_, mask)| mask).collect())
}

#[test]
fn a_mask_holds_for_its_interval_and_is_drawn_anew() {
    let rows = transmitted(&network(1, N, ALL, MASK, "duration = \"62 ms\""), 2);
    let masks_of = masks(&rows, 10).expect("a synapse fails or not for a whole interval");
    assert_eq!(masks_of.len(), 7);
    for mask in &masks_of {
        assert!(share_is(mask.iter(), 0.7) && !share_is(mask.iter(), 0.3), "1 - p");
    }
    for pair in masks_of.windows(2) {
        assert!(independent(&pair[0], &pair[1], 0.7), "masks of two intervals are alike");
    }
    assert!(independent(&masks_of[0][1..], &masks_of[0][..N - 1], 0.7));
    // Neither another interval nor draws for each spike would pass.
    assert!(masks(&rows, 20).is_none());
    assert!(masks(&transmitted(&network(1, N, ALL, PER_SPIKE, TIME), 1), 10).is_none());
}

/// Intervals count from the start of the run, wherever phases begin.
#[test]
fn splitting_the_run_changes_no_mask() {
    let whole = transmitted(&network(1, 500, ALL, MASK, "duration = \"62 ms\""), 1);
    let mut split = network(1, 500, ALL, MASK, "");
    for length in [7, 1, 8, 19, 27] {
        split.push_str(&format!("[[phase]]\nduration = \"{length} ms\"\n"));
    }
    assert_eq!(transmitted(&split, 1), whole);
}

/// Failures off from step 25 on, on again from step 36 on.
#[test]
fn switching_failures_off_lifts_them_at_once() {
    for failure in [MASK, PER_SPIKE] {
        let whole = transmitted(&network(1, N, ALL, failure, "duration = \"62 ms\""), 1);
        let mut text = network(1, N, ALL, failure, "");
        for (length, on) in [(25, true), (11, false), (26, true)] {
            text.push_str(&format!("[[phase]]\nduration = \"{length} ms\"\nfailures = {on}\n"));
        }
        let switched = transmitted(&text, 2);
        assert_eq!(switched.len(), whole.len());
        for ((step, row), (_, always)) in switched.iter().zip(&whole) {
            if (25..36).contains(step) {
                assert!(row.iter().all(|&v| v == 1.0), "step {step} still fails");
                assert_ne!(row, always);
            } else {
                assert_eq!(row, always, "step {step}");
            }
        }
    }
}

/// Off unless a phase says otherwise.
#[test]
fn failures_that_are_off_do_nothing() {
    let off = MASK.replace(" }", ", on = false }");
    let rows = transmitted(&network(1, 100, ALL, &off, TIME), 1);
    assert!(values(&rows).into_iter().flatten().all(|&v| v == 1.0));
    let on = format!(
        "{}[[phase]]\nduration = \"42 ms\"\nfailures = {{ ab = true }}\n",
        network(1, 100, ALL, &off, "")
    );
    assert_eq!(transmitted(&on, 1), transmitted(&network(1, 100, ALL, MASK, TIME), 1));
}

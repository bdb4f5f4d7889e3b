//! Drives that are functions of time, and constants across neurons: what the membrane feels is
//! the sum of what the file says, for the neurons that it names and for no others.

use super::lab::*;
use super::statistics::{follows, likely, moments};
use std::f64::consts::TAU;
use std::path::Path;

const N: usize = 4;

/// Neurons with a time constant so short that V - V_rest is the drive of the last step: in the
/// Euler scheme with dt = tau_m exactly so.
fn network(inputs: &str) -> String {
    format!(
        r#"
        scheme = "euler"
        dt = "1 ms"
        duration = "50 ms"
        [population.a]
        size = {N}
        tau_m = "1 ms"
        V_rest = "0 mV"
        V_thr = "1 V"
        V_reset = "-1 mV"
        V_init = "0 mV"
        C_m = "0.25 pF"
        {inputs}
        [record.v]
        kind = "state"
        of = "a"
        variables = ["V"]
        every = "1 ms"
        "#
    )
}

fn current(name: &str, target: &str, value: &str) -> String {
    format!("[input.{name}]\ntarget = \"{target}\"\nkind = \"current\"\nvalue = {value}\n")
}

/// The drive that each neuron feels in each step.
fn felt(inputs: &str) -> Vec<Vec<f64>> {
    felt_in(Path::new("."), inputs)
}

fn felt_in(folder: &Path, inputs: &str) -> Vec<Vec<f64>> {
    let run = run_spec(&spec_in(folder, &network(inputs)), 2);
    (0..N).map(|n| column(trace(&run, "v", "V"), n)[1..].to_vec()).collect()
}

/// All neurons feel a function of the step's start in ms, and of no time a step off.
fn all_feel(inputs: &str, law: impl Fn(f64) -> f64) {
    let felt = felt(inputs);
    for neuron in &felt {
        let shifted = |by: f64| -> Vec<f64> { (0..50).map(|k| law(f64::from(k) + by)).collect() };
        assert!(gap(neuron, &shifted(0.0)) < 1e-9, "{inputs}: {neuron:?}");
        for by in [-1.0, 1.0] {
            assert!(gap(neuron, &shifted(by)) > 1e-3, "{inputs} passes {by} ms late");
        }
    }
}

#[test]
fn steps_add_up_where_they_overlap() {
    let value = r#"{ kind = "steps", base = "1 mV", steps = [
        { start = "10 ms", duration = "20 ms", value = "5 mV" },
        { start = "25 ms", duration = "10 ms", value = "-2 mV" },
    ] }"#;
    all_feel(&current("i", "a", value), |t| {
        let inside = |start: f64, stop: f64| f64::from(t >= start && t < stop);
        1.0 + 5.0 * inside(10.0, 30.0) - 2.0 * inside(25.0, 35.0)
    });
}

#[test]
fn a_ramp_is_constant_before_and_after() {
    let value = r#"{ kind = "ramp", start = "10 ms", stop = "30 ms", from = "2 mV", to = "8 mV" }"#;
    all_feel(&current("i", "a", value), |t| 2.0 + 6.0 * ((t - 10.0) / 20.0).clamp(0.0, 1.0));
}

#[test]
fn a_sine_has_its_frequency_and_phase() {
    let value = r#"{ kind = "sine", offset = "1 mV", amplitude = "3 mV", frequency = "40 Hz",
        phase = 0.5 }"#
        .replace('\n', " ");
    all_feel(&current("i", "a", &value), |t| 1.0 + 3.0 * (TAU * 0.040 * t + 0.5).sin());
}

#[test]
fn a_series_holds_each_sample_for_its_interval() {
    let value = r#"{ kind = "series", values = [1, -2, 4], unit = "mV", interval = "5 ms", start = "10 ms" }"#;
    all_feel(&current("i", "a", value), |t| match t {
        t if (10.0..15.0).contains(&t) => 1.0,
        t if (15.0..20.0).contains(&t) => -2.0,
        t if (20.0..25.0).contains(&t) => 4.0,
        _ => 0.0,
    });
}

/// Files and tables: one column per neuron of the target, counted within the selection.
#[test]
fn a_series_may_have_a_column_per_neuron() {
    let table = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("series.csv"), "1,2\n3,4\n5,6\n").unwrap();
    std::fs::write(folder.path().join("one.csv"), "1\n3\n5\n").unwrap();
    let series = |what: &str| {
        let rest = "unit = \"mV\", interval = \"10 ms\"";
        current("i", "a[1, 3]", &format!("{{ kind = \"series\", {what}, {rest} }}"))
    };
    let column = |c: usize| -> Vec<f64> {
        (0..50).map(|t| table.get(t / 10).map_or(0.0, |row: &[f64; 2]| row[c])).collect()
    };
    let (first, second, zero) = (column(0), column(1), vec![0.0; 50]);
    let inline = felt(&series("table = [[1, 2], [3, 4], [5, 6]]"));
    assert_eq!(inline, [zero.clone(), first.clone(), zero.clone(), second.clone()]);
    let swapped = [zero.clone(), second.clone(), zero.clone(), first.clone()];
    assert_ne!(inline, swapped);
    assert_eq!(felt_in(folder.path(), &series("file = \"series.csv\"")), inline);
    let shared = felt_in(folder.path(), &series("file = \"one.csv\""));
    assert_eq!(shared, [zero.clone(), first.clone(), zero, first]);
}

/// R = tau_m/C_m = 1 ms / 0.25 pF = 4 mV/pA.
#[test]
fn a_current_in_pa_is_multiplied_by_the_resistance() {
    let constant =
        |mean: &str| format!("[input.i]\ntarget = \"a\"\nkind = \"constant\"\nmean = \"{mean}\"\n");
    let per_neuron = "[input.i]\ntarget = \"a\"\nkind = \"per_neuron\"\n\
                      value = { values = [1, 2, 3, 4], unit = \"pA\" }\n";
    assert!(felt(&constant("3 pA")).concat().iter().all(|&v| v == 12.0));
    assert!(felt(&constant("3 mV")).concat().iter().all(|&v| v == 3.0), "the unit says nothing");
    assert!(felt(&constant("0.003 nA")).concat().iter().all(|&v| (v - 12.0).abs() < 1e-12));
    let each: Vec<_> = felt(per_neuron).iter().map(|v| v[7]).collect();
    assert_eq!(each, [4.0, 8.0, 12.0, 16.0]);
    let sine = current("i", "a", r#"{ kind = "sine", amplitude = "1 pA", frequency = "40 Hz" }"#);
    all_feel(&sine, |t| 4.0 * (TAU * 0.040 * t).sin());
}

/// Every kind at once; each reaches its own neurons.
#[test]
fn inputs_add_up_on_the_neurons_they_name() {
    let inputs = [
        "[input.all]\ntarget = \"a\"\nkind = \"constant\"\nmean = \"1 mV\"\n".to_string(),
        "[input.some]\ntarget = \"a[0:2]\"\nkind = \"constant\"\nmean = \"10 mV\"\n".into(),
        current(
            "late",
            "a[1:3]",
            r#"{ kind = "ramp", start = "0 ms", stop = "1 ms", from = "100 mV", to = "100 mV" }"#,
        ),
        current("last", "a[3]", r#""1 pA""#),
    ];
    let felt: Vec<_> = felt(&inputs.concat()).iter().map(|v| (v[0], v[49])).collect();
    assert_eq!(felt, [11.0, 111.0, 101.0, 5.0].map(|v| (v, v)));
}

/// A constant with a deviation is drawn once for each neuron and stays.
#[test]
fn a_constant_with_a_deviation_is_frozen() {
    let text = |n: usize, sd: f64, target: &str| {
        network(&format!(
            "[input.i]\ntarget = \"{target}\"\nkind = \"constant\"\nmean = \"7 mV\"\nsd = \"{sd} mV\"\n"
        ))
        .replace(&format!("size = {N}"), &format!("size = {n}"))
    };
    let n = 20_000;
    let run = run(&text(n, 2.0, "a"));
    let rows: Vec<_> = trace(&run, "v", "V").samples.chunks(n).skip(1).collect();
    assert!(rows.iter().all(|row| row == &rows[0]), "it changes in time");
    let values = rows[0];
    let (mean, variance) = moments(values);
    let normal = |sd: f64| move |x: f64| 0.5 * libm::erfc(-(x - 7.0) / sd / 2f64.sqrt());
    assert!(likely(mean, 7.0, 2.0 / (n as f64).sqrt()), "mean {mean}");
    assert!(likely(variance, 4.0, 4.0 * (2.0 / n as f64).sqrt()), "variance {variance}");
    assert!(follows(values, normal(2.0)) && !follows(values, normal(2.2)));
    // Draws belong to the neuron's place in the target, and the others get nothing.
    let some = super::lab::run(&text(10, 2.0, "a[5:8]"));
    let some = &trace(&some, "v", "V").samples[490..500];
    assert_eq!(some[5..8], values[..3]);
    assert!(some[..5].iter().chain(&some[8..]).all(|&v| v == 0.0));
}

//! Spikes from outside: Poisson trains and given trains.

use super::lab::*;
use super::statistics::{chi2, chi2_fits, likely, moments};
use rheobase::network::Network;
use rheobase::spec::InputKind;
use std::f64::consts::TAU;
use std::path::Path;

/// Neurons whose V is the sum of what arrived in the last step: in the Euler scheme with
/// dt = tau_m V forgets all else.
fn counts_in(
    folder: &Path,
    size: usize,
    steps: usize,
    input: &str,
    threads: usize,
) -> Vec<Vec<f64>> {
    let text = format!(
        r#"
        scheme = "euler"
        dt = "1 ms"
        duration = "{steps} ms"
        seed = 5
        [population.a]
        size = {size}
        tau_m = "1 ms"
        V_rest = "0 mV"
        V_thr = "1 V"
        V_reset = "-1 mV"
        V_init = "0 mV"
        receptors.r = "delta"
        {input}
        [record.v]
        kind = "state"
        of = "a"
        variables = ["V"]
        every = "1 ms"
        "#
    );
    let run = run_spec(&spec_in(folder, &text), threads);
    trace(&run, "v", "V").samples.chunks(size).skip(1).map(<[f64]>::to_vec).collect()
}

fn counts(size: usize, steps: usize, input: &str) -> Vec<Vec<f64>> {
    counts_in(Path::new("."), size, steps, input, 1)
}

fn poisson(target: &str, rate: &str, rest: &str) -> String {
    format!(
        "[input.p]\ntarget = \"{target}\"\nkind = \"poisson\"\nrate = {rate}\nweight = \"1 mV\"\n{rest}\n"
    )
}

/// Whether numbers are Poisson of that mean: by mean, variance and classes.
fn is_poisson(values: &[f64], mean: f64) -> bool {
    let n = values.len() as f64;
    let (m, v) = moments(values);
    let classes = |k: f64| n * libm::exp(k * mean.ln() - mean - libm::lgamma(k + 1.0));
    let (mut seen, mut expected) = (Vec::new(), Vec::new());
    let mut k = 0.0;
    while classes(k) >= 5.0 || k < mean {
        seen.push(values.iter().filter(|&&x| x == k).count() as f64);
        expected.push(classes(k));
        k += 1.0;
    }
    let whole = values.iter().all(|x| x.fract() == 0.0);
    whole
        && likely(m, mean, (mean / n).sqrt())
        && likely(v, mean, ((mean + 2.0 * mean * mean) / n).sqrt())
        && chi2_fits(chi2(&seen, &expected), seen.len() as f64)
}

#[test]
fn counts_are_poisson_for_each_neuron_and_step() {
    let rows = counts(4000, 10, &poisson("a", "\"500 Hz\"", ""));
    let all = rows.concat();
    assert!(is_poisson(&all, 0.5), "500 Hz and 1 ms");
    assert!(!is_poisson(&all, 0.53) && !is_poisson(&all, 0.47));
    // At most one spike per step would have a variance of p(1-p).
    let clipped: Vec<_> = all.iter().map(|&x| x.min(1.0)).collect();
    assert!(!is_poisson(&clipped, 0.5) && !is_poisson(&clipped, 0.393));
    let covariance = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum::<f64>() / a.len() as f64
    };
    let independent =
        |a: &[f64], b: &[f64]| likely(covariance(a, b), 0.0, 0.5 / (a.len() as f64).sqrt());
    assert!(independent(&all[4000..], &all[..36_000]), "steps depend on each other");
    assert!(independent(&rows[0][1..], &rows[0][..3999]), "neurons depend on each other");
    assert!(!independent(&all, &all));
}

#[test]
fn sources_multiply_the_rate() {
    let many = counts(4000, 5, &poisson("a", "\"500 Hz\"", "sources = 6")).concat();
    assert!(is_poisson(&many, 3.0) && !is_poisson(&many, 0.5));
}

#[test]
fn a_shared_train_reaches_all_alike() {
    let rows = counts(50, 4000, &poisson("a", "\"500 Hz\"", "sources = 2\nshared = true"));
    assert!(rows.iter().all(|row| row.iter().all(|&c| c == row[0])), "neurons differ");
    let one: Vec<_> = rows.iter().map(|row| row[0]).collect();
    assert!(is_poisson(&one, 1.0) && !is_poisson(&one, 0.5));
    let private = counts(50, 10, &poisson("a", "\"500 Hz\"", "sources = 2"));
    assert!(
        !private.iter().all(|row| row.iter().all(|&c| c == row[0])),
        "private trains are shared"
    );
}

/// The mean over many neurons follows the rate at the start of each step.
#[test]
fn the_rate_may_be_a_function_of_time() {
    let n = 20_000;
    let sine = r#"{ kind = "sine", offset = "400 Hz", amplitude = "300 Hz", frequency = "25 Hz" }"#;
    let series = r#"{ kind = "series", values = [0, 0.9, 0.1], unit = "kHz", interval = "5 ms" }"#;
    let steps = r#"{ kind = "steps", base = "100 Hz", steps = [{ start = "3 ms", duration = "4 ms", value = "2000 Hz" }] }"#;
    let laws: [(&str, &dyn Fn(f64) -> f64); 3] = [
        (sine, &|t| 0.4 + 0.3 * (TAU * 0.025 * t).sin()),
        (series, &|t| [0.0, 0.9, 0.1].get((t / 5.0).floor() as usize).copied().unwrap_or(0.0)),
        (steps, &|t| 0.1 + if (3.0..7.0).contains(&t) { 2.0 } else { 0.0 }),
    ];
    for (rate, law) in laws {
        let rows = counts(n, 20, &poisson("a", rate, ""));
        let fits = |shift: f64| {
            rows.iter().enumerate().all(|(k, row)| {
                let expected = law(k as f64 + shift);
                likely(moments(row).0, expected, (expected / n as f64).sqrt())
            })
        };
        assert!(fits(0.0), "{rate}");
        assert!(!fits(1.0), "{rate} passes a step early");
    }
}

/// A column per neuron of the selection.
#[test]
fn the_rate_may_differ_among_neurons() {
    let rate = r#"{ kind = "series", table = [[100, 2000]], unit = "Hz", interval = "4 s" }"#;
    let rows = counts(4, 4000, &poisson("a[1, 3]", rate, ""));
    let neuron = |k: usize| rows.iter().map(|row| row[k]).collect::<Vec<_>>();
    assert!(is_poisson(&neuron(1), 0.1) && is_poisson(&neuron(3), 2.0));
    assert!(!is_poisson(&neuron(1), 2.0) && !is_poisson(&neuron(3), 0.1));
    assert!(neuron(0).iter().chain(&neuron(2)).all(|&c| c == 0.0), "spikes go astray");
}

/// Neurons that share one train cannot have rates of their own.
#[test]
fn a_shared_train_has_one_rate() {
    let rate = r#"{ kind = "series", table = [[100, 2000]], unit = "Hz", interval = "4 s" }"#;
    let text = format!(
        "[population.a]\nsize = 2\nreceptors.r = \"delta\"\n{}",
        poisson("a", rate, "shared = false")
    );
    let mut spec = spec(&text);
    let InputKind::Poisson { shared, .. } = &mut spec.inputs[0].kind else { panic!("Poisson") };
    *shared = true;
    let problems = spec.check();
    assert_eq!(problems[0].path, "input.p.shared");
    // Columns of a file show only now.
    let error = Network::compile(&spec).expect_err("it is refused");
    assert_eq!(error.path, "input.p.shared");
}

/// Campbell's theorem on the grid: mean λ·dt·Σ psp and variance λ·dt·Σ psp².
#[test]
fn the_voltage_obeys_campbells_theorem() {
    let (dt, tau_m, tau) = (0.5, 10.0, 4.0);
    let text = |rate: f64, weight: f64| {
        format!(
            r#"
            dt = "{dt} ms"
            duration = "560 ms"
            [population.a]
            size = 3000
            tau_m = "{tau_m} ms"
            V_rest = "0 mV"
            V_thr = "1 V"
            V_reset = "-1 mV"
            V_init = "0 mV"
            receptors.r = {{ kind = "exponential", tau = "{tau} ms" }}
            [input.p]
            target = "a"
            kind = "poisson"
            rate = "{rate} Hz"
            weight = "{weight} mV"
            [record.v]
            kind = "state"
            of = "a"
            variables = ["V"]
            every = "80 ms"
            "#
        )
    };
    let psp = |k: i32| {
        let t = f64::from(k) * dt;
        tau / (tau_m - tau) * ((-t / tau_m).exp() - (-t / tau).exp())
    };
    let sum = |power: i32| (1..500).map(|k| psp(k).powi(power)).sum::<f64>() * dt;
    let obeys = |rate: f64, weight: f64| {
        let run = run(&text(rate, weight));
        let values = &trace(&run, "v", "V").samples[2 * 3000..];
        let n = values.len() as f64;
        let (m, v) = moments(values);
        let (mean, variance) = (0.8 * 2.0 * sum(1), 0.8 * 4.0 * sum(2));
        // The fourth cumulant lifts the error of a variance above that of normal values.
        let fourth = 0.8 * 16.0 * sum(4);
        likely(m, mean, (variance / n).sqrt())
            && likely(v, variance, ((2.0 * variance * variance + fourth) / n).sqrt())
    };
    assert!(obeys(800.0, 2.0));
    assert!(!obeys(1600.0, 1.0), "the same mean with half the variance passes");
    assert!(!obeys(850.0, 2.0), "a rate 6 % off passes");
}

const TRAIN: [(usize, usize); 6] = [(3, 0), (3, 0), (5, 1), (0, 2), (9, 2), (7, 0)];

/// V after each step for the train above, reaching the neurons that `target` names.
fn arrived(folder: &Path, target: &str, source: &str, threads: usize) -> Vec<Vec<f64>> {
    let input = format!(
        "[input.s]\ntarget = \"{target}\"\nkind = \"spike_train\"\nweight = \"2 mV\"\n{source}\n"
    );
    counts_in(folder, 5, 12, &input, threads)
}

fn expected(ids: [usize; 3], late: usize) -> Vec<Vec<f64>> {
    let mut rows = vec![vec![0.0; 5]; 12];
    for (time, id) in TRAIN {
        rows[time + late][ids[id]] += 2.0;
    }
    rows
}

/// A spike at time t acts at the start of the step that begins at t; two at once act twice.
#[test]
fn a_given_train_acts_when_and_where_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, unit: f64| {
        let lines: String =
            TRAIN.iter().map(|(t, id)| format!("{},{id}\n", *t as f64 * unit)).collect();
        std::fs::write(folder.path().join(name), lines).unwrap();
    };
    write("train.csv", 1.0);
    write("seconds.csv", 0.001);
    let times: Vec<_> = TRAIN.iter().map(|(t, _)| format!("{t} ms")).collect();
    let ids: Vec<_> = TRAIN.iter().map(|(_, id)| id).collect();
    let inline = format!("times = {times:?}\nids = {ids:?}");
    for source in [&inline[..], "file = \"train.csv\"", "file = \"seconds.csv\"\nunit = \"s\""] {
        for threads in [1, 2, 5] {
            let whole = arrived(folder.path(), "a", source, threads);
            assert_eq!(whole, expected([0, 1, 2], 0), "{source}");
            assert_ne!(whole, expected([0, 1, 2], 1), "{source} passes a step late");
            // Indices count within the selection.
            let some = arrived(folder.path(), "a[1, 3:5]", source, threads);
            assert_eq!(some, expected([1, 3, 4], 0), "{source}");
        }
    }
}

//! Noise: its deviation for every dt and scheme, its correlation in time, and what it reaches.

use super::lab::*;
use super::statistics::{Z, follows, likely};

/// Samples of V of `size` free neurons, one row per sample.
struct Free<'a> {
    scheme: &'a str,
    dt: f64,
    tau_m: f64,
    size: usize,
    duration: f64,
    every: f64,
    threads: usize,
}

impl Free<'_> {
    /// Neurons whose V - V_rest is the drive of the last step.
    fn direct(size: usize, duration: f64, dt: f64) -> Free<'static> {
        Free { scheme: "euler", dt, tau_m: dt, size, duration, every: dt, threads: 1 }
    }

    fn rows(&self, inputs: &str) -> Vec<Vec<f64>> {
        let text = format!(
            r#"
            scheme = "{}"
            dt = "{} ms"
            duration = "{} ms"
            seed = 11
            [population.a]
            size = {}
            tau_m = "{} ms"
            V_rest = "0 mV"
            V_thr = "1 V"
            V_reset = "-1 mV"
            V_init = "0 mV"
            {inputs}
            [record.v]
            kind = "state"
            of = "a"
            variables = ["V"]
            every = "{} ms"
            "#,
            self.scheme, self.dt, self.duration, self.size, self.tau_m, self.every
        );
        let run = run_spec(&spec(&text), self.threads);
        trace(&run, "v", "V").samples.chunks(self.size).map(<[f64]>::to_vec).collect()
    }
}

fn input(name: &str, target: &str, kind: &str, rest: &str) -> String {
    format!("[input.{name}]\ntarget = \"{target}\"\nkind = \"{kind}\"\n{rest}\n")
}

/// Whether independent values of mean 0 have that deviation.
fn deviates(values: &[f64], sd: f64) -> bool {
    let n = values.len() as f64;
    let variance = values.iter().map(|v| v * v).sum::<f64>() / n;
    likely(variance, sd * sd, sd * sd * (2.0 / n).sqrt())
}

/// Correlation of two columns of independent pairs, and whether it is likely where `expected` is.
fn correlates(a: &[f64], b: &[f64], expected: f64) -> bool {
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(&a, &b)| f(a, b)).sum::<f64>();
    let r = sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt();
    // Fisher's transformation.
    (libm::atanh(r) - libm::atanh(expected)).abs() * (a.len() as f64 - 3.0).sqrt() <= Z
}

#[test]
fn step_noise_is_normal_and_independent() {
    let rows = Free::direct(20_000, 3.0, 1.0).rows(&input("n", "a", "step_noise", "sd = \"2 mV\""));
    let normal = |sd: f64| move |x: f64| 0.5 * libm::erfc(-x / sd / 2f64.sqrt());
    for row in &rows[1..] {
        assert!(follows(row, normal(2.0)) && !follows(row, normal(2.2)));
        assert!(deviates(row, 2.0) && !deviates(row, 2.2));
        assert!(correlates(&row[1..], &row[..19_999], 0.0), "neighbours share noise");
    }
    assert!(correlates(&rows[1], &rows[2], 0.0), "noise remembers the step before");
    assert!(!correlates(&rows[1], &rows[1], 0.0));
}

/// Variances add up where inputs overlap, and only there, whatever their order and whatever part
/// of the population each thread has.
#[test]
fn noises_add_up_on_the_neurons_they_name() {
    let step = |name: &str, target: &str, sd: f64| {
        input(name, target, "step_noise", &format!("sd = \"{sd} mV\""))
    };
    let orders = [
        [step("some", "a[0:2000]", 3.0), step("all", "a", 4.0)],
        [step("all", "a", 4.0), step("some", "a[0:2000]", 3.0)],
    ];
    for (inputs, threads) in orders.iter().flat_map(|o| [(o, 1), (o, 3)]) {
        let free = Free { threads, ..Free::direct(6000, 40.0, 1.0) };
        for row in &free.rows(&inputs.concat())[1..] {
            assert!(deviates(&row[..2000], 5.0), "3 and 4 mV on the same neurons");
            assert!(deviates(&row[2000..], 4.0), "4 mV alone");
            assert!(!deviates(&row[2000..], 5.0));
        }
    }
}

/// A selection gets the numbers that belong to the places in it; the others get nothing.
#[test]
fn noise_reaches_the_selection_alone() {
    let ou = "sigma = \"3 mV\"\ntau = \"8 ms\"";
    let kinds = [
        ("step_noise", "sd = \"3 mV\""),
        ("white_noise", "sigma = \"3 mV\""),
        ("ornstein_uhlenbeck", ou),
    ];
    for (kind, rest) in kinds {
        let rows = |target: &str, threads: usize| {
            let free = Free { threads, ..Free::direct(1000, 10.0, 1.0) };
            free.rows(&input("n", target, kind, rest))
        };
        let whole = rows("a", 1);
        for threads in [1, 3] {
            for (some, all) in rows("a[100:200, 400]", threads)[1..].iter().zip(&whole[1..]) {
                let reached: Vec<_> = (0..1000).filter(|&k| some[k] != 0.0).collect();
                assert_eq!(reached, (100..200).chain([400]).collect::<Vec<_>>(), "{kind}");
                assert!(reached.iter().zip(all).all(|(&k, &x)| some[k] == x), "{kind}");
            }
        }
    }
}

/// The same for white noise in the exact scheme, which goes another way.
#[test]
fn white_noises_add_up_on_the_neurons_they_name() {
    let white = |name: &str, target: &str, sd: f64| {
        input(name, target, "white_noise", &format!("sigma = \"{sd} mV\""))
    };
    let inputs = [white("some", "a[0:2000]", 3.0), white("all", "a", 4.0)].concat();
    for (scheme, threads) in [("exact", 1), ("exact", 3), ("euler", 1), ("euler", 3)] {
        let free =
            Free { scheme, threads, tau_m: 5.0, every: 30.0, ..Free::direct(6000, 150.0, 1.0) };
        for row in &free.rows(&inputs)[1..] {
            assert!(deviates(&row[..2000], 5.0) && deviates(&row[2000..], 4.0), "{scheme}");
        }
    }
}

#[test]
fn white_noise_gives_the_free_voltage_its_deviation() {
    for scheme in ["euler", "exact"] {
        for dt in [0.1, 1.0] {
            let free = Free { scheme, dt, every: 10.0, ..Free::direct(4000, 210.0, 10.0) };
            let rows = free.rows(&input("n", "a", "white_noise", "sigma = \"3 mV\""));
            // Rows five time constants apart are as good as independent.
            let apart: Vec<_> = (6..rows.len()).step_by(5).flat_map(|k| rows[k].clone()).collect();
            assert!(deviates(&apart, 3.0), "{scheme}, dt = {dt} ms");
            assert!(!deviates(&apart, 3.15), "5 % more passes");
            let memory = match scheme {
                "euler" => (1.0 - dt / 10.0).powf(10.0 / dt),
                _ => libm::exp(-1.0),
            };
            assert!(correlates(&rows[10], &rows[11], memory), "{scheme}, dt = {dt} ms");
            assert!(!correlates(&rows[10], &rows[11], memory * memory));
        }
    }
}

/// The process itself, felt directly: stationary from the first step, the same for every dt.
#[test]
fn the_ornstein_uhlenbeck_process_has_its_deviation_and_correlation_time() {
    for dt in [0.25, 1.0] {
        let ou = input(
            "n",
            "a",
            "ornstein_uhlenbeck",
            "mean = \"0 mV\"\nsigma = \"3 mV\"\ntau = \"8 ms\"",
        );
        let rows = Free::direct(8000, 60.0, dt).rows(&ou);
        for time in [0.0, 8.0, 40.0, 56.0] {
            let row = &rows[1 + (time / dt) as usize];
            assert!(deviates(row, 3.0), "dt = {dt} ms, at {time} ms");
            assert!(!deviates(row, 3.3) && !deviates(row, 3.0 * (2.0 * dt).sqrt()));
        }
        for lag in [2.0, 8.0, 16.0] {
            let pair = (&rows[3], &rows[3 + (lag / dt) as usize]);
            assert!(
                correlates(pair.0, pair.1, libm::exp(-lag / 8.0)),
                "dt = {dt} ms, lag {lag} ms"
            );
            assert!(!correlates(pair.0, pair.1, libm::exp(-lag / 4.0)), "half the time passes");
        }
        assert!(correlates(&rows[5][1..], &rows[5][..7999], 0.0), "neighbours share a process");
    }
}

/// What V makes of the process, a filtered sum of two exponentials on the grid.
#[test]
fn the_voltage_filters_the_ornstein_uhlenbeck_process() {
    let (tau_m, tau) = (10.0, 8.0);
    for scheme in ["euler", "exact"] {
        for dt in [0.1, 1.0] {
            let free = Free { scheme, tau_m, every: 75.0, ..Free::direct(4000, 375.0, dt) };
            let ou = input(
                "n",
                "a",
                "ornstein_uhlenbeck",
                "mean = \"5 mV\"\nsigma = \"3 mV\"\ntau = \"8 ms\"",
            );
            let rows = free.rows(&ou);
            let gain = if scheme == "euler" { dt / tau_m } else { -libm::expm1(-dt / tau_m) };
            let (a, rho) = (1.0 - gain, libm::exp(-dt / tau));
            let variance = gain * gain * 9.0 * (1.0 + a * rho) / ((1.0 - a * a) * (1.0 - a * rho));
            let values: Vec<_> = rows[2..].iter().flatten().map(|v| v - 5.0).collect();
            assert!(deviates(&values, variance.sqrt()), "{scheme}, dt = {dt} ms");
            assert!(!deviates(&values, 3.0), "the deviation of the process passes for that of V");
            // On a fine grid: the continuous limit.
            assert!(dt > 0.5 || (variance / (9.0 * tau / (tau + tau_m)) - 1.0).abs() < 0.02);
        }
    }
}

/// Noises of two names are independent, and adding one leaves the other's numbers as they were.
#[test]
fn every_input_has_numbers_of_its_own() {
    let free = Free::direct(8000, 2.0, 1.0);
    let step = |name: &str| input(name, "a", "step_noise", "sd = \"1 mV\"");
    let (one, two) = (free.rows(&step("one")), free.rows(&step("two")));
    let both = free.rows(&[step("two"), step("one")].concat());
    assert!(correlates(&one[1], &two[1], 0.0));
    let sum: Vec<_> = one[1].iter().zip(&two[1]).map(|(a, b)| a + b).collect();
    assert!(gap(&sum, &both[1]) < 1e-12);
}

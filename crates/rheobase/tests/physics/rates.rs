//! Rates of neurons driven by noise and by Poisson spikes, against theory and NEST.

use super::lab::*;
use super::{entry, number};
use serde_json::Value;

/// Mean rate in Hz, its standard error, and the coefficient of variation of all intervals.
#[derive(Debug)]
struct Measured {
    rate: f64,
    error: f64,
    cv: f64,
}

impl Measured {
    /// Within a share of the reference, our own error at 4.5 standard deviations aside.
    fn agrees(&self, reference: f64, share: f64) -> bool {
        (self.rate - reference).abs() < share * reference + 4.5 * self.error
    }
}

fn measure(text: &str) -> Measured {
    let run = run(text);
    let rates = run.recording.tally.rates_hz(0);
    let n = rates.len() as f64;
    let rate = rates.iter().sum::<f64>() / n;
    let variance = rates.iter().map(|r| (r - rate).powi(2)).sum::<f64>() / (n - 1.0);
    let mut last = vec![None; rates.len()];
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for spike in &run.recording.spikes {
        if let Some(before) = last[spike.neuron as usize].replace(spike.tick) {
            let interval = (spike.tick - before) as f64;
            (count, sum, squares) = (count + 1.0, sum + interval, squares + interval * interval);
        }
    }
    let mean = sum / count;
    let cv = (squares / count - mean * mean).sqrt() / mean;
    Measured { rate, error: (variance / n).sqrt(), cv }
}

/// Independent neurons of one kind, `V_rest` at 0 mV or as given.
struct Neurons<'a> {
    dt: f64,
    size: u32,
    seconds: f64,
    parameters: &'a Value,
    rest: f64,
    more: String,
}

impl Neurons<'_> {
    fn measure(&self, inputs: &str) -> Measured {
        let p = self.parameters;
        measure(&format!(
            r#"
            dt = "{} ms"
            duration = "{} s"
            analysis = {{ start = "200 ms" }}
            [population.a]
            size = {}
            tau_m = "{} ms"
            V_rest = "{} mV"
            V_thr = "{} mV"
            V_reset = "{} mV"
            t_ref = "{} ms"
            {}
            {inputs}
            "#,
            self.dt,
            self.seconds,
            self.size,
            if p["tau_m"].is_null() { &p["tau"] } else { &p["tau_m"] },
            self.rest,
            if p["V_th"].is_null() { &p["V_thr"] } else { &p["V_th"] },
            p["V_reset"],
            p["t_ref"],
            self.more,
        ))
    }
}

fn white_noise(row: &Value, sigma: f64) -> Measured {
    let rest = number(&row["V_reset"]);
    let neurons =
        Neurons { dt: 0.1, size: 250, seconds: 8.2, parameters: row, rest, more: String::new() };
    let mean = number(&row["mu"]) - rest;
    neurons.measure(&format!(
        r#"
        [input.mean]
        target = "a"
        kind = "constant"
        mean = "{mean} mV"
        [input.noise]
        target = "a"
        kind = "white_noise"
        sigma = "{sigma} mV"
        "#
    ))
}

/// Siegert's formula; a threshold passed between two points of the grid is not seen, which the
/// reference takes into account.
#[test]
fn white_noise_gives_the_rate_of_theory() {
    let entry = entry("siegert_white_noise");
    let mut corrected = 0;
    for row in entry["rows"].as_array().unwrap() {
        let expected = number(&row["rate_hz_grid_dt0p1"]);
        // The reference's sigma is √2 times the deviation of the free voltage.
        let sigma = number(&row["sigma"]) / 2f64.sqrt();
        let found = white_noise(row, sigma);
        assert!(found.agrees(expected, 0.02), "{found:?} instead of {expected} Hz");
        assert!((found.cv / number(&row["cv_isi"]) - 1.0).abs() < 0.05, "{found:?}");
        corrected += usize::from(!found.agrees(number(&row["rate_hz"]), 0.02));
    }
    assert!(corrected >= 2, "the correction for the grid makes no difference");
    let row = &entry["rows"][0];
    let unscaled = white_noise(row, number(&row["sigma"]));
    assert!(!unscaled.agrees(number(&row["rate_hz_grid_dt0p1"]), 0.02), "sigma for the free V");
}

#[test]
fn poisson_spikes_through_exponential_synapses_give_the_rate_of_nest() {
    let entry = entry("poisson_exp_synapse");
    for row in entry["rows"].as_array().unwrap() {
        let measure = |share: f64| {
            let neurons = Neurons {
                dt: number(&entry["params"]["dt"]),
                size: 250,
                seconds: 6.2,
                parameters: &entry["params"],
                rest: 0.0,
                more: format!(
                    "C_m = \"250 pF\"\nreceptors.r = {{ kind = \"exponential\", tau = \"{} ms\" }}",
                    row["tau_syn"]
                ),
            };
            neurons.measure(&format!(
                r#"
                [input.spikes]
                target = "a"
                kind = "poisson"
                rate = "{} Hz"
                weight = "{} pA"
                "#,
                number(&row["nu_hz"]) / share,
                number(&row["w_pA"]) * share
            ))
        };
        let (expected, error) = (number(&row["nest_hz"]), number(&row["nest_se"]));
        let tolerance = 0.03 + 3.0 * error / expected;
        let found = measure(1.0);
        assert!(found.agrees(expected, tolerance), "{found:?} instead of {expected} Hz");
        // The same mean with twice the variance.
        assert!(!measure(2.0).agrees(expected, tolerance), "the variance makes no difference");
    }
}

/// The entry's neurons, with their threshold shifted.
fn jumps(entry: &Value, row: &Value, threshold: f64) -> Measured {
    let mut parameters = entry["params"].clone();
    parameters["V_th"] = threshold.into();
    let neurons = Neurons {
        dt: number(&parameters["dt"]),
        size: 500,
        seconds: 8.2,
        parameters: &parameters,
        rest: 0.0,
        more: "receptors.r = \"delta\"".into(),
    };
    let (j, g) = (number(&row["J"]), number(&row["g"]));
    neurons.measure(&format!(
        r#"
        [input.excitation]
        target = "a"
        kind = "poisson"
        rate = "{} Hz"
        weight = "{j} mV"
        [input.inhibition]
        target = "a"
        kind = "poisson"
        rate = "{} Hz"
        weight = "{} mV"
        "#,
        row["nu_ex_hz"],
        row["nu_in_hz"],
        -g * j
    ))
}

/// No allowance for our own error, which is small: the tolerance must tell apart the variant in
/// which a jump over the threshold is looked at only after a step of decay.
#[test]
fn poisson_spikes_that_make_v_jump_give_the_rate_of_nest() {
    let entry = entry("poisson_delta");
    let agrees = |found: &Measured, row: &Value| {
        let expected = number(&row["nest_hz"]);
        (found.rate - expected).abs() < 0.03 * expected + 3.0 * number(&row["nest_se"])
    };
    let threshold = number(&entry["params"]["V_th"]);
    for row in entry["rows"].as_array().unwrap() {
        let found = jumps(&entry, row, threshold);
        assert!(agrees(&found, row), "{found:?} instead of {} Hz", row["nest_hz"]);
        assert!(found.error < 0.01 * found.rate, "{found:?}");
    }
    let row = &entry["rows"][0];
    let late = jumps(&entry, row, threshold * libm::exp(0.1 / 20.0));
    assert!(!agrees(&late, row), "jumps that decay before they are looked at pass: {late:?}");
}

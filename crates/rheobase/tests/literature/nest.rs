//! The networks of `physics.json`: four seeds in the reference, several here.

use super::measured::{Measured, measure, preset};

use rheobase::spec::{Distribution, NetworkSpec, Param, Shape, WeightValue};
use serde_json::Value;

/// An entry of the reference.
fn entry(id: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../data/physics.json")).expect("JSON");
    let entries = all["entries"].as_array().expect("a list").clone();
    entries.into_iter().find(|e| e["id"] == id).expect(id)
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// The preset with the sizes, times and initial voltages of an entry.
fn network(entry: &Value) -> NetworkSpec {
    let p = &entry["params"];
    let text = |key: &str| p[key].to_string();
    let mut spec = match entry["id"].as_str().expect("a name") {
        "vogels_abbott_COBA" => preset("coba", &[]),
        "vogels_abbott_CUBA" => preset("cuba", &[]),
        _ => {
            let (j, g, eta) = (format!("{} mV", p["J_mV"]), text("g"), text("eta"));
            preset("brunel", &[("scale", "0.2"), ("J", &j), ("g", &g), ("eta", &eta)])
        }
    };
    if p["V_init"] == "U(0,19)" {
        for population in &mut spec.populations {
            let shape = Shape::Uniform { low: 0.0, high: 19.0 };
            population.v_init = Param::Drawn(Distribution { shape, min: None, max: None });
        }
    }
    spec.analysis.start = number(&p["warmup"]);
    spec.duration = number(&p["warmup"]) + number(&p["T"]);
    spec
}

/// A statistic: what, the reference's mean and tolerance, ours.
#[derive(Debug)]
struct Comparison {
    what: &'static str,
    expected: f64,
    tolerance: f64,
    found: f64,
}

impl Comparison {
    fn agrees(&self) -> bool {
        (self.found - self.expected).abs() <= self.tolerance
    }
}

/// Means over seeds against the entry: rates and intervals within 5 % or 4 standard deviations of
/// the reference's seeds, synchrony within 20 %.
fn compare(entry: &Value, spec: &NetworkSpec, seeds: u64) -> Vec<Comparison> {
    let runs: Vec<Measured> = (1..=seeds).map(|seed| measure(spec, seed, 1)).collect();
    let mean = |of: &dyn Fn(&Measured) -> f64| runs.iter().map(of).sum::<f64>() / seeds as f64;
    let statistics = [
        ("rate_e", mean(&|m| m.rates[0])),
        ("rate_i", mean(&|m| m.rates[1])),
        ("isi_cv", mean(&|m| m.isi_cv)),
        ("pop_cv_5ms", mean(&|m| m.population_cv)),
    ];
    statistics
        .into_iter()
        .map(|(what, found)| {
            let of = &entry["stats"][what];
            let (expected, sd) = (number(&of["mean"]), number(&of["sd"]));
            let tolerance = match what {
                "pop_cv_5ms" => 0.2 * expected,
                _ => (0.05 * expected).max(4.0 * sd),
            };
            Comparison { what, expected, tolerance, found }
        })
        .inspect(|c| {
            let Comparison { what, expected, tolerance, found } = c;
            println!("{} {what}: {expected:.4} ± {tolerance:.4}, ours {found:.4}", entry["id"]);
        })
        .collect()
}

fn judge(id: &str, seeds: u64) {
    let entry = entry(id);
    let comparisons = compare(&entry, &network(&entry), seeds);
    assert!(comparisons.iter().all(Comparison::agrees), "{id}: {comparisons:#?}");
}

#[test]
fn coba_is_that_of_nest() {
    judge("vogels_abbott_COBA", 4);
}

#[test]
fn cuba_is_that_of_nest() {
    judge("vogels_abbott_CUBA", 4);
}

#[test]
fn brunel_ai_is_that_of_nest() {
    judge("brunel_AI", 2);
}

#[test]
#[ignore = "many seeds; `cargo xtask verify` runs it"]
fn every_network_is_that_of_nest() {
    judge("vogels_abbott_COBA", 12);
    judge("vogels_abbott_CUBA", 12);
    judge("brunel_AI", 8);
    judge("brunel_SI_slow", 12);
    judge("brunel_SR", 4);
}

/// The tolerances are worth something: a synapse that is a little off does not pass.
#[test]
fn other_networks_are_told_apart() {
    let fails = |id: &str, change: &dyn Fn(&mut NetworkSpec)| {
        let entry = entry(id);
        let mut spec = network(&entry);
        change(&mut spec);
        let comparisons = compare(&entry, &spec, 2);
        assert!(!comparisons.iter().all(Comparison::agrees), "{id}: {comparisons:#?}");
    };
    let scaled = |source: &'static str, factor: f64| {
        move |spec: &mut NetworkSpec| {
            for p in spec.projections.iter_mut().filter(|p| p.source.population == source) {
                let WeightValue::Constant(w) = &mut p.weight.value else { panic!("{p:?}") };
                *w *= factor;
            }
        }
    };
    fails("vogels_abbott_COBA", &scaled("I", 0.8));
    fails("vogels_abbott_CUBA", &scaled("I", 0.8));
    fails("brunel_AI", &scaled("I", 1.1));
}

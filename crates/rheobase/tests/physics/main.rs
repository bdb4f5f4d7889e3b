//! Against closed forms, theory and NEST: `data/README.md` says where the numbers come from.
#![allow(missing_docs)]

#[path = "../common/lab.rs"]
mod lab;

mod conductance;
mod noise;
mod psp;
mod rate_curve;
mod rates;
mod stdp;

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

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

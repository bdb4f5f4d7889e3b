//! Numbers, distributions, selections, names.

use crate::files::vector;
use proptest::prelude::*;
use rheobase::spec::*;
use rheobase::units::Dimension;

/// Names of the populations and their sizes.
pub const POPULATIONS: [(&str, u64); 3] = [("E", 24), ("inh_2", 10), ("größe", 10)];

/// Numbers with few and with many digits, scaled to be about `size`.
pub fn number(size: f64) -> impl Strategy<Value = f64> {
    prop_oneof![
        (-1.0..1.0f64).prop_map(move |x| x * size),
        prop::sample::select(vec![0.0, 1.0, -1.0, 1.0 / 3.0, 0.1, 1e-9, 5e-324, -2.5e-7])
            .prop_map(move |x| x * size),
    ]
}

pub fn positive(size: f64) -> impl Strategy<Value = f64> {
    (0.01..1.0f64).prop_map(move |x| x * size)
}

/// A number from `low` to `high`.
pub fn between(low: f64, high: f64) -> impl Strategy<Value = f64> {
    prop_oneof![low..high, Just(low), Just((low + high) / 2.0)]
}

pub fn probability() -> impl Strategy<Value = f64> {
    prop_oneof![0.0..1.0f64, Just(0.0), Just(1.0)]
}

/// A time of so many steps.
pub fn time(dt: f64, steps: std::ops::Range<u32>) -> impl Strategy<Value = f64> {
    steps.prop_map(move |steps| f64::from(steps) * dt)
}

/// A distribution whose draws all lie between the bounds `low` < `high`, of one sign.
pub fn distribution(low: f64, high: f64) -> impl Strategy<Value = Distribution> {
    let (centre, width) = ((low + high) / 2.0, high - low);
    let bounds = |low, high| move |shape| Distribution { shape, min: Some(low), max: Some(high) };
    let normal = (0.0..0.4f64).prop_map(move |s| Shape::Normal { mean: centre, sd: s * width });
    let lognormal =
        (0.0..0.4f64).prop_map(move |s| Shape::LogNormal { mean: centre, sd: s * width });
    let uniform = (0.0..0.4f64).prop_map(move |s| Shape::Uniform { low: low + s * width, high });
    prop_oneof![
        normal.prop_map(bounds(low, high)),
        lognormal.prop_map(bounds(low, high)),
        uniform.clone().prop_map(bounds(low, high)),
        uniform.prop_map(|shape| Distribution { shape, min: None, max: None }),
    ]
}

/// A per-neuron value between `low` and `high` for `n` neurons.
pub fn param(n: u64, low: f64, high: f64, dimension: Dimension) -> BoxedStrategy<Param> {
    let values = prop::collection::vec(low..high, n as usize);
    prop_oneof![
        3 => between(low, high).prop_map(Param::Constant),
        1 => distribution(low, high).prop_map(Param::Drawn),
        1 => values.prop_map(Param::Values),
        1 => vector(n, (low + high) / 2.0, dimension).prop_map(Param::File),
    ]
    .boxed()
}

/// Some neurons of a population: ascending ranges that do not touch.
pub fn selection(population: usize) -> BoxedStrategy<Selection> {
    let (name, size) = POPULATIONS[population];
    let some = prop::collection::btree_set(0..size, 1..5).prop_map(move |ids| {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for id in ids {
            match ranges.last_mut() {
                Some(last) if last.1 >= id => last.1 = id + 1,
                _ => ranges.push((id, (id + 2).min(size))),
            }
        }
        Selection { population: name.into(), ranges: Some(ranges) }
    });
    prop_oneof![Just(Selection::all(name)), some].boxed()
}

/// Text for people: anything.
pub fn prose() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just("quotes \" ' \\ and\ttabs\r\nand \u{0}\u{7f}\u{85}\u{2028} breaks".to_string()),
        Just("'''\"\"\"#[x]".to_string()),
    ]
}

/// A name of a table; `suffix` keeps names apart.
pub fn name(suffix: usize) -> impl Strategy<Value = String> {
    "[\\p{L}0-9_][\\p{L}0-9_.-]{0,8}".prop_map(move |name| format!("{name}{suffix}"))
}

//! A user's mistake is an error that names the place, the value and what would be accepted.

use crate::common::*;
use rheobase::rng::{Key, Purpose};
use rheobase::spec::*;
use rheobase::wiring::{WiringError, resolve_param, wire};
use std::sync::Arc;

/// Wires 10 neurons to themselves, which must fail at that place with all of these words.
fn refused(change: impl FnOnce(&mut ProjectionSpec), path: &str, words: &[&str]) -> WiringError {
    let mut p = projection("E", "E", Rule::AllToAll);
    change(&mut p);
    let error = try_recurrent(10, &p, 1).expect_err("this must be refused");
    assert_eq!(error.path(), format!("projection.p.{path}"), "{error}");
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "{word:?} is missing from: {text}");
    }
    error
}

#[test]
fn degrees_that_are_not_possible() {
    let rule = |rule| move |p: &mut ProjectionSpec| p.rule = rule;
    refused(rule(Rule::FixedInDegree { n: 10 }), "rule.n", &["10", "neuron 0 of E", "at most 9"]);
    refused(rule(Rule::FixedOutDegree { n: 11 }), "rule.n", &["11", "at most 9"]);
    refused(rule(Rule::FixedTotal { n: 91 }), "rule.n", &["91", "at most 90"]);
    refused(rule(Rule::FixedInDegree { n: u64::MAX }), "rule.n", &["at most 9"]);
    let nobody = |p: &mut ProjectionSpec| {
        p.rule = Rule::FixedInDegree { n: 1 };
        p.allow_multiple = true;
        (p.source, p.target) = (Selection::slice("E", 3, 4), Selection::slice("E", 3, 4));
    };
    refused(nobody, "rule.n", &["neuron 3 of E", "0 possible"]);
    refused(rule(Rule::SmallWorld { k: 5, rewire: 0.1 }), "rule.k", &["5", "even"]);
    refused(rule(Rule::SmallWorld { k: 10, rewire: 0.1 }), "rule.k", &["10", "at most 8"]);
}

#[test]
fn numbers_that_make_no_sense() {
    for p in [-0.1, 1.5, f64::NAN, f64::INFINITY] {
        let text = p.to_string();
        let rule = |rule| move |spec: &mut ProjectionSpec| spec.rule = rule;
        refused(rule(Rule::Bernoulli { p }), "rule.p", &[&text, "from 0 to 1"]);
        refused(rule(Rule::SmallWorld { k: 2, rewire: p }), "rule.rewire", &[&text, "from 0 to 1"]);
        let weight = |p| move |spec: &mut ProjectionSpec| spec.weight.value = p;
        if !p.is_finite() {
            refused(weight(WeightValue::Constant(p)), "weight", &[&text, "finite"]);
            let shape = Shape::Normal { mean: p, sd: 1.0 };
            refused(weight(WeightValue::Drawn(distribution(shape))), "weight", &["finite"]);
        }
    }
    let weight = |shape, min| {
        move |p: &mut ProjectionSpec| {
            p.weight.value = WeightValue::Drawn(Distribution { shape, min, max: Some(1.0) });
        }
    };
    refused(weight(Shape::Normal { mean: 1.0, sd: -1.0 }, None), "weight", &["sd -1", "negative"]);
    refused(weight(Shape::LogNormal { mean: 0.0, sd: 1.0 }, None), "weight", &["other than 0"]);
    refused(weight(Shape::Uniform { low: 1.0, high: 0.0 }, None), "weight", &["low 1", "high 0"]);
    refused(weight(Shape::Normal { mean: 0.0, sd: 1.0 }, Some(2.0)), "weight", &["min 2", "max 1"]);
    let never = weight(Shape::Normal { mean: 99.0, sd: 1.0 }, None);
    refused(never, "weight", &["normal", "mean 99", "max 1", "10000 draws"]);
    let huge = weight(Shape::Uniform { low: -2e300, high: -1e300 }, None);
    refused(huge, "weight", &["uniform", "10000 draws"]);
    refused(|p| p.weight.value = WeightValue::FromRule, "weight", &["this rule gives no weights"]);
}

#[test]
fn delays_off_the_grid() {
    let delay = |delay| move |p: &mut ProjectionSpec| p.delay = delay;
    refused(delay(Delay::Time(0.25)), "delay", &["0.25 ms", "dt = 0.1 ms", "0.2 and 0.3 ms"]);
    refused(delay(Delay::Time(0.04)), "delay", &["0.04 ms", "nearest are 0.1 ms"]);
    refused(delay(Delay::Time(0.0)), "delay", &["0.1 ms"]);
    refused(delay(Delay::Time(1.000_01)), "delay", &["1 and 1.1 ms"]);
    refused(delay(Delay::Time(-1.0)), "delay", &["-1 ms", "positive multiple"]);
    refused(delay(Delay::Time(f64::NAN)), "delay", &["NaN"]);
    refused(delay(Delay::Time(6553.6)), "delay", &["65536 steps", "at most 65535"]);
    refused(delay(Delay::Steps(0)), "delay", &["at least 1 step"]);
    refused(delay(Delay::Steps(70_000)), "delay", &["70000", "at most 65535"]);
    refused(delay(Delay::FromRule), "delay", &["this rule gives no delays"]);
    let far = distribution(Shape::Uniform { low: 1e4, high: 2e4 });
    refused(delay(Delay::Drawn(far)), "delay", &["at most 65535"]);
    let below = distribution(Shape::Uniform { low: -2.0, high: 0.04 });
    refused(delay(Delay::Drawn(below)), "delay", &["10000 draws"]);
}

fn edges(source: &[u32], target: &[u32]) -> EdgeList {
    EdgeList { source: source.to_vec(), target: target.to_vec(), weight: None, delay: None }
}

#[test]
fn lists_that_do_not_fit() {
    let list = |list: EdgeList| move |p: &mut ProjectionSpec| p.rule = Rule::Edges(Arc::new(list));
    refused(list(edges(&[1, 2], &[3, 10])), "rule", &["row 1", "target 10", "0 to 9"]);
    refused(list(edges(&[1, 99], &[3, 1])), "rule", &["row 1", "source 99", "0 to 9"]);
    refused(list(edges(&[1, 2], &[3])), "rule", &["1 numbers in column target", "2"]);
    let repeat = refused(list(edges(&[1, 2, 1], &[3, 3, 3])), "rule", &["allow_multiple"]);
    assert!(matches!(repeat, WiringError::RepeatedPair { first: 0, second: 2, .. }));
    refused(list(edges(&[1, 4], &[3, 4])), "rule", &["row 1", "neuron 4", "allow_self"]);
    let off_grid = EdgeList { delay: Some(vec![0.1, 0.15]), ..edges(&[2, 1], &[3, 3]) };
    let late = |p: &mut ProjectionSpec| {
        list(off_grid)(p);
        p.delay = Delay::FromRule;
    };
    refused(late, "delay", &["0.15 ms in row 1", "0.1 and 0.2 ms"]);
    let infinite = EdgeList { weight: Some(vec![0.1, f64::NAN]), ..edges(&[2, 1], &[3, 3]) };
    let weights = |p: &mut ProjectionSpec| {
        list(infinite)(p);
        p.weight.value = WeightValue::FromRule;
    };
    refused(weights, "weight", &["NaN in row 1", "finite"]);
}

#[test]
fn selections_and_places_that_do_not_fit() {
    refused(|p| p.source = Selection::slice("E", 5, 11), "source", &["E[5:11]", "0:10"]);
    let one_to_one = |p: &mut ProjectionSpec| {
        p.rule = Rule::OneToOne;
        p.source = Selection::slice("E", 0, 4);
    };
    refused(one_to_one, "rule", &["4 sources", "10 targets"]);
    let overlap = |p: &mut ProjectionSpec| {
        p.rule = Rule::SmallWorld { k: 2, rewire: 0.0 };
        (p.source, p.target) = (Selection::slice("E", 0, 5), Selection::slice("E", 1, 6));
    };
    refused(overlap, "rule", &["overlap"]);
    let rule = Rule::Distance { kernel: Kernel::Disc { p: 0.5, radius: 1.0 } };
    let p = projection("A", "B", rule);
    let place =
        |name: &str, positions| PopulationSpec { positions, ..PopulationSpec::lif(name, 10) };
    let ring = Some(Positions::Ring { circumference: 10.0 });
    let grid = Some(Positions::Grid { columns: 5, spacing: 2.0, periodic: false });
    let error = wire(&p, &place("A", ring), &place("B", grid), DT, 1).unwrap_err();
    assert!(error.to_string().contains("A and B"), "{error}");
    let error = wire(&p, &place("A", ring), &place("B", None), DT, 1).unwrap_err();
    assert_eq!(error.path(), "population.B.positions");
    let flat = Some(Positions::Random { width: 1.0, height: 0.0, periodic: true });
    let error = wire(&p, &place("A", flat), &place("B", flat), DT, 1).unwrap_err();
    assert_eq!(error.path(), "population.A.positions.height");
}

#[test]
fn parameters_of_wrong_length_or_without_a_value() {
    let key = Key::new(1, Purpose::Initial, "E.v_init");
    let error = |param, n| resolve_param(&param, n, key, "population.E.v_init").unwrap_err();
    let text = error(Param::Values(vec![1.0; 3]), 4).to_string();
    assert!(text.contains("3 values") && text.contains('4'), "{text}");
    let text = error(Param::Values(vec![1.0, f64::INFINITY]), 2).to_string();
    assert!(text.contains("inf (value 1"), "{text}");
    assert!(error(Param::Constant(f64::NAN), 1).to_string().contains("finite"));
}

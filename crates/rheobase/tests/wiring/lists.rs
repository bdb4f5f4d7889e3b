//! Matrices and lists of synapses, in memory and from files.

use crate::common::*;
use rheobase::spec::*;
use rheobase::wiring::{Delays, Synapses, Weights, resolve_param, wire};
use std::path::PathBuf;
use std::sync::Arc;

fn from_rule(rule: Rule) -> ProjectionSpec {
    let mut p = projection("A", "B", rule);
    p.weight.value = WeightValue::FromRule;
    p
}

/// A file of that name in a folder that no other test uses.
fn file(name: &str, text: &str) -> DataFile {
    let folder = std::env::temp_dir().join(format!("rheobase-wiring-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path: PathBuf = folder.join(name);
    std::fs::write(&path, text).unwrap();
    DataFile { path, unit: "V".into(), scale: 1000.0 }
}

fn list() -> EdgeList {
    EdgeList {
        source: vec![2, 0, 2, 0],
        target: vec![1, 3, 0, 2],
        weight: Some(vec![0.1, 0.2, 0.3, 0.4]),
        delay: Some(vec![0.3, 0.1, 0.2, 6553.5]),
    }
}

#[test]
fn a_list_is_sorted_and_keeps_its_columns_together() {
    let mut p = from_rule(Rule::Edges(Arc::new(list())));
    p.delay = Delay::FromRule;
    let synapses = forward(3, 4, &p, 1);
    assert_eq!(pairs(&synapses), [(0, 2), (0, 3), (2, 0), (2, 1)]);
    assert_eq!(synapses.weights, Weights::F64(vec![0.4, 0.2, 0.3, 0.1]));
    assert_eq!(synapses.delays, Delays::Each(vec![65535, 1, 2, 3]));
}

#[test]
fn repeats_stay_in_the_order_of_the_list() {
    let mut edges = list();
    edges.source.push(2);
    edges.target.push(1);
    edges.weight.as_mut().unwrap().push(0.5);
    edges.delay = None;
    let mut p = from_rule(Rule::Edges(Arc::new(edges)));
    p.allow_multiple = true;
    let synapses = forward(3, 4, &p, 1);
    assert_eq!(pairs(&synapses)[3..], [(2, 1), (2, 1)]);
    assert_eq!((synapses.weights.get(3), synapses.weights.get(4)), (0.1, 0.5));
}

#[test]
fn given_weights_take_the_narrowest_form_that_keeps_them() {
    let weights = |w: &[f64]| {
        let edges = EdgeList { weight: Some(w.to_vec()), delay: None, ..list() };
        forward(3, 4, &from_rule(Rule::Edges(Arc::new(edges))), 1).weights
    };
    assert_eq!(weights(&[2.5; 4]), Weights::Uniform(2.5));
    assert_eq!(weights(&[1.0, 2.0, 0.5, 4.0]), Weights::F32(vec![4.0, 2.0, 0.5, 1.0]));
    assert!(matches!(weights(&[1.0, 2.0, 0.1, 4.0]), Weights::F64(_)));
}

#[test]
fn indices_count_within_the_selections() {
    let mut p = from_rule(Rule::Edges(Arc::new(list())));
    p.source = Selection { population: "A".into(), ranges: Some(vec![(1, 3), (7, 8)]) };
    p.target = Selection::slice("B", 10, 14);
    assert_eq!(pairs(&forward(9, 20, &p, 1)), [(1, 12), (1, 13), (7, 10), (7, 11)]);
}

/// Two targets, three sources.
fn is_the_matrix(synapses: &Synapses) -> bool {
    let weights: Vec<f64> = (0..synapses.len()).map(|k| synapses.weights.get(k)).collect();
    pairs(synapses) == [(0, 0), (1, 1), (2, 0)] && weights == [1500.0, -2000.0, 3000.0]
}

#[test]
fn a_matrix_has_targets_as_rows_and_sources_as_columns() {
    let wired = |name: &str, text: &str| {
        forward(3, 2, &from_rule(Rule::Matrix { file: file(name, text) }), 1)
    };
    assert!(is_the_matrix(&wired("m.csv", "1.5,0,3\n0,-2,0\n")));
    let mtx =
        "%%MatrixMarket matrix coordinate real general\n2 3 4\n2 2 -2\n1 3 3\n1 1 1.5\n2 3 0\n";
    assert!(is_the_matrix(&wired("m.mtx", mtx)), "an explicit 0 is no synapse either");
    let mut mask = projection("A", "B", Rule::Matrix { file: file("mask.csv", "1,0,1\n0,1,0\n") });
    mask.weight.value = WeightValue::Constant(7.0);
    let masked = forward(3, 2, &mask, 1);
    assert_eq!((masked.len(), masked.weights), (3, Weights::Uniform(7.0)));
    // The wrong variant, sources as rows, does not even fit.
    let turned = from_rule(Rule::Matrix { file: file("turned.csv", "1.5,0\n0,-2\n3,0\n") });
    let (a, b) = (PopulationSpec::lif("A", 3), PopulationSpec::lif("B", 2));
    let error = wire(&turned, &a, &b, DT, 1).unwrap_err();
    assert_eq!(error.path(), "projection.p.rule.file");
    let square = from_rule(Rule::Matrix { file: file("square.csv", "0,1\n0,0\n") });
    assert_eq!(pairs(&forward(2, 2, &square, 1)), [(1, 0)], "row 0 is target 0");
}

#[test]
fn an_edge_file_is_the_list_in_it() {
    let text = "source,target,weight,delay\n2,1,0.1,0.3\n0,3,0.2,0.1\n2,0,0.3,0.2\n0,2,0.4,1\n";
    let mut p = from_rule(Rule::EdgeFile { file: file("edges.csv", text) });
    p.delay = Delay::FromRule;
    let synapses = forward(3, 4, &p, 1);
    assert_eq!(pairs(&synapses), [(0, 2), (0, 3), (2, 0), (2, 1)]);
    assert_eq!(synapses.weights.get(3), 0.1 * 1000.0);
    assert_eq!(synapses.delays, Delays::Each(vec![10, 1, 2, 3]));
}

#[test]
fn parameters_come_from_files() {
    let key = rheobase::rng::Key::new(1, rheobase::rng::Purpose::Parameter, "E.v_init");
    let param = Param::File(file("v.csv", "-0.07\n-0.05\n"));
    assert_eq!(resolve_param(&param, 2, key, "population.E.v_init").unwrap().get(1), -50.0);
    let error = resolve_param(&param, 3, key, "population.E.v_init").unwrap_err();
    assert!(error.path() == "population.E.v_init" && error.to_string().contains("3 values"));
}

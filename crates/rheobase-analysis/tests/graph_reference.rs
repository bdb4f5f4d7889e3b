//! Graph measures against NetworkX (fixtures: `xtask/verify/analysis/graph_cases.py`).

mod common;

use common::{all_close, close_or_none, column, fixture};
use rheobase_analysis::graph::{
    PathStats, ShortestPaths, clustering_coefficients, density, reciprocity, shortest_paths,
    strong_components, weak_components,
};
use rheobase_analysis::{Graph, GraphStats};
use serde_json::Value;

fn cases() -> Vec<(Value, Graph)> {
    let Value::Array(cases) = fixture(include_str!("data/graphs.json")) else {
        panic!("a list of graphs")
    };
    let graph = |c: &Value| {
        let (s, t): (Vec<u32>, Vec<u32>) = (column(&c["sources"]), column(&c["targets"]));
        let nodes = c["nodes"].as_u64().unwrap() as usize;
        Graph::from_edges(nodes, &s, &t, Some(&column::<f64>(&c["weights"]))).unwrap()
    };
    cases.into_iter().map(|c| (c.clone(), graph(&c))).collect()
}

#[test]
fn degrees_and_strengths_agree() {
    for (c, g) in cases() {
        assert_eq!(c["edges"], g.edges(), "{}", c["name"]);
        assert_eq!(c["self_connections"], g.self_connections(), "{}", c["name"]);
        assert_eq!(g.in_degrees(), column::<u32>(&c["in_degrees"]), "{}", c["name"]);
        assert_eq!(g.out_degrees(), column::<u32>(&c["out_degrees"]), "{}", c["name"]);
        all_close("in-strength", g.in_strengths().unwrap(), &c["in_strengths"]);
        all_close("out-strength", g.out_strengths().unwrap(), &c["out_strengths"]);
    }
}

#[test]
fn density_reciprocity_and_clustering_agree() {
    for (c, g) in cases() {
        close_or_none("density", density(&g), &c["density"]);
        close_or_none("reciprocity", reciprocity(&g), &c["reciprocity"]);
        for (v, found) in clustering_coefficients(&g).into_iter().enumerate() {
            close_or_none(&format!("{} clustering[{v}]", c["name"]), found, &c["clustering"][v]);
        }
    }
}

#[test]
fn components_agree() {
    for (c, g) in cases() {
        assert_eq!(strong_components(&g).of_node, column::<u32>(&c["strong"]), "{}", c["name"]);
        assert_eq!(weak_components(&g).of_node, column::<u32>(&c["weak"]), "{}", c["name"]);
    }
}

#[track_caller]
fn same_paths(found: &PathStats, expected: &Value) {
    assert_eq!(found.nodes, column::<u32>(&expected["nodes"]));
    assert_eq!(found.eccentricity, column::<u32>(&expected["eccentricity"]));
    assert_eq!(expected["radius"], found.radius);
    assert_eq!(expected["diameter"], found.diameter);
    assert_eq!(found.centre, column::<u32>(&expected["centre"]));
    assert_eq!(found.periphery, column::<u32>(&expected["periphery"]));
    close_or_none("mean path", found.average_path_length, &expected["average_path_length"]);
}

#[test]
fn shortest_paths_agree() {
    for (c, g) in cases() {
        let expected = &c["paths"];
        match shortest_paths(&g) {
            ShortestPaths::Empty => panic!("{}: has nodes", c["name"]),
            ShortestPaths::StronglyConnected(found) => {
                assert_eq!(c["strongly_connected"], true, "{}", c["name"]);
                same_paths(&found, expected);
            }
            ShortestPaths::NotStronglyConnected {
                reachable_pairs,
                unreachable_pairs,
                average_reachable_length,
                largest,
                ..
            } => {
                assert_eq!(c["strongly_connected"], false, "{}", c["name"]);
                assert_eq!(expected["reachable_pairs"], reachable_pairs, "{}", c["name"]);
                let n = g.nodes() as u64;
                assert_eq!(reachable_pairs + unreachable_pairs, n * (n - 1));
                let mean = &expected["average_reachable_length"];
                close_or_none("mean reachable", average_reachable_length, mean);
                same_paths(&largest, expected);
            }
        }
    }
}

#[test]
fn the_figures_in_one_call_serialise_without_nan() {
    for (c, g) in cases() {
        let stats = serde_json::to_value(GraphStats::of(&g)).unwrap();
        assert_eq!(stats["edges"], c["edges"]);
        let kind = if c["strongly_connected"] == true { "strongly" } else { "not_strongly" };
        assert_eq!(stats["paths"]["kind"], format!("{kind}_connected"));
        assert_eq!(stats["density"].is_null(), c["density"].is_null());
    }
}

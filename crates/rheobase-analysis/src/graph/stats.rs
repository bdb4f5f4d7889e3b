//! Counts and fractions of edges, and all figures of a graph in one call.

use serde::Serialize;

use super::Graph;
use super::clustering::{clustering, merged};
use super::components::{strong_components, weak_components};
use super::paths::{ShortestPaths, shortest_paths};
use crate::summary::{Summary, mean_sd};

/// Fraction of the possible edges that exist: m / (n(n − 1)) of the simple graph. `None` with
/// fewer than two nodes.
pub fn density(graph: &Graph) -> Option<f64> {
    let n = graph.nodes() as f64;
    (graph.nodes() > 1).then(|| graph.edges() as f64 / (n * (n - 1.0)))
}

/// Fraction of the edges of the simple graph whose reverse exists too. `None` without edges.
///
/// Source: Newman, Forrest & Balthrop (2002), Phys. Rev. E 66:035101.
pub fn reciprocity(graph: &Graph) -> Option<f64> {
    // Summed over both ends, each edge of a mutual pair is met twice.
    let mutual: usize = (0..graph.nodes() as u32)
        .map(|v| merged(graph.targets(v), graph.sources(v)).filter(|&(_, s)| s == 2).count())
        .sum();
    (graph.edges() > 0).then(|| mutual as f64 / graph.edges() as f64)
}

/// Number of nodes by degree: entry d is the number of nodes with degree d; the last entry is
/// not zero.
pub fn degree_histogram(degrees: &[u32]) -> Vec<u64> {
    let mut histogram = vec![0; degrees.iter().max().map_or(0, |&d| d as usize + 1)];
    for &d in degrees {
        histogram[d as usize] += 1;
    }
    histogram
}

/// The figures of a graph; what is undefined is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GraphStats {
    /// Number of nodes.
    pub nodes: usize,
    /// Number of connections, repeated and self-connections included.
    pub connections: usize,
    /// Number of connections of a node to itself.
    pub self_connections: usize,
    /// Number of edges of the simple graph.
    pub edges: usize,
    /// Fraction of the possible edges that exist ([`density`]).
    pub density: Option<f64>,
    /// Connections per node: the mean in-degree, and the mean out-degree.
    pub mean_degree: Option<f64>,
    /// Standard deviation of the in-degree across nodes (ddof 0).
    pub sd_in_degree: Option<f64>,
    /// Standard deviation of the out-degree across nodes (ddof 0).
    pub sd_out_degree: Option<f64>,
    /// Mean and spread over nodes of the summed weights received, in the weights' unit.
    pub in_strength: Option<Summary>,
    /// Mean and spread over nodes of the summed weights sent, in the weights' unit.
    pub out_strength: Option<Summary>,
    /// Fraction of edges that go both ways ([`reciprocity`]).
    pub reciprocity: Option<f64>,
    /// Directed clustering ([`clustering`]).
    pub clustering: Summary,
    /// Number of strongly connected components.
    pub strong_components: usize,
    /// Number of weakly connected components.
    pub weak_components: usize,
    /// Shortest paths ([`shortest_paths`]).
    pub paths: ShortestPaths,
}

impl GraphStats {
    /// All figures of a graph; the cost is that of [`clustering`] and [`shortest_paths`].
    pub fn of(graph: &Graph) -> Self {
        let moments = |d: &[u32]| mean_sd(&d.iter().map(|&d| f64::from(d)).collect::<Vec<_>>());
        let (into, out) = (moments(graph.in_degrees()), moments(graph.out_degrees()));
        let summary = |s: &[f64]| Summary::of(s.iter().copied().map(Some));
        Self {
            nodes: graph.nodes(),
            connections: graph.connections(),
            self_connections: graph.self_connections(),
            edges: graph.edges(),
            density: density(graph),
            mean_degree: into.map(|m| m.0),
            sd_in_degree: into.map(|m| m.1),
            sd_out_degree: out.map(|m| m.1),
            in_strength: graph.in_strengths().map(summary),
            out_strength: graph.out_strengths().map(summary),
            reciprocity: reciprocity(graph),
            clustering: clustering(graph),
            strong_components: strong_components(graph).count(),
            weak_components: weak_components(graph).count(),
            paths: shortest_paths(graph),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_a_small_graph() {
        let g = Graph::from_edges(3, &[0, 1, 0, 0], &[1, 0, 2, 0], None).unwrap();
        assert_eq!((density(&g), reciprocity(&g)), (Some(0.5), Some(2.0 / 3.0)));
        assert_eq!(degree_histogram(g.out_degrees()), [1, 1, 0, 1]);
    }

    #[test]
    fn nothing_is_none() {
        let s = GraphStats::of(&Graph::from_edges(0, &[], &[], None).unwrap());
        assert_eq!((s.density, s.reciprocity, s.mean_degree), (None, None, None));
        assert_eq!((s.paths, s.clustering.value), (ShortestPaths::Empty, None));
        assert!(degree_histogram(&[]).is_empty());
    }
}

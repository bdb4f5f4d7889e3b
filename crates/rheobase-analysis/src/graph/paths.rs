//! Lengths of shortest paths: eccentricity, radius, diameter, centre, periphery, mean.

use serde::Serialize;

use super::Graph;
use super::components::{strong_components, weak_components};

/// Shortest paths of a strongly connected set of nodes, in number of edges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PathStats {
    /// The nodes, ascending.
    pub nodes: Vec<u32>,
    /// Eccentricity of each of `nodes`: the distance *to* the node farthest from it.
    pub eccentricity: Vec<u32>,
    /// Smallest eccentricity.
    pub radius: u32,
    /// Largest eccentricity.
    pub diameter: u32,
    /// Nodes whose eccentricity is the radius, ascending.
    pub centre: Vec<u32>,
    /// Nodes whose eccentricity is the diameter, ascending.
    pub periphery: Vec<u32>,
    /// Mean distance over ordered pairs of different nodes; `None` for a single node.
    pub average_path_length: Option<f64>,
}

/// What can be said of the shortest paths of a graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShortestPaths {
    /// There is no node.
    Empty,
    /// Every node reaches every other.
    StronglyConnected(PathStats),
    /// Some node does not reach some other, so that radius and diameter of the whole graph are
    /// infinite.
    NotStronglyConnected {
        /// Number of strongly connected components.
        strong_components: usize,
        /// Number of weakly connected components.
        weak_components: usize,
        /// Ordered pairs of different nodes of which the first reaches the second.
        reachable_pairs: u64,
        /// Ordered pairs of which it does not.
        unreachable_pairs: u64,
        /// Mean distance over the reachable pairs; `None` if there are none.
        average_reachable_length: Option<f64>,
        /// The paths within the largest strongly connected component (the one with the lowest
        /// node, if several are as large).
        largest: PathStats,
    },
}

/// Shortest paths of a graph, weights not used. Conventions as in NetworkX: eccentricity runs
/// along the edges.
///
/// Cost: breadth-first search from 64 nodes at once, one bit each (Then et al. 2014, Proc. VLDB
/// Endow. 8:449): O(nodes/64 · edges · levels) time with as many levels as the longest path of
/// a batch, at worst (a long chain) O(nodes · edges); 24 bytes per node of scratch. 1000 nodes
/// with 270 edges each take some 6 ms.
pub fn shortest_paths(graph: &Graph) -> ShortestPaths {
    let strong = strong_components(graph);
    let Some(largest) = strong.largest() else {
        return ShortestPaths::Empty;
    };
    let members = strong.members(largest);
    let inner = distances(graph, &members);
    let largest = path_stats(members, &inner);
    if strong.count() == 1 {
        return ShortestPaths::StronglyConnected(largest);
    }
    let n = graph.nodes() as u64;
    let everything: Vec<u32> = (0..graph.nodes() as u32).collect();
    let whole = distances(graph, &everything);
    ShortestPaths::NotStronglyConnected {
        strong_components: strong.count(),
        weak_components: weak_components(graph).count(),
        reachable_pairs: whole.pairs,
        unreachable_pairs: n * (n - 1) - whole.pairs,
        average_reachable_length: whole.mean(),
        largest,
    }
}

fn path_stats(nodes: Vec<u32>, distances: &Distances) -> PathStats {
    let eccentricity = distances.eccentricity.clone();
    let radius = eccentricity.iter().copied().min().unwrap_or(0);
    let diameter = eccentricity.iter().copied().max().unwrap_or(0);
    let with = |e: u32| {
        nodes.iter().zip(&eccentricity).filter(|&(_, &x)| x == e).map(|(&v, _)| v).collect()
    };
    let (centre, periphery) = (with(radius), with(diameter));
    let average_path_length = distances.mean();
    PathStats { nodes, eccentricity, radius, diameter, centre, periphery, average_path_length }
}

/// Distances between the members of a set along paths within it.
struct Distances {
    /// Greatest finite distance from each member.
    eccentricity: Vec<u32>,
    /// Ordered pairs of different members, the second reachable from the first.
    pairs: u64,
    /// Sum of their distances.
    sum: u128,
}

impl Distances {
    fn mean(&self) -> Option<f64> {
        (self.pairs > 0).then(|| self.sum as f64 / self.pairs as f64)
    }
}

/// Distances between members (distinct nodes). A path between two nodes of one strong component
/// never leaves it, so that for such a set these are the distances in the whole graph.
fn distances(graph: &Graph, members: &[u32]) -> Distances {
    let n = graph.nodes();
    // A node outside the set counts as seen from everywhere and is never entered.
    let mut outside = vec![u64::MAX; n];
    for &v in members {
        outside[v as usize] = 0;
    }
    let mut all = Distances { eccentricity: Vec::with_capacity(members.len()), pairs: 0, sum: 0 };
    let (mut seen, mut next) = (outside.clone(), vec![0; n]);
    for batch in members.chunks(64) {
        seen.copy_from_slice(&outside);
        search_batch(graph, batch, &mut seen, &mut next, &mut all);
    }
    all
}

/// Searches from up to 64 nodes; bit b of a word stands for the search from `batch[b]`.
fn search_batch(
    graph: &Graph,
    batch: &[u32],
    seen: &mut [u64],
    next: &mut [u64],
    all: &mut Distances,
) {
    let mut frontier: Vec<(u32, u64)> =
        batch.iter().enumerate().map(|(b, &v)| (v, 1 << b)).collect();
    for &(v, bits) in &frontier {
        seen[v as usize] |= bits;
    }
    let mut eccentricity = [0; 64];
    let mut touched = Vec::new();
    for level in 1.. {
        for &(v, bits) in &frontier {
            for &u in graph.targets(v) {
                let new = bits & !seen[u as usize];
                if new != 0 {
                    if next[u as usize] == 0 {
                        touched.push(u);
                    }
                    next[u as usize] |= new;
                }
            }
        }
        let mut reached = 0;
        frontier.clear();
        for u in touched.drain(..) {
            let new = std::mem::take(&mut next[u as usize]);
            seen[u as usize] |= new;
            reached |= new;
            all.pairs += u64::from(new.count_ones());
            all.sum += u128::from(new.count_ones()) * level as u128;
            frontier.push((u, new));
        }
        if frontier.is_empty() {
            break;
        }
        for (b, e) in eccentricity.iter_mut().enumerate() {
            if reached >> b & 1 == 1 {
                *e = level;
            }
        }
    }
    all.eccentricity.extend(&eccentricity[..batch.len()]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(n: usize, edges: &[(u32, u32)]) -> Graph {
        let (s, t): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
        Graph::from_edges(n, &s, &t, None).unwrap()
    }

    #[test]
    fn a_cycle_longer_than_a_batch() {
        let edges: Vec<_> = (0..130).map(|k| (k, (k + 1) % 130)).collect();
        let ShortestPaths::StronglyConnected(p) = shortest_paths(&graph(130, &edges)) else {
            panic!("a cycle is strongly connected");
        };
        assert_eq!((p.radius, p.diameter, p.centre.len()), (129, 129, 130));
        assert_eq!(p.average_path_length, Some(65.0));
    }

    #[test]
    fn centre_and_periphery_of_a_path() {
        let p = shortest_paths(&graph(3, &[(0, 1), (1, 0), (1, 2), (2, 1)]));
        let ShortestPaths::StronglyConnected(p) = p else { panic!("both ways") };
        assert_eq!(p.eccentricity, [2, 1, 2]);
        assert_eq!((p.centre, p.periphery), (vec![1], vec![0, 2]));
    }

    #[test]
    fn a_graph_not_strongly_connected_says_so() {
        let p = shortest_paths(&graph(5, &[(0, 1), (1, 2), (2, 1), (1, 3)]));
        let ShortestPaths::NotStronglyConnected {
            strong_components,
            weak_components,
            reachable_pairs,
            unreachable_pairs,
            average_reachable_length,
            largest,
        } = p
        else {
            panic!("node 0 is reached from nowhere")
        };
        assert_eq!((strong_components, weak_components), (4, 2));
        assert_eq!((reachable_pairs, unreachable_pairs), (7, 13));
        assert_eq!(average_reachable_length, Some((1 + 2 + 2 + 1 + 1 + 1 + 2) as f64 / 7.0));
        assert_eq!((largest.nodes, largest.diameter), (vec![1, 2], 1));
    }

    #[test]
    fn no_node_and_one_node() {
        assert_eq!(shortest_paths(&graph(0, &[])), ShortestPaths::Empty);
        let ShortestPaths::StronglyConnected(p) = shortest_paths(&graph(1, &[])) else {
            panic!("a single node reaches itself")
        };
        assert_eq!((p.radius, p.diameter, p.average_path_length), (0, 0, None));
    }
}

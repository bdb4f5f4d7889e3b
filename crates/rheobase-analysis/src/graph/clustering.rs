//! Directed clustering coefficients.

use super::Graph;
use crate::summary::Summary;

/// Directed clustering coefficient of each node.
///
/// Cᵢ = ½[(A + Aᵀ)³]ᵢᵢ / (dᵢ(dᵢ − 1) − 2dᵢ↔) with dᵢ the number of edges in and out of i and dᵢ↔
/// the number of its reciprocal pairs: the directed triangles through i over those possible.
/// Source: Fagiolo (2007), Phys. Rev. E 76:026107, equations 6–8; weights are not used. Same as
/// `networkx.clustering` of an unweighted `DiGraph`, but `None` where NetworkX says 0 for want of
/// any possible triangle (fewer than two neighbours).
///
/// Cost: each triangle is found once, from its node of lowest degree: O(edges^1.5) time and 5
/// bytes per edge.
pub fn clustering_coefficients(graph: &Graph) -> Vec<Option<f64>> {
    let triangles = triangles(graph);
    let coefficient = |(node, &t): (usize, &u64)| {
        let (targets, sources) = (graph.targets(node as u32), graph.sources(node as u32));
        let degree = (targets.len() + sources.len()) as u128;
        let mutual = merged(targets, sources).filter(|&(_, s)| s == 2).count() as u128;
        let possible = degree * degree.saturating_sub(1) - 2 * mutual;
        (possible > 0).then(|| t as f64 / possible as f64)
    };
    triangles.iter().enumerate().map(coefficient).collect()
}

/// Mean of [`clustering_coefficients`] over the nodes that have one.
pub fn clustering(graph: &Graph) -> Summary {
    Summary::of(clustering_coefficients(graph))
}

/// ½[(A + Aᵀ)³]ᵢᵢ for each node: over the pairs {j, k} of its neighbours, the product of the
/// numbers (0, 1 or 2) of edges between i and j, j and k, k and i.
fn triangles(graph: &Graph) -> Vec<u64> {
    let n = graph.nodes();
    let later = LaterNeighbours::of(graph);
    let mut found = vec![0; n];
    let mut edges_to_a = vec![0_u8; n];
    for a in 0..n {
        for (b, s) in later.row(a) {
            edges_to_a[b] = s;
        }
        for (b, ab) in later.row(a) {
            for (c, bc) in later.row(b) {
                let product = u64::from(ab) * u64::from(bc) * u64::from(edges_to_a[c]);
                found[a] += product;
                found[b] += product;
                found[c] += product;
            }
        }
        for (b, _) in later.row(a) {
            edges_to_a[b] = 0;
        }
    }
    // From rank back to node.
    later.ranks.iter().map(|&r| found[r as usize]).collect()
}

/// For each node, its neighbours of higher degree (of higher rank among equals) and the number of
/// edges between: every neighbouring pair once, and no row longer than √(2·edges). Nodes go by
/// their rank in ascending order of degree.
struct LaterNeighbours {
    ranks: Vec<u32>,
    offsets: Vec<usize>,
    nodes: Vec<u32>,
    edges: Vec<u8>,
}

impl LaterNeighbours {
    fn of(graph: &Graph) -> Self {
        let n = graph.nodes() as u32;
        let degree = |&v: &u32| graph.targets(v).len() + graph.sources(v).len();
        let mut order: Vec<u32> = (0..n).collect();
        order.sort_by_key(degree);
        let mut ranks = vec![0; n as usize];
        for (rank, &v) in order.iter().enumerate() {
            ranks[v as usize] = rank as u32;
        }
        let (mut offsets, mut nodes, mut edges) = (vec![0], Vec::new(), Vec::new());
        for &v in &order {
            for (u, s) in merged(graph.targets(v), graph.sources(v)) {
                if ranks[u as usize] > ranks[v as usize] {
                    nodes.push(ranks[u as usize]);
                    edges.push(s);
                }
            }
            offsets.push(nodes.len());
        }
        Self { ranks, offsets, nodes, edges }
    }

    fn row(&self, rank: usize) -> impl Iterator<Item = (usize, u8)> {
        let range = self.offsets[rank]..self.offsets[rank + 1];
        self.nodes[range.clone()].iter().map(|&u| u as usize).zip(self.edges[range].iter().copied())
    }
}

/// Union of two ascending lists, each member with the number of lists that hold it.
pub(super) fn merged<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = (u32, u8)> + 'a {
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    std::iter::from_fn(move || {
        let next = match (a.peek(), b.peek()) {
            (Some(&x), Some(&y)) => x.min(y),
            (Some(&x), None) => x,
            (None, Some(&y)) => y,
            (None, None) => return None,
        };
        let hits =
            u8::from(a.next_if_eq(&next).is_some()) + u8::from(b.next_if_eq(&next).is_some());
        Some((next, hits))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_graph_is_fully_clustered_and_a_cycle_half() {
        let (s, t): (Vec<u32>, Vec<u32>) =
            (0..12).map(|k| (k / 3, (k / 3 + 1 + k % 3) % 4)).unzip();
        let all = Graph::from_edges(4, &s, &t, None).unwrap();
        assert_eq!(clustering_coefficients(&all), [Some(1.0); 4]);
        // Two neighbours may close a triangle in two directions; one of them is there.
        let cycle = Graph::from_edges(3, &[0, 1, 2], &[1, 2, 0], None).unwrap();
        assert_eq!(clustering_coefficients(&cycle), [Some(0.5); 3]);
    }

    #[test]
    fn nodes_without_two_neighbours_are_left_out() {
        let g = Graph::from_edges(3, &[0, 1, 1], &[1, 0, 2], None).unwrap();
        let c = clustering(&g);
        assert_eq!(clustering_coefficients(&g), [None, Some(0.0), None]);
        assert_eq!((c.value, c.used, c.left_out), (Some(0.0), 1, 2));
    }
}

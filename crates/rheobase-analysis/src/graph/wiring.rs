//! The graph: sorted rows of targets and of sources, degrees and strengths.

use crate::error::{Error, all_finite, same_length};

/// A directed graph of `nodes()` nodes with ids from 0.
///
/// Memory: 8 bytes per edge and 48 per node. Building is O(nodes + edges).
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    out: Rows,
    into: Rows,
    connections: usize,
    self_connections: usize,
    in_degrees: Vec<u32>,
    out_degrees: Vec<u32>,
    strengths: Option<Strengths>,
}

#[derive(Debug, Clone, PartialEq)]
struct Strengths {
    into: Vec<f64>,
    out: Vec<f64>,
}

/// Neighbours of each node, ascending and distinct.
#[derive(Debug, Clone, PartialEq)]
struct Rows {
    offsets: Vec<usize>,
    nodes: Vec<u32>,
}

impl Rows {
    fn row(&self, node: u32) -> &[u32] {
        &self.nodes[self.offsets[node as usize]..self.offsets[node as usize + 1]]
    }
}

impl Graph {
    /// Graph of connections `sources[k] → targets[k]`, with an optional weight each.
    ///
    /// # Errors
    /// Columns of unequal length, a node that is not below `nodes`, a weight that is not
    /// finite, 2^32 nodes or more.
    pub fn from_edges(
        nodes: usize,
        sources: &[u32],
        targets: &[u32],
        weights: Option<&[f64]>,
    ) -> Result<Self, Error> {
        same_length(("sources", sources.len()), ("targets", targets.len()))?;
        Self::build(nodes, targets.len(), weights, || {
            sources.iter().copied().zip(targets.iter().copied())
        })
    }

    /// Graph of a compressed sparse matrix with a row for each source: the targets of source s
    /// are `targets[offsets[s]..offsets[s + 1]]`, in any order.
    ///
    /// # Errors
    /// Offsets that do not fit the targets; otherwise as [`Graph::from_edges`].
    pub fn from_csr(
        offsets: &[usize],
        targets: &[u32],
        weights: Option<&[f64]>,
    ) -> Result<Self, Error> {
        let ascending = offsets.windows(2).all(|w| w[0] <= w[1]);
        if offsets.first() != Some(&0) || offsets.last() != Some(&targets.len()) || !ascending {
            return Err(Error::BadOffsets { edges: targets.len() });
        }
        Self::build(offsets.len() - 1, targets.len(), weights, || {
            offsets
                .windows(2)
                .enumerate()
                .flat_map(|(s, w)| targets[w[0]..w[1]].iter().map(move |&t| (s as u32, t)))
        })
    }

    fn build<E>(
        nodes: usize,
        connections: usize,
        weights: Option<&[f64]>,
        edges: impl Fn() -> E,
    ) -> Result<Self, Error>
    where
        E: Iterator<Item = (u32, u32)>,
    {
        if nodes > u32::MAX as usize {
            return Err(Error::TooManyNodes { nodes });
        }
        if let Some(w) = weights {
            same_length(("weights", w.len()), ("targets", connections))?;
            all_finite("weights", w)?;
        }
        let (mut in_degrees, mut out_degrees) = (vec![0; nodes], vec![0; nodes]);
        let mut self_connections = 0;
        for (index, (s, t)) in edges().enumerate() {
            let node = s.max(t);
            if node as usize >= nodes {
                return Err(Error::UnknownNode { index, node, nodes });
            }
            out_degrees[s as usize] += 1;
            in_degrees[t as usize] += 1;
            self_connections += usize::from(s == t);
        }
        // Sources come out ascending in the rows of targets, and transposing that gives
        // targets ascending in the rows of sources: no row is ever sorted.
        let by_target = rows(nodes, || edges().filter(|(s, t)| s != t).map(|(s, t)| (t, s)));
        let mut out = rows(nodes, || entries(&by_target).map(|(t, s)| (s, t)));
        remove_repeats(&mut out);
        let into = rows(nodes, || entries(&out).map(|(s, t)| (t, s)));
        let strengths = weights.map(|w| strengths(nodes, edges().zip(w.iter().copied())));
        Ok(Self { out, into, connections, self_connections, in_degrees, out_degrees, strengths })
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.in_degrees.len()
    }

    /// Number of connections, repeated and self-connections included.
    pub fn connections(&self) -> usize {
        self.connections
    }

    /// Number of connections of a node to itself.
    pub fn self_connections(&self) -> usize {
        self.self_connections
    }

    /// Number of edges of the simple graph: distinct (source, target) pairs of different nodes.
    pub fn edges(&self) -> usize {
        self.out.nodes.len()
    }

    /// Connections that each node receives.
    pub fn in_degrees(&self) -> &[u32] {
        &self.in_degrees
    }

    /// Connections that each node makes.
    pub fn out_degrees(&self) -> &[u32] {
        &self.out_degrees
    }

    /// Sum of the weights that each node receives, in the weights' unit, added in the order
    /// given; `None` for a graph without weights.
    pub fn in_strengths(&self) -> Option<&[f64]> {
        self.strengths.as_ref().map(|s| s.into.as_slice())
    }

    /// Sum of the weights that each node sends; as [`Graph::in_strengths`].
    pub fn out_strengths(&self) -> Option<&[f64]> {
        self.strengths.as_ref().map(|s| s.out.as_slice())
    }

    /// Distinct targets of a node other than itself, ascending.
    ///
    /// # Panics
    /// If the node does not exist.
    pub(crate) fn targets(&self, node: u32) -> &[u32] {
        self.out.row(node)
    }

    /// Distinct sources of a node other than itself, ascending.
    ///
    /// # Panics
    /// If the node does not exist.
    pub(crate) fn sources(&self, node: u32) -> &[u32] {
        self.into.row(node)
    }
}

/// Groups (row, entry) pairs by row, entries in the order they come: a counting sort.
fn rows<E: Iterator<Item = (u32, u32)>>(nodes: usize, pairs: impl Fn() -> E) -> Rows {
    let mut offsets = vec![0; nodes + 1];
    for (row, _) in pairs() {
        offsets[row as usize + 1] += 1;
    }
    for k in 0..nodes {
        offsets[k + 1] += offsets[k];
    }
    let mut next = offsets.clone();
    let mut nodes = vec![0; offsets[nodes]];
    for (row, entry) in pairs() {
        nodes[next[row as usize]] = entry;
        next[row as usize] += 1;
    }
    Rows { offsets, nodes }
}

fn entries(rows: &Rows) -> impl Iterator<Item = (u32, u32)> {
    (0..rows.offsets.len() as u32 - 1).flat_map(|r| rows.row(r).iter().map(move |&e| (r, e)))
}

fn remove_repeats(rows: &mut Rows) {
    let mut kept = 0;
    let mut start = 0;
    for r in 0..rows.offsets.len() - 1 {
        let end = rows.offsets[r + 1];
        let mut last = None;
        for k in start..end {
            let node = rows.nodes[k];
            if last != Some(node) {
                rows.nodes[kept] = node;
                kept += 1;
            }
            last = Some(node);
        }
        start = end;
        rows.offsets[r + 1] = kept;
    }
    rows.nodes.truncate(kept);
}

fn strengths(nodes: usize, edges: impl Iterator<Item = ((u32, u32), f64)>) -> Strengths {
    let (mut into, mut out) = (vec![0.0; nodes], vec![0.0; nodes]);
    for ((s, t), w) in edges {
        out[s as usize] += w;
        into[t as usize] += w;
    }
    Strengths { into, out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_distinct_and_without_self_connections() {
        let g = Graph::from_edges(3, &[2, 0, 0, 0, 1, 0], &[0, 2, 1, 2, 1, 1], None).unwrap();
        assert_eq!((g.targets(0), g.sources(0)), ([1, 2].as_slice(), [2].as_slice()));
        assert_eq!((g.targets(1), g.sources(1)), ([].as_slice(), [0].as_slice()));
        assert_eq!((g.targets(2), g.sources(2)), ([0].as_slice(), [0].as_slice()));
        assert_eq!((g.connections(), g.self_connections(), g.edges()), (6, 1, 3));
        assert_eq!(g.out_degrees(), [4, 1, 1]);
        assert_eq!(g.in_degrees(), [1, 3, 2]);
    }

    #[test]
    fn both_forms_give_the_same_graph() {
        let w = [1.0, 2.0, -4.0];
        let a = Graph::from_edges(3, &[0, 0, 2], &[2, 1, 0], Some(&w)).unwrap();
        let b = Graph::from_csr(&[0, 2, 2, 3], &[2, 1, 0], Some(&w)).unwrap();
        assert_eq!(a, b);
        assert_eq!(a.in_strengths().unwrap(), [-4.0, 2.0, 1.0]);
        assert_eq!(a.out_strengths().unwrap(), [3.0, 0.0, -4.0]);
    }

    #[test]
    fn wrong_wiring_is_refused() {
        let edges = |s: &[u32], t: &[u32], w: Option<&[f64]>| Graph::from_edges(2, s, t, w);
        assert!(matches!(edges(&[0], &[2], None), Err(Error::UnknownNode { node: 2, .. })));
        assert!(matches!(edges(&[0], &[], None), Err(Error::LengthMismatch { .. })));
        assert!(matches!(edges(&[0], &[1], Some(&[])), Err(Error::LengthMismatch { .. })));
        assert!(matches!(edges(&[0], &[1], Some(&[f64::NAN])), Err(Error::NotFinite { .. })));
        for offsets in [&[][..], &[0], &[1, 1], &[0, 2, 1], &[0, 1, 3]] {
            assert!(matches!(
                Graph::from_csr(offsets, &[0], None),
                Err(Error::BadOffsets { edges: 1 })
            ));
        }
    }
}

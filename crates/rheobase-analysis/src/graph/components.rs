//! Weakly and strongly connected components.

use serde::Serialize;

use super::Graph;

/// A partition of the nodes into components.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Components {
    /// Component of each node; components are numbered by their lowest node.
    pub of_node: Vec<u32>,
    /// Number of nodes of each component.
    pub sizes: Vec<usize>,
}

impl Components {
    /// Number of components.
    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// Nodes of one component, ascending.
    pub fn members(&self, component: u32) -> Vec<u32> {
        (0..self.of_node.len() as u32).filter(|&v| self.of_node[v as usize] == component).collect()
    }

    /// The component with most nodes, the lowest numbered of equals; `None` without nodes.
    pub fn largest(&self) -> Option<u32> {
        let most = self.sizes.iter().max()?;
        self.sizes.iter().position(|s| s == most).map(|c| c as u32)
    }

    /// Renumbers arbitrary labels by first appearance.
    fn from_labels(labels: &[u32]) -> Self {
        let mut number = vec![u32::MAX; labels.len()];
        let mut sizes = Vec::new();
        let of_node = labels
            .iter()
            .map(|&label| {
                let component = &mut number[label as usize];
                if *component == u32::MAX {
                    *component = sizes.len() as u32;
                    sizes.push(0);
                }
                sizes[*component as usize] += 1;
                *component
            })
            .collect();
        Self { of_node, sizes }
    }
}

/// Components within which every node reaches every other if edges may be walked both ways.
/// O(nodes + edges).
pub fn weak_components(graph: &Graph) -> Components {
    let n = graph.nodes();
    let mut labels = vec![u32::MAX; n];
    let mut stack = Vec::new();
    for root in 0..n as u32 {
        if labels[root as usize] != u32::MAX {
            continue;
        }
        labels[root as usize] = root;
        stack.push(root);
        while let Some(v) = stack.pop() {
            for &u in graph.targets(v).iter().chain(graph.sources(v)) {
                if labels[u as usize] == u32::MAX {
                    labels[u as usize] = root;
                    stack.push(u);
                }
            }
        }
    }
    Components::from_labels(&labels)
}

/// Components within which every node reaches every other along the edges.
///
/// Tarjan (1972), SIAM J. Comput. 1:146, without recursion, so that a chain of any length is no
/// danger to the stack. O(nodes + edges).
pub fn strong_components(graph: &Graph) -> Components {
    let n = graph.nodes();
    let mut search = Search {
        graph,
        visited: vec![0; n],
        low: vec![0; n],
        labels: vec![u32::MAX; n],
        open: Vec::new(),
        path: Vec::new(),
        clock: 0,
    };
    for root in 0..n as u32 {
        if search.visited[root as usize] == 0 {
            search.explore(root);
        }
    }
    Components::from_labels(&search.labels)
}

struct Search<'a> {
    graph: &'a Graph,
    /// When a node was found, from 1; 0 before.
    visited: Vec<usize>,
    /// Earliest open node known to be reachable from a node.
    low: Vec<usize>,
    labels: Vec<u32>,
    /// Nodes found whose component is not closed yet.
    open: Vec<u32>,
    /// Nodes from the root to here, each with the number of edges already walked.
    path: Vec<(u32, usize)>,
    clock: usize,
}

impl Search<'_> {
    fn enter(&mut self, v: u32) {
        self.clock += 1;
        self.visited[v as usize] = self.clock;
        self.low[v as usize] = self.clock;
        self.open.push(v);
        self.path.push((v, 0));
    }

    fn explore(&mut self, root: u32) {
        self.enter(root);
        while let Some((v, walked)) = self.path.last_mut() {
            let v = *v;
            if let Some(&u) = self.graph.targets(v).get(*walked) {
                *walked += 1;
                if self.visited[u as usize] == 0 {
                    self.enter(u);
                } else if self.labels[u as usize] == u32::MAX {
                    self.low[v as usize] = self.low[v as usize].min(self.visited[u as usize]);
                }
            } else {
                self.leave(v);
            }
        }
    }

    fn leave(&mut self, v: u32) {
        self.path.pop();
        if let Some(&(parent, _)) = self.path.last() {
            self.low[parent as usize] = self.low[parent as usize].min(self.low[v as usize]);
        }
        if self.low[v as usize] == self.visited[v as usize] {
            while let Some(u) = self.open.pop() {
                self.labels[u as usize] = v;
                if u == v {
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cycles_joined_one_way() {
        let g = Graph::from_edges(6, &[4, 3, 0, 1, 1], &[3, 4, 1, 0, 3], None).unwrap();
        let strong = strong_components(&g);
        assert_eq!(strong.of_node, [0, 0, 1, 2, 2, 3]);
        assert_eq!((strong.sizes.as_slice(), strong.largest()), ([2, 1, 2, 1].as_slice(), Some(0)));
        assert_eq!(strong.members(2), [3, 4]);
        assert_eq!(weak_components(&g).of_node, [0, 0, 1, 0, 0, 2]);
    }

    #[test]
    fn a_long_chain_does_not_overflow_the_stack() {
        let n = 1_000_000;
        let (s, t): (Vec<u32>, Vec<u32>) = (0..n - 1).map(|k| (k, k + 1)).unzip();
        let g = Graph::from_edges(n as usize, &s, &t, None).unwrap();
        assert_eq!(strong_components(&g).count(), n as usize);
        assert_eq!(weak_components(&g).count(), 1);
    }

    #[test]
    fn nothing_has_no_components() {
        let g = Graph::from_edges(0, &[], &[], None).unwrap();
        assert_eq!((strong_components(&g).count(), weak_components(&g).largest()), (0, None));
    }
}

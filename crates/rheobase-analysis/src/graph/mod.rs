//! Measures of wiring as a directed graph: nodes are neurons, edges run from source to target.
//!
//! [`Graph`] is built once from an edge list or a compressed sparse matrix; the measures are
//! functions of it, and [`GraphStats`] is most of them in one call.
//!
//! # Multiple and self-connections
//! Degrees and strengths count every connection. All other measures are those of the *simple*
//! graph: several connections from one neuron to another are one edge, and self-connections are
//! left out. (NetworkX counts self-loops in its density and reciprocity; take them off there to
//! compare.)
//!
//! # Why no graph library
//! petgraph 0.8 was considered and left: its algorithms run on its own containers (or on about a
//! dozen traits) and would need a second copy of the wiring at three to four times the size; its
//! `tarjan_scc` recurses, and so overflows the stack on a long chain; and it has neither
//! clustering nor eccentricities. rustworkx-core builds on it and adds no directed clustering.
//! What is needed is short on sorted rows, and searching from 64 nodes at once ([`shortest_paths`]) makes
//! it far faster on dense wiring than one search per node.

mod clustering;
mod components;
mod paths;
mod stats;
mod wiring;

pub use clustering::{clustering, clustering_coefficients};
pub use components::{Components, strong_components, weak_components};
pub use paths::{PathStats, ShortestPaths, shortest_paths};
pub use stats::{GraphStats, degree_histogram, density, reciprocity};
pub use wiring::Graph;

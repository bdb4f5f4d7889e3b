//! Measures of wiring.

use super::{Counts, Floats, FloatsIn, SummaryTuple, summary, with_gaps, wrong};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rheobase_analysis::graph::{self, Components, PathStats, ShortestPaths};

type Ids<'py> = Bound<'py, PyArray1<u32>>;
type IdsIn<'py> = PyReadonlyArray1<'py, u32>;

/// A directed graph of connections `sources[k]` → `targets[k]`.
#[pyclass(frozen, module = "rheobase._native.analysis")]
pub struct Graph {
    inner: rheobase_analysis::Graph,
}

#[pymethods]
impl Graph {
    #[new]
    #[pyo3(signature = (nodes, sources, targets, weights = None))]
    fn new(
        py: Python<'_>,
        nodes: usize,
        sources: IdsIn<'_>,
        targets: IdsIn<'_>,
        weights: Option<FloatsIn<'_>>,
    ) -> PyResult<Graph> {
        let (sources, targets) = (sources.as_slice()?, targets.as_slice()?);
        let weights = weights.as_ref().map(|w| w.as_slice()).transpose()?;
        let inner =
            py.detach(|| rheobase_analysis::Graph::from_edges(nodes, sources, targets, weights));
        Ok(Graph { inner: inner.map_err(wrong)? })
    }

    /// Number of nodes.
    #[getter]
    fn nodes(&self) -> usize {
        self.inner.nodes()
    }

    /// Number of connections, repeated and self-connections included.
    #[getter]
    fn connections(&self) -> usize {
        self.inner.connections()
    }

    /// Number of connections of a node to itself.
    #[getter]
    fn self_connections(&self) -> usize {
        self.inner.self_connections()
    }

    /// Number of distinct pairs of different nodes that are connected.
    #[getter]
    fn edges(&self) -> usize {
        self.inner.edges()
    }

    /// Connections that each node receives.
    fn in_degrees<'py>(&self, py: Python<'py>) -> Ids<'py> {
        self.inner.in_degrees().to_vec().into_pyarray(py)
    }

    /// Connections that each node makes.
    fn out_degrees<'py>(&self, py: Python<'py>) -> Ids<'py> {
        self.inner.out_degrees().to_vec().into_pyarray(py)
    }

    /// Sum of the weights that each node receives.
    fn in_strengths<'py>(&self, py: Python<'py>) -> Option<Floats<'py>> {
        self.inner.in_strengths().map(|s| s.to_vec().into_pyarray(py))
    }

    /// Sum of the weights that each node sends.
    fn out_strengths<'py>(&self, py: Python<'py>) -> Option<Floats<'py>> {
        self.inner.out_strengths().map(|s| s.to_vec().into_pyarray(py))
    }
}

/// Share of the possible edges that exist.
#[pyfunction]
pub fn density(graph: &Graph) -> Option<f64> {
    graph::density(&graph.inner)
}

/// Share of the edges whose reverse exists too.
#[pyfunction]
pub fn reciprocity(graph: &Graph) -> Option<f64> {
    graph::reciprocity(&graph.inner)
}

/// Number of nodes by degree.
#[pyfunction]
pub fn degree_histogram<'py>(py: Python<'py>, degrees: IdsIn<'py>) -> PyResult<Counts<'py>> {
    Ok(graph::degree_histogram(degrees.as_slice()?).into_pyarray(py))
}

/// Directed clustering coefficient of each node.
#[pyfunction]
pub fn clustering_coefficients<'py>(py: Python<'py>, graph: &Graph) -> Floats<'py> {
    with_gaps(py, py.detach(|| graph::clustering_coefficients(&graph.inner)))
}

/// Mean directed clustering coefficient.
#[pyfunction]
pub fn clustering(py: Python<'_>, graph: &Graph) -> SummaryTuple {
    summary(py.detach(|| graph::clustering(&graph.inner)))
}

/// Component of each node if edges may be walked both ways, and their sizes.
#[pyfunction]
pub fn weak_components<'py>(py: Python<'py>, graph: &Graph) -> (Ids<'py>, Vec<usize>) {
    components(py, py.detach(|| graph::weak_components(&graph.inner)))
}

/// Component of each node within which all reach each other, and their sizes.
#[pyfunction]
pub fn strong_components<'py>(py: Python<'py>, graph: &Graph) -> (Ids<'py>, Vec<usize>) {
    components(py, py.detach(|| graph::strong_components(&graph.inner)))
}

fn components(py: Python<'_>, found: Components) -> (Ids<'_>, Vec<usize>) {
    (found.of_node.into_pyarray(py), found.sizes)
}

/// Shortest paths within the largest strongly connected component, and how much is connected.
#[pyfunction]
pub fn shortest_paths<'py>(py: Python<'py>, graph: &Graph) -> PyResult<Bound<'py, PyDict>> {
    paths(py, &graph.inner, py.detach(|| graph::shortest_paths(&graph.inner)))
}

fn paths<'py>(
    py: Python<'py>,
    graph: &rheobase_analysis::Graph,
    found: ShortestPaths,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    let all = (graph.nodes() * graph.nodes().saturating_sub(1)) as u64;
    match found {
        ShortestPaths::Empty => dict.set_item("kind", "empty")?,
        ShortestPaths::StronglyConnected(stats) => {
            dict.set_item("kind", "strongly_connected")?;
            dict.set_item("reachable_pairs", all)?;
            dict.set_item("unreachable_pairs", 0)?;
            dict.set_item("average_reachable_length", stats.average_path_length)?;
            set_paths(&dict, stats)?;
        }
        ShortestPaths::NotStronglyConnected {
            reachable_pairs,
            unreachable_pairs,
            average_reachable_length,
            largest,
            ..
        } => {
            dict.set_item("kind", "not_strongly_connected")?;
            dict.set_item("reachable_pairs", reachable_pairs)?;
            dict.set_item("unreachable_pairs", unreachable_pairs)?;
            dict.set_item("average_reachable_length", average_reachable_length)?;
            set_paths(&dict, largest)?;
        }
    }
    Ok(dict)
}

fn set_paths(dict: &Bound<'_, PyDict>, stats: PathStats) -> PyResult<()> {
    let py = dict.py();
    dict.set_item("nodes", stats.nodes.into_pyarray(py))?;
    dict.set_item("eccentricity", stats.eccentricity.into_pyarray(py))?;
    dict.set_item("radius", stats.radius)?;
    dict.set_item("diameter", stats.diameter)?;
    dict.set_item("centre", stats.centre.into_pyarray(py))?;
    dict.set_item("periphery", stats.periphery.into_pyarray(py))?;
    dict.set_item("average_path_length", stats.average_path_length)
}

/// All figures of a graph.
#[pyfunction]
pub fn graph_stats<'py>(py: Python<'py>, graph: &Graph) -> PyResult<Bound<'py, PyDict>> {
    let graph = &graph.inner;
    let stats = py.detach(|| rheobase_analysis::GraphStats::of(graph));
    let dict = PyDict::new(py);
    dict.set_item("nodes", stats.nodes)?;
    dict.set_item("connections", stats.connections)?;
    dict.set_item("self_connections", stats.self_connections)?;
    dict.set_item("edges", stats.edges)?;
    dict.set_item("density", stats.density)?;
    dict.set_item("mean_degree", stats.mean_degree)?;
    dict.set_item("sd_in_degree", stats.sd_in_degree)?;
    dict.set_item("sd_out_degree", stats.sd_out_degree)?;
    dict.set_item("in_strength", stats.in_strength.map(summary))?;
    dict.set_item("out_strength", stats.out_strength.map(summary))?;
    dict.set_item("reciprocity", stats.reciprocity)?;
    dict.set_item("clustering", summary(stats.clustering))?;
    dict.set_item("strong_components", stats.strong_components)?;
    dict.set_item("weak_components", stats.weak_components)?;
    dict.set_item("paths", paths(py, graph, stats.paths)?)?;
    Ok(dict)
}

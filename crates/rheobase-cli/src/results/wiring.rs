//! The wiring of a whole network as a graph.

use super::GraphSummary;
use rheobase::network::Network;
use rheobase::wiring::Synapses;
use rheobase_analysis::graph::{PathStats, ShortestPaths};
use rheobase_analysis::{Graph, GraphStats};

/// Beyond these the measures would take longer than the run that they belong to.
const MOST_NEURONS: u32 = 5_000;
const MOST_SYNAPSES: u64 = 2_000_000;

/// Measures of the graph of all projections together; `None` for a large network.
pub fn graph_summary(network: &Network, synapses: u64) -> Option<GraphSummary> {
    if network.size() > MOST_NEURONS || synapses > MOST_SYNAPSES {
        return None;
    }
    let (sources, targets) = edges(network)?;
    let graph = Graph::from_edges(network.size() as usize, &sources, &targets, None).ok()?;
    Some(summary(&GraphStats::of(&graph)))
}

/// Global ids of the ends of all synapses.
fn edges(network: &Network) -> Option<(Vec<u32>, Vec<u32>)> {
    let (mut all_sources, mut all_targets) = (Vec::new(), Vec::new());
    for (index, projection) in network.projections.iter().enumerate() {
        let synapses = network.wire(index).ok()?;
        let first = |population: usize| network.populations[population].first;
        let (from, to) = (first(projection.source), first(projection.target));
        all_sources.extend(sources(&synapses).iter().map(|s| from + s));
        all_targets.extend(synapses.targets.iter().map(|t| to + t));
    }
    Some((all_sources, all_targets))
}

/// Source of each synapse, by its index in the source population.
pub fn sources(synapses: &Synapses) -> Vec<u32> {
    let mut sources = Vec::with_capacity(synapses.len());
    for source in 0..synapses.offsets.len() - 1 {
        sources.resize(sources.len() + synapses.row(source).len(), source as u32);
    }
    sources
}

fn summary(stats: &GraphStats) -> GraphSummary {
    let paths: Option<&PathStats> = match &stats.paths {
        ShortestPaths::Empty => None,
        ShortestPaths::StronglyConnected(paths) => Some(paths),
        ShortestPaths::NotStronglyConnected { largest, .. } => Some(largest),
    };
    GraphSummary {
        density: stats.density,
        mean_degree: stats.mean_degree,
        sd_in_degree: stats.sd_in_degree,
        sd_out_degree: stats.sd_out_degree,
        reciprocity: stats.reciprocity,
        clustering: stats.clustering.value,
        weak_components: stats.weak_components,
        strong_components: stats.strong_components,
        largest_component: paths.map_or(0, |p| p.nodes.len()),
        radius: paths.map(|p| p.radius),
        diameter: paths.map(|p| p.diameter),
        average_path_length: paths.and_then(|p| p.average_path_length),
        centre: paths.map_or(0, |p| p.centre.len()),
        periphery: paths.map_or(0, |p| p.periphery.len()),
    }
}

//! The drawn wiring: one SONATA file, and a MatrixMarket file for each projection.

use super::files::{EDGES, plain_name};
use super::wiring::sources;
use crate::export::{Column, EdgeSet, ExportError, write_edges, write_matrix_market};
use rheobase::network::{Network, Projection};
use rheobase::spec::{RecordKind, matches_pattern};
use rheobase::wiring::{Delays, Weights};
use std::path::Path;

/// A projection with those columns that are not stored as files want them.
struct Edges<'a> {
    projection: &'a Projection,
    source: Vec<u32>,
    /// In ms; `None` where all are the same.
    delays: Option<Vec<f64>>,
}

/// Writes the projections that the network asks for, if any.
pub fn write_connectivity(network: &Network, folder: &Path) -> Result<(), ExportError> {
    let wanted = |name: &str| {
        network.spec.record.iter().any(|record| match &record.kind {
            RecordKind::Connectivity { projection } => matches_pattern(projection, name),
            _ => false,
        })
    };
    let chosen = network.projections.iter().filter(|p| wanted(&p.name));
    let chosen: Vec<_> = chosen.map(|p| Edges::new(p, network.dt())).collect();
    if chosen.is_empty() {
        return Ok(());
    }
    let sets: Vec<_> = chosen.iter().map(|edges| edges.set(network)).collect();
    write_edges(folder.join(EDGES), &sets)?;
    let mut taken: Vec<String> = Vec::new();
    for (edges, set) in chosen.iter().zip(&sets) {
        let weights = &edges.projection.synapses.weights;
        let entries = edges.source.iter().zip(set.target).enumerate();
        let entries = entries.map(|(k, (&source, &target))| (target, source, weights.get(k)));
        let unit = edges.projection.unit.word();
        let comment = format!("{}: weights in {unit}; row = target", set.name);
        // `A->B` and `A_to_B` are two projections and one plain name.
        let plain = plain_name(set.name);
        let numbers = (2..).map(|k| format!("{plain}_{k}"));
        let mut names = std::iter::once(plain.clone()).chain(numbers);
        let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
        let path = folder.join(format!("{name}.mtx"));
        taken.push(name);
        let shape = (set.target_population.1, set.source_population.1);
        write_matrix_market(path, shape, entries, &comment)?;
    }
    Ok(())
}

impl<'a> Edges<'a> {
    fn new(projection: &'a Projection, dt: f64) -> Self {
        let delays = match &projection.synapses.delays {
            Delays::Uniform(_) => None,
            Delays::Each(each) => Some(each.iter().map(|&steps| f64::from(steps) * dt).collect()),
        };
        Edges { projection, source: sources(&projection.synapses), delays }
    }

    fn set<'s>(&'s self, network: &'s Network) -> EdgeSet<'s> {
        let projection = self.projection;
        let end = |index: usize| {
            let population = &network.populations[index];
            (population.name.as_str(), population.size)
        };
        let weight = match &projection.synapses.weights {
            Weights::Uniform(w) => Column::Uniform(*w),
            Weights::F32(each) => Column::Single(each),
            Weights::F64(each) => Column::Each(each),
        };
        let delay = match &self.delays {
            Some(each) => Column::Each(each),
            None => Column::Uniform(f64::from(projection.delay_range.0) * network.dt()),
        };
        EdgeSet {
            name: &projection.name,
            source_population: end(projection.source),
            target_population: end(projection.target),
            source: &self.source,
            target: &projection.synapses.targets,
            weight: Some((weight, projection.unit.word())),
            delay_ms: Some(delay),
        }
    }
}

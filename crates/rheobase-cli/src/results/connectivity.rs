//! The drawn wiring: one SONATA file, and a MatrixMarket file for each projection.

use super::files::{EDGES, matrices};
use super::wiring::sources;
use crate::export::{Column, EdgeSet, ExportError, write_edges, write_matrix_market};
use rheobase::network::{Network, Projection};
use rheobase::wiring::{Delays, Synapses, Weights};
use std::path::Path;

/// A projection with those columns that are not stored as files want them.
struct Edges<'a> {
    projection: &'a Projection,
    synapses: Synapses,
    source: Vec<u32>,
    /// In ms; `None` where all are the same.
    delays: Option<Vec<f64>>,
}

/// Writes the projections that the network asks for, if any.
pub fn write_connectivity(network: &Network, folder: &Path) -> Result<(), ExportError> {
    let matrices = matrices(&network.spec);
    let chosen = matrices.iter().filter_map(|(name, _)| network.projection(name));
    let chosen = chosen.map(|index| {
        // What was drawn for the run can be drawn again.
        let drawn = network.wire(index).map_err(std::io::Error::other);
        let synapses = drawn.map_err(ExportError::io(folder, "drawing the wiring"))?;
        Ok(Edges::new(&network.projections[index], synapses, network.dt()))
    });
    let chosen: Vec<_> = chosen.collect::<Result<_, ExportError>>()?;
    if chosen.is_empty() {
        return Ok(());
    }
    let sets: Vec<_> = chosen.iter().map(|edges| edges.set(network)).collect();
    write_edges(folder.join(EDGES), &sets)?;
    for ((edges, set), (_, file)) in chosen.iter().zip(&sets).zip(&matrices) {
        let weights = &edges.synapses.weights;
        let entries = edges.source.iter().zip(set.target).enumerate();
        let entries = entries.map(|(k, (&source, &target))| (target, source, weights.get(k)));
        let unit = edges.projection.unit.word();
        let comment = format!("{}: weights in {unit}; row = target", set.name);
        let shape = (set.target_population.1, set.source_population.1);
        write_matrix_market(folder.join(file), shape, entries, &comment)?;
    }
    Ok(())
}

impl<'a> Edges<'a> {
    fn new(projection: &'a Projection, synapses: Synapses, dt: f64) -> Self {
        let delays = match &synapses.delays {
            Delays::Uniform(_) => None,
            Delays::Each(each) => Some(each.iter().map(|&steps| f64::from(steps) * dt).collect()),
        };
        Edges { projection, source: sources(&synapses), delays, synapses }
    }

    fn set<'s>(&'s self, network: &'s Network) -> EdgeSet<'s> {
        let projection = self.projection;
        let end = |index: usize| {
            let population = &network.populations[index];
            (population.name.as_str(), population.size)
        };
        let weight = match &self.synapses.weights {
            Weights::Uniform(w) => Column::Uniform(*w),
            Weights::F32(each) => Column::Single(each),
            Weights::F64(each) => Column::Each(each),
        };
        let delay = match (&self.delays, &self.synapses.delays) {
            (None, Delays::Uniform(steps)) => Column::Uniform(f64::from(*steps) * network.dt()),
            (each, _) => Column::Each(each.as_deref().unwrap_or_default()),
        };
        EdgeSet {
            name: &projection.name,
            source_population: end(projection.source),
            target_population: end(projection.target),
            source: &self.source,
            target: &self.synapses.targets,
            weight: Some((weight, projection.unit.word())),
            delay_ms: Some(delay),
        }
    }
}

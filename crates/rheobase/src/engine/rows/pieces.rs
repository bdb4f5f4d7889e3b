//! Into how many parts the share of a thread is divided.
//!
//! Up to 65,536 targets have numbers of two bytes, and their inputs stay in the second cache. Beyond
//! that, a thread takes several parts: with 200,000 neurons of 1,000 synapses each on two threads,
//! two parts each took three quarters of the memory and of the time of one. Rows become shorter by
//! as much, and where they are short already, their starts are what costs.

use super::bundle::bundles;
use crate::engine::inputs::NARROW;
use crate::network::{CompileError, Network};
use crate::rng::GROUP;
use crate::wiring::{Recipe, Scratch, Side};

/// Synapses of one source and one delay that there should be in a part, in the mean over synapses.
/// The memory estimate goes by the same rule.
pub const LONG: f64 = 32.0;

/// Different delays that a row is taken to have where they are not the same.
pub const DELAYS: f64 = 32.0;

/// Rows or columns that are drawn to see how long they are.
const SAMPLES: u32 = 16;

/// Parts per thread, where inputs of a thread's whole share would be so many.
pub fn pieces(network: &Network, threads: usize, inputs: usize) -> Result<usize, CompileError> {
    // Parts are not cut exactly evenly: populations are, by groups of neurons.
    let spare = (2 * GROUP * network.populations.len()).min(NARROW / 2);
    let pieces = inputs.div_ceil(NARROW - spare);
    // Of the whole network, as few as can be: so the rule does not depend on the number of threads.
    let parts = (inputs * threads).div_ceil(NARROW - spare);
    if pieces <= 1 {
        return Ok(1);
    }
    let recipes = (0..network.projections.len()).map(|p| network.recipe(p));
    let recipes = recipes.collect::<Result<Vec<_>, _>>()?;
    let (mut synapses, mut squares) = (0.0, 0.0);
    for bundle in bundles(network, &recipes) {
        let members = bundle.projections.iter();
        let row: f64 = members.map(|&p| row(&recipes[p], network, p)).sum();
        let sources = f64::from(network.populations[bundle.source].size);
        synapses += row * sources;
        squares += row * row * sources;
    }
    let long = squares >= LONG * synapses * parts as f64;
    Ok(if long { pieces } else { 1 })
}

/// Mean number of synapses that a source's row has of one delay, from some rows or columns.
fn row(recipe: &Recipe, network: &Network, projection: usize) -> f64 {
    let projection = &network.projections[projection];
    let size = |population: usize| network.populations[population].size;
    let (sources, targets) = (size(projection.source), size(projection.target));
    let by_rows = recipe.side() == Side::Rows;
    let lines = if by_rows { sources } else { targets };
    let (mut scratch, mut line) = (Scratch::default(), Vec::new());
    let samples = SAMPLES.min(lines);
    for k in 0..samples {
        let place = (u64::from(lines) * u64::from(k) / u64::from(samples)) as u32;
        match by_rows {
            true => recipe.targets_in_any_order(place, &mut scratch, &mut line),
            false => recipe.sources(place, &mut scratch, &mut line),
        }
    }
    let mean = line.len() as f64 / f64::from(samples.max(1));
    let row = mean * f64::from(lines) / f64::from(sources.max(1));
    row / recipe.delay_class().map_or(DELAYS, |_| 1.0)
}

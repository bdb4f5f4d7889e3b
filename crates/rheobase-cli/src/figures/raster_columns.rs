//! Spikes as rasters want them: a row for each recorded neuron.

use crate::results::Results;
use rheobase_plot::RasterPopulation;

/// What is not in the results as it is: labels, and ranks of neurons where not all were recorded.
/// Rows of neurons that were not recorded would look silent.
pub struct RasterColumns {
    /// For each population its label, its colour, and the row of each spike.
    columns: Vec<(String, String, Vec<u32>)>,
}

impl RasterColumns {
    pub fn of(results: &Results) -> RasterColumns {
        let columns = results.spec.populations.iter().enumerate().map(|(p, population)| {
            let recorded = &results.recorded[p];
            let label = match recorded.len() as u64 {
                all if all == population.size => population.name.clone(),
                some => format!("{} ({some} of {})", population.name, population.size),
            };
            (label, results.color(p), results.spikes[p].ranks(recorded))
        });
        RasterColumns { columns: columns.collect() }
    }

    /// What the rows are: of a sample, the row is not the index of the neuron.
    pub fn row_label(&self, results: &Results) -> &'static str {
        let whole = results.summary.populations.values().all(|p| p.recorded == p.size);
        if whole { "Neuron index" } else { "Recorded neuron (row)" }
    }

    /// The populations of which something was recorded.
    pub fn populations<'a>(&'a self, results: &'a Results) -> Vec<RasterPopulation<'a>> {
        let recorded = (0..self.columns.len()).filter(|&p| !results.recorded[p].is_empty());
        recorded
            .map(|p| {
                let population = &results.spec.populations[p];
                let summary = results.summary.populations.get(&population.name);
                RasterPopulation {
                    name: &self.columns[p].0,
                    size: results.recorded[p].len(),
                    color: Some(&self.columns[p].1),
                    mean_rate_hz: summary.and_then(|s| s.mean_rate_hz).unwrap_or(f64::NAN),
                    times_ms: &results.spikes[p].times_ms,
                    ids: &self.columns[p].2,
                }
            })
            .collect()
    }
}

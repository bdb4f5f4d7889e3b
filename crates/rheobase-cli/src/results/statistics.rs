//! Statistics of a population from its recorded spikes and its tally.

use super::{PopulationSummary, Spikes};
use rheobase::network::Network;
use rheobase::record::Recording;
use rheobase_analysis::pairwise::pairwise_correlation;
use rheobase_analysis::synchrony::spike_synchrony;
use rheobase_analysis::{PopulationStats, SpikeTrains, StatsOptions, Window};

/// Pairs of neurons whose correlation is looked at; more are sampled.
const MOST_PAIRS: usize = 20_000;

/// Statistics of population `index`; `spikes` are its recorded ones, `window` that of the
/// analysis as far as it was simulated.
pub fn population(
    network: &Network,
    recording: &Recording,
    index: usize,
    spikes: &Spikes,
    window: (f64, f64),
) -> PopulationSummary {
    let tally = recording.tally.population(index);
    let recorded = recorded_ids(network, recording, index);
    let mut summary = PopulationSummary {
        size: tally.size,
        mean_rate_hz: tally.mean_rate_hz,
        sd_rate_hz: tally.sd_rate_hz,
        silent_fraction: tally.silent_fraction,
        isi_cv: tally.isi_cv,
        isi_neurons: tally.isi_neurons,
        isi_left_out: tally.size - tally.isi_neurons,
        recorded: recorded.len() as u32,
        isi_cv2: None,
        isi_lv: None,
        fano: None,
        cv_pop_5ms: None,
        synchrony: None,
        pair_correlation: None,
    };
    // A window of which nothing was simulated has no statistics.
    let bin = network.spec.analysis.bin;
    if let Some(trains) = trains(network, &recorded, spikes, window) {
        if let Ok(stats) = PopulationStats::of(&trains, &StatsOptions::default()) {
            summary.isi_cv2 = stats.isi_cv2;
            summary.isi_lv = stats.isi_lv;
            summary.fano = stats.fano;
            summary.cv_pop_5ms = stats.cv_pop_5ms;
        }
        summary.synchrony = spike_synchrony(&trains, bin).ok().flatten();
        // The draw of pairs has nothing to do with the network's own seeds.
        let pairs = pairwise_correlation(&trains, bin, MOST_PAIRS, 0);
        summary.pair_correlation = pairs.ok().and_then(|p| p.correlation.value);
    }
    summary
}

/// Indices in the population of the neurons whose spikes were recorded.
fn recorded_ids(network: &Network, recording: &Recording, index: usize) -> Vec<u32> {
    let population = &network.populations[index];
    let flags = &recording.recorded[population.first as usize..][..population.size as usize];
    let ids = flags.iter().enumerate().filter(|(_, recorded)| **recorded);
    ids.map(|(id, _)| id as u32).collect()
}

/// Spike trains of the recorded neurons, silent ones included.
fn trains(
    network: &Network,
    recorded: &[u32],
    spikes: &Spikes,
    window: (f64, f64),
) -> Option<SpikeTrains> {
    let window = Window::of_steps(window.0, window.1, network.dt()).ok()?;
    if recorded.last().is_some_and(|&last| last as usize + 1 == recorded.len()) {
        return SpikeTrains::new(&spikes.times_ms, &spikes.ids, recorded.len(), window).ok();
    }
    let rank = |id: &u32| recorded.binary_search(id).unwrap_or(0) as u32;
    let ids: Vec<_> = spikes.ids.iter().map(rank).collect();
    SpikeTrains::new(&spikes.times_ms, &ids, recorded.len(), window).ok()
}

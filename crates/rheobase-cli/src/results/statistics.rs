//! Statistics of a population from its recorded spikes and its tally.

use super::{PopulationSummary, Spikes};
use rheobase::record::Recording;
use rheobase::spec::NetworkSpec;
use rheobase_analysis::pairwise::pairwise_correlation;
use rheobase_analysis::synchrony::spike_synchrony;
use rheobase_analysis::{PopulationStats, StatsOptions, Window};

/// Pairs of neurons whose correlation is looked at; more are sampled.
const MOST_PAIRS: usize = 20_000;

/// Statistics of population `index` of which the `recorded` neurons had these `spikes`; the windows
/// are that of the analysis as far as it was simulated, and as far as `spikes` goes.
pub fn population(
    recording: &Recording,
    index: usize,
    (recorded, spikes): (&[u32], &Spikes),
    [window, loaded]: [(f64, f64); 2],
    spec: &NetworkSpec,
) -> PopulationSummary {
    let tally = recording.tally.population(index);
    let counted = |value: f64| (window.1 > window.0).then_some(value);
    let mut summary = PopulationSummary {
        size: tally.size,
        mean_rate_hz: counted(tally.mean_rate_hz),
        sd_rate_hz: counted(tally.sd_rate_hz),
        silent_fraction: counted(tally.silent_fraction),
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
    let bin = spec.analysis.bin;
    let window = Window::of_steps(loaded.0, loaded.1, spec.dt).ok();
    if let Some(trains) = window.and_then(|window| spikes.trains(recorded, window)) {
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

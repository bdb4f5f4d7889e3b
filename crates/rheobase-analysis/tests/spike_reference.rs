//! Spike-train measures against elephant, SciPy and NumPy
//! (fixtures: `xtask/verify/analysis/spike_cases.py`).

mod common;

use common::{all_close, close, column, fixture};
use rheobase_analysis::correlogram::{auto_correlogram, cross_correlogram};
use rheobase_analysis::pairwise::pairwise_correlation;
use rheobase_analysis::synchrony::spike_synchrony;
use rheobase_analysis::{
    Histogram, PopulationStats, SpikeTrains, StatsOptions, Summary, Window, isi, rate,
};
use serde_json::Value;

fn load() -> (Value, SpikeTrains) {
    let f = fixture(include_str!("data/spikes.json"));
    let window = Window::new(f["start_ms"].as_f64().unwrap(), f["stop_ms"].as_f64().unwrap());
    let (times, ids): (Vec<f64>, Vec<u32>) = (column(&f["times_ms"]), column(&f["ids"]));
    let neurons = f["neurons"].as_u64().unwrap() as usize;
    let trains = SpikeTrains::new(&times, &ids, neurons, window.unwrap()).unwrap();
    (f, trains)
}

#[track_caller]
fn same_summary(what: &str, found: Summary, expected: &Value) {
    close(what, found.value.unwrap(), &expected["value"]);
    close(what, found.sd.unwrap(), &expected["sd"]);
    assert_eq!(expected["used"], found.used, "{what}: used");
    assert_eq!(expected["left_out"], found.left_out, "{what}: left out");
}

/// The entries of a map from a bin width in ms to expected values.
fn by_width(map: &Value) -> impl Iterator<Item = (f64, &Value)> {
    map.as_object().unwrap().iter().map(|(width, v)| (width.parse().unwrap(), v))
}

#[test]
fn rates_of_neurons_agree_with_elephant() {
    let (f, trains) = load();
    let rates = rate::rates_hz(&trains);
    all_close("rates", &rates, &f["rates_hz"]);
    let stats = rate::rate_stats(&trains);
    close("mean", stats.mean_hz, &f["mean_hz"]);
    close("sd", stats.sd_hz, &f["sd_hz"]);
    close("silent", stats.silent_fraction, &f["silent_fraction"]);
    let counts: Vec<u64> = column(&f["count_histogram"]);
    assert_eq!(rate::spike_count_histogram(&trains), counts);
    let edges: Vec<f64> = column(&f["rate_edges"]);
    let counts: Vec<u64> = column(&f["rate_histogram"]);
    assert_eq!(Histogram::with_edges(&rates, &edges).unwrap().counts, counts);
}

#[test]
fn population_rate_agrees_with_elephant_and_scipy() {
    let (f, trains) = load();
    let series = rate::population_rate(&trains, 5.0).unwrap();
    all_close("binned", &series.rate_hz, &f["population_rate_5ms"]);
    assert_eq!(series.times_ms()[..2], [102.5, 107.5]);
    let smooth = rate::smoothed_rate(&trains, 5.0, 12.0).unwrap();
    all_close("smoothed", &smooth.rate_hz, &f["smoothed_rate_5ms_sigma12"]);
    for (bin, cv) in by_width(&f["cv_pop"]) {
        close("cv_pop", rate::cv_population_rate(&trains, bin).unwrap().unwrap(), cv);
    }
}

#[test]
fn intervals_agree_with_elephant() {
    let (f, trains) = load();
    let min = f["min_isis"].as_u64().unwrap() as usize;
    same_summary("CV", isi::isi_cv(&trains, min), &f["isi_cv"]);
    same_summary("CV2", isi::isi_cv2(&trains, min), &f["isi_cv2"]);
    same_summary("Lv", isi::isi_lv(&trains, min), &f["isi_lv"]);
    let pooled = isi::pooled_isis(&trains);
    let spiking = trains.iter().filter(|t| !t.is_empty()).count();
    assert_eq!(pooled.len(), trains.spikes() - spiking);
}

#[test]
fn fano_factor_agrees_with_elephant() {
    let (f, trains) = load();
    for (width, expected) in by_width(&f["fano"]) {
        let found = Summary::of(rate::fano_factors(&trains, width).unwrap());
        same_summary("Fano", found, expected);
    }
}

#[test]
fn pairwise_correlation_agrees_with_elephant() {
    let (f, trains) = load();
    for (bin, expected) in by_width(&f["pairwise"]) {
        let found = pairwise_correlation(&trains, bin, usize::MAX, 0).unwrap();
        same_summary("pairs", found.correlation, expected);
        let some = pairwise_correlation(&trains, bin, 40, 1).unwrap();
        // The sample is of pairs that have a correlation.
        assert_eq!(
            (some.correlation.used, some.correlation.left_out),
            (40, found.correlation.left_out)
        );
        assert!(some.sampled && some.correlation != found.correlation);
    }
}

#[test]
fn synchrony_agrees_with_its_definition_on_binned_counts() {
    let (f, trains) = load();
    for (bin, expected) in by_width(&f["spike_synchrony"]) {
        close("chi", spike_synchrony(&trains, bin).unwrap().unwrap(), expected);
    }
}

#[test]
fn correlograms_agree_with_elephant_and_numpy() {
    let (f, _) = load();
    let case = |name: &str| {
        let c = &f["correlograms"][name];
        let trains: (Vec<f64>, Vec<f64>) = (column(&c["reference"]), column(&c["target"]));
        (c.clone(), trains)
    };
    let (c, (reference, target)) = case("grid");
    let found = cross_correlogram(&reference, &target, 1.0, 20.0).unwrap();
    assert_eq!(found.counts, column::<u64>(&c["counts"]));
    let (c, (reference, target)) = case("off_grid");
    let found = cross_correlogram(&reference, &target, 2.5, 40.0).unwrap();
    assert_eq!(found.counts, column::<u64>(&c["counts"]));
    let own = auto_correlogram(&reference, 2.5, 40.0).unwrap();
    assert_eq!(own.counts, column::<u64>(&c["auto_counts"]));
}

#[test]
fn the_figures_in_one_call_are_those_of_the_single_measures() {
    let (f, trains) = load();
    let s = PopulationStats::of(&trains, &StatsOptions::default()).unwrap();
    assert_eq!((s.size, s.spikes), (trains.neurons(), trains.spikes()));
    for (what, found, expected) in [
        ("mean", Some(s.mean_rate_hz), &f["mean_hz"]),
        ("sd", Some(s.sd_rate_hz), &f["sd_hz"]),
        ("silent", Some(s.silent_fraction), &f["silent_fraction"]),
        ("CV", s.isi_cv, &f["isi_cv"]["value"]),
        ("CV2", s.isi_cv2, &f["isi_cv2"]["value"]),
        ("Lv", s.isi_lv, &f["isi_lv"]["value"]),
        ("CV 1 ms", s.cv_pop_1ms, &f["cv_pop"]["1.0"]),
        ("CV 5 ms", s.cv_pop_5ms, &f["cv_pop"]["5.0"]),
        ("Fano", s.fano, &f["fano"]["100.0"]["value"]),
    ] {
        close(what, found.unwrap(), expected);
    }
    assert_eq!((s.isi_neurons, s.isi_left_out), (12, 2));
}

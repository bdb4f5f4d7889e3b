//! What a run of a network is judged by.

use super::lab::run_spec;
use rheobase::presets;
use rheobase::record::Simulation;
use rheobase::spec::NetworkSpec;
use std::path::Path;

/// A preset for these parameters.
pub fn preset(name: &str, settings: &[(&str, &str)]) -> NetworkSpec {
    let text = presets::get(name).expect("a preset").with(settings).expect("its parameters");
    NetworkSpec::from_toml(&text, Path::new(".")).expect("it parses").spec
}

/// Statistics over the analysis window.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Mean rate of each population, Hz.
    pub rates: Vec<f64>,
    /// Mean coefficient of variation of the interspike intervals of each population's neurons.
    pub isi_cvs: Vec<f64>,
    /// Mean coefficient of variation of the interspike intervals of all neurons.
    pub isi_cv: f64,
    /// Deviation over mean of the spikes of all neurons in bins of 5 ms.
    pub population_cv: f64,
}

/// Runs a network with a seed of its own.
pub fn measure(spec: &NetworkSpec, seed: u64, threads: usize) -> Measured {
    let spec = NetworkSpec { seed, ..spec.clone() };
    let run = run_spec(&spec, threads);
    let tallies: Vec<_> =
        (0..spec.populations.len()).map(|p| run.recording.tally.population(p)).collect();
    let (sum, neurons) = tallies.iter().fold((0.0, 0.0), |(sum, n), t| {
        let neurons = f64::from(t.isi_neurons);
        (sum + t.isi_cv.unwrap_or(0.0) * neurons, n + neurons)
    });
    Measured {
        rates: tallies.iter().map(|t| t.mean_rate_hz).collect(),
        isi_cvs: tallies.iter().map(|t| t.isi_cv.unwrap_or(f64::NAN)).collect(),
        isi_cv: sum / neurons,
        population_cv: population_cv(&run, &spec),
    }
}

fn population_cv(run: &Simulation, spec: &NetworkSpec) -> f64 {
    let ticks = |time: f64| (time / spec.dt).round() as u64;
    let (start, bin) = (ticks(spec.analysis.start), ticks(5.0));
    let mut counts = vec![0.0; ((ticks(spec.duration) - start) / bin) as usize];
    for spike in run.recording.spikes.iter().filter(|s| s.tick >= start) {
        if let Some(count) = counts.get_mut(((spike.tick - start) / bin) as usize) {
            *count += 1.0;
        }
    }
    let n = counts.len() as f64;
    let mean = counts.iter().sum::<f64>() / n;
    let variance = counts.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / n;
    variance.sqrt() / mean
}

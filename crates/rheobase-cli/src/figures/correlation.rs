//! Population rates over time: correlation functions and spectra.

use super::{Picture, colors};
use crate::results::Results;
use rheobase_analysis::correlation::{CorrelationFunction, auto_correlation, cross_correlation};
use rheobase_analysis::rate::population_rate;
use rheobase_analysis::spectrum::power_spectrum;
use rheobase_plot::{Correlation, CorrelationPlot, LinePlot, LineSeries, PlotError};

/// Longest lag, ms.
const MOST_LAG_MS: f64 = 200.0;
/// With more populations only autocorrelations are drawn: pairs would be too many to tell apart.
const MOST_FOR_PAIRS: usize = 3;
/// Colours of pairs, apart from those that populations usually have.
const PAIR_COLORS: [&str; 3] = ["purple", "olive", "black"];
/// Bin of the rate whose spectrum is drawn: up to 500 Hz.
const SPECTRUM_BIN_MS: f64 = 1.0;
/// Length of the spectrum's segments, ms; shorter where the run is.
const SEGMENT_MS: f64 = 500.0;

/// A population with its rate in bins.
struct Signal {
    population: usize,
    rate: Vec<f64>,
}

/// Rates of the populations that were recorded and spiked.
fn signals(results: &Results, bin_ms: f64) -> Vec<Signal> {
    (0..results.spikes.len())
        .filter_map(|population| {
            let trains = results.trains(population).filter(|t| t.spikes() > 0)?;
            let rate = population_rate(&trains, bin_ms).ok()?.rate_hz;
            Some(Signal { population, rate })
        })
        .collect()
}

/// Auto- and, with few populations, cross-correlations of the population rates.
pub fn correlations(results: &Results) -> Result<Option<Picture>, PlotError> {
    let bin = results.spec.analysis.bin;
    let signals = signals(results, bin);
    let samples = signals.iter().map(|s| s.rate.len()).min().unwrap_or(0);
    // At most a quarter of the signal: beyond, few samples overlap and noise rules.
    let most_lag = ((MOST_LAG_MS / bin) as usize).min(samples / 4);
    if most_lag < 2 {
        return Ok(None);
    }
    let functions = functions(results, &signals, most_lag);
    if functions.is_empty() {
        return Ok(None);
    }
    let lags = |f: &CorrelationFunction| f.lags.iter().map(|&lag| lag as f64 * bin).collect();
    let lags: Vec<Vec<f64>> = functions.iter().map(|named| lags(&named.function)).collect();
    let lines: Vec<_> = functions
        .iter()
        .zip(&lags)
        .map(|(named, lags)| Correlation {
            name: &named.name,
            color: Some(&named.color),
            lags_ms: lags,
            values: &named.function.values,
        })
        .collect();
    let note = format!("Rates in bins of {bin} ms; each lag normalised by its overlap.");
    let figure = CorrelationPlot {
        title: &format!("{}: correlation of population rates", results.spec.name),
        y_label: "Correlation",
        correlations: &lines,
        note: &note,
    }
    .draw()?;
    Ok(Some(Picture {
        name: "correlations",
        figure,
        caption: "Correlation of population rates in the analysis window; at a positive lag the \
                  first of a pair follows the second."
            .into(),
        alt: "Correlation functions of population rates over lags.".into(),
    }))
}

/// A correlation function with its name in the legend.
struct Named {
    name: String,
    color: String,
    function: CorrelationFunction,
}

fn functions(results: &Results, signals: &[Signal], most_lag: usize) -> Vec<Named> {
    let population = |s: &Signal| &results.spec.populations[s.population];
    let mut pairs = 0;
    let mut all = Vec::new();
    for (k, a) in signals.iter().enumerate() {
        let name = format!("{0} × {0}", population(a).name);
        let color = results.color(a.population);
        let function = auto_correlation(&a.rate, most_lag);
        all.extend(function.map(|function| Named { name, color, function }));
        let others = if signals.len() <= MOST_FOR_PAIRS { &signals[k + 1..] } else { &[] };
        for b in others {
            let name = format!("{} × {}", population(a).name, population(b).name);
            let color = PAIR_COLORS[pairs % PAIR_COLORS.len()].to_owned();
            pairs += 1;
            let function = cross_correlation(&a.rate, &b.rate, most_lag);
            all.extend(function.map(|function| Named { name, color, function }));
        }
    }
    all
}

/// Power spectra of the population rates.
pub fn spectrum(results: &Results) -> Result<Option<Picture>, PlotError> {
    // No finer than the steps of the simulation.
    let bin = SPECTRUM_BIN_MS.max(results.summary.dt_ms);
    let signals = signals(results, bin);
    let spectra: Vec<_> = signals
        .iter()
        .filter_map(|signal| {
            let segment = ((SEGMENT_MS / bin) as usize).min(signal.rate.len() / 2);
            let spectrum = power_spectrum(&signal.rate, bin, segment, segment / 2).ok()??;
            Some((signal.population, spectrum))
        })
        .collect();
    if spectra.iter().all(|(_, s)| s.density.len() < 8) {
        return Ok(None);
    }
    let colors = colors(results);
    let series: Vec<_> = spectra
        .iter()
        .map(|(index, spectrum)| {
            let population = &results.spec.populations[*index];
            LineSeries {
                name: &population.name,
                color: Some(&colors[*index]),
                // The mean was taken off, so that frequency 0 holds nothing.
                x: &spectrum.frequency_hz[1..],
                y: &spectrum.density[1..],
                error: None,
                markers: false,
            }
        })
        .collect();
    let segments = spectra.iter().map(|(_, s)| s.segments).max().unwrap_or(0);
    let note = format!(
        "Welch's method: {segments} segments with half overlap, Hann window; rates in bins of {bin} ms."
    );
    let figure = LinePlot {
        title: &format!("{}: power spectrum of population rates", results.spec.name),
        x_label: "Frequency (Hz)",
        y_label: "Power (Hz²/Hz)",
        series: &series,
        log_x: true,
        log_y: true,
        note: &note,
        ..LinePlot::default()
    }
    .draw()?;
    Ok(Some(Picture {
        name: "spectrum",
        figure,
        caption: "Power spectra of the population rates in the analysis window.".into(),
        alt: "Power spectra of population rates on logarithmic axes.".into(),
    }))
}

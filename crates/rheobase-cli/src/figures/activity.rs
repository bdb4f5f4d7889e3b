//! Spikes: raster, rates of neurons, interspike intervals.

use super::raster_columns::RasterColumns;
use super::{Picture, colors, rates_in_words};
use crate::output::time;
use crate::results::Results;
use rheobase_analysis::isi::pooled_isis;
use rheobase_plot::{IsiHistogram, PlotError, RasterPlot, RateDistribution, Sample, Window};

/// Bins of the rate below the raster, at most: more than there are pixels show nothing.
const MOST_BINS: f64 = 1000.0;

/// All recorded spikes, and population rates below.
pub fn raster(results: &Results, window: Window) -> Result<Option<Picture>, PlotError> {
    let columns = RasterColumns::of(results);
    let populations = columns.populations(results);
    if populations.is_empty() || window.end_ms <= window.start_ms {
        return Ok(None);
    }
    let length = window.end_ms - window.start_ms;
    // A window shorter than a bin is one bin.
    let bin = results.spec.analysis.bin.max(length / MOST_BINS).min(length);
    let figure = RasterPlot {
        title: &results.spec.name,
        populations: &populations,
        row_label: columns.row_label(results),
        rate_bin_ms: bin,
        window,
    }
    .draw()?;
    let span = format!("from {} to {}", time(window.start_ms), time(window.end_ms));
    let rates = rates_in_words(results);
    Ok(Some(Picture {
        name: "raster",
        figure,
        caption: format!(
            "Spikes of the recorded neurons {span}, one row each, and their mean rate by \
             population. Mean rates in the legend are those of all neurons in the analysis window."
        ),
        alt: format!("Raster of spikes {span}; mean rates: {rates}."),
    }))
}

/// How rates are distributed over neurons.
pub fn rates(results: &Results) -> Result<Option<Picture>, PlotError> {
    let analysis = results.summary.analysis;
    let seconds = (analysis.stop_ms - analysis.start_ms) / 1000.0;
    if seconds <= 0.0 {
        return Ok(None);
    }
    let hz = |counts: &Vec<u32>| counts.iter().map(|&c| f64::from(c) / seconds).collect();
    let values: Vec<Vec<f64>> = results.counts.iter().map(hz).collect();
    let title = format!("{}: rates of neurons", results.spec.name);
    let colors = colors(results);
    let populations = samples(results, &colors, &values);
    let figure =
        RateDistribution { title: &title, populations: &populations, bin_hz: None }.draw()?;
    Ok(Some(Picture {
        name: "rates",
        figure,
        caption: "Distribution of mean rates over neurons in the analysis window.".into(),
        alt: format!("Histograms of rates over neurons; means: {}.", rates_in_words(results)),
    }))
}

/// Interspike intervals of all recorded neurons of each population.
pub fn isi(results: &Results) -> Result<Option<Picture>, PlotError> {
    let values: Vec<Vec<f64>> = (0..results.spikes.len())
        .map(|p| results.trains(p).map_or(Vec::new(), |trains| pooled_isis(&trains)))
        .collect();
    if values.iter().all(Vec::is_empty) {
        return Ok(None);
    }
    let colors = colors(results);
    let populations = samples(results, &colors, &values);
    let title = format!("{}: interspike intervals", results.spec.name);
    let figure =
        IsiHistogram { title: &title, populations: &populations, bin: None, log_time: true }
            .draw()?;
    Ok(Some(Picture {
        name: "isi",
        figure,
        caption: "Interspike intervals in the analysis window, of all recorded neurons of a \
                  population together."
            .into(),
        alt: "Histograms of interspike intervals, one per population.".into(),
    }))
}

/// One sample per population, with its colour.
fn samples<'a>(
    results: &'a Results,
    colors: &'a [String],
    values: &'a [Vec<f64>],
) -> Vec<Sample<'a>> {
    let populations = results.spec.populations.iter().zip(colors).zip(values);
    populations
        .map(|((p, color), values)| Sample { name: &p.name, color: Some(color), values })
        .collect()
}

//! The pictures of a run.

mod activity;
mod correlation;
mod raster_columns;
mod voltages;
mod wiring;

use crate::error::Failure;
use crate::export::atomic_write;
use crate::output::short_or_dash;
use crate::results::{Results, make_folder};
use raster_columns::RasterColumns;
use rheobase::network::Network;
use rheobase_plot::{Figure, PlotError, TerminalStyle, Window, terminal_raster};
use std::path::Path;

/// Pixels per unit of the PNG pictures: sharp on a screen of double density.
const PNG_SCALE: f64 = 2.0;

/// Names of all pictures, which are those of their files.
pub const NAMES: [&str; 9] = [
    "raster",
    "rates",
    "isi",
    "correlations",
    "spectrum",
    "voltages",
    "matrix",
    "weights",
    "degrees",
];

/// Those that show time as it passes; the others are about the analysis window.
pub const OVER_TIME: [&str; 2] = ["raster", "voltages"];

/// A picture with its words.
#[derive(Clone, Debug)]
pub struct Picture {
    /// One of [`NAMES`].
    pub name: &'static str,
    /// The drawing.
    pub figure: Figure,
    /// What it shows, for people who see it.
    pub caption: String,
    /// The same, for people who do not.
    pub alt: String,
}

/// Draws what there is to draw. Without the network there are no pictures of the wiring; `window`
/// (ms) is the stretch of time that raster and voltages show, else the whole run, as far as it is
/// held in memory.
pub fn draw(
    results: &Results,
    network: Option<&Network>,
    window: Option<(f64, f64)>,
) -> Result<Vec<Picture>, PlotError> {
    let shown = |until: f64| match window {
        Some((start, stop)) => Window::new(start, stop),
        None => Window::new(0.0, until),
    };
    if results.summary.duration_ms <= 0.0 {
        return Ok(Vec::new());
    }
    let wired = network.and_then(|network| wiring::Wired::new(results, network));
    let wired = wired.as_ref();
    let pictures = [
        activity::raster(results, shown(results.spikes_until_ms()))?,
        activity::rates(results)?,
        activity::isi(results)?,
        correlation::correlations(results)?,
        correlation::spectrum(results)?,
        voltages::voltages(results, shown(results.traces_until_ms()))?,
        wired.map_or(Ok(None), |wired| wiring::matrix(results, wired))?,
        wired.map_or(Ok(None), |wired| wiring::weights(results, wired))?,
        wired.map_or(Ok(None), |wired| wiring::degrees(results, wired))?,
    ];
    Ok(pictures.into_iter().flatten().collect())
}

/// Writes each as PNG and SVG; returns the files' names.
pub fn write(pictures: &[Picture], folder: &Path) -> Result<Vec<String>, Failure> {
    make_folder(folder)?;
    let mut names = Vec::new();
    for picture in pictures {
        let png = picture.figure.to_png(PNG_SCALE)?;
        let svg = picture.figure.to_svg()?;
        for (extension, bytes) in [("png", png.as_slice()), ("svg", svg.as_bytes())] {
            let name = format!("{}.{extension}", picture.name);
            atomic_write(folder.join(&name), |out| out.write_all(bytes))?;
            names.push(name);
        }
    }
    Ok(names)
}

/// The raster as text; `None` where there is nothing to show.
pub fn terminal(results: &Results, color: bool) -> Result<Option<String>, PlotError> {
    if results.summary.duration_ms <= 0.0 || results.spikes.iter().all(|s| s.ids.is_empty()) {
        return Ok(None);
    }
    let columns = RasterColumns::of(results);
    let populations = columns.populations(results);
    let height = (populations.len() * 2).max(12);
    let style = TerminalStyle { width: 80, height, color };
    terminal_raster(&populations, Window::new(0.0, results.spikes_until_ms()), style).map(Some)
}

/// Colours of all populations.
fn colors(results: &Results) -> Vec<String> {
    (0..results.spec.populations.len()).map(|p| results.color(p)).collect()
}

/// `dSPN 2.3 Hz, iSPN 1.1 Hz`.
fn rates_in_words(results: &Results) -> String {
    let words = results.summary.populations.iter();
    let words = words.map(|(name, p)| format!("{name} {} Hz", short_or_dash(p.mean_rate_hz)));
    words.collect::<Vec<_>>().join(", ")
}

//! Auto- and cross-correlations against the lag.

use super::lines::{LinePlot, LineSeries};
use crate::error::PlotError;
use crate::figure::Figure;

/// A correlation function.
#[derive(Debug, Clone, Copy)]
pub struct Correlation<'a> {
    /// Name, e.g. "dSPN × iSPN".
    pub name: &'a str,
    /// Colour name or `#rrggbb`; none takes the next of the palette.
    pub color: Option<&'a str>,
    /// Lags in ms.
    pub lags_ms: &'a [f64],
    /// The correlation at each lag; NaN is a gap.
    pub values: &'a [f64],
}

/// Correlations of rates or cross-correlograms, in one panel.
#[derive(Debug, Clone, Copy)]
pub struct CorrelationPlot<'a> {
    /// Title; may be empty.
    pub title: &'a str,
    /// Quantity and unit, e.g. "Correlation coefficient (1)".
    pub y_label: &'a str,
    /// The functions.
    pub correlations: &'a [Correlation<'a>],
    /// What to say below, e.g. which normalisation and bin.
    pub note: &'a str,
}

impl CorrelationPlot<'_> {
    /// Draws it.
    pub fn draw(&self) -> Result<Figure, PlotError> {
        let series = self.correlations.iter().map(|c| LineSeries {
            name: c.name,
            color: c.color,
            x: c.lags_ms,
            y: c.values,
            error: None,
            markers: false,
        });
        let series: Vec<_> = series.collect();
        LinePlot {
            title: self.title,
            x_label: "Lag (ms)",
            y_label: self.y_label,
            series: &series,
            zero_lines: true,
            note: self.note,
            ..LinePlot::default()
        }
        .draw()
    }
}

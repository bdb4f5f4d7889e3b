//! What every plot becomes: a drawing that can be written as SVG or PNG.

use crate::error::PlotError;
use crate::scene::{Scene, encode, svg};

/// A finished figure. The same plot gives the same bytes, always.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub(crate) scene: Scene,
}

impl Figure {
    /// Width in CSS pixels (1/96 inch).
    pub fn width(&self) -> f64 {
        self.scene.width
    }

    /// Height in CSS pixels (1/96 inch).
    pub fn height(&self) -> f64 {
        self.scene.height
    }

    /// The title as given.
    pub fn title(&self) -> &str {
        &self.scene.title
    }

    /// An SVG document: text stays text, no scripts, nothing fetched.
    pub fn to_svg(&self) -> Result<String, PlotError> {
        svg::write_svg(&self.scene)
    }

    /// A PNG with `scale` pixels per CSS pixel (0.25 to 8): 2 suits screens,
    /// 3.125 is 300 dpi for print.
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>, PlotError> {
        encode::png(&self.scene.paint(scale)?)
    }
}

//! Pictures of spiking networks: plain data in, SVG, PNG and HTML out.
//!
//! Each kind of figure is a struct of borrowed columns with a `draw` method;
//! the [`Figure`] that comes out is one drawing from which both formats are
//! made. Times are in ms, voltages in mV, rates in Hz throughout. Nothing here
//! knows of the simulator: anybody's spikes can be drawn.
//!
//! ```
//! use rheobase_plot::{RasterPlot, RasterPopulation, Window};
//! let figure = RasterPlot {
//!     title: "Two spikes",
//!     populations: &[RasterPopulation {
//!         name: "dSPN", size: 3, color: Some("blue"), mean_rate_hz: 6.7,
//!         times_ms: &[12.0, 60.5], ids: &[0, 2],
//!     }],
//!     row_label: "Neuron index",
//!     rate_bin_ms: 10.0,
//!     window: Window::new(0.0, 100.0),
//! }
//! .draw()?;
//! assert!(figure.to_svg()?.contains("dSPN 6.7 Hz"));
//! # Ok::<(), rheobase_plot::PlotError>(())
//! ```
//!
//! # Why this plotting library
//!
//! Compared in autumn 2026:
//! - **charming** 0.6 draws with ECharts in JavaScript; a picture file needs
//!   `deno_core`, that is V8: 260 crates, C++ and bindgen. Excluded by "Rust
//!   and a linker only".
//! - **plotters** 0.3.7 is known by all, but places everything on whole pixels
//!   (`BackendCoord` is `(i32, i32)`), which shows in vector figures; its
//!   default text needs freetype and fontconfig; an SVG has one element per
//!   dot and no picture layer, so 10⁶ spikes make some 100 MB.
//! - **kuva** 0.6 is the closest (pure Rust, 24 crates, own font), but young (a
//!   breaking release every one to two months); its drawing model has no
//!   picture layer, font sizes are integers, and its PNG side ignores clipping.
//!
//! So the kept crates are one level lower: **tiny-skia** (rasteriser of resvg
//! and Typst) and **ttf-parser** paint a small scene of six shapes, which we
//! also write as SVG: 25 crates in all, no C, no system fonts.

mod axes;
mod color;
mod error;
mod figure;
mod figures;
mod layout;
mod report;
mod scene;
mod terminal;
mod text;
mod ticks;

pub use color::{Color, NAMED_COLORS, PALETTE};
pub use error::PlotError;
pub use figure::Figure;
pub use figures::Window;
pub use figures::correlation::{Correlation, CorrelationPlot};
pub use figures::distributions::{
    DegreeDistribution, Degrees, IsiHistogram, RateDistribution, Sample, WeightHistogram,
};
pub use figures::histogram::MOST_BINS;
pub use figures::lines::{LinePlot, LineSeries};
pub use figures::matrix::{MatrixGroup, MatrixValues, WeightMatrix};
pub use figures::raster::{MOST_RATE_BINS, MOST_SINGLE_MARKS, RasterPlot, RasterPopulation};
pub use figures::traces::{Trace, TracePlot};
pub use report::{ModelPart, Report, ReportFigure, Reproduce, Table};
pub use terminal::{TerminalStyle, terminal_raster};
pub use ticks::{Tick, linear_ticks, log_ticks};

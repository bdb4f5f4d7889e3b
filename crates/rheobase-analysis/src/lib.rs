//! Statistics of spike trains and of network graphs: plain slices in, documented formulas out.
//!
//! Nothing here knows of a simulator: spikes are a column of times in ms and a column of neuron
//! ids, signals are slices of samples, wiring is an edge list or a compressed sparse matrix. So
//! it works on anybody's spikes.
//!
//! - [`SpikeTrains`] groups spikes by neuron, once; [`PopulationStats`] gives the usual figures.
//! - [`rate`], [`isi`], [`pairwise`], [`synchrony`], [`correlogram`] take spike trains;
//!   [`correlation`] and [`spectrum`] take any sampled signal; [`histogram`] counts values.
//! - [`graph`] takes wiring.
//!
//! # Conventions
//! Standard deviations have divisor n (ddof 0, as `numpy.std`). A measure that is undefined for
//! a neuron leaves that neuron out and says so ([`Summary`]); one that is undefined altogether
//! is `None`; a NaN is never returned. A wrong argument is an [`Error`] that carries its value.
//! Every measure is compared with an independent implementation (elephant, SciPy, NetworkX) in
//! `tests/`, from fixtures made by `xtask/verify/analysis/make_fixtures.py`.
//!
//! Results are the same on every machine and thread count, except that spectra and correlation
//! functions may differ in the last digits between platforms (twiddle factors of the FFT).
//!
//! ```
//! use rheobase_analysis::{PopulationStats, StatsOptions, Window};
//!
//! let (times_ms, ids) = ([10.0, 12.5, 30.0, 31.0], [0, 1, 0, 2]);
//! let window = Window::new(0.0, 100.0)?;
//! let stats =
//!     PopulationStats::from_columns(&times_ms, &ids, 4, window, &StatsOptions::default())?;
//! assert_eq!(stats.mean_rate_hz, 10.0);
//! assert_eq!(stats.silent_fraction, 0.25);
//! assert_eq!(stats.isi_cv, None); // no neuron has five intervals
//! # Ok::<(), rheobase_analysis::Error>(())
//! ```

pub mod correlation;
pub mod correlogram;
mod error;
pub mod graph;
pub mod histogram;
pub mod isi;
pub mod pairwise;
pub mod population;
pub mod rate;
pub mod spectrum;
mod summary;
pub mod synchrony;
mod trains;
mod window;

pub use error::Error;
pub use graph::{Graph, GraphStats};
pub use histogram::Histogram;
pub use population::{PopulationStats, StatsOptions};
pub use summary::{Summary, mean_sd};
pub use trains::SpikeTrains;
pub use window::{Bins, Window};

//! The statistics of `rheobase-analysis` on NumPy arrays: of spikes, of signals, of wiring.
//!
//! Units are spelled out and turned into numbers in Python; what is undefined is a NaN there and
//! `None` here.

mod graph;
mod signals;
mod spikes;

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rheobase_analysis::{Error, Summary};

type Floats<'py> = Bound<'py, PyArray1<f64>>;
type Counts<'py> = Bound<'py, PyArray1<u64>>;
type FloatsIn<'py> = PyReadonlyArray1<'py, f64>;
/// Mean, standard deviation, number of members used and of those left out.
type SummaryTuple = (Option<f64>, Option<f64>, usize, usize);

/// Statistics; times are in ms, rates in Hz.
#[pymodule(submodule)]
#[allow(clippy::module_inception, reason = "the name is that of the Python module")]
pub mod analysis {
    #[pymodule_export]
    use super::graph::{
        Graph, clustering, clustering_coefficients, degree_histogram, density, graph_stats,
        reciprocity, shortest_paths, strong_components, weak_components,
    };
    #[pymodule_export]
    use super::signals::{
        auto_correlation, auto_correlogram, cross_correlation, cross_correlogram, histogram,
        histogram_from_zero, mean_sd, power_spectrum, synchrony,
    };
    #[pymodule_export]
    use super::spikes::{
        SpikeTrains, cv, cv_population_rate, cv2, fano_factors, isi_cv, isi_cv2, isi_cvs, isi_lv,
        isis, lv, pairwise_correlation, pooled_isis, population_rate, population_stats, rate_stats,
        rates, smoothed_rate, spike_count_histogram, spike_synchrony,
    };
}

/// A wrong argument.
fn wrong(error: Error) -> PyErr {
    PyValueError::new_err(error.to_string())
}

fn summary(summary: Summary) -> SummaryTuple {
    (summary.value, summary.sd, summary.used, summary.left_out)
}

/// One value for each member, NaN where it has none.
fn with_gaps<'py>(py: Python<'py>, values: Vec<Option<f64>>) -> Floats<'py> {
    let values: Vec<f64> = values.into_iter().map(|v| v.unwrap_or(f64::NAN)).collect();
    values.into_pyarray(py)
}

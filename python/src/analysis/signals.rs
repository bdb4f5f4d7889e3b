//! Statistics of sampled signals, of pairs of trains and of plain values.

use super::{Counts, Floats, FloatsIn, wrong};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::prelude::*;
use rheobase_analysis::correlation::{self, CorrelationFunction};
use rheobase_analysis::correlogram::{self, Correlogram};
use rheobase_analysis::{Histogram, spectrum, synchrony as common};

type Lags<'py> = (Bound<'py, PyArray1<i64>>, Floats<'py>);
/// Frequencies, density, number of segments.
type Spectrum<'py> = (Floats<'py>, Floats<'py>, usize);

/// Mean and standard deviation.
#[pyfunction]
pub fn mean_sd(values: FloatsIn<'_>) -> PyResult<Option<(f64, f64)>> {
    Ok(rheobase_analysis::mean_sd(values.as_slice()?))
}

/// Correlation of two signals over lags in samples.
#[pyfunction]
pub fn cross_correlation<'py>(
    py: Python<'py>,
    a: FloatsIn<'py>,
    b: FloatsIn<'py>,
    max_lag: usize,
) -> PyResult<Option<Lags<'py>>> {
    let (a, b) = (a.as_slice()?, b.as_slice()?);
    let found = py.detach(|| correlation::cross_correlation(a, b, max_lag));
    Ok(found.map(|function| lags(py, function)))
}

/// Correlation of a signal with itself over lags in samples.
#[pyfunction]
pub fn auto_correlation<'py>(
    py: Python<'py>,
    a: FloatsIn<'py>,
    max_lag: usize,
) -> PyResult<Option<Lags<'py>>> {
    let a = a.as_slice()?;
    let found = py.detach(|| correlation::auto_correlation(a, max_lag));
    Ok(found.map(|function| lags(py, function)))
}

fn lags(py: Python<'_>, function: CorrelationFunction) -> Lags<'_> {
    (function.lags.into_pyarray(py), function.values.into_pyarray(py))
}

/// Counts of pairs of spikes by their lag.
#[pyfunction]
pub fn cross_correlogram<'py>(
    py: Python<'py>,
    reference: FloatsIn<'py>,
    target: FloatsIn<'py>,
    bin: f64,
    max_lag: f64,
) -> PyResult<(Floats<'py>, Counts<'py>)> {
    let (reference, target) = (reference.as_slice()?, target.as_slice()?);
    let found = py.detach(|| correlogram::cross_correlogram(reference, target, bin, max_lag));
    Ok(pairs(py, found.map_err(wrong)?))
}

/// Counts of pairs of spikes of one train by their lag.
#[pyfunction]
pub fn auto_correlogram<'py>(
    py: Python<'py>,
    train: FloatsIn<'py>,
    bin: f64,
    max_lag: f64,
) -> PyResult<(Floats<'py>, Counts<'py>)> {
    let train = train.as_slice()?;
    let found = py.detach(|| correlogram::auto_correlogram(train, bin, max_lag));
    Ok(pairs(py, found.map_err(wrong)?))
}

fn pairs(py: Python<'_>, found: Correlogram) -> (Floats<'_>, Counts<'_>) {
    (found.lags_ms.into_pyarray(py), found.counts.into_pyarray(py))
}

/// Power spectral density by Welch's method.
#[pyfunction]
pub fn power_spectrum<'py>(
    py: Python<'py>,
    signal: FloatsIn<'py>,
    interval: f64,
    segment: usize,
    overlap: usize,
) -> PyResult<Option<Spectrum<'py>>> {
    let signal = signal.as_slice()?;
    let found = py.detach(|| spectrum::power_spectrum(signal, interval, segment, overlap));
    Ok(found.map_err(wrong)?.map(|spectrum| {
        let density = spectrum.density.into_pyarray(py);
        (spectrum.frequency_hz.into_pyarray(py), density, spectrum.segments)
    }))
}

/// Synchrony χ of signals: `samples[time, signal]`.
#[pyfunction]
pub fn synchrony(py: Python<'_>, samples: PyReadonlyArray2<'_, f64>) -> PyResult<Option<f64>> {
    let signals = samples.shape()[1];
    let samples = samples.as_slice()?;
    py.detach(|| common::synchrony(samples, signals)).map_err(wrong)
}

/// Counts of values between edges, and how many lie outside.
#[pyfunction]
pub fn histogram<'py>(
    py: Python<'py>,
    values: FloatsIn<'py>,
    edges: FloatsIn<'py>,
) -> PyResult<(Floats<'py>, Counts<'py>, u64)> {
    let found = Histogram::with_edges(values.as_slice()?, edges.as_slice()?);
    Ok(bins(py, found.map_err(wrong)?))
}

/// Counts of values in bins from zero, and how many are negative or not finite.
#[pyfunction]
pub fn histogram_from_zero<'py>(
    py: Python<'py>,
    values: FloatsIn<'py>,
    width: f64,
) -> PyResult<(Floats<'py>, Counts<'py>, u64)> {
    Ok(bins(py, Histogram::from_zero(values.as_slice()?, width).map_err(wrong)?))
}

fn bins(py: Python<'_>, found: Histogram) -> (Floats<'_>, Counts<'_>, u64) {
    (found.edges.into_pyarray(py), found.counts.into_pyarray(py), found.left_out)
}

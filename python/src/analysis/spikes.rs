//! Statistics of spike trains.

use super::{Counts, Floats, FloatsIn, SummaryTuple, summary, with_gaps, wrong};
use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rheobase_analysis::{PopulationStats, StatsOptions, Window, isi, pairwise, rate, synchrony};

/// Spikes grouped by neuron: times in ms, ascending, with the neuron of each.
#[pyclass(frozen, module = "rheobase._native.analysis")]
pub struct SpikeTrains {
    inner: rheobase_analysis::SpikeTrains,
}

#[pymethods]
impl SpikeTrains {
    #[new]
    fn new(
        py: Python<'_>,
        times: FloatsIn<'_>,
        ids: PyReadonlyArray1<'_, u32>,
        neurons: usize,
        start: f64,
        stop: f64,
    ) -> PyResult<SpikeTrains> {
        let window = Window::new(start, stop).map_err(wrong)?;
        let (times, ids) = (times.as_slice()?, ids.as_slice()?);
        let inner = py.detach(|| rheobase_analysis::SpikeTrains::new(times, ids, neurons, window));
        Ok(SpikeTrains { inner: inner.map_err(wrong)? })
    }

    /// Number of neurons, silent ones included.
    #[getter]
    fn neurons(&self) -> usize {
        self.inner.neurons()
    }

    /// Number of spikes of each neuron.
    fn counts<'py>(&self, py: Python<'py>) -> Counts<'py> {
        self.inner.counts().into_pyarray(py)
    }

    /// All spike times, neuron after neuron.
    fn times<'py>(&self, py: Python<'py>) -> Floats<'py> {
        self.inner.times_ms().to_vec().into_pyarray(py)
    }
}

/// Intervals between the spikes of one train.
#[pyfunction]
pub fn isis<'py>(py: Python<'py>, train: FloatsIn<'py>) -> PyResult<Floats<'py>> {
    Ok(isi::isis(train.as_slice()?).into_pyarray(py))
}

/// Intervals of all neurons, neuron after neuron.
#[pyfunction]
pub fn pooled_isis<'py>(py: Python<'py>, trains: &SpikeTrains) -> Floats<'py> {
    isi::pooled_isis(&trains.inner).into_pyarray(py)
}

/// Coefficient of variation of intervals.
#[pyfunction]
pub fn cv(isis: FloatsIn<'_>) -> PyResult<Option<f64>> {
    Ok(isi::cv(isis.as_slice()?))
}

/// Local variation CV2 of intervals.
#[pyfunction]
pub fn cv2(isis: FloatsIn<'_>) -> PyResult<Option<f64>> {
    Ok(isi::cv2(isis.as_slice()?))
}

/// Local variation Lv of intervals.
#[pyfunction]
pub fn lv(isis: FloatsIn<'_>) -> PyResult<Option<f64>> {
    Ok(isi::lv(isis.as_slice()?))
}

/// CV of each neuron that has enough intervals.
#[pyfunction]
pub fn isi_cvs<'py>(py: Python<'py>, trains: &SpikeTrains, min_isis: usize) -> Floats<'py> {
    let enough = |train: &&[f64]| train.len() > min_isis.max(2);
    let cv = |train: &[f64]| Some(train).filter(enough).and_then(|t| isi::cv(&isi::isis(t)));
    with_gaps(py, trains.inner.iter().map(cv).collect())
}

/// Mean CV over neurons with enough intervals.
#[pyfunction]
pub fn isi_cv(trains: &SpikeTrains, min_isis: usize) -> SummaryTuple {
    summary(isi::isi_cv(&trains.inner, min_isis))
}

/// Mean CV2 over neurons with enough intervals.
#[pyfunction]
pub fn isi_cv2(trains: &SpikeTrains, min_isis: usize) -> SummaryTuple {
    summary(isi::isi_cv2(&trains.inner, min_isis))
}

/// Mean Lv over neurons with enough intervals.
#[pyfunction]
pub fn isi_lv(trains: &SpikeTrains, min_isis: usize) -> SummaryTuple {
    summary(isi::isi_lv(&trains.inner, min_isis))
}

/// Mean rate of each neuron.
#[pyfunction]
pub fn rates<'py>(py: Python<'py>, trains: &SpikeTrains) -> Floats<'py> {
    rate::rates_hz(&trains.inner).into_pyarray(py)
}

/// Mean and standard deviation of the rate over neurons, and the share that is silent.
#[pyfunction]
pub fn rate_stats(trains: &SpikeTrains) -> (f64, f64, f64) {
    let stats = rate::rate_stats(&trains.inner);
    (stats.mean_hz, stats.sd_hz, stats.silent_fraction)
}

/// Number of neurons by spike count.
#[pyfunction]
pub fn spike_count_histogram<'py>(py: Python<'py>, trains: &SpikeTrains) -> Counts<'py> {
    rate::spike_count_histogram(&trains.inner).into_pyarray(py)
}

/// Mean rate in bins.
#[pyfunction]
pub fn population_rate<'py>(
    py: Python<'py>,
    trains: &SpikeTrains,
    bin: f64,
) -> PyResult<Floats<'py>> {
    let series = py.detach(|| rate::population_rate(&trains.inner, bin)).map_err(wrong)?;
    Ok(series.rate_hz.into_pyarray(py))
}

/// Mean rate in bins, smoothed by a Gaussian.
#[pyfunction]
pub fn smoothed_rate<'py>(
    py: Python<'py>,
    trains: &SpikeTrains,
    bin: f64,
    sigma: f64,
) -> PyResult<Floats<'py>> {
    let series = py.detach(|| rate::smoothed_rate(&trains.inner, bin, sigma)).map_err(wrong)?;
    Ok(series.rate_hz.into_pyarray(py))
}

/// Coefficient of variation of the mean rate in bins.
#[pyfunction]
pub fn cv_population_rate(trains: &SpikeTrains, bin: f64) -> PyResult<Option<f64>> {
    rate::cv_population_rate(&trains.inner, bin).map_err(wrong)
}

/// Fano factor of each neuron.
#[pyfunction]
pub fn fano_factors<'py>(
    py: Python<'py>,
    trains: &SpikeTrains,
    window: f64,
) -> PyResult<Floats<'py>> {
    let factors = py.detach(|| rate::fano_factors(&trains.inner, window)).map_err(wrong)?;
    Ok(with_gaps(py, factors))
}

/// Mean correlation of pairs, and whether the pairs are a sample.
#[pyfunction]
pub fn pairwise_correlation(
    py: Python<'_>,
    trains: &SpikeTrains,
    bin: f64,
    max_pairs: usize,
    seed: u64,
) -> PyResult<(SummaryTuple, bool)> {
    let found = py.detach(|| pairwise::pairwise_correlation(&trains.inner, bin, max_pairs, seed));
    let found = found.map_err(wrong)?;
    Ok((summary(found.correlation), found.sampled))
}

/// Synchrony χ of spike counts in bins.
#[pyfunction]
pub fn spike_synchrony(py: Python<'_>, trains: &SpikeTrains, bin: f64) -> PyResult<Option<f64>> {
    py.detach(|| synchrony::spike_synchrony(&trains.inner, bin)).map_err(wrong)
}

/// The figures of a population.
#[pyfunction]
pub fn population_stats<'py>(
    py: Python<'py>,
    trains: &SpikeTrains,
    min_isis: usize,
    fano_window: f64,
) -> PyResult<Bound<'py, PyDict>> {
    let options = StatsOptions { min_isis, fano_window_ms: fano_window };
    let stats = py.detach(|| PopulationStats::of(&trains.inner, &options)).map_err(wrong)?;
    let dict = PyDict::new(py);
    dict.set_item("size", stats.size)?;
    dict.set_item("spikes", stats.spikes)?;
    dict.set_item("mean_rate_hz", stats.mean_rate_hz)?;
    dict.set_item("sd_rate_hz", stats.sd_rate_hz)?;
    dict.set_item("silent_fraction", stats.silent_fraction)?;
    dict.set_item("isi_cv", stats.isi_cv)?;
    dict.set_item("isi_cv2", stats.isi_cv2)?;
    dict.set_item("isi_lv", stats.isi_lv)?;
    dict.set_item("isi_neurons", stats.isi_neurons)?;
    dict.set_item("isi_left_out", stats.isi_left_out)?;
    dict.set_item("cv_pop_1ms", stats.cv_pop_1ms)?;
    dict.set_item("cv_pop_5ms", stats.cv_pop_5ms)?;
    dict.set_item("fano", stats.fano)?;
    Ok(dict)
}

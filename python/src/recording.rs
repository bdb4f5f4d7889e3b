//! What was recorded as NumPy arrays, handed over without a copy.

use numpy::{IntoPyArray, PyArrayMethods};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use rheobase::network::Network;
use rheobase::record::{Recording, Trace};

/// Everything of a stretch of a run.
pub fn dict<'py>(
    py: Python<'py>,
    network: &Network,
    recording: Recording,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    let (ticks, ids): (Vec<u64>, Vec<u32>) =
        recording.spikes.iter().map(|s| (s.tick, s.neuron)).unzip();
    dict.set_item("start", recording.start)?;
    dict.set_item("stop", recording.ticks)?;
    dict.set_item("counts", recording.counts.into_pyarray(py))?;
    dict.set_item("spike_ticks", ticks.into_pyarray(py))?;
    dict.set_item("spike_ids", ids.into_pyarray(py))?;
    dict.set_item("recorded", recording.recorded.into_pyarray(py))?;
    dict.set_item("spike_hash", recording.hash.to_string())?;
    let names = |p: usize| network.populations[p].name.as_str();
    let traces = PyList::empty(py);
    for trace in recording.traces {
        traces.append(self::trace(py, names(trace.population), trace)?)?;
    }
    dict.set_item("traces", traces)?;
    let rates = PyList::empty(py);
    for rate in recording.rates {
        let entry = PyDict::new(py);
        entry.set_item("name", &rate.name)?;
        entry.set_item("population", names(rate.population))?;
        entry.set_item("neurons", rate.neurons)?;
        entry.set_item("bin", rate.bin)?;
        entry.set_item("start", rate.start)?;
        entry.set_item("counts", rate.counts.into_pyarray(py))?;
        rates.append(entry)?;
    }
    dict.set_item("rates", rates)?;
    let weights = PyList::empty(py);
    for kept in recording.weights {
        let entry = PyDict::new(py);
        let projection = &network.projections[kept.projection];
        entry.set_item("projection", &projection.name)?;
        entry.set_item("unit", projection.unit.word())?;
        entry.set_item("tick", kept.tick)?;
        entry.set_item("weights", kept.weights.into_pyarray(py))?;
        weights.append(entry)?;
    }
    dict.set_item("weights", weights)?;
    Ok(dict)
}

fn trace<'py>(py: Python<'py>, population: &str, trace: Trace) -> PyResult<Bound<'py, PyDict>> {
    let entry = PyDict::new(py);
    entry.set_item("name", &trace.name)?;
    entry.set_item("population", population)?;
    entry.set_item("variable", &trace.variable)?;
    entry.set_item("every", trace.every)?;
    entry.set_item("start", trace.start)?;
    let rows = trace.len();
    let columns = trace.neurons.len();
    let samples = trace.samples.into_pyarray(py).reshape([rows, columns])?;
    entry.set_item("samples", samples)?;
    entry.set_item("ids", trace.neurons.into_pyarray(py))?;
    Ok(entry)
}

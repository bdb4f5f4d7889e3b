//! Descriptions of networks.

use crate::{document, error};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rheobase::presets as shipped;
use rheobase::spec::{Estimate, NetworkSpec};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

/// A checked description of a network, which does not change.
///
/// Parameters
/// ----------
/// document : dict
///     What a network file says, as nested dicts and lists; NumPy arrays where it has lists of
///     numbers.
/// base : path, optional
///     The folder from which relative paths of data files start.
///
/// Raises
/// ------
/// SpecError
///     With all mistakes at once.
#[pyclass(frozen, eq, from_py_object, module = "rheobase._native")]
#[derive(Clone, PartialEq)]
pub struct Spec {
    pub inner: NetworkSpec,
}

#[pymethods]
impl Spec {
    #[new]
    #[pyo3(signature = (document, base = PathBuf::from(".")))]
    fn new(document: &Bound<'_, PyDict>, base: PathBuf) -> PyResult<Spec> {
        let py = document.py();
        let value = document::value(document.as_any())?;
        let spec = NetworkSpec::from_value(&value, &base);
        spec.map(|inner| Spec { inner }).map_err(|problems| error::problems(py, problems))
    }

    /// Reads the text of a network file; `file` is its name for messages.
    #[staticmethod]
    #[pyo3(signature = (text, base = PathBuf::from("."), file = ""))]
    fn from_toml(py: Python<'_>, text: &str, base: PathBuf, file: &str) -> PyResult<Spec> {
        let parsed = NetworkSpec::from_toml(text, &base);
        let parsed = parsed.map_err(|p| error::problems(py, p.in_file(file)))?;
        Ok(Spec { inner: parsed.spec })
    }

    /// A network that comes with rheobase, made from these parameters.
    #[staticmethod]
    #[pyo3(signature = (name, parameters = Vec::new()))]
    fn preset(py: Python<'_>, name: &str, parameters: Vec<(String, String)>) -> PyResult<Spec> {
        let refused = |message: String| error::problem(py, "", message, "");
        let preset = shipped::get(name).map_err(|e| refused(e.to_string()))?;
        let settings: Vec<_> = parameters.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let text = preset.with(&settings).map_err(|e| refused(e.to_string()))?;
        Spec::from_toml(py, &text, PathBuf::from("."), name)
    }

    /// The text of a network file that says all of this.
    fn toml(&self) -> String {
        self.inner.to_toml()
    }

    #[getter]
    fn name(&self) -> &str {
        &self.inner.name
    }

    /// Time step, ms.
    #[getter]
    fn dt(&self) -> f64 {
        self.inner.dt
    }

    /// Simulated time that it asks for, ms.
    #[getter]
    fn duration(&self) -> f64 {
        self.inner.duration
    }

    #[getter]
    fn seed(&self) -> u64 {
        self.inner.seed
    }

    /// Start and end (None: that of the run) of the window of statistics, and its bin, ms.
    #[getter]
    fn analysis(&self) -> (f64, Option<f64>, f64) {
        let analysis = &self.inner.analysis;
        (analysis.start, analysis.stop, analysis.bin)
    }

    /// Name, size and colour of each population, in order of the neurons' ids.
    #[getter]
    fn populations(&self) -> Vec<(String, u64, Option<String>)> {
        let of = self.inner.populations.iter();
        of.map(|p| (p.name.clone(), p.size, p.color.clone())).collect()
    }

    /// Names of all projections, those of blocks first, with their source and target populations.
    #[getter]
    fn projections(&self) -> Vec<(String, String, String)> {
        let all = self.inner.all_projections().into_iter();
        all.map(|p| (p.name, p.source.population, p.target.population)).collect()
    }

    /// Names of all inputs.
    #[getter]
    fn inputs(&self) -> Vec<String> {
        self.inner.inputs.iter().map(|i| i.name.clone()).collect()
    }

    /// Expected size: `synapses`, and `bytes` of memory on one thread.
    fn estimate<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let estimate: Estimate = self.inner.estimate();
        let dict = PyDict::new(py);
        dict.set_item("synapses", estimate.synapses())?;
        dict.set_item("bytes", estimate.bytes())?;
        Ok(dict)
    }

    /// The tables that describe a model (Nordlie, Gewaltig & Plesser 2009): of each its letter and
    /// title, the names of its columns and its rows.
    fn tables(&self) -> Vec<(String, Vec<String>, Vec<Vec<String>>)> {
        rheobase_cli::model_tables(&self.inner)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.inner.to_toml().hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let text = slf.get().inner.to_toml();
        Ok((slf.get_type().getattr("from_toml")?, (text,)))
    }

    fn __repr__(&self) -> String {
        let neurons: u64 = self.inner.populations.iter().map(|p| p.size).sum();
        format!("Spec({:?}: {neurons} neurons)", self.inner.name)
    }
}

/// A preset: its name, one line about it, its parameters with their standard values.
type About = (&'static str, &'static str, Vec<(&'static str, String)>);

/// The networks that come with rheobase: name, one line about it, and its parameters with their
/// standard values.
#[pyfunction]
pub fn presets() -> Vec<About> {
    let parameters = |p: &shipped::Preset| {
        p.parameters.iter().map(|q| (q.name, q.standard_text())).collect::<Vec<_>>()
    };
    shipped::list().iter().map(|p| (p.name, p.summary, parameters(p))).collect()
}

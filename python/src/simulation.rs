//! A network that runs.

use crate::spec::Spec;
use crate::{document, error, interrupt, recording};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use rheobase::engine::{Engine, Outcome, Probe, SynapseList};
use rheobase::network::{Controls, Network};
use rheobase::record::{self, Progress};
use rheobase::spec::{InputKind, NetworkSpec, Problems, bytes_text};
use rheobase::suggest::did_you_mean;
use rheobase_cli::{available_memory, processors};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

type Floats<'py> = Bound<'py, PyArray1<f64>>;

/// A network and its state. Voltages and currents (as R·I) are in mV, conductances in nS, weights
/// in the unit of their projection.
#[pyclass(module = "rheobase._native")]
pub struct Simulation {
    inner: record::Simulation,
}

#[pymethods]
impl Simulation {
    /// Draws the network; `threads` is None for as many as serve it best.
    #[new]
    #[pyo3(signature = (spec, threads = None))]
    fn new(py: Python<'_>, spec: &Spec, threads: Option<usize>) -> PyResult<Simulation> {
        build(py, spec.inner.clone(), threads)
    }

    /// The description.
    #[getter]
    fn spec(&self) -> Spec {
        Spec { inner: self.network().spec.clone() }
    }

    /// Steps done.
    #[getter]
    fn tick(&self) -> u64 {
        self.inner.engine.tick()
    }

    /// Steps that the description asks for.
    #[getter]
    fn total(&self) -> u64 {
        self.network().ticks()
    }

    /// Simulated time so far, ms.
    #[getter]
    fn time(&self) -> f64 {
        // The same number whichever way it is reached, and one that people would write.
        rheobase::units::rounded(self.tick() as f64 * self.dt())
    }

    /// A time in ms as steps.
    fn ticks(&self, time: f64) -> PyResult<u64> {
        rheobase::network::ticks(time, self.dt(), "the duration").map_err(error::run)
    }

    /// Time step, ms.
    #[getter]
    fn dt(&self) -> f64 {
        self.network().dt()
    }

    #[getter]
    fn threads(&self) -> usize {
        self.inner.engine.threads()
    }

    /// Number of synapses.
    #[getter]
    fn synapses(&self) -> u64 {
        self.inner.engine.synapses()
    }

    /// Synaptic events so far.
    #[getter]
    fn events(&self) -> u64 {
        self.inner.engine.synaptic_events()
    }

    /// Hash of all spikes so far, recorded or not, in hexadecimal digits.
    #[getter]
    fn spike_hash(&self) -> String {
        self.inner.recording.hash.to_string()
    }

    /// Advances by that many steps; None: to the end of what the description asks for.
    ///
    /// `observe(done, ahead, spikes)` is called about twenty times per second and may return False
    /// to end the run. Returns whether all steps were done.
    #[pyo3(signature = (ticks = None, observe = None))]
    fn run(
        &mut self,
        py: Python<'_>,
        ticks: Option<u64>,
        observe: Option<Py<PyAny>>,
    ) -> PyResult<bool> {
        let now = self.tick();
        let ticks = ticks.unwrap_or_else(|| self.total().saturating_sub(now));
        self.fits(ticks)?;
        let mut raised = None;
        let mut watch = |progress: Progress| {
            let told = Python::attach(|py| {
                py.check_signals()?;
                let Some(observe) = &observe else { return Ok(true) };
                let answer = observe.call1(py, (progress.done - now, ticks, progress.spikes))?;
                PyResult::Ok(!answer.is(pyo3::types::PyBool::new(py, false)))
            });
            match told {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => ControlFlow::Break(()),
                Err(error) => {
                    raised = Some(error);
                    ControlFlow::Break(())
                }
            }
        };
        let inner = &mut self.inner;
        let outcome = py.detach(|| inner.advance(ticks, &mut watch));
        match raised {
            Some(error) => Err(error),
            None => Ok(outcome.map_err(error::run)? == Outcome::Finished),
        }
    }

    /// What was recorded since the last call, as a dict of arrays.
    fn take<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let network = Arc::clone(self.network());
        recording::dict(py, &network, self.inner.take())
    }

    /// From now on this is recorded: tables as in a network file.
    fn set_records(&mut self, records: &Bound<'_, PyDict>) -> PyResult<()> {
        let py = records.py();
        let value = document::value(records.as_any())?;
        let records = self.network().spec.records_from_value(&value);
        let records = records.map_err(|problems| error::problems(py, problems))?;
        // Whatever was recorded is taken after each run.
        self.inner.set_records(&records).map(drop).map_err(error::build)
    }

    /// Membrane potentials, mV.
    fn voltages<'py>(&self, py: Python<'py>, population: &str) -> PyResult<Floats<'py>> {
        Ok(self.inner.engine.voltages(self.population(population)?).into_pyarray(py))
    }

    fn set_voltages(
        &mut self,
        population: &str,
        values: PyReadonlyArray1<'_, f64>,
    ) -> PyResult<()> {
        let population = self.population(population)?;
        self.inner.engine.set_voltages(population, values.as_slice()?).map_err(error::state)
    }

    /// Current of a receptor as R·I, mV.
    fn currents<'py>(
        &self,
        py: Python<'py>,
        population: &str,
        receptor: &str,
    ) -> PyResult<Floats<'py>> {
        let (population, receptor) = self.receptor(population, receptor)?;
        Ok(self.inner.engine.currents(population, receptor).into_pyarray(py))
    }

    fn set_currents(
        &mut self,
        population: &str,
        receptor: &str,
        values: PyReadonlyArray1<'_, f64>,
    ) -> PyResult<()> {
        let (population, receptor) = self.receptor(population, receptor)?;
        let engine = &mut self.inner.engine;
        engine.set_currents(population, receptor, values.as_slice()?).map_err(error::state)
    }

    /// Conductance of a receptor, nS.
    fn conductances<'py>(
        &self,
        py: Python<'py>,
        population: &str,
        receptor: &str,
    ) -> PyResult<Floats<'py>> {
        let (population, receptor) = self.receptor(population, receptor)?;
        Ok(self.inner.engine.conductances(population, receptor).into_pyarray(py))
    }

    fn set_conductances(
        &mut self,
        population: &str,
        receptor: &str,
        values: PyReadonlyArray1<'_, f64>,
    ) -> PyResult<()> {
        let (population, receptor) = self.receptor(population, receptor)?;
        let engine = &mut self.inner.engine;
        engine.set_conductances(population, receptor, values.as_slice()?).map_err(error::state)
    }

    /// Weights of a projection now, in its unit and in the order of `synapses_of`.
    fn weights<'py>(&self, py: Python<'py>, projection: &str) -> PyResult<Floats<'py>> {
        let projection = self.projection(projection)?;
        let engine = &self.inner.engine;
        Ok(py.detach(|| engine.weights(projection)).into_pyarray(py))
    }

    fn set_weights(&mut self, projection: &str, values: PyReadonlyArray1<'_, f64>) -> PyResult<()> {
        let projection = self.projection(projection)?;
        self.inner.engine.set_weights(projection, values.as_slice()?).map_err(error::state)
    }

    /// Unit of a projection's weights.
    fn weight_unit(&self, projection: &str) -> PyResult<&'static str> {
        Ok(self.network().projections[self.projection(projection)?].unit.word())
    }

    /// The neurons that fired in the step before, of a projection's source and target population.
    #[allow(clippy::type_complexity, reason = "a pair of arrays")]
    fn fired<'py>(
        &self,
        py: Python<'py>,
        projection: &str,
    ) -> PyResult<(Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<u32>>)> {
        let projection = &self.network().projections[self.projection(projection)?];
        let fired = self.inner.engine.fired();
        let of = |population: usize| {
            let p = &self.network().populations[population];
            let local = |&id: &u32| id.checked_sub(p.first).filter(|&n| n < p.size);
            fired.iter().filter_map(local).collect::<Vec<_>>()
        };
        Ok((of(projection.source).into_pyarray(py), of(projection.target).into_pyarray(py)))
    }

    /// Source and target (indices in their populations) and delay (steps) of each synapse.
    #[allow(clippy::type_complexity, reason = "a tuple of three arrays is what Python gets")]
    fn synapses_of<'py>(
        &self,
        py: Python<'py>,
        projection: &str,
    ) -> PyResult<(Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<u32>>)>
    {
        let (engine, projection) = (&self.inner.engine, self.projection(projection)?);
        let list = py.detach(|| engine.synapses_of(projection));
        let SynapseList { sources, targets, delays } = list;
        Ok((sources.into_pyarray(py), targets.into_pyarray(py), delays.into_pyarray(py)))
    }

    /// Switches the learning of all projections whose names fit.
    fn set_plasticity(&mut self, pattern: &str, on: bool) -> PyResult<()> {
        let network = Arc::clone(self.network());
        self.control(pattern, "plasticity", |controls, p| {
            controls.learning[p] = on && network.projections[p].is_plastic();
        })
    }

    /// Switches the failures of all projections whose names fit.
    fn set_failures(&mut self, pattern: &str, on: bool) -> PyResult<()> {
        let network = Arc::clone(self.network());
        self.control(pattern, "failures", |controls, p| {
            controls.failures[p] = on && network.projections[p].failure.is_some();
        })
    }

    /// Multiplies what all projections whose names fit deliver.
    fn set_scale(&mut self, pattern: &str, factor: f64) -> PyResult<()> {
        if !factor.is_finite() {
            return Err(PyValueError::new_err(format!("a scale of {factor} is no finite number")));
        }
        self.control(pattern, "scale", |controls, p| controls.scale[p] = factor)
    }

    /// Switches of a projection: whether it learns, whether it fails, the factor on its weights.
    fn switches(&self, projection: &str) -> PyResult<(bool, bool, f64)> {
        let p = self.projection(projection)?;
        let controls = self.inner.engine.controls();
        Ok((controls.learning[p], controls.failures[p], controls.scale[p]))
    }

    /// Unit of the mean of an input.
    fn input_unit(&self, input: &str) -> PyResult<&'static str> {
        let index = self.input(input)?;
        Ok(match &self.network().spec.inputs[index].kind {
            InputKind::Constant { unit, .. }
            | InputKind::PerNeuron { unit, .. }
            | InputKind::Current { unit, .. }
            | InputKind::OrnsteinUhlenbeck { unit, .. } => unit.word(),
            InputKind::Poisson { .. } => "Hz",
            _ => "mV",
        })
    }

    /// Number of neurons that an input reaches.
    fn input_width(&self, input: &str) -> PyResult<usize> {
        let input = &self.network().inputs[self.input(input)?];
        Ok(input.regions.iter().map(|region| region.len as usize).sum())
    }

    /// The mean that an input was given, in its unit.
    fn input_mean(&self, input: &str) -> PyResult<Option<f64>> {
        Ok(self.inner.engine.controls().means[self.input(input)?])
    }

    /// Gives an input a new mean in its own unit (a Poisson input's rate in Hz); None: its own.
    fn set_input_mean(&mut self, input: &str, mean: Option<f64>) -> PyResult<()> {
        let index = self.input(input)?;
        if !self.network().inputs[index].drive.has_mean() {
            let message = format!("input `{input}` has no mean that could be changed");
            return Err(PyValueError::new_err(message));
        }
        if let Some(mean) = mean.filter(|mean| !mean.is_finite()) {
            return Err(PyValueError::new_err(format!("a mean of {mean} is no finite number")));
        }
        let mut controls = self.inner.engine.controls().clone();
        controls.means[index] = mean;
        self.inner.engine.set_controls(controls);
        Ok(())
    }

    /// These neurons of a population, and no others of it, neither integrate nor spike.
    fn silence(&mut self, population: &str, mut ids: Vec<u32>) -> PyResult<()> {
        let index = self.population(population)?;
        let size = self.network().populations[index].size;
        if let Some(id) = ids.iter().find(|&&id| id >= size) {
            let message = format!("there is no neuron {id} in `{population}`, which has {size}");
            return Err(PyValueError::new_err(message));
        }
        ids.sort_unstable();
        ids.dedup();
        let mut controls = self.inner.engine.controls().clone();
        controls.silenced[index] = ids;
        self.inner.engine.set_controls(controls);
        Ok(())
    }

    /// These neurons (global ids) fired in the step before the present one, and no others.
    fn set_fired(&mut self, ids: Vec<u32>) -> PyResult<()> {
        self.inner.engine.set_fired(&ids).map_err(error::state)
    }

    /// Noise of an input in the steps from `first` on, mV: `values[step, neuron]`.
    fn supply_noise(
        &mut self,
        input: &str,
        first: u64,
        values: PyReadonlyArray2<'_, f64>,
    ) -> PyResult<()> {
        self.inner.engine.supply_noise(input, first, values.as_slice()?).map_err(error::state)
    }

    /// The value of an input in the steps from `first` on, in its unit: `values[step, neuron]`; the
    /// last row holds from then on where `held`.
    #[pyo3(signature = (input, first, values, held = false))]
    fn supply_drive(
        &mut self,
        input: &str,
        first: u64,
        values: PyReadonlyArray2<'_, f64>,
        held: bool,
    ) -> PyResult<()> {
        let engine = &mut self.inner.engine;
        engine.supply_drive(input, first, values.as_slice()?, held).map_err(error::state)
    }

    /// Which synapses of a projection transmit from the step `first` on, in the order of `weights`.
    fn supply_mask(
        &mut self,
        projection: &str,
        first: u64,
        transmits: PyReadonlyArray1<'_, bool>,
    ) -> PyResult<()> {
        let engine = &mut self.inner.engine;
        engine.supply_mask(projection, first, transmits.as_slice()?).map_err(error::state)
    }

    /// Draws everything itself again.
    fn clear_supply(&mut self) {
        self.inner.engine.clear_supply();
    }

    /// Network and state as bytes, without supplied numbers.
    #[allow(clippy::wrong_self_convention, reason = "recordings are brought up to date first")]
    fn to_bytes<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let inner = &mut self.inner;
        let bytes = py.detach(|| inner.to_bytes()).map_err(error::state)?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The way back, on any number of threads.
    #[staticmethod]
    #[pyo3(signature = (bytes, threads = None))]
    fn from_bytes(py: Python<'_>, bytes: &[u8], threads: Option<usize>) -> PyResult<Simulation> {
        let inner = py.detach(|| record::Simulation::from_bytes(bytes, threads));
        Ok(Simulation { inner: inner.map_err(error::state)? })
    }

    /// Writes network and state to one file, whole or not at all.
    fn save(&mut self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let inner = &mut self.inner;
        py.detach(|| inner.save_file(&path)).map_err(error::state)
    }

    /// Reads a file that `save` has written.
    #[staticmethod]
    #[pyo3(signature = (path, threads = None))]
    fn load(py: Python<'_>, path: PathBuf, threads: Option<usize>) -> PyResult<Simulation> {
        let inner = py.detach(|| record::Simulation::load_file(&path, threads));
        Ok(Simulation { inner: inner.map_err(error::state)? })
    }
}

impl Simulation {
    fn network(&self) -> &Arc<Network> {
        self.inner.engine.network()
    }

    /// Refuses a run whose samples would not fit into memory.
    fn fits(&self, ticks: u64) -> PyResult<()> {
        let samples = |probe: &Probe| probe.neurons.len() as f64 * (ticks / probe.every) as f64;
        let bytes = 8.0 * self.inner.engine.probes().iter().map(samples).sum::<f64>();
        let available = available_memory() as f64;
        if bytes <= available {
            return Ok(());
        }
        let (needed, free) = (bytes_text(bytes), bytes_text(available));
        Err(error::run(format!(
            "the states that are recorded need about {needed} of memory, but {free} are available: \
             record fewer neurons, or more seldom (`every`), or run in shorter pieces"
        )))
    }

    fn population(&self, name: &str) -> PyResult<usize> {
        let names = self.network().populations.iter().map(|p| p.name.as_str());
        find("population", name, &names.collect::<Vec<_>>())
    }

    fn receptor(&self, population: &str, receptor: &str) -> PyResult<(usize, usize)> {
        let index = self.population(population)?;
        let names = self.network().spec.populations[index].receptors.iter();
        let names: Vec<_> = names.map(|r| r.name.as_str()).collect();
        Ok((index, find("receptor", receptor, &names)?))
    }

    fn input(&self, name: &str) -> PyResult<usize> {
        let names = self.network().inputs.iter().map(|i| i.name.as_str());
        find("input", name, &names.collect::<Vec<_>>())
    }

    fn projection(&self, name: &str) -> PyResult<usize> {
        let names = self.network().projections.iter().map(|p| p.name.as_str());
        find("projection", name, &names.collect::<Vec<_>>())
    }

    /// Changes the switches of all projections whose names fit.
    fn control(
        &mut self,
        pattern: &str,
        what: &str,
        change: impl Fn(&mut Controls, usize),
    ) -> PyResult<()> {
        let found = self.network().matching(pattern, what).map_err(error::build)?;
        let mut controls = self.inner.engine.controls().clone();
        found.into_iter().for_each(|p| change(&mut controls, p));
        self.inner.engine.set_controls(controls);
        Ok(())
    }
}

fn build(py: Python<'_>, spec: NetworkSpec, threads: Option<usize>) -> PyResult<Simulation> {
    let fits = |threads| spec.estimate().fits(threads, available_memory());
    fits(threads.unwrap_or(1)).map_err(|p| error::problems(py, Problems::new(vec![p])))?;
    // Where nobody says how many, more threads must fit, too.
    let most = if fits(processors()).is_ok() { processors() } else { 1 };
    let made = interrupt::until_done(py, move || {
        let network = Arc::new(Network::compile(&spec)?);
        let threads = threads.unwrap_or_else(|| Engine::best_threads(&network, most));
        record::Simulation::new(network, threads)
    });
    Ok(Simulation { inner: made?.map_err(error::build)? })
}

/// Index of a name; the error says what there is.
fn find(what: &str, name: &str, names: &[&str]) -> PyResult<usize> {
    names.iter().position(|other| *other == name).ok_or_else(|| {
        let message = format!("there is no {what} `{name}`: {}", did_you_mean(name, names));
        pyo3::exceptions::PyKeyError::new_err(message)
    })
}

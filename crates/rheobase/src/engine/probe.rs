//! Recording of state variables.

use super::layer::Layer;

/// A variable that can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// Membrane potential, mV.
    Voltage,
    /// Sum of all receptors' currents as R·I, mV.
    Current,
    /// Current of one receptor as R·I, mV.
    ReceptorCurrent(usize),
    /// Conductance of one receptor, nS.
    Conductance(usize),
}

/// What is recorded: one variable of some neurons of a population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Index of the population.
    pub population: usize,
    /// Indices of the neurons, ascending.
    pub neurons: Vec<u32>,
    /// The variable.
    pub variable: Variable,
    /// Interval in ticks: samples are of the state at multiples of it, and at the start.
    pub every: u64,
}

/// A probe's neurons in one part, and their samples since the last collection.
#[derive(Clone, Debug)]
pub struct PartProbe {
    population: usize,
    /// Indices in the layer.
    neurons: Vec<u32>,
    variable: Variable,
    every: u64,
    /// Sample after sample, since they were collected last.
    pub samples: Vec<f64>,
}

impl PartProbe {
    pub fn new(probe: &Probe, layer: &Layer) -> PartProbe {
        let range = layer.range();
        let mine = probe.neurons.iter().filter(|&&n| range.contains(&(n as usize)));
        PartProbe {
            population: probe.population,
            neurons: mine.map(|n| n - layer.start).collect(),
            variable: probe.variable,
            every: probe.every,
            samples: Vec::new(),
        }
    }

    /// Takes a sample of the state at the beginning of `tick`, if one is due.
    pub fn sample(&mut self, layers: &[Layer], inputs: &[f64], tick: u64) {
        if !tick.is_multiple_of(self.every) {
            return;
        }
        let layer = &layers[self.population];
        let value = |&n: &u32| {
            let n = n as usize;
            let current = |r: usize| layer.current(r, n, inputs);
            match self.variable {
                Variable::Voltage => layer.v[n],
                Variable::Current => (0..layer.synapses.len()).map(current).sum(),
                Variable::ReceptorCurrent(r) => current(r),
                Variable::Conductance(r) => layer.conductance(r, n, inputs),
            }
        };
        self.samples.extend(self.neurons.iter().map(value));
    }

    /// Number of neurons in this part.
    pub fn width(&self) -> usize {
        self.neurons.len()
    }
}

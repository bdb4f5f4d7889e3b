//! The state of the neurons of one population that one part owns.

use super::aligned::Aligned;
use super::coefficients::{Exact, Propagator};
use super::column::Column;
use super::conducting::Conducting;
use super::divide::inverse;
use super::drives::Drives;
use super::inputs::Channel;
use super::resting::Resting;
use super::uniform::{Uniform, only_channel};
use crate::network::{Network, Population};
use crate::spec::{ReceptorKind, Scheme};
use std::ops::Range;

/// State of one receptor. A list that is among the inputs is empty; see [`Layer::direct`].
#[derive(Clone, Debug)]
pub enum Synapse {
    /// V jumps; nothing to remember.
    Delta,
    /// R·I, mV.
    Exponential {
        /// Current.
        i: Aligned<f64>,
    },
    /// Alpha current.
    Alpha {
        /// Inner variable, mV/ms.
        x: Aligned<f64>,
        /// Current, mV.
        i: Aligned<f64>,
    },
    /// Conductance.
    Conductance {
        /// Conductance, nS.
        g: Aligned<f64>,
    },
}

impl Synapse {
    fn new(kind: ReceptorKind, n: usize, direct: bool) -> Synapse {
        let list = || if direct { Aligned::default() } else { Aligned::new(0.0, n) };
        match kind {
            ReceptorKind::Delta => Synapse::Delta,
            ReceptorKind::Exponential { .. } => Synapse::Exponential { i: list() },
            ReceptorKind::Alpha { .. } => Synapse::Alpha { x: list(), i: list() },
            ReceptorKind::Conductance { .. } => Synapse::Conductance { g: list() },
        }
    }
}

/// Neurons `start..start + v.len()` of a population.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Index in the population of the first neuron.
    pub start: u32,
    /// Membrane potentials, mV.
    pub v: Aligned<f64>,
    /// Steps that each neuron is still held at its reset; during a block of steps, those of
    /// [`Layer::resting`] may hold instead.
    pub left: Aligned<u32>,
    /// State of the receptors.
    pub synapses: Vec<Synapse>,
    /// For each receptor whose variable is among the inputs: its place there.
    pub direct: Vec<Option<usize>>,
    /// What drives the neurons in a step.
    pub drives: Drives,
    /// Whether a V that is as good as zero may be set to zero: no threshold of the population is
    /// there.
    pub(super) forgets_v: bool,
    /// Silenced neurons, with room for what a step must not change in them.
    pub silenced: Vec<Silenced>,
    pub(super) parameters: Parameters,
    pub(super) exact: Option<Exact>,
    pub(super) propagators: Vec<Propagator>,
    /// Where all neurons are alike and a step can be one pass.
    pub(super) uniform: Option<Uniform>,
    /// In the Euler scheme, where one exponential current is all that arrives: the place of its
    /// input and its time constant, ms.
    pub(super) one_current: Option<(usize, f64)>,
    /// What conductances need, where there are any.
    pub(super) conducting: Option<Conducting>,
    /// Whether neurons of the Euler scheme may be at rest after a spike for more than its step.
    pub(super) rests: bool,
    /// Neurons at rest, during a block of steps in which a step can be one pass.
    pub(super) resting: Resting,
}

/// A silenced neuron: V stays where it is, a refractory period that has begun goes on.
#[derive(Clone, Copy, Debug)]
pub struct Silenced {
    /// Index in the layer.
    pub index: usize,
    pub(super) v: f64,
    pub(super) left: u32,
}

impl Silenced {
    pub fn new(index: usize) -> Silenced {
        Silenced { index, v: 0.0, left: 0 }
    }
}

/// Parameters of the neurons.
#[derive(Clone, Debug)]
pub struct Parameters {
    pub tau_m: Column<f64>,
    /// Inverses of the same in the Euler scheme, if none is missing.
    pub inverse_tau_m: Option<Column<f64>>,
    pub v_rest: Column<f64>,
    pub v_thr: Column<f64>,
    pub v_reset: Column<f64>,
    pub hold: Column<u32>,
    pub resistance: Option<Column<f64>>,
}

impl Layer {
    pub fn new(
        network: &Network,
        index: usize,
        range: Range<usize>,
        channels: &[Channel],
    ) -> Layer {
        let population = &network.populations[index];
        let n = range.len();
        let exact = (network.scheme() == Scheme::Exact)
            .then(|| Exact::new(network, population, range.start, range.end));
        let propagators = population
            .receptors
            .iter()
            .map(|r| Propagator::new(r.kind, &population.tau_m[range.clone()], network.dt()))
            .collect();
        let column = |values: &[f64]| Column::new(values[range.clone()].to_vec());
        let parameters = Parameters {
            tau_m: column(&population.tau_m),
            inverse_tau_m: (population.tau_m[range.clone()].iter().copied().map(inverse))
                .collect::<Option<Vec<_>>>()
                .filter(|_| exact.is_none())
                .map(Column::new),
            v_rest: column(&population.v_rest),
            v_thr: column(&population.v_thr),
            v_reset: column(&population.v_reset),
            hold: Column::new(population.hold[range.clone()].to_vec()),
            resistance: population.resistance.as_deref().map(column),
        };
        let place = |receptor| {
            let known = channels.iter().find(|c| c.receptor == receptor && c.direct);
            known.map(|channel| channel.start)
        };
        let direct: Vec<_> = (0..population.receptors.len()).map(place).collect();
        let mut layer = Layer {
            start: range.start as u32,
            v: Aligned::copy(&population.v_init[range.clone()]),
            left: Aligned::new(0, n),
            synapses: population
                .receptors
                .iter()
                .zip(&direct)
                .map(|(r, place)| Synapse::new(r.kind, n, place.is_some()))
                .collect(),
            direct,
            drives: Drives::default(),
            forgets_v: population.v_thr.iter().all(|&thr| thr > 0.0),
            silenced: Vec::new(),
            parameters,
            exact,
            propagators,
            conducting: Conducting::new(population, range.clone(), network.dt()),
            one_current: None,
            uniform: None,
            rests: true,
            resting: Resting::default(),
        };
        layer.one_current = layer.as_one_current(population, channels);
        layer.uniform = layer.as_uniform(population, channels);
        layer
    }

    fn as_one_current(
        &self,
        population: &Population,
        channels: &[Channel],
    ) -> Option<(usize, f64)> {
        let [one] = &population.receptors[..] else { return None };
        let ReceptorKind::Exponential { tau } = one.kind else { return None };
        let channel = only_channel(channels, 0)?;
        (self.exact.is_none() && !channel.per_resistance).then_some((channel.start, tau))
    }

    /// The current (R·I, mV) or conductance (nS) of a receptor; nothing for a delta receptor.
    pub fn variable<'a>(&'a self, receptor: usize, inputs: &'a [f64]) -> &'a [f64] {
        if let Some(place) = self.direct[receptor] {
            return &inputs[place..][..self.v.len()];
        }
        match &self.synapses[receptor] {
            Synapse::Delta => &[],
            Synapse::Exponential { i: all } | Synapse::Alpha { i: all, .. } => all,
            Synapse::Conductance { g: all } => all,
        }
    }

    /// The same, to be set.
    pub fn variable_mut<'a>(&'a mut self, receptor: usize, inputs: &'a mut [f64]) -> &'a mut [f64] {
        if let Some(place) = self.direct[receptor] {
            return &mut inputs[place..][..self.v.len()];
        }
        match &mut self.synapses[receptor] {
            Synapse::Delta => &mut [],
            Synapse::Exponential { i: all } | Synapse::Alpha { i: all, .. } => all,
            Synapse::Conductance { g: all } => all,
        }
    }

    /// The inner variable of an alpha current, mV/ms; nothing for other receptors.
    pub fn inner(&self, receptor: usize) -> &[f64] {
        match &self.synapses[receptor] {
            Synapse::Alpha { x, .. } => x,
            _ => &[],
        }
    }

    /// The same, to be set.
    pub fn inner_mut(&mut self, receptor: usize) -> &mut [f64] {
        match &mut self.synapses[receptor] {
            Synapse::Alpha { x, .. } => x,
            _ => &mut [],
        }
    }

    /// Synaptic current of a receptor into a neuron as R·I, mV; 0 for a delta receptor.
    pub fn current(&self, receptor: usize, neuron: usize, inputs: &[f64]) -> f64 {
        let Some(&value) = self.variable(receptor, inputs).get(neuron) else { return 0.0 };
        match (&self.synapses[receptor], &self.conducting) {
            (Synapse::Conductance { .. }, Some(conducting)) => {
                conducting.current(receptor, neuron, value, self.v[neuron])
            }
            _ => value,
        }
    }

    /// The conductance of a receptor, nS; 0 for receptors of other kinds.
    pub fn conductance(&self, receptor: usize, neuron: usize, inputs: &[f64]) -> f64 {
        match &self.synapses[receptor] {
            Synapse::Conductance { .. } => self.variable(receptor, inputs)[neuron],
            _ => 0.0,
        }
    }

    /// Neurons of this layer as a range of indices in the population.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.start as usize + self.v.len()
    }

    /// Resistance of a neuron in mV/pA, 1 where there is none.
    pub fn resistance(&self, index: usize) -> f64 {
        self.parameters.resistance.as_ref().map_or(1.0, |each| each.get(index))
    }

    /// What white noise of unit stationary deviation of V needs per step, for a neuron: the
    /// deviation of V's kick in the exact scheme, of the noise current in the Euler scheme.
    pub fn white_scale(&self, k: usize, dt: f64) -> f64 {
        match &self.exact {
            Some(exact) => {
                let conducting = self.conducting.as_ref();
                exact.white.get(k) * conducting.map_or(1.0, |conducting| conducting.early(k))
            }
            // V' = a V + (dt/tau) ξ with a = 1 - dt/tau has the variance (dt/tau)²/(1 - a²).
            None => {
                let tau = self.parameters.tau_m.get(k);
                let a = 1.0 - dt / tau;
                libm::sqrt((1.0 - a * a).max(0.0)) * tau / dt
            }
        }
    }

    /// Whether the scheme is the exact one.
    pub fn is_exact(&self) -> bool {
        self.exact.is_some()
    }
}

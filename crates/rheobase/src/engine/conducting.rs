//! What a layer with conductances keeps beside its state, and its step as calls of the kernels.

use super::column::Column;
use super::conductance::{self, Decay, Parameters, Sums};
use super::kernel;
use super::layer::Synapse;
use super::uniform::{Conductance, same};
use crate::network::Population;
use crate::spec::ReceptorKind;
use std::ops::Range;

/// Coefficients and scratch of a range of neurons with conductances.
#[derive(Clone, Debug)]
pub struct Conducting {
    /// Sums of the step.
    sums: Sums,
    /// dt/tau_m per neuron.
    rate: Column<f64>,
    /// R per neuron, mV/pA.
    resistance: Column<f64>,
    /// What makes white noise act in the middle of the step: exp(dt/(2 tau_m)) per neuron.
    early: Column<f64>,
    /// Per receptor; a delta receptor's is not used.
    decays: Vec<Decay>,
    /// Per receptor, mV; none for currents.
    reversals: Vec<Option<f64>>,
}

impl Conducting {
    /// `None` for a population without conductances.
    pub fn new(population: &Population, range: Range<usize>, dt: f64) -> Option<Conducting> {
        let kinds = || population.receptors.iter().map(|r| r.kind);
        if !kinds().any(|kind| matches!(kind, ReceptorKind::Conductance { .. })) {
            return None;
        }
        let tau_m = &population.tau_m[range.clone()];
        // The compilation has seen to it that there is a resistance.
        let resistance = population.resistance.as_ref()?[range].to_vec();
        Some(Conducting {
            sums: Sums::new(),
            rate: Column::new(tau_m.iter().map(|t| dt / t).collect()),
            early: Column::new(tau_m.iter().map(|t| libm::exp(0.5 * dt / t)).collect()),
            decays: kinds().map(|kind| Decay::new(kind.tau().unwrap_or(dt), dt)).collect(),
            reversals: kinds().map(|kind| kind.reversal()).collect(),
            resistance: Column::new(resistance),
        })
    }

    /// The current of a conductance g (nS) as R·I, mV.
    pub fn current(&self, receptor: usize, neuron: usize, g: f64, v: f64) -> f64 {
        self.resistance.get(neuron) * g * (self.reversals[receptor].unwrap_or(v) - v)
    }

    /// Factor on a neuron's white noise per step.
    pub fn early(&self, neuron: usize) -> f64 {
        self.early.get(neuron)
    }

    /// dt/tau_m, if all neurons share it.
    pub fn rate(&self) -> Option<f64> {
        same(&self.rate)
    }

    /// A receptor's conductance, if all neurons share the resistance.
    pub fn conductance(&self, receptor: usize) -> Option<Conductance> {
        let (decay, resistance) = (self.decays[receptor], same(&self.resistance)?);
        let weights = conductance::weights(decay, resistance, self.reversals[receptor]?);
        Some(Conductance { left: decay.left, weights })
    }

    /// Begins a block of neurons.
    pub fn begin(&mut self) {
        self.sums.clear();
    }

    /// Advances one receptor of a block of neurons and adds what it does in this step to the sums.
    pub fn receptor(
        &mut self,
        index: usize,
        state: &mut Synapse,
        input: &[f64],
        neurons: &Range<usize>,
        dt: f64,
    ) {
        match state {
            Synapse::Delta => {}
            Synapse::Exponential { i: variable } | Synapse::Conductance { g: variable } => {
                let variable = &mut variable[neurons.clone()];
                kernel::add(variable, input);
                self.decay(index, variable, neurons);
            }
            Synapse::Alpha { x, i } => {
                let (x, i) = (&mut x[neurons.clone()], &mut i[neurons.clone()]);
                conductance::alpha_current(x, i, input, &mut self.sums, self.decays[index], dt);
            }
        }
    }

    /// The same where the variable, of an exponential current or a conductance, has jumped by what
    /// arrived.
    pub fn decay(&mut self, index: usize, variable: &mut [f64], neurons: &Range<usize>) {
        let (sums, decay) = (&mut self.sums, self.decays[index]);
        match self.reversals[index] {
            Some(reversal) => {
                let resistance = self.resistance.block(neurons);
                conductance::conductance(variable, sums, resistance, decay, reversal);
            }
            None => conductance::current(variable, sums, decay),
        }
    }

    /// Parameters of the membrane's step, and its sums.
    pub fn parameters<'a>(
        &'a mut self,
        v_rest: &'a [f64],
        v_thr: &'a [f64],
        v_reset: &'a [f64],
        hold: &'a [u32],
        neurons: &Range<usize>,
    ) -> (Parameters<'a>, &'a mut Sums) {
        let rate = self.rate.block(neurons);
        (Parameters { rate, v_rest, v_thr, v_reset, hold }, &mut self.sums)
    }
}

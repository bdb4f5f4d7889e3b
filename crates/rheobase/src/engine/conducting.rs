//! What a layer with conductances keeps beside its state, and its step as calls of the kernels.

use super::column::Column;
use super::conductance::{self, Decay, Parameters, Sums};
use super::layer::Synapse;
use super::uniform::{Conductance, Leak, same};
use crate::network::Population;
use crate::spec::ReceptorKind;
use std::ops::Range;

/// Coefficients and scratch of a range of neurons with conductances.
#[derive(Clone, Debug)]
pub struct Conducting {
    /// Sums of the step.
    pub sums: Sums,
    /// dt/tau_m per neuron.
    rate: Column<f64>,
    /// R per neuron, mV/pA.
    resistance: Column<f64>,
    /// 1/R per neuron, nS.
    leak: Column<f64>,
    /// What makes white noise act in the middle of the step: exp(dt/(2 tau_m)) per neuron.
    early: Column<f64>,
    /// Per receptor; a delta receptor's is not used.
    decays: Vec<Decay>,
    /// Per receptor, mV; 0 for currents.
    reversals: Vec<f64>,
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
            leak: Column::new(resistance.iter().map(|r| 1.0 / r).collect()),
            early: Column::new(tau_m.iter().map(|t| libm::exp(0.5 * dt / t)).collect()),
            decays: kinds().map(|kind| Decay::new(kind.tau().unwrap_or(dt), dt)).collect(),
            reversals: kinds().map(|kind| kind.reversal().unwrap_or(0.0)).collect(),
            resistance: Column::new(resistance),
        })
    }

    /// The current of a conductance g (nS) as R·I, mV.
    pub fn current(&self, receptor: usize, neuron: usize, g: f64, v: f64) -> f64 {
        self.resistance.get(neuron) * g * (self.reversals[receptor] - v)
    }

    /// Factor on a neuron's white noise per step.
    pub fn early(&self, neuron: usize) -> f64 {
        self.early.get(neuron)
    }

    /// What all neurons share, if they do.
    pub fn leak(&self) -> Option<Leak> {
        Some(Leak { rate: same(&self.rate)?, resistance: same(&self.resistance)? })
    }

    /// The conductance of a receptor.
    pub fn conductance(&self, receptor: usize, place: usize) -> Conductance {
        let (decay, reversal) = (self.decays[receptor], self.reversals[receptor]);
        Conductance { place, decay, reversal }
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
        let (sums, leak) = (&mut self.sums, self.leak.block(neurons));
        let (decay, block) = (self.decays[index], neurons.clone());
        match state {
            Synapse::Delta => {}
            Synapse::Exponential { i } => {
                conductance::current(&mut i[block], input, sums, leak, decay);
            }
            Synapse::Alpha { x, i } => {
                let (x, i) = (&mut x[block.clone()], &mut i[block]);
                conductance::alpha_current(x, i, input, sums, leak, decay, dt);
            }
            Synapse::Conductance { g } => {
                let reversal = self.reversals[index];
                conductance::conductance(&mut g[block], input, sums, decay, reversal);
            }
        }
    }

    /// Parameters of the membrane's step.
    pub fn parameters<'a>(
        &'a self,
        v_rest: &'a [f64],
        v_thr: &'a [f64],
        v_reset: &'a [f64],
        hold: &'a [u32],
        neurons: &Range<usize>,
    ) -> Parameters<'a> {
        let (rate, resistance) = (self.rate.block(neurons), self.resistance.block(neurons));
        Parameters { rate, resistance, v_rest, v_thr, v_reset, hold }
    }
}

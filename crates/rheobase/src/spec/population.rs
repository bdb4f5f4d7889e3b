//! Populations: sizes, neuron models, receptors, positions.

use super::{Param, Shape};
use crate::spec::Distribution;

/// A group of neurons of one model.
#[derive(Clone, Debug, PartialEq)]
pub struct PopulationSpec {
    /// Unique name: letters, digits and `_`, beginning with a letter.
    pub name: String,
    /// Number of neurons.
    pub size: u64,
    /// Colour in pictures: a name or `#rrggbb`; `None`: the palette's next.
    pub color: Option<String>,
    /// The neuron model and its parameters.
    pub model: NeuronModel,
    /// Receptors that projections and inputs reach by name.
    pub receptors: Vec<ReceptorSpec>,
    /// Membrane potential at the start, mV.
    pub v_init: Param,
    /// Where the neurons are; needed by distance-dependent rules only.
    pub positions: Option<Positions>,
}

/// The built-in neuron models.
#[derive(Clone, Debug, PartialEq)]
pub enum NeuronModel {
    /// Leaky integrate-and-fire: `tau_m dV/dt = V_rest - V + R·I`.
    Lif(LifSpec),
}

/// Parameters of the leaky integrate-and-fire neuron.
#[derive(Clone, Debug, PartialEq)]
pub struct LifSpec {
    /// Membrane time constant, ms.
    pub tau_m: Param,
    /// Membrane capacitance, pF; needed where a current or weight is given in pA
    /// (R = tau_m / C_m). `None`: currents are in mV, that is R·I.
    pub c_m: Option<Param>,
    /// Resting potential, mV.
    pub v_rest: Param,
    /// Threshold, mV.
    pub v_thr: Param,
    /// Reset potential, mV.
    pub v_reset: Param,
    /// Refractory period, ms. During it V is held at the reset and input to V is dropped.
    pub t_ref: Param,
    /// Height of a spike painted into exported voltage traces, mV; no effect on the dynamics.
    pub v_spike: f64,
}

impl Default for LifSpec {
    fn default() -> Self {
        LifSpec {
            tau_m: Param::Constant(10.0),
            c_m: None,
            v_rest: Param::Constant(-70.0),
            v_thr: Param::Constant(-50.0),
            v_reset: Param::Constant(-80.0),
            t_ref: Param::Constant(0.0),
            v_spike: 40.0,
        }
    }
}

impl PopulationSpec {
    /// A population of default LIF neurons that start uniformly between reset and threshold.
    pub fn lif(name: impl Into<String>, size: u64) -> Self {
        PopulationSpec {
            name: name.into(),
            size,
            color: None,
            model: NeuronModel::Lif(LifSpec::default()),
            receptors: Vec::new(),
            v_init: Param::Drawn(Distribution {
                shape: Shape::Uniform { low: -80.0, high: -50.0 },
                min: None,
                max: None,
            }),
            positions: None,
        }
    }

    /// Position of a receptor in the list, by name.
    pub fn receptor(&self, name: &str) -> Option<usize> {
        self.receptors.iter().position(|r| r.name == name)
    }
}

/// A named receptor: the shape of the response to a presynaptic spike.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceptorSpec {
    /// Name, unique in the population.
    pub name: String,
    /// Shape of the response.
    pub kind: ReceptorKind,
}

/// Shape of the postsynaptic response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReceptorKind {
    /// V jumps.
    Delta,
    /// Current that jumps and decays with `tau` ms.
    Exponential {
        /// Decay time constant, ms.
        tau: f64,
    },
    /// Current `t/tau · exp(1 - t/tau)`, with its peak at `tau` ms.
    Alpha {
        /// Time to peak, ms.
        tau: f64,
    },
    /// Conductance that jumps and decays with `tau` ms; its current is `g·(reversal - V)`.
    Conductance {
        /// Decay time constant, ms.
        tau: f64,
        /// Reversal potential, mV.
        reversal: f64,
    },
}

impl ReceptorKind {
    /// The word that names it in a network file.
    pub fn word(&self) -> &'static str {
        match self {
            ReceptorKind::Delta => "delta",
            ReceptorKind::Exponential { .. } => "exponential",
            ReceptorKind::Alpha { .. } => "alpha",
            ReceptorKind::Conductance { .. } => "conductance",
        }
    }

    /// Time constant in ms, of those that have one.
    pub fn tau(&self) -> Option<f64> {
        match *self {
            ReceptorKind::Delta => None,
            ReceptorKind::Exponential { tau }
            | ReceptorKind::Alpha { tau }
            | ReceptorKind::Conductance { tau, .. } => Some(tau),
        }
    }

    /// Reversal potential of a conductance, mV.
    pub fn reversal(&self) -> Option<f64> {
        match *self {
            ReceptorKind::Conductance { reversal, .. } => Some(reversal),
            _ => None,
        }
    }
}

/// Positions of the neurons of a population, µm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Positions {
    /// Rows of `columns` neurons each, `spacing` µm apart; neuron i is at
    /// (i mod columns, i div columns).
    Grid {
        /// Neurons in a row.
        columns: u64,
        /// Distance of neighbours, µm.
        spacing: f64,
        /// Whether opposite edges touch (torus).
        periodic: bool,
    },
    /// Uniformly at random in a rectangle.
    Random {
        /// Width, µm.
        width: f64,
        /// Height, µm.
        height: f64,
        /// Whether opposite edges touch (torus).
        periodic: bool,
    },
    /// Evenly on a ring; distances are along the arc.
    Ring {
        /// Length of the ring, µm.
        circumference: f64,
    },
}

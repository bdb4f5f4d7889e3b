//! Projections: who connects to whom, how strongly, how late, how reliably.

use super::{DataFile, Distribution, Matrix, Selection};
use std::sync::Arc;

/// Synapses from one selection of neurons to another.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionSpec {
    /// Unique name.
    pub name: String,
    /// Presynaptic neurons.
    pub source: Selection,
    /// Postsynaptic neurons.
    pub target: Selection,
    /// Receptor of the target population that is reached.
    pub receptor: String,
    /// Which pairs are connected.
    pub rule: Rule,
    /// Whether a neuron may connect to itself.
    pub allow_self: bool,
    /// Whether a pair may have several synapses.
    pub allow_multiple: bool,
    /// Strength of each synapse.
    pub weight: Weight,
    /// Delay of each synapse.
    pub delay: Delay,
    /// Unreliable transmission.
    pub failure: Option<Failure>,
    /// Learning.
    pub plasticity: Option<Plasticity>,
}

/// Rule by which pairs are connected.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Every source to every target.
    AllToAll,
    /// Source i to target i of selections of equal length.
    OneToOne,
    /// Each pair independently with probability `p`.
    Bernoulli {
        /// Probability of a connection.
        p: f64,
    },
    /// Each target gets `n` sources, drawn uniformly.
    FixedInDegree {
        /// Synapses per target.
        n: u64,
    },
    /// Each source gets `n` targets, drawn uniformly.
    FixedOutDegree {
        /// Synapses per source.
        n: u64,
    },
    /// `n` pairs, drawn uniformly.
    FixedTotal {
        /// Synapses in all.
        n: u64,
    },
    /// Each pair independently, with a probability that depends on its distance.
    Distance {
        /// Probability as a function of distance.
        kernel: Kernel,
    },
    /// Watts–Strogatz ring: each target gets its `k` nearest sources (k even), and each of these
    /// is replaced with probability `rewire` by a source drawn uniformly.
    SmallWorld {
        /// Synapses per target.
        k: u64,
        /// Probability that a synapse is rewired.
        rewire: f64,
    },
    /// A matrix of weights, row = target, column = source; an entry of 0 is no synapse.
    /// `.npy` and `.csv` are dense, `.mtx` is sparse.
    Matrix {
        /// The file; its unit is that of the weight.
        file: DataFile,
    },
    /// The same in memory, in the base unit of the weight.
    WeightMatrix(Matrix),
    /// A list of synapses from a file with the columns source, target and, where the weight or
    /// delay is `FromRule`, weight and delay.
    EdgeFile {
        /// The file.
        file: DataFile,
    },
    /// A list of synapses in memory.
    Edges(Arc<EdgeList>),
}

/// Synapses one by one. All columns have one length; indices count within the selections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgeList {
    /// Index of the source.
    pub source: Vec<u32>,
    /// Index of the target.
    pub target: Vec<u32>,
    /// Weight in the projection's unit.
    pub weight: Option<Vec<f64>>,
    /// Delay, ms.
    pub delay: Option<Vec<f64>>,
}

/// Connection probability as a function of the distance d, µm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kernel {
    /// `p_max · exp(-d² / (2 sigma²))`.
    Gaussian {
        /// Probability at distance 0.
        p_max: f64,
        /// Width, µm.
        sigma: f64,
    },
    /// `p_max · exp(-d / lambda)`.
    Exponential {
        /// Probability at distance 0.
        p_max: f64,
        /// Decay length, µm.
        lambda: f64,
    },
    /// `p` up to `radius`, zero beyond.
    Disc {
        /// Probability within the radius.
        p: f64,
        /// Radius, µm.
        radius: f64,
    },
}

/// Strength of the synapses of a projection.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// What the number means.
    pub unit: WeightUnit,
    /// The numbers.
    pub value: WeightValue,
}

/// Unit of a weight, which says what it means on each kind of receptor:
///
/// | unit | delta | exponential current | alpha current | conductance |
/// |---|---|---|---|---|
/// | mV | jump of V | jump of R·I | peak of R·I | refused |
/// | mV*ms | refused | area of R·I (jump = W/tau) | refused | refused |
/// | pA | refused | jump of I (needs C_m) | peak of I (needs C_m) | refused |
/// | nS | refused | refused | refused | jump of g (needs C_m) |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightUnit {
    /// Millivolt.
    MilliVolt,
    /// Millivolt times millisecond.
    MilliVoltMs,
    /// Picoampere.
    PicoAmpere,
    /// Nanosiemens.
    NanoSiemens,
}

impl WeightUnit {
    /// As written in a network file.
    pub fn word(&self) -> &'static str {
        match self {
            WeightUnit::MilliVolt => "mV",
            WeightUnit::MilliVoltMs => "mV*ms",
            WeightUnit::PicoAmpere => "pA",
            WeightUnit::NanoSiemens => "nS",
        }
    }
}

/// Numbers of a weight, in the base unit.
#[derive(Clone, Debug, PartialEq)]
pub enum WeightValue {
    /// The same for every synapse.
    Constant(f64),
    /// Drawn for each synapse, rounded to f32, and clipped to keep the sign of the mean
    /// (for a uniform distribution: of the mid-point).
    Drawn(Distribution),
    /// Given by the rule (matrix or list).
    FromRule,
}

/// Delay of the synapses of a projection.
#[derive(Clone, Debug, PartialEq)]
pub enum Delay {
    /// In ms; must be a positive multiple of dt.
    Time(f64),
    /// In steps; at least one.
    Steps(u32),
    /// Drawn for each synapse in ms, rounded to steps, drawn again below one step.
    Drawn(Distribution),
    /// Given by the rule's list, in ms.
    FromRule,
}

/// Unreliable synapses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failure {
    /// Probability that a transmission fails.
    pub probability: f64,
    /// What fails.
    pub mode: FailureMode,
    /// Whether failures are on (a phase may switch them).
    pub on: bool,
}

/// How failures are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FailureMode {
    /// Independently for each spike and synapse.
    PerSpike,
    /// One mask over the synapses of the projection, drawn anew at absolute multiples of `every`.
    Mask {
        /// Interval of the redraws, ms.
        every: f64,
    },
}

/// Learning of a projection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plasticity {
    /// The rule.
    pub rule: PlasticityRule,
    /// Whether it is on (a phase may switch it).
    pub on: bool,
    /// Which weights a spike delivers.
    pub delivery: Delivery,
}

/// The built-in learning rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlasticityRule {
    /// The original's anti-Hebbian rule: whenever pre j or post i of a synapse fires,
    /// `W += -alpha·dt·(W - W0·(2·n_post·S_j + n_pre·S_i/2))`, with the numbers of spikes in the
    /// preceding window, the current step left out.
    AntiHebbian {
        /// Rate, per ms.
        alpha: f64,
        /// Length of the window, ms.
        window: f64,
    },
    /// Pair-based spike-timing dependent plasticity of all pairs of spikes, with soft or hard
    /// bounds (R. Gütig et al. 2003, *J. Neurosci.* 23:3697-3714). With traces K that decay with
    /// their time constant and grow by 1 with each spike:
    ///
    /// - a postsynaptic spike: `w += lambda·w_max·(1 - w/w_max)^mu_plus·K_pre`, up to `w_max`;
    /// - a presynaptic spike: `w -= alpha·lambda·w_max·(w/w_max)^mu_minus·K_post`, down to 0.
    Stdp {
        /// Time constant of the presynaptic trace, ms.
        tau_plus: f64,
        /// Time constant of the postsynaptic trace, ms.
        tau_minus: f64,
        /// Rate of learning.
        lambda: f64,
        /// Depression against potentiation.
        alpha: f64,
        /// Exponent of potentiation; 0 is additive.
        mu_plus: f64,
        /// Exponent of depression; 0 is additive.
        mu_minus: f64,
        /// The largest weight.
        w_max: RuleWeight,
    },
    /// The same with the power law of A. Morrison, A. Aertsen & M. Diesmann (2007), *Neural
    /// Comput.* 19:1437-1467, without an upper bound:
    ///
    /// - a postsynaptic spike: `w += lambda·w_0^(1 - mu)·w^mu·K_pre`;
    /// - a presynaptic spike: `w -= lambda·alpha·w·K_post`, down to 0.
    StdpPowerLaw {
        /// Time constant of the presynaptic trace, ms.
        tau_plus: f64,
        /// Time constant of the postsynaptic trace, ms.
        tau_minus: f64,
        /// Rate of learning.
        lambda: f64,
        /// Depression against potentiation.
        alpha: f64,
        /// Exponent of potentiation.
        mu: f64,
        /// Reference weight.
        w_0: RuleWeight,
    },
}

impl PlasticityRule {
    /// As written in a network file.
    pub fn word(&self) -> &'static str {
        match self {
            PlasticityRule::AntiHebbian { .. } => "anti_hebbian",
            PlasticityRule::Stdp { .. } => "stdp",
            PlasticityRule::StdpPowerLaw { .. } => "stdp_power_law",
        }
    }
}

/// A weight that is a parameter of a rule; its unit must be that of the projection's weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleWeight {
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: WeightUnit,
}

/// Which weights reach the dynamics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// The learned weights, at once.
    #[default]
    Live,
    /// A snapshot, taken at the start and again at each redraw of the projection's failure mask.
    /// This repeats the behaviour of the original, whose learned weights did not reach the
    /// dynamics unless failures were on.
    Frozen,
}

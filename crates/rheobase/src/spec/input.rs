//! External inputs: currents, noise, Poisson spikes, given spike trains.

use super::{DataFile, Param, Selection, Weight};

/// One input to a population or to chosen neurons of it.
#[derive(Clone, Debug, PartialEq)]
pub struct InputSpec {
    /// Unique name.
    pub name: String,
    /// The neurons that receive it.
    pub target: Selection,
    /// What it is.
    pub kind: InputKind,
}

/// Kinds of input. Drives are in mV (that is R·I) or, where the population has a capacitance, pA.
#[derive(Clone, Debug, PartialEq)]
pub enum InputKind {
    /// Constant in time; across neurons normal with that mean and standard deviation, frozen.
    Constant {
        /// Mean over neurons.
        mean: f64,
        /// Standard deviation over neurons.
        sd: f64,
        /// Unit of both.
        unit: DriveUnit,
    },
    /// Constant in time, given or distributed per neuron.
    PerNeuron {
        /// One value per neuron of the target.
        value: Param,
        /// Its unit.
        unit: DriveUnit,
    },
    /// A function of time, the same for all neurons of the target (a series may have one column
    /// per neuron).
    Current {
        /// The function.
        function: TimeFunction,
        /// Its unit.
        unit: DriveUnit,
    },
    /// The original's noise: an independent normal number per neuron and step is added to R·I.
    /// It is *not* scaled with dt: halving dt shrinks its effect by √2.
    StepNoise {
        /// Standard deviation, mV.
        sd: f64,
    },
    /// White noise that gives the free membrane potential the stationary standard deviation
    /// `sigma`, for every dt and both schemes.
    WhiteNoise {
        /// Stationary standard deviation of the free V, mV.
        sigma: f64,
    },
    /// Ornstein–Uhlenbeck process added to the drive, exact for every dt and held within a step.
    OrnsteinUhlenbeck {
        /// Mean of the process.
        mean: f64,
        /// Stationary standard deviation of the process.
        sigma: f64,
        /// Correlation time, ms.
        tau: f64,
        /// Unit of mean and sigma.
        unit: DriveUnit,
    },
    /// Poisson spike trains.
    Poisson {
        /// Rate of one source, Hz.
        rate: TimeFunction,
        /// Number of independent sources per neuron.
        sources: u64,
        /// Whether all neurons get the same spikes.
        shared: bool,
        /// Receptor reached.
        receptor: String,
        /// Strength of a spike.
        weight: Weight,
    },
    /// Given spikes: a file with the columns time (ms) and index within the target.
    SpikeTrain {
        /// The file.
        spikes: SpikeSource,
        /// Receptor reached.
        receptor: String,
        /// Strength of a spike.
        weight: Weight,
    },
}

/// Where given spikes come from. A spike at time t acts at the start of the step that begins at t.
#[derive(Clone, Debug, PartialEq)]
pub enum SpikeSource {
    /// A `.csv` or `.npy` file with the columns time and index; its unit is that of the times.
    File(DataFile),
    /// In memory: times in ms and indices within the target.
    Values {
        /// Times, ms.
        times: Vec<f64>,
        /// Indices of neurons within the target.
        ids: Vec<u32>,
    },
}

/// Unit of a drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriveUnit {
    /// R·I in mV.
    MilliVolt,
    /// I in pA.
    PicoAmpere,
}

impl DriveUnit {
    /// As written in a network file.
    pub fn word(&self) -> &'static str {
        match self {
            DriveUnit::MilliVolt => "mV",
            DriveUnit::PicoAmpere => "pA",
        }
    }
}

/// A function of time, evaluated at the start of each step and held within it. Times count from
/// the start of the run. The value's unit is that of the field that holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum TimeFunction {
    /// Constant.
    Constant(f64),
    /// A base value and steps added to it; steps that overlap add up.
    Steps {
        /// Value outside of the steps.
        base: f64,
        /// The steps.
        steps: Vec<Step>,
    },
    /// Linear from one value to another, constant before and after.
    Ramp {
        /// When it begins, ms.
        start: f64,
        /// When it ends, ms.
        stop: f64,
        /// Value until the start.
        from: f64,
        /// Value from the end on.
        to: f64,
    },
    /// `offset + amplitude · sin(2π·frequency·t + phase)`.
    Sine {
        /// Mean value.
        offset: f64,
        /// Amplitude.
        amplitude: f64,
        /// Frequency, Hz.
        frequency: f64,
        /// Phase at t = 0, radians.
        phase: f64,
    },
    /// Samples, each held for `interval`; zero before and after.
    Series {
        /// The samples.
        samples: Samples,
        /// Length of one sample, ms.
        interval: f64,
        /// Time of the first sample, ms.
        start: f64,
    },
}

/// A step ("burst") of a [`TimeFunction::Steps`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When it begins, ms.
    pub start: f64,
    /// How long it lasts, ms.
    pub duration: f64,
    /// Value added while it lasts.
    pub value: f64,
}

/// A sampled time series.
#[derive(Clone, Debug, PartialEq)]
pub enum Samples {
    /// One column, in memory.
    Values(Vec<f64>),
    /// Rows of samples in memory, one column per neuron.
    Table(Vec<Vec<f64>>),
    /// `.npy` or `.csv`, one column for all neurons or one column per neuron.
    File(DataFile),
}

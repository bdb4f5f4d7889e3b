//! Drawing the wiring: which neurons a projection connects, how strongly and how late; and the
//! values of distributed neuron parameters.
//!
//! Everything is a function of the specification and the seed alone. A random number belongs to
//! (projection name, neuron) or (projection name, source, target, repeat), never to a position in
//! a sequence shared by several neurons, so rows may be drawn in any order and by any thread, and
//! another projection in the file changes nothing here. Logarithms and exponentials are those of
//! the `libm` crate, the same on every machine.
//!
//! A rule is either a function *row(source) → targets* or a function *column(target) → sources*,
//! run twice: once to count and once to fill the final arrays, so that the network never exists
//! twice in memory. [`Recipe`] is what the parts of an engine draw their rows from; [`wire`] draws
//! all synapses of one projection in the order in which they are told to users.

mod bernoulli;
mod degree;
mod delays;
mod distance;
mod distribution;
mod drawn;
mod end;
mod error;
mod files;
mod list;
mod pairs;
mod params;
mod positions;
mod recipe;
mod skips;
mod small_world;
mod sort;
mod stream;
mod subset;
mod weights;

pub use end::{End, select};
pub use error::WiringError;
pub use pairs::Pairs;
pub(crate) use pairs::Scratch;
pub use params::{ParamValues, resolve_param};
pub use positions::{Layout, positions};
pub use recipe::Recipe;
pub(crate) use recipe::Side;
pub use subset::sample_neurons;

use crate::spec::{PopulationSpec, ProjectionSpec};

/// The synapses of one projection as sparse rows by source. Indices count within the whole
/// *populations*, whatever part of them the projection selects.
#[derive(Clone, Debug, PartialEq)]
pub struct Synapses {
    /// Where each source's row begins, and the end of the last: source population size + 1 numbers.
    pub offsets: Vec<u64>,
    /// Target of each synapse, ascending within a row; repeats of a pair stand side by side, those
    /// of shorter delay first.
    pub targets: Vec<u32>,
    /// Weight of each synapse.
    pub weights: Weights,
    /// Delay of each synapse.
    pub delays: Delays,
}

/// Weights of the synapses, in the order of the rows and the unit of the projection's weight.
#[derive(Clone, Debug, PartialEq)]
pub enum Weights {
    /// The same for all.
    Uniform(f64),
    /// One each; every drawn weight is an f32 by definition, and given ones where all are.
    F32(Vec<f32>),
    /// One each.
    F64(Vec<f64>),
}

/// Delays of the synapses in steps of dt, at least one, in the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Delays {
    /// The same for all.
    Uniform(u32),
    /// One each.
    Each(Vec<u16>),
}

impl Synapses {
    /// Number of synapses.
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// Where in the columns the synapses of a source stand.
    pub fn row(&self, source: usize) -> std::ops::Range<usize> {
        self.offsets[source] as usize..self.offsets[source + 1] as usize
    }
}

impl Weights {
    /// Weight of the synapse at that place of the rows.
    pub fn get(&self, synapse: usize) -> f64 {
        match self {
            Weights::Uniform(w) => *w,
            Weights::F32(each) => f64::from(each[synapse]),
            Weights::F64(each) => each[synapse],
        }
    }
}

impl Delays {
    /// Delay in steps of the synapse at that place of the rows.
    pub fn get(&self, synapse: usize) -> u32 {
        match self {
            Delays::Uniform(steps) => *steps,
            Delays::Each(each) => u32::from(each[synapse]),
        }
    }
}

/// Draws the synapses of a projection. `dt` is in ms; `wiring_seed` is the seed of connections,
/// weights, delays and positions.
///
/// `source` and `target` must be the populations that the projection's selections name.
/// Self-connections are meant only where both are one population.
pub fn wire(
    projection: &ProjectionSpec,
    source: &PopulationSpec,
    target: &PopulationSpec,
    dt: f64,
    wiring_seed: u64,
) -> Result<Synapses, WiringError> {
    Recipe::new(projection, source, target, dt, wiring_seed, None)?.synapses()
}
